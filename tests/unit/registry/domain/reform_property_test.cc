// Random reforms: whatever happens, on every day every village lies in exactly
// one chain up to a province, and every unit that has ended has an heir or is
// told of.
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>

#include "services/registry/domain/area_lineage.h"
#include "services/registry/domain/reform.h"

namespace rasoat::registry {
namespace {

class World {
 public:
  explicit World(unsigned seed) : random_(seed) {
    const absl::CivilDay start(2021, 1, 1);
    for (int p = 10; p < 13; ++p) {
      const std::string province = std::to_string(p);
      Put(province, "", start);
      for (int d = 0; d < 2; ++d) {
        const std::string district = province + std::to_string(d);
        Put(district, province, start);
        for (int c = 0; c < 3; ++c) {
          const std::string commune = district + "0" + std::to_string(c);
          Put(commune, district, start);
          for (int v = 1; v <= Below(4); ++v) {
            Put(commune + "00" + std::to_string(v), commune, start);
          }
        }
      }
    }
  }

  int Below(int n) { return static_cast<int>(random_() % n); }

  const AreaBook& book() const { return book_; }

  /// The units of a tier on a day.
  std::vector<Area> On(Tier tier, absl::CivilDay day) const {
    std::vector<Area> found;
    book_.ForEach([&](const Area& area) {
      if (area.tier == tier && area.HoldsOn(day)) found.push_back(area);
    });
    return found;
  }

  /// Reforms some communes of the day at random: kept under another name,
  /// merged into another code, divided, or lost sight of.
  void ReformCommunes(absl::CivilDay day) {
    Reform reform{.day = day};
    std::set<std::string> begun;
    const auto begin = [&](const std::string& code, const AreaCode& parent) {
      if (!begun.insert(code).second) return;
      Area area = Make(code, parent.value, day);
      area.name += " mới";
      if (Below(2) == 0) area.settlement = Settlement::kUrban;
      reform.begun.push_back(std::move(area));
    };
    const auto passes = [&](const Area& from, const std::string& to,
                            Extent extent) {
      reform.successions.push_back({.predecessor = from.code,
                                    .successor = {to},
                                    .extent = extent,
                                    .source = "thử"});
    };
    for (const Area& commune : On(Tier::kCommune, day - 1)) {
      if (Below(3) == 0) continue;
      reform.ended.push_back(commune.code);
      // Codes of units that are no more may be used again.
      const std::string fresh = std::to_string(90000 + Below(40));
      const bool free = book_.Find({fresh}, day) == nullptr;
      switch (Below(5)) {
        case 0:
        case 1:
          begin(commune.code.value, commune.parent);
          passes(commune, commune.code.value, Extent::kWhole);
          break;
        case 2:
          if (!free) break;
          begin(fresh, commune.parent);
          passes(commune, fresh, Extent::kWhole);
          break;
        case 3:
          begin(commune.code.value, commune.parent);
          passes(commune, commune.code.value, Extent::kPart);
          if (!free) break;
          begin(fresh, commune.parent);
          passes(commune, fresh, Extent::kPart);
          break;
        default:
          break;
      }
    }
    Take(reform);
  }

  /// Ends every district and puts the communes below the provinces.
  void RemoveDistricts(absl::CivilDay day) {
    Reform reform{.day = day};
    for (const Area& district : On(Tier::kDistrict, day - 1)) {
      reform.ended.push_back(district.code);
    }
    for (const Area& commune : On(Tier::kCommune, day - 1)) {
      const Area* district = book_.Find(commune.parent, day - 1);
      if (district->tier != Tier::kDistrict) continue;
      reform.ended.push_back(commune.code);
      Area moved = commune;
      moved.parent = district->parent;
      moved.valid_from = day;
      moved.valid_to.reset();
      reform.begun.push_back(moved);
      reform.successions.push_back({.predecessor = commune.code,
                                    .successor = commune.code,
                                    .extent = Extent::kWhole,
                                    .source = "thử"});
    }
    Take(reform);
  }

  /// What plans said to be loose so far.
  const std::set<std::pair<std::string, absl::CivilDay>>& told() const {
    return told_;
  }

 private:
  static Area Make(const std::string& code, const std::string& parent,
                   absl::CivilDay from) {
    Area area{.code = {code},
              .parent = {parent},
              .name = "Đơn vị " + code,
              .valid_from = from};
    area.tier = TierOfCode(area.code);
    if (area.tier == Tier::kProvince) area.region = Region::kSouthEast;
    if (area.tier == Tier::kCommune) area.settlement = Settlement::kRural;
    return area;
  }

  void Put(const std::string& code, const std::string& parent,
           absl::CivilDay from) {
    book_.Put(Make(code, parent, from));
  }

  void Take(const Reform& reform) {
    const absl::StatusOr<ImportPlan> plan = PlanReform(book_, reform);
    ASSERT_TRUE(plan.ok()) << plan.status();
    Apply(*plan, book_);
    for (const Area& area : plan->loose) {
      told_.emplace(area.code.value, *area.valid_to);
    }
    const absl::StatusOr<ImportPlan> again = PlanReform(book_, reform);
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_TRUE(again->empty());
  }

  std::mt19937 random_;
  AreaBook book_;
  std::set<std::pair<std::string, absl::CivilDay>> told_;
};

/// Every unit of the day lies below exactly one unit of that day, up to one
/// province; a village has a settlement and a region.
void ExpectOneChain(const World& world, absl::CivilDay day) {
  const AreaBook& book = world.book();
  book.ForEach([&](const Area& area) {
    if (!area.HoldsOn(day)) return;
    const Area* step = &area;
    while (!step->parent.empty()) {
      int holding = 0;
      for (const Area& version : book.Versions(step->parent)) {
        holding += version.HoldsOn(day);
      }
      ASSERT_EQ(holding, 1) << area.code.value << " below "
                            << step->parent.value << " on " << day;
      step = book.Find(step->parent, day);
    }
    ASSERT_EQ(step->tier, Tier::kProvince) << area.code.value;
    if (area.tier != Tier::kVillage) return;
    EXPECT_NE(book.PlaceOn(area, day).settlement, Settlement::kUnspecified);
    EXPECT_NE(book.PlaceOn(area, day).region, Region::kUnspecified);
  });
}

TEST(Reforms, KeepEveryVillageInOneChainAndTellEveryLooseEnd) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    World world(seed);
    std::vector<absl::CivilDay> days = {absl::CivilDay(2021, 1, 1)};
    for (int year = 2022; year <= 2027; ++year) {
      const absl::CivilDay day(year, 1 + world.Below(12), 1);
      if (year == 2025) {
        world.RemoveDistricts(day);
      } else {
        world.ReformCommunes(day);
      }
      if (testing::Test::HasFatalFailure()) return;
      days.push_back(day - 1);
      days.push_back(day);
    }
    for (const absl::CivilDay day : days) ExpectOneChain(world, day);
    world.book().ForEach([&](const Area& area) {
      const Fate fate = FateOf(world.book(), area);
      if (fate == Fate::kGoesOn || fate == Fate::kPassed) return;
      EXPECT_TRUE(world.told().contains({area.code.value, *area.valid_to}))
          << area.code.value;
    });
    // A village that is certain to be somewhere is under its own code.
    for (const Area& village : world.On(Tier::kVillage, days[0])) {
      const Lineage lineage = SuccessorsOf(world.book(), village.code, days[0],
                                           absl::CivilDay(2028, 1, 1));
      if (lineage.Certain()) {
        EXPECT_EQ(lineage.units[0].code, village.code);
        EXPECT_NE(world.book().Find(village.code, absl::CivilDay(2028, 1, 1)),
                  nullptr);
      } else {
        EXPECT_FALSE(lineage.unknown.empty()) << village.code.value;
      }
    }
  }
}

}  // namespace
}  // namespace rasoat::registry

// The units of the whole country, from 2021 to the reform of 2025, into
// MariaDB.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "services/common/clock/clock.h"
#include "services/common/feed/feed.h"
#include "services/registry/domain/area_lineage.h"
#include "services/registry/load/import_areas.h"
#include "services/registry/rpc/proto_record_codec.h"
#include "services/registry/store/mysql_area_store.h"
#include "tests/support/scratch_schema.h"
#include "tests/support/source_dir.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;

constexpr absl::CivilDay k2021(2021, 11, 1);
constexpr absl::CivilDay kLast(2025, 6, 30);
constexpr absl::CivilDay k2026(2026, 1, 1);

class WholeCountryTest : public testing::Test {
 protected:
  absl::Status Import(const ImportAreasOptions& options) {
    absl::StatusOr<AreaHistory> history =
        ReadAreaHistory(SourceDir() + "/services/registry/areas");
    if (!history.ok()) return history.status();
    std::ostringstream report;
    const absl::Status done =
        ImportAreas(store_, clock_, *std::move(history), options, report);
    report_.clear();
    std::istringstream lines(report.str());
    for (std::string line; std::getline(lines, line);) {
      report_.push_back(std::move(line));
    }
    return done;
  }
  int Lines(const std::string& kind) const {
    return static_cast<int>(std::count_if(
        report_.begin(), report_.end(),
        [&](const auto& line) { return line.rfind(kind + "\t", 0) == 0; }));
  }
  AreaBook Book() {
    absl::StatusOr<AreaSnapshot> all = store_.Load(absl::InfiniteFuture());
    EXPECT_TRUE(all.ok()) << all.status();
    return all.ok() ? std::move(all->book) : AreaBook();
  }
  static int Count(const AreaBook& book, Tier tier, absl::CivilDay day) {
    int count = 0;
    book.ForEach([&](const Area& area) {
      count += area.tier == tier && area.HoldsOn(day);
    });
    return count;
  }

  ScratchSchema schema_{"services/registry/migrations"};
  SystemClock clock_;
  feed::Feed feed_{schema_.pool(), clock_};
  ProtoRecordCodec codec_;
  MySqlAreaStore store_{feed_, codec_};
  std::vector<std::string> report_;
};

// What no data say; here for a test, in life an operator's.
std::map<std::string, AreaDecision> Decisions() {
  std::map<std::string, AreaDecision> decisions;
  for (const char* zone : {"06994", "07192", "11914", "11948", "19742", "20333",
                           "21548", "22736", "26732", "31078", "31108"}) {
    decisions[zone].settlement = Settlement::kRural;
  }
  for (const char* unit : {"21548", "22225", "22237"}) {
    decisions[unit].region = Region::kNorthCentralAndCentralCoast;
  }
  return decisions;
}

TEST_F(WholeCountryTest, IsBroughtInAndEveryDoubtIsTold) {
  ASSERT_TRUE(schema_.ok());
  const absl::Time start = clock_.Now();
  ASSERT_OK(Import({.decisions = Decisions()}));
  std::cout << "the whole country: " << clock_.Now() - start << "\n";
  const AreaBook book = Book();
  EXPECT_EQ(Count(book, Tier::kProvince, k2021), 63);
  EXPECT_EQ(Count(book, Tier::kDistrict, k2021), 705);
  EXPECT_EQ(Count(book, Tier::kCommune, k2021), 10'599);
  EXPECT_EQ(Count(book, Tier::kProvince, kLast), 63);
  EXPECT_EQ(Count(book, Tier::kDistrict, kLast), 696);
  EXPECT_EQ(Count(book, Tier::kCommune, kLast), 10'035);
  EXPECT_EQ(Count(book, Tier::kProvince, k2026), 34);
  EXPECT_EQ(Count(book, Tier::kDistrict, k2026), 0);
  EXPECT_EQ(Count(book, Tier::kCommune, k2026), 3321);
  // Every one of the doubtful lines is told, and none was guessed.
  EXPECT_EQ(Lines("line"), 190 + 439);
  EXPECT_EQ(Lines("refused"), 0);
  int passed = 0;
  int divided = 0;
  int unknown = 0;
  book.ForEach([&](const Area& area) {
    if (area.tier != Tier::kCommune || area.valid_to != kLast + 1) return;
    const Fate fate = FateOf(book, area);
    passed += fate == Fate::kPassed;
    divided += fate == Fate::kDivided;
    unknown += fate == Fate::kUnknown;
  });
  EXPECT_EQ(passed, 9198);
  EXPECT_EQ(divided, 387);
  EXPECT_EQ(unknown, 450);
  int loose = 0;
  book.ForEach([&](const Area& area) {
    const Fate fate = FateOf(book, area);
    loose += area.tier != Tier::kDistrict &&
             (fate == Fate::kDivided || fate == Fate::kUnknown);
  });
  EXPECT_EQ(Lines("loose"), loose);
  // Every commune of 2026 is urban or rural, and lies in a region.
  book.ForEach([&](const Area& area) {
    if (area.tier != Tier::kCommune || !area.HoldsOn(k2026)) return;
    const Place place = book.PlaceOn(area, k2026);
    EXPECT_NE(place.settlement, Settlement::kUnspecified) << area.code.value;
    EXPECT_NE(place.region, Region::kUnspecified) << area.code.value;
  });
  // Again is nothing new.
  ASSERT_OK(Import({.decisions = Decisions()}));
  EXPECT_EQ(Book().size(), book.size());
}

TEST_F(WholeCountryTest, BacGiangBecomesBacNinhUnderTheSameCode) {
  ASSERT_TRUE(schema_.ok());
  ASSERT_OK(Import({.provinces = {"24"}, .until = kLast}));
  Area village{.code = {"07207001"},
               .parent = {"07207"},
               .tier = Tier::kVillage,
               .name = "Thôn Một",
               .valid_from = absl::CivilDay(2021, 1, 1)};
  ASSERT_OK(store_.Import(
      [&](const AreaBook& book) { return PlanImport(book, {village}); },
      absl::InfiniteFuture()));
  ASSERT_OK(Import({.provinces = {"24"}}));
  const AreaBook book = Book();
  EXPECT_EQ(book.Find({"24"}, kLast)->name, "Tỉnh Bắc Giang");
  EXPECT_EQ(book.Find({"24"}, k2026)->name, "Tỉnh Bắc Ninh");
  EXPECT_THAT(SuccessorsOf(book, {"27"}, kLast, k2026).units,
              ElementsAre(Related{{"24"}, Extent::kWhole}));
  // All communes of Bắc Giang that were there in June are known to be in one.
  int communes = 0;
  book.ForEach([&](const Area& area) {
    if (area.tier != Tier::kCommune || area.valid_to != kLast + 1 ||
        !book.Below(area, {"24"}, kLast)) {
      return;
    }
    ++communes;
    EXPECT_TRUE(SuccessorsOf(book, area.code, kLast, k2026).Certain())
        << area.code.value;
  });
  EXPECT_EQ(communes, 192);
  const Area* now = book.Find({"07207001"}, k2026);
  ASSERT_NE(now, nullptr);
  EXPECT_TRUE(book.Below(*now, {"24"}, k2026));
  EXPECT_EQ(SuccessorsOf(book, {"07207"}, k2021, k2026).units[0].code,
            now->parent);
  // The points of the ground stay those of its region.
  EXPECT_EQ(book.PlaceOn(*now, k2026).region,
            Region::kNorthernMidlandsAndMountains);
}

TEST_F(WholeCountryTest, AskForWhatNoDataSayAndChangeNothing) {
  ASSERT_TRUE(schema_.ok());
  EXPECT_THAT(
      Import({.provinces = {"22", "24"}, .dry_run = true}),
      StatusIs(absl::StatusCode::kFailedPrecondition, "PROVINCES_REFUSED"));
  EXPECT_EQ(Lines("refused"), 2);
  EXPECT_THAT(report_, testing::Contains(testing::AllOf(
                           testing::HasSubstr("06994"),
                           testing::HasSubstr("SETTLEMENT_MISSING"))));
  EXPECT_THAT(report_,
              testing::Contains(testing::HasSubstr("step\t24\t2025-07-01")));
  EXPECT_EQ(Book().size(), 0u);
}

}  // namespace
}  // namespace rasoat::registry

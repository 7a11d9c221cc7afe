#include "services/scoring/simulation/simulate.h"

#include <algorithm>
#include <memory>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "rasoat/api/v1/facts.pb.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/domain/class_rule.h"
#include "services/scoring/domain/validity.h"
#include "services/scoring/engine/score_household.h"
#include "services/scoring/flat/compile.h"
#include "services/scoring/flat/rescore.h"
#include "services/scoring/wire/facts_proto.h"

namespace rasoat::scoring {
namespace {

/// Counters of one dimension, by the place of the group.
using Groups = std::vector<Transitions>;

bool IsOfVillages(Dimension dimension) {
  return dimension == Dimension::kVillage || dimension == Dimension::kCommune ||
         dimension == Dimension::kDistrict || dimension == Dimension::kProvince;
}

/// What is counted: a dimension of areas is added up from the villages, which
/// are counted once for all of them.
class Slots {
 public:
  explicit Slots(const std::vector<Dimension>& dimensions) {
    for (Dimension dimension : dimensions) {
      if (Of(dimension) == counted_.size()) {
        counted_.push_back(Counted(dimension));
      }
    }
  }

  const std::vector<Dimension>& counted() const { return counted_; }

  /// The place in counted() of what a dimension is made from.
  std::size_t Of(Dimension dimension) const {
    return std::find(counted_.begin(), counted_.end(), Counted(dimension)) -
           counted_.begin();
  }

 private:
  static Dimension Counted(Dimension dimension) {
    return IsOfVillages(dimension) ? Dimension::kVillage : dimension;
  }

  std::vector<Dimension> counted_;
};

/// Whether totals from paper are poor under a standard.
class TotalsScorer {
 public:
  TotalsScorer(const Standard& standard, const Census& census)
      : standard_(standard) {
    for (std::size_t i = 0; i < census.deprivations().size(); ++i) {
      for (const Deprivation& deprivation : standard.deprivations) {
        if (i < 32 && deprivation.code == census.deprivations()[i]) {
          known_ |= std::uint32_t{1} << i;
        }
      }
    }
  }

  int ClassOf(const CensusTotals& totals, Settlement settlement) const {
    const ClassRule* rule = RuleFor(settlement, standard_);
    if (rule == nullptr || (totals.deprived & ~known_) != 0) return 0;
    const int b2 =
        standard_.points_per_deprivation * __builtin_popcount(totals.deprived);
    return static_cast<int>(PlaceInClass(totals.b1, b2, *rule));
  }

 private:
  const Standard& standard_;
  std::uint32_t known_ = 0;
};

int ClassOfFacts(const std::string& serialized, const Standard& standard) {
  api::v1::HouseholdFacts proto;
  proto.ParseFromString(serialized);
  const absl::StatusOr<Facts> facts = ReadKeptFacts(proto);
  if (!facts.ok()) return 0;
  // Any date will do: trying a standard out is the point.
  Standard always = standard;
  always.valid_from = absl::CivilDay::min();
  always.valid_to.reset();
  const absl::StatusOr<Score> score = ScoreHousehold(always, *facts);
  return score.ok() ? static_cast<int>(score->household_class) : 0;
}

/// What one thread counts of a range of rows, for all standards.
class Tally {
 public:
  Tally(const Census& census, const SimulationPlan& plan,
        const std::vector<std::vector<bool>>& villages, const Slots& slots,
        const std::vector<TotalsScorer>& totals)
      : census_(census),
        plan_(plan),
        villages_(villages),
        slots_(slots),
        totals_(totals) {
    counts_.resize(plan.standards.size());
    for (Counts& counts : counts_) {
      for (Dimension dimension : slots.counted()) {
        counts.groups.emplace_back(PlacesOf(dimension));
      }
    }
  }

  void Take(std::size_t program, std::size_t first,
            absl::Span<const flat::Outcome> outcomes) {
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      const CensusRow& row = census_.rows()[first + i];
      if (row.kind == CensusKind::kGone || !villages_[program][row.village]) {
        continue;
      }
      Count(program, row, ClassOf(program, first + i, row, outcomes[i]));
    }
  }

  /// Adds what was counted under `program`, groups by slot.
  void AddTo(std::size_t program, Transitions& all,
             std::vector<Groups>& groups) const {
    const Counts& counts = counts_[program];
    all.Add(counts.all);
    for (std::size_t i = 0; i < counts.groups.size(); ++i) {
      groups[i].resize(counts.groups[i].size());
      for (std::size_t k = 0; k < counts.groups[i].size(); ++k) {
        groups[i][k].Add(counts.groups[i][k]);
      }
    }
  }

 private:
  struct Counts {
    Transitions all;
    std::vector<Groups> groups;
  };

  std::size_t PlacesOf(Dimension dimension) const {
    if (dimension == Dimension::kVillage) return census_.villages().size();
    if (dimension == Dimension::kEthnicGroup) {
      return census_.ethnic_groups().size();
    }
    return kLargestSize + 1;
  }

  static std::size_t PlaceOf(Dimension dimension, const CensusRow& row) {
    switch (dimension) {
      case Dimension::kRegion:
        return std::min<std::size_t>(row.region, kLargestSize);
      case Dimension::kSettlement:
        return std::min<std::size_t>(row.settlement, kLargestSize);
      case Dimension::kEthnicGroup:
        return row.ethnic_group;
      case Dimension::kHeadSex:
        return std::min<std::size_t>(row.head_sex, kLargestSize);
      case Dimension::kHouseholdSize:
        return std::min<std::size_t>(row.members, kLargestSize);
      default:
        return row.village;
    }
  }

  int ClassOf(std::size_t program, std::size_t at, const CensusRow& row,
              const flat::Outcome& outcome) const {
    switch (row.kind) {
      case CensusKind::kItemised:
        // Without a table there is nothing to add up.
        return plan_.standards[program]->declared_only
                   ? 0
                   : outcome.household_class;
      case CensusKind::kDeclared:
        return totals_[program].ClassOf(
            census_.TotalsOf(at), row.settlement == api::v1::SETTLEMENT_URBAN
                                      ? Settlement::kUrban
                                      : Settlement::kRural);
      default:
        return ClassOfFacts(census_.FactsOf(at), *plan_.standards[program]);
    }
  }

  void Count(std::size_t program, const CensusRow& row, int then) {
    Counts& counts = counts_[program];
    const int now = row.household_class;
    const auto add = [&](Transitions& to) {
      ++to.households[now][then];
      to.members[now][then] += row.members;
    };
    add(counts.all);
    for (std::size_t i = 0; i < counts.groups.size(); ++i) {
      add(counts.groups[i][PlaceOf(slots_.counted()[i], row)]);
    }
  }

  const Census& census_;
  const SimulationPlan& plan_;
  const std::vector<std::vector<bool>>& villages_;  // by program
  const Slots& slots_;
  const std::vector<TotalsScorer>& totals_;
  std::vector<Counts> counts_;
};

/// The name of a group by its place.
class Keys {
 public:
  Keys(const Census& census, const AreaLines& areas) : census_(census) {
    above_.reserve(census.villages().size());
    for (const std::string& village : census.villages()) {
      above_.push_back(areas.Above(village, census.review_date()));
    }
  }

  /// Those of the villages that count which the standard is made for.
  std::vector<bool> Within(const Standard& standard,
                           std::vector<bool> villages) const {
    for (std::size_t i = 0; !IsNational(standard) && i < villages.size(); ++i) {
      villages[i] =
          villages[i] && AppliesIn(standard, census_.villages()[i], above_[i]);
    }
    return villages;
  }

  std::string Of(Dimension dimension, std::size_t place) const {
    const int number = static_cast<int>(place);
    switch (dimension) {
      case Dimension::kVillage:
        return census_.villages()[place];
      case Dimension::kCommune:
        return Up(place, 0);
      case Dimension::kDistrict:
        return Up(place, 1);
      case Dimension::kProvince:
        return above_[place].empty() ? "" : above_[place].back();
      case Dimension::kRegion:
        return api::v1::Region_Name(static_cast<api::v1::Region>(number));
      case Dimension::kSettlement:
        return api::v1::Settlement_Name(
            static_cast<api::v1::Settlement>(number));
      case Dimension::kEthnicGroup:
        return census_.ethnic_groups()[place];
      case Dimension::kHeadSex:
        return api::v1::Sex_Name(static_cast<api::v1::Sex>(number));
      case Dimension::kHouseholdSize:
        return absl::StrCat(place);
    }
    return "";
  }

 private:
  std::string Up(std::size_t village, std::size_t steps) const {
    const std::vector<std::string>& above = above_[village];
    return steps < above.size() ? above[steps] : "";
  }

  const Census& census_;
  std::vector<std::vector<std::string>> above_;
};

bool IsEmpty(const Transitions& transitions) {
  for (const auto& from : transitions.households) {
    for (std::int64_t count : from) {
      if (count != 0) return false;
    }
  }
  return true;
}

}  // namespace

void Transitions::Add(const Transitions& other) {
  for (std::size_t from = 0; from < households.size(); ++from) {
    for (std::size_t to = 0; to < households.size(); ++to) {
      households[from][to] += other.households[from][to];
      members[from][to] += other.members[from][to];
    }
  }
}

absl::StatusOr<std::vector<Simulated>> Simulate(const Census& census,
                                                const AreaLines& areas,
                                                const SimulationPlan& plan) {
  std::vector<flat::Compiled> compiled;
  std::vector<TotalsScorer> totals;
  for (const Standard* standard : plan.standards) {
    RASOAT_ASSIGN_OR_RETURN(flat::Compiled one,
                            flat::Compile(*standard, census.codebook()));
    compiled.push_back(std::move(one));
    totals.emplace_back(*standard, census);
  }
  std::vector<const flat::Compiled*> programs;
  for (const flat::Compiled& one : compiled) programs.push_back(&one);
  const flat::Rescorer rescorer(census.table(), programs);

  const Keys keys(census, areas);
  std::vector<std::vector<bool>> villages;
  for (const Standard* standard : plan.standards) {
    villages.push_back(keys.Within(*standard, plan.villages));
  }
  const Slots slots(plan.dimensions);
  std::vector<Tally> tallies;
  tallies.reserve(plan.threads);
  for (int i = 0; i < plan.threads; ++i) {
    tallies.emplace_back(census, plan, villages, slots, totals);
  }
  const std::size_t rows = census.rows().size();
  std::vector<std::thread> threads;
  const auto part = [&](int i) {
    rescorer.Run(
        rows * i / plan.threads, rows * (i + 1) / plan.threads,
        [&tally = tallies[i]](auto... found) { tally.Take(found...); });
  };
  for (int i = 1; i < plan.threads; ++i) threads.emplace_back(part, i);
  part(0);
  for (std::thread& thread : threads) thread.join();

  std::vector<Simulated> simulated(plan.standards.size());
  for (std::size_t program = 0; program < simulated.size(); ++program) {
    Simulated& one = simulated[program];
    std::vector<Groups> groups(slots.counted().size());
    for (const Tally& tally : tallies) tally.AddTo(program, one.all, groups);
    for (Dimension dimension : plan.dimensions) {
      const Groups& counted = groups[slots.Of(dimension)];
      for (std::size_t place = 0; place < counted.size(); ++place) {
        if (IsEmpty(counted[place])) continue;
        one.groups[{dimension, keys.Of(dimension, place)}].Add(counted[place]);
      }
    }
  }
  return simulated;
}

}  // namespace rasoat::scoring

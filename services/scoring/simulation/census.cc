#include "services/scoring/simulation/census.h"

#include <algorithm>
#include <utility>

#include "rasoat/api/v1/facts.pb.h"
#include "services/scoring/wire/facts_proto.h"

namespace rasoat::scoring {
namespace {

constexpr std::size_t kMostDeprivations = 32;
constexpr std::size_t kMostMembers = 255;

/// What stands in the table where the quick engine is not asked.
flat::View Nobody(const std::vector<flat::Chosen>& choices,
                  const std::vector<std::int64_t>& numbers) {
  static constexpr std::uint8_t kAge = 0;
  return {.choices = choices.data(),
          .numbers = numbers.data(),
          .people = 1,
          .ages = &kAge,
          .member_choices = choices.data()};
}

}  // namespace

std::uint32_t Census::Names::PlaceOf(const std::string& name) {
  const auto [at, added] =
      places.try_emplace(name, static_cast<std::uint32_t>(list.size()));
  if (added) list.push_back(name);
  return at->second;
}

Census::Census(flat::Codebook codebook)
    : codebook_(std::move(codebook)), table_(codebook_) {}

std::size_t Census::RowOf(const Ulid& household) {
  const auto [at, added] =
      row_of_.try_emplace(household, static_cast<std::uint32_t>(rows_.size()));
  if (added) {
    rows_.emplace_back();
    const std::vector<flat::Chosen> choices(
        std::max(codebook_.choices().size(), codebook_.member_choices().size()),
        0);
    const std::vector<std::int64_t> numbers(codebook_.numbers().size(),
                                            flat::kNoNumber);
    table_.Add(Nobody(choices, numbers));
  }
  return at->second;
}

void Census::Put(const SurveyedHousehold& household) {
  const std::size_t at = RowOf(household.household);
  totals_.erase(static_cast<std::uint32_t>(at));
  odd_.erase(static_cast<std::uint32_t>(at));
  CensusRow& row = rows_[at];
  row = {};
  if (!household.active) return;
  row.household_class = static_cast<std::uint8_t>(household.household_class);
  row.head_sex = static_cast<std::uint8_t>(household.head_sex);
  row.ethnic_group =
      static_cast<std::uint8_t>(ethnic_groups_.PlaceOf(household.ethnic_group));
  row.village = villages_.PlaceOf(household.village);
  api::v1::HouseholdFacts proto;
  proto.ParseFromString(household.facts);
  row.members = static_cast<std::uint8_t>(
      std::min<std::size_t>(proto.members_size(), kMostMembers));
  row.settlement = static_cast<std::uint8_t>(proto.settlement());
  row.region = static_cast<std::uint8_t>(proto.region());
  const absl::StatusOr<Facts> facts = ReadKeptFacts(proto);
  if (!facts.ok()) {
    // No standard can score it; its reasons are told at its assessment.
    row.kind = CensusKind::kOdd;
    odd_[static_cast<std::uint32_t>(at)] = household.facts;
    return;
  }
  review_date_ = std::max(review_date_, facts->review_date);
  row.kind = Keep(at, *facts, household.facts);
}

CensusKind Census::Keep(std::size_t row, const Facts& facts,
                        const std::string& serialized) {
  const auto at = static_cast<std::uint32_t>(row);
  if (facts.declared) {
    CensusTotals totals = {.b1 = facts.declared->b1.value_or(0), .deprived = 0};
    bool fits = totals.b1 >= 0 && facts.settlement != Settlement::kUnspecified;
    for (absl::string_view code : facts.declared->deprivations) {
      const std::uint32_t place = deprivations_.PlaceOf(std::string(code));
      const std::uint32_t bit =
          place < kMostDeprivations ? std::uint32_t{1} << place : 0;
      fits = fits && bit != 0 && (totals.deprived & bit) == 0;
      totals.deprived |= bit;
    }
    if (fits) {
      totals_[at] = totals;
      return CensusKind::kDeclared;
    }
  } else if (scratch_.Read(codebook_, facts) &&
             table_.Replace(row, scratch_.view())) {
    return CensusKind::kItemised;
  }
  odd_[at] = serialized;
  return CensusKind::kOdd;
}

}  // namespace rasoat::scoring

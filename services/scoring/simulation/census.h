// A round in memory, for simulations.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "services/scoring/domain/settlement.h"
#include "services/scoring/domain/standard.h"
#include "services/scoring/flat/codebook.h"
#include "services/scoring/flat/encode.h"
#include "services/scoring/flat/household_table.h"
#include "services/scoring/store/census_store.h"

namespace rasoat::scoring {

/// How a household can be scored again.
enum class CensusKind : std::uint8_t {
  kGone,      ///< Left the register; counts nowhere.
  kItemised,  ///< By the quick engine.
  kDeclared,  ///< By its totals.
  kOdd,       ///< By the readable engine, from its facts.
};

/// What a household is counted by.
struct CensusRow {
  CensusKind kind = CensusKind::kGone;
  std::uint8_t household_class = 0;  ///< Now; 0: not assessed.
  std::uint8_t head_sex = 0;
  std::uint8_t ethnic_group = 0;  ///< Place in Census::ethnic_groups().
  std::uint8_t settlement = 0;
  std::uint8_t region = 0;
  std::uint8_t members = 0;
  std::uint32_t village = 0;  ///< Place in Census::villages().
};

/// Totals from paper.
struct CensusTotals {
  int b1 = 0;
  std::uint32_t deprived = 0;  ///< Bits by Census::deprivations().
};

/// The newest survey of every household of a round, some 60 bytes each.
///
/// One writer, or many readers: whoever shares it locks.
class Census {
 public:
  /// Itemised surveys are kept by what `codebook` has places for.
  explicit Census(flat::Codebook codebook);

  /// Puts a household in, over what was there; one that has left the register
  /// counts no more.
  void Put(const SurveyedHousehold& household);

  const flat::Codebook& codebook() const { return codebook_; }
  const flat::HouseholdTable& table() const { return table_; }
  const std::vector<CensusRow>& rows() const { return rows_; }
  const std::vector<std::string>& villages() const { return villages_.list; }
  const std::vector<std::string>& ethnic_groups() const {
    return ethnic_groups_.list;
  }
  const std::vector<std::string>& deprivations() const {
    return deprivations_.list;
  }
  const CensusTotals& TotalsOf(std::size_t row) const {
    return totals_.at(static_cast<std::uint32_t>(row));
  }
  /// Serialized HouseholdFacts of an odd household.
  const std::string& FactsOf(std::size_t row) const {
    return odd_.at(static_cast<std::uint32_t>(row));
  }
  /// The latest review date.
  absl::CivilDay review_date() const { return review_date_; }

 private:
  /// Texts by their places.
  struct Names {
    std::vector<std::string> list;
    absl::flat_hash_map<std::string, std::uint32_t> places;
    std::uint32_t PlaceOf(const std::string& name);
  };

  std::size_t RowOf(const Ulid& household);
  CensusKind Keep(std::size_t row, const Facts& facts,
                  const std::string& serialized);

  const flat::Codebook codebook_;
  flat::HouseholdTable table_;
  std::vector<CensusRow> rows_;
  absl::flat_hash_map<Ulid, std::uint32_t> row_of_;
  absl::flat_hash_map<std::uint32_t, CensusTotals> totals_;
  absl::flat_hash_map<std::uint32_t, std::string> odd_;
  Names villages_;
  Names ethnic_groups_;
  Names deprivations_;
  absl::CivilDay review_date_;
  flat::FlatHousehold scratch_;
};

}  // namespace rasoat::scoring

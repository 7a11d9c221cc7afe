// What the calls read of scoring's tables.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/scoring/store/rows.h"

namespace rasoat::scoring {

/// A village's assessments in a round, from a household on.
struct VillageQuery {
  std::string village;        ///< Code.
  std::string round;          ///< Id.
  std::string standard;       ///< Id; empty: the first that applies.
  std::optional<Ulid> after;  ///< Only households after this one.
  int limit = 50;
};

/// Reads assessments. Thread safe. Every method may fail as the database does:
/// POOL_EXHAUSTED, DATABASE_UNREACHABLE, STATEMENT_TIMEOUT.
class AssessmentStore {
 public:
  virtual ~AssessmentStore() = default;

  /// The assessment of a survey under a standard; nullopt if there is none.
  virtual absl::StatusOr<std::optional<AssessmentRow>> Find(
      const Ulid& survey, const std::string& standard, absl::Time deadline) = 0;

  /// The newest of each household, in the order of the households.
  virtual absl::StatusOr<std::vector<AssessmentRow>> ListVillage(
      const VillageQuery& query, absl::Time deadline) = 0;

  /// The village of a survey, assessed or not; nullopt if it is not known.
  virtual absl::StatusOr<std::optional<std::string>> VillageOf(
      const Ulid& survey, absl::Time deadline) = 0;

  /// The facts kept with a survey, serialized; nullopt if it is not known.
  virtual absl::StatusOr<std::optional<std::string>> FactsOf(
      const Ulid& survey, absl::Time deadline) = 0;

  /// How a round is scored; nullopt if it was not assigned standards.
  virtual absl::StatusOr<std::optional<RoundRow>> FindRound(
      const std::string& round, absl::Time deadline) = 0;

  /// Every line of the area tree.
  virtual absl::StatusOr<std::vector<AreaLine>> AreaLines(
      absl::Time deadline) = 0;
};

}  // namespace rasoat::scoring

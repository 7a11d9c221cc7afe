// What simulations read of scoring's tables.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/common/ids/ulid.h"
#include "services/scoring/store/rows.h"

namespace rasoat::scoring {

/// A household with its newest survey in a round.
struct SurveyedHousehold {
  Ulid household;
  bool active = true;        ///< In the register.
  std::string village;       ///< Code.
  std::string facts;         ///< Serialized HouseholdFacts.
  std::string ethnic_group;  ///< Of the head; empty if not known.
  int head_sex = 0;          ///< rasoat.api.v1.Sex.
  int household_class = 0;   ///< Under the deciding standard; 0: none.
};

/// Which households of a round are wanted.
struct SurveyedQuery {
  std::string round;
  std::optional<Ulid> after;  ///< Only households after this one.
  int limit = 2000;
};

/// Households that were told of after a position.
struct ToldHouseholds {
  struct One {
    std::string round;
    Ulid household;
  };
  std::vector<One> households;
  std::int64_t position = 0;  ///< Up to here.
  bool more = false;          ///< There may be others behind.
};

/// Reads whole rounds. Thread safe. Every method may fail as the database does.
class CensusStore {
 public:
  virtual ~CensusStore() = default;

  /// The newest position of scoring's own feed.
  virtual absl::StatusOr<std::int64_t> Newest(absl::Time deadline) = 0;
  /// What was told after `position`, some thousands at most.
  virtual absl::StatusOr<ToldHouseholds> ToldAfter(std::int64_t position,
                                                   absl::Time deadline) = 0;
  /// Households in the order of their ids.
  virtual absl::StatusOr<std::vector<SurveyedHousehold>> Page(
      const SurveyedQuery& query, absl::Time deadline) = 0;
  /// The households named, at most some thousands; those without a survey in
  /// the round are left out.
  virtual absl::StatusOr<std::vector<SurveyedHousehold>> Named(
      const std::string& round, absl::Span<const Ulid> households,
      absl::Time deadline) = 0;
  /// Every line of the area tree.
  virtual absl::StatusOr<std::vector<AreaLine>> DatedAreas(
      absl::Time deadline) = 0;
};

}  // namespace rasoat::scoring

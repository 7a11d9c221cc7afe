// Surveys as the registry's feed tells them, and what scoring made of them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "rasoat/registry/v1/registry_feed.pb.h"
#include "rasoat/scoring/v1/scoring_feed.pb.h"
#include "services/common/feed/change.h"
#include "services/scoring/follow/registry_applier.h"
#include "services/scoring/store/mysql_assessment_store.h"
#include "tests/support/scratch_schema.h"
#include "tests/unit/scoring/running_scoring.h"

namespace rasoat::scoring {

/// A survey with declared totals of household `household` in village 07207001
/// of round `r1`, told at `position`.
feed::Change DeclaredSurvey(std::int64_t position, int survey, int household,
                            int b1, int lacks);

/// The same with the answers of a whole form, the same for the same `seed`.
feed::Change ItemisedSurvey(std::int64_t position, int survey, int household,
                            unsigned seed);

/// The same change as the registry tells it of a form of this kind that stands
/// so.
feed::Change Standing(feed::Change change, registry::v1::FormKind kind,
                      registry::v1::SurveyStatus status);

/// A household that is now in this village, told at `position`; `left` is the
/// village it comes from, or empty if it stayed.
feed::Change HouseholdNow(std::int64_t position, int household,
                          const std::string& village, const std::string& left,
                          bool active);

/// A survey's or household's name by its number.
std::string SurveyName(int survey);
std::string HouseholdName(int household);

/// Scoring on a schema of its own.
class ScoringOnMySql {
 public:
  ScoringOnMySql();

  /// False, with the test failed, if there is no database.
  bool ok() const { return schema_.ok() && running_ != nullptr; }

  /// Applies a batch as the follower does, in one transaction.
  absl::Status Apply(const std::vector<feed::Change>& changes);
  /// Empties what was applied, as a rebuild does.
  absl::Status Reset();
  /// Assigns standards to round `r1`, as an administrator.
  absl::Status Assign(const std::vector<std::string>& standards, bool training);

  /// Every state told so far, in order, as `kind` of message.
  template <class State>
  std::vector<State> Told() {
    std::vector<State> states;
    for (const auto& [kind, bytes] : Changes()) {
      if (kind != State::descriptor()->full_name()) continue;
      states.emplace_back();
      EXPECT_TRUE(states.back().ParseFromString(bytes));
    }
    return states;
  }
  /// How many changes were told.
  std::size_t ToldCount() { return Changes().size(); }

  /// The households listed in a village under a standard, by number.
  std::vector<int> Listed(const std::string& village,
                          const std::string& standard);

  absl::StatusOr<v1::Assessment> Get(int survey, const std::string& standard);

  RegistryApplier& applier() { return *applier_; }
  RunningScoring& running() { return *running_; }
  mysql::Pool& pool() { return schema_.pool(); }
  AssessmentStore& store() { return *store_; }
  ScratchSchema& schema() { return schema_; }

 private:
  std::vector<std::pair<std::string, std::string>> Changes();

  ScratchSchema schema_{"services/scoring/migrations"};
  std::unique_ptr<MySqlAssessmentStore> store_;
  std::unique_ptr<RunningScoring> running_;
  std::unique_ptr<RegistryApplier> applier_;
};

/// When the work of a test has to be done.
absl::Time Soon();

}  // namespace rasoat::scoring

// How far the work on a household is, in a round.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/registry/domain/ids.h"
#include "services/registry/domain/survey_state.h"

namespace rasoat::registry {

/// How far the work is. The order is the API's.
enum class WorkState {
  kUnspecified,
  kLeft,      ///< No survey yet.
  kDone,      ///< Submitted or accepted.
  kReturned,  ///< Sent back: a new version is due.
};

/// How far the work is, by where the newest survey stands.
WorkState WorkStateOf(SurveyStatus newest);

/// The work on one household: its newest survey in the round, if it has one.
struct WorkNote {
  HouseholdId household;
  AreaCode village;
  std::int64_t number = 0;
  WorkState state = WorkState::kLeft;
  SurveyId survey;
  std::int64_t survey_revision = 0;
  std::string reviewer;  ///< `staff/{id}`.
  std::optional<absl::Time> submit_time;
};

/// How many households are how far.
struct WorkCounts {
  std::int64_t left = 0;
  std::int64_t done = 0;
  std::int64_t returned = 0;

  /// Counts `households` more.
  void Add(WorkState state, std::int64_t households);

  friend bool operator==(const WorkCounts&, const WorkCounts&) = default;
};

/// The work of one reviewer.
struct ReviewerWork {
  std::string reviewer;
  WorkCounts counts;
  absl::Time last_submit_time;
};

/// Some villages' work.
struct WorkSummary {
  WorkCounts counts;
  std::vector<ReviewerWork> reviewers;  ///< By name.
};

/// Households of one reviewer, or of nobody, that are equally far.
struct WorkGroup {
  std::string reviewer;  ///< Empty: no survey.
  WorkState state = WorkState::kLeft;
  std::int64_t households = 0;
  absl::Time last_submit_time;
};

/// Puts groups together, of whatever villages.
WorkSummary Summarize(const std::vector<WorkGroup>& groups);

}  // namespace rasoat::registry

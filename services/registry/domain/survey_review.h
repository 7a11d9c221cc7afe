// What supervisors say of a survey, and whether they may.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/status/error.h"
#include "services/registry/domain/ids.h"
#include "services/registry/domain/survey.h"
#include "services/registry/domain/survey_state.h"

namespace rasoat::registry {

/// A comment on one field of a survey, by its path.
struct FieldComment {
  std::string path;
  std::string text;
  friend bool operator==(const FieldComment&, const FieldComment&) = default;
};

/// What a supervisor has to say.
struct ReviewComments {
  std::string general;
  std::vector<FieldComment> fields;

  /// True when nothing is said.
  bool empty() const { return general.empty() && fields.empty(); }
  friend bool operator==(const ReviewComments&,
                         const ReviewComments&) = default;
};

/// What a supervisor wants done with a survey.
struct ReviewOrder {
  SurveyId survey;
  SurveyAct act = SurveyAct::kUnspecified;
  std::int64_t seen_revision = 0;  ///< Of the survey, as it was read.
  ReviewComments comments;
  RequestId request;       ///< By which a repeat is known; may be none.
  std::string supervisor;  ///< `staff/{id}`.
  absl::Time time;
};

/// What was done with a survey. Never changes.
struct SurveyReview {
  SurveyId survey;
  std::int64_t revision = 0;  ///< Of the survey after it.
  SurveyAct act = SurveyAct::kUnspecified;
  RequestId request;
  std::string supervisor;
  absl::Time time;
  ReviewComments comments;
};

/// Everything wrong with the comments of an act, with paths under `comments`.
///
/// Rules: COMMENT_MISSING (a return says why), COMMENT_MALFORMED,
/// COMMENT_PATH_MALFORMED, COMMENT_PATH_REPEATED, COMMENT_COUNT_OUT_OF_RANGE.
std::vector<Violation> CheckComments(const ReviewComments& comments,
                                     SurveyAct act);

/// The survey as it stands after the order. Pure. Does not look at the
/// comments, which CheckComments() has.
///
/// Errors:
///   PERMISSION_DENIED  REVIEW_OF_OWN_SURVEY
///   ABORTED  SURVEY_OUTDATED, STALE_SURVEY
///   FAILED_PRECONDITION  see FindTransition()
absl::StatusOr<Survey> Reviewed(const Survey& survey, const ReviewOrder& order);

/// What is kept of an order that was carried out; `after` is the survey then.
SurveyReview ReviewOf(const ReviewOrder& order, const Survey& after);

/// True when `done` is what `order` asks for, so that the order is a repeat.
bool SameAct(const SurveyReview& done, const ReviewOrder& order);

}  // namespace rasoat::registry

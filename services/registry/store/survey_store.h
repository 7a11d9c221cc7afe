// Where the filled forms are read.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/registry/domain/survey.h"

namespace rasoat::registry {

/// Which surveys a list is about.
struct SurveyFilter {
  AreaCode village;
  RoundId round;
  bool show_replaced = false;  ///< Also versions that were replaced.
  SurveyStatus status = SurveyStatus::kUnspecified;  ///< Unspecified: of any.
  FormKind kind = FormKind::kUnspecified;            ///< Unspecified: of any.
};

/// Reads surveys; they come in by VisitStore, and ReviewStore changes how they
/// stand. Thread safe.
/// Every method may also return what the database says of itself.
class SurveyStore {
 public:
  virtual ~SurveyStore() = default;

  /// Errors: NOT_FOUND  SURVEY_NOT_FOUND
  virtual absl::StatusOr<Survey> Get(const SurveyId& id,
                                     absl::Time deadline) = 0;
  /// Those of `ids` that there are, in no order.
  virtual absl::StatusOr<std::vector<Survey>> GetMany(
      absl::Span<const SurveyId> ids, absl::Time deadline) = 0;
  /// Up to `limit` surveys with an id above `after`, by id.
  virtual absl::StatusOr<std::vector<Survey>> List(const SurveyFilter& filter,
                                                   const SurveyId& after,
                                                   int limit,
                                                   absl::Time deadline) = 0;
  /// Up to `limit` versions of the survey that `of` is one of, in the order
  /// they came in, after `after`; none: from the first.
  ///
  /// Errors: NOT_FOUND  SURVEY_NOT_FOUND  either of the two
  virtual absl::StatusOr<std::vector<Survey>> Versions(const SurveyId& of,
                                                       const SurveyId& after,
                                                       int limit,
                                                       absl::Time deadline) = 0;
  /// The newest survey of the household, round and kind of `like`.
  virtual absl::StatusOr<std::optional<CurrentSurvey>> CurrentLike(
      const Survey& like, absl::Time deadline) = 0;
  /// The village it was made in. Errors: NOT_FOUND  SURVEY_NOT_FOUND
  virtual absl::StatusOr<AreaCode> VillageOf(const SurveyId& id,
                                             absl::Time deadline) = 0;
};

}  // namespace rasoat::registry

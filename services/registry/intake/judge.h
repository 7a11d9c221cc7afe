// Decides about one visit. Part of intake/.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/registry/domain/area_book.h"
#include "services/registry/intake/intake.h"

namespace rasoat::registry {

/// What a visit is judged by.
struct Evidence {
  const VisitDraft& draft;
  Standing household_standing = Standing::kFree;
  Standing survey_standing = Standing::kFree;
  /// The household as the register has it; null if it does not.
  const Household* known = nullptr;
  /// The same as it was on the review date; null if it has not changed since.
  const Household* then = nullptr;
  const AreaBook& areas;
  const FormShelf& forms;
  const PersonRules& rules;
  const Submission& submission;
  /// Where to put what is odd but no reason to refuse; null: nowhere.
  std::vector<Violation>* warnings = nullptr;
};

/// The refusal of a draft whose ids are not its own, or OK.
absl::Status CheckStandings(const Evidence& evidence);

/// True when there is nothing to do, since all of it is there.
bool IsRepeat(const Evidence& evidence);

/// What to store of a draft that is not a repeat and whose standings are good.
/// Pure. Errors: see Intake::Take.
absl::StatusOr<NewVisit> Judge(const Evidence& evidence);

}  // namespace rasoat::registry

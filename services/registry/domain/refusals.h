// What depends on what the register holds, refused in words that users
// understand. Each reason is born here and nowhere else.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace rasoat::registry {

/// NOT_FOUND  AREA_NOT_FOUND: no such unit on that day.
absl::Status AreaNotFound();
/// NOT_FOUND  VILLAGE_NOT_FOUND: no such village, then or before.
absl::Status VillageNotFound();
/// NOT_FOUND  FORM_NOT_FOUND
absl::Status FormNotFound();
/// NOT_FOUND  HOUSEHOLD_NOT_FOUND
absl::Status HouseholdNotFound();
/// NOT_FOUND  SURVEY_NOT_FOUND
absl::Status SurveyNotFound();
/// FAILED_PRECONDITION  HOUSEHOLD_NOT_ACTIVE: it was merged or dissolved.
absl::Status HouseholdNotActive();
/// INVALID_ARGUMENT  SAME_HOUSEHOLD: `field` names the household itself.
absl::Status SameHousehold(absl::string_view field);
/// ALREADY_EXISTS  HOUSEHOLD_EXISTS: the id is taken by other content.
absl::Status HouseholdExists();
/// ALREADY_EXISTS  HOUSEHOLD_NUMBER_TAKEN: another household of the village has
/// the number.
absl::Status HouseholdNumberTaken();
/// ALREADY_EXISTS  SURVEY_ID_TAKEN: the id is taken by other content.
absl::Status SurveyIdTaken();
/// ALREADY_EXISTS  SURVEY_EXISTS: the household has a survey in this round, and
/// the new one does not say that it replaces it.
absl::Status SurveyExists();
/// ABORTED  SURVEY_REPLACED: the survey to be replaced is not the newest.
absl::Status SurveyReplaced();
/// ABORTED  VISIT_RACED: what the visit was checked against has changed; check
/// again. Never leaves the service unless it happens again and again.
absl::Status VisitRaced();

}  // namespace rasoat::registry

// What depends on what the register holds, refused in words that users
// understand. Each reason is born here and nowhere else.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/registry/domain/survey_state.h"

namespace rasoat::registry {

/// NOT_FOUND  AREA_NOT_FOUND: no such unit on that day.
absl::Status AreaNotFound();
/// NOT_FOUND  VILLAGE_NOT_FOUND: no such village, then or before.
absl::Status VillageNotFound(absl::string_view field = "household.village");
/// NOT_FOUND  FORM_NOT_FOUND
absl::Status FormNotFound();
/// NOT_FOUND  HOUSEHOLD_NOT_FOUND
absl::Status HouseholdNotFound();
/// NOT_FOUND  SURVEY_NOT_FOUND
absl::Status SurveyNotFound();
/// NOT_FOUND  HOUSEHOLD_NOT_THEN: it came into the register later.
absl::Status HouseholdNotThen();
/// NOT_FOUND  REVISION_NOT_FOUND: the household has no such state.
absl::Status RevisionNotFound();
/// FAILED_PRECONDITION  HOUSEHOLD_NOT_ACTIVE: it was merged or dissolved.
absl::Status HouseholdNotActive();
/// INVALID_ARGUMENT  SAME_HOUSEHOLD: `field` names the household itself.
absl::Status SameHousehold(absl::string_view field);
/// ALREADY_EXISTS  HOUSEHOLD_EXISTS: the id is taken by other content.
absl::Status HouseholdExists();
/// ALREADY_EXISTS  HOUSEHOLD_NUMBER_TAKEN: another household of the village has
/// the number.
absl::Status HouseholdNumberTaken();
/// ALREADY_EXISTS  PERSON_REGISTERED: somebody in another household has the
/// citizen id of a member. Names nobody: who may know is told by the calls.
absl::Status PersonRegistered();
/// ABORTED  PAGE_PERSON_GONE: the person that the last page ended with is no
/// longer there.
absl::Status PagePersonGone();
/// NOT_FOUND  DUPLICATE_NOT_FOUND: no case of these two households.
absl::Status DuplicateNotFound();
/// ABORTED  STALE_DUPLICATE: the case has changed since it was read.
absl::Status StaleDuplicate();
/// FAILED_PRECONDITION  DUPLICATE_DECIDED: the case is decided otherwise.
absl::Status DuplicateDecided();
/// ALREADY_EXISTS  SURVEY_ID_TAKEN: the id is taken by other content.
absl::Status SurveyIdTaken();
/// ALREADY_EXISTS  SURVEY_EXISTS: the household has a survey of this form kind
/// in this round, and the new one does not say that it replaces it.
absl::Status SurveyExists();
/// ABORTED  SURVEY_REPLACED: the survey to be replaced is not the newest.
absl::Status SurveyReplaced();
/// FAILED_PRECONDITION  CORRECTION_REASON_MISSING: the survey to be replaced is
/// accepted, and the new one does not say why.
absl::Status CorrectionReasonMissing();
/// FAILED_PRECONDITION  SURVEY_IS_DRAFT, SURVEY_SUBMITTED, SURVEY_RETURNED or
/// SURVEY_ACCEPTED: where it stands, the act is not to be done.
absl::Status SurveyStands(SurveyStatus status);
/// PERMISSION_DENIED  REVIEW_OF_OWN_SURVEY: nobody supervises themselves.
absl::Status ReviewOfOwnSurvey();
/// ABORTED  SURVEY_OUTDATED: there is a newer version of it.
absl::Status SurveyOutdated();
/// ABORTED  STALE_SURVEY: somebody acted on it since it was read.
absl::Status StaleSurvey();
/// PERMISSION_DENIED  SURVEY_ELSEWHERE: it does not lie in the area named.
absl::Status SurveyElsewhere();
/// ALREADY_EXISTS  REQUEST_ID_TAKEN: by another act.
absl::Status RequestIdTaken();
/// NOT_FOUND  DRAFT_NOT_FOUND
absl::Status DraftNotFound();
/// ABORTED  STALE_DRAFT: it was saved elsewhere since it was read.
absl::Status StaleDraft();
/// RESOURCE_EXHAUSTED  TOO_MANY_DRAFTS: of one writer.
absl::Status TooManyDrafts();
/// NOT_FOUND  ATTACHMENT_NOT_FOUND
absl::Status AttachmentNotFound();
/// ALREADY_EXISTS  ATTACHMENT_ID_TAKEN: by another file.
absl::Status AttachmentIdTaken();
/// FAILED_PRECONDITION  ATTACHMENTS_CLOSED: the survey is accepted.
absl::Status AttachmentsClosed();
/// FAILED_PRECONDITION  ATTACHMENT_FINISHED: it takes no more bytes.
absl::Status AttachmentFinished();
/// RESOURCE_EXHAUSTED  TOO_MANY_ATTACHMENTS: of one survey or household.
absl::Status TooManyAttachments();
/// ABORTED  UPLOAD_OFFSET_AHEAD: bytes before these are missing.
absl::Status UploadOffsetAhead();
/// FAILED_PRECONDITION  UPLOAD_INCOMPLETE: not all bytes have come.
absl::Status UploadIncomplete();
/// ABORTED  VISIT_RACED: what the visit was checked against has changed; check
/// again. Never leaves the service unless it happens again and again.
absl::Status VisitRaced();
/// NOT_FOUND  IMPORT_NOT_FOUND
absl::Status ImportNotFound();
/// ALREADY_EXISTS  IMPORT_EXISTS: the request id was used for another file.
absl::Status ImportExists();
/// FAILED_PRECONDITION  IMPORT_NOT_CHECKED
absl::Status ImportNotChecked();
/// FAILED_PRECONDITION  IMPORT_FILE_GONE: removed after its time.
absl::Status ImportFileGone();
/// FAILED_PRECONDITION  with the given rule of domain/import.h.
absl::Status ImportRefused(absl::string_view rule, std::string vi,
                           std::string en);

}  // namespace rasoat::registry

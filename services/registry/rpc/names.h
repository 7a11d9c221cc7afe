// Resource names, ids and days as they stand in requests.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/status/error.h"
#include "services/registry/domain/ids.h"

namespace rasoat::registry {

/// `households/{id}` and `surveys/{id}`; "" for none.
std::string NameOf(const HouseholdId& id);
std::string NameOf(const SurveyId& id);
/// `surveyDrafts/{id}` and `attachments/{id}`; "" for none.
std::string NameOf(const DraftId& id);
std::string NameOf(const AttachmentId& id);
/// `devices/{id}`; "" for none.
std::string NameOf(const DeviceId& id);
/// `areas/{code}`, `rounds/{id}`, `forms/{id}`; "" for none.
std::string NameOf(const AreaCode& code);
std::string NameOf(const RoundId& id);
std::string NameOf(const FormId& id);

/// The inverse. `field` is the request field to blame.
///
/// Errors: INVALID_ARGUMENT  RESOURCE_NAME_MALFORMED  anything else
absl::StatusOr<HouseholdId> ParseHousehold(absl::string_view name,
                                           absl::string_view field);
absl::StatusOr<SurveyId> ParseSurvey(absl::string_view name,
                                     absl::string_view field);
absl::StatusOr<DraftId> ParseDraft(absl::string_view name,
                                   absl::string_view field);
absl::StatusOr<AttachmentId> ParseAttachment(absl::string_view name,
                                             absl::string_view field);
absl::StatusOr<DeviceId> ParseDevice(absl::string_view name,
                                     absl::string_view field);
absl::StatusOr<AreaCode> ParseArea(absl::string_view name,
                                   absl::string_view field);
absl::StatusOr<RoundId> ParseRound(absl::string_view name,
                                   absl::string_view field);
absl::StatusOr<FormId> ParseForm(absl::string_view name,
                                 absl::string_view field);

/// An id that a client chose, a bare ULID; none for "".
///
/// Errors: INVALID_ARGUMENT  ULID_MALFORMED
absl::StatusOr<HouseholdId> ParseHouseholdId(absl::string_view text,
                                             absl::string_view field);
absl::StatusOr<SurveyId> ParseSurveyId(absl::string_view text,
                                       absl::string_view field);
absl::StatusOr<AttachmentId> ParseAttachmentId(absl::string_view text,
                                               absl::string_view field);
absl::StatusOr<RequestId> ParseRequestId(absl::string_view text,
                                         absl::string_view field);

/// `YYYY-MM-DD`, or kNoDay for anything else.
absl::CivilDay DayOf(absl::string_view text);
/// The same, refused when it is none.
///
/// Errors: INVALID_ARGUMENT  DATE_MALFORMED  at `field`
absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text,
                                        absl::string_view field);
/// `YYYY-MM-DD`; "" for kNoDay.
std::string TextOf(absl::CivilDay day);

/// The value; or a plain one, and what is wrong among the faults.
template <class T>
T OrFault(absl::StatusOr<T> parsed, std::vector<Violation>& faults) {
  if (parsed.ok()) return *std::move(parsed);
  for (Violation& fault : ViolationsOf(parsed.status())) {
    faults.push_back(std::move(fault));
  }
  return T();
}

}  // namespace rasoat::registry

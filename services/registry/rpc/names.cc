#include "services/registry/rpc/names.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "services/common/ids/ulid.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/area.h"
#include "services/registry/domain/text.h"

namespace rasoat::registry {
namespace {

absl::Status Malformed(absl::string_view field, absl::string_view pattern) {
  return Invalid(Violation{std::string(field), "RESOURCE_NAME_MALFORMED",
                           absl::StrCat("Tên phải có dạng ", pattern, "."),
                           absl::StrCat("Write it as ", pattern, ".")});
}

template <class AnyId>
absl::StatusOr<AnyId> ParseId(absl::string_view name, absl::string_view prefix,
                              absl::string_view field) {
  absl::string_view text = name;
  if (absl::ConsumePrefix(&text, prefix)) {
    absl::StatusOr<Ulid> id = ParseUlid(text, field);
    if (id.ok() && !id->empty()) return AnyId{id->bytes};
  }
  return Malformed(field, absl::StrCat(prefix, "{ULID}"));
}

template <class AnyId>
absl::StatusOr<AnyId> ParseChosen(absl::string_view text,
                                  absl::string_view field) {
  if (text.empty()) return AnyId();
  RASOAT_ASSIGN_OR_RETURN(Ulid id, ParseUlid(text, field));
  return AnyId{id.bytes};
}

/// A word of lower-case letters, digits and hyphens.
template <class AnyCode>
absl::StatusOr<AnyCode> ParseWord(absl::string_view name,
                                  absl::string_view prefix,
                                  absl::string_view field) {
  absl::string_view text = name;
  if (absl::ConsumePrefix(&text, prefix) && !text.empty() &&
      text.size() <= 63 && std::all_of(text.begin(), text.end(), [](char c) {
        return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
      })) {
    return AnyCode{std::string(text)};
  }
  return Malformed(field, absl::StrCat(prefix, "{a-z, 0-9, -}"));
}

template <class AnyCode>
std::string Named(absl::string_view prefix, const AnyCode& code) {
  return code.empty() ? "" : absl::StrCat(prefix, code.value);
}

}  // namespace

std::string NameOf(const HouseholdId& id) {
  return id.empty() ? "" : "households/" + Ulid{id.bytes}.ToString();
}
std::string NameOf(const SurveyId& id) {
  return id.empty() ? "" : "surveys/" + Ulid{id.bytes}.ToString();
}
std::string NameOf(const DraftId& id) {
  return id.empty() ? "" : "surveyDrafts/" + Ulid{id.bytes}.ToString();
}
std::string NameOf(const AttachmentId& id) {
  return id.empty() ? "" : "attachments/" + Ulid{id.bytes}.ToString();
}
std::string NameOf(const DeviceId& id) {
  return id.empty() ? "" : "devices/" + Ulid{id.bytes}.ToString();
}
std::string NameOf(const AreaCode& code) { return Named("areas/", code); }
std::string NameOf(const RoundId& id) { return Named("rounds/", id); }
std::string NameOf(const FormId& id) { return Named("forms/", id); }

absl::StatusOr<HouseholdId> ParseHousehold(absl::string_view name,
                                           absl::string_view field) {
  return ParseId<HouseholdId>(name, "households/", field);
}

absl::StatusOr<SurveyId> ParseSurvey(absl::string_view name,
                                     absl::string_view field) {
  return ParseId<SurveyId>(name, "surveys/", field);
}

absl::StatusOr<DraftId> ParseDraft(absl::string_view name,
                                   absl::string_view field) {
  return ParseId<DraftId>(name, "surveyDrafts/", field);
}

absl::StatusOr<AttachmentId> ParseAttachment(absl::string_view name,
                                             absl::string_view field) {
  return ParseId<AttachmentId>(name, "attachments/", field);
}

absl::StatusOr<DeviceId> ParseDevice(absl::string_view name,
                                     absl::string_view field) {
  return ParseId<DeviceId>(name, "devices/", field);
}

absl::StatusOr<AreaCode> ParseArea(absl::string_view name,
                                   absl::string_view field) {
  absl::string_view text = name;
  if (absl::ConsumePrefix(&text, "areas/")) {
    AreaCode code{std::string(text)};
    if (TierOfCode(code) != Tier::kUnspecified) return code;
  }
  return Malformed(field, "areas/{2, 3, 5, 8 × 0-9}");
}

absl::StatusOr<RoundId> ParseRound(absl::string_view name,
                                   absl::string_view field) {
  return ParseWord<RoundId>(name, "rounds/", field);
}

absl::StatusOr<FormId> ParseForm(absl::string_view name,
                                 absl::string_view field) {
  return ParseWord<FormId>(name, "forms/", field);
}

absl::StatusOr<HouseholdId> ParseHouseholdId(absl::string_view text,
                                             absl::string_view field) {
  return ParseChosen<HouseholdId>(text, field);
}

absl::StatusOr<SurveyId> ParseSurveyId(absl::string_view text,
                                       absl::string_view field) {
  return ParseChosen<SurveyId>(text, field);
}

absl::StatusOr<AttachmentId> ParseAttachmentId(absl::string_view text,
                                               absl::string_view field) {
  return ParseChosen<AttachmentId>(text, field);
}

absl::StatusOr<RequestId> ParseRequestId(absl::string_view text,
                                         absl::string_view field) {
  return ParseChosen<RequestId>(text, field);
}

absl::CivilDay DayOf(absl::string_view text) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' ||
      !AllDigits(text.substr(0, 4)) || !AllDigits(text.substr(5, 2)) ||
      !AllDigits(text.substr(8, 2)) ||
      !absl::SimpleAtoi(text.substr(0, 4), &year) ||
      !absl::SimpleAtoi(text.substr(5, 2), &month) ||
      !absl::SimpleAtoi(text.substr(8, 2), &day)) {
    return kNoDay;
  }
  const absl::CivilDay read(year, month, day);
  // A day that is not in the calendar comes out as another.
  return read.month() == month && read.day() == day && year > 0 ? read : kNoDay;
}

absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text,
                                        absl::string_view field) {
  const absl::CivilDay day = DayOf(text);
  if (day != kNoDay) return day;
  return Invalid(Violation{std::string(field), "DATE_MALFORMED",
                           "Ngày phải có thật, dạng NĂM-THÁNG-NGÀY.",
                           "Give a real date, YYYY-MM-DD."});
}

std::string TextOf(absl::CivilDay day) {
  if (day == kNoDay) return "";
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

}  // namespace rasoat::registry

#include "services/workflow/domain/names.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/common/status/error.h"

namespace rasoat::workflow {
namespace {

constexpr std::size_t kLongestId = 40;
constexpr std::size_t kShortestRoundId = 3;
constexpr std::size_t kLongestCode = 16;

bool IsCode(absl::string_view text) {
  if (text == "*") return true;
  return !text.empty() && text.size() <= kLongestCode &&
         std::all_of(text.begin(), text.end(), absl::ascii_isalnum);
}

absl::Status NameMalformed(absl::string_view field, absl::string_view form) {
  return Invalid(Violation{
      std::string(field), "NAME_MALFORMED",
      absl::StrCat("Tên không đúng dạng; hãy ghi theo dạng ", form, "."),
      absl::StrCat("The name is not of the form ", form,
                   "; write it like that.")});
}

absl::Status IdMalformed(absl::string_view field, std::size_t least) {
  return Invalid(Violation{
      std::string(field), "ID_MALFORMED",
      absl::StrCat("Mã không hợp lệ; hãy dùng ", least, " đến ", kLongestId,
                   " chữ thường không dấu, chữ số và dấu gạch nối."),
      absl::StrCat("The id is not valid; use ", least, " to ", kLongestId,
                   " lower-case letters, digits and hyphens.")});
}

/// The id after `collection/`, if that is all there is.
std::optional<std::string> IdIn(absl::string_view collection,
                                absl::string_view text, std::size_t least) {
  if (!absl::ConsumePrefix(&text, collection) ||
      !absl::ConsumePrefix(&text, "/") || !IsId(text, least, kLongestId)) {
    return std::nullopt;
  }
  return std::string(text);
}

/// The two parts of `rounds/{a}/{collection}/{b}`, unchecked.
std::optional<std::pair<RoundId, std::string>> PartsIn(
    absl::string_view collection, absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '/');
  if (parts.size() != 4 || parts[0] != "rounds" || parts[2] != collection ||
      !IsId(parts[1], kShortestRoundId, kLongestId)) {
    return std::nullopt;
  }
  return std::pair(RoundId{std::string(parts[1])}, std::string(parts[3]));
}

}  // namespace

bool IsId(absl::string_view text, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
         });
}

std::size_t Characters(absl::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

absl::StatusOr<RoundId> ParseRoundName(absl::string_view text,
                                       absl::string_view field) {
  if (auto id = IdIn("rounds", text, kShortestRoundId)) return RoundId{*id};
  return NameMalformed(field, "rounds/{id}");
}

absl::StatusOr<VillageName> ParseVillageName(absl::string_view text,
                                             absl::string_view field) {
  auto parts = PartsIn("villages", text);
  if (parts && IsCode(parts->second) && parts->second != "*") {
    return VillageName{std::move(parts->first), {std::move(parts->second)}};
  }
  return NameMalformed(field, "rounds/{round}/villages/{code}");
}

absl::StatusOr<ClassName> ParseClassName(absl::string_view text,
                                         absl::string_view field) {
  auto parts = PartsIn("trainingClasses", text);
  if (parts && IsId(parts->second, 1, kLongestId)) {
    return ClassName{std::move(parts->first), {std::move(parts->second)}};
  }
  return NameMalformed(field, "rounds/{round}/trainingClasses/{id}");
}

absl::StatusOr<StaffId> ParseStaffName(absl::string_view text,
                                       absl::string_view field) {
  if (auto id = IdIn("staff", text, 1)) return StaffId{*id};
  return NameMalformed(field, "staff/{id}");
}

absl::StatusOr<ProcedureId> ParseProcedureName(absl::string_view text,
                                               absl::string_view field) {
  if (auto id = IdIn("procedures", text, 1)) return ProcedureId{*id};
  return NameMalformed(field, "procedures/{id}");
}

absl::StatusOr<RoundId> ParseRoundId(absl::string_view text,
                                     absl::string_view field) {
  if (!IsId(text, kShortestRoundId, kLongestId)) {
    return IdMalformed(field, kShortestRoundId);
  }
  return RoundId{std::string(text)};
}

absl::StatusOr<ClassId> ParseClassId(absl::string_view text,
                                     absl::string_view field) {
  if (!IsId(text, 1, kLongestId)) return IdMalformed(field, 1);
  return ClassId{std::string(text)};
}

absl::StatusOr<AreaCode> ParseArea(absl::string_view text,
                                   absl::string_view field) {
  absl::string_view code = absl::StripPrefix(text, "areas/");
  if (!IsCode(code)) {
    return Invalid(Violation{
        std::string(field), "AREA_MALFORMED",
        "Mã đơn vị hành chính không hợp lệ; hãy ghi mã của đơn vị, ví dụ 24 "
        "hoặc areas/24.",
        "This is no code of a unit; give the unit's code, for example 24 or "
        "areas/24."});
  }
  return AreaCode{std::string(code)};
}

absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text,
                                        absl::string_view field) {
  int year = 0, month = 0, day = 0;
  const auto digits = [](absl::string_view part, int* out) {
    return std::all_of(part.begin(), part.end(), absl::ascii_isdigit) &&
           absl::SimpleAtoi(part, out);
  };
  if (text.size() == 10 && text[4] == '-' && text[7] == '-' &&
      digits(text.substr(0, 4), &year) && digits(text.substr(5, 2), &month) &&
      digits(text.substr(8, 2), &day) && year >= 1900 && year <= 2999) {
    const absl::CivilDay read(year, month, day);
    // A day that does not exist would have been carried into the next month.
    if (read.month() == month && read.day() == day) return read;
  }
  return Invalid(Violation{
      std::string(field), "DATE_MALFORMED",
      "Ngày không hợp lệ; hãy ghi theo dạng năm-tháng-ngày, ví dụ 2021-10-10.",
      "This is no date; write year-month-day, for example 2021-10-10."});
}

std::string NameOf(const RoundId& id) {
  return absl::StrCat("rounds/", id.value);
}
std::string NameOf(const AreaCode& code) {
  return absl::StrCat("areas/", code.value);
}
std::string NameOf(const ProcedureId& id) {
  return absl::StrCat("procedures/", id.value);
}
std::string NameOf(const StaffId& id) {
  return absl::StrCat("staff/", id.value);
}
std::string NameOf(const VillageName& name) {
  return absl::StrCat("rounds/", name.round.value, "/villages/",
                      name.village.value);
}
std::string NameOf(const ClassName& name) {
  return absl::StrCat("rounds/", name.round.value, "/trainingClasses/",
                      name.id.value);
}

std::string DayText(absl::CivilDay day) { return absl::FormatCivilTime(day); }

std::string DayTextVi(absl::CivilDay day) {
  return absl::StrFormat("%d/%d/%d", day.day(), day.month(), day.year());
}

}  // namespace rasoat::workflow

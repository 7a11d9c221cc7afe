#include "services/registry/domain/import_values.h"

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/registry/domain/text.h"
#include "services/registry/domain/vietnamese.h"

namespace rasoat::registry {
namespace {

constexpr int kMostGroups = 4;

/// The groups of digits of a text, as numbers.
struct Groups {
  std::array<int, kMostGroups> value{};
  std::array<int, kMostGroups> length{};
  int count = 0;
  bool too_long = false;
};

Groups GroupsOf(absl::string_view text) {
  Groups groups;
  bool open = false;
  for (const char c : text) {
    if (c < '0' || c > '9') {
      open = false;
      continue;
    }
    if (!open) {
      // What follows a date may be a time.
      if (groups.count == kMostGroups) return groups;
      ++groups.count;
      open = true;
    }
    const auto at = static_cast<std::size_t>(groups.count - 1);
    if (++groups.length[at] > 8) {
      groups.too_long = true;
      return groups;
    }
    groups.value[at] = groups.value[at] * 10 + (c - '0');
  }
  return groups;
}

std::optional<absl::CivilDay> RealDay(int year, int month, int day) {
  if (year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1) {
    return std::nullopt;
  }
  const absl::CivilDay made(year, month, day);
  if (made.month() != month || made.day() != day) return std::nullopt;
  return made;
}

Reading<absl::CivilDay> Unreadable() {
  return {std::nullopt, "DATE_UNREADABLE"};
}

Reading<absl::CivilDay> DayMonthYear(int day, int month, int year,
                                     int year_length, absl::CivilDay today) {
  absl::string_view rule;
  if (year_length <= 2) {
    year += 1900;
    while (year + 100 <= today.year()) year += 100;
    rule = "DATE_TWO_DIGIT_YEAR";
  } else if (year_length != 4) {
    return Unreadable();
  }
  if (day == 0 && month == 0) {
    if (auto first = RealDay(year, 1, 1)) return {first, "DATE_YEAR_ONLY"};
  }
  if (day == 0) {
    if (auto first = RealDay(year, month, 1)) return {first, "DATE_MONTH_ONLY"};
  }
  if (auto made = RealDay(year, month, day)) return {made, rule};
  if (month > 12) {
    if (auto made = RealDay(year, day, month)) {
      return {made, "DATE_MONTH_FIRST"};
    }
  }
  return Unreadable();
}

/// One group of digits: a year, a day run together, or Excel's number.
Reading<absl::CivilDay> OneNumber(int number, int length,
                                  absl::CivilDay today) {
  constexpr int kFirstSerial = 10'000;  // 1927; below, it is read as a year
  if (length == 4) {
    if (auto made = RealDay(number, 1, 1)) return {made, "DATE_YEAR_ONLY"};
  } else if (length == 8 || length == 7) {
    return DayMonthYear(number / 1'000'000, number / 10'000 % 100,
                        number % 10'000, 4, today);
  } else if (length == 5 && number >= kFirstSerial) {
    return {absl::CivilDay(1899, 12, 30) + number, "DATE_FROM_SERIAL"};
  }
  return Unreadable();
}

/// Digits alone, and whether anything else stood between them. Nothing when
/// there is something that does not belong into a number.
struct Digits {
  std::string digits;
  bool tidied = false;
};

std::optional<Digits> DigitsOf(absl::string_view text) {
  Digits found;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      found.digits += c;
    } else if (c == ' ' || c == '.' || c == '-' || c == '\'' || c == '`' ||
               c == ',' || c == '\t' || c == '\n' || c == '\r' || c == '/' ||
               c == '\xC2' || c == '\xA0') {
      found.tidied = true;
    } else {
      return std::nullopt;
    }
  }
  return found;
}

template <class T>
std::optional<T> Word(const ImportWords<T>& words, absl::string_view text) {
  return words.Find(Lowered(text), Folded(text));
}

bool SaysNone(absl::string_view text, const ImportLayout& layout) {
  if (text.find_first_not_of("-_.0 ") == absl::string_view::npos) return true;
  return Word(layout.no_number, text).has_value();
}

}  // namespace

Reading<absl::CivilDay> ReadDate(const ImportCell& cell, absl::CivilDay today) {
  const absl::string_view text = absl::StripAsciiWhitespace(cell.text);
  if (text.empty()) return {};
  const Groups groups = GroupsOf(text);
  if (groups.too_long) return Unreadable();
  const auto& value = groups.value;
  const auto& length = groups.length;
  // A time may follow; the date is what stands first.
  if (groups.count >= 3 && length[0] == 4) {
    if (auto made = RealDay(value[0], value[1], value[2])) return {made, ""};
    return Unreadable();
  }
  if (groups.count >= 3) {
    return DayMonthYear(value[0], value[1], value[2], length[2], today);
  }
  if (groups.count == 2 && length[1] == 4) {
    return DayMonthYear(0, value[0], value[1], 4, today);
  }
  if (groups.count == 1) return OneNumber(value[0], length[0], today);
  return Unreadable();
}

Reading<Sex> ReadSex(const ImportCell& cell, const ImportLayout& layout) {
  if (absl::StripAsciiWhitespace(cell.text).empty()) return {};
  if (auto sex = Word(layout.sexes, cell.text)) return {sex, ""};
  return {std::nullopt, "SEX_UNREADABLE"};
}

Reading<Relation> ReadRelation(const ImportCell& cell,
                               const ImportLayout& layout) {
  if (Folded(cell.text).empty()) return {};
  if (auto relation = Word(layout.relations, cell.text)) return {relation, ""};
  return {Relation::kOther, "RELATION_NOT_KNOWN"};
}

EthnicCodeSystem EthnicCodeSystemOf(const ImportCell& cell) {
  return absl::EndsWith(absl::StripAsciiWhitespace(cell.text), kCensusCodeMark)
             ? EthnicCodeSystem::kCensus
             : EthnicCodeSystem::kList121Tctk;
}

Reading<std::string> ReadEthnicGroup(const ImportCell& cell,
                                     const ImportLayout& layout) {
  const absl::string_view text = absl::StripAsciiWhitespace(absl::StripSuffix(
      absl::StripAsciiWhitespace(cell.text), kCensusCodeMark));
  if (text.empty()) return {};
  if (text.size() <= 2 && AllDigits(text)) {
    return {text.size() == 1 ? absl::StrCat("0", text) : std::string(text), ""};
  }
  if (auto code = Word(layout.ethnic_groups, text)) return {code, ""};
  // As it stands: CheckHousehold says that there is no such group.
  return {std::string(text.substr(0, 100)), ""};
}

Reading<Identity> ReadIdentity(const ImportCell& cell,
                               const ImportLayout& layout) {
  const absl::string_view text = absl::StripAsciiWhitespace(cell.text);
  if (text.empty() || SaysNone(text, layout)) return {};
  const auto found = DigitsOf(text);
  if (!found) {
    double rounded = 0;
    const bool exponent =
        absl::StrContains(text, "E+") || absl::StrContains(text, "e+");
    if (exponent && absl::SimpleAtod(text, &rounded)) {
      return {std::nullopt, "IDENTITY_ROUNDED"};
    }
    return {std::nullopt, "IDENTITY_UNREADABLE"};
  }
  const std::string& digits = found->digits;
  const absl::string_view tidied = found->tidied ? "IDENTITY_TIDIED" : "";
  switch (digits.size()) {
    case 12:
      return {Identity{IdentityKind::kCitizenId, digits}, tidied};
    case 11:
    case 10:
      return {Identity{IdentityKind::kCitizenId,
                       std::string(12 - digits.size(), '0') + digits},
              "IDENTITY_ZEROS_RESTORED"};
    case 9:
      return {Identity{IdentityKind::kOldId, digits}, tidied};
    case 8:
      return {Identity{IdentityKind::kOldId, "0" + digits},
              "IDENTITY_ZEROS_RESTORED"};
    default:
      return {std::nullopt, "IDENTITY_UNREADABLE"};
  }
}

Reading<std::int64_t> ReadHouseholdNumber(const ImportCell& cell) {
  absl::string_view text = absl::StripAsciiWhitespace(cell.text);
  if (text.empty()) return {};
  if (absl::EndsWith(text, ".0") || absl::EndsWith(text, ",0")) {
    text.remove_suffix(2);
  }
  std::int64_t number = 0;
  if (text.size() <= 9 && AllDigits(text) && absl::SimpleAtoi(text, &number)) {
    return {number, ""};
  }
  const Groups groups = GroupsOf(text);
  const std::string words = Folded(text);
  if (groups.count == 1 && !groups.too_long &&
      (absl::StartsWith(words, "ho ") || absl::StartsWith(words, "so ") ||
       absl::StartsWith(words, "h"))) {
    return {std::int64_t{groups.value[0]}, ""};
  }
  return {std::nullopt, "HOUSEHOLD_NUMBER_UNREADABLE"};
}

Reading<std::string> ReadCode(const ImportCell& cell, std::size_t digits) {
  const absl::string_view text = absl::StripAsciiWhitespace(cell.text);
  if (text.empty()) return {};
  if (!AllDigits(text) || text.size() >= digits) return {std::string(text), ""};
  return {std::string(digits - text.size(), '0') + std::string(text),
          "CODE_ZEROS_RESTORED"};
}

Reading<std::string> ReadPhone(const ImportCell& cell) {
  absl::string_view text = absl::StripAsciiWhitespace(cell.text);
  if (text.empty()) return {};
  const bool plus = text[0] == '+';
  if (plus) text.remove_prefix(1);
  const auto found = DigitsOf(text);
  // As it stands: CheckHousehold says what is wrong with it.
  if (!found) return {std::string(text.substr(0, 30)), ""};
  if (!plus && found->digits.size() == 9 && found->digits[0] != '0' &&
      cell.is_number) {
    return {"0" + found->digits, "PHONE_ZERO_RESTORED"};
  }
  return {(plus ? "+" : "") + found->digits, ""};
}

}  // namespace rasoat::registry

#include "services/scoring/domain/day.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"

namespace rasoat::scoring {

std::optional<absl::CivilDay> ParseDay(absl::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
  int parts[3];
  const absl::string_view words[3] = {text.substr(0, 4), text.substr(5, 2),
                                      text.substr(8, 2)};
  for (int i = 0; i < 3; ++i) {
    for (char c : words[i]) {
      if (!absl::ascii_isdigit(c)) return {};
    }
    if (!absl::SimpleAtoi(words[i], &parts[i])) return {};
  }
  const absl::CivilDay day(parts[0], parts[1], parts[2]);
  // A day that does not exist has been carried into the next month.
  if (day.year() != parts[0] || day.month() != parts[1] ||
      day.day() != parts[2]) {
    return {};
  }
  return day;
}

int CompletedYears(absl::CivilDay birth, absl::CivilDay on) {
  const bool before_birthday =
      std::pair(on.month(), on.day()) < std::pair(birth.month(), birth.day());
  return static_cast<int>(on.year() - birth.year()) - (before_birthday ? 1 : 0);
}

}  // namespace rasoat::scoring

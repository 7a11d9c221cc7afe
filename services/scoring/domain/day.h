// Days and ages.
#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace rasoat::scoring {

/// Reads `YYYY-MM-DD`, exactly ten characters; nullopt for anything else and
/// for days that do not exist.
std::optional<absl::CivilDay> ParseDay(absl::string_view text);

/// Age in completed years on a day: a year is completed on the birthday itself.
///
/// Who was born on 29 February completes a year on 1 March where there is no
/// 29th. Negative before the day of birth. Pure.
int CompletedYears(absl::CivilDay birth, absl::CivilDay on);

}  // namespace rasoat::scoring

#include "services/common/clock/clock.h"

#include "absl/time/clock.h"

namespace rasoat {

absl::Time SystemClock::Now() const { return absl::Now(); }

absl::TimeZone VietnamZone() { return absl::FixedTimeZone(7 * 60 * 60); }

absl::CivilDay DayInVietnam(absl::Time time) {
  return absl::ToCivilDay(time, VietnamZone());
}

}  // namespace rasoat

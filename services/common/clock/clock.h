// The time of day as a thing that is handed in, so that a whole census can be
// played on any dates. Nothing outside this folder asks the system for it.
#pragma once

#include "absl/time/time.h"

namespace rasoat {

/// Tells the time. Implementations are thread safe.
class Clock {
 public:
  virtual ~Clock() = default;
  /// The present moment. May step backwards when the machine's clock is set.
  virtual absl::Time Now() const = 0;
};

/// The machine's clock. Costs a few tens of nanoseconds.
class SystemClock final : public Clock {
 public:
  absl::Time Now() const override;
};

/// The time zone of every date that the law or a person speaks of: UTC+7, the
/// whole country, without daylight saving.
absl::TimeZone VietnamZone();

/// The calendar day in Vietnam at `time`.
absl::CivilDay DayInVietnam(absl::Time time);

}  // namespace rasoat

// A clock that a test moves by hand.
#pragma once

#include <mutex>

#include "absl/time/time.h"
#include "services/common/clock/clock.h"

namespace rasoat {

/// Stands still until told otherwise. Thread safe.
class FakeClock final : public Clock {
 public:
  /// Starts at noon in Vietnam on 1 September 2025 unless told otherwise.
  explicit FakeClock(absl::Time now = absl::FromCivil(absl::CivilHour(2025, 9,
                                                                      1, 5),
                                                      absl::UTCTimeZone()))
      : now_(now) {}

  absl::Time Now() const override {
    const std::lock_guard lock(mu_);
    return now_;
  }
  /// Jumps to `now`, also backwards.
  void Set(absl::Time now) {
    const std::lock_guard lock(mu_);
    now_ = now;
  }
  /// Moves forward by `by`.
  void Advance(absl::Duration by) {
    const std::lock_guard lock(mu_);
    now_ += by;
  }

 private:
  mutable std::mutex mu_;  // guards now_
  absl::Time now_;
};

}  // namespace rasoat

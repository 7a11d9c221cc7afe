// Whether a device's clock can be believed. Nothing here refuses anything: a
// reviewer cannot help a bad clock, but who reads the times must know.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"

namespace rasoat::registry {

/// What a batch says of the clock of the device that sent it.
struct ClockJudgement {
  /// How much the device is behind us; negative if it is ahead. Holds the time
  /// the batch was on its way.
  absl::Duration offset;
  bool wrong = false;  ///< The offset is beyond the limit.
};

/// Compares the time a batch was sent by the device's clock with the time it
/// came in by ours. An offset of exactly `limit` is still right.
ClockJudgement JudgeClock(absl::Time sent, absl::Time received,
                          absl::Duration limit);

/// A device's time by our clock: moved by the offset if the clock is wrong, but
/// never to after `received`, since what was sent had been done.
absl::Time Corrected(absl::Time device_time, const ClockJudgement& judgement,
                     absl::Time received);

/// When an item was made: its place in the device's sequence, and the device's
/// time.
struct ItemStamp {
  std::int64_t sequence = 0;  ///< From 1; 0: not counted.
  std::optional<absl::Time> time;
};

/// Which of `stamps` contradict the others or `last`, the highest stamp that
/// came before them: their time is earlier than that of an item made before
/// them, by more than `tolerance`; the clock was set back in between. An item
/// that comes late is compared with `last` as well. Stamps without sequence or
/// time contradict nothing. As many answers as stamps, in their order.
std::vector<bool> JumpedBack(const ItemStamp& last,
                             absl::Span<const ItemStamp> stamps,
                             absl::Duration tolerance);

/// The higher of two stamps that have both parts.
ItemStamp Later(const ItemStamp& a, const ItemStamp& b);

}  // namespace rasoat::registry

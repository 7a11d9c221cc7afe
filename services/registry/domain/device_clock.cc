#include "services/registry/domain/device_clock.h"

#include <algorithm>
#include <cstddef>

namespace rasoat::registry {
namespace {

bool Complete(const ItemStamp& stamp) {
  return stamp.sequence > 0 && stamp.time.has_value();
}

}  // namespace

ClockJudgement JudgeClock(absl::Time sent, absl::Time received,
                          absl::Duration limit) {
  const absl::Duration offset = received - sent;
  return {.offset = offset, .wrong = absl::AbsDuration(offset) > limit};
}

absl::Time Corrected(absl::Time device_time, const ClockJudgement& judgement,
                     absl::Time received) {
  if (!judgement.wrong) return device_time;
  return std::min(device_time + judgement.offset, received);
}

std::vector<bool> JumpedBack(const ItemStamp& last,
                             absl::Span<const ItemStamp> stamps,
                             absl::Duration tolerance) {
  std::vector<bool> jumped(stamps.size(), false);
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < stamps.size(); ++i) {
    if (Complete(stamps[i])) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
    return stamps[a].sequence < stamps[b].sequence;
  });
  // The latest time of all items with a lower sequence number.
  absl::Time latest = absl::InfinitePast();
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i;
    absl::Time within = latest;
    for (; end < order.size() &&
           stamps[order[end]].sequence == stamps[order[i]].sequence;
         ++end) {
      const ItemStamp& stamp = stamps[order[end]];
      bool back = *stamp.time + tolerance < latest;
      if (Complete(last)) {
        back |= last.sequence < stamp.sequence &&
                *stamp.time + tolerance < *last.time;
        back |= last.sequence > stamp.sequence &&
                *last.time + tolerance < *stamp.time;
      }
      jumped[order[end]] = back;
      within = std::max(within, *stamp.time);
    }
    latest = within;
    i = end;
  }
  return jumped;
}

ItemStamp Later(const ItemStamp& a, const ItemStamp& b) {
  if (!Complete(b)) return a;
  if (!Complete(a)) return b;
  return a.sequence >= b.sequence ? a : b;
}

}  // namespace rasoat::registry

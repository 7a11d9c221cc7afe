#include "services/reporting/follow/lags.h"

#include <algorithm>

namespace rasoat::reporting {
namespace {

/// A feed not heard of for longer is not known to be read to its end. The
/// protos say so.
constexpr absl::Duration kHeardWithin = absl::Seconds(10);

}  // namespace

void Lags::Add(std::string service, Ask ask) {
  feeds_.emplace_back(std::move(service), std::move(ask));
}

v1::Completeness Lags::At(absl::Time now) const {
  v1::Completeness completeness;
  bool up_to_date = true;
  for (const auto& [service, ask] : feeds_) {
    const feed::FollowerStatus status = ask();
    v1::FeedLag& lag = *completeness.add_feeds();
    lag.set_service(service);
    lag.set_positions_behind(
        std::max<std::int64_t>(0, status.newest_position - status.position));
    up_to_date = up_to_date && status.complete() &&
                 status.heard_time > now - kHeardWithin;
  }
  completeness.set_up_to_date(up_to_date);
  return completeness;
}

std::int64_t Lags::Applied() const {
  std::int64_t applied = 0;
  for (const auto& [service, ask] : feeds_) applied += ask().position;
  return applied;
}

}  // namespace rasoat::reporting

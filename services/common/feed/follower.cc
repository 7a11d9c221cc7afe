#include "services/common/feed/follower.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "services/common/feed/change_table.h"
#include "services/common/feed/follow_session.h"
#include "services/common/feed/follower_rows.h"
#include "services/common/log/log.h"
#include "services/common/status/error.h"

namespace rasoat::feed {
namespace {

using Steady = std::chrono::steady_clock;
constexpr absl::Duration kRowLimit = absl::Seconds(5);

}  // namespace

absl::Duration Backoff::Next() {
  return std::exchange(next_, std::min(next_ * 2, most_));
}

FollowerParts::FollowerParts(Feed& own, std::shared_ptr<grpc::Channel> upstream,
                             Applier& with, metrics::Registry& metrics,
                             FollowerOptions how)
    : feed(own),
      channel(std::move(upstream)),
      applier(with),
      options(std::move(how)),
      meters(metrics, options.name),
      backoff(options.least_backoff, options.most_backoff) {}

bool FollowerParts::Lead() {
  absl::StatusOr<LeaseAnswer> answer =
      AskForLease(feed.pool(), DeadlineIn(kRowLimit), options.name,
                  options.holder, options.lease);
  if (!answer.ok()) Report("feed_lease_unknown", answer.status(), 0);
  other_lease = answer.ok() ? answer->remaining : options.lease / 3;
  renew_at = Steady::now() + absl::ToChronoNanoseconds(options.lease / 3);
  return answer.ok() && answer->held;
}

void FollowerParts::Publish(bool is_leader, const Place& place,
                            std::optional<absl::Time> oldest) {
  FollowerStatus now{.position = place.position,
                     .newest_position = std::max(place.newest, place.position),
                     .leader = is_leader};
  if (place.applied_commit_time) {
    now.applied_commit_time = *place.applied_commit_time;
  }
  if (place.heard_time) now.heard_time = *place.heard_time;
  absl::Duration age;
  if (oldest) age = std::max(feed.clock().Now() - *oldest, absl::Duration());
  meters.lag_positions.Set(
      static_cast<double>(now.newest_position - now.position));
  meters.lag_seconds.Set(absl::ToDoubleSeconds(age));
  meters.leading.Set(is_leader ? 1 : 0);
  std::lock_guard lock(status_mu);
  status = now;
}

void FollowerParts::Report(absl::string_view event, const absl::Status& why,
                           std::int64_t position) const {
  const bool passes = why.code() == absl::StatusCode::kUnavailable ||
                      why.code() == absl::StatusCode::kAborted;
  log::Line(event, passes ? log::Level::kWarning : log::Level::kError)
      .Add("follower", options.name)
      .Add("position", position)
      .Add("code", absl::StatusCodeToString(why.code()))
      .Add("reason", ReasonOf(why))
      .Add("message", why.message())
      .Write();
}

void FollowerParts::Wait(Steady::time_point until, const Upstream* upstream) {
  std::unique_lock lock(bell.mu);
  bell.rung.wait_until(lock, until, [&] {
    return bell.stopping || (upstream != nullptr && upstream->HasNewsLocked());
  });
}

bool FollowerParts::Stopping() {
  std::lock_guard lock(bell.mu);
  return bell.stopping;
}

class Follower::Core {
 public:
  Core(Feed& feed, std::shared_ptr<grpc::Channel> upstream, Applier& applier,
       metrics::Registry& metrics, FollowerOptions options)
      : parts_(feed, std::move(upstream), applier, metrics,
               std::move(options)) {}

  ~Core() { Stop(); }

  void Start() {
    thread_ = std::thread([this] { Run(); });
  }

  void Stop() {
    {
      std::lock_guard lock(parts_.bell.mu);
      parts_.bell.stopping = true;
      parts_.bell.rung.notify_all();
    }
    if (thread_.joinable()) thread_.join();
  }

  FollowerStatus Status() const {
    std::lock_guard lock(parts_.status_mu);
    return parts_.status;
  }

 private:
  using Outcome = FollowSession::Outcome;

  void Run() {
    while (!parts_.Stopping()) {
      const bool leading = parts_.Lead();
      absl::StatusOr<Place> place = ReadPlace(
          parts_.feed.pool(), DeadlineIn(kRowLimit), parts_.options.name);
      if (!place.ok()) {
        parts_.Report("feed_row_unread", place.status(), 0);
        Pause(parts_.backoff.Next());
      } else if (!leading) {
        PublishFollowed(*place);
        Pause(std::min(parts_.options.lease / 3,
                       parts_.other_lease + absl::Milliseconds(1)));
      } else if (FollowSession(parts_, *place).Run() == Outcome::kBackOff) {
        Pause(parts_.backoff.Next());
      }
    }
    // Else the next leader would wait until it runs out.
    GiveUpLease(parts_.feed.pool(), DeadlineIn(kRowLimit), parts_.options.name,
                parts_.options.holder)
        .IgnoreError();
    parts_.meters.leading.Set(0);
    std::lock_guard lock(parts_.status_mu);
    parts_.status.leader = false;
  }

  void PublishFollowed(const Place& place) {
    std::optional<absl::Time> oldest;
    if (place.position < place.newest) oldest = place.applied_commit_time;
    parts_.Publish(false, place, oldest);
  }

  void Pause(absl::Duration pause) {
    parts_.Wait(Steady::now() + absl::ToChronoNanoseconds(pause), nullptr);
  }

  FollowerParts parts_;
  std::thread thread_;
};

Follower::Follower(Feed& feed, std::shared_ptr<grpc::Channel> upstream,
                   Applier& applier, metrics::Registry& metrics,
                   FollowerOptions options)
    : core_(std::make_unique<Core>(feed, std::move(upstream), applier, metrics,
                                   std::move(options))) {}

Follower::~Follower() = default;

void Follower::Start() { core_->Start(); }

void Follower::Stop() { core_->Stop(); }

FollowerStatus Follower::Status() const { return core_->Status(); }

absl::Status Rebuild(Feed& feed, absl::Time deadline, absl::string_view name,
                     Applier& applier) {
  return mysql::InTransaction(
      feed.pool(), deadline, [&](mysql::Transaction& tx) -> absl::Status {
        RASOAT_ASSIGN_OR_RETURN(Place place, LockPlace(tx, name));
        RASOAT_RETURN_IF_ERROR(applier.Reset(tx));
        place.generation += 1;
        place.position = 0;
        place.applied_commit_time = std::nullopt;
        return SavePlace(tx, name, place);
      });
}

}  // namespace rasoat::feed

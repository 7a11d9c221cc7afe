#include "services/common/feed/follow_session.h"

#include <algorithm>
#include <string>
#include <utility>

#include "services/common/feed/change_table.h"
#include "services/common/status/error.h"

namespace rasoat::feed {
namespace {

constexpr absl::Duration kRowLimit = absl::Seconds(5);

std::chrono::steady_clock::duration Chrono(absl::Duration d) {
  return absl::ToChronoNanoseconds(d);
}

}  // namespace

FollowSession::FollowSession(FollowerParts& parts, const Place& place)
    : parts_(parts),
      saved_(place),
      told_(place.position),
      newest_(place.newest),
      heard_time_(place.heard_time),
      limit_(static_cast<std::size_t>(parts.options.most_changes)),
      heard_at_(Steady::now()),
      retry_at_(heard_at_) {
  Publish();
}

v1::WatchRequest FollowSession::Request() const {
  v1::WatchRequest request;
  request.set_after_position(saved_.position);
  request.mutable_kinds()->Add(parts_.options.kinds.begin(),
                               parts_.options.kinds.end());
  request.set_area(parts_.options.area);
  return request;
}

Upstream::Prepare FollowSession::Preparing() {
  if (!parts_.options.prepares_ahead) return nullptr;
  return [&applier = parts_.applier](absl::Span<Change> changes) {
    applier.Prepare(changes);
  };
}

FollowSession::Outcome FollowSession::Run() {
  const FollowerOptions& options = parts_.options;
  Upstream upstream(parts_.channel, options.method, Request(),
                    options.token ? options.token() : std::string(),
                    static_cast<std::size_t>(options.most_changes), Preparing(),
                    parts_.bell);
  while (!parts_.Stopping()) {
    if (Steady::now() >= parts_.renew_at) {
      if (!parts_.Lead()) return Outcome::kNotLeading;
      absl::Status saved = SaveProgress();
      if (!saved.ok()) parts_.Report("feed_row_unwritten", saved, told_);
      if (ReasonOf(saved) == "POSITION_MOVED") return Outcome::kRestart;
      Publish();
    }
    if (Left() == 0) Receive(upstream);
    if (Left() > 0) {
      if (Steady::now() < retry_at_) {
        parts_.Wait(std::min(parts_.renew_at, retry_at_), nullptr);
      } else if (std::optional<Outcome> over = TryToApply()) {
        return *over;
      }
      continue;
    }
    if (ended_) {
      parts_.Report("feed_stream_ended", *ended_, told_);
      return Outcome::kBackOff;
    }
    const Steady::time_point silent_at = heard_at_ + Chrono(options.silence);
    if (Steady::now() >= silent_at) {
      parts_.Report("feed_stream_ended",
                    Error(absl::StatusCode::kUnavailable, "STREAM_SILENT",
                          "the followed service has said nothing for too long"),
                    told_);
      return Outcome::kBackOff;
    }
    parts_.Wait(std::min(parts_.renew_at, silent_at), &upstream);
  }
  return Outcome::kStopping;
}

void FollowSession::Receive(Upstream& upstream) {
  Arrived arrived = upstream.Take();
  ended_ = std::move(arrived.ended);
  if (!arrived.heard) return;
  batch_ = std::move(arrived.changes);
  applied_ = 0;
  told_ = arrived.position;
  newest_ = arrived.newest;
  heard_time_ = parts_.feed.clock().Now();
  heard_at_ = Steady::now();
  if (batch_.empty()) parts_.backoff.Reset();
  Publish();
}

std::optional<FollowSession::Outcome> FollowSession::TryToApply() {
  const std::size_t count = std::min(limit_, Left());
  const std::int64_t first = batch_[applied_].position;
  absl::Status status = Apply(count);
  if (status.ok()) {
    parts_.meters.applied.Increment(static_cast<double>(count));
    parts_.backoff.Reset();
    limit_ = std::min(limit_ * 2,
                      static_cast<std::size_t>(parts_.options.most_changes));
    Publish();
    return std::nullopt;
  }
  const std::string reason = ReasonOf(status);
  parts_.Report("feed_apply_failed", status, first);
  if (reason == "POSITION_MOVED") return Outcome::kRestart;
  parts_.meters.failures.Increment();
  Publish();
  // Whether it was committed is in the row.
  if (reason == "COMMIT_OUTCOME_UNKNOWN") return Outcome::kBackOff;
  // What stands before a change that cannot be applied goes through, and the
  // log ends up naming that change alone.
  limit_ = std::max<std::size_t>(count / 2, 1);
  retry_at_ = Steady::now() + Chrono(parts_.backoff.Next());
  return std::nullopt;
}

Place FollowSession::After(std::size_t count) const {
  Place next = saved_;
  next.newest = newest_;
  next.heard_time = heard_time_;
  if (count == Left()) next.position = told_;
  if (count > 0) {
    const Change& last = batch_[applied_ + count - 1];
    if (count < Left()) next.position = last.position;
    next.applied_commit_time = last.commit_time;
  }
  return next;
}

absl::Status FollowSession::Fence(mysql::Transaction& tx) const {
  RASOAT_ASSIGN_OR_RETURN(Place row, LockPlace(tx, parts_.options.name));
  if (row.SameAs(saved_)) return absl::OkStatus();
  return Error(absl::StatusCode::kAborted, "POSITION_MOVED",
               "the follower's position is not where this process left it");
}

absl::Status FollowSession::Apply(std::size_t count) {
  const Place next = After(count);
  const auto changes = absl::MakeConstSpan(batch_).subspan(applied_, count);
  RASOAT_RETURN_IF_ERROR(InTransaction(
      parts_.feed, DeadlineIn(parts_.options.transaction_limit),
      [&](mysql::Transaction& tx, Changes& out) -> absl::Status {
        RASOAT_RETURN_IF_ERROR(Fence(tx));
        RASOAT_RETURN_IF_ERROR(parts_.applier.Apply(tx, out, changes));
        return SavePlace(tx, parts_.options.name, next);
      }));
  saved_ = next;
  applied_ += count;
  return absl::OkStatus();
}

absl::Status FollowSession::SaveProgress() {
  const Place next = After(0);
  RASOAT_RETURN_IF_ERROR(
      mysql::InTransaction(parts_.feed.pool(), DeadlineIn(kRowLimit),
                           [&](mysql::Transaction& tx) -> absl::Status {
                             RASOAT_RETURN_IF_ERROR(Fence(tx));
                             return SavePlace(tx, parts_.options.name, next);
                           }));
  saved_ = next;
  return absl::OkStatus();
}

void FollowSession::Publish() {
  std::optional<absl::Time> oldest;
  if (Left() > 0) {
    oldest = batch_[applied_].commit_time;
  } else if (told_ < newest_) {
    oldest = saved_.applied_commit_time;  // the next one is no older
  }
  parts_.Publish(true, After(0), oldest);
}

}  // namespace rasoat::feed

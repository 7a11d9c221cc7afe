#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "rasoat/feed/v1/feed.pb.h"
#include "services/common/feed/follower.h"
#include "services/common/feed/follower_meters.h"
#include "services/common/feed/follower_rows.h"
#include "services/common/feed/upstream.h"

namespace rasoat::feed {

/// Growing pauses between tries.
class Backoff {
 public:
  Backoff(absl::Duration least, absl::Duration most)
      : least_(least), most_(most), next_(least) {}
  /// The pause to make now; the next one is twice as long.
  absl::Duration Next();
  /// Something went well: starts again with the shortest pause.
  void Reset() { next_ = least_; }

 private:
  const absl::Duration least_, most_;
  absl::Duration next_;
};

/// What a follower's thread and its sessions share. Private to the feed.
struct FollowerParts {
  FollowerParts(Feed& own, std::shared_ptr<grpc::Channel> upstream,
                Applier& with, metrics::Registry& metrics, FollowerOptions how);

  /// Asks for the lease; false while another holds it or nobody can tell.
  bool Lead();
  /// Makes `Status` and the metrics say this. `oldest` is the commit time of
  /// the oldest change heard of and not applied, if any.
  void Publish(bool is_leader, const Place& place,
               std::optional<absl::Time> oldest);
  /// Writes a log line about something that will be tried again.
  void Report(absl::string_view event, const absl::Status& status,
              std::int64_t position) const;
  /// Sleeps until `until`, stopping, or `upstream` (unless null) having news.
  void Wait(std::chrono::steady_clock::time_point until,
            const Upstream* upstream);
  bool Stopping();

  Feed& feed;
  const std::shared_ptr<grpc::Channel> channel;
  Applier& applier;
  const FollowerOptions options;
  FollowerMeters meters;
  Backoff backoff;
  Doorbell bell;
  /// When the lease is asked for again.
  std::chrono::steady_clock::time_point renew_at;
  /// How long another leader's lease still runs.
  absl::Duration other_lease;

  mutable std::mutex status_mu;
  FollowerStatus status;  // guarded by status_mu
};

/// One stretch of following: from one stream's start to its end, by a leader.
class FollowSession {
 public:
  /// How a session ended.
  enum class Outcome {
    kRestart,  ///< Read the row and open the stream again, at once.
    kBackOff,  ///< The same after a pause.
    kNotLeading,
    kStopping,
  };

  /// `place` is the row as just read; the lease is held.
  FollowSession(FollowerParts& parts, const Place& place);

  /// Follows until something ends it.
  Outcome Run();

 private:
  using Steady = std::chrono::steady_clock;

  v1::WatchRequest Request() const;
  Upstream::Prepare Preparing();
  void Receive(Upstream& upstream);
  /// One try to apply what is in hand; an outcome if the session is over.
  std::optional<Outcome> TryToApply();
  absl::Status Apply(std::size_t count);
  /// Writes the row though nothing was applied. Notices that it was moved, and
  /// lets the replicas that do not lead know what was heard.
  absl::Status SaveProgress();
  absl::Status Fence(mysql::Transaction& tx) const;
  Place After(std::size_t count) const;
  void Publish();
  std::size_t Left() const { return batch_.size() - applied_; }

  FollowerParts& parts_;
  Place saved_;                // the row, as this process knows it
  std::vector<Change> batch_;  // in hand
  std::size_t applied_ = 0;    // how many of batch_ are done
  std::int64_t told_;          // position once all of batch_ is applied
  std::int64_t newest_;
  std::optional<absl::Time> heard_time_;
  std::optional<absl::Status> ended_;
  std::size_t limit_;            // changes in the next transaction
  Steady::time_point heard_at_;  // when the stream last said something
  Steady::time_point retry_at_;  // no try before this
};

}  // namespace rasoat::feed

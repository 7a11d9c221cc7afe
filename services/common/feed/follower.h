#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "grpcpp/grpcpp.h"
#include "services/common/feed/change.h"
#include "services/common/feed/feed.h"
#include "services/common/metrics/metrics.h"
#include "services/common/mysql/transaction.h"

namespace rasoat::feed {

/// What a service makes of the changes of another. `Apply` and `Reset` are
/// called by one thread at a time in one process, but by several processes over
/// time.
class Applier {
 public:
  virtual ~Applier() = default;

  /// Works out ahead what `Apply` will need of `changes` and leaves it in their
  /// `prepared`: what costs time and needs no database. Called only if
  /// `FollowerOptions::prepares_ahead`, on a thread of its own, while `Apply`
  /// writes earlier changes; once for each change, in order. What it makes must
  /// be right whatever is applied in between, or be checked by `Apply`, and
  /// `Apply` must do without it as well.
  virtual void Prepare(absl::Span<Change> /*changes*/) {}

  /// Applies `changes`, oldest first, within `tx`, in which the follower's
  /// position is saved as well: so each change takes effect exactly once. What
  /// the service itself has to tell because of them goes to `out`.
  ///
  /// May run again with the same or fewer changes if the transaction fails, so
  /// nothing may be kept outside `tx`. Kinds it does not know are passed over.
  /// Any error undoes the whole batch, which is tried again for ever: a change
  /// is never skipped.
  virtual absl::Status Apply(mysql::Transaction& tx, Changes& out,
                             absl::Span<const Change> changes) = 0;

  /// Empties what `Apply` fills, within `tx`, so that following again from the
  /// first change gives the same state.
  virtual absl::Status Reset(mysql::Transaction& tx) = 0;
};

/// Whom a follower follows, and how it paces itself.
struct FollowerOptions {
  /// Names the follower in this schema, for example `registry`; at most 64
  /// bytes. Its position and its lease go by this name.
  std::string name;
  /// The call to follow: `/rasoat.registry.v1.RegistryFeed/Watch`.
  std::string method;
  /// Full names of the states wanted; empty for all.
  std::vector<std::string> kinds;
  /// Only changes in this area; empty for all.
  std::string area;
  /// Names this process among the replicas, for example a ULID made at start.
  std::string holder;
  /// Gives the token sent as `authorization: Bearer …`; asked for every stream.
  /// Null sends none.
  std::function<std::string()> token;

  /// How long a leader that is gone holds up the next one.
  absl::Duration lease = absl::Seconds(5);
  /// A stream that says nothing for so long is broken; well above the source's
  /// heartbeat.
  absl::Duration silence = absl::Seconds(15);
  /// Pause after a first failure; doubles up to `most_backoff`.
  absl::Duration least_backoff = absl::Milliseconds(100);
  /// The longest pause.
  absl::Duration most_backoff = absl::Seconds(5);
  /// Most changes applied in one transaction. The batch is what has arrived
  /// while the last one was applied, so it grows with the lag up to this.
  int most_changes = 5000;
  /// Whether `Applier::Prepare` is called, on a thread of its own.
  bool prepares_ahead = false;
  /// Time limit of one transaction.
  absl::Duration transaction_limit = absl::Seconds(30);
};

/// How far a follower is, for reports to say how complete they are.
struct FollowerStatus {
  /// Changes up to and including this one are applied.
  std::int64_t position = 0;
  /// The followed service's newest position, as last heard.
  std::int64_t newest_position = 0;
  /// When the last change applied was committed there; InfinitePast if none.
  absl::Time applied_commit_time = absl::InfinitePast();
  /// When `newest_position` was heard; InfinitePast if never.
  absl::Time heard_time = absl::InfinitePast();
  /// Whether this process is the one that applies.
  bool leader = false;

  /// Whether everything heard of is applied.
  bool complete() const { return position >= newest_position; }
};

/// Follows another service's feed into this service's schema.
///
/// Every replica runs one; a lease lets one of them work and another take over
/// when it is gone. A leader that lost its lease without noticing does no harm:
/// each batch is applied under the lock of the position's row and only if that
/// row still says what this follower expects. Broken streams are opened again
/// after the last position, with growing pauses.
///
/// Metrics, by `follower`: rasoat_feed_lag_positions, rasoat_feed_lag_seconds
/// (age of the oldest change heard of and not applied), rasoat_feed_leading,
/// rasoat_feed_changes_applied_total, rasoat_feed_apply_failures_total.
///
/// Thread safe. Feed, applier and metrics must outlive it.
class Follower {
 public:
  /// `feed` is this service's own: its schema holds the follower's position,
  /// and `Applier::Apply` may add to it. `upstream` reaches the followed one.
  Follower(Feed& feed, std::shared_ptr<grpc::Channel> upstream,
           Applier& applier, metrics::Registry& metrics,
           FollowerOptions options);
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;
  /// Stops.
  ~Follower();

  /// Starts to follow; once.
  void Start();

  /// Ends after the batch in hand, gives up the lease and waits for the thread.
  /// May be called twice.
  void Stop();

  /// How far the follower is, by whichever replica leads; a replica that does
  /// not lead knows it with a delay of a third of the lease. No I/O.
  FollowerStatus Status() const;

 private:
  class Core;
  std::unique_ptr<Core> core_;
};

/// Makes follower `name` start again from the first change, with what it filled
/// emptied, in one transaction. Safe while replicas follow: they notice and go
/// on from 0. What the applier adds to this service's own feed is told again.
///
/// Errors: those of `Applier::Reset` and of `mysql::InTransaction`.
absl::Status Rebuild(Feed& feed, absl::Time deadline, absl::string_view name,
                     Applier& applier);

}  // namespace rasoat::feed

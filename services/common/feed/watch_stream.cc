#include "services/common/feed/watch_stream.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/strip.h"
#include "services/common/feed/change_table.h"
#include "services/common/rpc/status_wire.h"
#include "services/common/status/error.h"

namespace rasoat::feed {
namespace {

constexpr absl::Duration kReadLimit = absl::Seconds(10);

/// Closes a batch that is long enough. Returns false when it is.
bool Room(const v1::WatchResponse& batch, std::size_t bytes) {
  return batch.changes_size() < kMostInBatch && bytes < kBatchBytes;
}

}  // namespace

WatchStream::WatchStream(WatchShared& shared, const v1::WatchRequest& request)
    : shared_(shared),
      kinds_(request.kinds().begin(), request.kinds().end()),
      area_(absl::StripPrefix(request.area(), "areas/")),
      until_now_(request.until_now()),
      after_(request.after_position()),
      last_sent_(std::chrono::steady_clock::now()) {}

void WatchStream::Begin() {
  if (after_ < 0) {
    End(Error(absl::StatusCode::kInvalidArgument, "POSITION_NEGATIVE",
              "after_position is below 0; 0 asks for everything"));
    return;
  }
  {
    std::lock_guard lock(mu_);
    reading_ = true;
  }
  shared_.readers.Post([self = shared_from_this()] { self->Open(); });
}

// Asks the database, not the tail: the position the caller has may come from a
// replica that looked later than this one.
void WatchStream::Open() {
  absl::StatusOr<std::int64_t> newest =
      mysql::Read(shared_.feed.pool(), DeadlineIn(kReadLimit),
                  [](mysql::Reader& reader) { return ReadNewest(reader); });
  {
    std::lock_guard lock(mu_);
    reading_ = false;
    opened_ = true;
    if (newest.ok()) head_ = *newest;
    if (!end_ && !newest.ok()) end_ = newest.status();
    if (!end_ && newest.ok() && after_ > head_) {
      end_ = Error(absl::StatusCode::kOutOfRange, "POSITION_AHEAD",
                   "after_position is above the newest position; the follower "
                   "knows of changes this service has not made");
    }
  }
  shared_.tail.Wake();  // it may be behind head_
  Pump();
}

void WatchStream::Pump() {
  Step step;
  {
    std::lock_guard lock(mu_);
    step = Next();
  }
  // Outside the lock; nothing else starts while writing_ or finished_ is set.
  if (step == Step::kWrite) StartWrite(&sending_);
  if (step == Step::kFinish) Finish(finish_);
}

void WatchStream::PumpAfterLook() {
  {
    std::lock_guard lock(mu_);
    stalled_ = false;
  }
  Pump();
}

std::int64_t WatchStream::Target() const {
  return until_now_ ? head_ : std::max(head_, shared_.tail.newest());
}

WatchStream::Step WatchStream::Next() {
  if (finished_) return Step::kNone;
  if (end_) {
    if (writing_) return Step::kNone;
    finished_ = true;
    finish_ = rpc::ToWire(*end_);
    return Step::kFinish;
  }
  if (!opened_) return Step::kNone;

  const bool behind = after_ < Target();
  if (behind && !ready_ && !reading_) {
    if (shared_.tail.Keeps(after_)) {
      // Only when it can go out at once: what gathers meanwhile joins it.
      if (!writing_) FillFromTail();
    } else if (!stalled_) {
      PostRead();
    }
  }
  if (writing_) return Step::kNone;
  if (!ready_ && !reading_ && !behind && until_now_) {
    if (sent_) {
      end_ = absl::OkStatus();
      return Next();
    }
    ready_.emplace().set_position(after_);  // tells where the stream ended
  }
  if (!ready_ && !reading_ && HeartbeatDue()) {
    ready_.emplace().set_position(after_);
  }
  if (!ready_) return Step::kNone;
  sending_ = std::move(*ready_);
  ready_.reset();
  sending_.set_newest_position(
      std::max({head_, shared_.tail.newest(), sending_.position()}));
  writing_ = true;
  sent_ = true;
  // The next batch is read while this one is on its way.
  if (!reading_ && after_ < Target() && !shared_.tail.Keeps(after_) &&
      !stalled_) {
    PostRead();
  }
  return Step::kWrite;
}

bool WatchStream::HeartbeatDue() const {
  return std::chrono::steady_clock::now() - last_sent_ >=
         absl::ToChronoNanoseconds(shared_.options.heartbeat);
}

void WatchStream::FillFromTail() {
  const SharedChanges changes = shared_.tail.After(
      after_, std::min<std::int64_t>(kMostInBatch, Target() - after_));
  if (changes.empty()) return;  // dropped since; read next time
  v1::WatchResponse& batch = ready_.emplace();
  std::size_t bytes = 0;
  for (const auto& change : changes) {
    if (!Room(batch, bytes)) break;
    if (Wanted(*change)) {
      bytes += change->state().value().size();
      *batch.add_changes() = *change;
    }
    after_ = change->position();
  }
  batch.set_position(after_);
}

void WatchStream::PostRead() {
  reading_ = true;
  const int most =
      static_cast<int>(std::min<std::int64_t>(kMostInBatch, Target() - after_));
  shared_.readers.Post([self = shared_from_this(), after = after_, most] {
    self->Read(after, most);
  });
}

void WatchStream::Read(std::int64_t after, int most) {
  {
    std::lock_guard lock(mu_);
    if (end_) {
      reading_ = false;
      return;  // ended while it waited for its turn
    }
  }
  absl::StatusOr<std::vector<v1::Change>> changes = mysql::Read(
      shared_.feed.pool(), DeadlineIn(kReadLimit),
      [&](mysql::Reader& reader) { return ReadChanges(reader, after, most); });
  v1::WatchResponse batch;
  std::size_t bytes = 0;
  std::int64_t reached = after;
  if (changes.ok()) {
    for (v1::Change& change : *changes) {
      if (!Room(batch, bytes)) break;
      reached = change.position();
      if (!Wanted(change)) continue;
      bytes += change.state().value().size();
      *batch.add_changes() = std::move(change);
    }
  }
  batch.set_position(reached);
  {
    std::lock_guard lock(mu_);
    reading_ = false;
    if (!changes.ok()) {
      if (!end_) end_ = changes.status();
    } else if (reached == after) {
      stalled_ = true;
    } else {
      after_ = reached;
      ready_ = std::move(batch);
    }
  }
  Pump();
}

bool WatchStream::Wanted(const v1::Change& change) const {
  if (!kinds_.empty() && !kinds_.contains(KindOf(change))) return false;
  return area_.empty() || change.area().empty() ||
         shared_.contains(area_, change.area());
}

void WatchStream::End(const absl::Status& status) {
  {
    std::lock_guard lock(mu_);
    if (!end_) end_ = status;
  }
  Pump();
}

void WatchStream::OnWriteDone(bool ok) {
  {
    std::lock_guard lock(mu_);
    writing_ = false;
    last_sent_ = std::chrono::steady_clock::now();
    if (!ok && !end_) {
      end_ = Error(absl::StatusCode::kCancelled, "WATCH_CANCELLED",
                   "the caller went away");
    }
  }
  Pump();
}

void WatchStream::OnCancel() {
  End(Error(absl::StatusCode::kCancelled, "WATCH_CANCELLED",
            "the caller went away"));
}

void WatchStream::OnDone() { shared_.over(this); }

}  // namespace rasoat::feed

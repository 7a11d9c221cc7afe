#include "services/common/feed/tail.h"

#include <algorithm>
#include <utility>

#include "services/common/feed/change_table.h"
#include "services/common/log/log.h"
#include "services/common/status/error.h"

namespace rasoat::feed {
namespace {

// Between two looks under load: lets small commits gather into one look.
constexpr absl::Duration kRest = absl::Milliseconds(2);
constexpr absl::Duration kReadLimit = absl::Seconds(5);
// While the feed cannot be read, for example before the first migration.
constexpr absl::Duration kAfterFailure = absl::Milliseconds(500);

std::size_t Bytes(const v1::Change& change) {
  return change.state().value().size() + 256;
}

}  // namespace

Tail::Tail(Feed& feed, const WatchOptions& options,
           std::function<void(const absl::Status&)> looked)
    : feed_(feed), options_(options), looked_(std::move(looked)) {
  thread_ = std::thread([this] { Run(); });
}

Tail::~Tail() { Stop(); }

void Tail::Stop() {
  {
    std::lock_guard lock(mu_);
    ending_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Tail::Wake() {
  {
    std::lock_guard lock(mu_);
    woken_ = true;
  }
  wake_.notify_all();
}

std::int64_t Tail::newest() const {
  std::lock_guard lock(mu_);
  return newest_;
}

bool Tail::Keeps(std::int64_t after) const {
  std::lock_guard lock(mu_);
  return KeepsLocked(after);
}

bool Tail::KeepsLocked(std::int64_t after) const {
  return after < newest_ &&
         after >= newest_ - static_cast<std::int64_t>(kept_.size());
}

SharedChanges Tail::After(std::int64_t after, std::int64_t most) const {
  std::lock_guard lock(mu_);
  if (!KeepsLocked(after)) return {};
  const auto begin = kept_.end() - (newest_ - after);
  return SharedChanges(begin, begin + std::min(most, newest_ - after));
}

void Tail::Run() {
  bool failing = false;
  for (;;) {
    absl::StatusOr<bool> more = Look();
    if (failing == more.ok()) {
      failing = !more.ok();
      log::Line(failing ? "feed_unreadable" : "feed_readable_again",
                failing ? log::Level::kWarning : log::Level::kInfo)
          .Add("reason", ReasonOf(more.status()))
          .Write();
    }
    looked_(more.status());
    std::unique_lock lock(mu_);
    if (more.ok() && *more) {
      if (ending_) return;
      continue;
    }
    const absl::Duration idle = failing ? kAfterFailure : options_.poll - kRest;
    if (wake_.wait_for(lock, absl::ToChronoNanoseconds(kRest),
                       [this] { return ending_; })) {
      return;
    }
    wake_.wait_for(lock, absl::ToChronoNanoseconds(idle),
                   [this] { return ending_ || woken_; });
    if (ending_) return;
    woken_ = false;
  }
}

absl::StatusOr<bool> Tail::Look() {
  const absl::Time deadline = DeadlineIn(kReadLimit);
  if (!known_) {
    RASOAT_ASSIGN_OR_RETURN(
        std::int64_t newest,
        mysql::Read(feed_.pool(), deadline,
                    [](mysql::Reader& reader) { return ReadNewest(reader); }));
    std::lock_guard lock(mu_);
    newest_ = newest;
    known_ = true;
  }
  // Only this thread moves newest_.
  RASOAT_ASSIGN_OR_RETURN(
      std::vector<v1::Change> changes,
      mysql::Read(feed_.pool(), deadline, [this](mysql::Reader& reader) {
        return ReadChanges(reader, newest_, kMostInBatch);
      }));
  const bool more = changes.size() == kMostInBatch;
  if (!changes.empty()) Keep(std::move(changes));
  return more;
}

void Tail::Keep(std::vector<v1::Change> changes) {
  SharedChanges shared;
  shared.reserve(changes.size());
  for (v1::Change& change : changes) {
    shared.push_back(std::make_shared<const v1::Change>(std::move(change)));
  }
  SharedChanges dropped;  // freed after the lock
  std::lock_guard lock(mu_);
  for (auto& change : shared) {
    kept_bytes_ += Bytes(*change);
    newest_ = change->position();
    kept_.push_back(std::move(change));
  }
  while (kept_.size() > options_.kept_changes ||
         (kept_bytes_ > options_.kept_bytes && kept_.size() > 1)) {
    kept_bytes_ -= Bytes(*kept_.front());
    dropped.push_back(std::move(kept_.front()));
    kept_.pop_front();
  }
}

}  // namespace rasoat::feed

#include "services/common/feed/upstream.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/feed/change_table.h"
#include "services/common/rpc/status_wire.h"
#include "services/common/status/error.h"

namespace rasoat::feed {
namespace {

Change FromWire(v1::Change& wire) {
  Change change;
  change.position = wire.position();
  change.commit_time = absl::FromUnixSeconds(wire.commit_time().seconds()) +
                       absl::Nanoseconds(wire.commit_time().nanos());
  change.kind = std::string(KindOf(wire));
  change.subject = std::move(*wire.mutable_subject());
  change.area = std::move(*wire.mutable_area());
  change.state = std::move(*wire.mutable_state()->mutable_value());
  return change;
}

/// What a message counts for among those that wait: one without changes takes
/// room as well.
std::size_t WeightOf(const std::vector<Change>& changes) {
  return std::max<std::size_t>(changes.size(), 1);
}

}  // namespace

Upstream::Upstream(std::shared_ptr<grpc::Channel> channel,
                   const std::string& method, const v1::WatchRequest& request,
                   const std::string& token, std::size_t most_changes,
                   Prepare prepare, Doorbell& bell)
    : stub_(std::move(channel)),
      request_(request),
      most_changes_(most_changes),
      prepare_(std::move(prepare)),
      bell_(bell) {
  if (prepare_) preparing_.emplace(1);
  if (!token.empty()) {
    context_.AddMetadata("authorization", absl::StrCat("Bearer ", token));
  }
  // To a server a stream of one request is the same as a lone request.
  stub_.PrepareBidiStreamingCall(&context_, method, grpc::StubOptions(), this);
  AddHold();  // reads are also started by Take; let go when the last has failed
  StartWriteLast(&request_, grpc::WriteOptions());
  StartRead(&incoming_);
  StartCall();
}

Upstream::~Upstream() {
  context_.TryCancel();
  bool held;
  {
    std::lock_guard lock(bell_.mu);
    closing_ = true;
    held = paused_;
    paused_ = false;
  }
  if (held) RemoveHold();  // else the outstanding read fails and does it
  std::unique_lock lock(bell_.mu);
  bell_.rung.wait(lock, [this] { return done_; });
}

bool Upstream::HasNewsLocked() const {
  return arrived_.heard || arrived_.ended.has_value();
}

Arrived Upstream::Take() {
  Arrived taken;
  bool read_on = false;
  {
    std::lock_guard lock(bell_.mu);
    taken = std::move(arrived_);
    arrived_ = Arrived{.position = taken.position,
                       .newest = taken.newest,
                       .ended = taken.ended};
    waiting_ -= std::exchange(ready_, 0);
    read_on = paused_ && waiting_ < most_changes_;
    if (read_on) paused_ = false;
  }
  if (read_on) StartRead(&incoming_);
  return taken;
}

void Upstream::OnReadDone(bool ok) {
  if (!ok) {
    RemoveHold();
    return;
  }
  std::vector<Change> changes;
  changes.reserve(incoming_.changes_size());
  for (v1::Change& wire : *incoming_.mutable_changes()) {
    changes.push_back(FromWire(wire));
  }
  {
    std::lock_guard lock(bell_.mu);
    waiting_ += WeightOf(changes);
  }
  // A task must be copyable.
  const auto shared = std::make_shared<std::vector<Change>>(std::move(changes));
  InOrder([this, shared, position = incoming_.position(),
           newest = incoming_.newest_position()] {
    Deliver(std::move(*shared), position, newest);
  });
  // Only now may Take() read on: the next message comes after this one.
  bool read_on = false;
  {
    std::lock_guard lock(bell_.mu);
    read_on = closing_ || waiting_ < most_changes_;
    paused_ = !read_on;
  }
  if (read_on) StartRead(&incoming_);
}

void Upstream::InOrder(std::function<void()> step) {
  if (preparing_) {
    preparing_->Post(std::move(step));
  } else {
    step();
  }
}

bool Upstream::Closing() {
  std::lock_guard lock(bell_.mu);
  return closing_;
}

void Upstream::Deliver(std::vector<Change> changes, std::int64_t position,
                       std::int64_t newest) {
  if (prepare_ && !Closing()) prepare_(absl::MakeSpan(changes));
  std::lock_guard lock(bell_.mu);
  ready_ += WeightOf(changes);
  for (Change& change : changes) {
    arrived_.changes.push_back(std::move(change));
  }
  arrived_.position = position;
  arrived_.newest = newest;
  arrived_.heard = true;
  bell_.rung.notify_all();
}

void Upstream::OnDone(const grpc::Status& status) {
  absl::Status end = rpc::FromWire(status);
  if (end.ok()) {
    end = Error(absl::StatusCode::kUnavailable, "STREAM_ENDED",
                "the followed service ended the stream");
  }
  InOrder([this, end] {
    std::lock_guard lock(bell_.mu);
    arrived_.ended = end;
    done_ = true;
    bell_.rung.notify_all();  // under the lock: `this` may go right after it
  });
}

}  // namespace rasoat::feed

#include "services/common/feed/upstream.h"

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

}  // namespace

Upstream::Upstream(std::shared_ptr<grpc::Channel> channel,
                   const std::string& method, const v1::WatchRequest& request,
                   const std::string& token, std::size_t most_changes,
                   Doorbell& bell)
    : stub_(std::move(channel)),
      request_(request),
      most_changes_(most_changes),
      bell_(bell) {
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
    read_on = paused_;
    paused_ = false;
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
  bool read_on = false;
  {
    std::lock_guard lock(bell_.mu);
    for (Change& change : changes) {
      arrived_.changes.push_back(std::move(change));
    }
    arrived_.position = incoming_.position();
    arrived_.newest = incoming_.newest_position();
    arrived_.heard = true;
    read_on = closing_ || arrived_.changes.size() < most_changes_;
    paused_ = !read_on;
    bell_.rung.notify_all();
  }
  if (read_on) StartRead(&incoming_);
}

void Upstream::OnDone(const grpc::Status& status) {
  absl::Status end = rpc::FromWire(status);
  std::lock_guard lock(bell_.mu);
  if (end.ok()) {
    end = Error(absl::StatusCode::kUnavailable, "STREAM_ENDED",
                "the followed service ended the stream");
  }
  arrived_.ended = std::move(end);
  done_ = true;
  bell_.rung.notify_all();  // under the lock: `this` may go right after it
}

}  // namespace rasoat::feed

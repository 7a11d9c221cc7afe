#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "rasoat/feed/v1/feed.pb.h"
#include "services/common/feed/change.h"
#include "services/common/feed/work_queue.h"

namespace rasoat::feed {

/// What has arrived from a followed feed and was not taken yet.
struct Arrived {
  /// Oldest first, contiguous but for what was filtered out.
  std::vector<Change> changes;
  /// The stream has told everything up to here; 0 before it said anything.
  std::int64_t position = 0;
  /// The followed feed's newest position.
  std::int64_t newest = 0;
  /// Whether the stream said anything since the last `Take`.
  bool heard = false;
  /// How the stream ended, once all it brought was taken.
  std::optional<absl::Status> ended;
};

/// Wakes a follower's thread. Shared by its streams and its `Stop`.
struct Doorbell {
  std::mutex mu;
  std::condition_variable rung;
  bool stopping = false;
};

/// One open `Watch` stream to the followed service.
///
/// Private to the feed. gRPC's threads fill a bounded store and ring the bell;
/// the follower's thread takes from it. In between, if the follower prepares
/// ahead, a thread of its own has the applier prepare each message, in order.
/// Destroying it cancels the call and waits until gRPC has let go.
class Upstream final
    : public grpc::ClientBidiReactor<v1::WatchRequest, v1::WatchResponse> {
 public:
  /// Called for each message's changes before they can be taken.
  using Prepare = std::function<void(absl::Span<Change>)>;

  /// Opens the stream. Stops reading while `most_changes` wait to be taken; a
  /// message without changes counts as one. `prepare` may be null.
  Upstream(std::shared_ptr<grpc::Channel> channel, const std::string& method,
           const v1::WatchRequest& request, const std::string& token,
           std::size_t most_changes, Prepare prepare, Doorbell& bell);
  ~Upstream();

  /// Tells whether `Take` would bring anything. The bell's lock must be held.
  bool HasNewsLocked() const;

  /// Takes what has arrived and is prepared, and reads on if the store was
  /// full.
  Arrived Take();

  void OnReadDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;

 private:
  using Stub = grpc::TemplatedGenericStub<v1::WatchRequest, v1::WatchResponse>;

  /// Does a step after all earlier ones: on the preparing thread, or at once.
  void InOrder(std::function<void()> step);
  /// Makes a message's changes ready to be taken.
  void Deliver(std::vector<Change> changes, std::int64_t position,
               std::int64_t newest);
  bool Closing();

  Stub stub_;
  const v1::WatchRequest request_;
  const std::size_t most_changes_;
  const Prepare prepare_;
  Doorbell& bell_;
  grpc::ClientContext context_;
  v1::WatchResponse incoming_;
  Arrived arrived_;  // guarded by bell_.mu, as is all below but the thread
  std::size_t waiting_ = 0;  // weight of what is read and not taken
  std::size_t ready_ = 0;    // weight of what is in arrived_
  bool paused_ = false;      // no read is outstanding because the store is full
  bool closing_ = false;     // being destroyed: read on until the call is over
  bool done_ = false;
  std::optional<WorkQueue> preparing_;  // ends first
};

}  // namespace rasoat::feed

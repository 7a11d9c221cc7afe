#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "rasoat/feed/v1/feed.pb.h"
#include "services/common/feed/feed.h"

namespace rasoat::feed {

/// How a `WatchSource` paces itself; the defaults are the product's.
struct WatchOptions {
  /// A stream with nothing to say sends an empty batch this often.
  absl::Duration heartbeat = absl::Seconds(5);
  /// How often to look for changes committed by other replicas.
  absl::Duration poll = absl::Milliseconds(25);
  /// Newest changes kept in memory for streams that keep up.
  std::size_t kept_changes = 8192;
  /// The same, in bytes of state.
  std::size_t kept_bytes = std::size_t{16} << 20;
  /// Threads that read old changes for streams that are behind; each uses one
  /// session of the pool while it reads.
  int readers = 2;
};

/// Serves a service's feed: any number of `Watch` streams over one reader.
///
/// One per process. A thread looks for new changes when a local transaction
/// commits and every `poll`; streams that keep up are served from memory,
/// streams that are behind read the database in batches of 500 on the reader
/// threads. A stream has one write outstanding, so a slow follower holds up
/// nobody and costs two batches of memory.
///
/// Thread safe. The feed must outlive it, and it must outlive the grpc::Server
/// that calls `Serve`.
class WatchSource {
 public:
  /// Tells whether area `below` is `above` or lies in it. Called for each
  /// change of a stream with an area; must be quick and thread safe.
  using Contains =
      std::function<bool(absl::string_view above, absl::string_view below)>;

  /// Starts the threads. Needs no database yet: until it can be reached,
  /// streams end with UNAVAILABLE.
  WatchSource(Feed& feed, Contains contains, WatchOptions options = {});
  WatchSource(const WatchSource&) = delete;
  WatchSource& operator=(const WatchSource&) = delete;
  /// Shuts down and waits for the last stream to end.
  ~WatchSource();

  /// Answers one call of a service's `Watch`, which is the single line
  ///
  ///     return watch_.Serve(request,
  ///                         calls_.Admit(context, *request).status());
  ///
  /// `admitted` is the verdict on the caller: a refusal ends the stream with
  /// itself. gRPC owns the reactor. `request` need not outlive the call.
  ///
  /// Errors the stream can end with:
  ///   INVALID_ARGUMENT  POSITION_NEGATIVE  `after_position` below 0
  ///   OUT_OF_RANGE      POSITION_AHEAD     `after_position` above the newest
  ///   UNAVAILABLE       SERVER_DRAINING    this replica is going down
  ///   CANCELLED         WATCH_CANCELLED    the caller went away
  ///   and those of `mysql::Read`, when the database cannot be read
  grpc::ServerWriteReactor<v1::WatchResponse>* Serve(
      const v1::WatchRequest* request,
      const absl::Status& admitted = absl::OkStatus());

  /// Ends every stream with UNAVAILABLE SERVER_DRAINING, once its outstanding
  /// write is done, and refuses new ones. Does not wait. For SIGTERM: call it
  /// before grpc::Server::Shutdown, which waits for streams.
  void Shutdown();

  /// The newest position this process knows of; 0 until it read the database.
  std::int64_t newest_position() const;

 private:
  class Core;
  std::unique_ptr<Core> core_;
};

}  // namespace rasoat::feed

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "gateway/http/exchange.h"

namespace rasoat::gateway {

/// What a client may ask of the server.
struct Limits {
  /// Request line and headers, in bytes.
  std::size_t header_bytes = 16 << 10;
  /// Body after chunks are joined, in bytes.
  std::size_t body_bytes = 8 << 20;
  /// From the first byte of a header to its last, and for the first byte on a
  /// new connection.
  std::chrono::milliseconds header_time{10'000};
  /// For the whole body.
  std::chrono::milliseconds body_time{60'000};
  /// Between requests.
  std::chrono::milliseconds idle_time{60'000};
  /// For one write to be taken up.
  std::chrono::milliseconds write_time{60'000};
  /// Open at once; the next is told 503 and closed.
  int connections = 10'000;
};

/// An HTTP/1.1 server on coroutines: keep-alive, pipelining, chunks.
///
/// Each thread turns its own loop, and a connection stays on one thread for
/// life, so connections need no locks.
class Server {
 public:
  struct Options {
    /// `127.0.0.1:8080` or `[::]:8080`; port 0 takes a free one.
    std::string listen;
    int threads = 1;
    Limits limits;
    /// Called with +1 and -1 as connections come and go, from any thread.
    std::function<void(int)> on_connection = [](int) {};
  };

  /// Listens and serves until Drain() or destruction. `handler` must outlive
  /// the server.
  ///
  /// Errors: INVALID_ARGUMENT BAD_ADDRESS; UNAVAILABLE PORT_TAKEN.
  static absl::StatusOr<std::unique_ptr<Server>> Start(Options options,
                                                       Handler& handler);

  /// Drains with no patience.
  ~Server();

  /// The port listened on.
  std::uint16_t port() const;

  /// Accepts no more, closes what is idle, ends streams, waits up to
  /// `patience` for the requests that run, then breaks those off. Returns when
  /// nothing runs any more; a second call does nothing.
  void Drain(std::chrono::milliseconds patience);

 private:
  class Loops;
  explicit Server(std::unique_ptr<Loops> loops);
  std::unique_ptr<Loops> loops_;
};

}  // namespace rasoat::gateway

#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "gateway/http/exchange.h"
#include "gateway/transcoding/error_body.h"
#include "gateway/transcoding/path_matcher.h"
#include "gateway/transcoding/route_table.h"
#include "gateway/upstream/call.h"
#include "gateway/upstream/upstreams.h"
#include "services/common/metrics/metrics.h"

namespace rasoat::gateway {

/// Answers a request on a route by calling the service behind it.
///
/// Thread safe; holds nothing of a request.
class ApiCalls {
 public:
  /// Time limits and pauses, in real time.
  struct Pace {
    /// Of a unary call whose client names none in `X-Request-Timeout`.
    absl::Duration unary = absl::Seconds(30);
    /// The most a client may ask for.
    absl::Duration most = absl::Seconds(300);
    /// How long a stream's first message may delay its head.
    std::chrono::milliseconds head{1000};
    /// Between signs of life on a silent event stream.
    std::chrono::milliseconds heartbeat{15'000};
  };

  /// All must outlive this object.
  ApiCalls(const Upstreams& upstreams, metrics::Registry& metrics, Pace pace);

  /// Calls `route`'s method with the request's path, query and body, and
  /// sends what comes of it: JSON, a stream of JSON lines, of events if the
  /// client accepts `text/event-stream`, raw bytes, or an error. Cancels the
  /// call if the client leaves.
  boost::asio::awaitable<void> Call(Exchange& exchange, const Route& route,
                                    const PathMatch& match) const;

 private:
  struct Prepared {
    const Upstream* upstream = nullptr;
    CallContext context;
    std::unique_ptr<google::protobuf::Message> message;
  };
  using Steady = std::chrono::steady_clock;

  bool Prepare(Exchange& exchange, const Route& route, const PathMatch& match,
               Prepared& prepared, Failure& failure) const;
  boost::asio::awaitable<Failure> Unary(Exchange& exchange, const Route& route,
                                        const Prepared& prepared) const;
  boost::asio::awaitable<Failure> Stream(Exchange& exchange, const Route& route,
                                         const Prepared& prepared) const;
  boost::asio::awaitable<Failure> RawStream(Exchange& exchange,
                                            const Route& route,
                                            const Prepared& prepared) const;
  void Record(const Request& request, const Route& route,
              const Failure& outcome, Steady::time_point began) const;

  const Upstreams& upstreams_;
  Pace pace_;
  metrics::Family<metrics::Counter>& calls_;
  metrics::Family<metrics::Histogram>& seconds_;
};

}  // namespace rasoat::gateway

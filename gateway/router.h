#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "gateway/api_calls.h"
#include "gateway/http/exchange.h"
#include "gateway/http/static_files.h"
#include "gateway/transcoding/route_table.h"
#include "gateway/upstream/readiness.h"
#include "services/common/metrics/metrics.h"

namespace rasoat::gateway {

/// Gives each request to what answers it: the API's routes, the probes and
/// documents of the gateway itself, then the web pages.
class Router final : public Handler {
 public:
  /// All must outlive the router; `openapi` is the document to serve.
  struct Parts {
    const RouteTable& routes;
    const ApiCalls& calls;
    Readiness& readiness;
    const metrics::Registry& metrics;
    const StaticFiles& pages;
    std::string openapi;
  };

  explicit Router(Parts parts);

  boost::asio::awaitable<void> Handle(Exchange& exchange) override;

  /// From now on `/readyz` says no. Any thread.
  void Drain() { draining_ = true; }

 private:
  boost::asio::awaitable<void> Ready(Exchange& exchange) const;
  bool OwnPage(const Request& request, Reply& reply) const;
  std::string Allowed(const std::string& path) const;

  const Parts parts_;
  const std::string openapi_etag_;
  std::atomic<bool> draining_ = false;
};

}  // namespace rasoat::gateway

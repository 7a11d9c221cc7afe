#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/common/clock/clock.h"
#include "services/common/metrics/metrics.h"
#include "services/common/rpc/tls.h"

namespace rasoat::server {

/// A gRPC service and its full name, `rasoat.registry.v1.Households`, which is
/// also the name its health is asked by.
struct Served {
  grpc::Service* service;
  std::string name;
};

/// A thing without which the process cannot work, asked again and again by one
/// thread.
struct Probe {
  std::string name;  ///< For the log: `database`.
  std::function<absl::Status()> check;
};

/// What a server is made of. What is pointed to must outlive it.
struct Parts {
  std::vector<Served> services;
  /// Ready means: all of these say OK. None: ready at once.
  std::vector<Probe> probes;
  /// Called when the server starts to drain, before it waits for running calls:
  /// must make long streams end soon, and not block.
  std::vector<std::function<void()>> on_drain;
  /// Served at Options::metrics_listen; may be null.
  metrics::Registry* metrics = nullptr;
};

/// Where and how to listen.
struct Options {
  std::string listen;          ///< `127.0.0.1:7101`; port 0: any free one.
  std::string metrics_listen;  ///< `127.0.0.1:7201`; empty: no metrics.
  rpc::Tls tls;
  absl::Duration between_probes = absl::Seconds(1);
};

/// A server from start to drained. Answers gRPC health checks (overall and per
/// service, following readiness) and reflection besides the given services.
class Server {
 public:
  /// How long running calls may take once the server drains.
  static constexpr absl::Duration kDrainTime = absl::Seconds(10);

  /// Listens and serves; NOT_SERVING until every probe has said OK. Logs the
  /// line {"event":"serving","address":…} with the port it really has.
  ///
  /// Errors:
  ///   UNAVAILABLE  PORT_TAKEN             somebody listens there, or the
  ///   address
  ///                                       is not ours; the address is named
  ///   UNAVAILABLE  METRICS_LISTEN_FAILED  the same for the metrics
  static absl::StatusOr<std::unique_ptr<Server>> Start(const Options& options,
                                                       Parts parts);

  /// Drains if nobody has.
  ~Server();

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Host and port it listens at.
  const std::string& address() const { return address_; }

  /// Says NOT_SERVING, calls the on_drain hooks, takes no new calls, lets the
  /// running ones finish for kDrainTime, cancels the rest. Returns when all
  /// have ended. A second call does nothing. From one thread at a time.
  void Drain();

 private:
  Server(Parts parts, absl::Duration between_probes);

  void FollowReadiness();
  bool Ready();
  void Say(bool serving);

  const Parts parts_;
  const absl::Duration between_probes_;
  std::string address_;
  std::unique_ptr<metrics::Exposer> exposer_;
  std::unique_ptr<grpc::Server> grpc_;
  absl::Mutex mu_;
  bool draining_ ABSL_GUARDED_BY(mu_) = false;
  std::string trouble_;  // what was last wrong; used by readiness_ only
  const SystemClock wall_;
  std::thread readiness_;
};

}  // namespace rasoat::server

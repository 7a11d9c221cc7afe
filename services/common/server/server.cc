#include "services/common/server/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/log/log.h"
#include "services/common/rpc/channel.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::server {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 30;
constexpr int kMaxStreamsPerConnection = 1024;

/// `listen` with the port really bound.
std::string AddressOf(absl::string_view listen, int port) {
  return absl::StrCat(listen.substr(0, listen.rfind(':')), ":", port);
}

void Configure(grpc::ServerBuilder& builder) {
  // Without this a second copy on the same port starts without complaint.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS,
                             kMaxStreamsPerConnection);
  // Clients ping every 20 s while a call runs; more often is abuse.
  builder.AddChannelArgument(
      GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  builder.SetMaxReceiveMessageSize(rpc::kMaxMessageBytes);
  builder.SetMaxSendMessageSize(rpc::kMaxMessageBytes);
  builder.SetResourceQuota(grpc::ResourceQuota("server").Resize(kBufferBytes));
}

}  // namespace

Server::Server(Parts parts, absl::Duration between_probes)
    : parts_(std::move(parts)), between_probes_(between_probes) {}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const Options& options,
                                                      Parts parts) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  std::unique_ptr<Server> server(
      new Server(std::move(parts), options.between_probes));
  if (server->parts_.metrics != nullptr && !options.metrics_listen.empty()) {
    RASOAT_ASSIGN_OR_RETURN(server->exposer_,
                            metrics::Exposer::Start(*server->parts_.metrics,
                                                    options.metrics_listen));
  }
  grpc::ServerBuilder builder;
  Configure(builder);
  int port = 0;
  builder.AddListeningPort(options.listen, rpc::ServerCredentials(options.tls),
                           &port);
  for (const Served& served : server->parts_.services) {
    builder.RegisterService(served.service);
  }
  server->grpc_ = builder.BuildAndStart();
  if (server->grpc_ == nullptr || port == 0) {
    server->grpc_ = nullptr;
    return Error(absl::StatusCode::kUnavailable, "PORT_TAKEN",
                 absl::StrCat("cannot listen on ", options.listen,
                              ": taken, or not an address of this machine"));
  }
  server->Say(false);
  server->address_ = AddressOf(options.listen, port);
  log::Line line("serving");
  line.Add("address", server->address_);
  if (server->exposer_ != nullptr) {
    line.Add("metrics_port", server->exposer_->port());
  }
  line.Write();
  server->readiness_ =
      std::thread([s = server.get()] { s->FollowReadiness(); });
  return server;
}

Server::~Server() { Drain(); }

void Server::Drain() {
  if (grpc_ == nullptr) return;
  {
    absl::MutexLock lock(&mu_);
    draining_ = true;
    Say(false);  // the last word: FollowReadiness() says nothing from here on
  }
  log::Line("draining").Write();
  for (const std::function<void()>& tell : parts_.on_drain) tell();
  grpc_->Shutdown(absl::ToChronoTime(wall_.Now() + kDrainTime));
  grpc_->Wait();
  readiness_.join();
  grpc_ = nullptr;
  exposer_ = nullptr;
}

void Server::FollowReadiness() {
  bool said = false;
  for (;;) {
    const bool ready = Ready();
    absl::MutexLock lock(&mu_);
    if (draining_) return;
    if (ready != said) {
      Say(ready);
      said = ready;
      log::Line(ready ? "ready" : "not_ready",
                ready ? log::Level::kInfo : log::Level::kWarning)
          .Write();
    }
    if (mu_.AwaitWithTimeout(absl::Condition(&draining_), between_probes_)) {
      return;
    }
  }
}

bool Server::Ready() {
  for (const Probe& probe : parts_.probes) {
    const absl::Status status = probe.check();
    if (status.ok()) continue;
    const std::string trouble = absl::StrCat(probe.name, " ", ReasonOf(status));
    if (trouble != trouble_) {
      log::Line("probe_failed", log::Level::kWarning)
          .Add("probe", probe.name)
          .Add("reason", ReasonOf(status))
          .Add("message", status.message())
          .Write();
      trouble_ = trouble;
    }
    return false;
  }
  trouble_.clear();
  return true;
}

void Server::Say(bool serving) {
  grpc::HealthCheckServiceInterface& health = *grpc_->GetHealthCheckService();
  health.SetServingStatus("", serving);
  for (const Served& served : parts_.services) {
    health.SetServingStatus(served.name, serving);
  }
}

}  // namespace rasoat::server

#include "services/common/server/health_probe.h"

#include <google/protobuf/wrappers.pb.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <future>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/clock/clock.h"
#include "services/common/rpc/channel.h"
#include "services/common/rpc/client_call.h"
#include "services/common/status/error.h"

namespace rasoat::server {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(3);
constexpr int kServing = 1;

// HealthCheckRequest is a string in field 1 and HealthCheckResponse an enum in
// field 1, so these two read and write the same bytes.
using HealthStub = grpc::TemplatedGenericStub<google::protobuf::StringValue,
                                              google::protobuf::Int32Value>;

/// Where a client on this machine finds a server that listens at `listen`.
std::string Reachable(const std::string& listen) {
  for (absl::string_view every : {"0.0.0.0:", "[::]:"}) {
    if (absl::StartsWith(listen, every)) {
      return absl::StrCat("127.0.0.1:", listen.substr(every.size()));
    }
  }
  return listen;
}

}  // namespace

absl::Status ProbeHealth(const std::string& listen, const rpc::Tls& tls,
                         const std::string& name, const std::string& service) {
  HealthStub stub(
      rpc::MakeChannel(Reachable(listen), tls, tls.on() ? name : ""));
  grpc::ClientContext context;
  rpc::Prepare(context, SystemClock().Now() + kPatience, "", "");
  google::protobuf::StringValue request;
  request.set_value(service);
  google::protobuf::Int32Value response;
  std::promise<grpc::Status> done;
  stub.UnaryCall(&context, "/grpc.health.v1.Health/Check", {}, &request,
                 &response,
                 [&done](grpc::Status status) { done.set_value(status); });
  const grpc::Status status = done.get_future().get();
  if (status.ok() && response.value() == kServing) return absl::OkStatus();
  return Error(
      absl::StatusCode::kUnavailable, "NOT_SERVING",
      absl::StrCat(listen, status.ok() ? " is not ready" : " does not answer"));
}

}  // namespace rasoat::server

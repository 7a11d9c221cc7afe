#include "gateway/upstream/channel.h"

#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::gateway {
namespace {

absl::StatusOr<std::string> ReadPem(const std::string& path) {
  if (path.empty()) return std::string();
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return Error(absl::StatusCode::kFailedPrecondition, "TLS_FILE_UNREADABLE",
                 absl::StrCat("cannot read ", path));
  }
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::Channel>> MakeChannel(
    const std::string& target, const TlsFiles& tls) {
  std::shared_ptr<grpc::ChannelCredentials> credentials =
      grpc::InsecureChannelCredentials();
  if (!tls.ca.empty()) {
    grpc::SslCredentialsOptions options;
    RASOAT_ASSIGN_OR_RETURN(options.pem_root_certs, ReadPem(tls.ca));
    RASOAT_ASSIGN_OR_RETURN(options.pem_cert_chain, ReadPem(tls.cert));
    RASOAT_ASSIGN_OR_RETURN(options.pem_private_key, ReadPem(tls.key));
    credentials = grpc::SslCredentials(options);
  }
  grpc::ChannelArguments arguments;
  arguments.SetLoadBalancingPolicyName("round_robin");
  // A service that restarts is found again within a second.
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 5 * 60 * 1000);
  // Retrying is the outermost caller's business.
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetMaxReceiveMessageSize(64 << 20);
  return grpc::CreateCustomChannel(target, credentials, arguments);
}

}  // namespace rasoat::gateway

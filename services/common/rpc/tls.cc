#include "services/common/rpc/tls.h"

#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::rpc {
namespace {

/// The text of the file named by a setting; empty when it is not set.
absl::StatusOr<std::string> FileOf(const config::Env& env,
                                   absl::string_view setting) {
  const std::string path = env.Get(setting, "");
  if (path.empty()) return std::string();
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf()) || text.view().empty()) {
    return Error(absl::StatusCode::kFailedPrecondition, "TLS_UNREADABLE",
                 absl::StrCat("cannot read ", path, ", set by ", setting));
  }
  return std::move(text).str();
}

}  // namespace

absl::StatusOr<Tls> Tls::FromEnv(const config::Env& env) {
  Tls tls;
  RASOAT_ASSIGN_OR_RETURN(tls.certificate, FileOf(env, "RASOAT_TLS_CERT"));
  RASOAT_ASSIGN_OR_RETURN(tls.key, FileOf(env, "RASOAT_TLS_KEY"));
  RASOAT_ASSIGN_OR_RETURN(tls.authorities, FileOf(env, "RASOAT_TLS_CA"));
  if (tls.certificate.empty() != tls.key.empty()) {
    return Error(absl::StatusCode::kFailedPrecondition, "TLS_INCOMPLETE",
                 "set both RASOAT_TLS_CERT and RASOAT_TLS_KEY, or neither");
  }
  return tls;
}

std::shared_ptr<grpc::ServerCredentials> ServerCredentials(const Tls& tls) {
  if (tls.certificate.empty()) return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions options(
      tls.authorities.empty()
          ? GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE
          : GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_root_certs = tls.authorities;
  options.pem_key_cert_pairs.push_back({tls.key, tls.certificate});
  return grpc::SslServerCredentials(options);
}

std::shared_ptr<grpc::ChannelCredentials> ChannelCredentials(const Tls& tls) {
  if (!tls.on()) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = tls.authorities;
  options.pem_private_key = tls.key;
  options.pem_cert_chain = tls.certificate;
  return grpc::SslCredentials(options);
}

}  // namespace rasoat::rpc

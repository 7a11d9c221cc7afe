#pragma once

#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/common/config/env.h"

namespace rasoat::rpc {

/// The certificates of a process, as PEM text. All empty: no TLS.
struct Tls {
  std::string certificate;  ///< What the process shows, with its chain.
  std::string key;          ///< Its private key.
  std::string authorities;  ///< Whose certificates it accepts.

  bool on() const { return !certificate.empty() || !authorities.empty(); }

  /// Reads the files named by RASOAT_TLS_CERT, RASOAT_TLS_KEY and
  /// RASOAT_TLS_CA, each of which may be unset.
  ///
  /// Errors:
  ///   FAILED_PRECONDITION  TLS_INCOMPLETE   a certificate without key, or a
  ///                                         key without certificate
  ///   FAILED_PRECONDITION  TLS_UNREADABLE   a file that cannot be read, named
  static absl::StatusOr<Tls> FromEnv(const config::Env& env);
};

/// For a server: TLS when there is a certificate; with authorities, callers
/// must show a certificate of theirs.
std::shared_ptr<grpc::ServerCredentials> ServerCredentials(const Tls& tls);

/// For a client: TLS when anything is set; shows the certificate if there is
/// one and trusts `authorities`, or the system's when empty.
std::shared_ptr<grpc::ChannelCredentials> ChannelCredentials(const Tls& tls);

}  // namespace rasoat::rpc

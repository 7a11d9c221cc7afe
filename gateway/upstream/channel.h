#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "grpcpp/channel.h"

namespace rasoat::gateway {

/// PEM files for mutual TLS towards the services; all empty for plain text.
struct TlsFiles {
  std::string ca;
  std::string cert;
  std::string key;
};

/// A channel to every replica behind `target` (`dns:///registry:7101` or an
/// address), calls spread over them in turn. Connects when first used.
///
/// Errors: FAILED_PRECONDITION TLS_FILE_UNREADABLE  a file of `tls` is not
/// there.
absl::StatusOr<std::shared_ptr<grpc::Channel>> MakeChannel(
    const std::string& target, const TlsFiles& tls);

}  // namespace rasoat::gateway

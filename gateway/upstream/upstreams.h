#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/upstream/channel.h"
#include "grpcpp/generic/generic_stub.h"

namespace rasoat::gateway {

/// One service process (with its replicas) behind the gateway.
struct Upstream {
  /// `registry`: how it is called in readiness and metrics.
  std::string name;
  std::string address;
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<grpc::GenericStub> stub;
};

/// `registry` for `rasoat.registry.v1`: the second part of a proto package
/// names its service; a package without one stands for itself.
std::string UpstreamName(absl::string_view package);

/// `REGISTRY_ADDRESS` for `registry`.
std::string AddressSetting(absl::string_view upstream);

/// The upstreams by name. Immutable once made; thread safe.
class Upstreams {
 public:
  /// Makes a channel for each name → address. Does not connect.
  ///
  /// Errors: those of MakeChannel().
  static absl::StatusOr<Upstreams> Make(
      const std::map<std::string, std::string>& addresses, const TlsFiles& tls);

  /// The upstream of that name, or null.
  const Upstream* Find(absl::string_view name) const;

  const std::vector<Upstream>& all() const { return all_; }

 private:
  std::vector<Upstream> all_;
};

}  // namespace rasoat::gateway

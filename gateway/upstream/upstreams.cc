#include "gateway/upstream/upstreams.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/status/status_macros.h"

namespace rasoat::gateway {

std::string UpstreamName(absl::string_view package) {
  const std::vector<absl::string_view> parts = absl::StrSplit(package, '.');
  return std::string(parts.size() > 1 ? parts[1] : parts[0]);
}

std::string AddressSetting(absl::string_view upstream) {
  return absl::StrCat(absl::AsciiStrToUpper(upstream), "_ADDRESS");
}

absl::StatusOr<Upstreams> Upstreams::Make(
    const std::map<std::string, std::string>& addresses, const TlsFiles& tls) {
  Upstreams upstreams;
  for (const auto& [name, address] : addresses) {
    Upstream upstream{.name = name, .address = address};
    RASOAT_ASSIGN_OR_RETURN(upstream.channel, MakeChannel(address, tls));
    upstream.stub = std::make_unique<grpc::GenericStub>(upstream.channel);
    upstreams.all_.push_back(std::move(upstream));
  }
  return upstreams;
}

const Upstream* Upstreams::Find(absl::string_view name) const {
  for (const Upstream& upstream : all_) {
    if (upstream.name == name) return &upstream;
  }
  return nullptr;
}

}  // namespace rasoat::gateway

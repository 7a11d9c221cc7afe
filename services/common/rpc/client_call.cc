#include "services/common/rpc/client_call.h"

#include "absl/strings/str_cat.h"

namespace rasoat::rpc {

void Prepare(grpc::ClientContext& context, absl::Time deadline,
             absl::string_view token, absl::string_view request_id) {
  if (deadline < absl::InfiniteFuture()) {
    context.set_deadline(absl::ToChronoTime(deadline));
  }
  if (!token.empty()) {
    context.AddMetadata(kAuthorizationKey, absl::StrCat("Bearer ", token));
  }
  if (!request_id.empty()) {
    context.AddMetadata(kRequestIdKey, std::string(request_id));
  }
}

}  // namespace rasoat::rpc

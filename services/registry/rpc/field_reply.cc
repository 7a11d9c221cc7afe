#include "services/registry/rpc/field_reply.h"

namespace rasoat::registry {

void FitReply(std::size_t most, v1::SubmitFieldWorkResponse& response) {
  std::size_t size = response.ByteSizeLong();
  if (size <= most) return;
  response.clear_oddities();
  size = response.ByteSizeLong();
  if (size <= most) return;
  response.clear_lookalikes();
  size = response.ByteSizeLong();
  for (int i = response.receipts_size(); size > most && i > 0; --i) {
    v1::FieldReceipt& receipt = *response.mutable_receipts(i - 1);
    if (receipt.conflicts().empty()) continue;
    const std::size_t before = receipt.ByteSizeLong();
    receipt.clear_conflicts();
    receipt.set_conflicts_left_out(true);
    size -= before - receipt.ByteSizeLong();
  }
}

}  // namespace rasoat::registry

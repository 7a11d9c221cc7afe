#include "services/registry/rpc/field_reply.h"

namespace rasoat::registry {
namespace {

/// Takes entries off the end of a list until a reply is small enough.
template <class List>
void Shorten(List& list, std::size_t most, std::size_t& size) {
  while (size > most && !list.empty()) {
    // The entry, its length and its tag; the length has a byte at least.
    size -= list.rbegin()->ByteSizeLong() + 2;
    list.RemoveLast();
  }
}

/// Makes a receipt smaller by what can be told later.
void Shorten(v1::FieldReceipt& receipt, std::size_t& size) {
  const std::size_t before = receipt.ByteSizeLong();
  if (!receipt.conflicts().empty()) {
    receipt.clear_conflicts();
    receipt.set_conflicts_left_out(true);
  }
  if (receipt.error().faults_size() > 1) {
    auto& faults = *receipt.mutable_error()->mutable_faults();
    faults.DeleteSubrange(1, faults.size() - 1);
    receipt.set_faults_left_out(true);
  }
  size -= before - receipt.ByteSizeLong();
}

}  // namespace

void FitReply(std::size_t most, v1::SubmitFieldWorkResponse& response) {
  std::size_t size = response.ByteSizeLong();
  if (size <= most) return;
  const int told = response.oddities_size() + response.lookalikes_size();
  Shorten(*response.mutable_oddities(), most, size);
  Shorten(*response.mutable_lookalikes(), most, size);
  if (response.oddities_size() + response.lookalikes_size() < told) {
    response.set_told_in_part(true);
  }
  for (int i = response.receipts_size(); size > most && i > 0; --i) {
    Shorten(*response.mutable_receipts(i - 1), size);
  }
}

}  // namespace rasoat::registry

// Where the receipts of what devices sent are kept.
#pragma once

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/registry/domain/field_receipt.h"

namespace rasoat::registry {

/// Keeps receipts. Those of items that were taken come in with what was taken,
/// by VisitStore and HouseholdStore. Thread safe. Every method may also return
/// what the database says of itself.
class ReceiptStore {
 public:
  using Receipts = absl::flat_hash_map<ItemId, FieldReceipt>;

  virtual ~ReceiptStore() = default;

  /// The receipts of those items that have one.
  virtual absl::StatusOr<Receipts> Find(absl::Span<const ItemId> items,
                                        absl::Time deadline) = 0;
  /// Keeps receipts of items that changed nothing, unless there is one of the
  /// item. Returns those that are kept now.
  virtual absl::StatusOr<Receipts> Keep(absl::Span<const FieldReceipt> receipts,
                                        absl::Time deadline) = 0;
};

}  // namespace rasoat::registry

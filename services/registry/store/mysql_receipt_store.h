#pragma once

#include "services/common/mysql/pool.h"
#include "services/registry/store/receipt_store.h"
#include "services/registry/store/record_codec.h"

namespace rasoat::registry {

/// Keeps receipts in the table `field_receipt`. Pool and codec must outlive it.
class MySqlReceiptStore final : public ReceiptStore {
 public:
  MySqlReceiptStore(mysql::Pool& pool, const RecordCodec& codec)
      : pool_(pool), codec_(codec) {}

  absl::StatusOr<Receipts> Find(absl::Span<const ItemId> items,
                                absl::Time deadline) override;
  absl::StatusOr<Receipts> Keep(absl::Span<const FieldReceipt> receipts,
                                absl::Time deadline) override;

 private:
  mysql::Pool& pool_;
  const RecordCodec& codec_;
};

}  // namespace rasoat::registry

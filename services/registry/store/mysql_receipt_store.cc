#include "services/registry/store/mysql_receipt_store.h"

#include <vector>

#include "services/common/mysql/transaction.h"
#include "services/common/status/status_macros.h"
#include "services/registry/store/mysql_receipt_rows.h"

namespace rasoat::registry {

absl::StatusOr<ReceiptStore::Receipts> MySqlReceiptStore::Find(
    absl::Span<const ItemId> items, absl::Time deadline) {
  if (items.empty()) return Receipts();
  return mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
    return ReadReceipts(reader, items, codec_);
  });
}

absl::StatusOr<ReceiptStore::Receipts> MySqlReceiptStore::Keep(
    absl::Span<const FieldReceipt> receipts, absl::Time deadline) {
  if (receipts.empty()) return Receipts();
  std::vector<const FieldReceipt*> rows;
  std::vector<ItemId> items;
  for (const FieldReceipt& receipt : receipts) {
    rows.push_back(&receipt);
    items.push_back(receipt.item);
  }
  return mysql::InTransaction(
      pool_, deadline, [&](mysql::Transaction& tx) -> absl::StatusOr<Receipts> {
        RASOAT_RETURN_IF_ERROR(InsertReceipts(tx, rows, codec_, OnKept::kKeep));
        return ReadReceipts(tx, items, codec_);
      });
}

}  // namespace rasoat::registry

// Receipts as rows, for the stores of this folder.
#pragma once

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/common/mysql/transaction.h"
#include "services/registry/domain/field_receipt.h"
#include "services/registry/store/record_codec.h"

namespace rasoat::registry {

/// Inserts receipts. One that is there already is a DUPLICATE_KEY of the key
/// PRIMARY; with `keep`, it stays as it is instead.
enum class OnKept { kCollide, kKeep };
absl::Status InsertReceipts(mysql::Transaction& tx,
                            absl::Span<const FieldReceipt* const> receipts,
                            const RecordCodec& codec, OnKept on_kept);

/// Reads those of `items` that there are.
absl::StatusOr<absl::flat_hash_map<ItemId, FieldReceipt>> ReadReceipts(
    mysql::Reader& reader, absl::Span<const ItemId> items,
    const RecordCodec& codec);

/// Takes the prints out of the receipts of a household up to that revision:
/// see FieldReceipt::IsOf().
absl::Status ForgetPrints(mysql::Transaction& tx, const HouseholdId& household,
                          std::int64_t revision);

/// The same of all receipts that name no household: a refused item may have
/// told of anybody. From here to the commit nobody keeps another one.
absl::Status ForgetNamelessPrints(mysql::Transaction& tx);

}  // namespace rasoat::registry

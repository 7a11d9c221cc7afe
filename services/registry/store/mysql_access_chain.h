// The proofs that hold the access log together, and its rows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/crypto/blind_index.h"
#include "services/common/mysql/transaction.h"
#include "services/registry/domain/access_entry.h"

namespace rasoat::registry {

/// What the first entry of a chain comes after.
inline const std::string kNoProof(32, '\0');

/// Proves the entry, its place and all entries before it.
std::string ProofOf(const crypto::BlindIndex& key, const AccessPlace& place,
                    const std::string& previous, const AccessEntry& entry);

/// Proves that a chain ends there.
std::string SealOf(const crypto::BlindIndex& key, const AccessHead& head);

/// The end of a chain as stored.
struct StoredHead {
  AccessHead head;
  std::string seal;
  std::int64_t last = 0;  ///< The highest position that has an entry.
};

/// The end of a chain, none if it has none. With `lock` it stays as it is
/// until the transaction ends.
absl::StatusOr<std::optional<StoredHead>> ReadHead(mysql::Reader& reader,
                                                   int shard, bool lock);

/// An entry as stored. `time_differs` tells that a household of it is filed
/// under another time.
struct StoredAccess {
  KeptAccess kept;
  std::int64_t household_count = 0;
  std::string proof;
  bool time_differs = false;
};

/// Reads a row of access_entry; the households are still missing.
StoredAccess ReadAccessRow(const mysql::Row& row);

/// The entries of a chain with positions above `after`, up to `until`, in
/// order, with their households.
absl::StatusOr<std::vector<StoredAccess>> ReadChain(mysql::Reader& reader,
                                                    const AccessPlace& after,
                                                    std::int64_t until);

/// Fills in the households of single entries.
absl::Status AddHouseholds(mysql::Reader& reader, StoredAccess& access);

/// Inserts entries with these proofs from `first` on, and the chain's new end.
absl::Status InsertAccesses(mysql::Transaction& tx, const AccessPlace& first,
                            const std::vector<const AccessEntry*>& entries,
                            const std::vector<std::string>& proofs);

}  // namespace rasoat::registry

// Removing the files of imports that may hold a person who is erased.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/common/mysql/transaction.h"
#include "services/registry/domain/erasure.h"
#include "services/registry/domain/import.h"
#include "services/registry/domain/village_set.h"

namespace rasoat::registry {

/// Removes what imports for these areas keep of their files, and says of how
/// many. A file is removed whole or not at all, since its pieces are not its
/// rows; so one that may hold a household under a legal hold stops everything.
///
/// From here to the commit no new hold is taken, and every writer of the feed
/// waits: call it last.
///
/// Errors: FAILED_PRECONDITION  ERASURE_WAITS_FOR_IMPORT, IMPORT_FILE_HELD
absl::StatusOr<std::int64_t> RemoveImports(mysql::Transaction& tx,
                                           absl::Span<const ErasureArea> areas);

/// What became of an import that was to be removed.
enum class ImportRemoval {
  kRemoved,
  kHeld,     ///< Its area has a household under a legal hold: it stays.
  kChanged,  ///< It is not as it was found: it stays.
};

/// Removes what one import keeps of its file, if it still is in that state and
/// was last changed before `before`. `villages` are those of its area. With
/// `apply` false only tells. As RemoveImports(), it keeps out new holds and
/// writers of the feed until the commit.
absl::StatusOr<ImportRemoval> RemoveImport(mysql::Transaction& tx,
                                           const ImportId& id,
                                           ImportState state, absl::Time before,
                                           const VillageSet& villages,
                                           bool apply);

/// Waits until no RemoveImports() is under way, and keeps others from beginning
/// until the transaction ends: call it before a hold is written.
absl::Status BarImportRemoval(mysql::Transaction& tx);

}  // namespace rasoat::registry

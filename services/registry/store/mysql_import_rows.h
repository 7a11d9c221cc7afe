// Imports as rows, for the import store: what is sealed of them, and how.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/common/crypto/key_ring.h"
#include "services/common/mysql/row.h"
#include "services/registry/domain/import.h"

namespace rasoat::registry {

/// Seals and opens what belongs to one import: its details, a piece of its
/// file, the findings of a row. A sealed value belongs to its row. Thread safe;
/// keys and layout must outlive it.
class ImportSeals {
 public:
  ImportSeals(const crypto::KeyRing& keys, const ImportLayout& layout)
      : keys_(keys), layout_(layout) {}

  /// File name, columns and fault.
  crypto::Sealed Details(const Import& import) const;
  /// Reads a row that was selected with kImportColumns.
  absl::StatusOr<Import> ReadImport(const mysql::Row& row) const;

  crypto::Sealed Chunk(const ImportId& id, std::int64_t offset,
                       absl::string_view bytes) const;
  absl::StatusOr<std::string> OpenChunk(const ImportId& id, std::int64_t offset,
                                        const mysql::Row& row) const;

  crypto::Sealed Findings(const ImportId& id, const ImportRow& row) const;
  absl::StatusOr<ImportRow> ReadFindings(const ImportId& id,
                                         const mysql::Row& row) const;

 private:
  const crypto::KeyRing& keys_;
  const ImportLayout& layout_;
};

/// The columns of an import's row, for SELECT.
inline constexpr char kImportColumns[] =
    "id, area, state, size, sha256, all_or_nothing, known, received, permille, "
    "counts, done_sheet, done_row, attempts, creator, create_time, "
    "update_time, "
    "expire_time, key_id, details";

/// Counts as they are stored.
std::string PackCounts(const ImportCounts& counts);

/// A row's place in the file as one number, which rises as the file goes on.
std::int64_t PlaceOf(const ImportRowAt& at);

/// A bit for each kind of finding that the row has.
int KindsOf(const ImportRow& row);

}  // namespace rasoat::registry

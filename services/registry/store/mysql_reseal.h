// Sealing again, under the newest key, what surveys, files and imports keep
// sealed.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/common/crypto/key_ring.h"
#include "services/common/mysql/pool.h"

namespace rasoat::registry {

/// A column of sealed values beside a `key_id`. Each is bound to the table, the
/// id and the number of its row, in this order.
struct SealedColumn {
  const char* table;
  const char* id;      ///< A BINARY(16).
  const char* number;  ///< A whole number; null: the id is all.
  const char* column;
};

/// Those of surveys, reviews, drafts, files and imports.
absl::Span<const SealedColumn> SurveySeals();

/// Seals up to `limit` values that are not under the newest key again, in one
/// transaction, and says how many there were: 0 once all are done. Reads and
/// writes of others go on meanwhile; it may be stopped at any moment and be
/// begun again.
///
/// Errors: those of KeyRing::Open and of the database
absl::StatusOr<std::int64_t> Reseal(mysql::Pool& pool,
                                    const crypto::KeyRing& keys,
                                    const SealedColumn& column, int limit,
                                    absl::Time deadline);

}  // namespace rasoat::registry

// Putting what is sealed under the newest key.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/crypto/key_ring.h"
#include "services/common/ids/ulid.h"
#include "services/common/mysql/transaction.h"

namespace rasoat::registry {

/// What the columns of a row are called while it is rotated.
struct SealedIn {
  static constexpr char kId[] = "rotation_id";
  static constexpr char kNumber[] = "rotation_number";
  static constexpr char kSecondId[] = "rotation_second_id";
  static constexpr char kContent[] = "rotation_content";
};

/// A table whose column `content` is sealed under the key of column `key_id`.
struct SealedTable {
  std::string name;
  /// What names a row: a BINARY(16) column and, unless they are empty, a whole
  /// number or another BINARY(16).
  std::string id;
  std::string number;
  std::string second_id;
  /// The sealed column; where it is NULL there is nothing to seal.
  std::string content = "content";
  /// Further columns that `belongs_to` needs; names as in the table.
  std::vector<std::string> more;
  /// What the value of a row is sealed for: the associated data of its seal.
  std::function<std::string(const mysql::Row&)> belongs_to;
  /// The packed form of a row under key 0, which is not sealed, out of its
  /// columns under the names of SealedIn. Null where there are no such rows.
  std::function<absl::StatusOr<std::string>(const mysql::Row&)> pack;
  /// What else has to be made up for a row that was under key 0, in the same
  /// transaction, given its packed form. May be null.
  std::function<absl::Status(mysql::Transaction&, const Ulid& id,
                             const std::string& packed)>
      complete;
};

/// What became of the rows of a table, or of a part of it.
struct RotatedRows {
  std::int64_t rewritten = 0;
  std::int64_t raced = 0;  ///< Changed by others meanwhile, and left so.
};

/// Rewrites rows that are not under the newest key, in small transactions, in
/// the order of the primary key, while others read and write: a row that was
/// changed since it was read is left as it is. May be ended at any moment and
/// run again; two at once do no harm. Thread safe; what it is made of must
/// outlive it.
class MySqlKeyRotation {
 public:
  /// Rows in one transaction.
  static constexpr int kBatch = 200;

  MySqlKeyRotation(mysql::Pool& pool, const crypto::KeyRing& keys,
                   const Clock& clock)
      : pool_(pool), keys_(keys), clock_(clock) {}

  /// All of a table. `progress` hears of the sum so far after each batch that
  /// changed something.
  ///
  /// Errors: those of crypto::KeyRing::Open, with the table's name; what the
  /// database says of itself.
  absl::StatusOr<RotatedRows> Rotate(
      const SealedTable& table,
      const std::function<void(const RotatedRows&)>& progress);

  /// How many rows are under which key: a walk over the table.
  absl::StatusOr<std::map<std::uint32_t, std::int64_t>> Count(
      const SealedTable& table);

 private:
  /// A row that is to be rewritten.
  struct Held {
    Ulid id;
    std::int64_t number = 0;
    Ulid second_id;
    std::uint32_t key_id = 0;
    std::string content;
    std::string belongs_to;
    std::string packed;
  };

  absl::StatusOr<std::vector<Held>> Next(const SealedTable& table,
                                         const Held& after);
  absl::StatusOr<Held> ReadRow(const SealedTable& table,
                               const mysql::Row& row) const;
  absl::StatusOr<RotatedRows> Write(const SealedTable& table,
                                    const std::vector<Held>& rows);

  mysql::Pool& pool_;
  const crypto::KeyRing& keys_;
  const Clock& clock_;
};

}  // namespace rasoat::registry

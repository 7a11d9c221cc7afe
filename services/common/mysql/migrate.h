// Brings a schema up to the files of a migrations folder.
//
// The folder holds NNNN_what_it_does.sql, applied in the order of their names,
// forward only, each once. MySQL commits every DDL statement by itself, so a
// file is not a transaction: one structural change a file, or statements that
// can be repeated by hand.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/mysql/pool.h"

namespace rasoat::mysql {

/// Applies what is missing and records it with the hash of its text in
/// schema_migration(name, hash, applied_at). Holds a named lock meanwhile, so
/// that replicas that start together apply each file once; waits for it up to
/// `lock_wait`. Uses one connection of its own, without a statement limit. In a
/// Galera cluster the lock is the node's: runners go through one address.
///
/// Errors:
///   NOT_FOUND            MIGRATIONS_MISSING   no such folder, or no file in it
///   INVALID_ARGUMENT     MIGRATION_MISNAMED   a .sql file not called
///   NNNN_words.sql,
///                                             or two with one number
///   FAILED_PRECONDITION  MIGRATION_CHANGED    an applied file is gone or
///   differs,
///                                             or a new one sorts before an
///                                             applied one
///   INTERNAL             MIGRATION_FAILED     a statement failed: file, number
///   of the
///                                             statement (1 first) and server
///                                             error
///   UNAVAILABLE          MIGRATION_LOCKED     another runner held the lock too
///   long and those of Pool::Acquire
absl::Status Migrate(Pool& pool, const std::string& directory,
                     absl::Duration lock_wait = absl::Minutes(2));

/// True when every file of the folder is applied with the same text and nothing
/// else is: a service is ready only then. Changes nothing; errors as Migrate.
absl::StatusOr<bool> SchemaIsCurrent(Pool& pool, const std::string& directory,
                                     absl::Time deadline);

/// The statements of a migration file. A statement ends with a ';' that is the
/// last thing of its line (a comment may follow); text in quotes and comments
/// ("-- ", "#", "/* */") hide one. Comments around statements are dropped, the
/// last ';' may be missing.
std::vector<std::string> SplitStatements(absl::string_view text);

}  // namespace rasoat::mysql

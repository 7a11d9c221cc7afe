#include "services/common/mysql/migrate.h"

#include <cppconn/exception.h>
#include <openssl/sha.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/clock/clock.h"
#include "services/common/log/log.h"
#include "services/common/mysql/connection.h"
#include "services/common/mysql/transaction.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::mysql {
namespace {

using absl::StatusCode;

constexpr char kCreateTable[] =
    "CREATE TABLE IF NOT EXISTS schema_migration ("
    " name VARCHAR(190) CHARACTER SET ascii NOT NULL PRIMARY KEY,"
    " hash CHAR(64) CHARACTER SET ascii NOT NULL,"
    " applied_at DATETIME(6) NOT NULL) ENGINE=InnoDB";
constexpr char kHasTable[] =
    "SELECT COUNT(*) FROM information_schema.tables"
    " WHERE table_schema = DATABASE() AND table_name = 'schema_migration'";
constexpr char kSelectApplied[] =
    "SELECT name, hash FROM schema_migration ORDER BY name";
constexpr char kInsertApplied[] =
    "INSERT INTO schema_migration (name, hash, applied_at) VALUES (?, ?, ?)";
// A lock's name is the server's, not the schema's, and at most 64 characters.
constexpr char kTakeLock[] =
    "SELECT COALESCE(GET_LOCK(CONCAT('rasoat.migrate.',"
    " LEFT(SHA2(DATABASE(), 256), 40)), ?), 0)";

struct File {
  std::string name;
  std::string text;
  std::string hash;
};
using Applied = std::map<std::string, std::string>;  // name → hash

std::string HashOf(absl::string_view text) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         digest);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest), sizeof digest));
}

/// NNNN_words.sql: four digits, then lower-case letters, digits and '_'.
bool WellNamed(absl::string_view name) {
  if (!absl::ConsumeSuffix(&name, ".sql") || name.size() < 6 ||
      name[4] != '_') {
    return false;
  }
  return std::all_of(name.begin(), name.begin() + 4, absl::ascii_isdigit) &&
         std::all_of(name.begin() + 5, name.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
         });
}

absl::StatusOr<std::vector<File>> FilesOf(const std::string& directory) {
  std::error_code failed;
  std::vector<File> files;
  std::set<std::string> numbers;
  for (std::filesystem::directory_iterator it(directory, failed), end;
       !failed && it != end; it.increment(failed)) {
    if (it->path().extension() != ".sql") continue;
    File file{.name = it->path().filename().string()};
    if (!WellNamed(file.name) ||
        !numbers.insert(file.name.substr(0, 4)).second) {
      return Error(StatusCode::kInvalidArgument, "MIGRATION_MISNAMED",
                   absl::StrCat(file.name,
                                ": the name is not NNNN_words.sql "
                                "or its number is taken"));
    }
    std::ifstream in(it->path(), std::ios::binary);
    file.text.assign(std::istreambuf_iterator<char>(in), {});
    if (in.bad() || !in.is_open())
      failed = std::make_error_code(std::errc::io_error);
    file.hash = HashOf(file.text);
    files.push_back(std::move(file));
  }
  if (failed || files.empty()) {
    return Error(StatusCode::kNotFound, "MIGRATIONS_MISSING",
                 absl::StrCat("no readable migrations in ", directory));
  }
  std::sort(files.begin(), files.end(),
            [](const File& a, const File& b) { return a.name < b.name; });
  return files;
}

absl::StatusOr<Applied> AppliedIn(Reader& reader) {
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<bool> there,
      reader.QueryOne(kHasTable, [](const Row& row) { return row.Bool(0); }));
  Applied applied;
  if (!*there) return applied;
  RASOAT_RETURN_IF_ERROR(
      reader.ForEach(kSelectApplied, [&](const Row& row) -> absl::Status {
        applied.emplace(row.Text("name"), row.Text("hash"));
        return absl::OkStatus();
      }));
  return applied;
}

/// The files not yet applied, or why the schema is not one of ours.
absl::StatusOr<std::vector<File>> Missing(std::vector<File> files,
                                          const Applied& applied) {
  const auto changed = [](absl::string_view name, absl::string_view how) {
    return Error(StatusCode::kFailedPrecondition, "MIGRATION_CHANGED",
                 absl::StrCat("migration ", name, " ", how));
  };
  std::vector<File> missing;
  for (File& file : files) {
    auto found = applied.find(file.name);
    if (found == applied.end()) {
      missing.push_back(std::move(file));
    } else if (found->second != file.hash) {
      return changed(file.name, "differs from the text that was applied");
    } else if (!missing.empty()) {
      return changed(missing.front().name, "sorts before one already applied");
    }
  }
  for (const auto& [name, hash] : applied) {
    if (std::none_of(files.begin(), files.end(),
                     [&, &name = name](const File& file) {
                       return file.name == name;
                     })) {
      return changed(name, "was applied but its file is gone");
    }
  }
  return missing;
}

absl::Status Apply(Connection& connection, const File& file) {
  int number = 0;
  for (const std::string& statement : SplitStatements(file.text)) {
    ++number;
    try {
      connection.Run(statement);
    } catch (const sql::SQLException& e) {
      // The server's text is for the operator who migrates.
      return Error(StatusCode::kInternal, "MIGRATION_FAILED",
                   absl::StrCat(file.name, " statement ", number, ": error ",
                                e.getErrorCode(), ": ", e.what()));
    }
  }
  return absl::OkStatus();
}

absl::Status ApplyMissing(Session& session, std::vector<File> files) {
  Transaction tx(session, absl::InfiniteFuture());
  RASOAT_ASSIGN_OR_RETURN(Applied applied, AppliedIn(tx));
  RASOAT_ASSIGN_OR_RETURN(std::vector<File> missing,
                          Missing(std::move(files), applied));
  if (missing.empty()) return absl::OkStatus();
  RASOAT_RETURN_IF_ERROR(tx.Execute(kCreateTable).status());
  for (const File& file : missing) {
    RASOAT_RETURN_IF_ERROR(Apply(session.connection(), file));
    RASOAT_RETURN_IF_ERROR(
        tx.Execute(kInsertApplied, file.name, file.hash, SystemClock().Now())
            .status());
    log::Line("migrated").Add("file", file.name).Write();
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Migrate(Pool& pool, const std::string& directory,
                     absl::Duration lock_wait) {
  RASOAT_ASSIGN_OR_RETURN(std::vector<File> files, FilesOf(directory));
  PoolOptions options = pool.options();
  options.max_sessions = 1;
  options.statement_limit = absl::InfiniteDuration();
  Pool own(std::move(options));
  RASOAT_ASSIGN_OR_RETURN(
      Session session,
      own.Acquire(SystemClock().Now() + own.options().connect_timeout));
  // The lock ends with the connection, and that with `own`.
  Reader reader(session, absl::InfiniteFuture());
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<bool> locked,
      reader.QueryOne(
          kTakeLock, [](const Row& row) { return row.Bool(0); },
          absl::ToInt64Seconds(absl::Ceil(lock_wait, absl::Seconds(1)))));
  if (!*locked) {
    return Error(StatusCode::kUnavailable, "MIGRATION_LOCKED",
                 "another process is migrating this schema");
  }
  return ApplyMissing(session, std::move(files));
}

absl::StatusOr<bool> SchemaIsCurrent(Pool& pool, const std::string& directory,
                                     absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(std::vector<File> files, FilesOf(directory));
  RASOAT_ASSIGN_OR_RETURN(Applied applied, Read(pool, deadline, AppliedIn));
  RASOAT_ASSIGN_OR_RETURN(std::vector<File> missing,
                          Missing(std::move(files), applied));
  return missing.empty();
}

}  // namespace rasoat::mysql

// The import of one file, from its announcement to its end.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/status/error.h"
#include "services/registry/domain/ids.h"
#include "services/registry/domain/import_assembler.h"

namespace rasoat::registry {

/// Where an import stands. The order is the API's, the number is stored.
enum class ImportState {
  kUnspecified,
  kUploading,
  kUploaded,
  kChecking,
  kChecked,
  kRunning,
  kDone,
  kRefused,
  kCancelled,
};

/// What to do with households that are there already. As ImportState.
enum class ImportKnown { kUnspecified, kSkip, kUpdate, kReport };

/// How an import is to be run.
struct ImportOptions {
  bool all_or_nothing = false;
  ImportKnown known = ImportKnown::kSkip;
  friend bool operator==(const ImportOptions&, const ImportOptions&) = default;
};

/// How much came to what; see the API's ImportCounts.
struct ImportCounts {
  std::int64_t rows = 0;
  std::int64_t households = 0;
  std::int64_t error_rows = 0;
  std::int64_t warning_rows = 0;
  std::int64_t duplicate_rows = 0;
  std::int64_t created = 0;
  std::int64_t updated = 0;
  std::int64_t known = 0;
  std::int64_t refused = 0;

  ImportCounts& operator+=(const ImportCounts& more);
  friend bool operator==(const ImportCounts&, const ImportCounts&) = default;
};

/// A column of the file, and what it was taken for.
struct ImportFileColumn {
  std::string sheet;
  int sheet_place = 0;
  int cell = 0;                 ///< 0 is column A.
  std::int64_t header_row = 0;  ///< As a spreadsheet program shows it.
  std::string header;
  std::string column;  ///< Key of the layout's; empty: not known.
  friend bool operator==(const ImportFileColumn&,
                         const ImportFileColumn&) = default;
};

/// An import.
struct Import {
  ImportId id;
  AreaCode area;
  std::string file_name;
  std::int64_t size = 0;
  std::string sha256;  ///< 32 bytes.
  ImportOptions options;
  ImportState state = ImportState::kUploading;
  std::int64_t received = 0;
  int permille = 0;
  ImportCounts counts;
  ImportRowAt done;  ///< The last row that was dealt with in this state.
  std::vector<Violation> fault;
  std::vector<ImportFileColumn> columns;
  std::string creator;
  absl::Time create_time;
  absl::Time update_time;
  absl::Time expire_time;
  /// How often work on it began since it last got any further.
  int attempts = 0;

  /// True while the background has to do with it.
  bool busy() const {
    return state == ImportState::kChecking || state == ImportState::kRunning;
  }
};

/// True when both announce the same file for the same area.
bool SameFile(const Import& a, const Import& b);

/// Everything wrong with the announcement of a file. Rules:
/// FILE_NAME_MALFORMED, FILE_SIZE_OUT_OF_RANGE, SHA256_MALFORMED.
std::vector<Violation> CheckNewImport(const Import& import,
                                      std::int64_t most_bytes);

/// How many of the `length` bytes at `offset` are new: they begin at
/// `received`. 0 for a piece that was there.
///
/// Errors:
///   FAILED_PRECONDITION  IMPORT_NOT_UPLOADING, IMPORT_CHUNK_GAP
///   INVALID_ARGUMENT     IMPORT_CHUNK_SIZE  none, over 1 MiB, past the end of
///       the file, or below 64 KiB and not its end
absl::StatusOr<std::int64_t> AcceptChunk(const Import& import,
                                         std::int64_t offset,
                                         std::int64_t length);

/// The import as it goes on to be checked, run or cancelled.
///
/// Errors:
///   FAILED_PRECONDITION  IMPORT_NOT_UPLOADED, IMPORT_NOT_CHECKED,
///       IMPORT_HAS_FAULTS, IMPORT_BUSY, IMPORT_OVER
absl::StatusOr<Import> BeginCheck(const Import& import,
                                  const ImportOptions& options);
absl::StatusOr<Import> BeginRun(const Import& import);
absl::StatusOr<Import> Cancel(const Import& import);

/// The household as it is after the list has been taken over: address,
/// telephone, listing, and the members that the list has, found by citizen id
/// or by name and year of birth; new ones are added, and nobody is removed.
Household Merged(const Household& current, const Household& listed);

}  // namespace rasoat::registry

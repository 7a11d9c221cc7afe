// Where imports, their files and what was found in them are kept.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/registry/domain/import.h"

namespace rasoat::registry {

/// A piece of a file.
struct ImportChunk {
  std::int64_t offset = 0;
  std::int64_t length = 0;
};

/// An import before and after a step.
struct ImportStep {
  Import seen;
  Import next;
};

/// What one step of the work on an import comes to: all of it or nothing.
struct ImportBatch {
  std::vector<const Household*> created;
  /// States as they shall be; their revision is the one they were read with.
  std::vector<const Household*> updated;
  /// Rows with findings.
  std::vector<const ImportRow*> rows;
  /// The import after the step: counts, done, progress, columns, state.
  Import next;
  /// For steps that are written side by side: called when the households and
  /// the rows are written; waits until the steps before are committed, and says
  /// what then stands for `seen` and `next`. May be called again, with the same
  /// answer. Its error ends the step. Null: `seen` and `next` are as given.
  std::function<absl::StatusOr<ImportStep>()> turn;
};

/// Which rows a list is of, and where it goes on.
struct ImportRowFilter {
  ImportId import;
  FindingKind kind = FindingKind::kUnspecified;  ///< kUnspecified: any.
  ImportRowAt after;
};

/// Keeps imports. Thread safe. Every method may also return what the database
/// says of itself.
class ImportStore {
 public:
  /// Decides the next state from the stored one; may be run again, so pure.
  using Change = absl::FunctionRef<absl::StatusOr<Import>(const Import&)>;

  virtual ~ImportStore() = default;

  /// Keeps a new one; or returns the one with its id that announces the same.
  ///
  /// Errors: ALREADY_EXISTS  IMPORT_EXISTS  the id belongs to another file
  virtual absl::StatusOr<Import> Create(const Import& import,
                                        absl::Time deadline) = 0;
  /// Errors: NOT_FOUND  IMPORT_NOT_FOUND
  virtual absl::StatusOr<Import> Get(const ImportId& id,
                                     absl::Time deadline) = 0;
  /// Up to `limit` imports of an area with an id below `before` (none: all),
  /// newest first.
  virtual absl::StatusOr<std::vector<Import>> List(const AreaCode& area,
                                                   const ImportId& before,
                                                   int limit,
                                                   absl::Time deadline) = 0;
  /// Adds a piece of the file; see AcceptChunk, whose errors it has.
  virtual absl::StatusOr<Import> Append(const ImportId& id, std::int64_t offset,
                                        absl::string_view bytes,
                                        absl::Time deadline) = 0;
  /// Reads, changes and writes an import as one step. A change that makes it
  /// busy takes away the findings of before. Errors: NOT_FOUND
  /// IMPORT_NOT_FOUND; whatever `change` returned.
  virtual absl::StatusOr<Import> Update(const ImportId& id, Change change,
                                        absl::Time deadline) = 0;

  /// The pieces of a file, in order; empty once it was removed.
  virtual absl::StatusOr<std::vector<ImportChunk>> Chunks(
      const ImportId& id, absl::Time deadline) = 0;
  /// The bytes of the piece that starts there. Errors: NOT_FOUND
  /// IMPORT_FILE_GONE.
  virtual absl::StatusOr<std::string> ReadChunk(const ImportId& id,
                                                std::int64_t offset,
                                                absl::Time deadline) = 0;
  /// Up to `limit` rows with findings after a place.
  virtual absl::StatusOr<std::vector<ImportRow>> Rows(
      const ImportRowFilter& filter, int limit, absl::Time deadline) = 0;

  /// Takes a busy import that nobody works on, for `lease` by the database's
  /// clock; nothing when there is none. Counts the attempt.
  virtual absl::StatusOr<std::optional<Import>> Claim(const std::string& holder,
                                                      absl::Duration lease,
                                                      absl::Time deadline) = 0;
  /// Lets an import go that `holder` has.
  virtual absl::Status Release(const ImportId& id, const std::string& holder,
                               absl::Time deadline) = 0;
  /// Writes a step, tells the feed of its households and prolongs the lease,
  /// in one transaction. `seen` is the import as the step began. An empty step
  /// only prolongs the lease.
  ///
  /// Errors:
  ///   ABORTED         IMPORT_LOST      it was cancelled, or another works on
  ///       it: stop
  ///   ABORTED         IMPORT_RACED     a household to be updated has changed
  ///   ALREADY_EXISTS  IMPORT_COLLIDED  a number or a citizen id of a new
  ///       household is taken: look again
  virtual absl::Status Commit(const Import& seen, const ImportBatch& batch,
                              const std::string& holder, absl::Duration lease,
                              absl::Time deadline) = 0;

  /// The households of a village that have one of these numbers.
  virtual absl::StatusOr<std::vector<Household>> AtNumbers(
      const AreaCode& village, absl::Span<const std::int64_t> numbers,
      absl::Time deadline) = 0;

  /// Removes the files and findings of up to `limit` imports whose time is
  /// over and that nobody works on; how many there were.
  virtual absl::StatusOr<int> RemoveExpired(absl::Time now, int limit,
                                            absl::Time deadline) = 0;
};

/// Who of the register has a citizen id. Thread safe.
class PersonLookup {
 public:
  /// A citizen id, and the active household of whom has it.
  struct Holder {
    std::string citizen_id;
    HouseholdId household;
  };

  virtual ~PersonLookup() = default;
  /// Those of `citizen_ids` that somebody has.
  virtual absl::StatusOr<std::vector<Holder>> HoldersOf(
      absl::Span<const std::string> citizen_ids, absl::Time deadline) = 0;
};

}  // namespace rasoat::registry

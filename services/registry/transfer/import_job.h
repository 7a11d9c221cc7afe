// The work on one import: its check, or its run.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/common/clock/clock.h"
#include "services/registry/intake/area_catalog.h"
#include "services/registry/intake/duplicate_watch.h"
#include "services/registry/store/import_store.h"
#include "services/registry/transfer/import_bytes.h"
#include "services/registry/transfer/import_channel.h"
#include "services/registry/transfer/import_decider.h"
#include "services/registry/transfer/import_file.h"
#include "services/registry/transfer/import_turns.h"

namespace rasoat::registry {

/// What works on imports; everything must outlive it.
struct ImportWorkshop {
  ImportStore& store;
  PersonLookup& people;
  AreaCatalog& areas;
  const ImportLayout& layout;
  const PersonRules& rules;
  const Clock& clock;
  /// Who of the list looks like somebody of the register is told of its rows,
  /// and raised as a case once written; null: nobody looks before the next
  /// scan.
  PersonRoll* roll = nullptr;
  const DuplicateMarks* marks = nullptr;
  DuplicateWatch* watch = nullptr;
  /// How long an import stays with who works on it and says nothing.
  absl::Duration lease = absl::Seconds(30);
  /// Households in one transaction.
  std::size_t batch = 1000;
};

/// Works on a claimed import from where it was left: one thread reads and
/// judges, two decide and write, a batch a transaction that also stores how far
/// it is. Batches are written side by side and committed in the order of the
/// file. Whatever happens, the next claim goes on after the
/// last batch that was written.
class ImportJob {
 public:
  /// `stop` may be set by others at any time; the job then ends after a batch.
  ImportJob(const ImportWorkshop& workshop, Import import, std::string holder,
            const std::atomic<bool>& stop)
      : workshop_(workshop),
        first_(std::move(import)),
        import_(first_),
        holder_(std::move(holder)),
        stop_(stop),
        read_(2) {}

  /// OK when it is over for now: done, refused, lost to another, or stopped.
  /// An error is one of the store; the work goes on with the next claim.
  absl::Status Run();

 private:
  /// What the reading thread hands over.
  struct Piece {
    std::vector<ImportedHousehold> households;
    std::vector<ImportFileColumn> columns;
    int permille = 0;
    bool last = false;
    absl::Status failed;
  };

  absl::Status Work(ImportBytes& bytes, const AreaBook& areas);
  void Read(ImportFile& file, ImportDecider& decider, ImportRowAt resume);
  absl::Status Write(const ImportDecider& decider);
  /// Writes a piece, which has that turn.
  absl::Status WritePiece(const ImportDecider& decider, Piece piece,
                          ImportTurn& turn);
  /// The import once the piece is written; called by whose turn it is.
  Import After(const Piece& piece, const ImportCounts& counts) const;
  /// Raises the cases of households that were written.
  void Raise(const std::vector<const Household*>& suspected);
  absl::Status Commit(ImportBatch batch);
  absl::Status Refuse(const absl::Status& why);
  absl::Time Soon() const;
  bool checking() const { return first_.state == ImportState::kChecking; }

  const ImportWorkshop workshop_;
  const Import first_;  ///< As it was claimed.
  Import import_;       ///< As it is stored; of the step whose turn it is.
  const std::string holder_;
  const std::atomic<bool>& stop_;
  ImportChannel<Piece> read_;
  ImportTurns turns_;
};

}  // namespace rasoat::registry

#include "services/registry/transfer/import_job.h"

#include <deque>
#include <future>
#include <iterator>
#include <thread>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::registry {
namespace {

/// The day on which a list of `area` is read: today, or the last one of a unit
/// that is no more, whose villages are those it had then.
absl::CivilDay DayOfVillages(const AreaBook& areas, const AreaCode& area,
                             absl::CivilDay today) {
  if (areas.Find(area, today) != nullptr) return today;
  const Area* last = areas.FindLatest(area, today);
  return last != nullptr && last->valid_to ? *last->valid_to - 1 : today;
}

constexpr absl::Duration kStepTime = absl::Seconds(60);
constexpr int kMostLooks = 5;
/// Steps being decided and written at the same time, each on its connection.
constexpr std::size_t kStepsAtOnce = 2;

/// What is wrong with the file itself, not with us.
bool IsOfTheFile(const absl::Status& status) {
  return (status.code() == absl::StatusCode::kInvalidArgument ||
          ReasonOf(status) == "IMPORT_FILE_GONE") &&
         !ViolationsOf(status).empty();
}

absl::Status FileDiffers() {
  return Invalid(Violation{
      "file", "FILE_DIFFERS",
      "Tệp nhận được không giống tệp đã khai báo (SHA-256 khác); hãy tải lên "
      "lại.",
      "The file that came is not the one announced (its SHA-256 differs); "
      "upload it again."});
}

/// What an import says that was to be all or nothing and could not be: it is
/// written in many transactions.
Violation AllOrNothingBroken(std::int64_t refused) {
  return {"options.all_or_nothing", "ALL_OR_NOTHING_BROKEN",
          absl::StrCat(refused,
                       " hộ đã bị người khác ghi trùng sau khi kiểm tra nên "
                       "không được ghi; các hộ khác đã được ghi. Xem từng dòng "
                       "và xử lý các hộ đó."),
          absl::StrCat(refused,
                       " households were not written, since others registered "
                       "their people or numbers after the check; all others "
                       "were. Look at the rows, and see to those.")};
}

bool IsLost(const absl::Status& status) {
  return ReasonOf(status) == "IMPORT_LOST";
}

}  // namespace

absl::Time ImportJob::Soon() const { return SystemClock().Now() + kStepTime; }

absl::Status ImportJob::Run() {
  absl::StatusOr<ImportBytes> bytes =
      ImportBytes::Open(workshop_.store, import_);
  absl::Status done = bytes.status();
  if (done.ok()) {
    RASOAT_ASSIGN_OR_RETURN(AreaCatalog::Book book,
                            workshop_.areas.Fresh(Soon()));
    done = Work(*bytes, *book);
  }
  if (IsOfTheFile(done)) done = Refuse(done);
  return IsLost(done) ? absl::OkStatus() : done;
}

absl::Status ImportJob::Work(ImportBytes& bytes, const AreaBook& areas) {
  if (checking() && import_.done == ImportRowAt{}) {
    RASOAT_ASSIGN_OR_RETURN(const std::string hash, bytes.Sha256());
    if (hash != import_.sha256) return FileDiffers();
  }
  const absl::Time now = workshop_.clock.Now();
  const absl::CivilDay today = DayInVietnam(now);
  const VillageFinder villages(areas, import_.area,
                               DayOfVillages(areas, import_.area, today),
                               workshop_.layout.village_kinds);
  ImportDecider decider(import_, {.layout = workshop_.layout,
                                  .rules = workshop_.rules,
                                  .areas = areas,
                                  .store = workshop_.store,
                                  .people = workshop_.people,
                                  .roll = workshop_.roll,
                                  .marks = workshop_.marks,
                                  .today = today,
                                  .now = now});
  RASOAT_ASSIGN_OR_RETURN(auto file,
                          ImportFile::Open(bytes, {.layout = workshop_.layout,
                                                   .rules = workshop_.rules,
                                                   .villages = villages,
                                                   .today = today}));
  std::thread reader(
      [&, resume = import_.done] { Read(*file, decider, resume); });
  // However the writing ends, nobody is left reading.
  const absl::Cleanup no_more = [&] {
    read_.Close();
    reader.join();
  };
  return Write(decider);
}

void ImportJob::Read(ImportFile& file, ImportDecider& decider,
                     ImportRowAt resume) {
  std::size_t columns = 0;
  // Here rather than before, so that the lease is prolonged meanwhile.
  if (Piece failed{.failed = decider.CallTheRoll()}; !failed.failed.ok()) {
    read_.Put(std::move(failed));
    return;
  }
  for (bool more = true; more;) {
    Piece piece;
    absl::StatusOr<bool> read = file.Next(workshop_.batch, piece.households);
    piece.failed = read.status();
    more = read.ok() && *read;
    piece.last = read.ok() && !*read;
    // What an earlier attempt has dealt with.
    auto fresh = piece.households.begin();
    while (fresh != piece.households.end() && fresh->rows.back().at <= resume) {
      ++fresh;
    }
    std::vector<ImportedHousehold> before(
        std::make_move_iterator(piece.households.begin()),
        std::make_move_iterator(fresh));
    piece.households.erase(piece.households.begin(), fresh);
    decider.Skip(before);
    decider.Prepare(piece.households);
    if (file.columns().size() != columns) {
      piece.columns = file.columns();
      columns = piece.columns.size();
    }
    piece.permille = file.permille();
    const bool empty = piece.households.empty() && !piece.last &&
                       piece.failed.ok() && piece.columns.empty();
    if (!empty && !read_.Put(std::move(piece))) return;
    if (stop_) return;
  }
}

absl::Status ImportJob::Write(const ImportDecider& decider) {
  std::deque<std::future<absl::Status>> steps;
  const auto finish_to = [&](std::size_t most) -> absl::Status {
    while (steps.size() > most) {
      const absl::Status ended = steps.front().get();
      steps.pop_front();
      RASOAT_RETURN_IF_ERROR(ended);
    }
    return absl::OkStatus();
  };
  std::int64_t count = 0;
  for (bool last = false; !last && !stop_;) {
    std::optional<Piece> piece = read_.Take(workshop_.lease / 4);
    if (!piece) {
      // Nothing read yet: only say that somebody is at it.
      RASOAT_RETURN_IF_ERROR(finish_to(0));
      RASOAT_RETURN_IF_ERROR(Commit({.next = import_}));
      continue;
    }
    RASOAT_RETURN_IF_ERROR(piece->failed);
    last = piece->last;
    RASOAT_RETURN_IF_ERROR(finish_to(kStepsAtOnce - 1));
    steps.push_back(std::async(
        std::launch::async,
        [this, &decider, step = count++, piece = *std::move(piece)]() mutable {
          ImportTurn turn(turns_, step);
          return WritePiece(decider, std::move(piece), turn);
        }));
  }
  return finish_to(0);
}

Import ImportJob::After(const Piece& piece, const ImportCounts& counts) const {
  Import next = import_;
  next.attempts = 0;  // it gets further
  next.counts += counts;
  next.permille = piece.permille;
  next.update_time = workshop_.clock.Now();
  if (!piece.columns.empty()) next.columns = piece.columns;
  if (!piece.households.empty()) {
    next.done = piece.households.back().rows.back().at;
  }
  if (piece.last) {
    next.state = checking() ? ImportState::kChecked : ImportState::kDone;
    next.permille = 1000;
    if (!checking() && next.options.all_or_nothing && next.counts.refused > 0) {
      next.fault = {AllOrNothingBroken(next.counts.refused)};
    }
  }
  return next;
}

absl::Status ImportJob::WritePiece(const ImportDecider& decider, Piece piece,
                                   ImportTurn& turn) {
  bool look_for_people = checking();
  for (int look = 1;; ++look) {
    RASOAT_ASSIGN_OR_RETURN(
        ImportDecision decision,
        decider.Decide(piece.households, look_for_people, Soon()));
    ImportBatch batch{.rows = std::move(decision.rows), .next = first_};
    if (!checking()) {
      batch.created = std::move(decision.created);
      for (const Household& household : decision.changed) {
        batch.updated.push_back(&household);
      }
    }
    const absl::Time deadline = Soon();
    // Changes lock what is there: one step at a time.
    if (!batch.updated.empty()) RASOAT_RETURN_IF_ERROR(turn.Await(deadline));
    Import next;
    batch.turn = [&]() -> absl::StatusOr<ImportStep> {
      RASOAT_RETURN_IF_ERROR(turn.Await(deadline));
      next = After(piece, decision.counts);
      return ImportStep{.seen = import_, .next = next};
    };
    const absl::Status committed = workshop_.store.Commit(
        first_, batch, holder_, workshop_.lease, deadline);
    if (committed.ok()) {
      import_ = std::move(next);
      turn.Ended();
      if (!checking()) Raise(decision.suspected);
      return absl::OkStatus();
    }
    const std::string reason = ReasonOf(committed);
    if ((reason != "IMPORT_COLLIDED" && reason != "IMPORT_RACED") ||
        look == kMostLooks) {
      return committed;
    }
    // What stood in the way may be a step that is being written.
    RASOAT_RETURN_IF_ERROR(turn.Await(Soon()));
    look_for_people = true;
  }
}

void ImportJob::Raise(const std::vector<const Household*>& suspected) {
  if (workshop_.watch == nullptr || suspected.empty()) return;
  workshop_.watch->Look(suspected, DuplicateWatch::Entry::kInBulk,
                        workshop_.clock.Now(), Soon());
}

absl::Status ImportJob::Commit(ImportBatch batch) {
  batch.next.update_time = workshop_.clock.Now();
  RASOAT_RETURN_IF_ERROR(
      workshop_.store.Commit(import_, batch, holder_, workshop_.lease, Soon()));
  import_ = std::move(batch.next);
  return absl::OkStatus();
}

absl::Status ImportJob::Refuse(const absl::Status& why) {
  ImportBatch batch{.next = import_};
  batch.next.state = ImportState::kRefused;
  batch.next.fault = ViolationsOf(why);
  return Commit(std::move(batch));
}

}  // namespace rasoat::registry

#include "services/registry/transfer/import_worker.h"

#include <utility>

#include "services/common/log/log.h"
#include "services/common/status/error.h"

namespace rasoat::registry {
namespace {

constexpr absl::Duration kBetweenLooks = absl::Seconds(1);
constexpr absl::Duration kBetweenRemovals = absl::Minutes(1);
constexpr absl::Duration kStoreTime = absl::Seconds(20);
constexpr int kRemovedAtOnce = 20;

}  // namespace

ImportWorker::ImportWorker(const ImportWorkshop& workshop, IdSource& ids)
    : workshop_(workshop),
      holder_(ids.Next().ToString()),
      thread_([this] { Loop(); }) {}

ImportWorker::~ImportWorker() {
  Stop();
  thread_.join();
}

void ImportWorker::Wake() {
  absl::MutexLock lock(&mu_);
  roused_ = true;
}

void ImportWorker::Stop() {
  absl::MutexLock lock(&mu_);
  stop_ = true;
}

void ImportWorker::Loop() {
  while (!stop_) {
    {
      absl::MutexLock lock(&mu_);
      mu_.AwaitWithTimeout(absl::Condition(this, &ImportWorker::Roused),
                           kBetweenLooks);
      roused_ = false;
    }
    while (!stop_ && WorkOnOne()) {
    }
    if (!stop_) RemoveExpired();
  }
}

bool ImportWorker::WorkOnOne() {
  auto claimed = workshop_.store.Claim(holder_, workshop_.lease,
                                       SystemClock().Now() + kStoreTime);
  // Without a database there is nothing to do; readiness says so.
  if (!claimed.ok() || !claimed->has_value()) return false;
  Import import = **std::move(claimed);
  const ImportId id = import.id;
  if (import.attempts > kMostAttempts) {
    GiveUp(import);
    return true;
  }
  ImportJob job(workshop_, std::move(import), holder_, stop_);
  const absl::Status worked = job.Run();
  if (!worked.ok()) {
    log::Line("import_interrupted", log::Level::kWarning)
        .Add("import", Ulid{id.bytes}.ToString())
        .Add("reason", ReasonOf(worked))
        .Write();
  }
  const absl::Status released =
      workshop_.store.Release(id, holder_, SystemClock().Now() + kStoreTime);
  return worked.ok() && released.ok();
}

void ImportWorker::GiveUp(const Import& import) {
  ImportBatch batch{.next = import};
  batch.next.state = ImportState::kRefused;
  batch.next.fault = {
      {"file", "IMPORT_FAILED",
       "Hệ thống không xử lý được tệp này sau nhiều lần thử; hãy báo quản trị "
       "viên.",
       "The file could not be worked on after several attempts; tell the "
       "administrator."}};
  const absl::Status given_up =
      workshop_.store.Commit(import, batch, holder_, workshop_.lease,
                             SystemClock().Now() + kStoreTime);
  log::Line("import_given_up", log::Level::kError)
      .Add("import", Ulid{import.id.bytes}.ToString())
      .Add("reason", ReasonOf(given_up))
      .Write();
}

void ImportWorker::RemoveExpired() {
  const absl::Time now = workshop_.clock.Now();
  if (now < next_removal_) return;
  next_removal_ = now + kBetweenRemovals;
  const auto removed = workshop_.store.RemoveExpired(
      now, kRemovedAtOnce, SystemClock().Now() + kStoreTime);
  if (removed.ok() && *removed > 0) {
    log::Line("import_files_removed").Add("imports", *removed).Write();
  }
}

}  // namespace rasoat::registry

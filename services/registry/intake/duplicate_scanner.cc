#include "services/registry/intake/duplicate_scanner.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "services/common/log/log.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::registry {
namespace {

constexpr absl::Duration kBetweenLooks = absl::Minutes(1);
constexpr absl::Duration kScanTime = absl::Minutes(5);
/// To write down that a commune is put off, when its own time is over.
constexpr absl::Duration kPutOffTime = absl::Seconds(20);
constexpr int kChangesAtOnce = 500;
constexpr std::size_t kHouseholdsAtOnce = 100;

/// The turns that have that outcome.
metrics::Counter Turns(metrics::Registry& metrics, absl::string_view outcome) {
  return metrics
      .Counters("rasoat_registry_duplicate_scans_total",
                "Communes scanned for duplicates, and put off since they could "
                "not be.",
                {"outcome"})
      .With({outcome});
}

}  // namespace

absl::Status DuplicateScanner::Enroll(absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(const AreaCatalog::Book book,
                          parts_.areas.Fresh(deadline));
  const absl::Time now = parts_.clock.Now();
  const absl::CivilDay today = DayInVietnam(now);
  std::vector<AreaCode> communes;
  book->ForEach([&](const Area& area) {
    if (area.tier == Tier::kCommune && book->Find(area.code, today) == &area) {
      communes.push_back(area.code);
    }
  });
  return parts_.scans.Enroll(communes, now + parts_.interval, deadline);
}

absl::StatusOr<ScanOutcome> DuplicateScanner::ScanOne(absl::Time deadline) {
  const absl::Time now = parts_.clock.Now();
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<ScanTurn> turn,
      parts_.scans.Claim(holder_, now, now + parts_.lease, deadline));
  if (!turn) return ScanOutcome::kNothingDue;
  const absl::Status scanned = Scan(*turn, deadline);
  if (scanned.ok()) {
    failures_.erase(turn->commune);
    RASOAT_RETURN_IF_ERROR(
        parts_.scans.Done(*turn, holder_, now + parts_.interval, deadline));
    return ScanOutcome::kScanned;
  }
  log::Line("duplicate_scan_put_off", log::Level::kWarning)
      .Add("commune", turn->commune.value)
      .Add("reason", ReasonOf(scanned))
      .Write();
  RASOAT_RETURN_IF_ERROR(parts_.scans.Done(
      *turn, holder_, parts_.clock.Now() + PauseOf(turn->commune),
      deadline + kPutOffTime));
  return ScanOutcome::kPutOff;
}

absl::Duration DuplicateScanner::PauseOf(const AreaCode& commune) {
  absl::Duration pause = parts_.lease;
  for (int doubled = failures_[commune]++;
       doubled > 0 && pause < parts_.interval; --doubled) {
    pause *= 2;
  }
  return std::min(pause, parts_.interval);
}

absl::Status DuplicateScanner::Scan(ScanTurn& turn, absl::Time deadline) {
  // Before everything that is read below, so that no change is missed.
  RASOAT_ASSIGN_OR_RETURN(const std::int64_t up_to,
                          parts_.packages.Position(deadline));
  RASOAT_ASSIGN_OR_RETURN(const VillageSet villages,
                          parts_.villages.Of(turn.commune, deadline));
  RASOAT_RETURN_IF_ERROR(
      turn.position == 0
          ? ScanAll(villages, deadline)
          : ScanChanged(villages, turn.position, up_to, deadline));
  turn.position = up_to;
  return absl::OkStatus();
}

absl::Status DuplicateScanner::ScanAll(const VillageSet& villages,
                                       absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(const DuplicateScan scan,
                          parts_.finder.Scan(villages, deadline));
  RASOAT_RETURN_IF_ERROR(
      parts_.cases.Raise(scan.findings, parts_.clock.Now(), deadline).status());
  return parts_.cases.TakeBack(villages, scan.findings, deadline);
}

absl::Status DuplicateScanner::ScanChanged(const VillageSet& villages,
                                           std::int64_t after,
                                           std::int64_t up_to,
                                           absl::Time deadline) {
  for (const std::string& village : villages.codes) {
    for (std::int64_t from = after; from < up_to;) {
      RASOAT_ASSIGN_OR_RETURN(
          const VillageChanges changes,
          parts_.packages.ChangesIn({village}, from, up_to, kChangesAtOnce,
                                    deadline));
      absl::Span<const HouseholdId> ids = changes.households;
      while (!ids.empty()) {
        RASOAT_RETURN_IF_ERROR(
            Compare(ids.subspan(0, kHouseholdsAtOnce), deadline));
        ids.remove_prefix(std::min(ids.size(), kHouseholdsAtOnce));
      }
      from = changes.reached;
    }
  }
  return absl::OkStatus();
}

absl::Status DuplicateScanner::Compare(absl::Span<const HouseholdId> ids,
                                       absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(const auto there,
                          parts_.households.GetMany(ids, deadline));
  std::vector<const Household*> active;
  for (const auto& [id, household] : there) {
    if (household.active()) active.push_back(&household);
  }
  if (active.empty()) return absl::OkStatus();
  RASOAT_ASSIGN_OR_RETURN(
      const std::vector<DuplicateFinding> findings,
      parts_.finder.Find(active, {.citizen_ids = false}, deadline));
  return parts_.cases.Raise(findings, parts_.clock.Now(), deadline).status();
}

DuplicateScanThread::DuplicateScanThread(DuplicateScanner& scanner,
                                         metrics::Registry& metrics)
    : scanner_(scanner),
      scanned_(Turns(metrics, "scanned")),
      put_off_(Turns(metrics, "put_off")),
      thread_([this] { Loop(); }) {}

DuplicateScanThread::~DuplicateScanThread() {
  Stop();
  thread_.join();
}

void DuplicateScanThread::Stop() {
  absl::MutexLock lock(&mu_);
  stop_ = true;
}

void DuplicateScanThread::Loop() {
  const auto stopped = [this] {
    absl::MutexLock lock(&mu_);
    return stop_;
  };
  const auto soon = [] { return SystemClock().Now() + kScanTime; };
  while (!stopped()) {
    absl::Status status = scanner_.Enroll(soon());
    for (bool more = status.ok(); more && !stopped();) {
      const absl::StatusOr<ScanOutcome> ended = scanner_.ScanOne(soon());
      status = ended.status();
      more = ended.ok() && *ended != ScanOutcome::kNothingDue;
      if (more)
        (*ended == ScanOutcome::kScanned ? scanned_ : put_off_).Increment();
    }
    // Without a database there is nothing to do; readiness says so.
    if (!status.ok() && status.code() != absl::StatusCode::kUnavailable) {
      log::Line("duplicate_scan_interrupted", log::Level::kWarning)
          .Add("reason", ReasonOf(status))
          .Write();
    }
    absl::MutexLock lock(&mu_);
    mu_.AwaitWithTimeout(absl::Condition(&stop_), kBetweenLooks);
  }
}

}  // namespace rasoat::registry

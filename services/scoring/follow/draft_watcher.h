// Imported standards in memory, and the approved ones in the catalogue.
#pragma once

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "rasoat/scoring/v1/standards.pb.h"
#include "services/common/clock/clock.h"
#include "services/scoring/load/catalogue.h"
#include "services/scoring/store/standard_draft_store.h"

namespace rasoat::scoring {

/// An imported standard as it is shown, with state and import.
///
/// Errors: INTERNAL STANDARD_UNREADABLE, damage.
absl::StatusOr<v1::Standard> ShownDraft(const StandardDraft& draft);

/// Looks at the table every second, so that what one replica approves is used
/// by all soon after. A standard that cannot be added, such as one of a file's
/// name, is told to the log and stays out. One thread of its own; thread safe.
/// What it is made with must outlive it.
class DraftWatcher {
 public:
  /// Does not look before Start() or Refresh().
  DraftWatcher(StandardDraftStore& store, Catalogue& catalogue,
               const Clock& clock, absl::Duration every = absl::Seconds(1))
      : store_(store), catalogue_(catalogue), clock_(clock), every_(every) {}
  DraftWatcher(const DraftWatcher&) = delete;
  ~DraftWatcher() { Stop(); }

  /// Begins to look, at once and then ever again.
  void Start();
  /// Ends the thread. May be called twice.
  void Stop();

  /// Looks now. Errors: the database's.
  absl::Status Refresh(absl::Time deadline);

  /// All as they were seen last, by name.
  std::shared_ptr<const std::vector<v1::Standard>> Seen() const;

 private:
  void Run();
  /// Adds approved standards, parents first; false if some do not fit.
  bool AddAll(std::vector<v1::Standard> active);

  StandardDraftStore& store_;
  Catalogue& catalogue_;
  const Clock& clock_;
  const absl::Duration every_;
  mutable absl::Mutex mu_;
  std::vector<StandardDraft> heads_ ABSL_GUARDED_BY(mu_);
  std::shared_ptr<const std::vector<v1::Standard>> seen_ ABSL_GUARDED_BY(mu_) =
      std::make_shared<const std::vector<v1::Standard>>();
  bool ending_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

/// A standard as it is shown: one that is used, or else a draft or a rejected
/// one of that name.
///
/// Errors: NOT_FOUND STANDARD_NOT_FOUND at `field`.
absl::StatusOr<v1::Standard> FindStandard(const Catalogue& catalogue,
                                          const DraftWatcher& drafts,
                                          const std::string& name,
                                          absl::string_view field);

/// All of both, by name.
std::vector<v1::Standard> AllStandards(const Catalogue& catalogue,
                                       const DraftWatcher& drafts);

}  // namespace rasoat::scoring

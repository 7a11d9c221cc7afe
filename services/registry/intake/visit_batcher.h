// Concurrent submissions share transactions: one commit for many calls.
#pragma once

#include <cstddef>
#include <deque>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"
#include "services/registry/intake/intake.h"

namespace rasoat::registry {

/// Gathers the drafts of calls that come in while others are being written,
/// and takes them together.
///
/// Has no thread and no timer: a call that finds fewer batches running than
/// `batches_at_once` runs one itself, at once, with all that waits; the others
/// only add to what waits. So an idle service adds no latency, and the busier
/// it is the larger the batches.
///
/// Each caller hears of its own drafts alone, whatever becomes of the others:
/// if a batch fails for a reason that one of its calls may have given, each
/// call is taken by itself. Drafts of one call keep their order, and so do
/// calls.
///
/// Thread safe. The intake must outlive it, and it every call.
class VisitBatcher {
 public:
  struct Limits {
    /// More than one, so that the next batch is judged while one is flushed.
    int batches_at_once = 2;
    /// A batch is closed by these; a call that has more is a batch of its own.
    std::size_t visits = 256;
    std::size_t bytes = std::size_t{1} << 20;
  };

  /// Gets one outcome a draft, or why the store failed (see Intake::Take).
  /// Called once, on the thread of some call.
  using Done =
      absl::AnyInvocable<void(absl::StatusOr<std::vector<VisitOutcome>>)>;

  /// The drafts of one call.
  struct Order {
    std::vector<VisitDraft> drafts;
    Submission submission;
    /// About what they weigh.
    std::size_t bytes = 0;
    /// Why the caller waits no longer, or OK. Asked once, when its batch
    /// begins; may be null.
    absl::AnyInvocable<absl::Status()> wanted;
    Done done;
  };

  explicit VisitBatcher(Intake& intake) : VisitBatcher(intake, Limits()) {}
  VisitBatcher(Intake& intake, Limits limits)
      : intake_(intake), limits_(limits) {}
  VisitBatcher(const VisitBatcher&) = delete;

  /// Takes the order's drafts, now or with the next batch. May run batches of
  /// others on this thread, as long as there are any.
  void Take(Order order);

 private:
  using Batch = std::vector<Order>;

  class Turn;
  /// What is taken next; empty, and one running less, if nothing waits.
  Batch Next();
  void Run(Batch batch);
  absl::StatusOr<std::vector<VisitOutcome>> TakeTogether(
      absl::Span<Order> orders);
  static void Tell(Order& order,
                   absl::StatusOr<std::vector<VisitOutcome>> outcomes);

  Intake& intake_;
  const Limits limits_;
  absl::Mutex mu_;
  std::deque<Order> waiting_ ABSL_GUARDED_BY(mu_);
  int running_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace rasoat::registry

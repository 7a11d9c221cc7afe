#include "services/registry/intake/event_recorder.h"

#include <limits>
#include <utility>

#include "services/common/clock/clock.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/event_rules.h"
#include "services/registry/domain/household_history.h"

namespace rasoat::registry {
namespace {

constexpr std::int64_t kNewest = std::numeric_limits<std::int64_t>::max();

using Households = std::vector<Household>;

}  // namespace

/// A stale refusal with what has changed since the caller read.
absl::Status EventRecorder::WithDifferences(const absl::Status& refusal,
                                            const EventOrder& order,
                                            absl::Time deadline) {
  for (const SeenHousehold& one : order.seen) {
    if (one.revision <= 0 || one.revision == kNewest) continue;
    RASOAT_ASSIGN_OR_RETURN(const Household now,
                            households_.Get(one.id, deadline));
    if (now.revision == one.revision) continue;
    RASOAT_ASSIGN_OR_RETURN(
        const Households read,
        households_.History(one.id, one.revision + 1, 1, deadline));
    if (read.empty() || read[0].revision != one.revision) continue;
    return StaleHousehold(one.etag_field, ChangedFields(read[0], now));
  }
  return refusal;
}

/// Looks for the people that the event brought, and for who is in their way. A
/// look that fails takes nothing from the event.
void EventRecorder::Look(const EventOrder& order, bool by_hand,
                         const Submission& submission, EventOutcome& outcome) {
  if (watch_ == nullptr || order.newcomers.empty() || outcome.repeated) return;
  if (outcome.status.ok()) {
    const Household* const changed[] = {&outcome.households.front()};
    outcome.suspects = watch_->Look(changed,
                                    by_hand ? DuplicateWatch::Entry::kByHand
                                            : DuplicateWatch::Entry::kInBulk,
                                    submission.now, submission.deadline);
  } else if (ReasonOf(outcome.status) == "PERSON_REGISTERED") {
    auto holders = watch_->HoldersOf(outcome.wanted, submission.deadline);
    if (holders.ok()) outcome.holders = *std::move(holders);
  }
}

EventOutcome EventRecorder::Record(const EventOrder& order,
                                   const FieldReceipt* receipt, Judge judge,
                                   const Submission& submission) {
  EventOutcome outcome;
  const absl::StatusOr<AreaCatalog::Book> book =
      areas_.Fresh(submission.deadline);
  if (!book.ok()) {
    outcome.status = book.status();
    return outcome;
  }
  const EventGround ground{
      .areas = **book, .rules = rules_, .today = DayInVietnam(submission.now)};
  HouseholdRequest request{.print = order.print, .receipt = receipt};
  for (const SeenHousehold& one : order.seen) {
    request.households.push_back(one.id);
  }
  outcome.repeated = true;
  absl::StatusOr<Households> recorded = households_.Record(
      request,
      [&](const Households& now) -> absl::StatusOr<Households> {
        outcome.repeated = false;
        absl::StatusOr<Households> next = judge(now, ground);
        if (next.ok() && !next->empty()) outcome.wanted = next->front();
        return next;
      },
      submission.deadline);
  outcome.status = recorded.status();
  if (recorded.ok()) {
    outcome.households = *std::move(recorded);
  } else {
    outcome.repeated = false;
  }
  Look(order, receipt == nullptr, submission, outcome);
  return outcome;
}

EventOutcome EventRecorder::Record(const EventOrder& order,
                                   const Submission& submission) {
  EventOutcome outcome = Record(
      order, nullptr,
      [&](const Households& now,
          const EventGround& ground) -> absl::StatusOr<Households> {
        for (std::size_t i = 0; i < order.seen.size(); ++i) {
          const SeenHousehold& seen = order.seen[i];
          RASOAT_RETURN_IF_ERROR(
              CheckSeen(now[i], seen.revision, seen.etag_field));
        }
        return order.decide(now, ground);
      },
      submission);
  if (ReasonOf(outcome.status) == "STALE_HOUSEHOLD") {
    outcome.status =
        WithDifferences(outcome.status, order, submission.deadline);
  }
  return outcome;
}

EventOutcome EventRecorder::RecordOfDevice(const EventOrder& order,
                                           const FieldReceipt& receipt,
                                           Judge judge,
                                           const Submission& submission) {
  return Record(order, &receipt, judge, submission);
}

}  // namespace rasoat::registry

#include "services/registry/intake/field_changes.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "services/common/clock/clock.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::registry {
namespace {

/// Stops an update; never leaves this file.
absl::Status Conflicting() {
  return Error(absl::StatusCode::kAborted, "CONFLICTING",
               "the change clashes with others");
}

}  // namespace

absl::StatusOr<ItemEnd> FieldChanges::Take(Job& job) {
  FieldChange& change = *job.item->change;
  FieldReceipt& told = job.result.receipt;
  RASOAT_ASSIGN_OR_RETURN(AreaCatalog::Book book,
                          parts_.areas.Fresh(submission_.deadline));
  const absl::CivilDay today = DayInVietnam(submission_.now);
  RASOAT_ASSIGN_OR_RETURN(const std::optional<Household> base,
                          recall_.Base(change));
  FieldReceipt receipt = told;
  receipt.outcome = ItemOutcome::kAccepted;
  change.edit.occasion = {
      .date = std::min(today, DayInVietnam(receipt.corrected_time.value_or(
                                  submission_.now))),
      .actor = submission_.reviewer};
  absl::Status refused;
  const auto taken = parts_.households.Record(
      {.households = {change.household}, .receipt = &receipt},
      [&](const std::vector<Household>& there)
          -> absl::StatusOr<std::vector<Household>> {
        const Household& current = there.front();
        const Area* village = book->FindLatest(current.village, today);
        ChangeVerdict verdict = FieldRecall::Judge(
            *job.item, base, current,
            {.rules = parts_.rules,
             .today = today,
             .training = village != nullptr && village->synthetic});
        told.revision = current.revision;
        job.result.conflicts = std::move(verdict.conflicts);
        refused = std::move(verdict.refusal);
        if (!job.result.conflicts.empty()) return Conflicting();
        RASOAT_RETURN_IF_ERROR(refused);
        return std::vector<Household>{std::move(verdict.next)};
      },
      submission_.deadline);
  if (!job.result.conflicts.empty()) {
    return ItemEnd{.outcome = ItemOutcome::kConflict, .refusal = refused};
  }
  if (!taken.ok()) {
    told.revision = 0;
    return Refusing(taken.status());
  }
  told = receipt;
  told.revision = taken->front().revision;
  return ItemEnd{.outcome = ItemOutcome::kAccepted, .kept = true};
}

}  // namespace rasoat::registry

// The items of a batch on their way. Part of intake/.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/registry/domain/device.h"
#include "services/registry/intake/field_intake.h"

namespace rasoat::registry {

/// An item on its way.
struct Job {
  FieldItem* item = nullptr;
  FieldResult result;
  bool keep = false;  ///< The receipt is still to be kept.
  bool done = false;
};
using Jobs = std::vector<Job*>;

/// Where an item came to, besides what was put into its job.
struct ItemEnd {
  ItemOutcome outcome = ItemOutcome::kUnspecified;
  /// The receipt was kept with what the item did.
  bool kept = false;
  /// The very item may have been judged by another call meanwhile; if it was
  /// not and there is no outcome, the refusal is a failure.
  bool raced = false;
  absl::Status refusal;  ///< Why it is invalid; with a conflict, may be OK.
};

/// The end of an item that was refused.
///
/// Errors: `status` itself if it has no violations: what a store says of itself
/// is no fault of the item.
absl::StatusOr<ItemEnd> Refusing(absl::Status status);

/// The household an item is about, or none.
HouseholdId HouseholdOf(const FieldItem& item);

/// The item that an item builds on, or none.
ItemId EarlierThan(const FieldItem& item);

/// A batch that was not looked at yet.
struct BatchStart {
  ClockJudgement clock;
  Device device;          ///< As it is to be noted.
  std::vector<Job> jobs;  ///< One an item, with a receipt but for the outcome.
};

/// Begins a batch: judges the device's clock, from what was `known` of the
/// device, and makes the receipts. Times are cut to what a column keeps, so
/// that the first reply and the repeats are the same. The batch must outlive
/// the jobs.
BatchStart Begin(FieldBatch& batch, const std::optional<Device>& known,
                 const Submission& submission, absl::Duration clock_limit);

/// Takes out of `pending` the jobs that share neither item nor household, so
/// that those of one household are taken in their order.
Jobs NextWave(Jobs& pending);

}  // namespace rasoat::registry

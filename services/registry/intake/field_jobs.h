// The items of a batch on their way. Part of intake/.
#pragma once

#include <optional>
#include <vector>

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

/// The household an item is about, or none.
HouseholdId HouseholdOf(const FieldItem& item);

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

#include "services/registry/intake/field_jobs.h"

#include <cstddef>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "services/common/status/error.h"

namespace rasoat::registry {
namespace {

/// All the households an item is about.
std::vector<HouseholdId> HouseholdsOf(const FieldItem& item) {
  std::vector<HouseholdId> ids;
  if (item.event) {
    for (const SeenHousehold& seen : item.event->order.seen) {
      ids.push_back(seen.id);
    }
  } else if (const HouseholdId about = HouseholdOf(item); !about.empty()) {
    ids.push_back(about);
  }
  return ids;
}

}  // namespace

absl::StatusOr<ItemEnd> Refusing(absl::Status status) {
  if (ReasonOf(status) == "RECEIPT_KEPT") {
    return ItemEnd{.raced = true, .refusal = std::move(status)};
  }
  if (ViolationsOf(status).empty()) return status;
  return ItemEnd{.outcome = ItemOutcome::kInvalid,
                 .refusal = std::move(status)};
}

HouseholdId HouseholdOf(const FieldItem& item) {
  if (item.change) return item.change->household;
  if (item.event) return item.event->order.seen.front().id;
  if (item.draft) return item.draft->draft.household;
  if (!item.visit) return HouseholdId();
  if (item.visit->household) return item.visit->household->id;
  return item.visit->survey ? item.visit->survey->household : HouseholdId();
}

ItemId EarlierThan(const FieldItem& item) {
  if (item.change) return item.change->after;
  return item.event ? item.event->after : ItemId();
}

BatchStart Begin(FieldBatch& batch, const std::optional<Device>& known,
                 const Submission& submission, absl::Duration clock_limit) {
  BatchStart start;
  start.clock = JudgeClock(batch.sent, submission.now, clock_limit);
  start.clock.offset =
      absl::Milliseconds(absl::ToInt64Milliseconds(start.clock.offset));
  const absl::Time now =
      absl::FromUnixMicros(absl::ToUnixMicros(submission.now));
  std::vector<ItemStamp> stamps;
  for (const FieldItem& item : batch.items) stamps.push_back(item.stamp);
  const ItemStamp last = known ? known->last : ItemStamp();
  const std::vector<bool> jumped = JumpedBack(last, stamps, clock_limit);
  start.device = {.id = batch.device,
                  .area = batch.items.front().village,
                  .reviewer = submission.reviewer,
                  .last_seen = now,
                  .clock_offset = start.clock.offset,
                  .last = last};
  start.jobs.reserve(batch.items.size());
  for (std::size_t i = 0; i < batch.items.size(); ++i) {
    FieldItem& item = batch.items[i];
    start.device.last = Later(start.device.last, item.stamp);
    FieldReceipt receipt{.item = item.id,
                         .print = item.print,
                         .household = HouseholdOf(item),
                         .device = batch.device,
                         .stamp = item.stamp,
                         .clock = start.clock,
                         .jumped = jumped[i],
                         .reviewer = submission.reviewer,
                         .receive_time = now};
    if (item.stamp.time) {
      receipt.corrected_time = Corrected(*item.stamp.time, start.clock, now);
    }
    start.jobs.push_back(
        {.item = &item, .result = {.receipt = std::move(receipt)}});
  }
  return start;
}

Jobs NextWave(Jobs& pending) {
  absl::flat_hash_set<HouseholdId> households;
  absl::flat_hash_set<ItemId> items;
  Jobs wave;
  Jobs later;
  for (Job* job : pending) {
    bool shares = !items.insert(job->item->id).second;
    for (const HouseholdId& about : HouseholdsOf(*job->item)) {
      shares |= !households.insert(about).second;
    }
    (shares ? later : wave).push_back(job);
  }
  pending = std::move(later);
  return wave;
}

}  // namespace rasoat::registry

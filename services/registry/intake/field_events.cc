#include "services/registry/intake/field_events.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "services/common/clock/clock.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/field_event.h"
#include "services/registry/domain/field_refusals.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/domain/survey_differences.h"
#include "services/registry/intake/field_recall.h"

namespace rasoat::registry {
namespace {

using Households = std::vector<Household>;

/// Stops a recording; never leaves this file.
absl::Status Stopped() {
  return Error(absl::StatusCode::kAborted, "STOPPED",
               "the event is known or clashes with others");
}

/// Judges an event on states of which one may have left the register.
absl::StatusOr<EventVerdict> Judged(const FieldItem& item,
                                    const Households& bases,
                                    const Households& now,
                                    const EventGround& ground) {
  if (now[0].village != item.village) {
    return EventVerdict{.conflicts = LivesElsewhere(item.village)};
  }
  const std::vector<SeenHousehold>& seen = item.event->order.seen;
  Households then = bases;
  for (std::size_t i = 0; i < then.size(); ++i) {
    if (then[i].revision == 0) return EtagUnknown(seen[i].etag_field);
    if (then[i].revision > now[i].revision) then[i] = now[i];
  }
  EventVerdict verdict = JudgeEvent(then, now, [&](const Households& states) {
    return item.event->order.decide(states, ground);
  });
  if (verdict.known) return verdict;
  for (const Household& household : now) {
    if (!household.active()) return HouseholdNotActive();
  }
  return verdict;
}

}  // namespace

absl::StatusOr<Households> FieldEvents::BasesOf(const FieldEvent& event,
                                                std::int64_t after) {
  FieldRecall recall(parts_.households, parts_.surveys, submission_.deadline);
  Households bases;
  for (const SeenHousehold& seen : event.order.seen) {
    const std::int64_t revision =
        bases.empty() ? std::max(seen.revision, after) : seen.revision;
    RASOAT_ASSIGN_OR_RETURN(std::optional<Household> state,
                            recall.StateAt(seen.id, revision));
    bases.push_back(state ? *std::move(state) : Household());
  }
  return bases;
}

absl::StatusOr<ItemEnd> FieldEvents::TakeEvent(Job& job, std::int64_t after) {
  const FieldItem& item = *job.item;
  const EventOrder& order = item.event->order;
  RASOAT_ASSIGN_OR_RETURN(const Households bases, BasesOf(*item.event, after));
  FieldReceipt receipt = job.result.receipt;
  receipt.outcome = ItemOutcome::kAccepted;
  EventVerdict verdict;
  Household clash;
  EventOutcome outcome = parts_.recorder.RecordOfDevice(
      order, receipt,
      [&](const Households& now,
          const EventGround& ground) -> absl::StatusOr<Households> {
        verdict = EventVerdict();
        RASOAT_ASSIGN_OR_RETURN(verdict, Judged(item, bases, now, ground));
        clash = now[verdict.clash];
        if (verdict.known || !verdict.conflicts.empty()) return Stopped();
        RASOAT_RETURN_IF_ERROR(verdict.refusal);
        return verdict.next;
      },
      submission_);
  FieldReceipt& told = job.result.receipt;
  if (ReasonOf(outcome.status) == "STOPPED") {
    told.household = clash.id;
    told.revision = clash.revision;
    job.result.conflicts = std::move(verdict.conflicts);
    return ItemEnd{.outcome = verdict.known ? ItemOutcome::kDuplicate
                                            : ItemOutcome::kConflict,
                   .refusal = verdict.refusal};
  }
  if (!outcome.status.ok()) {
    job.result.event = std::move(outcome);
    return Refusing(job.result.event->status);
  }
  for (const Household& household : outcome.households) {
    if (household.id == order.seen[0].id) told.revision = household.revision;
  }
  if (outcome.repeated) {
    return ItemEnd{.outcome = ItemOutcome::kDuplicate, .raced = true};
  }
  told.outcome = ItemOutcome::kAccepted;
  job.result.event = std::move(outcome);
  return ItemEnd{.outcome = ItemOutcome::kAccepted, .kept = true};
}

absl::StatusOr<ItemEnd> FieldEvents::TakeDraft(Job& job) {
  FieldReceipt& told = job.result.receipt;
  FieldReceipt receipt = told;
  receipt.outcome = ItemOutcome::kAccepted;
  const absl::StatusOr<SurveyDraft> saved =
      parts_.desk.Save(*job.item->draft, submission_, &receipt);
  if (saved.ok()) {
    told.outcome = ItemOutcome::kAccepted;
    told.draft = saved->id;
    told.draft_revision = saved->revision;
    return ItemEnd{.outcome = ItemOutcome::kAccepted, .kept = true};
  }
  if (ReasonOf(saved.status()) != "STALE_DRAFT") {
    return Refusing(saved.status());
  }
  const absl::StatusOr<SurveyDraft> there =
      parts_.desk.Like(*job.item->draft, submission_);
  if (!there.ok()) return Refusing(there.status());
  told.draft = there->id;
  told.draft_revision = there->revision;
  RASOAT_ASSIGN_OR_RETURN(job.result.conflicts, WithDraft(*job.item, *there));
  return ItemEnd{.outcome = ItemOutcome::kConflict};
}

absl::StatusOr<std::vector<FieldConflict>> FieldEvents::WithDraft(
    const FieldItem& item, const SurveyDraft& there) {
  RASOAT_ASSIGN_OR_RETURN(const Survey kept, parts_.read_draft(there.content));
  RASOAT_ASSIGN_OR_RETURN(const Survey sent,
                          parts_.read_draft(item.draft->draft.content));
  return SurveyDifferences(nullptr, kept, sent);
}

absl::StatusOr<std::vector<FieldConflict>> FieldEvents::Conflicts(
    const FieldItem& item, const FieldReceipt& receipt, std::int64_t after) {
  std::vector<FieldConflict> none;
  if (item.draft) {
    const absl::StatusOr<SurveyDraft> there =
        parts_.desk.Like(*item.draft, submission_);
    if (absl::IsNotFound(there.status())) return none;
    RASOAT_RETURN_IF_ERROR(there.status());
    return WithDraft(item, *there);
  }
  FieldRecall recall(parts_.households, parts_.surveys, submission_.deadline);
  RASOAT_ASSIGN_OR_RETURN(const std::optional<Household> there,
                          recall.StateAt(receipt.household, receipt.revision));
  if (!there) return none;
  const EventOrder& order = item.event->order;
  if (there->id == order.seen[0].id && there->village != item.village) {
    return LivesElsewhere(item.village);
  }
  RASOAT_ASSIGN_OR_RETURN(const Households bases, BasesOf(*item.event, after));
  RASOAT_ASSIGN_OR_RETURN(const AreaCatalog::Book book,
                          parts_.areas.Fresh(submission_.deadline));
  const EventGround ground{.areas = *book,
                           .rules = parts_.rules,
                           .today = DayInVietnam(receipt.receive_time)};
  return EventConflicts(bases, *there, [&](const Households& states) {
    return order.decide(states, ground);
  });
}

}  // namespace rasoat::registry

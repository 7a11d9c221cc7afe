#include "services/registry/intake/field_intake.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/field_refusals.h"
#include "services/registry/domain/text.h"
#include "services/registry/intake/field_changes.h"
#include "services/registry/intake/field_events.h"
#include "services/registry/intake/field_jobs.h"
#include "services/registry/intake/field_recall.h"

namespace rasoat::registry {
namespace {

bool IsSurveyInTheWay(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return reason == "SURVEY_EXISTS" || reason == "SURVEY_REPLACED";
}

}  // namespace

/// One batch on its way.
class FieldIntake::Run {
 public:
  Run(const Parts& parts, FieldBatch& batch, const Submission& submission)
      : parts_(parts),
        batch_(batch),
        submission_(submission),
        recall_(parts.households, parts.surveys, submission.deadline),
        changes_(parts, submission, recall_),
        events_(parts, submission) {}

  absl::StatusOr<FieldOutcome> Do() {
    RASOAT_ASSIGN_OR_RETURN(
        const std::optional<Device> known,
        parts_.devices.Find(batch_.device, submission_.deadline));
    BatchStart start = Begin(batch_, known, submission_, parts_.clock_limit);
    clock_ = start.clock;
    jobs_ = std::move(start.jobs);
    RASOAT_RETURN_IF_ERROR(LookUp());
    Jobs pending;
    for (Job& job : jobs_) pending.push_back(&job);
    while (!pending.empty()) {
      RASOAT_RETURN_IF_ERROR(Take(NextWave(pending)));
    }
    RASOAT_RETURN_IF_ERROR(KeepReceipts());
    RASOAT_RETURN_IF_ERROR(
        parts_.devices.NoteBatch(start.device, submission_.deadline));
    FieldOutcome outcome{.clock = clock_};
    for (Job& job : jobs_) outcome.results.push_back(std::move(job.result));
    return outcome;
  }

 private:
  /// Finds the receipts of the items, and of those they build on.
  absl::Status LookUp() {
    absl::flat_hash_set<ItemId> ids;
    for (const FieldItem& item : batch_.items) {
      ids.insert(item.id);
      ids.insert(EarlierThan(item));
    }
    ids.erase(ItemId());
    const std::vector<ItemId> asked(ids.begin(), ids.end());
    RASOAT_ASSIGN_OR_RETURN(receipts_,
                            parts_.receipts.Find(asked, submission_.deadline));
    return absl::OkStatus();
  }

  absl::Status Take(const Jobs& wave) {
    Jobs visits;
    for (Job* job : wave) {
      RASOAT_RETURN_IF_ERROR(EndWithoutJudgement(*job));
      if (job->done) continue;
      if (job->item->visit) {
        visits.push_back(job);
      } else {
        RASOAT_ASSIGN_OR_RETURN(const ItemEnd end, TakeWork(*job));
        RASOAT_RETURN_IF_ERROR(EndWork(*job, end));
      }
    }
    RASOAT_RETURN_IF_ERROR(TakeVisits(visits));
    for (Job* job : wave) {
      // Only what is final counts for a repeat in this batch, and for those
      // that build on it.
      if (job->result.final && !job->item->id.empty()) {
        receipts_.emplace(job->item->id, job->result.receipt);
      }
    }
    return absl::OkStatus();
  }

  /// Ends a job that needs no judgement.
  absl::Status EndWithoutJudgement(Job& job) {
    const FieldItem& item = *job.item;
    auto known = receipts_.find(item.id);
    if (known != receipts_.end()) return TellAgain(job, known->second);
    if (!item.faults.empty()) {
      Refuse(job, Invalid(item.faults));
    } else if (!item.visit && !item.change && !item.event && !item.draft) {
      Refuse(job, ItemEmpty());
    } else if (const ItemId earlier = EarlierThan(item);
               !earlier.empty() && !receipts_.contains(earlier)) {
      Refuse(job, EarlierItemMissing(item.change ? "change.after_item"
                                                 : "after_item"));
    } else if (item.permitted) {
      const absl::Status permitted = item.permitted();
      if (permitted.ok()) return permitted;
      if (ViolationsOf(permitted).empty()) return permitted;
      RefuseWork(job, permitted);
    }
    return absl::OkStatus();
  }

  absl::Status TellAgain(Job& job, const FieldReceipt& receipt) {
    if (!receipt.IsOf(job.item->print)) {
      Refuse(job, ItemIdTaken());
      job.keep = false;
      return absl::OkStatus();
    }
    job.result = {.receipt = receipt};
    job.keep = false;
    job.done = true;
    if (receipt.outcome != ItemOutcome::kConflict) return absl::OkStatus();
    if (job.item->event || job.item->draft) {
      RASOAT_ASSIGN_OR_RETURN(
          job.result.conflicts,
          events_.Conflicts(*job.item, receipt, AfterEarlier(*job.item)));
      return absl::OkStatus();
    }
    RASOAT_ASSIGN_OR_RETURN(job.result.conflicts,
                            recall_.Conflicts(*job.item, receipt));
    return absl::OkStatus();
  }

  /// The household's revision after the item that this one builds on, or 0.
  std::int64_t AfterEarlier(const FieldItem& item) const {
    const auto earlier = receipts_.find(EarlierThan(item));
    if (earlier == receipts_.end() ||
        earlier->second.household != HouseholdOf(item)) {
      return 0;
    }
    return earlier->second.revision;
  }

  void End(Job& job, ItemOutcome outcome) {
    job.result.receipt.outcome = outcome;
    job.done = true;
    job.keep = true;
  }

  void Refuse(Job& job, const absl::Status& status) {
    End(job, ItemOutcome::kInvalid);
    job.result.receipt.refusal = RefusalOf(status);
    ExplainByClock(job.result.receipt);
    job.result.final = !MayPassLater(status);
    // Without an id there is nothing to keep it by.
    job.keep = job.result.final && !job.item->id.empty();
  }

  /// The same where the fields are those of the work within the item.
  void RefuseWork(Job& job, const absl::Status& status) {
    Refuse(job, status);
    auto& faults = job.result.receipt.refusal.faults;
    faults = Prefixed(job.item->path, std::move(faults));
  }

  /// A day in the future is most likely the clock's fault.
  void ExplainByClock(FieldReceipt& receipt) {
    if (!clock_.wrong) return;
    auto& faults = receipt.refusal.faults;
    const bool of_days =
        std::any_of(faults.begin(), faults.end(), [](const Violation& fault) {
          return fault.rule == "REVIEW_DATE_IN_FUTURE" ||
                 fault.rule == "REVIEW_DATE_TOO_EARLY" ||
                 fault.rule == "BIRTH_DATE_IN_FUTURE" ||
                 fault.rule == "EVENT_IN_FUTURE";
        });
    if (of_days) faults.push_back(DeviceClockWrong(clock_.offset));
  }

  absl::Status TakeVisits(const Jobs& jobs) {
    if (jobs.empty()) return absl::OkStatus();
    std::vector<VisitDraft> drafts;
    for (Job* job : jobs) {
      drafts.push_back(*job->item->visit);
      drafts.back().village = job->item->village;
      drafts.back().receipt = job->result.receipt;
      drafts.back().receipt->outcome = ItemOutcome::kAccepted;
      CorrectTime(drafts.back());
    }
    RASOAT_ASSIGN_OR_RETURN(std::vector<VisitOutcome> outcomes,
                            parts_.intake.Take(std::move(drafts), submission_));
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      RASOAT_RETURN_IF_ERROR(Settle(*jobs[i], outcomes[i]));
      jobs[i]->result.visit = std::move(outcomes[i]);
    }
    return absl::OkStatus();
  }

  /// Puts the time by our clock beside that of a device whose clock is wrong.
  void CorrectTime(VisitDraft& draft) const {
    if (!clock_.wrong || !draft.survey || !draft.survey->device_time) return;
    draft.survey->corrected_device_time = Corrected(
        *draft.survey->device_time, clock_, draft.receipt->receive_time);
  }

  absl::Status Settle(Job& job, const VisitOutcome& outcome) {
    FieldReceipt& receipt = job.result.receipt;
    if (outcome.status.ok() && !outcome.repeated) {
      receipt = *outcome.kept.receipt;
      job.done = true;
      return absl::OkStatus();
    }
    if (outcome.status.ok()) {
      RASOAT_ASSIGN_OR_RETURN(const bool raced, FindAgain(job));
      if (raced) return absl::OkStatus();
      receipt.household = outcome.household;
      receipt.survey = outcome.survey;
      End(job, ItemOutcome::kDuplicate);
      return absl::OkStatus();
    }
    if (ReasonOf(outcome.status) == "HOUSEHOLD_EXISTS") {
      return RegisteredOtherwise(job, outcome.status);
    }
    if (IsSurveyInTheWay(outcome.status)) {
      return SurveyInTheWay(job, outcome.status);
    }
    Refuse(job, outcome.status);
    return absl::OkStatus();
  }

  /// True when another call has judged the very item meanwhile.
  absl::StatusOr<bool> FindAgain(Job& job) {
    RASOAT_ASSIGN_OR_RETURN(
        auto found, parts_.receipts.Find(absl::MakeConstSpan(&job.item->id, 1),
                                         submission_.deadline));
    auto receipt = found.find(job.item->id);
    if (receipt == found.end()) return false;
    RASOAT_RETURN_IF_ERROR(TellAgain(job, receipt->second));
    return true;
  }

  /// The id is taken by a household with other content: shows how it stands,
  /// to who may see it.
  absl::Status RegisteredOtherwise(Job& job, const absl::Status& status) {
    // The device chose none: the one that was made up is nobody's.
    if (HouseholdOf(*job.item).empty()) {
      Refuse(job, status);
      return absl::OkStatus();
    }
    RASOAT_ASSIGN_OR_RETURN(
        const Household there,
        parts_.households.Get(HouseholdOf(*job.item), submission_.deadline));
    if (there.village != job.item->village) {
      Refuse(job, status);
      return absl::OkStatus();
    }
    job.result.receipt.revision = there.revision;
    return Conflict(job);
  }

  absl::Status SurveyInTheWay(Job& job, const absl::Status& status) {
    Survey like = *job.item->visit->survey;
    const FormShelf::Entry* form = parts_.forms.Find(like.form);
    if (form != nullptr) like.kind = form->form.kind;
    RASOAT_ASSIGN_OR_RETURN(
        const std::optional<CurrentSurvey> there,
        parts_.surveys.CurrentLike(like, submission_.deadline));
    if (!there) {
      Refuse(job, status);
      return absl::OkStatus();
    }
    job.result.receipt.survey = there->id;
    return Conflict(job);
  }

  absl::Status Conflict(Job& job) {
    End(job, ItemOutcome::kConflict);
    RASOAT_ASSIGN_OR_RETURN(job.result.conflicts,
                            recall_.Conflicts(*job.item, job.result.receipt));
    return absl::OkStatus();
  }

  absl::StatusOr<ItemEnd> TakeWork(Job& job) {
    if (job.item->change) return changes_.Take(job);
    if (job.item->draft) return events_.TakeDraft(job);
    return events_.TakeEvent(job, AfterEarlier(*job.item));
  }

  absl::Status EndWork(Job& job, const ItemEnd& end) {
    if (end.raced) {
      RASOAT_ASSIGN_OR_RETURN(const bool raced, FindAgain(job));
      if (raced) return absl::OkStatus();
      if (end.outcome == ItemOutcome::kUnspecified) return end.refusal;
    }
    if (end.outcome == ItemOutcome::kInvalid) {
      RefuseWork(job, end.refusal);
      return absl::OkStatus();
    }
    End(job, end.outcome);
    job.result.receipt.refusal = RefusalOf(end.refusal);
    auto& faults = job.result.receipt.refusal.faults;
    faults = Prefixed(job.item->path, std::move(faults));
    job.keep = !end.kept;
    return absl::OkStatus();
  }

  absl::Status KeepReceipts() {
    std::vector<FieldReceipt> receipts;
    for (const Job& job : jobs_) {
      if (job.keep) receipts.push_back(job.result.receipt);
    }
    RASOAT_ASSIGN_OR_RETURN(
        auto kept, parts_.receipts.Keep(receipts, submission_.deadline));
    for (Job& job : jobs_) {
      if (!job.keep) continue;
      const FieldReceipt& receipt = kept.at(job.item->id);
      const bool ours = receipt.outcome == job.result.receipt.outcome &&
                        receipt.revision == job.result.receipt.revision &&
                        receipt.receive_time == job.result.receipt.receive_time;
      if (!ours) RASOAT_RETURN_IF_ERROR(TellAgain(job, receipt));
    }
    return absl::OkStatus();
  }

  const Parts& parts_;
  FieldBatch& batch_;
  const Submission& submission_;
  FieldRecall recall_;
  FieldChanges changes_;
  FieldEvents events_;
  ClockJudgement clock_;
  std::vector<Job> jobs_;
  ReceiptStore::Receipts receipts_;
};

absl::StatusOr<FieldOutcome> FieldIntake::Submit(FieldBatch batch,
                                                 const Submission& submission) {
  if (batch.items.empty()) return FieldOutcome();
  return Run(parts_, batch, submission).Do();
}

}  // namespace rasoat::registry

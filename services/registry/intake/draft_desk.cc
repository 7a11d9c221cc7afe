#include "services/registry/intake/draft_desk.h"

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"

namespace rasoat::registry {
namespace {

absl::Status TooLarge() {
  return Invalid(Violation{
      "draft.survey", "DRAFT_TOO_LARGE",
      absl::StrCat("Bản nháp có nhiều nhất ", SurveyDraft::kMostContent / 1024,
                   " KiB; hãy bớt ghi chú."),
      absl::StrCat("A draft has at most ", SurveyDraft::kMostContent / 1024,
                   " KiB; shorten the notes.")});
}

}  // namespace

absl::StatusOr<SurveyDraft> DraftDesk::Complete(const DraftOrder& order,
                                                const Submission& submission) {
  SurveyDraft draft = order.draft;
  if (draft.content.size() > SurveyDraft::kMostContent) return TooLarge();
  const FormShelf::Entry* entry = forms_.Find(order.form);
  if (entry == nullptr) return FormNotFound();
  draft.id = {ids_.Next().bytes};
  draft.writer = submission.reviewer;
  draft.kind = entry->form.kind;
  draft.save_time = absl::FromUnixMicros(absl::ToUnixMicros(submission.now));
  RASOAT_ASSIGN_OR_RETURN(
      draft.village,
      households_.VillageOf(draft.household, submission.deadline));
  return draft;
}

absl::StatusOr<SurveyDraft> DraftDesk::Save(const DraftOrder& order,
                                            const Submission& submission,
                                            const FieldReceipt* receipt) {
  RASOAT_ASSIGN_OR_RETURN(const SurveyDraft draft, Complete(order, submission));
  return drafts_.Save(draft, order.seen, receipt, submission.deadline);
}

absl::StatusOr<SurveyDraft> DraftDesk::Like(const DraftOrder& order,
                                            const Submission& submission) {
  RASOAT_ASSIGN_OR_RETURN(const SurveyDraft draft, Complete(order, submission));
  return drafts_.Like(draft, submission.deadline);
}

}  // namespace rasoat::registry

// What becomes of surveys in memory: versions, reviews, drafts.
#include <algorithm>
#include <utility>

#include "services/common/status/status_macros.h"
#include "services/registry/domain/field_refusals.h"
#include "services/registry/domain/refusals.h"
#include "tests/support/registry/memory_registry.h"

namespace rasoat::registry {
namespace {

using Lock = std::lock_guard<std::mutex>;

bool Alike(const Survey& a, const Survey& b) {
  return a.household == b.household && a.round == b.round && a.kind == b.kind;
}

bool Alike(const SurveyDraft& a, const SurveyDraft& b) {
  return a.writer == b.writer && a.household == b.household &&
         a.round == b.round && a.kind == b.kind;
}

auto WhenTaken(const Survey& survey) {
  return std::pair(survey.submit_time, survey.id);
}

}  // namespace

Survey* MemoryRegistry::Current(const Survey& like) {
  for (auto& [id, survey] : surveys_) {
    if (survey.is_current && Alike(survey, like)) return &survey;
  }
  return nullptr;
}

absl::StatusOr<std::vector<Survey>> MemoryRegistry::Versions(
    const SurveyId& of, const SurveyId& after, int limit, absl::Time) {
  Lock lock(mu_);
  auto any = surveys_.find(of);
  auto last = surveys_.find(after);
  if (any == surveys_.end() || (last == surveys_.end() && !after.empty())) {
    return SurveyNotFound();
  }
  std::vector<Survey> found;
  for (const auto& [id, survey] : surveys_) {
    if (Alike(survey, any->second) &&
        (after.empty() || WhenTaken(survey) > WhenTaken(last->second))) {
      found.push_back(survey);
    }
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return WhenTaken(a) < WhenTaken(b);
  });
  if (static_cast<int>(found.size()) > limit) found.resize(limit);
  return found;
}

absl::StatusOr<std::optional<CurrentSurvey>> MemoryRegistry::CurrentLike(
    const Survey& like, absl::Time) {
  Lock lock(mu_);
  const Survey* found = Current(like);
  if (found == nullptr) return std::optional<CurrentSurvey>();
  return std::optional<CurrentSurvey>({found->id, found->status});
}

absl::StatusOr<Survey> MemoryRegistry::ActOn(const ReviewOrder& order,
                                             Permit permit) {
  auto survey = surveys_.find(order.survey);
  if (survey == surveys_.end()) return SurveyNotFound();
  RASOAT_RETURN_IF_ERROR(permit(survey->second));
  for (const SurveyReview& done : reviews_) {
    if (order.request.empty() || done.request != order.request ||
        done.survey != order.survey) {
      continue;
    }
    if (!SameAct(done, order)) return RequestIdTaken();
    return survey->second;
  }
  RASOAT_ASSIGN_OR_RETURN(survey->second, Reviewed(survey->second, order));
  reviews_.push_back(ReviewOf(order, survey->second));
  Tell(survey->second.village, survey->second.household);
  return survey->second;
}

absl::StatusOr<std::vector<absl::StatusOr<Survey>>> MemoryRegistry::Act(
    absl::Span<const ReviewOrder> orders, Permit permit, absl::Time) {
  Lock lock(mu_);
  std::vector<absl::StatusOr<Survey>> outcomes;
  for (const ReviewOrder& order : orders) {
    outcomes.push_back(ActOn(order, permit));
  }
  return outcomes;
}

absl::StatusOr<std::vector<SurveyReview>> MemoryRegistry::List(
    const SurveyId& survey, std::int64_t after, int limit, absl::Time) {
  Lock lock(mu_);
  std::vector<SurveyReview> found;
  for (const SurveyReview& review : reviews_) {
    if (review.survey == survey && review.revision > after &&
        static_cast<int>(found.size()) < limit) {
      found.push_back(review);
    }
  }
  return found;
}

absl::StatusOr<SurveyDraft> MemoryRegistry::Save(const SurveyDraft& draft,
                                                 std::int64_t seen,
                                                 const FieldReceipt* receipt,
                                                 absl::Time) {
  Lock lock(mu_);
  if (receipt != nullptr && receipts_.contains(receipt->item)) {
    return ReceiptKept();
  }
  RASOAT_ASSIGN_OR_RETURN(SurveyDraft saved, SaveOne(draft, seen));
  if (receipt != nullptr) {
    FieldReceipt kept = *receipt;
    kept.draft = saved.id;
    kept.draft_revision = saved.revision;
    receipts_.emplace(kept.item, kept);
  }
  return saved;
}

absl::StatusOr<SurveyDraft> MemoryRegistry::Like(const SurveyDraft& draft,
                                                 absl::Time) {
  Lock lock(mu_);
  for (const auto& [id, there] : drafts_) {
    if (Alike(there, draft)) return there;
  }
  return DraftNotFound();
}

absl::StatusOr<SurveyDraft> MemoryRegistry::SaveOne(const SurveyDraft& draft,
                                                    std::int64_t seen) {
  std::int64_t of_writer = 0;
  for (auto& [id, there] : drafts_) {
    if (there.writer == draft.writer) ++of_writer;
    if (!Alike(there, draft)) continue;
    if (there.content == draft.content) return there;
    if (there.revision != seen) return StaleDraft();
    there.content = draft.content;
    there.village = draft.village;
    there.save_time = draft.save_time;
    ++there.revision;
    return there;
  }
  if (seen != 0) return DraftNotFound();
  if (of_writer >= SurveyDraft::kMostOfWriter) return TooManyDrafts();
  SurveyDraft& kept = drafts_[draft.id] = draft;
  kept.revision = 1;
  return kept;
}

absl::StatusOr<SurveyDraft> MemoryRegistry::Get(const DraftId& id, absl::Time) {
  Lock lock(mu_);
  auto found = drafts_.find(id);
  if (found == drafts_.end()) return DraftNotFound();
  return found->second;
}

absl::StatusOr<std::vector<SurveyDraft>> MemoryRegistry::List(
    const DraftFilter& filter, const DraftId& after, int limit, absl::Time) {
  Lock lock(mu_);
  std::vector<SurveyDraft> found;
  for (auto it = drafts_.upper_bound(after);
       it != drafts_.end() && static_cast<int>(found.size()) < limit; ++it) {
    const SurveyDraft& draft = it->second;
    if (draft.writer == filter.writer && draft.village == filter.village &&
        (filter.round.empty() || draft.round == filter.round)) {
      found.push_back(draft);
    }
  }
  return found;
}

absl::StatusOr<AreaCode> MemoryRegistry::VillageOf(const DraftId& id,
                                                   absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(const SurveyDraft draft, Get(id, deadline));
  return draft.village;
}

absl::Status MemoryRegistry::Delete(const DraftId& id,
                                    const std::string& writer,
                                    std::int64_t seen, absl::Time) {
  Lock lock(mu_);
  auto found = drafts_.find(id);
  if (found == drafts_.end() || found->second.writer != writer) {
    return DraftNotFound();
  }
  if (seen != 0 && found->second.revision != seen) return StaleDraft();
  drafts_.erase(found);
  return absl::OkStatus();
}

}  // namespace rasoat::registry

#include "services/registry/intake/field_recall.h"

#include <algorithm>
#include <utility>

#include "services/common/status/status_macros.h"
#include "services/registry/domain/field_refusals.h"
#include "services/registry/domain/household_merge.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/domain/survey_differences.h"

namespace rasoat::registry {
namespace {

using Clashes = std::vector<FieldConflict>;

/// What the device had before, put over the state it had it from.
std::optional<Household> BaseOf(const FieldChange& change,
                                const std::optional<Household>& state,
                                const Household& current) {
  if (!change.base) return state;
  Household base = state ? *state : current;
  // Not a state of the register: no revision is its own.
  base.revision = 0;
  if (change.edit.number) base.number = change.base->number;
  if (change.edit.address) base.address = change.base->address;
  if (change.edit.phone) base.phone = change.base->phone;
  if (change.edit.members) base.members = change.base->members;
  return base;
}

/// What a registration says, as an edit of all there is.
HouseholdEdit WholeOf(const Household& household) {
  return {.wanted = household,
          .number = true,
          .address = true,
          .phone = true,
          .members = true};
}

}  // namespace

Clashes LivesElsewhere(const AreaCode& village) {
  return {{.field = "village", .base = village.value, .device = village.value}};
}

absl::StatusOr<std::optional<Household>> FieldRecall::StateAt(
    const HouseholdId& id, std::int64_t revision) {
  if (revision <= 0) return std::optional<Household>();
  absl::StatusOr<std::vector<Household>> states =
      households_.History(id, revision + 1, 1, deadline_);
  if (absl::IsNotFound(states.status())) return std::optional<Household>();
  RASOAT_RETURN_IF_ERROR(states.status());
  if (states->empty() || states->front().revision != revision) {
    return std::optional<Household>();
  }
  return std::optional<Household>(std::move(states->front()));
}

absl::StatusOr<std::optional<Household>> FieldRecall::Base(
    const FieldChange& change) {
  return StateAt(change.household, change.edit.seen_revision);
}

ChangeVerdict FieldRecall::Judge(const FieldItem& item,
                                 const std::optional<Household>& base,
                                 const Household& current,
                                 const HouseholdContext& context) {
  const FieldChange& change = *item.change;
  if (current.village != item.village) {
    return {.next = current, .conflicts = LivesElsewhere(item.village)};
  }
  if (!current.active()) {
    return {.next = current, .refusal = HouseholdNotActive()};
  }
  const std::int64_t seen = change.edit.seen_revision;
  if (seen > current.revision || (seen <= 0 && !change.base)) {
    return {.next = current, .refusal = EtagUnknown("change.household.etag")};
  }
  const std::optional<Household> before = BaseOf(change, base, current);
  HouseholdEdit edit = change.edit;
  edit.occasion.date = std::max(edit.occasion.date, current.register_date);
  return JudgeChange(before ? &*before : nullptr, current, edit, context);
}

absl::StatusOr<std::vector<FieldConflict>> FieldRecall::Conflicts(
    const FieldItem& item, const FieldReceipt& receipt) {
  if (item.visit && item.visit->survey) {
    return WithSurvey(*item.visit->survey, receipt.survey);
  }
  RASOAT_ASSIGN_OR_RETURN(const std::optional<Household> there,
                          StateAt(receipt.household, receipt.revision));
  if (!there) return std::vector<FieldConflict>();
  if (there->village != item.village) return LivesElsewhere(item.village);
  if (!item.change) {
    return Differences(*there, WholeOf(*item.visit->household));
  }
  const FieldChange& change = *item.change;
  RASOAT_ASSIGN_OR_RETURN(const std::optional<Household> state, Base(change));
  const std::optional<Household> base = BaseOf(change, state, *there);
  if (!base) return Differences(*there, change.edit);
  Merged merged = Merge(*base, *there, change.edit);
  if (!merged.conflicts.empty()) return std::move(merged.conflicts);
  return Changes(*base, *there, change.edit);
}

absl::StatusOr<std::optional<Survey>> FieldRecall::SurveyAt(
    const SurveyId& id) {
  if (id.empty()) return std::optional<Survey>();
  RASOAT_ASSIGN_OR_RETURN(
      std::vector<Survey> found,
      surveys_.GetMany(absl::MakeConstSpan(&id, 1), deadline_));
  if (found.empty()) return std::optional<Survey>();
  return std::optional<Survey>(std::move(found.front()));
}

absl::StatusOr<std::vector<FieldConflict>> FieldRecall::WithSurvey(
    const Survey& sent, const SurveyId& id) {
  RASOAT_ASSIGN_OR_RETURN(const std::optional<Survey> there, SurveyAt(id));
  if (!there) return std::vector<FieldConflict>();
  RASOAT_ASSIGN_OR_RETURN(std::optional<Survey> base, SurveyAt(sent.replaces));
  // A survey of another household is none of the caller's business.
  if (base && base->household != there->household) base.reset();
  return SurveyDifferences(base ? &*base : nullptr, *there, sent);
}

}  // namespace rasoat::registry

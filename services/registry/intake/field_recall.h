// What an item was in conflict with, made anew from the states that its receipt
// names. Part of intake/.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/registry/domain/field_change.h"
#include "services/registry/domain/field_receipt.h"
#include "services/registry/intake/field_intake.h"
#include "services/registry/store/household_store.h"
#include "services/registry/store/survey_store.h"

namespace rasoat::registry {

/// The conflict of an item about a household that lives elsewhere than the item
/// says: nothing else is told of it.
std::vector<FieldConflict> LivesElsewhere(const AreaCode& village);

/// Compares items with former states, which never change: so a repeat is shown
/// the same conflict, and no value has to be kept beside the household's own
/// rows. Where a state has been erased, nothing is shown of it.
class FieldRecall {
 public:
  FieldRecall(HouseholdStore& households, SurveyStore& surveys,
              absl::Time deadline)
      : households_(households), surveys_(surveys), deadline_(deadline) {}

  /// The household as it was at a revision; none if that is not known.
  absl::StatusOr<std::optional<Household>> StateAt(const HouseholdId& id,
                                                   std::int64_t revision);

  /// The state that a change was made on; none if it is not known.
  absl::StatusOr<std::optional<Household>> Base(const FieldChange& change);

  /// Judges the change of an item. A household that lives elsewhere than the
  /// item says is in conflict by that, and nothing else is told of it.
  ///
  /// The refusal may also be ETAG_UNKNOWN.
  static ChangeVerdict Judge(const FieldItem& item,
                             const std::optional<Household>& base,
                             const Household& current,
                             const HouseholdContext& context);

  /// What the item clashes with, given a receipt that says that it does;
  /// for events and drafts see FieldEvents.
  absl::StatusOr<std::vector<FieldConflict>> Conflicts(
      const FieldItem& item, const FieldReceipt& receipt);

 private:
  absl::StatusOr<std::optional<Survey>> SurveyAt(const SurveyId& id);
  absl::StatusOr<std::vector<FieldConflict>> WithSurvey(const Survey& sent,
                                                        const SurveyId& id);

  HouseholdStore& households_;
  SurveyStore& surveys_;
  const absl::Time deadline_;
};

}  // namespace rasoat::registry

// Events of households and drafts of forms that a device sends. Part of
// intake/.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "services/registry/intake/field_intake.h"
#include "services/registry/intake/field_jobs.h"

namespace rasoat::registry {

/// Takes the events and drafts of one batch.
class FieldEvents {
 public:
  FieldEvents(const FieldIntake::Parts& parts, const Submission& submission)
      : parts_(parts), submission_(submission) {}

  /// Records the event of a job. `after` is the revision of the household after
  /// the item that this one builds on, 0 for none: the event was made on that
  /// state if it is newer than the one of the etag.
  ///
  /// Fails when a store does.
  absl::StatusOr<ItemEnd> TakeEvent(Job& job, std::int64_t after);

  /// Keeps the draft of a job. Fails when a store does.
  absl::StatusOr<ItemEnd> TakeDraft(Job& job);

  /// What an event clashed with, made anew from the states that its receipt
  /// names; for a draft, with the draft as it stands now. Empty where that is
  /// gone.
  absl::StatusOr<std::vector<FieldConflict>> Conflicts(
      const FieldItem& item, const FieldReceipt& receipt, std::int64_t after);

 private:
  absl::StatusOr<std::vector<Household>> BasesOf(const FieldEvent& event,
                                                 std::int64_t after);
  absl::StatusOr<std::vector<FieldConflict>> WithDraft(
      const FieldItem& item, const SurveyDraft& there);

  const FieldIntake::Parts& parts_;
  const Submission& submission_;
};

}  // namespace rasoat::registry

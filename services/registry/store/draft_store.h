// Where forms that are being filled in are kept.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/registry/domain/field_receipt.h"
#include "services/registry/domain/survey_draft.h"

namespace rasoat::registry {

/// Which drafts a list is about.
struct DraftFilter {
  std::string writer;
  AreaCode village;
  RoundId round;  ///< None: of every round.
};

/// Keeps drafts. No feed tells of them. Thread safe. Every method may also
/// return what the database says of itself.
class DraftStore {
 public:
  virtual ~DraftStore() = default;

  /// Keeps the draft: the one of its writer, household, round and kind. `seen`
  /// is the revision it was read with, 0 for the first time. Saving what is
  /// there already changes nothing, whatever was seen. A new draft takes the
  /// id; an old one keeps its own. Returns it as it stands. The receipt of a
  /// device's item, null for none, is kept in the same step with the draft's id
  /// and revision, also when nothing changes.
  ///
  /// Errors:
  ///   ABORTED             STALE_DRAFT      it was saved since it was read
  ///   NOT_FOUND           DRAFT_NOT_FOUND  seen before, but gone
  ///   RESOURCE_EXHAUSTED  TOO_MANY_DRAFTS
  ///   ALREADY_EXISTS      RECEIPT_KEPT     the item has a receipt
  virtual absl::StatusOr<SurveyDraft> Save(const SurveyDraft& draft,
                                           std::int64_t seen,
                                           const FieldReceipt* receipt,
                                           absl::Time deadline) = 0;
  absl::StatusOr<SurveyDraft> Save(const SurveyDraft& draft, std::int64_t seen,
                                   absl::Time deadline) {
    return Save(draft, seen, nullptr, deadline);
  }
  /// The one of the same writer, household, round and kind.
  ///
  /// Errors: NOT_FOUND  DRAFT_NOT_FOUND
  virtual absl::StatusOr<SurveyDraft> Like(const SurveyDraft& draft,
                                           absl::Time deadline) = 0;
  /// Errors: NOT_FOUND  DRAFT_NOT_FOUND
  virtual absl::StatusOr<SurveyDraft> Get(const DraftId& id,
                                          absl::Time deadline) = 0;
  /// Up to `limit` drafts with an id above `after`, by id.
  virtual absl::StatusOr<std::vector<SurveyDraft>> List(
      const DraftFilter& filter, const DraftId& after, int limit,
      absl::Time deadline) = 0;
  /// Where it was last saved. Errors: NOT_FOUND  DRAFT_NOT_FOUND
  virtual absl::StatusOr<AreaCode> VillageOf(const DraftId& id,
                                             absl::Time deadline) = 0;
  /// Removes a draft of the writer's; `seen` 0: whatever its revision.
  ///
  /// Errors: NOT_FOUND  DRAFT_NOT_FOUND;  ABORTED  STALE_DRAFT
  virtual absl::Status Delete(const DraftId& id, const std::string& writer,
                              std::int64_t seen, absl::Time deadline) = 0;
};

}  // namespace rasoat::registry

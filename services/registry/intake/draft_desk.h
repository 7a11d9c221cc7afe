// How forms that are being filled in are kept.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "services/common/ids/ulid.h"
#include "services/registry/intake/intake.h"
#include "services/registry/load/form_shelf.h"
#include "services/registry/store/draft_store.h"
#include "services/registry/store/household_store.h"

namespace rasoat::registry {

/// A draft as it is sent: with household, round and content.
struct DraftOrder {
  SurveyDraft draft;
  FormId form;
  std::int64_t seen = 0;  ///< The revision it was read with; 0: none.
};

/// Keeps drafts. Thread safe; what it is made of must outlive it.
class DraftDesk {
 public:
  DraftDesk(DraftStore& drafts, HouseholdStore& households,
            const FormShelf& forms, IdSource& ids)
      : drafts_(drafts), households_(households), forms_(forms), ids_(ids) {}

  /// The draft as it is to be kept: the sender's, of the form's kind, under a
  /// new id, in the household's village.
  ///
  /// Errors: INVALID_ARGUMENT  DRAFT_TOO_LARGE;  NOT_FOUND  FORM_NOT_FOUND,
  /// HOUSEHOLD_NOT_FOUND
  absl::StatusOr<SurveyDraft> Complete(const DraftOrder& order,
                                       const Submission& submission);

  /// Completes and keeps it, with the receipt if it is a device's.
  ///
  /// Errors: those of Complete() and DraftStore::Save().
  absl::StatusOr<SurveyDraft> Save(const DraftOrder& order,
                                   const Submission& submission,
                                   const FieldReceipt* receipt = nullptr);

  /// The sender's draft that stands where this one would.
  ///
  /// Errors: NOT_FOUND  DRAFT_NOT_FOUND; those of Complete().
  absl::StatusOr<SurveyDraft> Like(const DraftOrder& order,
                                   const Submission& submission);

 private:
  DraftStore& drafts_;
  HouseholdStore& households_;
  const FormShelf& forms_;
  IdSource& ids_;
};

}  // namespace rasoat::registry

// How households and surveys come into the register, one by one or a device's
// whole day at once: what is new, what is a repeat, what is refused and why.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/common/ids/ulid.h"
#include "services/registry/domain/field_receipt.h"
#include "services/registry/domain/household.h"
#include "services/registry/domain/survey.h"
#include "services/registry/intake/area_catalog.h"
#include "services/registry/intake/duplicate_watch.h"
#include "services/registry/load/form_shelf.h"
#include "services/registry/store/household_store.h"
#include "services/registry/store/visit_store.h"

namespace rasoat::registry {

/// What a client sent: a household to register, a survey to keep, or both.
struct VisitDraft {
  /// The village the client says it is about; none: it does not say.
  AreaCode village;
  /// Its id may be none: one is made.
  std::optional<Household> household;
  /// Its id may be none; its household too, when the draft has one.
  std::optional<Survey> survey;
  /// What the survey was written as, to be removed with it; none: nothing.
  DraftId draft;
  /// What could not even be read, with paths that start with `household.` or
  /// `survey.`. It is reported with what the checks find.
  std::vector<Violation> faults;
  /// The receipt to be kept with what is taken, if a device's item; ids and
  /// revision are filled in.
  std::optional<FieldReceipt> receipt;
};

/// Who sends, when, and until when there is time.
struct Submission {
  std::string reviewer;  ///< `staff/{id}`.
  absl::Time now;
  absl::Time deadline;
};

/// What became of a draft.
struct VisitOutcome {
  absl::Status status;
  bool repeated = false;  ///< All of it had been taken before.
  HouseholdId household;
  SurveyId survey;  ///< None if the draft had none.
  /// What was kept by this very call, as it was kept: what of the visit had
  /// been there before is not among it.
  NewVisit kept;
  /// What is odd about the form but no reason to refuse it, with paths that
  /// start with `survey.`.
  std::vector<Violation> warnings;
  /// Households that may hold the same people as the one that was kept.
  std::vector<DuplicateFinding> suspects;
  /// With PERSON_REGISTERED: who has the citizen ids.
  std::vector<IdentityHolder> holders;
};

/// Takes visits. Thread safe; what it is made of must outlive it. Without a
/// watch nobody looks for duplicates.
class Intake {
 public:
  Intake(AreaCatalog& areas, HouseholdStore& households, VisitStore& visits,
         const FormShelf& forms, const PersonRules& rules, IdSource& ids,
         DuplicateWatch* watch = nullptr)
      : areas_(areas),
        households_(households),
        visits_(visits),
        forms_(forms),
        rules_(rules),
        ids_(ids),
        watch_(watch) {}

  /// Takes each draft whole or not at all, and says so in its place. Drafts
  /// that share an id or a household are taken one after the other, in their
  /// order; all others together. Costs one transaction, and a read if there are
  /// surveys of households registered before, however many drafts, as long as
  /// all are new.
  ///
  /// Whether ids are taken is asked only of what could not be taken as new: it
  /// is then recognised as a repeat before anything is checked, so that what was
  /// once taken is never refused later. Statuses of drafts, with every fault at once
  /// and paths as in VisitDraft::faults:
  ///   INVALID_ARGUMENT  those of CheckHousehold and CheckSurvey; VISIT_EMPTY;
  ///       VILLAGE_DIFFERS from the visit's; SURVEY_HOUSEHOLD_DIFFERS from the
  ///       visit's, SURVEY_HOUSEHOLD_MISSING; VILLAGE_NOT_THEN, none on the
  ///       review date
  ///   NOT_FOUND  VILLAGE_NOT_FOUND, HOUSEHOLD_NOT_FOUND, FORM_NOT_FOUND
  ///   FAILED_PRECONDITION  HOUSEHOLD_NOT_ACTIVE
  ///   ALREADY_EXISTS  HOUSEHOLD_EXISTS, HOUSEHOLD_NUMBER_TAKEN,
  ///       PERSON_REGISTERED, SURVEY_ID_TAKEN, SURVEY_EXISTS
  ///   FAILED_PRECONDITION  CORRECTION_REASON_MISSING
  ///   ABORTED  SURVEY_REPLACED; VISIT_RACED, three times in a row
  ///
  /// Fails as a whole when a store does: each draft is then whole or absent,
  /// and sending all of them again is harmless if they carry ids.
  absl::StatusOr<std::vector<VisitOutcome>> Take(std::vector<VisitDraft> drafts,
                                                 const Submission& submission);

  /// A draft and who sent it; views.
  struct Offer {
    VisitDraft& draft;
    const Submission& submission;
  };
  /// As Take(), of drafts of several senders until `deadline`, which counts
  /// instead of theirs. Fills in the ids that are made, so that offering the
  /// same drafts again after a failure is harmless.
  absl::StatusOr<std::vector<VisitOutcome>> TakeAll(
      absl::Span<const Offer> offers, absl::Time deadline);

 private:
  AreaCatalog& areas_;
  HouseholdStore& households_;
  VisitStore& visits_;
  const FormShelf& forms_;
  const PersonRules& rules_;
  IdSource& ids_;
  DuplicateWatch* const watch_;
};

}  // namespace rasoat::registry

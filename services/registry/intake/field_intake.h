// How the work of a device that was away for days comes into the register:
// item by item, each with a receipt, whatever was lost on the way.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/registry/domain/field_change.h"
#include "services/registry/domain/field_receipt.h"
#include "services/registry/domain/household_edit.h"
#include "services/registry/intake/draft_desk.h"
#include "services/registry/intake/event_recorder.h"
#include "services/registry/intake/intake.h"
#include "services/registry/store/device_store.h"
#include "services/registry/store/receipt_store.h"
#include "services/registry/store/survey_store.h"

namespace rasoat::registry {

/// A change of a household, made on what the device had of it.
struct FieldChange {
  HouseholdId household;
  HouseholdEdit edit;
  /// What the device had before, in the fields of the edit; none: the state of
  /// the edit's revision.
  std::optional<Household> base;
  ItemId after;  ///< The item it builds on; none if there is none.
};

/// An event of a household.
struct FieldEvent {
  EventOrder order;
  ItemId after;  ///< The item it builds on; none if there is none.
};

/// One thing that was done on a device: a visit (a registration or a survey), a
/// change, an event or a draft.
struct FieldItem {
  ItemId id;
  std::string print;  ///< 32 bytes of its content.
  AreaCode village;
  ItemStamp stamp;
  std::optional<VisitDraft> visit;
  std::optional<FieldChange> change;
  std::optional<FieldEvent> event;
  std::optional<DraftOrder> draft;
  /// Where the work stands in the item, for faults of events and drafts:
  /// `birth.`.
  std::string path;
  /// Whether the sender may do this, asked when the item's turn comes; null:
  /// nothing is asked.
  std::function<absl::Status()> permitted;
  /// What could not even be read of the item itself.
  std::vector<Violation> faults;
};

/// What a device sends at once.
struct FieldBatch {
  DeviceId device;
  absl::Time sent;  ///< By the device's clock.
  std::vector<FieldItem> items;
};

/// What became of an item.
struct FieldResult {
  FieldReceipt receipt;
  std::vector<FieldConflict> conflicts;
  /// Of a visit or event that was judged by this very call: whom its people
  /// look like, and who is in their way.
  std::optional<VisitOutcome> visit;
  std::optional<EventOutcome> event;
  bool final = true;  ///< A repeat is told the same.
};

/// What became of a batch.
struct FieldOutcome {
  ClockJudgement clock;
  std::vector<FieldResult> results;  ///< One an item, in their order.
};

/// Takes the work of devices. Thread safe; what it is made of must outlive it.
class FieldIntake {
 public:
  struct Parts {
    Intake& intake;
    AreaCatalog& areas;
    HouseholdStore& households;
    SurveyStore& surveys;
    ReceiptStore& receipts;
    DeviceStore& devices;
    EventRecorder& recorder;
    DraftDesk& desk;
    /// The survey in a draft's content.
    std::function<absl::StatusOr<Survey>(const std::string&)> read_draft;
    const FormShelf& forms;
    const PersonRules& rules;
    /// How far a device's clock may be off before anybody is told.
    absl::Duration clock_limit;
  };

  explicit FieldIntake(const Parts& parts) : parts_(parts) {}

  /// Judges each item by itself, those of one household in their order. An item
  /// that has a receipt is told what that says. A receipt is kept with what it
  /// is of in one transaction, or with others if it is of nothing; an item
  /// whose refusal may pass gets none.
  ///
  /// Fails as a whole when a store does, or with INVALID_ARGUMENT when the
  /// device is none: each item is then whole or absent, and sending all of them
  /// again is harmless.
  absl::StatusOr<FieldOutcome> Submit(FieldBatch batch,
                                      const Submission& submission);

 private:
  class Run;
  const Parts parts_;
};

}  // namespace rasoat::registry

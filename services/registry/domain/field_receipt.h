// What became of one thing that was done on a device.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/common/status/error.h"
#include "services/registry/domain/device_clock.h"
#include "services/registry/domain/ids.h"

namespace rasoat::registry {

/// How an item ended. The order is the API's, the number is stored.
enum class ItemOutcome {
  kUnspecified,
  kAccepted,   ///< Taken, by this item.
  kDuplicate,  ///< The same had been taken before, by something else.
  kConflict,   ///< Others changed the same.
  kInvalid,    ///< It is wrong.
};

/// Why an item was not taken; empty if it was.
struct Refusal {
  std::string reason;
  std::vector<Violation> faults;
};

/// The reason and the violations of a status.
Refusal RefusalOf(const absl::Status& status);

/// A receipt as it is kept, so that a repeat of its item is told the same. It
/// holds nothing personal: what a conflict shows is made anew from the states
/// that it names.
struct FieldReceipt {
  static constexpr std::size_t kPrintSize = 32;

  /// True when an item with that print is the one of this receipt. Once what it
  /// said was erased its print is zeros, and the id alone tells.
  bool IsOf(const std::string& print) const;

  ItemId item;
  std::string print;  ///< kPrintSize bytes of the item's content, or zeros.
  ItemOutcome outcome = ItemOutcome::kUnspecified;
  HouseholdId household;  ///< None if it is not known.
  /// The household's revision after the item was taken; with a conflict, of the
  /// state it is in conflict with; 0: none.
  std::int64_t revision = 0;
  /// The survey taken; with a conflict, the one in the way.
  SurveyId survey;
  DraftId draft;  ///< The draft saved; with a conflict, the one in the way.
  std::int64_t draft_revision = 0;  ///< Its revision then; 0: none.
  Refusal refusal;  ///< Why it is invalid; with a conflict, what does not fit.

  DeviceId device;
  ItemStamp stamp;  ///< As the device gave it.
  std::optional<absl::Time> corrected_time;
  ClockJudgement clock;
  bool jumped = false;   ///< The device's clock was set back before it.
  std::string reviewer;  ///< `staff/{id}`.
  absl::Time receive_time;
};

/// True when the refusal depends on what may pass: on the day, on items that
/// come before this one and are still on their way, on others' work of the same
/// moment. The item may then come again and is judged anew.
bool MayPassLater(const absl::Status& refusal);

}  // namespace rasoat::registry

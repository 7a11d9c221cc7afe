// Requests for events of households → what the register is asked to do, the
// same for calls and for what devices send.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "rasoat/registry/v1/household_events.pb.h"
#include "services/common/ids/ulid.h"
#include "services/registry/domain/event_order.h"

namespace rasoat::registry {

/// Who tells of an event.
struct Teller {
  std::string actor;  ///< `staff/{id}`.
  /// Whether the named household's etag may be missing, because the teller has
  /// not heard of the household since a change of its own.
  bool etag_may_be_missing = false;
};

/// The event that a request asks for. What it captures is its own.
///
/// Errors: INVALID_ARGUMENT  RESOURCE_NAME_MALFORMED, ETAG_MISSING,
/// REQUEST_ID_MALFORMED, SAME_HOUSEHOLD, ULID_MALFORMED. Days that cannot be
/// read are left to the rules of events.
absl::StatusOr<EventOrder> OrderOf(const v1::RecordBirthRequest& request,
                                   const Teller& teller);
absl::StatusOr<EventOrder> OrderOf(const v1::RecordDeathRequest& request,
                                   const Teller& teller);
absl::StatusOr<EventOrder> OrderOf(const v1::AddMembersRequest& request,
                                   const Teller& teller);
absl::StatusOr<EventOrder> OrderOf(const v1::MoveMembersRequest& request,
                                   const Teller& teller);
absl::StatusOr<EventOrder> OrderOf(const v1::MergeHouseholdRequest& request,
                                   const Teller& teller);
absl::StatusOr<EventOrder> OrderOf(const v1::MoveHouseholdRequest& request,
                                   const Teller& teller);
absl::StatusOr<EventOrder> OrderOf(const v1::DissolveHouseholdRequest& request,
                                   const Teller& teller);
/// The new household gets an id of `ids` if the client chose none.
absl::StatusOr<EventOrder> OrderOf(const v1::SplitHouseholdRequest& request,
                                   const Teller& teller, IdSource& ids);

}  // namespace rasoat::registry

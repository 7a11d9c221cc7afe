// What requests for events of households say: proto → domain, nothing else.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "rasoat/registry/v1/household_events.pb.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/event_order.h"
#include "services/registry/domain/household_events.h"
#include "services/registry/rpc/household_proto.h"
#include "services/registry/rpc/names.h"

namespace rasoat::registry {

/// Reads a household and its etag from the fields with these names.
///
/// Errors: INVALID_ARGUMENT  RESOURCE_NAME_MALFORMED, ETAG_MISSING
absl::StatusOr<SeenHousehold> SeenOf(absl::string_view name,
                                     absl::string_view etag,
                                     const char* name_field,
                                     const char* etag_field);

/// Who tells it, when it happened and why. A day that cannot be read is kNoDay,
/// for CheckOccasion to report.
Occasion OccasionOf(const std::string& event_date, const std::string& reason,
                    const std::string& actor);

/// Relations, heads and departures as they are given.
std::vector<NamedRelation> FromProto(
    const google::protobuf::RepeatedPtrField<v1::MemberRelation>& relations);
std::vector<Departure> FromProto(
    const google::protobuf::RepeatedPtrField<v1::MemberDeparture>& departures);

/// The head that is named in `new_head`, and the relations.
template <class Request>
Headship HeadshipOf(const Request& request) {
  return {.head = request.new_head(),
          .relations = FromProto(request.relations())};
}

/// The household that members make, without an id if the client chose none.
///
/// Errors: INVALID_ARGUMENT  ULID_MALFORMED
absl::StatusOr<SplitOff> FromProto(const v1::NewHousehold& wanted);

/// One change of a history; `was` is the state before, or null for the first.
v1::HouseholdChange ChangeToProto(const Household& household,
                                  const Household* was);

/// 32 bytes that are the same for the same request; empty for one without
/// `request_id`. Requests of two methods are never the same.
///
/// Errors: INVALID_ARGUMENT  REQUEST_ID_MALFORMED
absl::StatusOr<std::string> PrintOf(const google::protobuf::Message& request,
                                    const std::string& request_id);

}  // namespace rasoat::registry

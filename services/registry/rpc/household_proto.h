// Households: proto ↔ domain, nothing else.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "rasoat/registry/v1/households.pb.h"
#include "services/common/status/error.h"
#include "services/registry/domain/household.h"
#include "services/registry/domain/household_edit.h"

namespace rasoat::registry {

/// Reads all but the name and what the server adds. What cannot be read is left
/// out or kNoDay, for CheckHousehold to report; a malformed village is added to
/// `faults` under `household.village`.
Household FromProto(const v1::Household& shown, std::vector<Violation>& faults);

/// The whole household.
v1::Household ToProto(const Household& household);
/// Without etag, times and event: what somebody said, not when and why.
v1::Household ContentToProto(const Household& household);

/// The part with personal data, and the inverse, which puts it back: address,
/// telephone, members now and before, reason and members of the event.
v1::Household SealedToProto(const Household& household);
void PutSealed(const v1::Household& shown, Household& household);

/// An event, but for the request it was told by.
v1::HouseholdEvent ToProto(const HouseholdEvent& event);
/// A member.
v1::Member ToProto(const Member& member);

/// Marks in the edit which fields the mask names; none means all four.
///
/// Errors: INVALID_ARGUMENT  FIELD_NOT_MUTABLE
absl::Status PutMask(const google::protobuf::FieldMask& mask,
                     HouseholdEdit& edit);

/// A person as a member.
Member FromProto(const v1::Member& shown);

/// The revision as an etag, and back; 0 for what is no etag of ours.
std::string EtagOf(std::int64_t revision);
std::int64_t RevisionOf(absl::string_view etag);
/// The revision in an etag that a request has to carry.
///
/// Errors: INVALID_ARGUMENT  ETAG_MISSING  empty, at `field`
absl::StatusOr<std::int64_t> SeenRevision(absl::string_view etag,
                                          absl::string_view field);

/// Enums of the same order and numbers.
EventKind FromProto(v1::HouseholdEventKind kind);
Relation FromProto(v1::Relation relation);
v1::HouseholdEventKind ToProto(EventKind kind);
v1::EthnicCodeSystem ToProto(EthnicCodeSystem system);
api::v1::Sex ToProto(Sex sex);
Sex FromProto(api::v1::Sex sex);

}  // namespace rasoat::registry

// Events and drafts within a device's batch. Part of field_proto.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rasoat/registry/v1/field_work.pb.h"
#include "services/registry/intake/field_intake.h"

namespace rasoat::registry {

/// Whether the caller may make a request.
using MayCall = std::function<absl::Status(const google::protobuf::Message&)>;

/// Errors: INVALID_ARGUMENT  ULID_MALFORMED
absl::StatusOr<ItemId> ParseItemId(absl::string_view text,
                                   absl::string_view field);

/// ITEM_ID_MISSING unless the device chose an id, under which it may ask again.
void CheckChosen(bool chosen, const std::string& field,
                 std::vector<Violation>& faults);

/// Reads an event or a draft of `actor`'s into the item, if it has one. Whoever
/// sends it must be one who may send it as a call of its own.
void ReadRequest(const v1::FieldItem& shown, const std::string& actor,
                 const MayCall& may_call, FieldItem& item);

}  // namespace rasoat::registry

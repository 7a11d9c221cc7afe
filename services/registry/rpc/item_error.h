// Why one item of many was refused, inside an answer that is itself OK.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "rasoat/registry/v1/households.pb.h"
#include "services/common/status/error.h"
#include "services/registry/domain/field_receipt.h"

namespace rasoat::registry {

/// The error of an item; `own` is taken off the beginning of the fields.
v1::ItemError ItemErrorOf(const absl::Status& status,
                          absl::string_view own = "");

/// One fault as it is told.
v1::FieldFault ToProto(const Violation& violation);

/// A refusal that is kept, both ways.
v1::ItemError ToProto(const Refusal& refusal);
Refusal FromProto(const v1::ItemError& error);

/// INVALID_ARGUMENT  ITEM_COUNT_OUT_OF_RANGE unless there are 1 to `most`.
absl::Status CheckItemCount(int count, int most, absl::string_view field);

}  // namespace rasoat::registry

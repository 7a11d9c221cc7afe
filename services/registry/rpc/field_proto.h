// Work in the field: proto ↔ what intake takes, nothing else.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "rasoat/registry/v1/field_work.pb.h"
#include "services/registry/domain/device.h"
#include "services/registry/domain/work_state.h"
#include "services/registry/intake/field_intake.h"
#include "services/registry/rpc/field_requests.h"

namespace rasoat::registry {

/// A batch of `actor`'s, `staff/{id}`. Must not outlive the request, which its
/// events are asked permission for with `may_call`. Whatever is wrong with an
/// item becomes a fault of the item, with paths within it:
/// `registration.household.phone`.
///
/// Errors: INVALID_ARGUMENT  ITEM_COUNT_OUT_OF_RANGE, RESOURCE_NAME_MALFORMED,
/// SEND_TIME_MISSING
absl::StatusOr<FieldBatch> FromProto(const v1::SubmitFieldWorkRequest& request,
                                     const std::string& actor,
                                     const MayCall& may_call);

/// The receipts of a batch that came in at `now`.
v1::SubmitFieldWorkResponse ToProto(const v1::SubmitFieldWorkRequest& request,
                                    const FieldOutcome& outcome,
                                    absl::Time now);

/// A device; times and offset only as far as they are known.
v1::Device ToProto(const Device& device);

/// The work on one household, and the counts of an answer.
v1::WorkItem ToProto(const WorkNote& note);
void Write(const WorkSummary& summary, v1::ListWorkResponse& response);

}  // namespace rasoat::registry

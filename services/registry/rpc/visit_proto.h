// Visits: proto ↔ what intake takes, nothing else.
#pragma once

#include "rasoat/registry/v1/households.pb.h"
#include "rasoat/registry/v1/surveys.pb.h"
#include "services/common/rpc/call.h"
#include "services/registry/intake/intake.h"

namespace rasoat::registry {

/// A draft with a household, with a survey, or of a whole visit.
VisitDraft FromProto(const v1::CreateHouseholdRequest& request);
VisitDraft FromProto(const v1::SubmitSurveyRequest& request);
VisitDraft FromProto(const v1::Visit& visit);

/// The receipt of a visit.
v1::VisitReceipt ToProto(const VisitOutcome& outcome);

/// Who sends a call, and when.
Submission SubmissionOf(const rpc::Call& call);

}  // namespace rasoat::registry

// Surveys: proto ↔ domain, nothing else.
#pragma once

#include <vector>

#include "rasoat/api/v1/facts.pb.h"
#include "rasoat/registry/v1/surveys.pb.h"
#include "services/common/status/error.h"
#include "services/registry/domain/survey.h"
#include "services/registry/rpc/timestamps.h"

namespace rasoat::registry {

/// Reads the reviewer's part but for the name. What cannot be read is left out
/// or kNoDay, for CheckSurvey to report; malformed names are added to `faults`
/// under `survey.…`. An empty `household` is read as none.
Survey FromProto(const v1::Survey& shown, std::vector<Violation>& faults);

/// The whole survey. With declared totals and no answer about any member,
/// `members` is empty, as it came in.
v1::Survey ToProto(const Survey& survey);

/// The reviewer's part in a form that is the same for the same content (see
/// SameContent).
v1::Survey ContentToProto(const Survey& survey);

/// The location and the reason of a correction, and the inverse, which puts
/// them into `survey`.
v1::Survey PersonalToProto(const Survey& survey);
void PutPersonal(const v1::Survey& shown, Survey& survey);

/// The numbers are the same on both sides; an unknown one is unspecified.
v1::SurveyStatus ToProto(SurveyStatus status);
SurveyStatus FromProto(v1::SurveyStatus status);

v1::FormKind ToProto(FormKind kind);
FormKind FromProto(v1::FormKind kind);

/// What scoring needs, and the inverse, which puts it back into `survey`.
api::v1::HouseholdFacts FactsOf(const Survey& survey);
void PutFacts(const api::v1::HouseholdFacts& facts, Survey& survey);

}  // namespace rasoat::registry

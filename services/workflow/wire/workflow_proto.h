// Messages ↔ domain for everything but procedures, and nothing else. Enums map
// one to one; a value the API does not know is refused.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "rasoat/api/v1/identity.pb.h"
#include "rasoat/workflow/v1/preparation.pb.h"
#include "rasoat/workflow/v1/rounds.pb.h"
#include "rasoat/workflow/v1/staff.pb.h"
#include "services/workflow/domain/names.h"
#include "services/workflow/domain/preparation.h"
#include "services/workflow/domain/round.h"
#include "services/workflow/domain/staff.h"
#include "services/workflow/domain/village.h"

namespace rasoat::workflow {

/// The round as others see it.
v1::Round ToProto(const Round& round);

/// One entry a step, by number.
void AddSteps(const Standing& standing,
              google::protobuf::RepeatedPtrField<v1::StepState>& out);

/// The meeting as others see it.
v1::Meeting ToProto(const Meeting& meeting);

/// The milestone as others see it.
v1::Milestone ToProto(const Milestone& milestone);

/// The class of `round` as others see it.
v1::TrainingClass ToProto(const RoundId& round, const TrainingClass& training,
                          int attendees);

/// The person as others see it.
v1::Staff ToProto(const Staff& staff);

// The other way. Errors: INVALID_ARGUMENT naming the field, which begins with
// `prefix` where there is one: NAME_MALFORMED, AREA_MALFORMED, DATE_MALFORMED,
// and what is listed.

/// Reads `request.round` and `request.round_id`. Errors also ID_MALFORMED.
absl::StatusOr<RoundPlan> PlanFrom(const v1::CreateRoundRequest& request);

/// Reads a meeting.
absl::StatusOr<Meeting> MeetingFrom(const v1::Meeting& message);

/// Reads all milestones, gathering every fault.
absl::StatusOr<std::vector<Milestone>> MilestonesFrom(
    const google::protobuf::RepeatedPtrField<v1::Milestone>& messages);

/// Reads the class of a request. Errors also ID_MALFORMED,
/// TRAINING_FORM_UNKNOWN.
absl::StatusOr<TrainingClass> ClassFrom(
    const v1::CreateTrainingClassRequest& request);

/// Reads all people, gathering every fault. Grants come out sorted, each once.
/// Errors also POSITION_UNKNOWN, ROLE_UNKNOWN.
absl::StatusOr<std::vector<Staff>> StaffFrom(
    const google::protobuf::RepeatedPtrField<v1::Staff>& messages);

/// The role of the API, or nullopt for one it does not know.
std::optional<StaffRole> RoleFrom(api::v1::Role role);
/// The API's word for a role.
api::v1::Role ToProto(StaffRole role);

}  // namespace rasoat::workflow

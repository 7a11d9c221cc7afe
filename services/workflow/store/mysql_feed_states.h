// What the stores tell the followers of this service, in the transaction of the
// fact: domain → states of workflow_feed.proto.
#pragma once

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "services/common/feed/change.h"
#include "services/workflow/domain/names.h"
#include "services/workflow/domain/preparation.h"
#include "services/workflow/domain/round.h"
#include "services/workflow/domain/village.h"
#include "services/workflow/store/open_round.h"

namespace rasoat::workflow {

/// Tells of a round with its procedure and its villages.
void TellRound(const OpenRound& round, absl::Span<const UnitInRound> units,
               feed::Changes& out);

/// Tells where a village stands.
void TellVillage(const VillageName& name, const Standing& standing,
                 feed::Changes& out);

/// Tells that a unit reached a milestone.
void TellMilestone(const RoundId& round, const Milestone& milestone,
                   feed::Changes& out);

/// Tells of a class and how many attended it.
void TellClass(const RoundId& round, const TrainingClass& training,
               int attendees, feed::Changes& out);

/// Tells since when a person who works in `area` is trained.
void TellTrained(const RoundId& round, const StaffId& staff,
                 const AreaCode& area, absl::CivilDay trained_on,
                 feed::Changes& out);

}  // namespace rasoat::workflow

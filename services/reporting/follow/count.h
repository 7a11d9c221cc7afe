#pragma once

#include <vector>

#include "rasoat/registry/v1/registry_feed.pb.h"
#include "rasoat/scoring/v1/scoring_feed.pb.h"
#include "rasoat/workflow/v1/workflow_feed.pb.h"
#include "services/reporting/domain/contribution.h"

namespace rasoat::reporting {

/// What a state adds to the ledger: the one place that says what counts as
/// what. Pure.

/// A registered household, in every round that has its village.
std::vector<Contribution> Count(const registry::v1::HouseholdState& state);

/// A household's class by the first standard of the round; nothing while it
/// could not be scored by one of them, since workflow does not hold it for
/// assessed either.
std::vector<Contribution> Count(const scoring::v1::AssessmentState& state);

/// That the round has these units; its villages are counted besides.
std::vector<Contribution> Count(const workflow::v1::RoundState& state);

/// The steps a village began and completed, on their days.
std::vector<Contribution> Count(const workflow::v1::VillageState& state);

/// A milestone, on its day.
std::vector<Contribution> Count(const workflow::v1::MilestoneState& state);

/// A class, at its organizer: begun on its first day; held, with its
/// attendances, on its last.
std::vector<Contribution> Count(const workflow::v1::TrainingClassState& state);

/// A trained person, on the day the person was.
std::vector<Contribution> Count(const workflow::v1::StaffTrainingState& state);

}  // namespace rasoat::reporting

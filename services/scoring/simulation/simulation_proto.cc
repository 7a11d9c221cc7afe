#include "services/scoring/simulation/simulation_proto.h"

namespace rasoat::scoring {
namespace {

constexpr int kClasses = 4;
constexpr int kNotPoor = v1::HOUSEHOLD_CLASS_NOT_POOR;

/// On the list of poor and near-poor.
bool OnList(int household_class) {
  return household_class == v1::HOUSEHOLD_CLASS_POOR ||
         household_class == v1::HOUSEHOLD_CLASS_NEAR_POOR;
}

void Fill(const Transitions& transitions, v1::SimulatedChange& change) {
  for (int from = 0; from < kClasses; ++from) {
    for (int to = 0; to < kClasses; ++to) {
      const std::int64_t households = transitions.households[from][to];
      if (households == 0) continue;
      v1::ClassTransition& cell = *change.add_transitions();
      cell.set_from(static_cast<v1::HouseholdClass>(from));
      cell.set_to(static_cast<v1::HouseholdClass>(to));
      cell.set_households(households);
      cell.set_members(transitions.members[from][to]);
      if (to == 0) change.set_unscored(change.unscored() + households);
      if (!OnList(from) && OnList(to)) {
        change.set_included(change.included() + households);
      }
      if (OnList(from) && to == kNotPoor) {
        change.set_excluded(change.excluded() + households);
      }
      if (from == 0 || to == 0) continue;
      // The classes are numbered from the neediest on.
      if (to < from) change.set_needier(change.needier() + households);
      if (to > from) change.set_less_needy(change.less_needy() + households);
    }
  }
}

void Fill(const Transitions& transitions, const v1::SimulateRequest& request,
          v1::SimulatedCost& cost) {
  for (const v1::SimulatedBenefit& benefit : request.benefits()) {
    const int which = benefit.household_class();
    std::int64_t now = 0;
    std::int64_t then = 0;
    for (int other = 0; other < kClasses; ++other) {
      // Who cannot be scored then would seem to save what they get now.
      if (other != 0) {
        now +=
            benefit.household_amount() * transitions.households[which][other] +
            benefit.member_amount() * transitions.members[which][other];
      }
      then +=
          benefit.household_amount() * transitions.households[other][which] +
          benefit.member_amount() * transitions.members[other][which];
    }
    cost.set_now(cost.now() + now);
    cost.set_then(cost.then() + then);
  }
}

}  // namespace

void FillSimulation(const Standard& standard, const Simulated& simulated,
                    const v1::SimulateRequest& request,
                    v1::SimulationResult& result) {
  result.set_standard(standard.name);
  result.set_standard_hash(standard.content_hash);
  result.set_training(standard.training);
  Fill(simulated.all, *result.mutable_change());
  for (const auto& [group, transitions] : simulated.groups) {
    v1::SimulationGroup& proto = *result.add_groups();
    proto.set_dimension(static_cast<v1::SimulationDimension>(group.first));
    proto.set_key(group.second);
    Fill(transitions, *proto.mutable_change());
  }
  if (request.benefits().empty()) return;
  Fill(simulated.all, request, *result.mutable_cost());
}

}  // namespace rasoat::scoring

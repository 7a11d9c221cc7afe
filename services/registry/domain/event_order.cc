#include "services/registry/domain/event_order.h"

namespace rasoat::registry {

HouseholdContext EventGround::ContextOf(const AreaCode& village) const {
  const Area* area = areas.FindLatest(village, today);
  return {.rules = rules,
          .today = today,
          .training = area != nullptr && area->synthetic};
}

bool EventGround::IsVillage(const AreaCode& village) const {
  const Area* area = areas.FindLatest(village, today);
  return area != nullptr && area->tier == Tier::kVillage;
}

}  // namespace rasoat::registry

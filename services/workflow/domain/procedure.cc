#include "services/workflow/domain/procedure.h"

#include <algorithm>

namespace rasoat::workflow {

bool Step::Asks(StepGuard guard) const {
  return std::find(guards.begin(), guards.end(), guard) != guards.end();
}

const MilestoneKind* Procedure::FindMilestone(const std::string& code) const {
  for (const MilestoneKind& kind : milestones) {
    if (kind.code == code) return &kind;
  }
  return nullptr;
}

const char* WordOf(Tier tier) {
  switch (tier) {
    case Tier::kProvince:
      return "province";
    case Tier::kDistrict:
      return "district";
    case Tier::kCommune:
      return "commune";
    case Tier::kVillage:
      return "village";
  }
  return "";
}

const char* WordViOf(Tier tier) {
  switch (tier) {
    case Tier::kProvince:
      return "cấp tỉnh";
    case Tier::kDistrict:
      return "cấp huyện";
    case Tier::kCommune:
      return "cấp xã";
    case Tier::kVillage:
      return "thôn";
  }
  return "";
}

}  // namespace rasoat::workflow

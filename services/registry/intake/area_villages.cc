#include "services/registry/intake/area_villages.h"

#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"

namespace rasoat::registry {

absl::StatusOr<VillageSet> AreaVillages::Of(const AreaCode& area,
                                            absl::Time deadline) {
  if (area.empty()) return VillageSet{.all = true};
  RASOAT_ASSIGN_OR_RETURN(const AreaCatalog::Book book, areas_.Fresh(deadline));
  std::shared_ptr<const VillageIndex> index;
  {
    absl::MutexLock lock(&mu_);
    if (held_.book == book) index = held_.index;
  }
  if (index == nullptr) {
    index = std::make_shared<const VillageIndex>(*book);
    absl::MutexLock lock(&mu_);
    held_ = {.book = book, .index = index};
  }
  if (!index->Knows(area)) return AreaNotFound();
  return index->Under(area);
}

}  // namespace rasoat::registry

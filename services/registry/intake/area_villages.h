// The villages of an area, at hand for every search.
#pragma once

#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/registry/domain/village_set.h"
#include "services/registry/intake/area_catalog.h"

namespace rasoat::registry {

/// Tells which villages lie, or lay, in an area. Walks over the book of areas
/// once each time that it has changed. Thread safe; the catalog must outlive
/// it.
class AreaVillages {
 public:
  explicit AreaVillages(AreaCatalog& areas) : areas_(areas) {}
  AreaVillages(const AreaVillages&) = delete;

  /// The villages of `area`; of none, all there are. One row is read.
  ///
  /// Errors: NOT_FOUND  AREA_NOT_FOUND
  absl::StatusOr<VillageSet> Of(const AreaCode& area, absl::Time deadline);

 private:
  struct Held {
    AreaCatalog::Book book;
    std::shared_ptr<const VillageIndex> index;
  };

  AreaCatalog& areas_;
  absl::Mutex mu_;
  Held held_ ABSL_GUARDED_BY(mu_);
};

}  // namespace rasoat::registry

#include "services/registry/intake/area_catalog.h"

#include <utility>

#include "services/common/status/status_macros.h"

namespace rasoat::registry {

AreaCatalog::Held AreaCatalog::Current() {
  absl::MutexLock lock(&mu_);
  return held_;
}

void AreaCatalog::Hold(Held held) {
  absl::MutexLock lock(&mu_);
  if (held_.book != nullptr && held_.revision > held.revision) return;
  held_ = std::move(held);
}

absl::StatusOr<AreaCatalog::Book> AreaCatalog::Fresh(absl::Time deadline) {
  const absl::Time now = clock_.Now();
  RASOAT_ASSIGN_OR_RETURN(std::int64_t revision, store_.Revision(deadline));
  Held held = Current();
  if (held.book == nullptr || held.revision < revision) {
    std::lock_guard<std::mutex> loading(load_mu_);
    held = Current();
    if (held.book == nullptr || held.revision < revision) {
      RASOAT_ASSIGN_OR_RETURN(AreaSnapshot snapshot, store_.Load(deadline));
      held.book = std::make_shared<const AreaBook>(std::move(snapshot.book));
      held.revision = snapshot.revision;
    }
  }
  held.checked = now;
  Hold(held);
  return held.book;
}

absl::StatusOr<AreaCatalog::Book> AreaCatalog::Knowing(const AreaCode& code,
                                                       absl::CivilDay day,
                                                       absl::Time deadline) {
  const Held held = Current();
  if (held.book != nullptr && clock_.Now() - held.checked < kTrusted &&
      held.book->Find(code, day) != nullptr) {
    return held.book;
  }
  return Fresh(deadline);
}

absl::StatusOr<std::function<AreaCode(const AreaCode& village)>> CommunesOn(
    AreaCatalog& areas, absl::CivilDay day, absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(AreaCatalog::Book book, areas.Fresh(deadline));
  return [book = std::move(book), day](const AreaCode& village) {
    const Area* area = book->Find(village, day);
    return area == nullptr ? AreaCode() : area->parent;
  };
}

}  // namespace rasoat::registry

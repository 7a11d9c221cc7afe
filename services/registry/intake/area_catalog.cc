#include "services/registry/intake/area_catalog.h"

#include <utility>

#include "services/common/status/status_macros.h"

namespace rasoat::registry {

AreaCatalog::Held AreaCatalog::Current() {
  absl::MutexLock lock(&mu_);
  return held_;
}

absl::StatusOr<AreaCatalog::Book> AreaCatalog::Fresh(absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(std::int64_t revision, store_.Revision(deadline));
  Held held = Current();
  if (held.book != nullptr && held.revision >= revision) return held.book;
  std::lock_guard<std::mutex> loading(load_mu_);
  held = Current();
  if (held.book != nullptr && held.revision >= revision) return held.book;
  RASOAT_ASSIGN_OR_RETURN(AreaSnapshot snapshot, store_.Load(deadline));
  held.book = std::make_shared<const AreaBook>(std::move(snapshot.book));
  held.revision = snapshot.revision;
  absl::MutexLock lock(&mu_);
  held_ = held;
  return held.book;
}

absl::StatusOr<AreaCatalog::Book> AreaCatalog::Knowing(const AreaCode& code,
                                                       absl::CivilDay day,
                                                       absl::Time deadline) {
  Book book = Current().book;
  if (book != nullptr && book->Find(code, day) != nullptr) return book;
  return Fresh(deadline);
}

}  // namespace rasoat::registry

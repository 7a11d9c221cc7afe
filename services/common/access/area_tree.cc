#include "services/common/access/area_tree.h"

#include <algorithm>

#include "services/common/log/log.h"
#include "services/common/status/error.h"

namespace rasoat::access {

StoredAreaTree::StoredAreaTree(Load load, const Clock& clock)
    : load_(std::move(load)),
      clock_(clock),
      picture_(std::make_shared<const Parents>()) {}

bool StoredAreaTree::Leads(const Parents& parents, absl::string_view above,
                           absl::string_view below) {
  std::vector<absl::string_view> reached = {below};
  for (std::size_t i = 0; i < reached.size(); ++i) {
    auto found = parents.find(reached[i]);
    if (found == parents.end()) continue;
    for (absl::string_view parent : found->second) {
      if (parent == above) return true;
      // A wrong picture may hold a circle.
      if (std::find(reached.begin(), reached.end(), parent) == reached.end()) {
        reached.push_back(parent);
      }
    }
  }
  return false;
}

bool StoredAreaTree::Contains(absl::string_view above,
                              absl::string_view below) {
  if (above == kWholeTree) return true;
  if (above.empty() || below.empty() || below == kWholeTree) return false;
  if (above == below) return true;
  std::shared_ptr<const Parents> picture = Current();
  if (Leads(*picture, above, below)) return true;
  const absl::Duration good_for =
      picture->contains(below) ? kStale : kBetweenLoads;
  std::shared_ptr<const Parents> newer = Renew(picture, good_for);
  return newer != picture && Leads(*newer, above, below);
}

bool StoredAreaTree::Knows(absl::string_view area) {
  std::shared_ptr<const Parents> picture = Current();
  if (picture->contains(area)) return true;
  return Renew(picture, kBetweenLoads)->contains(area);
}

absl::Status StoredAreaTree::Refresh() {
  absl::MutexLock lock(&load_mu_);
  return LoadNow();
}

std::shared_ptr<const StoredAreaTree::Parents> StoredAreaTree::Current() {
  absl::ReaderMutexLock lock(&picture_mu_);
  return picture_;
}

std::shared_ptr<const StoredAreaTree::Parents> StoredAreaTree::Renew(
    const std::shared_ptr<const Parents>& seen, absl::Duration good_for) {
  absl::MutexLock lock(&load_mu_);
  if (std::shared_ptr<const Parents> current = Current(); current != seen) {
    return current;  // somebody else loaded while this thread waited
  }
  if (absl::AbsDuration(clock_.Now() - tried_) < good_for) return seen;
  if (absl::Status loaded = LoadNow(); !loaded.ok()) {
    log::Line("area_tree_not_loaded", log::Level::kWarning)
        .Add("reason", ReasonOf(loaded))
        .Write();
  }
  return Current();
}

absl::Status StoredAreaTree::LoadNow() {
  tried_ = clock_.Now();
  absl::StatusOr<std::vector<AreaParent>> lines = load_();
  if (!lines.ok()) return lines.status();
  auto parents = std::make_shared<Parents>();
  parents->reserve(lines->size());
  for (AreaParent& line : *lines) {
    std::vector<std::string>& above = (*parents)[line.area];
    if (!line.parent.empty()) above.push_back(std::move(line.parent));
  }
  absl::MutexLock lock(&picture_mu_);
  picture_ = std::move(parents);
  return absl::OkStatus();
}

}  // namespace rasoat::access

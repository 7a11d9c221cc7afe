// The access log in memory, for tests of handlers. Its chains cannot be
// tampered with, so they always hold.
#pragma once

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "services/registry/store/access_store.h"

namespace rasoat::registry {

/// One chain, in memory. Thread safe.
class MemoryAccessStore final : public AccessStore {
 public:
  absl::Status Append(AccessEntry entry, absl::Time) override {
    const std::lock_guard lock(mu_);
    if (!fault_.ok()) return fault_;
    const AccessPlace place{0, static_cast<std::int64_t>(kept_.size()) + 1};
    kept_.push_back({place, std::move(entry)});
    return absl::OkStatus();
  }
  absl::StatusOr<std::vector<KeptAccess>> List(const AccessFilter& filter,
                                               const AccessCursor& before,
                                               int limit, absl::Time) override {
    std::vector<KeptAccess> found;
    for (const KeptAccess& kept : All()) {
      const AccessEntry& entry = kept.entry;
      if (IsOf(entry, filter) && entry.time >= filter.start &&
          (entry.time < before.time ||
           (entry.time == before.time && kept.place < before.place))) {
        found.push_back(kept);
      }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const KeptAccess& a, const KeptAccess& b) {
                       return std::pair(a.entry.time, a.place) >
                              std::pair(b.entry.time, b.place);
                     });
    if (static_cast<int>(found.size()) > limit) {
      found.resize(static_cast<std::size_t>(limit));
    }
    return found;
  }
  absl::StatusOr<AccessWalk> Walk(const AccessPlace&, int,
                                  absl::Time) override {
    return AccessWalk{.checked = static_cast<std::int64_t>(All().size())};
  }
  absl::StatusOr<std::vector<AccessHead>> Heads(absl::Time) override {
    return std::vector<AccessHead>();
  }
  absl::StatusOr<std::optional<AccessBreak>> Compare(const AccessHead&,
                                                     absl::Time) override {
    return std::optional<AccessBreak>();
  }

  /// Every entry, the oldest first.
  std::vector<KeptAccess> All() {
    const std::lock_guard lock(mu_);
    return kept_;
  }
  /// Refuses every further entry with this, or none again.
  void FailWith(absl::Status fault) {
    const std::lock_guard lock(mu_);
    fault_ = std::move(fault);
  }

 private:
  static bool IsOf(const AccessEntry& entry, const AccessFilter& filter) {
    if (!filter.subject.empty()) return entry.subject == filter.subject;
    if (filter.household.empty()) return true;
    const auto holds = [](const auto& all, const auto& one) {
      return std::find(all.begin(), all.end(), one) != all.end();
    };
    return holds(entry.households, filter.household) ||
           (entry.whole_scope && holds(filter.scopes, entry.scope));
  }

  std::mutex mu_;
  std::vector<KeptAccess> kept_;
  absl::Status fault_;
};

}  // namespace rasoat::registry

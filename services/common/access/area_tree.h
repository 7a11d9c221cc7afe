#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/common/access/identity.h"
#include "services/common/clock/clock.h"

namespace rasoat::access {

/// Which areas lie in which. Implementations are thread safe.
class AreaTree {
 public:
  virtual ~AreaTree() = default;

  /// True when `below` is `above` or lies somewhere below it. Everything lies
  /// in kWholeTree; an unknown area lies in nothing but that and itself.
  virtual bool Contains(absl::string_view above, absl::string_view below) = 0;
};

/// One line of the tree: `area` lay or lies directly in `parent`. An area that
/// changed hands has a line for each parent it has had; a root has `parent`
/// empty.
struct AreaParent {
  std::string area;
  std::string parent;
};

/// The tree as the service's own store knows it, kept in memory.
///
/// Containment holds if any chain of parents, of whatever time, leads up: who
/// supervised a commune in 2021 can still read its files of 2021.
///
/// Loads itself when it would say no: about an area it does not know, at most
/// once every kBetweenLoads; about others, from a picture older than kStale. If
/// a load fails the old picture stays. A question that would say no may wait
/// for a load; all others take a shared lock for a moment.
class StoredAreaTree final : public AreaTree {
 public:
  /// Reads every line from the store, in a second or two at most.
  using Load = std::function<absl::StatusOr<std::vector<AreaParent>>()>;

  static constexpr absl::Duration kBetweenLoads = absl::Seconds(1);
  static constexpr absl::Duration kStale = absl::Seconds(10);

  /// `clock` must outlive this.
  StoredAreaTree(Load load, const Clock& clock);

  bool Contains(absl::string_view above, absl::string_view below) override;

  /// True when the store has a line for `area`. May load, like Contains().
  bool Knows(absl::string_view area);

  /// Loads now, whatever the age: for who has just written areas. An error of
  /// the load is passed on.
  absl::Status Refresh();

 private:
  using Parents = absl::flat_hash_map<std::string, std::vector<std::string>>;

  /// True when a chain of parents leads from `below` to `above`.
  static bool Leads(const Parents& parents, absl::string_view above,
                    absl::string_view below);
  std::shared_ptr<const Parents> Current();
  /// The picture after `seen`: loads it unless somebody just did, or the last
  /// try is younger than `good_for`.
  std::shared_ptr<const Parents> Renew(
      const std::shared_ptr<const Parents>& seen, absl::Duration good_for);
  absl::Status LoadNow() ABSL_EXCLUSIVE_LOCKS_REQUIRED(load_mu_);

  const Load load_;
  const Clock& clock_;
  absl::Mutex load_mu_;  // held while loading
  absl::Time tried_ ABSL_GUARDED_BY(load_mu_) = absl::InfinitePast();
  absl::Mutex picture_mu_;  // held while a pointer is copied
  std::shared_ptr<const Parents> picture_ ABSL_GUARDED_BY(picture_mu_);
};

}  // namespace rasoat::access

// The units, at hand for every call.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/common/clock/clock.h"
#include "services/registry/store/area_store.h"

namespace rasoat::registry {

/// Keeps the book of areas in memory. Versions are added, and get their end
/// once; one row tells whether another replica has done so since. What is
/// missed is looked for at once, an end heard of within kTrusted. Thread safe;
/// the store and the clock must outlive it.
class AreaCatalog {
 public:
  using Book = std::shared_ptr<const AreaBook>;

  /// How long an end that another replica has set may go unheard.
  static constexpr absl::Duration kTrusted = absl::Seconds(2);

  AreaCatalog(AreaStore& store, const Clock& clock)
      : store_(store), clock_(clock) {}
  AreaCatalog(const AreaCatalog&) = delete;

  /// The book as it is in the store now: one row read, all of it only if it has
  /// changed.
  absl::StatusOr<Book> Fresh(absl::Time deadline);

  /// A book that has what the store knows of `code` on `day`: no I/O when the
  /// book at hand has a version of that day and was looked after lately.
  absl::StatusOr<Book> Knowing(const AreaCode& code, absl::CivilDay day,
                               absl::Time deadline);

 private:
  struct Held {
    Book book;
    std::int64_t revision = 0;
    absl::Time checked = absl::InfinitePast();
  };
  Held Current();
  void Hold(Held held);

  AreaStore& store_;
  const Clock& clock_;
  std::mutex load_mu_;  // one load at a time
  absl::Mutex mu_;
  Held held_ ABSL_GUARDED_BY(mu_);
};

/// Which commune each village lies in on `day`. Errors: those of the catalog.
absl::StatusOr<std::function<AreaCode(const AreaCode& village)>> CommunesOn(
    AreaCatalog& areas, absl::CivilDay day, absl::Time deadline);

}  // namespace rasoat::registry

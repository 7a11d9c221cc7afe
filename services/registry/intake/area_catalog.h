// The units, at hand for every call.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/registry/store/area_store.h"

namespace rasoat::registry {

/// Keeps the book of areas in memory. What is in it never changes, it only
/// grows, so only what is missed has to be looked for: one row tells whether
/// another replica has imported since. Thread safe; the store must outlive it.
class AreaCatalog {
 public:
  using Book = std::shared_ptr<const AreaBook>;

  explicit AreaCatalog(AreaStore& store) : store_(store) {}
  AreaCatalog(const AreaCatalog&) = delete;

  /// The book as it is in the store now: one row read, all of it only if it has
  /// changed.
  absl::StatusOr<Book> Fresh(absl::Time deadline);

  /// A book that has what the store knows of `code` on `day`: no I/O when the
  /// book at hand has a version of that day.
  absl::StatusOr<Book> Knowing(const AreaCode& code, absl::CivilDay day,
                               absl::Time deadline);

 private:
  struct Held {
    Book book;
    std::int64_t revision = 0;
  };
  Held Current();

  AreaStore& store_;
  std::mutex load_mu_;  // one load at a time
  absl::Mutex mu_;
  Held held_ ABSL_GUARDED_BY(mu_);
};

}  // namespace rasoat::registry

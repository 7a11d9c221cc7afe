#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "gateway/upstream/upstreams.h"

namespace rasoat::gateway {

/// Asks every upstream whether it serves, at most once a second however many
/// ask. Thread safe.
class Readiness : public std::enable_shared_from_this<Readiness> {
 public:
  /// `SERVING`, `NOT_SERVING`, `UNKNOWN` or `UNREACHABLE`, by upstream.
  using Report = std::map<std::string, std::string>;
  using Done = std::function<void(const Report&)>;

  /// `upstreams` must outlive every check.
  static std::shared_ptr<Readiness> Make(const Upstreams& upstreams);

  /// Calls `done` once: at once with an answer not a second old, or from a
  /// thread of gRPC's when all have answered, at most a second later.
  void Check(Done done);

 private:
  explicit Readiness(const Upstreams& upstreams) : upstreams_(upstreams) {}
  void Record(const std::string& name, std::string state);

  const Upstreams& upstreams_;
  absl::Mutex mutex_;
  Report last_ ABSL_GUARDED_BY(mutex_);
  std::chrono::steady_clock::time_point fresh_until_ ABSL_GUARDED_BY(mutex_);
  Report coming_ ABSL_GUARDED_BY(mutex_);
  std::vector<Done> waiting_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace rasoat::gateway

#include "tests/census/crew.h"

#include <algorithm>
#include <atomic>
#include <iostream>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

namespace rasoat::census {
namespace {

constexpr absl::Duration kBetweenLines = absl::Seconds(2);

/// What the workers of one DoAll share.
class Tally {
 public:
  Tally(const char* what, int count) : what_(what), count_(count) {}

  /// The number of the next job; negative when there is none left.
  int Take() {
    std::lock_guard lock(mu_);
    if (!failure_.ok() || next_ == count_) return -1;
    return next_++;
  }

  void Done(const absl::Status& status) {
    std::lock_guard lock(mu_);
    ++done_;
    failure_.Update(status);
    const absl::Time now = absl::Now();
    if (done_ == count_ || now - shown_ > kBetweenLines) {
      std::cout << absl::StreamFormat("  %s: %d/%d, %.1f s\n", what_, done_,
                                      count_,
                                      absl::ToDoubleSeconds(now - begun_))
                << std::flush;
      shown_ = now;
    }
  }

  absl::Status failure() {
    std::lock_guard lock(mu_);
    return failure_;
  }

 private:
  const char* const what_;
  const int count_;
  const absl::Time begun_ = absl::Now();
  std::mutex mu_;
  int next_ = 0;
  int done_ = 0;
  absl::Time shown_ = begun_;
  absl::Status failure_;
};

}  // namespace

absl::Status DoAll(const char* what, int count, int workers,
                   const std::function<absl::Status(int)>& job) {
  Tally tally(what, count);
  std::vector<std::thread> crew;
  for (int w = 0; w < std::min(workers, count); ++w) {
    crew.emplace_back([&] {
      for (int i = tally.Take(); i >= 0; i = tally.Take()) tally.Done(job(i));
    });
  }
  for (std::thread& worker : crew) worker.join();
  return tally.failure();
}

absl::Status DoChunks(const char* what, int count, int chunk, int workers,
                      const std::function<absl::Status(int, int)>& job) {
  return DoAll(what, (count + chunk - 1) / chunk, workers, [&](int i) {
    return job(i * chunk, std::min(count, (i + 1) * chunk));
  });
}

}  // namespace rasoat::census

// The rounds that are in memory, kept up to date.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/common/clock/clock.h"
#include "services/scoring/simulation/census.h"
#include "services/scoring/store/area_lines.h"
#include "services/scoring/store/census_store.h"

namespace rasoat::scoring {

/// A round in memory; what changes is under its lock.
class KeptRound {
 public:
  KeptRound(std::string round, std::vector<RoundStandard> standards)
      : round_(std::move(round)), standards_(std::move(standards)) {}

  /// How far it is.
  struct State {
    std::int64_t households = 0;  ///< Read so far.
    bool ready = false;
    absl::Status failure;  ///< Why it cannot be read; OK so far.
  };
  State state() const;

  /// Waits until it is ready or has failed, but no longer than `most`.
  State WaitFor(absl::Duration most) const;

  /// Runs `look` on the census while nothing changes in it; only once ready.
  void Look(absl::FunctionRef<void(const Census&, const AreaLines&,
                                   std::int64_t position)>
                look) const;

 private:
  friend class CensusKeeper;

  /// It will never be ready, if it is not yet.
  void Fail(const absl::Status& why);

  const std::string round_;
  const std::vector<RoundStandard> standards_;
  /// Apart from what a simulation looks at, so that nobody who asks how far it
  /// is waits for one.
  mutable absl::Mutex state_mu_;
  State state_ ABSL_GUARDED_BY(state_mu_);
  mutable absl::Mutex mu_;
  std::unique_ptr<Census> census_ ABSL_GUARDED_BY(mu_);
  std::unique_ptr<AreaLines> areas_ ABSL_GUARDED_BY(mu_);
  std::int64_t position_ ABSL_GUARDED_BY(mu_) = 0;
};

/// Reads rounds into memory when they are asked for, and follows scoring's own
/// feed for them: every replica for itself, so that any number of them answers.
/// Keeps the last `most_rounds` asked for. One thread. Thread safe; the store
/// and the clock must outlive it.
class CensusKeeper {
 public:
  struct Options {
    std::size_t most_rounds = 2;
    /// How often to look for what has changed.
    absl::Duration look_every = absl::Seconds(1);
    /// Which villages it holds; all if it is null. Any thread.
    std::function<bool(const std::string& village)> holds;
  };

  CensusKeeper(CensusStore& store, const Clock& clock, Options options);
  CensusKeeper(const CensusKeeper&) = delete;
  ~CensusKeeper();

  /// A round, read by a codebook that has places for all that `standards` read.
  /// Read again if its own standards, by which households have the classes that
  /// they have now, are others than last time. Returns at once; it may not be
  /// ready yet.
  ///
  /// Errors:
  ///   FAILED_PRECONDITION  STANDARD_TOO_LARGE  see flat::Codebook
  ///   UNAVAILABLE          SERVER_DRAINING     it was told to stop
  absl::StatusOr<std::shared_ptr<const KeptRound>> Want(
      const RoundRow& round, absl::Span<const Standard* const> standards);

  /// Ends the thread. May be called twice.
  void Stop();

 private:
  struct Wanted {
    std::shared_ptr<KeptRound> kept;
    std::unique_ptr<flat::Codebook> codebook;
    std::int64_t asked = 0;  ///< The higher, the later.
  };

  void Run();
  absl::Status Read(KeptRound& kept, const flat::Codebook& codebook);
  absl::Status Follow(KeptRound& kept);
  bool Holds(const SurveyedHousehold& household) const;
  absl::Time Soon() const;

  CensusStore& store_;
  const Clock& clock_;
  const Options options_;
  absl::Mutex mu_;
  std::map<std::string, Wanted> wanted_ ABSL_GUARDED_BY(mu_);
  std::int64_t asked_ ABSL_GUARDED_BY(mu_) = 0;
  bool woken_ ABSL_GUARDED_BY(mu_) = false;
  bool ending_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace rasoat::scoring

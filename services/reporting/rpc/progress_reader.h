#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "rasoat/reporting/v1/progress.pb.h"
#include "services/common/clock/clock.h"
#include "services/reporting/follow/lags.h"
#include "services/reporting/rpc/progress_proto.h"
#include "services/reporting/store/progress_store.h"

namespace rasoat::reporting {

/// Answers questions with reports. Thread safe; what it is given must outlive
/// it.
class ProgressReader {
 public:
  ProgressReader(ProgressStore& store, const Lags& lags, const Clock& clock)
      : store_(store), lags_(lags), clock_(clock) {}

  /// The figures as they are now.
  ///
  /// Errors: those of ParseQuestion and of ProgressStore.
  absl::StatusOr<v1::ProgressReport> Report(const std::string& round,
                                            const std::string& area,
                                            const std::string& as_of,
                                            const std::string& group_by,
                                            absl::Time deadline);

  /// The bulletin of the same figures, without rows.
  absl::StatusOr<v1::Bulletin> Bulletin(const std::string& round,
                                        const std::string& area,
                                        const std::string& as_of,
                                        absl::Time deadline);

 private:
  struct Answer {
    Question question;
    workflow::v1::RoundState round;
    v1::ProgressReport report;
  };
  absl::StatusOr<Answer> Ask(const std::string& round, const std::string& area,
                             const std::string& as_of,
                             const std::string& group_by, absl::Time deadline);

  ProgressStore& store_;
  const Lags& lags_;
  const Clock& clock_;
};

}  // namespace rasoat::reporting

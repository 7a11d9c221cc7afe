#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "rasoat/reporting/v1/progress.pb.h"
#include "services/common/feed/follower.h"

namespace rasoat::reporting {

/// How far the followers are, for reports to say how complete they are. Filled
/// before the service serves, then only read: thread safe.
class Lags {
 public:
  using Ask = std::function<feed::FollowerStatus()>;

  /// `service` is the one followed.
  void Add(std::string service, Ask ask);

  /// How complete the figures are at `now`, in the world's time.
  v1::Completeness At(absl::Time now) const;

  /// A number that changes whenever a change has been applied.
  std::int64_t Applied() const;

 private:
  std::vector<std::pair<std::string, Ask>> feeds_;
};

}  // namespace rasoat::reporting

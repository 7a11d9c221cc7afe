#include "services/workflow/domain/lock_out.h"

#include <algorithm>
#include <utility>

namespace rasoat::workflow {

LockOut::LockOut(std::vector<absl::Time> wrong) : wrong_(std::move(wrong)) {
  std::sort(wrong_.begin(), wrong_.end());
}

absl::Duration LockOut::Wait(absl::Time now) const {
  if (wrong_.size() < static_cast<std::size_t>(kMost)) {
    return absl::ZeroDuration();
  }
  return std::max(wrong_[wrong_.size() - kMost] + kWithin - now,
                  absl::ZeroDuration());
}

void LockOut::CountWrong(absl::Time now) {
  wrong_.insert(std::upper_bound(wrong_.begin(), wrong_.end(), now), now);
  if (wrong_.size() > static_cast<std::size_t>(kMost)) {
    wrong_.erase(wrong_.begin());
  }
}

}  // namespace rasoat::workflow

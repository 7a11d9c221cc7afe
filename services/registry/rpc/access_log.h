#pragma once

#include "services/common/access/read_log.h"
#include "services/registry/store/access_store.h"

namespace rasoat::registry {

/// Writes looks from outside the commune into the store. Thread safe; the
/// store must outlive it.
class AccessLog final : public access::ReadLog {
 public:
  explicit AccessLog(AccessStore& store) : store_(store) {}

  /// A commune or a village, by the shape of its code: no I/O.
  bool IsLocal(absl::string_view area) override;
  absl::Status Record(access::Reading reading, absl::Time deadline) override;

 private:
  AccessStore& store_;
};

}  // namespace rasoat::registry

// The register from end to end, at one moment.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/registry/domain/household.h"

namespace rasoat::registry {

/// A village and how many households it has in the register.
struct VillageCount {
  AreaCode village;
  std::int64_t households = 0;
};

/// Walks over households. Thread safe.
class ExportStore {
 public:
  virtual ~ExportStore() = default;

  /// Shows the households in the register as they all are at the moment of the
  /// call, whatever is written meanwhile: first `begin` with every village that
  /// has any, which answers with those wanted, then `each` with the households
  /// of those, by village and number. Stops at the first error of either. Holds
  /// a page of them in memory; they must not wait for anybody slow.
  ///
  /// May also return what the database says of itself.
  virtual absl::Status Walk(
      absl::FunctionRef<absl::StatusOr<std::vector<AreaCode>>(
          const std::vector<VillageCount>&)>
          begin,
      absl::FunctionRef<absl::Status(const Household&)> each,
      absl::Time deadline) = 0;
};

}  // namespace rasoat::registry

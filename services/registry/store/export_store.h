// The register from end to end, at one moment.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/registry/domain/household.h"

namespace rasoat::registry {

/// A village and how many households it has in the register.
struct VillageCount {
  AreaCode village;
  std::int64_t households = 0;
};

/// Which households, besides by village.
struct ExportFilter {
  /// As they were at the end of this day, as far as is known now.
  std::optional<absl::CivilDay> as_of;
  /// Those whose state was recorded then or later.
  absl::Time changed_since = absl::InfinitePast();
  /// Those of which a list said this class, whatever case and accents; empty:
  /// all.
  std::string listed_class;

  /// True for every household that is in the register now.
  bool everything() const {
    return !as_of && changed_since == absl::InfinitePast() &&
           listed_class.empty();
  }
};

/// True when the filter takes a household in this state.
bool Takes(const ExportFilter& filter, const Household& household);

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

  /// The same for those that the filter takes and that lie within: `begin` is
  /// told how many there are. Costs looking at every household within twice;
  /// with `as_of`, at every household that has ever been in the register, and
  /// at its history. Holds 40 bytes of each that is taken.
  virtual absl::Status WalkSome(
      const ExportFilter& filter,
      absl::FunctionRef<bool(const AreaCode& village)> within,
      absl::FunctionRef<absl::Status(std::int64_t count)> begin,
      absl::FunctionRef<absl::Status(const Household&)> each,
      absl::Time deadline) = 0;
};

}  // namespace rasoat::registry

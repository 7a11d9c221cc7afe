// Looks for people who stand in the register already.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/registry/domain/duplicate.h"
#include "services/registry/domain/household.h"
#include "services/registry/domain/village_set.h"

namespace rasoat::registry {

/// How far to look.
struct FindOptions {
  /// For members' citizen ids. Not needed for households that are stored: no
  /// two of those share one.
  bool citizen_ids = true;
  /// For similar names and years of birth in the same village, which costs
  /// reading the villages; left out where there are more than a few of them.
  bool villages = true;
};

/// What a scan saw.
struct DuplicateScan {
  std::int64_t people = 0;
  std::vector<DuplicateFinding> findings;
};

/// The commune that a village lies in on a day; none if it lies nowhere.
using CommuneOf = std::function<AreaCode(const AreaCode& village)>;

/// Finds households that may hold the same people. Thread safe. Every method
/// may also return what the database says of itself.
class DuplicateFinder {
 public:
  /// Villages read for one call at most; with more, `FindOptions::villages` is
  /// as if false.
  static constexpr std::size_t kMostVillages = 8;

  virtual ~DuplicateFinder() = default;

  /// Who in the register, or among `households` themselves, may be a member of
  /// these, which may be stored or not. Meant for up to some 500 at once: a
  /// statement a hundred members, whatever the size of the register.
  ///
  /// Always found, whatever the options: the same old number, and the same name
  /// and date of birth anywhere.
  virtual absl::StatusOr<std::vector<DuplicateFinding>> Find(
      absl::Span<const Household* const> households, const FindOptions& options,
      absl::Time deadline) = 0;

  /// The same for everybody who lives in these villages, a commune's at most.
  virtual absl::StatusOr<DuplicateScan> Scan(const VillageSet& villages,
                                             absl::Time deadline) = 0;
};

}  // namespace rasoat::registry

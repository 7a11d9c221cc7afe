// What a device takes along, and what has changed since it last did.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/registry/domain/form.h"
#include "services/registry/domain/ids.h"

namespace rasoat::registry {

/// A stretch of a village's changes.
struct VillageChanges {
  /// Households that changed, or that a survey changed of; each once.
  std::vector<HouseholdId> households;
  /// All changes up to this position were looked at.
  std::int64_t reached = 0;
};

/// A survey in short: what it takes to choose among several.
struct SurveyNote {
  SurveyId id;
  HouseholdId household;
  RoundId round;
  FormKind kind = FormKind::kUnspecified;
  absl::Time submit_time;
};

/// Reads by the order of the feed. Every change up to Position() is seen by
/// whatever is read afterwards, since commits happen in the order of positions;
/// so who reads the position first, and the rest then, has a picture that lacks
/// nothing up to it. Thread safe. Every method may also return what the
/// database says of itself.
class PackageStore {
 public:
  virtual ~PackageStore() = default;

  /// The newest position of the service's feed.
  virtual absl::StatusOr<std::int64_t> Position(absl::Time deadline) = 0;

  /// The households that changes of a village after `after`, up to and
  /// including `up_to`, are about: at most `limit` changes, read by index.
  /// `reached` is `up_to` when there are no more.
  virtual absl::StatusOr<VillageChanges> ChangesIn(const AreaCode& village,
                                                   std::int64_t after,
                                                   std::int64_t up_to,
                                                   int limit,
                                                   absl::Time deadline) = 0;

  /// Up to `limit` households of a village with an id above `after`, by id,
  /// that have a newest survey made in another village: the feed tells of those
  /// surveys there.
  virtual absl::StatusOr<std::vector<HouseholdId>> SurveyedElsewhere(
      const AreaCode& village, const HouseholdId& after, int limit,
      absl::Time deadline) = 0;

  /// The newest surveys of these households, of every round and form kind, in
  /// no order.
  virtual absl::StatusOr<std::vector<SurveyNote>> NewestSurveys(
      absl::Span<const HouseholdId> households, absl::Time deadline) = 0;
};

}  // namespace rasoat::registry

// What this service remembers of the registry's and scoring's facts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/common/ids/ulid.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/round.h"

namespace rasoat::mysql {
class Transaction;
}

namespace rasoat::workflow {

/// A unit during an interval of days.
struct AreaVersion {
  Unit unit;
  absl::CivilDay from;               ///< first day
  std::optional<absl::CivilDay> to;  ///< first day no longer; none known
};

/// Where a household is.
struct HouseholdPlace {
  Ulid household;
  AreaCode village;
  bool active = false;  ///< still in the register
};

/// Whether a household is assessed in a round.
struct AssessmentMark {
  Ulid household;
  RoundId round;
  bool assessed = false;  ///< false: its survey could not be scored
};

/// The standards of a round.
struct RoundStandards {
  RoundId round;
  std::vector<std::string> standards;  ///< `standards/{id}`
  bool training = false;
};

/// A line of the area tree.
struct AreaLine {
  AreaCode area;
  AreaCode parent;  ///< empty for a province
};

/// Keeps the followed facts, and with them two exact counts: active households
/// of each village, and those assessed of each village and round.
///
/// What takes a transaction is called by followers, which save their position
/// in it. Each takes newer states of the same subject over older ones, and in
/// a list the last one wins. Costs a few statements whatever the length of the
/// list. Counting methods hold one lock until the transaction ends. Errors are
/// those of mysql/transaction.h.
class ReadModelStore {
 public:
  virtual ~ReadModelStore() = default;

  virtual absl::Status PutAreas(mysql::Transaction& tx,
                                absl::Span<const AreaVersion> areas) = 0;
  virtual absl::Status PutHouseholds(
      mysql::Transaction& tx, absl::Span<const HouseholdPlace> places) = 0;
  virtual absl::Status PutAssessments(
      mysql::Transaction& tx, absl::Span<const AssessmentMark> marks) = 0;
  virtual absl::Status PutRoundStandards(
      mysql::Transaction& tx, absl::Span<const RoundStandards> standards) = 0;

  /// Forgets what the registry told.
  virtual absl::Status ForgetRegistry(mysql::Transaction& tx) = 0;
  /// Forgets what scoring told.
  virtual absl::Status ForgetScoring(mysql::Transaction& tx) = 0;

  /// The area tree of all times, every line once.
  virtual absl::StatusOr<std::vector<AreaLine>> Tree(absl::Time deadline) = 0;
};

}  // namespace rasoat::workflow

// Milestones, training classes and who attended them.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/workflow/domain/names.h"
#include "services/workflow/domain/preparation.h"
#include "services/workflow/store/open_round.h"

namespace rasoat::workflow {

/// A class with how many attended it.
struct AttendedClass {
  TrainingClass training;
  int attendees = 0;
};

/// Keeps the preparation of rounds. Thread safe. Every method may block until
/// `deadline` and may fail with what mysql/transaction.h lists.
class PreparationStore {
 public:
  /// A place in the list of milestones.
  using MilestonePlace = std::pair<AreaCode, std::string>;

  virtual ~PreparationStore() = default;

  /// Records milestones that CheckMilestones() found faultless, all or none;
  /// tells the followers of the new ones and returns their number.
  ///
  /// Errors:
  ///   INVALID_ARGUMENT  WRONG_TIER         every unit of another tier
  ///   NOT_FOUND         AREA_NOT_IN_ROUND  every unit that is not in the round
  ///   ALREADY_EXISTS    MILESTONE_DIFFERS  recorded with another date or
  ///                                        document
  virtual absl::StatusOr<int> RecordMilestones(
      const OpenRound& round, absl::Span<const Milestone> milestones,
      absl::Time deadline) = 0;

  /// Up to `most` milestones of units in `area` after `after`, by unit and
  /// kind.
  ///
  /// Errors: NOT_FOUND  AREA_NOT_IN_ROUND
  virtual absl::StatusOr<std::vector<Milestone>> ListMilestones(
      const RoundId& round, const AreaCode& area,
      const std::optional<MilestonePlace>& after, int most,
      absl::Time deadline) = 0;

  /// Sets up a class and tells the followers; one that is there already with
  /// the same content is returned as it is.
  ///
  /// Errors:
  ///   NOT_FOUND       AREA_NOT_IN_ROUND      its organizer
  ///   ALREADY_EXISTS  TRAINING_CLASS_EXISTS  with another content
  virtual absl::StatusOr<AttendedClass> AddClass(const OpenRound& round,
                                                 const TrainingClass& training,
                                                 absl::Time deadline) = 0;

  /// Errors: NOT_FOUND  TRAINING_CLASS_NOT_FOUND
  virtual absl::StatusOr<AttendedClass> GetClass(const ClassName& name,
                                                 absl::Time deadline) = 0;

  /// Up to `most` classes held by units in `area` after `after`, by id.
  ///
  /// Errors: NOT_FOUND  AREA_NOT_IN_ROUND
  virtual absl::StatusOr<std::vector<AttendedClass>> ListClasses(
      const RoundId& round, const AreaCode& area,
      const std::optional<ClassId>& after, int most, absl::Time deadline) = 0;

  /// Records who attended a class, all or none; somebody twice counts once.
  /// Tells the followers of the class if anybody is new, and of everybody who
  /// is trained by it, or is trained earlier than was known.
  ///
  /// Errors:
  ///   NOT_FOUND         TRAINING_CLASS_NOT_FOUND
  ///   INVALID_ARGUMENT  STAFF_UNKNOWN  every name that is not on the roster
  virtual absl::StatusOr<AttendedClass> RecordAttendance(
      const ClassName& name, absl::Span<const StaffId> attendees,
      absl::Time deadline) = 0;
};

}  // namespace rasoat::workflow

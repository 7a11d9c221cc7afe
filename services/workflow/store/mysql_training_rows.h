// The rows behind training: one function a statement or two. Private to
// MySqlPreparationStore. Errors are those of mysql/transaction.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/common/feed/change.h"
#include "services/common/mysql/transaction.h"
#include "services/workflow/store/preparation_store.h"

namespace rasoat::workflow {

/// Somebody who attended a class, as the roster and the class know them.
struct Attendee {
  StaffId staff;
  AreaCode area;
  bool recorded = false;                     ///< is down for this class already
  std::optional<absl::CivilDay> trained_on;  ///< as known so far
};

/// TRAINING_CLASS_NOT_FOUND.
absl::Status ClassNotFound();

/// The class, if it is there.
absl::StatusOr<std::optional<AttendedClass>> FindClass(mysql::Reader& reader,
                                                       const ClassName& name);
/// The same, locked until the transaction ends.
absl::StatusOr<std::optional<AttendedClass>> LockClass(mysql::Transaction& tx,
                                                       const ClassName& name);
/// Up to `most` classes of units in `area` with ids after `after`.
absl::StatusOr<std::vector<AttendedClass>> SelectClasses(
    mysql::Reader& reader, const RoundId& round, const AreaCode& area,
    const std::string& after, int most);
/// Adds a class without attendees.
absl::Status InsertClass(mysql::Transaction& tx, const RoundId& round,
                         const TrainingClass& training);
/// Says how many attended.
absl::Status SetAttendees(mysql::Transaction& tx, const ClassName& name,
                          int attendees);

/// The people, each once, by id, their roster rows locked: so two classes with
/// the same people are recorded one after the other.
///
/// Errors: INVALID_ARGUMENT  STAFF_UNKNOWN  every name not on the roster
absl::StatusOr<std::vector<Attendee>> LockAttendees(
    mysql::Transaction& tx, const ClassName& name,
    absl::Span<const StaffId> staff);

/// Puts down those who are not; returns how many.
absl::StatusOr<int> InsertAttendance(mysql::Transaction& tx,
                                     const ClassName& name,
                                     const std::vector<Attendee>& attendees);

/// Keeps and tells who is trained by `attended`, or earlier than was known;
/// returns `attended`.
absl::StatusOr<AttendedClass> RecordTrained(
    mysql::Transaction& tx, feed::Changes& out, const RoundId& round,
    const AttendedClass& attended, const std::vector<Attendee>& attendees);

}  // namespace rasoat::workflow

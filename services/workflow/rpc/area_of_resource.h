#pragma once

#include <string>

#include "services/common/access/guard.h"
#include "services/workflow/store/preparation_store.h"
#include "services/workflow/store/staff_store.h"

namespace rasoat::workflow {

/// Places this service's resources in areas: a village in itself, a class with
/// its organizer, a person where the person works. Thread safe; one query for a
/// class or a person, none for a village. The stores must outlive it.
class AreaOfResource final : public access::AreaResolver {
 public:
  AreaOfResource(PreparationStore& preparation, StaffStore& staff)
      : preparation_(preparation), staff_(staff) {}

  /// Errors: INVALID_ARGUMENT NAME_MALFORMED; NOT_FOUND
  /// TRAINING_CLASS_NOT_FOUND, STAFF_NOT_FOUND; what the stores say.
  absl::StatusOr<std::string> AreaOf(absl::string_view name,
                                     absl::Time deadline) override;

 private:
  PreparationStore& preparation_;
  StaffStore& staff_;
};

}  // namespace rasoat::workflow

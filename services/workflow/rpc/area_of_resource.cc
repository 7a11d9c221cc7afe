#include "services/workflow/rpc/area_of_resource.h"

#include "absl/strings/match.h"
#include "services/common/status/status_macros.h"
#include "services/workflow/domain/names.h"

namespace rasoat::workflow {

absl::StatusOr<std::string> AreaOfResource::AreaOf(absl::string_view name,
                                                   absl::Time deadline) {
  if (absl::StartsWith(name, "staff/")) {
    RASOAT_ASSIGN_OR_RETURN(StaffId id, ParseStaffName(name, "name"));
    RASOAT_ASSIGN_OR_RETURN(Staff staff, staff_.Get(id, deadline));
    return staff.area.value;
  }
  if (absl::StrContains(name, "/trainingClasses/")) {
    RASOAT_ASSIGN_OR_RETURN(ClassName id, ParseClassName(name, "name"));
    RASOAT_ASSIGN_OR_RETURN(AttendedClass found,
                            preparation_.GetClass(id, deadline));
    return found.training.organizer.value;
  }
  if (absl::StartsWith(name, "rounds/")) {
    RASOAT_ASSIGN_OR_RETURN(VillageName id, ParseVillageName(name, "name"));
    return id.village.value;
  }
  RASOAT_ASSIGN_OR_RETURN(AreaCode area, ParseArea(name, "area"));
  return area.value;
}

}  // namespace rasoat::workflow

// The people on the review and what they may do.
#pragma once

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/types/span.h"
#include "services/workflow/domain/ids.h"

namespace rasoat::workflow {

/// What somebody does on the review.
enum class Position {
  kCommitteeMember,
  kTeamMember,
  kReviewer,
  kSupervisor,
  kAdministrator,
};

/// What somebody may be in an area; the words of the API.
enum class StaffRole {
  kAdministrator,
  kProvinceOfficer,
  kDistrictOfficer,
  kCommuneOfficer,
  kReviewer,
  kService,  ///< never given to a person
};

/// A role in an area and everything below it.
struct StaffGrant {
  StaffRole role = StaffRole::kReviewer;
  AreaCode area;

  friend auto operator<=>(const StaffGrant&, const StaffGrant&) = default;
};

/// A person on the roster.
struct Staff {
  static constexpr std::size_t kMostGrants = 64;

  StaffId id;
  std::string full_name;
  AreaCode area;  ///< where the person works; `*` for the whole
  Position position = Position::kReviewer;
  std::vector<StaffGrant> grants;  ///< sorted, each once

  friend bool operator==(const Staff&, const Staff&) = default;
};

/// Tells whether `below` is `above` or lies in it; `*` holds everything.
using Contains =
    absl::FunctionRef<bool(const AreaCode& above, const AreaCode& below)>;

/// True when somebody with the grants `own` may give `wanted` to another, or a
/// password to somebody who has it.
///
/// A grant may be passed on within its own area with its own role; roles are
/// separate, none includes another. Only an administrator of the whole tree may
/// give every role, everywhere. Nobody gives kService.
bool MayGrant(absl::Span<const StaffGrant> own, const StaffGrant& wanted,
              Contains contains);

/// PERMISSION_DENIED GRANT_OUT_OF_REACH unless all of `wanted` may be granted;
/// `field` is blamed.
absl::Status CheckReach(absl::Span<const StaffGrant> own,
                        absl::Span<const StaffGrant> wanted,
                        const std::string& field, Contains contains);

/// Everything wrong with people that are to be added. Fields are
/// `staff[0].full_name` …
///
/// Errors: INVALID_ARGUMENT  FULL_NAME_WRONG (not 1 to 100 characters),
///   GRANTS_TOO_MANY, STAFF_TWICE (an id stands there twice)
absl::Status CheckStaff(absl::Span<const Staff> staff);

}  // namespace rasoat::workflow

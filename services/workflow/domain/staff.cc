#include "services/workflow/domain/staff.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/workflow/domain/names.h"

namespace rasoat::workflow {
namespace {

constexpr std::size_t kLongestName = 100;

}  // namespace

bool MayGrant(absl::Span<const StaffGrant> own, const StaffGrant& wanted,
              Contains contains) {
  if (wanted.role == StaffRole::kService) return false;
  return std::any_of(own.begin(), own.end(), [&](const StaffGrant& grant) {
    if (grant.role == StaffRole::kAdministrator && grant.area.value == "*") {
      return true;
    }
    return grant.role == wanted.role && contains(grant.area, wanted.area);
  });
}

absl::Status CheckReach(absl::Span<const StaffGrant> own,
                        absl::Span<const StaffGrant> wanted,
                        const std::string& field, Contains contains) {
  for (const StaffGrant& grant : wanted) {
    if (MayGrant(own, grant, contains)) continue;
    return Refused(
        absl::StatusCode::kPermissionDenied,
        {field, "GRANT_OUT_OF_REACH",
         "Quyền này vượt quá quyền của chính bạn; hãy nhờ người quản trị hoặc "
         "người có quyền đó.",
         "This goes beyond what you may do yourself; ask an administrator, or "
         "somebody who has that grant."});
  }
  return absl::OkStatus();
}

absl::Status CheckStaff(absl::Span<const Staff> staff) {
  std::vector<Violation> faults;
  absl::flat_hash_set<absl::string_view> seen;
  for (std::size_t i = 0; i < staff.size(); ++i) {
    const Staff& one = staff[i];
    const std::string at = absl::StrCat("staff[", i, "].");
    if (one.full_name.empty() || Characters(one.full_name) > kLongestName) {
      faults.push_back(
          {at + "full_name", "FULL_NAME_WRONG",
           absl::StrCat("Họ tên phải có từ 1 đến ", kLongestName, " ký tự."),
           absl::StrCat("The full name must have 1 to ", kLongestName,
                        " characters.")});
    }
    if (one.grants.size() > Staff::kMostGrants) {
      faults.push_back(
          {at + "grants", "GRANTS_TOO_MANY",
           absl::StrCat("Một người có tối đa ", Staff::kMostGrants,
                        " quyền; hãy cấp quyền ở đơn vị cấp trên."),
           absl::StrCat("A person has at most ", Staff::kMostGrants,
                        " grants; grant a unit further up.")});
    }
    if (!seen.insert(one.id.value).second) {
      faults.push_back({at + "name", "STAFF_TWICE",
                        "Mã cán bộ này đứng hai lần; hãy giữ một.",
                        "This person stands here twice; keep one."});
    }
  }
  return Invalid(std::move(faults));
}

}  // namespace rasoat::workflow

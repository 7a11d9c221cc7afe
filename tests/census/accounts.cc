#include "tests/census/accounts.h"

#include <initializer_list>

#include "services/common/status/status_macros.h"

namespace rasoat::census {
namespace {

using workflow::v1::Staff;

constexpr ExampleAccount kExample[] = {
    {"tinh", "tinh-bac-giang", "Cán bộ tỉnh (ví dụ)",
     api::v1::ROLE_PROVINCE_OFFICER, "24",
     workflow::v1::POSITION_COMMITTEE_MEMBER},
    {"huyen", "huyen-luc-ngan", "Cán bộ huyện Lục Ngạn (ví dụ)",
     api::v1::ROLE_DISTRICT_OFFICER, "219",
     workflow::v1::POSITION_COMMITTEE_MEMBER},
    {"xa", "xa-vi-du", "Cán bộ xã (ví dụ)", api::v1::ROLE_COMMUNE_OFFICER,
     "07525", workflow::v1::POSITION_COMMITTEE_MEMBER},
    {"dieu-tra-vien", "dieu-tra-vien-vi-du", "Điều tra viên (ví dụ)",
     api::v1::ROLE_REVIEWER, "07525001", workflow::v1::POSITION_REVIEWER},
};

void AddGrant(Staff& staff, api::v1::Role role, const std::string& area) {
  api::v1::Grant& grant = *staff.add_grants();
  grant.set_role(role);
  grant.set_area(area);
}

absl::Status AddWithAccount(Session& administrator, const Staff& staff,
                            const std::string& account,
                            const std::string& password) {
  workflow::v1::BatchCreateStaffRequest add;
  *add.add_staff() = staff;
  RASOAT_RETURN_IF_ERROR(
      administrator
          .Call(administrator.roster(),
                &workflow::v1::StaffRoster::Stub::BatchCreateStaff, add)
          .status());
  workflow::v1::SetAccountRequest set;
  set.set_name(staff.name());
  set.set_account(account);
  set.set_password(password);
  return administrator
      .Call(administrator.accounts(), &workflow::v1::Accounts::Stub::SetAccount,
            set)
      .status();
}

}  // namespace

absl::Status AddExampleAccounts(Session& administrator) {
  for (const ExampleAccount& e : kExample) {
    Staff staff;
    staff.set_name(std::string("staff/") + e.staff);
    staff.set_full_name(e.full_name);
    staff.set_area(std::string("areas/") + e.area);
    staff.set_position(e.position);
    AddGrant(staff, e.role, e.area);
    RASOAT_RETURN_IF_ERROR(
        AddWithAccount(administrator, staff, e.account, kExamplePassword));
  }
  return absl::OkStatus();
}

absl::Status AddPlayer(Session& administrator, const std::string& area,
                       const std::string& account,
                       const std::string& password) {
  Staff staff;
  staff.set_name("staff/" + account);
  staff.set_full_name("Người đóng vai (ví dụ)");
  staff.set_area("areas/" + area);
  staff.set_position(workflow::v1::POSITION_SUPERVISOR);
  for (api::v1::Role role :
       {api::v1::ROLE_PROVINCE_OFFICER, api::v1::ROLE_COMMUNE_OFFICER,
        api::v1::ROLE_REVIEWER}) {
    AddGrant(staff, role, area);
  }
  return AddWithAccount(administrator, staff, account, password);
}

}  // namespace rasoat::census

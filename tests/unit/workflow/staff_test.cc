#include "services/workflow/domain/staff.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/status_matchers.h"

namespace rasoat::workflow {
namespace {

/// A tree in which an area holds the areas that its code begins.
bool ByPrefix(const AreaCode& above, const AreaCode& below) {
  return above.value == "*" || below.value.starts_with(above.value);
}

struct GrantCase {
  const char* name;
  StaffGrant own;
  StaffGrant wanted;
  bool may;
};

class MayGrantTest : public testing::TestWithParam<GrantCase> {};

TEST_P(MayGrantTest, Decides) {
  const std::vector<StaffGrant> own = {GetParam().own};
  EXPECT_EQ(MayGrant(own, GetParam().wanted, ByPrefix), GetParam().may);
}

using enum StaffRole;

INSTANTIATE_TEST_SUITE_P(
    Edges, MayGrantTest,
    testing::Values(
        GrantCase{"TheSame",
                  {kDistrictOfficer, {"2"}},
                  {kDistrictOfficer, {"2"}},
                  true},
        GrantCase{"Below",
                  {kDistrictOfficer, {"2"}},
                  {kDistrictOfficer, {"21"}},
                  true},
        GrantCase{"Above",
                  {kDistrictOfficer, {"21"}},
                  {kDistrictOfficer, {"2"}},
                  false},
        GrantCase{"Beside",
                  {kDistrictOfficer, {"2"}},
                  {kDistrictOfficer, {"3"}},
                  false},
        GrantCase{"TheWholeTree",
                  {kDistrictOfficer, {"2"}},
                  {kDistrictOfficer, {"*"}},
                  false},
        GrantCase{
            "ALowerRole", {kProvinceOfficer, {"2"}}, {kReviewer, {"2"}}, false},
        GrantCase{"AnAdministratorOfAnAreaOnlyAdministrators",
                  {kAdministrator, {"2"}},
                  {kCommuneOfficer, {"2"}},
                  false},
        GrantCase{"AnAdministratorOfAllEverything",
                  {kAdministrator, {"*"}},
                  {kCommuneOfficer, {"2"}},
                  true},
        GrantCase{"AnAdministratorOfAllTheWholeTree",
                  {kAdministrator, {"*"}},
                  {kProvinceOfficer, {"*"}},
                  true},
        GrantCase{"NobodyAService",
                  {kAdministrator, {"*"}},
                  {kService, {"*"}},
                  false},
        GrantCase{
            "NotEvenAService", {kService, {"*"}}, {kService, {"*"}}, false}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(CheckReachTest, OneGrantTooManyRefusesAll) {
  const std::vector<StaffGrant> own = {{kReviewer, {"2"}}};
  EXPECT_OK(CheckReach(own, {{kReviewer, {"2"}}, {kReviewer, {"21"}}}, "grants",
                       ByPrefix));
  EXPECT_OK(CheckReach(own, {}, "grants", ByPrefix));
  EXPECT_OK(CheckReach({}, {}, "grants", ByPrefix));
  EXPECT_THAT(
      CheckReach(own, {{kReviewer, {"2"}}, {kReviewer, {"3"}}}, "grants",
                 ByPrefix),
      StatusIs(absl::StatusCode::kPermissionDenied, "GRANT_OUT_OF_REACH"));
}

TEST(CheckStaffTest, NamesEveryFault) {
  std::vector<Staff> staff = {{.id = {"a"}, .full_name = "Nguyễn Văn A"},
                              {.id = {"b"}, .full_name = ""},
                              {.id = {"a"}, .full_name = "Trần Thị B"}};
  staff[2].grants.resize(65, {kReviewer, {"2"}});
  const auto faults = ViolationsOf(CheckStaff(staff));
  ASSERT_EQ(faults.size(), 3u);
  EXPECT_EQ(faults[0].field + " " + faults[0].rule,
            "staff[1].full_name FULL_NAME_WRONG");
  EXPECT_EQ(faults[1].field + " " + faults[1].rule,
            "staff[2].grants GRANTS_TOO_MANY");
  EXPECT_EQ(faults[2].field + " " + faults[2].rule,
            "staff[2].name STAFF_TWICE");
}

}  // namespace
}  // namespace rasoat::workflow

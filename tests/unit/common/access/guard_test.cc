#include "services/common/access/guard.h"

#include "services/common/status/error.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/common/access/schema.h"

namespace rasoat::access {
namespace {

using absl::StatusCode;
using api::v1::ROLE_COMMUNE_OFFICER;
using api::v1::ROLE_PROVINCE_OFFICER;
using api::v1::ROLE_REVIEWER;
using api::v1::ROLE_SERVICE;

const absl::Time kDeadline = absl::FromUnixSeconds(1'633'824'030);

/// Province 24 has communes 07207 and 07210; household 1 lives in 07207.
class GuardTest : public testing::Test, public AreaResolver {
 protected:
  static constexpr int kAnonymous = 0, kAnyArea = 1, kByName = 2, kOptional = 3,
                       kInHouse = 4, kInHouses = 5, kAreas = 6, kRooms = 7,
                       kTwo = 8, kPerhapsTwo = 9;

  absl::StatusOr<std::string> AreaOf(absl::string_view name,
                                     absl::Time deadline) override {
    ++resolved_;
    EXPECT_EQ(deadline, kDeadline);
    if (name == "households/1") return std::string("07207");
    if (name == "rounds/2021") return std::string(kWholeTree);
    return Refused(StatusCode::kNotFound,
                   {"name", "HOUSEHOLD_NOT_FOUND", "Không có.", "None."});
  }

  static Identity With(std::vector<Grant> grants) {
    return {.issuer = "people", .subject = "staff/an", .grants = grants};
  }
  absl::Status Check(int method, const std::string& request,
                     const Identity& caller) {
    return guard_->Check(*schema_.Request(method, request), &caller, kDeadline);
  }

  FakeClock clock_;
  StoredAreaTree tree_{[] {
                         return std::vector<AreaParent>{
                             {"24", ""}, {"07207", "24"}, {"07210", "24"}};
                       },
                       clock_};
  Schema schema_{{"anonymous: true",
                  "roles: ROLE_REVIEWER roles: ROLE_COMMUNE_OFFICER",
                  "roles: ROLE_REVIEWER roles: ROLE_COMMUNE_OFFICER "
                  "area { field: 'name' }",
                  "roles: ROLE_REVIEWER area { field: 'name' optional: true }",
                  "roles: ROLE_REVIEWER area { field: 'house.area' }",
                  "roles: ROLE_REVIEWER area { field: 'houses.area' }",
                  "roles: ROLE_REVIEWER area { field: 'areas' }",
                  "roles: ROLE_REVIEWER "
                  "area { field: 'houses.rooms.area' optional: true }",
                  "roles: ROLE_REVIEWER roles: ROLE_COMMUNE_OFFICER "
                  "area { field: 'name' } also { field: 'house.area' }",
                  "roles: ROLE_REVIEWER area { field: 'name' } "
                  "also { field: 'house.area' optional: true }"}};
  absl::StatusOr<Guard> guard_ = Guard::Build({schema_.service()}, tree_, this);
  int resolved_ = 0;
  const Identity reviewer_ = With({{ROLE_REVIEWER, "07207"}});
  const Identity everywhere_ = With({{ROLE_REVIEWER, "*"}});
};

auto Denied(const char* reason) {
  return StatusIs(StatusCode::kPermissionDenied, reason);
}

TEST_F(GuardTest, AsksForEveryAreaThatTheRequestTouches) {
  const std::string both = "name: 'households/1' house { area: '07210' }";
  EXPECT_THAT(Check(kTwo, both, reviewer_), Denied("AREA_OUT_OF_REACH"));
  EXPECT_THAT(Check(kTwo, both, With({{ROLE_REVIEWER, "07210"}})),
              Denied("AREA_OUT_OF_REACH"));
  EXPECT_OK(
      Check(kTwo, both,
            With({{ROLE_REVIEWER, "07207"}, {ROLE_COMMUNE_OFFICER, "07210"}})));
  EXPECT_OK(Check(kTwo, both, With({{ROLE_REVIEWER, "24"}})));
  EXPECT_OK(
      Check(kTwo, "name: '07207' house { area: 'households/1' }", reviewer_));
  EXPECT_THAT(Check(kTwo, "name: '07207'", reviewer_),
              StatusIs(StatusCode::kInvalidArgument, "AREA_REQUIRED"));
}

TEST_F(GuardTest, AsksForAFurtherAreaOnlyWhenThereIsOne) {
  EXPECT_OK(Check(kPerhapsTwo, "name: '07207'", reviewer_));
  EXPECT_THAT(
      Check(kPerhapsTwo, "name: '07207' house { area: '07210' }", reviewer_),
      Denied("AREA_OUT_OF_REACH"));
}

TEST_F(GuardTest, LetsAnybodyCallAnonymousMethods) {
  EXPECT_OK(
      guard_->Check(*schema_.Request(kAnonymous, ""), nullptr, kDeadline));
  EXPECT_OK(Check(kAnonymous, "", reviewer_));
}

TEST_F(GuardTest, AsksNobodyToSignIn) {
  for (int method = kAnyArea; method <= kRooms; ++method) {
    EXPECT_THAT(guard_->Check(*schema_.Request(method, "name: '24'"), nullptr,
                              kDeadline),
                StatusIs(StatusCode::kUnauthenticated, "NOT_SIGNED_IN"));
  }
}

TEST_F(GuardTest, NeedsOneOfTheRolesAnywhere) {
  EXPECT_OK(Check(kAnyArea, "", reviewer_));
  EXPECT_OK(Check(kAnyArea, "", With({{ROLE_COMMUNE_OFFICER, "07210"}})));
  EXPECT_THAT(Check(kAnyArea, "", With({{ROLE_PROVINCE_OFFICER, "*"}})),
              Denied("ROLE_NOT_ALLOWED"));
  EXPECT_THAT(Check(kAnyArea, "", With({})), Denied("ROLE_NOT_ALLOWED"));
}

TEST_F(GuardTest, LetsServicesPassOnlyWhereTheyAreNamed) {
  EXPECT_THAT(Check(kAnyArea, "", With({{ROLE_SERVICE, "*"}})),
              Denied("ROLE_NOT_ALLOWED"));
  Schema named({"roles: ROLE_SERVICE"});
  ASSERT_OK_AND_ASSIGN(Guard guard,
                       Guard::Build({named.service()}, tree_, nullptr));
  const Identity service = With({{ROLE_SERVICE, "*"}});
  EXPECT_OK(guard.Check(*named.Request(0, ""), &service, kDeadline));
  EXPECT_THAT(guard.Check(*named.Request(0, ""), &everywhere_, kDeadline),
              Denied("ROLE_NOT_ALLOWED"));
}

TEST_F(GuardTest, RefusesARoleFromAnAreaThatRoleDoesNotReach) {
  // A reviewer here and a province officer everywhere is no reviewer there.
  const Identity mixed =
      With({{ROLE_REVIEWER, "07207"}, {ROLE_PROVINCE_OFFICER, "*"}});
  EXPECT_OK(Check(kByName, "name: '07207'", mixed));
  EXPECT_THAT(Check(kByName, "name: '07210'", mixed),
              Denied("AREA_OUT_OF_REACH"));
}

TEST_F(GuardTest, TakesACodeOrAnAreaName) {
  for (const char* area : {"07207", "areas/07207"}) {
    EXPECT_OK(Check(kByName, absl::StrCat("name: '", area, "'"), reviewer_));
    EXPECT_OK(Check(kByName, absl::StrCat("name: '", area, "'"),
                    With({{ROLE_REVIEWER, "24"}})));
  }
  for (const char* area : {"24", "areas/24", "07210", "areas/07210", "9", "*",
                           "areas/*", "areas/-"}) {
    EXPECT_THAT(Check(kByName, absl::StrCat("name: '", area, "'"), reviewer_),
                Denied("AREA_OUT_OF_REACH"))
        << area;
  }
  EXPECT_EQ(resolved_, 0);
}

TEST_F(GuardTest, PlacesOtherNames) {
  EXPECT_OK(Check(kByName, "name: 'households/1'", reviewer_));
  EXPECT_THAT(
      Check(kByName, "name: 'households/1'", With({{ROLE_REVIEWER, "07210"}})),
      Denied("AREA_OUT_OF_REACH"));
  EXPECT_THAT(Check(kByName, "name: 'rounds/2021'", reviewer_),
              Denied("AREA_OUT_OF_REACH"));
  EXPECT_THAT(Check(kByName, "name: 'households/2'", reviewer_),
              StatusIs(StatusCode::kNotFound, "HOUSEHOLD_NOT_FOUND"));
  EXPECT_THAT(Check(kByName, "name: 'areas/07207/x'", reviewer_),
              StatusIs(StatusCode::kNotFound, "HOUSEHOLD_NOT_FOUND"));
}

TEST_F(GuardTest, PlacesNothingForWhoReachesEverything) {
  EXPECT_OK(Check(kByName, "name: 'households/2'", everywhere_));
  EXPECT_OK(Check(kByName, "name: 'rounds/2021'", everywhere_));
  EXPECT_OK(Check(kByName, "name: '*'", everywhere_));
  EXPECT_EQ(resolved_, 0);
}

TEST_F(GuardTest, RefusesOtherNamesWithoutResolver) {
  ASSERT_OK_AND_ASSIGN(Guard guard,
                       Guard::Build({schema_.service()}, tree_, nullptr));
  EXPECT_THAT(guard.Check(*schema_.Request(kByName, "name: 'households/1'"),
                          &reviewer_, kDeadline),
              Denied("AREA_OUT_OF_REACH"));
}

TEST_F(GuardTest, RequiresAnAreaEvenFromWhoReachesEverything) {
  for (int method : {kByName, kInHouse, kInHouses, kAreas}) {
    for (const Identity* caller : {&reviewer_, &everywhere_}) {
      const absl::Status status = Check(method, "", *caller);
      EXPECT_THAT(status,
                  StatusIs(StatusCode::kInvalidArgument, "AREA_REQUIRED"));
      EXPECT_FALSE(ViolationsOf(status)[0].field.empty());
    }
  }
  EXPECT_THAT(Check(kInHouse, "house {}", reviewer_),
              StatusIs(StatusCode::kInvalidArgument, "AREA_REQUIRED"));
}

TEST_F(GuardTest, TakesAnOptionalEmptyAreaForTheWholeTree) {
  for (int method : {kOptional, kRooms}) {
    EXPECT_THAT(Check(method, "", reviewer_), Denied("AREA_OUT_OF_REACH"));
    EXPECT_OK(Check(method, "", everywhere_));
  }
  EXPECT_OK(Check(kOptional, "name: '07207'", reviewer_));
}

TEST_F(GuardTest, LooksIntoMessages) {
  EXPECT_OK(Check(kInHouse, "house { area: '07207' }", reviewer_));
  EXPECT_THAT(Check(kInHouse, "house { area: '07210' }", reviewer_),
              Denied("AREA_OUT_OF_REACH"));
}

TEST_F(GuardTest, NeedsEveryElementInReach) {
  EXPECT_OK(Check(kInHouses,
                  "houses { area: '07207' } houses { area: '07207' }",
                  reviewer_));
  EXPECT_THAT(
      Check(kInHouses, "houses { area: '07207' } houses { area: '07210' }",
            reviewer_),
      Denied("AREA_OUT_OF_REACH"));
  EXPECT_THAT(Check(kInHouses, "houses { area: '07207' } houses {}", reviewer_),
              StatusIs(StatusCode::kInvalidArgument, "AREA_REQUIRED"));
  EXPECT_OK(Check(kAreas, "areas: '07207' areas: 'areas/07207'", reviewer_));
  EXPECT_THAT(Check(kAreas, "areas: '07207' areas: '24'", reviewer_),
              Denied("AREA_OUT_OF_REACH"));
}

TEST_F(GuardTest, TakesElementsFromDifferentGrants) {
  EXPECT_OK(Check(kAreas, "areas: '07207' areas: '07210'",
                  With({{ROLE_REVIEWER, "07207"}, {ROLE_REVIEWER, "07210"}})));
}

TEST_F(GuardTest, WalksThroughTwoRepeatedSteps) {
  EXPECT_OK(Check(kRooms,
                  "houses { rooms { area: '07207' } rooms { area: '07207' } }",
                  reviewer_));
  EXPECT_THAT(
      Check(kRooms,
            "houses { rooms { area: '07207' } } "
            "houses { rooms { area: '07207' } rooms { area: '07210' } }",
            reviewer_),
      Denied("AREA_OUT_OF_REACH"));
  // A house without rooms would be everywhere.
  EXPECT_THAT(
      Check(kRooms, "houses { rooms { area: '07207' } } houses {}", reviewer_),
      Denied("AREA_OUT_OF_REACH"));
}

TEST_F(GuardTest, RefusalsSpeakBothLanguages) {
  for (const absl::Status& status :
       {guard_->Check(*schema_.Request(kAnyArea, ""), nullptr, kDeadline),
        Check(kAnyArea, "", With({})), Check(kByName, "name: '24'", reviewer_),
        Check(kByName, "", reviewer_)}) {
    const std::vector<Violation> told = ViolationsOf(status);
    ASSERT_EQ(told.size(), 1u) << status;
    EXPECT_FALSE(told[0].vi.empty());
    EXPECT_FALSE(told[0].en.empty());
  }
}

TEST_F(GuardTest, TellsByWhichGrantsACallerReaches) {
  const auto reach = [&](int method, const std::string& text,
                         const std::vector<Grant>& grants) {
    const auto request = schema_.Request(method, text);
    const Identity caller = With(grants);
    const auto found =
        guard_->ReachOf(*guard_->RuleOf(request->GetDescriptor()), *request,
                        &caller, kDeadline);
    EXPECT_OK(found);
    return found.value_or(Reach{});
  };
  const Grant village{ROLE_REVIEWER, "07207"};
  const Grant other{ROLE_REVIEWER, "07210"};
  const Grant above{ROLE_COMMUNE_OFFICER, "24"};
  const Grant useless{ROLE_PROVINCE_OFFICER, "24"};
  // The only grant with such a role is the one that the guard let through.
  Reach got = reach(kByName, "name: 'households/1'", {village, useless});
  EXPECT_TRUE(got.alone);
  EXPECT_EQ(got.grants, (std::vector<Grant>{village}));
  EXPECT_EQ(resolved_, 0);
  // Of several, those that reach by themselves.
  got = reach(kByName, "name: 'households/1'", {other, village, above});
  EXPECT_TRUE(got.alone);
  EXPECT_EQ(got.grants, (std::vector<Grant>{village, above}));
  // Two that reach together only, and a method without an area: all count.
  got = reach(kAreas, "areas: '07207' areas: '07210'", {village, other});
  EXPECT_FALSE(got.alone);
  EXPECT_EQ(got.grants, (std::vector<Grant>{village, other}));
  got = reach(kAnyArea, "", {village, above});
  EXPECT_FALSE(got.alone);
  EXPECT_EQ(got.grants, (std::vector<Grant>{village, above}));
}

TEST_F(GuardTest, NobodySignedInReachesNothing) {
  const auto request = schema_.Request(kAnonymous, "");
  ASSERT_OK_AND_ASSIGN(
      const Reach got,
      guard_->ReachOf(*guard_->RuleOf(request->GetDescriptor()), *request,
                      nullptr, kDeadline));
  EXPECT_TRUE(got.grants.empty());
  EXPECT_FALSE(got.Holds([](const Grant&) { return true; }));
}

}  // namespace
}  // namespace rasoat::access

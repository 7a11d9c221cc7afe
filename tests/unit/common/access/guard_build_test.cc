#include "rasoat/feed/v1/feed.pb.h"
#include "services/common/access/guard.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/common/access/schema.h"

namespace rasoat::access {
namespace {

using absl::StatusCode;
using testing::HasSubstr;

class NoTree final : public AreaTree {
 public:
  bool Contains(absl::string_view, absl::string_view) override { return false; }
};

absl::StatusOr<Guard> Build(const Schema& schema) {
  static NoTree tree;
  return Guard::Build({schema.service()}, tree, nullptr);
}

TEST(GuardBuildTest, ReadsEachRule) {
  Schema schema({"anonymous: true", "roles: ROLE_REVIEWER roles: ROLE_SERVICE",
                 "roles: ROLE_REVIEWER "
                 "area { field: 'houses.rooms.area' optional: true }"});
  ASSERT_OK_AND_ASSIGN(Guard guard, Build(schema));
  EXPECT_EQ(guard.Rules().size(), 3u);
  const auto rule = [&](int i) {
    return guard.RuleOf(schema.service()->method(i)->input_type());
  };
  EXPECT_EQ(rule(0)->name, "test.Houses/Call0");
  EXPECT_TRUE(rule(0)->anonymous);
  EXPECT_EQ(rule(1)->roles,
            (std::vector<Role>{api::v1::ROLE_REVIEWER, api::v1::ROLE_SERVICE}));
  EXPECT_TRUE(rule(1)->areas.empty());
  ASSERT_EQ(rule(2)->areas.size(), 1u);
  EXPECT_EQ(rule(2)->areas[0].steps.size(), 3u);
  EXPECT_EQ(rule(2)->areas[0].field, "houses.rooms.area");
  EXPECT_TRUE(rule(2)->areas[0].optional);
}

TEST(GuardBuildTest, ReadsFurtherAreas) {
  Schema schema(
      {"roles: ROLE_REVIEWER area { field: 'name' } "
       "also { field: 'house.area' optional: true } "
       "also { field: 'areas' }"});
  ASSERT_OK_AND_ASSIGN(Guard guard, Build(schema));
  const MethodRule& rule = *guard.Rules()[0];
  ASSERT_EQ(rule.areas.size(), 3u);
  EXPECT_EQ(rule.areas[1].field, "house.area");
  EXPECT_TRUE(rule.areas[1].optional);
  EXPECT_FALSE(rule.areas[2].optional);
  EXPECT_THAT(Build(Schema({"roles: ROLE_REVIEWER also { field: 'name' }"})),
              StatusIs(StatusCode::kFailedPrecondition, "ACCESS_RULE_WRONG"));
  EXPECT_THAT(Build(Schema({"roles: ROLE_REVIEWER area { field: 'name' } "
                            "also { field: 'count' }"})),
              StatusIs(StatusCode::kFailedPrecondition, "ACCESS_RULE_WRONG"));
}

TEST(GuardBuildTest, RefusesAMethodWithoutRule) {
  const absl::Status status = Build(Schema({"anonymous: true", "-"})).status();
  EXPECT_THAT(status,
              StatusIs(StatusCode::kFailedPrecondition, "ACCESS_RULE_MISSING"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("test.Houses/Call1"));
}

TEST(GuardBuildTest, RefusesTwoMethodsWithOneRequest) {
  const absl::Status status =
      Build(Schema({"anonymous: true", "anonymous: true"}, true)).status();
  EXPECT_THAT(status,
              StatusIs(StatusCode::kFailedPrecondition, "REQUEST_SHARED"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("Call0"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("Call1"));
}

TEST(GuardBuildTest, RefusesOneRequestInTwoServices) {
  Schema schema({"anonymous: true"});
  static NoTree tree;
  EXPECT_THAT(Guard::Build({schema.service(), schema.service()}, tree, nullptr),
              StatusIs(StatusCode::kFailedPrecondition, "REQUEST_SHARED"));
}

struct WrongRule {
  const char* name;
  const char* rule;
};

class GuardWrongRuleTest : public testing::TestWithParam<WrongRule> {};

TEST_P(GuardWrongRuleTest, NamesTheMethod) {
  const absl::Status status = Build(Schema({GetParam().rule})).status();
  EXPECT_THAT(status,
              StatusIs(StatusCode::kFailedPrecondition, "ACCESS_RULE_WRONG"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("test.Houses/Call0"));
}

INSTANTIATE_TEST_SUITE_P(
    Rules, GuardWrongRuleTest,
    testing::Values(
        WrongRule{"Empty", ""},
        WrongRule{"NobodyNamed", "area { field: 'name' }"},
        WrongRule{"AnonymousWithRole", "anonymous: true roles: ROLE_REVIEWER"},
        WrongRule{"AnonymousWithArea",
                  "anonymous: true area { field: 'name' }"},
        WrongRule{"RoleUnspecified", "roles: ROLE_UNSPECIFIED"},
        WrongRule{"RoleUnknown", "roles: 99"},
        WrongRule{"NoPath", "roles: ROLE_REVIEWER area {}"},
        WrongRule{"NoSuchField", "roles: ROLE_REVIEWER area { field: 'x' }"},
        WrongRule{"NoSuchStep",
                  "roles: ROLE_REVIEWER area { field: 'house.x' }"},
        WrongRule{"EmptyStep",
                  "roles: ROLE_REVIEWER area { field: 'house..area' }"},
        WrongRule{"TrailingDot",
                  "roles: ROLE_REVIEWER area { field: 'house.' }"},
        WrongRule{"StepIntoAString",
                  "roles: ROLE_REVIEWER area { field: 'name.x' }"},
        WrongRule{"EndsAtAMessage",
                  "roles: ROLE_REVIEWER area { field: 'house' }"},
        WrongRule{"EndsAtANumber",
                  "roles: ROLE_REVIEWER area { field: 'count' }"},
        WrongRule{"ThroughAMap",
                  "roles: ROLE_REVIEWER area { field: 'labels.value' }"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(GuardBuildTest, KnowsNoRuleForAForeignRequest) {
  Schema schema({"anonymous: true"});
  ASSERT_OK_AND_ASSIGN(Guard guard, Build(schema));
  EXPECT_EQ(guard.RuleOf(feed::v1::WatchRequest::descriptor()), nullptr);
  EXPECT_THAT(
      guard.Check(feed::v1::WatchRequest(), nullptr, absl::InfiniteFuture()),
      StatusIs(StatusCode::kInternal, "ACCESS_RULE_MISSING"));
}

TEST(FindServicesTest, NamesWhatIsMissing) {
  const absl::Status status =
      FindServices({"rasoat.nowhere.v1.Nothing"}).status();
  EXPECT_THAT(status,
              StatusIs(StatusCode::kFailedPrecondition, "SERVICE_UNKNOWN"));
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("rasoat.nowhere.v1.Nothing"));
}

}  // namespace
}  // namespace rasoat::access

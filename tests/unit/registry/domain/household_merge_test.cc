#include "services/registry/domain/household_merge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "services/registry/domain/field_change.h"
#include "services/registry/domain/survey_differences.h"
#include "tests/support/registry/samples.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Change = std::function<void(Household&)>;

HouseholdEdit EditTo(Household wanted) {
  return {.wanted = std::move(wanted),
          .number = true,
          .address = true,
          .phone = true,
          .members = true,
          .occasion = {.date = absl::CivilDay(2021, 10, 1)}};
}

Member Third() {
  Member member = SampleHousehold().members[1];
  member.id = "03";
  member.full_name = "Nguyễn Thị Ba";
  return member;
}

std::vector<std::string> FieldsOf(const std::vector<FieldConflict>& conflicts) {
  std::vector<std::string> fields;
  for (const FieldConflict& conflict : conflicts) {
    fields.push_back(conflict.field);
  }
  return fields;
}

void Nothing(Household&) {}
Change Phone(const char* phone) {
  return [=](Household& h) { h.phone = phone; };
}
Change Number(std::int64_t number) {
  return [=](Household& h) { h.number = number; };
}
Change Name(std::size_t place, const char* name) {
  return [=](Household& h) { h.members[place].full_name = name; };
}
void AddThird(Household& h) { h.members.push_back(Third()); }
void AddOther(Household& h) {
  h.members.push_back(Third());
  h.members.back().full_name = "Nguyễn Văn Khác";
}
void TakeOut(Household& h) { h.members.pop_back(); }
void Identity(Household& h) {
  h.members[1].identity_kind = IdentityKind::kCitizenId;
  h.members[1].identity_number = "024315000001";
}
void OldIdentity(Household& h) {
  h.members[1].identity_kind = IdentityKind::kOldId;
  h.members[1].identity_number = "121315001";
}
void SwapMembers(Household& h) { std::swap(h.members[0], h.members[1]); }
Change Both(Change a, Change b) {
  return [=](Household& h) {
    a(h);
    b(h);
  };
}

struct MergeCase {
  const char* name;
  Change server;
  Change device;
  Change want;  ///< Of the base; null: there is a conflict.
  std::vector<std::string> conflicts = {};
};

class MergeTest : public testing::TestWithParam<MergeCase> {};

TEST_P(MergeTest, PutsBothTogetherOrTellsWhere) {
  const Household base = SampleHousehold();
  Household server = base;
  Household device = base;
  GetParam().server(server);
  GetParam().device(device);
  const Merged got = Merge(base, server, EditTo(device));
  EXPECT_EQ(FieldsOf(got.conflicts), GetParam().conflicts);
  Household want = base;
  if (GetParam().want) {
    GetParam().want(want);
  } else {
    want = server;
  }
  EXPECT_TRUE(SameContent(got.household, want));
}

INSTANTIATE_TEST_SUITE_P(
    Edges, MergeTest,
    testing::Values(
        MergeCase{"NobodyChangedAnything", Nothing, Nothing, Nothing},
        MergeCase{"OnlyTheDevice", Nothing, Phone("0911111111"),
                  Phone("0911111111")},
        MergeCase{"OnlyOthers", Phone("0911111111"), Nothing,
                  Phone("0911111111")},
        MergeCase{"DifferentFields", Phone("0911111111"), Number(7),
                  Both(Phone("0911111111"), Number(7))},
        MergeCase{"EqualChanges", Phone("0911111111"), Phone("0911111111"),
                  Phone("0911111111")},
        MergeCase{"TheSameFieldApart",
                  Phone("0911111111"),
                  Phone(""),
                  nullptr,
                  {"phone"}},
        MergeCase{"OneOfTwoFieldsApart",
                  Both(Phone("1"), Number(7)),
                  Both(Phone("2"), Number(7)),
                  nullptr,
                  {"phone"}},
        MergeCase{"DifferentMembers", Name(0, "Một"), Name(1, "Hai"),
                  Both(Name(0, "Một"), Name(1, "Hai"))},
        MergeCase{"DifferentFieldsOfAMember", Name(1, "Hai"), Identity,
                  Both(Name(1, "Hai"), Identity)},
        MergeCase{"TheSameFieldOfAMemberApart",
                  Name(1, "Hai"),
                  Name(1, "Hải"),
                  nullptr,
                  {"members[02].full_name"}},
        MergeCase{"KindAndNumberAreOne",
                  Identity,
                  OldIdentity,
                  nullptr,
                  {"members[02].identity_number"}},
        MergeCase{"AddedHere", Nothing, AddThird, AddThird},
        MergeCase{"AddedThere", AddThird, Nothing, AddThird},
        MergeCase{"TheSameAddedTwice", AddThird, AddThird, AddThird},
        MergeCase{"TwoPeopleUnderOneId",
                  AddThird,
                  AddOther,
                  nullptr,
                  {"members[03]"}},
        MergeCase{"TakenOutHere", Nothing, TakeOut, TakeOut},
        MergeCase{"TakenOutThere", TakeOut, Nothing, TakeOut},
        MergeCase{"TakenOutTwice", TakeOut, TakeOut, TakeOut},
        MergeCase{"TakenOutHereChangedThere",
                  Name(1, "Hai"),
                  TakeOut,
                  nullptr,
                  {"members[02]"}},
        MergeCase{"ChangedHereTakenOutThere",
                  TakeOut,
                  Name(1, "Hai"),
                  nullptr,
                  {"members[02]"}},
        MergeCase{"ReorderedHere", Nothing, SwapMembers, SwapMembers},
        MergeCase{"AddedThereReorderedHere", AddThird, SwapMembers, AddThird}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(MergeFieldsTest, LeavesFieldsAloneThatTheEditDoesNotName) {
  const Household base = SampleHousehold();
  Household device = base;
  device.phone = "0911111111";
  device.address = "not to be taken";
  HouseholdEdit edit{.wanted = device, .phone = true};
  const Merged got = Merge(base, base, edit);
  EXPECT_THAT(got.conflicts, IsEmpty());
  EXPECT_EQ(got.household.phone, "0911111111");
  EXPECT_EQ(got.household.address, base.address);
}

TEST(MergeFieldsTest, ShowsAllThreeValues) {
  const Household base = SampleHousehold();
  Household server = base;
  Household device = base;
  server.number = 7;
  device.number = 8;
  server.members[1].birth_date = absl::CivilDay(2014, 1, 1);
  device.members.pop_back();
  const Merged got = Merge(base, server, EditTo(device));
  ASSERT_THAT(FieldsOf(got.conflicts), ElementsAre("number", "members[02]"));
  EXPECT_EQ(got.conflicts[0].base, FieldValue(std::int64_t{1}));
  EXPECT_EQ(got.conflicts[0].server, FieldValue(std::int64_t{7}));
  EXPECT_EQ(got.conflicts[0].device, FieldValue(std::int64_t{8}));
  EXPECT_EQ(got.conflicts[1].base_member, base.members[1]);
  EXPECT_EQ(got.conflicts[1].server_member, server.members[1]);
  EXPECT_EQ(got.conflicts[1].device_member, std::nullopt);
}

class JudgeChangeTest : public testing::Test {
 protected:
  ChangeVerdict Judge(const Household* base, const Household& current,
                      const HouseholdEdit& edit) {
    return JudgeChange(base, current, edit,
                       {.rules = rules_, .today = absl::CivilDay(2021, 10, 2)});
  }

  const PersonRules rules_ = SampleRules();
  const Household base_ = [] {
    Household household = SampleHousehold();
    household.register_date = absl::CivilDay(2021, 1, 1);
    return household;
  }();
};

TEST_F(JudgeChangeTest, TellsWhatIsWrongWithTheChange) {
  Household device = base_;
  device.phone = "no number";
  const ChangeVerdict got = Judge(&base_, base_, EditTo(device));
  EXPECT_THAT(got.conflicts, IsEmpty());
  EXPECT_EQ(ReasonOf(got.refusal), "PHONE_MALFORMED");
}

TEST_F(JudgeChangeTest, MakesAConflictOfChangesThatDoNotGoTogether) {
  // Each side names another head: field by field nothing clashes.
  Household three = base_;
  three.members.push_back(Third());
  Household server = three;
  server.revision = 2;
  server.members[0].relation = Relation::kParent;
  server.members[1].relation = Relation::kHead;
  Household device = three;
  device.members[0].relation = Relation::kParent;
  device.members[2].relation = Relation::kHead;
  const ChangeVerdict got = Judge(&three, server, EditTo(device));
  EXPECT_THAT(FieldsOf(got.conflicts),
              ElementsAre("members[01].relation", "members[02].relation",
                          "members[03].relation"));
  EXPECT_EQ(ReasonOf(got.refusal), "HEAD_NOT_ONE");
}

TEST_F(JudgeChangeTest, ComparesValueByValueWhereTheBaseIsLost) {
  Household server = base_;
  server.revision = 9;
  server.phone = "0911111111";
  HouseholdEdit edit = EditTo(base_);
  edit.seen_revision = 3;
  EXPECT_THAT(FieldsOf(Judge(nullptr, server, edit).conflicts),
              ElementsAre("phone"));
  edit.wanted.phone = server.phone;
  const ChangeVerdict same = Judge(nullptr, server, edit);
  EXPECT_THAT(same.conflicts, IsEmpty());
  EXPECT_OK(same.refusal);
  edit.seen_revision = 9;  // the register stands as the device saw it
  edit.wanted.phone = "";
  const ChangeVerdict next = Judge(nullptr, server, edit);
  EXPECT_THAT(next.conflicts, IsEmpty());
  EXPECT_EQ(next.next.phone, "");
}

TEST(SurveyDifferencesTest, TellsEveryAnswerThatIsNotShared) {
  const Survey base = SampleSurvey();
  Survey server = base;
  Survey device = base;
  EXPECT_THAT(SurveyDifferences(&base, server, device), IsEmpty());
  server.answers[0].value = Choice{"weak"};
  device.answers.erase(device.answers.begin() + 1);
  device.review_date = absl::CivilDay(2021, 10, 3);
  device.members[1].answers[0].value = false;
  device.declared = DeclaredTotals{.b1 = 120, .deprivations = {"job"}};
  const auto found = SurveyDifferences(&base, server, device);
  EXPECT_THAT(
      FieldsOf(found),
      ElementsAre("review_date", "answers[house.wall]", "answers[house.area]",
                  "members[02].answers[school]", "declared"));
  EXPECT_EQ(found[1].base, FieldValue(std::string("durable")));
  EXPECT_EQ(found[1].server, FieldValue(std::string("weak")));
  EXPECT_EQ(found[1].device, FieldValue(std::string("durable")));
  EXPECT_EQ(found[2].device, FieldValue(std::monostate()));
  EXPECT_EQ(found[3].device, FieldValue(std::string("no")));
  EXPECT_EQ(found[4].device, FieldValue(std::string("120;job")));
  EXPECT_THAT(FieldsOf(SurveyDifferences(nullptr, server, server)), IsEmpty());
}

}  // namespace
}  // namespace rasoat::registry

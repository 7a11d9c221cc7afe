// Birth, death, coming and going: what each does, and every refusal.
#include "services/registry/domain/member_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "tests/support/registry/samples.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::CivilDay kToday(2021, 10, 15);

class MemberEventsTest : public testing::Test {
 protected:
  static std::vector<std::string> Faults(const absl::Status& status) {
    std::vector<std::string> told;
    for (const Violation& v : ViolationsOf(status)) {
      EXPECT_FALSE(v.vi.empty());
      EXPECT_FALSE(v.en.empty());
      told.push_back(v.field + " " + v.rule);
    }
    return told;
  }
  template <class T>
  static std::vector<std::string> Faults(const absl::StatusOr<T>& result) {
    EXPECT_FALSE(result.ok());
    return Faults(result.status());
  }

  static std::vector<std::string> Members(const Household& household) {
    std::vector<std::string> all;
    for (const Member& m : household.members) {
      all.push_back(m.id + (m.relation == Relation::kHead ? "*" : ""));
    }
    return all;
  }

  static Member Child(std::string id, absl::CivilDay birth) {
    Member child = SampleHousehold().members[1];
    child.id = std::move(id);
    child.birth_date = birth;
    return child;
  }

  static Household Other() {
    Household other = SampleHousehold(2);
    for (Member& m : other.members) m.identity_number = "";
    for (Member& m : other.members) m.identity_kind = IdentityKind::kNone;
    return other;
  }

  const PersonRules rules_ = SampleRules();
  const HouseholdContext context_{.rules = rules_, .today = kToday};
  const Household before_ = SampleHousehold();
  const Occasion occasion_{.date = absl::CivilDay(2021, 10, 1),
                           .reason = "chuyển chỗ ở",
                           .actor = "staff/a"};
};

TEST_F(MemberEventsTest, ABirthIsDatedByTheChild) {
  const Member child = Child("03", absl::CivilDay(2021, 9, 30));
  ASSERT_OK_AND_ASSIGN(Household next,
                       Born(before_, child, {.actor = "staff/a"}, context_));
  EXPECT_THAT(Members(next), ElementsAre("01*", "02", "03"));
  EXPECT_EQ(next.event.kind, EventKind::kBorn);
  EXPECT_EQ(next.event.date, child.birth_date);
  EXPECT_EQ(next.event.actor, "staff/a");
  EXPECT_THAT(next.event.members, ElementsAre("03"));
}

TEST_F(MemberEventsTest, RefusesABirth) {
  const auto born = [&](std::function<void(Member&)> spoil) {
    Member child = Child("03", absl::CivilDay(2021, 9, 30));
    spoil(child);
    return Faults(Born(before_, child, {}, context_));
  };
  EXPECT_THAT(born([](Member& m) { m.birth_date = kNoDay; }),
              ElementsAre("member.birth_date BIRTH_DATE_MALFORMED"));
  EXPECT_THAT(born([](Member& m) { m.birth_date = kToday + 1; }),
              ElementsAre("member.birth_date BIRTH_DATE_IN_FUTURE"));
  EXPECT_THAT(
      born([](Member& m) { m.birth_date = absl::CivilDay(2021, 8, 26); }),
      ElementsAre("event_date EVENT_BEFORE_REGISTRATION"));
  EXPECT_THAT(born([](Member& m) { m.relation = Relation::kHead; }),
              ElementsAre("member.relation RELATION_WRONG"));
  EXPECT_THAT(born([](Member& m) { m.id = "02"; }),
              ElementsAre("members[2].member_id MEMBER_ID_REPEATED"));
  EXPECT_THAT(born([](Member& m) { m.full_name = ""; }),
              ElementsAre("member.full_name NAME_MALFORMED"));
}

TEST_F(MemberEventsTest, ADeathLeavesTheRestAndIsRemembered) {
  ASSERT_OK_AND_ASSIGN(Household next,
                       Died(before_, "02", {}, occasion_, context_));
  EXPECT_THAT(Members(next), ElementsAre("01*"));
  ASSERT_EQ(next.former.size(), 1u);
  EXPECT_EQ(next.former[0].member.id, "02");
  EXPECT_EQ(next.former[0].member.death_date, occasion_.date);
  EXPECT_EQ(next.former[0].why, EventKind::kDied);
  EXPECT_EQ(next.event.kind, EventKind::kDied);
  EXPECT_THAT(next.event.members, ElementsAre("02"));
}

TEST_F(MemberEventsTest, WhoDiedLeavesTheIdToNobody) {
  ASSERT_OK_AND_ASSIGN(Household next,
                       Died(before_, "02", {}, occasion_, context_));
  const Member child = Child("02", absl::CivilDay(2021, 10, 2));
  EXPECT_THAT(Faults(Born(next, child, {}, context_)),
              ElementsAre("members[1].member_id MEMBER_ID_REUSED"));
}

TEST_F(MemberEventsTest, AnewHeadIsNamedWhenTheHeadLeaves) {
  Household three = before_;
  three.members.push_back(Child("03", absl::CivilDay(2018, 1, 1)));
  EXPECT_THAT(Faults(Died(three, "01", {}, occasion_, context_)),
              ElementsAre("new_head HEAD_MISSING"));
  ASSERT_OK_AND_ASSIGN(Household next,
                       Died(three, "01", {.head = "02"}, occasion_, context_));
  EXPECT_THAT(Members(next), ElementsAre("02*", "03"));
  // What 03 was to the former head says nothing about the new one.
  EXPECT_EQ(next.members[1].relation, Relation::kOther);
  ASSERT_OK_AND_ASSIGN(
      next, Died(three, "01",
                 {.head = "02", .relations = {{"03", Relation::kParent}}},
                 occasion_, context_));
  EXPECT_EQ(next.members[1].relation, Relation::kParent);
}

TEST_F(MemberEventsTest, RefusesADeath) {
  const auto died = [&](const std::string& id, const Headship& headship,
                        absl::CivilDay date) {
    Occasion occasion = occasion_;
    occasion.date = date;
    return Faults(Died(before_, id, headship, occasion, context_));
  };
  EXPECT_THAT(died("09", {}, kToday),
              ElementsAre("member_id MEMBER_NOT_FOUND"));
  EXPECT_THAT(died("02", {.head = "09"}, kToday),
              ElementsAre("new_head MEMBER_NOT_FOUND"));
  EXPECT_THAT(died("01", {.head = "01"}, kToday),
              ElementsAre("new_head MEMBER_NOT_FOUND"));
  EXPECT_THAT(died("02", {.relations = {{"02", Relation::kChild}}}, kToday),
              ElementsAre("relations[0].member_id MEMBER_NOT_FOUND"));
  EXPECT_THAT(died("02", {.relations = {{"01", Relation::kChild}}}, kToday),
              ElementsAre("relations[0].relation RELATION_WRONG"));
  EXPECT_THAT(died("01", {.head = "02", .relations = {{"02", Relation::kHead}}},
                   kToday),
              ElementsAre("relations[0].relation RELATION_WRONG"));
  EXPECT_THAT(died("02", {}, kNoDay),
              ElementsAre("event_date EVENT_DATE_MALFORMED"));
  EXPECT_THAT(died("02", {}, kToday + 1),
              ElementsAre("event_date EVENT_IN_FUTURE"));
  EXPECT_THAT(died("02", {}, before_.register_date - 1),
              ElementsAre("event_date EVENT_BEFORE_REGISTRATION"));
}

TEST_F(MemberEventsTest, NothingHappensToWhoIsNotBorn) {
  Household late = before_;
  late.members.push_back(Child("03", absl::CivilDay(2021, 10, 5)));
  EXPECT_THAT(Faults(Died(late, "03", {}, occasion_, context_)),
              ElementsAre("event_date EVENT_BEFORE_BIRTH"));
}

TEST_F(MemberEventsTest, TheLastMemberDoesNotDieAlone) {
  Household alone = before_;
  alone.members.pop_back();
  EXPECT_THAT(Faults(Died(alone, "01", {}, occasion_, context_)),
              ElementsAre("member_id LAST_MEMBER"));
  EXPECT_THAT(Faults(WentOut(alone, {"01"}, {}, occasion_, context_)),
              ElementsAre("member_ids LAST_MEMBER"));
}

TEST_F(MemberEventsTest, PeopleComeFromOutside) {
  std::vector<Member> people = {Child("07", absl::CivilDay(2001, 2, 3))};
  ASSERT_OK_AND_ASSIGN(Household next,
                       CameIn(before_, people, {}, occasion_, context_));
  EXPECT_THAT(Members(next), ElementsAre("01*", "02", "07"));
  EXPECT_EQ(next.event.kind, EventKind::kMovedIn);
  EXPECT_THAT(next.event.members, ElementsAre("07"));
  ASSERT_OK_AND_ASSIGN(
      next, CameIn(before_, people, {.head = "07"}, occasion_, context_));
  EXPECT_THAT(Members(next), ElementsAre("01", "02", "07*"));

  EXPECT_THAT(Faults(CameIn(before_, {}, {}, occasion_, context_)),
              ElementsAre("members MEMBERS_MISSING"));
  people[0].relation = Relation::kHead;
  EXPECT_THAT(Faults(CameIn(before_, people, {}, occasion_, context_)),
              ElementsAre("members[0].relation RELATION_WRONG"));
  Occasion silent = occasion_;
  silent.reason = "";
  people[0].relation = Relation::kChild;
  EXPECT_THAT(Faults(CameIn(before_, people, {}, silent, context_)),
              ElementsAre("reason REASON_MISSING"));
  silent.reason = std::string(201, 'a');
  EXPECT_THAT(Faults(CameIn(before_, people, {}, silent, context_)),
              ElementsAre("reason REASON_MALFORMED"));
}

TEST_F(MemberEventsTest, PeopleLeaveToTheOutside) {
  ASSERT_OK_AND_ASSIGN(Household next,
                       WentOut(before_, {"02"}, {}, occasion_, context_));
  EXPECT_THAT(Members(next), ElementsAre("01*"));
  EXPECT_EQ(next.event.kind, EventKind::kMovedOut);
  EXPECT_TRUE(next.former[0].to.empty());
  EXPECT_EQ(next.former[0].member.death_date, kNoDay);
  EXPECT_THAT(Faults(WentOut(before_, {}, {}, occasion_, context_)),
              ElementsAre("member_ids MEMBERS_MISSING"));
  EXPECT_THAT(Faults(WentOut(before_, {"02", "02"}, {}, occasion_, context_)),
              ElementsAre("member_ids[1] MEMBER_ID_REPEATED"));
  EXPECT_THAT(Faults(WentOut(before_, {"09"}, {}, occasion_, context_)),
              ElementsAre("member_ids[0] MEMBER_NOT_FOUND"));
}

TEST_F(MemberEventsTest, PeopleGoFromOneHouseholdToAnother) {
  ASSERT_OK_AND_ASSIGN(
      std::vector<Household> both,
      WentOver(before_, Other(), {"02"}, {}, {{"02", Relation::kGrandchild}},
               occasion_, context_));
  EXPECT_THAT(Members(both[0]), ElementsAre("01*"));
  // The other household has an 02 of its own.
  EXPECT_THAT(Members(both[1]), ElementsAre("01*", "02", "03"));
  EXPECT_EQ(both[1].members[2].full_name, before_.members[1].full_name);
  EXPECT_EQ(both[1].members[2].relation, Relation::kGrandchild);
  EXPECT_EQ(both[0].former[0].to, both[1].id);
  EXPECT_EQ(both[0].former[0].to_id, "03");
  EXPECT_EQ(both[0].event.kind, EventKind::kMovedOut);
  EXPECT_EQ(both[0].event.related, both[1].id);
  EXPECT_EQ(both[1].event.kind, EventKind::kMovedIn);
  EXPECT_EQ(both[1].event.related, both[0].id);
  EXPECT_THAT(both[1].event.members, ElementsAre("03"));
}

TEST_F(MemberEventsTest, AHeadWhoGoesOverIsNoHeadThere) {
  EXPECT_THAT(
      Faults(WentOver(before_, Other(), {"01"}, {}, {}, occasion_, context_)),
      ElementsAre("new_head HEAD_MISSING"));
  ASSERT_OK_AND_ASSIGN(std::vector<Household> both,
                       WentOver(before_, Other(), {"01"}, {.head = "02"}, {},
                                occasion_, context_));
  EXPECT_THAT(Members(both[0]), ElementsAre("02*"));
  EXPECT_THAT(Members(both[1]), ElementsAre("01*", "02", "03"));
}

TEST_F(MemberEventsTest, RefusesToGoOver) {
  EXPECT_THAT(
      Faults(WentOver(before_, before_, {"02"}, {}, {}, occasion_, context_)),
      ElementsAre("destination SAME_HOUSEHOLD"));
  EXPECT_THAT(
      Faults(WentOver(before_, Other(), {"02"}, {}, {{"09", Relation::kChild}},
                      occasion_, context_)),
      ElementsAre("destination_relations[0].member_id MEMBER_NOT_FOUND"));
  Household young = Other();
  young.register_date = kToday;
  EXPECT_THAT(
      Faults(WentOver(before_, young, {"02"}, {}, {}, occasion_, context_)),
      ElementsAre("event_date EVENT_BEFORE_REGISTRATION"));
}

// 024 4 80 … is a number nobody living has.
TEST_F(MemberEventsTest, MadeUpPeopleDoNotGoToARealVillage) {
  Household training = before_;
  training.village = {"07207002"};
  training.members[1].identity_kind = IdentityKind::kCitizenId;
  training.members[1].identity_number = "024415000001";
  EXPECT_THAT(
      Faults(WentOver(training, Other(), {"02"}, {}, {}, occasion_, context_)),
      ElementsAre("member_ids[0].identity_number "
                  "IDENTITY_CENTURY_DIFFERS"));
}

}  // namespace
}  // namespace rasoat::registry

// Splitting, merging, moving and ending of households: what each does, and
// every refusal.
#include "services/registry/domain/household_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/registry/samples.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::CivilDay kToday(2021, 10, 15);

class HouseholdEventsTest : public testing::Test {
 protected:
  HouseholdEventsTest() {
    Member wife = before_.members[1];
    wife.id = "03";
    wife.birth_date = absl::CivilDay(1982, 3, 4);
    wife.relation = Relation::kSpouse;
    before_.members.push_back(wife);
  }

  template <class T>
  static std::vector<std::string> Faults(const absl::StatusOr<T>& result) {
    EXPECT_FALSE(result.ok());
    std::vector<std::string> told;
    for (const Violation& v : ViolationsOf(result.status())) {
      EXPECT_FALSE(v.vi.empty());
      EXPECT_FALSE(v.en.empty());
      told.push_back(v.field + " " + v.rule);
    }
    return told;
  }

  static std::vector<std::string> Members(const Household& household) {
    std::vector<std::string> all;
    for (const Member& m : household.members) {
      all.push_back(m.id + (m.relation == Relation::kHead ? "*" : ""));
    }
    return all;
  }

  static Household Other() {
    Household other = SampleHousehold(2);
    for (Member& m : other.members) m.identity_number = "";
    for (Member& m : other.members) m.identity_kind = IdentityKind::kNone;
    return other;
  }

  static SplitOff Wanted() {
    return {
        .id = IdNumber<HouseholdId>(7),
        .number = 7,
        .address = "Xóm Trên",
        .phone = "0987654321",
        .member_ids = {"03", "02"},
        .headship = {.head = "03", .relations = {{"02", Relation::kChild}}}};
  }

  Household before_ = SampleHousehold();
  const PersonRules rules_ = SampleRules();
  const HouseholdContext context_{.rules = rules_, .today = kToday};
  const Occasion occasion_{.date = absl::CivilDay(2021, 10, 1),
                           .reason = "ra ở riêng",
                           .actor = "staff/a"};
};

TEST_F(HouseholdEventsTest, ASplitMakesAHouseholdOfItsOwn) {
  ASSERT_OK_AND_ASSIGN(std::vector<Household> both,
                       Split(before_, Wanted(), {}, occasion_, context_));
  const Household& rest = both[0];
  const Household& fresh = both[1];
  EXPECT_THAT(Members(rest), ElementsAre("01*"));
  EXPECT_EQ(rest.event.kind, EventKind::kSplit);
  EXPECT_EQ(rest.event.related, fresh.id);
  EXPECT_THAT(rest.event.members, ElementsAre("03", "02"));
  ASSERT_EQ(rest.former.size(), 2u);
  EXPECT_EQ(rest.former[0].to, fresh.id);
  EXPECT_EQ(rest.former[0].to_id, "03");
  EXPECT_EQ(rest.former[0].why, EventKind::kSplit);

  EXPECT_THAT(Members(fresh), ElementsAre("03*", "02"));
  EXPECT_EQ(fresh.members[1].relation, Relation::kChild);
  EXPECT_EQ(fresh.village, before_.village);
  EXPECT_EQ(fresh.number, 7);
  EXPECT_EQ(fresh.register_date, occasion_.date);
  EXPECT_EQ(fresh.event.kind, EventKind::kSplitOff);
  EXPECT_EQ(fresh.event.related, before_.id);
}

TEST_F(HouseholdEventsTest, ASplitMayTakeTheHeadAlong) {
  SplitOff wanted = Wanted();
  wanted.member_ids = {"01"};
  wanted.headship = {.head = "01"};
  EXPECT_THAT(Faults(Split(before_, wanted, {}, occasion_, context_)),
              ElementsAre("new_head HEAD_MISSING"));
  ASSERT_OK_AND_ASSIGN(
      std::vector<Household> both,
      Split(before_, wanted, {.head = "03"}, occasion_, context_));
  EXPECT_THAT(Members(both[0]), ElementsAre("02", "03*"));
  EXPECT_THAT(Members(both[1]), ElementsAre("01*"));
}

TEST_F(HouseholdEventsTest, RefusesASplit) {
  const auto split = [&](auto spoil) {
    SplitOff wanted = Wanted();
    Occasion occasion = occasion_;
    spoil(wanted, occasion);
    return Faults(Split(before_, wanted, {}, occasion, context_));
  };
  EXPECT_THAT(split([](SplitOff& s, Occasion&) { s.headship.head = ""; }),
              ElementsAre("new_household.new_head HEAD_MISSING"));
  EXPECT_THAT(split([](SplitOff& s, Occasion&) { s.headship.head = "01"; }),
              ElementsAre("new_household.new_head MEMBER_NOT_FOUND"));
  EXPECT_THAT(split([](SplitOff& s, Occasion&) { s.member_ids = {}; }),
              ElementsAre("new_household.member_ids MEMBERS_MISSING"));
  EXPECT_THAT(
      split([](SplitOff& s, Occasion&) { s.member_ids[1] = "09"; }),
      testing::Contains("new_household.member_ids[1] MEMBER_NOT_FOUND"));
  EXPECT_THAT(split([](SplitOff& s, Occasion&) {
                s.member_ids = {"01", "02", "03"};
              }),
              ElementsAre("new_household.member_ids LAST_MEMBER"));
  EXPECT_THAT(
      split([](SplitOff& s, Occasion&) { s.number = 0; }),
      ElementsAre("new_household.number HOUSEHOLD_NUMBER_OUT_OF_RANGE"));
  EXPECT_THAT(split([](SplitOff& s, Occasion&) { s.phone = "x"; }),
              ElementsAre("new_household.phone PHONE_MALFORMED"));
  EXPECT_THAT(split([](SplitOff&, Occasion& o) { o.reason = ""; }),
              ElementsAre("reason REASON_MISSING"));
  EXPECT_THAT(split([](SplitOff&, Occasion& o) { o.date = kToday + 1; }),
              ElementsAre("event_date EVENT_IN_FUTURE"));
}

TEST_F(HouseholdEventsTest, AMergerMovesEverybody) {
  ASSERT_OK_AND_ASSIGN(std::vector<Household> both,
                       Merge(Other(), before_, {{"01", Relation::kParent}},
                             occasion_, context_));
  const Household& gone = both[0];
  const Household& grown = both[1];
  EXPECT_EQ(gone.status, HouseholdStatus::kMerged);
  EXPECT_EQ(gone.merged_into, before_.id);
  EXPECT_EQ(gone.number, 0);
  EXPECT_THAT(gone.members, IsEmpty());
  EXPECT_EQ(gone.former.size(), 2u);
  EXPECT_EQ(gone.event.kind, EventKind::kMerged);
  EXPECT_EQ(gone.event.related, before_.id);

  EXPECT_THAT(Members(grown), ElementsAre("01*", "02", "03", "04", "05"));
  EXPECT_EQ(grown.members[3].relation, Relation::kParent);
  EXPECT_EQ(grown.members[4].relation, Relation::kOther);
  EXPECT_EQ(gone.former[0].to_id, "04");
  EXPECT_EQ(gone.former[1].to_id, "05");
  EXPECT_EQ(grown.event.kind, EventKind::kTookIn);
  EXPECT_THAT(grown.event.members, ElementsAre("04", "05"));
}

TEST_F(HouseholdEventsTest, RefusesAMerger) {
  EXPECT_THAT(Faults(Merge(before_, before_, {}, occasion_, context_)),
              ElementsAre("into SAME_HOUSEHOLD"));
  EXPECT_THAT(Faults(Merge(Other(), before_, {{"09", Relation::kChild}},
                           occasion_, context_)),
              ElementsAre("relations[0].member_id MEMBER_NOT_FOUND"));
  EXPECT_THAT(Faults(Merge(Other(), before_, {{"01", Relation::kHead}},
                           occasion_, context_)),
              ElementsAre("relations[0].relation RELATION_WRONG"));
  Household twin = SampleHousehold(2);
  twin.members[0].identity_number = before_.members[0].identity_number;
  EXPECT_THAT(Faults(Merge(twin, before_, {}, occasion_, context_)),
              ElementsAre("members[3].identity_number "
                          "IDENTITY_NUMBER_REPEATED"));
}

TEST_F(HouseholdEventsTest, AMoveTakesNumberAndAddressOfTheNewVillage) {
  const Destination to = {
      .village = {"07207002"}, .number = 12, .address = "Xóm Bãi", .phone = ""};
  ASSERT_OK_AND_ASSIGN(Household next, Moved(before_, to, occasion_, context_));
  EXPECT_EQ(next.village.value, "07207002");
  EXPECT_EQ(next.number, 12);
  EXPECT_EQ(next.address, "Xóm Bãi");
  EXPECT_EQ(next.phone, "");
  EXPECT_EQ(next.event.kind, EventKind::kMoved);
  EXPECT_EQ(next.members, before_.members);
}

TEST_F(HouseholdEventsTest, RefusesAMove) {
  Destination to = {.village = before_.village, .number = 12};
  EXPECT_THAT(Faults(Moved(before_, to, occasion_, context_)),
              ElementsAre("village VILLAGE_SAME"));
  to = {.village = {"07207002"}, .number = 100'000};
  EXPECT_THAT(Faults(Moved(before_, to, occasion_, context_)),
              ElementsAre("number HOUSEHOLD_NUMBER_OUT_OF_RANGE"));
  // 024 4 80 … is a number nobody living has: only villages made up for
  // training take it.
  Household training = before_;
  training.members[0].identity_number = "024480000001";
  to = {.village = {"07207003"}, .number = 1};
  EXPECT_THAT(Faults(Moved(training, to, occasion_, context_)),
              ElementsAre("members[0].identity_number "
                          "IDENTITY_CENTURY_DIFFERS"));
  HouseholdContext made_up = context_;
  made_up.training = true;
  EXPECT_OK(Moved(training, to, occasion_, made_up));
}

TEST_F(HouseholdEventsTest, ADissolvedHouseholdAccountsForEverybody) {
  const std::vector<Departure> all = {{"02", EventKind::kMovedOut},
                                      {"01", EventKind::kDied},
                                      {"03", EventKind::kMovedOut}};
  ASSERT_OK_AND_ASSIGN(Household next,
                       Dissolved(before_, all, occasion_, context_));
  EXPECT_EQ(next.status, HouseholdStatus::kDissolved);
  EXPECT_EQ(next.number, 0);
  EXPECT_THAT(next.members, IsEmpty());
  ASSERT_EQ(next.former.size(), 3u);
  EXPECT_EQ(next.former[1].member.id, "01");
  EXPECT_EQ(next.former[1].why, EventKind::kDied);
  EXPECT_EQ(next.former[1].member.death_date, occasion_.date);
  EXPECT_EQ(next.former[2].why, EventKind::kMovedOut);
}

TEST_F(HouseholdEventsTest, RefusesADissolution) {
  const auto dissolve = [&](const std::vector<Departure>& departures) {
    return Faults(Dissolved(before_, departures, occasion_, context_));
  };
  EXPECT_THAT(dissolve({{"01", EventKind::kDied}, {"02", EventKind::kDied}}),
              ElementsAre("departures MEMBER_LEFT_OVER"));
  EXPECT_THAT(dissolve({{"01", EventKind::kDied},
                        {"02", EventKind::kDied},
                        {"03", EventKind::kMerged}}),
              ElementsAre("departures[2].kind DEPARTURE_WRONG"));
  EXPECT_THAT(dissolve({{"01", EventKind::kDied},
                        {"01", EventKind::kDied},
                        {"02", EventKind::kDied},
                        {"03", EventKind::kDied}}),
              ElementsAre("departures[1] MEMBER_ID_REPEATED"));
}

TEST_F(HouseholdEventsTest, WhoHasLeftTheRegisterIsNotChanged) {
  ASSERT_OK_AND_ASSIGN(std::vector<Household> both,
                       Merge(Other(), before_, {}, occasion_, context_));
  EXPECT_THAT(
      CheckSeen(both[0], both[0].revision, "etag"),
      StatusIs(absl::StatusCode::kFailedPrecondition, "HOUSEHOLD_NOT_ACTIVE"));
  EXPECT_THAT(CheckSeen(both[1], 9, "into_etag"),
              StatusIs(absl::StatusCode::kAborted, "STALE_HOUSEHOLD"));
  EXPECT_OK(CheckSeen(both[1], both[1].revision, "into_etag"));
}

}  // namespace
}  // namespace rasoat::registry

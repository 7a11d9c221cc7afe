// What changed, and what was on a day.
#include "services/registry/domain/household_history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/registry/domain/member_events.h"
#include "tests/support/registry/samples.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const PersonRules kRules = SampleRules();
const HouseholdContext kContext{.rules = kRules,
                                .today = absl::CivilDay(2021, 12, 31)};

Occasion On(int month, int day) {
  return {.date = absl::CivilDay(2021, month, day), .reason = "vì"};
}

std::vector<std::string> Members(const std::optional<Household>& household) {
  std::vector<std::string> all;
  if (!household) return {"none"};
  for (const Member& m : household->members) {
    all.push_back(m.id + (m.relation == Relation::kHead ? "*" : ""));
  }
  return all;
}

Member Person(std::string id) {
  Member person = SampleHousehold().members[1];
  person.id = std::move(id);
  return person;
}

/// A household of three, registered on 2021-08-27.
std::vector<Household> Start() {
  Household first = SampleHousehold();
  first.members.push_back(Person("03"));
  return {first};
}

void Push(std::vector<Household>& states, absl::StatusOr<Household> next) {
  ASSERT_OK(next);
  next->revision = states.back().revision + 1;
  states.push_back(*std::move(next));
}

TEST(ChangedFieldsTest, NamesWhatDiffers) {
  const Household before = SampleHousehold();
  Household after = before;
  EXPECT_THAT(ChangedFields(before, after), IsEmpty());
  after.number = 5;
  after.village = {"07207002"};
  after.members[0].full_name = "Khác";
  after.members[0].relation = Relation::kOther;
  after.members.erase(after.members.begin() + 1);
  after.members.push_back(Person("05"));
  EXPECT_THAT(
      ChangedFields(before, after),
      ElementsAre("village", "number", "members[01].full_name",
                  "members[01].relation", "members[02]", "members[05]"));
  after = before;
  after.status = HouseholdStatus::kMerged;
  after.merged_into = IdNumber<HouseholdId>(2);
  EXPECT_THAT(ChangedFields(before, after),
              ElementsAre("status", "merged_into"));
}

TEST(StateOnTest, IsAStateWhenNothingCameLate) {
  std::vector<Household> states = Start();
  Push(states, Died(states.back(), "02", {}, On(9, 10), kContext));
  Push(states, CameIn(states.back(), {Person("04")}, {}, On(9, 20), kContext));
  EXPECT_THAT(Members(StateOn(states, absl::CivilDay(2021, 8, 26))),
              ElementsAre("none"));
  EXPECT_THAT(Members(StateOn(states, absl::CivilDay(2021, 8, 27))),
              ElementsAre("01*", "02", "03"));
  EXPECT_THAT(Members(StateOn(states, absl::CivilDay(2021, 9, 9))),
              ElementsAre("01*", "02", "03"));
  EXPECT_THAT(Members(StateOn(states, absl::CivilDay(2021, 9, 10))),
              ElementsAre("01*", "03"));
  EXPECT_THAT(Members(StateOn(states, absl::CivilDay(2022, 1, 1))),
              ElementsAre("01*", "03", "04"));
  EXPECT_EQ(StateOn(states, absl::CivilDay(2021, 9, 15))->revision, 2);
}

// Recorded on the 20th that somebody had died on the 10th: on the 15th the
// dead is gone and who came on the 18th is not there yet.
TEST(StateOnTest, PutsALateEventWhereItBelongs) {
  std::vector<Household> states = Start();
  Push(states, CameIn(states.back(), {Person("04")}, {}, On(9, 18), kContext));
  Push(states, Died(states.back(), "02", {}, On(9, 10), kContext));
  EXPECT_THAT(Members(StateOn(states, absl::CivilDay(2021, 9, 9))),
              ElementsAre("01*", "02", "03"));
  const std::optional<Household> between =
      StateOn(states, absl::CivilDay(2021, 9, 15));
  EXPECT_THAT(Members(between), ElementsAre("01*", "03"));
  EXPECT_EQ(between->revision, 3);
  EXPECT_EQ(between->event.kind, EventKind::kDied);
  EXPECT_EQ(between->former.size(), 1u);
  EXPECT_THAT(Members(StateOn(states, absl::CivilDay(2021, 9, 18))),
              ElementsAre("01*", "03", "04"));
}

TEST(StateOnTest, HasOneHeadWhenLateEventsChangeIt) {
  std::vector<Household> states = Start();
  Push(states, Died(states.back(), "01", {.head = "02"}, On(9, 18), kContext));
  Push(states,
       WentOut(states.back(), {"02"}, {.head = "03"}, On(9, 10), kContext));
  EXPECT_THAT(Members(StateOn(states, absl::CivilDay(2021, 9, 15))),
              ElementsAre("01", "03*"));
  EXPECT_THAT(Members(StateOn(states, absl::CivilDay(2021, 9, 18))),
              ElementsAre("03*"));
}

TEST(StateOnTest, CountsEventsOfOneDayInTheOrderTheyWereRecorded) {
  std::vector<Household> states = Start();
  Household renumbered = states.back();
  renumbered.number = 8;
  renumbered.event = {.kind = EventKind::kCorrected,
                      .date = absl::CivilDay(2021, 9, 1)};
  Push(states, renumbered);
  renumbered.number = 9;
  Push(states, renumbered);
  EXPECT_EQ(StateOn(states, absl::CivilDay(2021, 8, 31))->number, 1);
  EXPECT_EQ(StateOn(states, absl::CivilDay(2021, 9, 1))->number, 9);
}

}  // namespace
}  // namespace rasoat::registry

#include "services/registry/domain/members_on.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/registry/domain/member_events.h"
#include "tests/support/registry/samples.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;

const PersonRules kRules = SampleRules();
const HouseholdContext kContext{.rules = kRules,
                                .today = absl::CivilDay(2021, 12, 31)};
constexpr absl::CivilDay kReview(2021, 10, 1);

Occasion On(int month, int day) {
  return {.date = absl::CivilDay(2021, month, day), .reason = "vì"};
}

std::vector<std::string> IdsOn(const std::vector<Household>& states,
                               absl::CivilDay day) {
  std::vector<std::string> ids;
  for (const Member& member : MembersOn(states, day)) ids.push_back(member.id);
  return ids;
}

/// A household of two, registered on 2021-08-27.
std::vector<Household> Start() { return {SampleHousehold()}; }

void Push(std::vector<Household>& states, absl::StatusOr<Household> next) {
  ASSERT_OK(next);
  next->revision = states.back().revision + 1;
  states.push_back(*std::move(next));
}

/// The newest state with a change that sets right what was wrong.
Household Corrected(const std::vector<Household>& states, int month, int day) {
  Household next = states.back();
  ++next.revision;
  next.event = {.kind = EventKind::kCorrected,
                .date = absl::CivilDay(2021, month, day)};
  return next;
}

TEST(MembersOnTest, CountsBackWhoCameAndWhoDied) {
  std::vector<Household> states = Start();
  Member child = states[0].members[1];
  child.id = "03";
  child.birth_date = absl::CivilDay(2021, 10, 5);
  child.identity_kind = IdentityKind::kNone;
  child.identity_number.clear();
  Push(states, Born(states.back(), child, {}, kContext));
  Push(states, Died(states.back(), "02", {}, On(10, 8), kContext));
  EXPECT_THAT(IdsOn(states, kReview), ElementsAre("01", "02"));
  EXPECT_THAT(IdsOn(states, absl::CivilDay(2021, 10, 5)),
              ElementsAre("01", "02", "03"));
  EXPECT_THAT(IdsOn(states, absl::CivilDay(2021, 10, 8)),
              ElementsAre("01", "03"));
}

TEST(MembersOnTest, TakesACorrectionAsTrueFromTheStart) {
  std::vector<Household> states = Start();
  Household next = Corrected(states, 10, 7);
  next.members[1].birth_date = absl::CivilDay(2014, 2, 3);
  Member forgotten = next.members[1];
  forgotten.id = "03";
  next.members.push_back(forgotten);
  states.push_back(next);
  EXPECT_THAT(IdsOn(states, kReview), ElementsAre("01", "02", "03"));
  EXPECT_EQ(MembersOn(states, kReview)[1].birth_date,
            absl::CivilDay(2014, 2, 3));

  next = Corrected(states, 10, 9);
  next.former.push_back({.member = next.members[1],
                         .why = EventKind::kCorrected,
                         .date = absl::CivilDay(2021, 10, 9)});
  next.members.erase(next.members.begin() + 1);
  states.push_back(next);
  EXPECT_THAT(IdsOn(states, kReview), ElementsAre("01", "03"));
}

TEST(MembersOnTest, HasTheMembersOfNowBeforeTheRegistration) {
  std::vector<Household> states = Start();
  Push(states, Died(states.back(), "02", {}, On(10, 8), kContext));
  EXPECT_THAT(IdsOn(states, absl::CivilDay(2021, 1, 1)), ElementsAre("01"));
}

}  // namespace
}  // namespace rasoat::registry

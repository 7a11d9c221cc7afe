// The state machine of a village, edge by edge.
#include "services/workflow/domain/village.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/status_matchers.h"

namespace rasoat::workflow {
namespace {

using absl::CivilDay;
using absl::StatusCode;

constexpr CivilDay kFirst(2021, 9, 1);
constexpr CivilDay kLast(2021, 12, 14);
constexpr CivilDay kToday(2021, 10, 10);

CivilDay Sep(int day) { return CivilDay(2021, 9, day); }

/// Not a decree's: as few steps as show every kind. 1 begins by itself, 2 is
/// guarded by assessments, 3 by a meeting, 4 is begun by hand.
Procedure FourSteps() {
  Procedure procedure{.id = {"four"}};
  procedure.steps = {{.number = 1, .starts_by_itself = true},
                     {.number = 2,
                      .starts_by_itself = true,
                      .guards = {StepGuard::kHouseholdsAssessed}},
                     {.number = 3,
                      .starts_by_itself = true,
                      .guards = {StepGuard::kMeetingAgreed},
                      .agreement_percent = 50},
                     {.number = 4, .starts_by_itself = false}};
  return procedure;
}

Surroundings Around(int households = 10, int assessed = 10) {
  return {.round_start = kFirst,
          .round_end = kLast,
          .today = kToday,
          .households = households,
          .assessed = assessed};
}

Move Start(int step, CivilDay date) {
  return {.kind = Move::Kind::kStart, .step = step, .date = date};
}

Move Complete(int step, CivilDay date, std::optional<Meeting> meeting = {}) {
  return {.kind = Move::Kind::kComplete,
          .step = step,
          .date = date,
          .meeting = meeting};
}

class VillageTest : public testing::Test {
 protected:
  absl::StatusOr<Standing> Go(const Move& move,
                              const Surroundings& around = Around()) {
    absl::StatusOr<Standing> next = After(move, now_, procedure_, around);
    if (next.ok()) now_ = *next;
    return next;
  }
  void GoOk(const Move& move) { ASSERT_OK(Go(move)); }

  Procedure procedure_ = FourSteps();
  Standing now_ = AtTheStart(procedure_, kFirst);
};

TEST_F(VillageTest, BeginsWithAFirstStepThatStartsByItself) {
  EXPECT_EQ(now_.steps[0], (StepDays{kFirst, std::nullopt}));
  EXPECT_EQ(now_.steps[1], StepDays{});
}

TEST_F(VillageTest, BeginsWithNothingIfTheFirstStepIsStartedByHand) {
  procedure_.steps[0].starts_by_itself = false;
  now_ = AtTheStart(procedure_, kFirst);
  EXPECT_EQ(now_.steps[0], StepDays{});
  EXPECT_THAT(Go(Complete(1, Sep(2))),
              StatusIs(StatusCode::kFailedPrecondition, "STEP_NOT_STARTED"));
  GoOk(Start(1, kFirst));
  EXPECT_EQ(now_.steps[0].start, kFirst);
}

TEST_F(VillageTest, CompletingBeginsTheNextStepOnTheSameDay) {
  GoOk(Complete(1, Sep(5)));
  EXPECT_EQ(now_.steps[0].complete, Sep(5));
  EXPECT_EQ(now_.steps[1].start, Sep(5));
}

TEST_F(VillageTest, GoesThroughAllSteps) {
  GoOk(Complete(1, Sep(5)));
  GoOk(Complete(2, Sep(20)));
  const Meeting meeting{.date = Sep(24), .attended = 40, .agreed = 38};
  GoOk(Complete(3, Sep(25), meeting));
  EXPECT_EQ(now_.meeting, meeting);
  EXPECT_EQ(now_.steps[3], StepDays{}) << "step 4 is begun by hand";
  GoOk(Start(4, Sep(27)));
  GoOk(Complete(4, Sep(30)));
  EXPECT_EQ(now_.steps[3], (StepDays{Sep(27), Sep(30)}));
}

TEST_F(VillageTest, AllStepsMayFallOnOneDay) {
  GoOk(Complete(1, kFirst));
  GoOk(Complete(2, kFirst));
  GoOk(Complete(3, kFirst, Meeting{kFirst, 1, 1}));
  GoOk(Start(4, kFirst));
  GoOk(Complete(4, kFirst));
}

TEST_F(VillageTest, RefusesStepsThatAreNot) {
  for (int step : {-1, 0, 5}) {
    EXPECT_THAT(Go(Complete(step, Sep(2))),
                StatusIs(StatusCode::kInvalidArgument, "STEP_UNKNOWN"));
    EXPECT_THAT(Go(Start(step, Sep(2))),
                StatusIs(StatusCode::kInvalidArgument, "STEP_UNKNOWN"));
  }
}

TEST_F(VillageTest, TheDateIsWithinTheRoundAndNotAhead) {
  EXPECT_THAT(Go(Complete(1, kToday + 1)),
              StatusIs(StatusCode::kInvalidArgument, "DATE_IN_FUTURE"));
  EXPECT_THAT(Go(Complete(1, kFirst - 1)),
              StatusIs(StatusCode::kInvalidArgument, "DATE_OUTSIDE_ROUND"));
  Surroundings later = Around();
  later.today = kLast + 10;
  EXPECT_THAT(Go(Complete(1, kLast + 1), later),
              StatusIs(StatusCode::kInvalidArgument, "DATE_OUTSIDE_ROUND"));
  EXPECT_OK(After(Complete(1, kLast), now_, procedure_, later));
  EXPECT_OK(After(Complete(1, kToday), now_, procedure_, Around()));
  EXPECT_OK(After(Complete(1, kFirst), now_, procedure_, Around()));
}

TEST_F(VillageTest, RefusesToSkipAStep) {
  for (int step : {2, 3, 4}) {
    EXPECT_THAT(Go(Complete(step, Sep(5))),
                StatusIs(StatusCode::kFailedPrecondition, "STEP_OUT_OF_ORDER"));
    EXPECT_THAT(Go(Start(step, Sep(5))),
                StatusIs(StatusCode::kFailedPrecondition, "STEP_OUT_OF_ORDER"));
  }
}

TEST_F(VillageTest, SaysWhichStepIsOpen) {
  GoOk(Complete(1, Sep(5)));
  const absl::Status refused = Go(Complete(4, Sep(5))).status();
  const auto violations = ViolationsOf(refused);
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "step");
  EXPECT_NE(violations[0].en.find("Step 2 is not complete"), std::string::npos);
  EXPECT_NE(violations[0].vi.find("Bước 2 chưa hoàn thành"), std::string::npos);
}

TEST_F(VillageTest, NothingIsDatedBeforeThePreviousStep) {
  GoOk(Complete(1, Sep(5)));
  EXPECT_THAT(Go(Complete(2, Sep(4))), StatusIs(StatusCode::kFailedPrecondition,
                                                "DATE_BEFORE_PREVIOUS_STEP"));
  GoOk(Complete(2, Sep(5)));
  GoOk(Complete(3, Sep(10), Meeting{Sep(10), 2, 1}));
  EXPECT_THAT(Go(Start(4, Sep(9))), StatusIs(StatusCode::kFailedPrecondition,
                                             "DATE_BEFORE_PREVIOUS_STEP"));
  GoOk(Start(4, Sep(12)));
  EXPECT_THAT(
      Go(Complete(4, Sep(11))),
      StatusIs(StatusCode::kFailedPrecondition, "DATE_BEFORE_PREVIOUS_STEP"));
}

TEST_F(VillageTest, ARepeatChangesNothing) {
  GoOk(Complete(1, Sep(5)));
  const Standing before = now_;
  GoOk(Complete(1, Sep(5)));
  GoOk(Start(1, kFirst));
  GoOk(Start(2, Sep(5)));  // begun by itself, on that very day
  EXPECT_EQ(now_, before);
}

TEST_F(VillageTest, ARepeatWithAnotherDateIsRefused) {
  GoOk(Complete(1, Sep(5)));
  EXPECT_THAT(Go(Complete(1, Sep(6))), StatusIs(StatusCode::kFailedPrecondition,
                                                "STEP_ALREADY_COMPLETE"));
  EXPECT_THAT(Go(Start(2, Sep(6))), StatusIs(StatusCode::kFailedPrecondition,
                                             "STEP_ALREADY_STARTED"));
}

TEST_F(VillageTest, ARepeatWithAnotherMeetingIsRefused) {
  GoOk(Complete(1, Sep(5)));
  GoOk(Complete(2, Sep(6)));
  GoOk(Complete(3, Sep(9), Meeting{Sep(8), 10, 9}));
  EXPECT_OK(Go(Complete(3, Sep(9), Meeting{Sep(8), 10, 9})));
  EXPECT_THAT(
      Go(Complete(3, Sep(9), Meeting{Sep(8), 10, 8})),
      StatusIs(StatusCode::kFailedPrecondition, "STEP_ALREADY_COMPLETE"));
  EXPECT_THAT(Go(Complete(3, Sep(9))), StatusIs(StatusCode::kFailedPrecondition,
                                                "STEP_ALREADY_COMPLETE"));
}

TEST_F(VillageTest, AHandStartedStepIsNotCompletedBeforeItBegan) {
  GoOk(Complete(1, Sep(5)));
  GoOk(Complete(2, Sep(5)));
  GoOk(Complete(3, Sep(5), Meeting{Sep(5), 1, 1}));
  EXPECT_THAT(Go(Complete(4, Sep(6))),
              StatusIs(StatusCode::kFailedPrecondition, "STEP_NOT_STARTED"));
}

TEST_F(VillageTest, EveryHouseholdMustBeAssessed) {
  GoOk(Complete(1, Sep(5)));
  const absl::Status missing = Go(Complete(2, Sep(6)), Around(10, 9)).status();
  EXPECT_THAT(missing, StatusIs(StatusCode::kFailedPrecondition,
                                "HOUSEHOLDS_NOT_ASSESSED"));
  EXPECT_NE(missing.message().find("1 of the village's 10"), std::string::npos);
  EXPECT_OK(Go(Complete(2, Sep(6)), Around(10, 10)));
}

TEST_F(VillageTest, AVillageWithoutHouseholdsIsNotAssessed) {
  GoOk(Complete(1, Sep(5)));
  const absl::Status none = Go(Complete(2, Sep(6)), Around(0, 0)).status();
  EXPECT_THAT(none, StatusIs(StatusCode::kFailedPrecondition,
                             "HOUSEHOLDS_NOT_ASSESSED"));
  EXPECT_NE(none.message().find("No household"), std::string::npos);
}

TEST_F(VillageTest, OnlyTheMeetingStepTakesAMeeting) {
  EXPECT_THAT(Go(Complete(1, Sep(5), Meeting{Sep(5), 2, 2})),
              StatusIs(StatusCode::kInvalidArgument, "MEETING_NOT_ASKED"));
}

/// What a meeting of step 3, begun on 10 September and completed on 15
/// September, is answered; "" is OK.
struct MeetingCase {
  const char* name;
  Meeting meeting;
  int percent;
  std::string want;
};

class MeetingTest : public testing::TestWithParam<MeetingCase> {};

TEST_P(MeetingTest, IsJudged) {
  Procedure procedure = FourSteps();
  procedure.steps[2].agreement_percent = GetParam().percent;
  Standing now = AtTheStart(procedure, kFirst);
  now.steps[0].complete = now.steps[1].start = Sep(5);
  now.steps[1].complete = now.steps[2].start = Sep(10);
  absl::StatusOr<Standing> next =
      After(Complete(3, Sep(15), GetParam().meeting), now, procedure, Around());
  EXPECT_EQ(ReasonOf(next.status()), GetParam().want) << next.status();
  EXPECT_EQ(next.ok(), GetParam().want.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Edges, MeetingTest,
    testing::Values(
        MeetingCase{"EvenHalf", {Sep(12), 100, 50}, 50, ""},
        MeetingCase{
            "EvenJustUnder", {Sep(12), 100, 49}, 50, "MEETING_NOT_AGREED"},
        MeetingCase{"OddUp", {Sep(12), 101, 51}, 50, ""},
        MeetingCase{"OddDown", {Sep(12), 101, 50}, 50, "MEETING_NOT_AGREED"},
        MeetingCase{"OneAgrees", {Sep(12), 1, 1}, 50, ""},
        MeetingCase{"OneDoesNot", {Sep(12), 1, 0}, 50, "MEETING_NOT_AGREED"},
        MeetingCase{"Nobody", {Sep(12), 0, 0}, 50, "MEETING_WRONG"},
        MeetingCase{"Negative", {Sep(12), -1, -1}, 50, "MEETING_WRONG"},
        MeetingCase{
            "MoreAgreeThanAttend", {Sep(12), 5, 6}, 50, "MEETING_WRONG"},
        MeetingCase{"LessThanNoneAgree", {Sep(12), 5, -1}, 50, "MEETING_WRONG"},
        MeetingCase{"Most", {Sep(12), 10'000, 5'000}, 50, ""},
        MeetingCase{"TooMany", {Sep(12), 10'001, 10'000}, 50, "MEETING_WRONG"},
        MeetingCase{"Everybody", {Sep(12), 3, 3}, 100, ""},
        MeetingCase{
            "NotQuiteEverybody", {Sep(12), 3, 2}, 100, "MEETING_NOT_AGREED"},
        MeetingCase{"TwoThirdsOfThree", {Sep(12), 3, 2}, 66, ""},
        MeetingCase{
            "TwoThirdsRoundedUp", {Sep(12), 3, 2}, 67, "MEETING_NOT_AGREED"},
        MeetingCase{"OnTheFirstDay", {Sep(10), 2, 1}, 50, ""},
        MeetingCase{"BeforeTheStep", {Sep(9), 2, 1}, 50, "MEETING_WRONG"},
        MeetingCase{"OnTheLastDay", {Sep(15), 2, 1}, 50, ""},
        MeetingCase{"AfterCompletion", {Sep(16), 2, 1}, 50, "MEETING_WRONG"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST_F(VillageTest, TheMeetingStepAsksForAMeeting) {
  GoOk(Complete(1, Sep(5)));
  GoOk(Complete(2, Sep(6)));
  EXPECT_THAT(Go(Complete(3, Sep(7))),
              StatusIs(StatusCode::kFailedPrecondition, "MEETING_MISSING"));
}

TEST_F(VillageTest, ARefusalLeavesEverything) {
  GoOk(Complete(1, Sep(5)));
  const Standing before = now_;
  EXPECT_FALSE(Go(Complete(2, Sep(6)), Around(3, 2)).ok());
  EXPECT_EQ(now_, before);
}

}  // namespace
}  // namespace rasoat::workflow

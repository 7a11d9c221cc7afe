#include "services/registry/intake/field_intake.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/support/counted_ids.h"
#include "tests/support/fake_clock.h"
#include "tests/support/registry/field_desk.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class FieldIntakeTest : public FieldDesk, public testing::Test {
 protected:
  void SetUp() override { ASSERT_OK(ImportSamples()); }

  std::vector<FieldResult> Submit(std::vector<FieldItem> items) {
    auto outcome = Send(std::move(items), clock_.Now());
    EXPECT_OK(outcome);
    return outcome.ok() ? std::move(outcome->results)
                        : std::vector<FieldResult>();
  }
  FieldResult SubmitOne(FieldItem item) {
    return Submit({std::move(item)}).front();
  }
};

std::vector<std::string> FieldsOf(const FieldResult& result) {
  std::vector<std::string> fields;
  for (const FieldConflict& conflict : result.conflicts) {
    fields.push_back(conflict.field);
  }
  return fields;
}

TEST_F(FieldIntakeTest, TakesARegistrationThenItsSurveyThenAChange) {
  const auto results =
      Submit({Registration(1, 1), SurveyOf(2, 1, 1), PhoneChange(3, 1, 1, "")});
  ASSERT_EQ(results.size(), 3u);
  for (const FieldResult& result : results) {
    EXPECT_EQ(result.receipt.outcome, ItemOutcome::kAccepted);
    EXPECT_TRUE(result.final);
    EXPECT_EQ(result.receipt.household, IdNumber<HouseholdId>(1));
  }
  EXPECT_EQ(results[0].receipt.revision, 1);
  EXPECT_EQ(results[1].receipt.survey, IdNumber<SurveyId>(1));
  EXPECT_EQ(results[2].receipt.revision, 2);
  ASSERT_OK_AND_ASSIGN(Household household,
                       store_.Get(IdNumber<HouseholdId>(1), kNever));
  EXPECT_EQ(household.phone, "");
  EXPECT_EQ(household.event.actor, "staff/a");
}

TEST_F(FieldIntakeTest, TellsARepeatTheSame) {
  const std::vector<FieldItem> items = {Registration(1, 1), SurveyOf(2, 1, 1),
                                        PhoneChange(3, 1, 1, ""),
                                        PhoneChange(4, 1, 1, "no number")};
  const auto first = Submit(items);
  clock_.Advance(absl::Hours(5));
  ASSERT_OK(ChangePhone(1, "0988888888"));
  for (const std::size_t i : {3, 1, 0, 2, 1}) {
    const FieldResult again = SubmitOne(items[i]);
    EXPECT_EQ(Told(again), Told(first[i]));
  }
  EXPECT_EQ(first[3].receipt.outcome, ItemOutcome::kConflict);
}

TEST_F(FieldIntakeTest, TellsOfARepeatInOneBatch) {
  const auto results = Submit({Registration(1, 1), Registration(1, 1)});
  EXPECT_EQ(Told(results[0]), Told(results[1]));
}

TEST_F(FieldIntakeTest, RecognisesWhatCameAnotherWay) {
  ASSERT_OK(Register(1));
  const FieldResult result = SubmitOne(Registration(1, 1));
  EXPECT_EQ(result.receipt.outcome, ItemOutcome::kDuplicate);
  EXPECT_EQ(result.receipt.household, IdNumber<HouseholdId>(1));
  EXPECT_EQ(Told(SubmitOne(Registration(1, 1))), Told(result));
}

TEST_F(FieldIntakeTest, RefusesAnItemIdOfOtherContent) {
  ASSERT_EQ(SubmitOne(Registration(1, 1)).receipt.outcome,
            ItemOutcome::kAccepted);
  const FieldResult other = SubmitOne(Registration(1, 2));
  EXPECT_EQ(other.receipt.outcome, ItemOutcome::kInvalid);
  EXPECT_EQ(other.receipt.refusal.reason, "ITEM_ID_TAKEN");
  EXPECT_EQ(Told(SubmitOne(Registration(1, 1))).outcome,
            ItemOutcome::kAccepted);
}

TEST_F(FieldIntakeTest, MergesWhatOthersChangedElsewhere) {
  ASSERT_OK(Register(1));
  ASSERT_OK(ChangePhone(1, "0988888888"));
  FieldItem item = PhoneChange(1, 1, 1, "");
  item.change->edit.phone = false;
  item.change->edit.address = true;
  item.change->edit.wanted.address = "Xóm Mới";
  EXPECT_EQ(SubmitOne(item).receipt.outcome, ItemOutcome::kAccepted);
  ASSERT_OK_AND_ASSIGN(Household household,
                       store_.Get(IdNumber<HouseholdId>(1), kNever));
  EXPECT_EQ(household.phone, "0988888888");
  EXPECT_EQ(household.address, "Xóm Mới");
}

TEST_F(FieldIntakeTest, ShowsAConflictAndShowsItAgain) {
  ASSERT_OK(Register(1));
  ASSERT_OK(ChangePhone(1, "0988888888"));
  const FieldItem item = PhoneChange(1, 1, 1, "0911111111");
  const FieldResult result = SubmitOne(item);
  EXPECT_EQ(result.receipt.outcome, ItemOutcome::kConflict);
  EXPECT_TRUE(result.final);
  EXPECT_EQ(result.receipt.revision, 2);
  ASSERT_THAT(FieldsOf(result), ElementsAre("phone"));
  EXPECT_EQ(result.conflicts[0].server, FieldValue(std::string("0988888888")));
  // Somebody else gives way meanwhile: what was told stays told.
  ASSERT_OK(ChangePhone(1, SampleHousehold(1).phone));
  const FieldResult again = SubmitOne(item);
  EXPECT_EQ(Told(again), Told(result));
  EXPECT_EQ(again.conflicts[0].server, FieldValue(std::string("0988888888")));
  ASSERT_OK_AND_ASSIGN(Household household,
                       store_.Get(IdNumber<HouseholdId>(1), kNever));
  EXPECT_EQ(household.phone, SampleHousehold(1).phone);
}

TEST_F(FieldIntakeTest, TakesAnEqualChangeForNoConflict) {
  ASSERT_OK(Register(1));
  ASSERT_OK(ChangePhone(1, "0988888888"));
  const FieldResult result = SubmitOne(PhoneChange(1, 1, 1, "0988888888"));
  EXPECT_EQ(result.receipt.outcome, ItemOutcome::kAccepted);
  EXPECT_EQ(result.receipt.revision, 2);
}

TEST_F(FieldIntakeTest, FollowsAChainOfChangesInAnyOrderOfArrival) {
  ASSERT_OK(Register(1));
  FieldItem first = PhoneChange(1, 1, 1, "0911111111");
  FieldItem second = PhoneChange(2, 1, 1, "0922222222");
  second.change->base = second.change->edit.wanted;
  second.change->base->phone = "0911111111";
  second.change->after = first.id;
  const FieldResult early = SubmitOne(second);
  EXPECT_EQ(early.receipt.outcome, ItemOutcome::kInvalid);
  EXPECT_EQ(early.receipt.refusal.reason, "EARLIER_ITEM_MISSING");
  EXPECT_FALSE(early.final);
  EXPECT_EQ(SubmitOne(first).receipt.outcome, ItemOutcome::kAccepted);
  EXPECT_EQ(SubmitOne(second).receipt.outcome, ItemOutcome::kAccepted);
  ASSERT_OK_AND_ASSIGN(Household household,
                       store_.Get(IdNumber<HouseholdId>(1), kNever));
  EXPECT_EQ(household.phone, "0922222222");
}

TEST_F(FieldIntakeTest, ShowsTheSurveyThatIsInTheWay) {
  ASSERT_OK(Register(1));
  ASSERT_EQ(SubmitOne(SurveyOf(1, 1, 1)).receipt.outcome,
            ItemOutcome::kAccepted);
  FieldItem other = SurveyOf(2, 2, 1);
  other.visit->survey->answers[0].value = Choice{"weak"};
  const FieldResult result = SubmitOne(other);
  EXPECT_EQ(result.receipt.outcome, ItemOutcome::kConflict);
  EXPECT_EQ(result.receipt.survey, IdNumber<SurveyId>(1));
  EXPECT_THAT(FieldsOf(result), ElementsAre("answers[house.wall]"));
  EXPECT_EQ(Told(SubmitOne(other)), Told(result));
}

TEST_F(FieldIntakeTest, ShowsTheHouseholdThatHasTheId) {
  ASSERT_OK(Register(1));
  FieldItem other = Registration(1, 1);
  other.visit->household->phone = "0911111111";
  const FieldResult result = SubmitOne(other);
  EXPECT_EQ(result.receipt.outcome, ItemOutcome::kConflict);
  EXPECT_THAT(FieldsOf(result), ElementsAre("phone"));
}

TEST_F(FieldIntakeTest, TellsNothingOfAHouseholdThatLivesElsewhere) {
  ASSERT_OK(Register(1));
  ASSERT_OK(Move(1, {"07207002"}));
  const FieldResult result = SubmitOne(PhoneChange(1, 1, 1, "0911111111"));
  EXPECT_EQ(result.receipt.outcome, ItemOutcome::kConflict);
  ASSERT_THAT(FieldsOf(result), ElementsAre("village"));
  EXPECT_EQ(result.conflicts[0].server, FieldValue(std::monostate()));
  const FieldResult survey = SubmitOne(SurveyOf(2, 1, 1));
  EXPECT_EQ(survey.receipt.refusal.reason, "VILLAGE_DIFFERS");
}

TEST_F(FieldIntakeTest, JudgesAnewWhatMayPass) {
  const FieldItem survey = SurveyOf(2, 1, 1);
  const FieldResult early = SubmitOne(survey);
  EXPECT_EQ(early.receipt.refusal.reason, "HOUSEHOLD_NOT_FOUND");
  EXPECT_FALSE(early.final);
  ASSERT_OK(Register(1));
  EXPECT_EQ(SubmitOne(survey).receipt.outcome, ItemOutcome::kAccepted);
}

TEST_F(FieldIntakeTest, TellsOfAWrongClockAndRefusesNothingForIt) {
  FieldItem item = Registration(1, 1);
  const absl::Time device_now = clock_.Now() - absl::Hours(26);
  item.stamp = {1, device_now - absl::Hours(1)};
  auto outcome = Send({item}, device_now);
  ASSERT_OK(outcome);
  EXPECT_TRUE(outcome->clock.wrong);
  EXPECT_EQ(outcome->clock.offset, absl::Hours(26));
  const FieldReceipt& receipt = outcome->results[0].receipt;
  EXPECT_EQ(receipt.outcome, ItemOutcome::kAccepted);
  EXPECT_EQ(receipt.stamp.time, device_now - absl::Hours(1));
  EXPECT_EQ(receipt.corrected_time, clock_.Now() - absl::Hours(1));
}

TEST_F(FieldIntakeTest, ExplainsADayInTheFutureByTheClock) {
  ASSERT_OK(Register(1));
  FieldItem item = SurveyOf(1, 1, 1);
  item.visit->survey->review_date = absl::CivilDay(2025, 9, 25);
  auto outcome = Send({item}, clock_.Now() + absl::Hours(24 * 30));
  ASSERT_OK(outcome);
  const FieldResult& result = outcome->results[0];
  EXPECT_EQ(result.receipt.outcome, ItemOutcome::kInvalid);
  EXPECT_FALSE(result.final);
  std::vector<std::string> rules;
  for (const Violation& fault : result.receipt.refusal.faults) {
    rules.push_back(fault.rule);
  }
  EXPECT_THAT(rules,
              ElementsAre("REVIEW_DATE_IN_FUTURE", "DEVICE_CLOCK_WRONG"));
}

TEST_F(FieldIntakeTest, NoticesAClockThatWasSetBack) {
  std::vector<FieldItem> items = {Registration(1, 1), Registration(2, 2)};
  items[0].stamp = {1, clock_.Now()};
  items[1].stamp = {2, clock_.Now() - absl::Hours(3)};
  const auto results = Submit(items);
  EXPECT_FALSE(results[0].receipt.jumped);
  EXPECT_TRUE(results[1].receipt.jumped);
  // Later than the last one: the clock goes on from where it was set to.
  FieldItem third = Registration(3, 3);
  third.stamp = {3, clock_.Now() - absl::Hours(2)};
  EXPECT_FALSE(SubmitOne(third).receipt.jumped);
}

TEST_F(FieldIntakeTest, TellsEveryFaultOfAnItem) {
  FieldItem item = PhoneChange(1, 1, 1, "");
  item.faults.push_back({"village", "RESOURCE_NAME_MALFORMED", "…", "…"});
  EXPECT_EQ(SubmitOne(item).receipt.refusal.reason, "RESOURCE_NAME_MALFORMED");
  FieldItem nothing = PhoneChange(2, 1, 1, "");
  nothing.change.reset();
  EXPECT_EQ(SubmitOne(nothing).receipt.refusal.reason, "ITEM_EMPTY");
  ASSERT_OK(Register(1));
  EXPECT_EQ(SubmitOne(PhoneChange(3, 1, 0, "")).receipt.refusal.reason,
            "ETAG_UNKNOWN");
  EXPECT_EQ(SubmitOne(PhoneChange(4, 1, 9, "")).receipt.refusal.reason,
            "ETAG_UNKNOWN");
}

TEST_F(FieldIntakeTest, PutsOurTimeBesideThatOfAWrongClock) {
  const absl::Time now = clock_.Now();
  FieldItem survey = SurveyOf(2, 1, 1);
  survey.visit->survey->device_time = now + absl::Hours(23);
  ASSERT_OK(Send({Registration(1, 1), survey}, now + absl::Hours(24)));
  ASSERT_OK_AND_ASSIGN(const Survey kept,
                       store_.Get(IdNumber<SurveyId>(1), kNever));
  EXPECT_EQ(kept.device_time, now + absl::Hours(23));
  EXPECT_EQ(kept.corrected_device_time, now - absl::Hours(1));
}

TEST_F(FieldIntakeTest, LeavesTheTimeOfARightClockAlone) {
  FieldItem survey = SurveyOf(2, 1, 1);
  survey.visit->survey->device_time = clock_.Now();
  ASSERT_OK(Send({Registration(1, 1), survey}, clock_.Now()));
  ASSERT_OK_AND_ASSIGN(const Survey kept,
                       store_.Get(IdNumber<SurveyId>(1), kNever));
  EXPECT_EQ(kept.corrected_device_time, std::nullopt);
}

}  // namespace
}  // namespace rasoat::registry

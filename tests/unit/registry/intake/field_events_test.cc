// Events and drafts that a device sends, over stores in memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "absl/functional/any_invocable.h"
#include "services/registry/domain/household_events.h"
#include "services/registry/domain/member_events.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/rpc/survey_proto.h"
#include "tests/support/registry/field_desk.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using Households = std::vector<Household>;

constexpr absl::CivilDay kDay(2025, 9, 2);

Member Child(const std::string& id) {
  return {.id = id,
          .full_name = "Nguyễn Bé Mẫu",
          .birth_date = kDay,
          .sex = Sex::kFemale,
          .relation = Relation::kChild,
          .ethnic_group = "01"};
}

EventOrder Order(std::int64_t revision,
                 absl::AnyInvocable<absl::StatusOr<Household>(
                     const Household&, const HouseholdContext&) const>
                     happen) {
  EventOrder order;
  order.seen = {{.id = IdNumber<HouseholdId>(1), .revision = revision}};
  auto shared = std::make_shared<decltype(happen)>(std::move(happen));
  order.decide = [shared](
                     const Households& now,
                     const EventGround& ground) -> absl::StatusOr<Households> {
    auto next = (*shared)(now[0], ground.ContextOf(now[0].village));
    if (!next.ok()) return next.status();
    return Households{*std::move(next)};
  };
  return order;
}

EventOrder Birth(const std::string& id, std::int64_t revision) {
  return Order(revision,
               [id](const Household& now, const HouseholdContext& context) {
                 return Born(now, Child(id), {.actor = "staff/a"}, context);
               });
}

EventOrder Death(std::int64_t revision, absl::CivilDay day = kDay) {
  return Order(
      revision, [day](const Household& now, const HouseholdContext& context) {
        return Died(now, "02", {}, {.date = day, .actor = "staff/a"}, context);
      });
}

class FieldEventsTest : public FieldDesk, public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK(ImportSamples());
    ASSERT_OK(Register(1));
    clock_.Advance(absl::Hours(24));  // kDay
  }

  static FieldItem Item(std::uint64_t number) {
    FieldItem item{.id = IdNumber<ItemId>(number),
                   .print = std::string(32, static_cast<char>('a' + number)),
                   .village = {"07207001"},
                   .path = "birth."};
    return item;
  }
  static FieldItem Of(std::uint64_t number, EventOrder order) {
    FieldItem item = Item(number);
    item.event.emplace().order = std::move(order);
    return item;
  }
  FieldResult SubmitOne(FieldItem item) {
    auto outcome = Send({std::move(item)}, clock_.Now());
    EXPECT_OK(outcome);
    return outcome.ok() ? outcome->results.front() : FieldResult();
  }
  Household Now(std::uint64_t number = 1) {
    auto household = store_.Get(IdNumber<HouseholdId>(number), kNever);
    EXPECT_OK(household);
    return household.ok() ? *household : Household();
  }
  EventOutcome Officer(const EventOrder& order) {
    return recorder_.Record(
        order,
        {.reviewer = "staff/officer", .now = clock_.Now(), .deadline = kNever});
  }
};

TEST_F(FieldEventsTest, RecordsABirthOnceAndTellsARepeatTheSame) {
  const FieldItem item = Of(1, Birth("03", 1));
  const FieldResult first = SubmitOne(item);
  EXPECT_EQ(first.receipt.outcome, ItemOutcome::kAccepted);
  EXPECT_EQ(first.receipt.revision, 2);
  EXPECT_TRUE(first.final);
  EXPECT_EQ(Told(SubmitOne(item)), Told(first));
  EXPECT_EQ(Now().members.size(), 3u);
  EXPECT_EQ(Now().revision, 2);
}

TEST_F(FieldEventsTest, TakesABirthBesideWhatOthersChangedElsewhere) {
  ASSERT_OK(ChangePhone(1, "0988888888"));
  EXPECT_EQ(SubmitOne(Of(1, Birth("03", 1))).receipt.outcome,
            ItemOutcome::kAccepted);
  EXPECT_EQ(Now().phone, "0988888888");
  EXPECT_EQ(Now().members.size(), 3u);
}

TEST_F(FieldEventsTest, KnowsWhatOthersRecorded) {
  ASSERT_OK(Officer(Death(1)).status);
  const FieldItem item = Of(1, Death(1));
  const FieldResult result = SubmitOne(item);
  EXPECT_EQ(result.receipt.outcome, ItemOutcome::kDuplicate);
  EXPECT_EQ(result.receipt.revision, 2);
  EXPECT_EQ(Told(SubmitOne(item)), Told(result));
  EXPECT_EQ(Now().revision, 2);
}

TEST_F(FieldEventsTest, TakesAnotherDayForAnotherDeath) {
  ASSERT_OK(Officer(Death(1, kDay - 1)).status);
  const FieldItem item = Of(1, Death(1));
  const FieldResult result = SubmitOne(item);
  EXPECT_EQ(result.receipt.outcome, ItemOutcome::kConflict);
  EXPECT_EQ(Told(SubmitOne(item)), Told(result));
  EXPECT_EQ(Now().revision, 2);
}

TEST_F(FieldEventsTest, ShowsAConflictWithTheFieldsThatDifferAndShowsItAgain) {
  ASSERT_OK(store_.Update(
      IdNumber<HouseholdId>(1),
      [](Household next) -> absl::StatusOr<Household> {
        next.members[1].full_name = "Nguyễn Thị Mận";
        return next;
      },
      kNever));
  const FieldItem item = Of(1, Death(1));
  const FieldResult result = SubmitOne(item);
  EXPECT_EQ(result.receipt.outcome, ItemOutcome::kConflict);
  ASSERT_EQ(result.conflicts.size(), 1u);
  EXPECT_EQ(result.conflicts[0].field, "members[02]");
  ASSERT_TRUE(result.conflicts[0].server_member);
  EXPECT_EQ(result.conflicts[0].server_member->full_name, "Nguyễn Thị Mận");
  // What happens later does not change what was told.
  ASSERT_OK(ChangePhone(1, "0977777777"));
  EXPECT_EQ(Told(SubmitOne(item)), Told(result));
  EXPECT_EQ(Now().members.size(), 2u);
}

TEST_F(FieldEventsTest, RefusesWithEveryFaultAtItsPlaceInTheItem) {
  const FieldResult result = SubmitOne(Of(1, Birth("02", 1)));
  EXPECT_EQ(result.receipt.outcome, ItemOutcome::kInvalid);
  ASSERT_FALSE(result.receipt.refusal.faults.empty());
  EXPECT_EQ(result.receipt.refusal.faults[0].rule, "MEMBER_ID_REPEATED");
  EXPECT_TRUE(result.receipt.refusal.faults[0].field.starts_with("birth."));
  EXPECT_EQ(Now().revision, 1);
}

TEST_F(FieldEventsTest, RefusesAnEtagTheHouseholdNeverHad) {
  for (const std::int64_t revision : {0, 9}) {
    const FieldResult result =
        SubmitOne(Of(10 + revision, Birth("03", revision)));
    EXPECT_EQ(result.receipt.outcome, ItemOutcome::kInvalid) << revision;
    EXPECT_EQ(result.receipt.refusal.reason, "ETAG_UNKNOWN");
  }
}

TEST_F(FieldEventsTest, SaysThatAHouseholdLivesElsewhereAndNothingElse) {
  ASSERT_OK(Move(1, {"07207002"}));
  const FieldResult result = SubmitOne(Of(1, Birth("03", 1)));
  EXPECT_EQ(result.receipt.outcome, ItemOutcome::kConflict);
  ASSERT_EQ(result.conflicts.size(), 1u);
  EXPECT_EQ(result.conflicts[0].field, "village");
  EXPECT_EQ(result.conflicts[0].server, FieldValue());
}

TEST_F(FieldEventsTest, BuildsOnAnEarlierItemWithoutHavingHeardOfIt) {
  FieldItem registration = Registration(1, 2);
  FieldItem birth = Of(2, Birth("03", 0));
  birth.event->order.seen[0].id = IdNumber<HouseholdId>(2);
  birth.event->after = registration.id;
  const FieldResult early = SubmitOne(birth);
  EXPECT_FALSE(early.final);
  EXPECT_EQ(early.receipt.refusal.reason, "EARLIER_ITEM_MISSING");
  ASSERT_EQ(SubmitOne(registration).receipt.outcome, ItemOutcome::kAccepted);
  EXPECT_EQ(SubmitOne(birth).receipt.outcome, ItemOutcome::kAccepted);
  EXPECT_EQ(Now(2).members.size(), 3u);
}

TEST_F(FieldEventsTest, TellsARequestThatACallRecordedAsADuplicate) {
  EventOrder order = Birth("03", 1);
  order.print = std::string(32, 'p');
  ASSERT_OK(Officer(order).status);
  const FieldResult result = SubmitOne(Of(1, order));
  EXPECT_EQ(result.receipt.outcome, ItemOutcome::kDuplicate);
  EXPECT_EQ(result.receipt.revision, 2);
}

TEST_F(FieldEventsTest, AsksForPermissionWhenTheTurnComes) {
  FieldItem item = Of(1, Birth("03", 1));
  item.permitted = [] { return HouseholdNotActive(); };
  EXPECT_EQ(SubmitOne(item).receipt.outcome, ItemOutcome::kInvalid);
  EXPECT_EQ(Now().revision, 1);
}

FieldItem Draft(std::uint64_t number, std::int64_t seen,
                const std::string& wall) {
  FieldItem item{.id = IdNumber<ItemId>(number),
                 .print = std::string(32, static_cast<char>('a' + number)),
                 .village = {"07207001"},
                 .path = "draft."};
  Survey survey = SampleSurvey(1, 1);
  survey.answers[0].value = Choice{wall};
  item.draft.emplace() = {
      .draft = {.household = IdNumber<HouseholdId>(1),
                .round = survey.round,
                .content = ContentToProto(survey).SerializeAsString()},
      .form = survey.form,
      .seen = seen};
  return item;
}

TEST_F(FieldEventsTest, KeepsADraftOnceAndShowsWhatIsInItsWay) {
  const FieldItem first = Draft(1, 0, "durable");
  const FieldResult kept = SubmitOne(first);
  EXPECT_EQ(kept.receipt.outcome, ItemOutcome::kAccepted);
  EXPECT_EQ(kept.receipt.draft_revision, 1);
  ASSERT_EQ(SubmitOne(Draft(2, 1, "simple")).receipt.outcome,
            ItemOutcome::kAccepted);
  // A late copy of the first neither comes back to life nor is refused.
  const FieldResult again = SubmitOne(first);
  EXPECT_EQ(again.receipt.outcome, ItemOutcome::kAccepted);
  EXPECT_EQ(again.receipt.draft, kept.receipt.draft);
  ASSERT_OK_AND_ASSIGN(const SurveyDraft draft,
                       store_.Get(kept.receipt.draft, kNever));
  EXPECT_EQ(draft.revision, 2);
  EXPECT_EQ(draft.writer, "staff/a");
  const FieldItem stale = Draft(3, 1, "durable");
  const FieldResult clash = SubmitOne(stale);
  EXPECT_EQ(clash.receipt.outcome, ItemOutcome::kConflict);
  EXPECT_EQ(clash.receipt.draft, draft.id);
  EXPECT_EQ(clash.receipt.draft_revision, 2);
  ASSERT_EQ(clash.conflicts.size(), 1u);
  EXPECT_EQ(clash.conflicts[0].field, "answers[house.wall]");
  EXPECT_EQ(Told(SubmitOne(stale)), Told(clash));
}

}  // namespace
}  // namespace rasoat::registry

// Small rules of the work in the field.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/registry/domain/areas_within.h"
#include "services/registry/domain/device.h"
#include "services/registry/domain/field_receipt.h"
#include "services/registry/domain/field_refusals.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/domain/work_state.h"
#include "tests/support/registry/samples.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

absl::Status Faulty(const char* rule) {
  return Invalid(Violation{"field", rule, "…", "…"});
}

struct PassCase {
  const char* name;
  absl::Status refusal;
  bool may_pass;
};

class MayPassLaterTest : public testing::TestWithParam<PassCase> {};

TEST_P(MayPassLaterTest, TellsWhetherARepeatIsJudgedAnew) {
  EXPECT_EQ(MayPassLater(GetParam().refusal), GetParam().may_pass);
}

INSTANTIATE_TEST_SUITE_P(
    Edges, MayPassLaterTest,
    testing::Values(
        PassCase{"NoRefusal", absl::OkStatus(), false},
        PassCase{"AFault", Faulty("PHONE_MALFORMED"), false},
        PassCase{"ADayToCome", Faulty("REVIEW_DATE_IN_FUTURE"), true},
        PassCase{"AMemberNotYetAdded", Faulty("MEMBER_UNKNOWN"), true},
        PassCase{"AMemberNotYetGone", Faulty("MEMBER_MISSING"), true},
        PassCase{"OneOfSeveral",
                 Invalid({{"a", "PHONE_MALFORMED", "…", "…"},
                          {"b", "BIRTH_DATE_IN_FUTURE", "…", "…"}}),
                 true},
        PassCase{"AHouseholdOnItsWay", HouseholdNotFound(), true},
        PassCase{"AnItemOnItsWay", EarlierItemMissing("change.after_item"),
                 true},
        PassCase{"ARace", VisitRaced(), true},
        PassCase{"ANumberTaken", HouseholdNumberTaken(), false},
        PassCase{"AnIdTaken", ItemIdTaken(), false},
        PassCase{"AHouseholdGone", HouseholdNotActive(), false}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(WorkStateTest, GoesByWhereTheNewestSurveyStands) {
  EXPECT_EQ(WorkStateOf(SurveyStatus::kUnspecified), WorkState::kLeft);
  EXPECT_EQ(WorkStateOf(SurveyStatus::kDraft), WorkState::kLeft);
  EXPECT_EQ(WorkStateOf(SurveyStatus::kSubmitted), WorkState::kDone);
  EXPECT_EQ(WorkStateOf(SurveyStatus::kReturned), WorkState::kReturned);
  EXPECT_EQ(WorkStateOf(SurveyStatus::kAccepted), WorkState::kDone);
}

TEST(WorkStateTest, SumsTheGroupsOfSeveralVillages) {
  const absl::Time day = absl::FromUnixSeconds(1'633'000'000);
  const WorkSummary summary =
      Summarize({{"", WorkState::kLeft, 5},
                 {"staff/b", WorkState::kDone, 2, day},
                 {"staff/a", WorkState::kReturned, 1, day},
                 {"staff/b", WorkState::kReturned, 3, day + absl::Hours(1)},
                 {"", WorkState::kLeft, 1}});
  EXPECT_EQ(summary.counts, (WorkCounts{.left = 6, .done = 2, .returned = 4}));
  ASSERT_THAT(summary.reviewers, SizeIs(2));
  EXPECT_EQ(summary.reviewers[0].reviewer, "staff/a");
  EXPECT_EQ(summary.reviewers[1].counts,
            (WorkCounts{.done = 2, .returned = 3}));
  EXPECT_EQ(summary.reviewers[1].last_submit_time, day + absl::Hours(1));
}

TEST(AreasWithinTest, FollowsEveryParentAUnitHasHad) {
  Area commune = SampleAreas()[2];
  commune.code = {"07208"};
  Area moved = SampleAreas()[3];
  moved.valid_from = absl::CivilDay(2025, 7, 1);
  moved.parent = commune.code;
  AreaBook book;
  for (Area area : SampleAreas()) {
    if (area.code.value == "07207001") area.valid_to = moved.valid_from;
    book.Put(area);
  }
  book.Put(commune);
  book.Put(moved);
  EXPECT_THAT(VillagesWithin(book, {"07207"}),
              ElementsAre(AreaCode{"07207001"}, AreaCode{"07207002"}));
  EXPECT_THAT(VillagesWithin(book, {"07208"}),
              ElementsAre(AreaCode{"07207001"}));
  EXPECT_THAT(VillagesWithin(book, {"07207001"}),
              ElementsAre(AreaCode{"07207001"}));
  EXPECT_THAT(VillagesWithin(book, {"99"}), IsEmpty());
  EXPECT_THAT(AreasWithin(book, {"213"}), SizeIs(5));
}

TEST(DeviceTest, BoundsTheModel) {
  Device device{.model = std::string(100, 'x')};
  EXPECT_THAT(CheckDevice(device), IsEmpty());
  device.model += "x";
  EXPECT_THAT(CheckDevice(device), SizeIs(1));
  device.model = "two\nlines";
  EXPECT_THAT(CheckDevice(device), SizeIs(1));
}

TEST(ClockWordsTest, SayWhichWayTheClockIsOff) {
  EXPECT_NE(DeviceClockWrong(absl::Hours(2)).en.find("120 minutes behind"),
            std::string::npos);
  EXPECT_NE(DeviceClockWrong(-absl::Hours(2)).en.find("120 minutes ahead"),
            std::string::npos);
}

TEST(FieldReceiptTest, IsOfItsItemAndOnceErasedOfWhateverHasItsId) {
  FieldReceipt receipt{.print = std::string(32, 'p')};
  EXPECT_TRUE(receipt.IsOf(std::string(32, 'p')));
  EXPECT_FALSE(receipt.IsOf(std::string(32, 'q')));
  receipt.print = std::string(FieldReceipt::kPrintSize, '\0');
  EXPECT_TRUE(receipt.IsOf(std::string(32, 'q')));
}

}  // namespace
}  // namespace rasoat::registry

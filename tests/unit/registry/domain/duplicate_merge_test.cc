#include "services/registry/domain/duplicate_merge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/registry/domain/side_by_side.h"
#include "tests/support/registry/samples.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::CivilDay kToday(2025, 9, 1);
const Occasion kOccasion{
    .date = kToday, .reason = "Đăng ký hai lần", .actor = "staff/a"};

class DuplicateMergeTest : public testing::Test {
 protected:
  DuplicateMergeTest() {
    // The same head and child once more, the head without a number, and
    // somebody who is in the second household alone.
    second_.members[0].id = "07";
    second_.members[0].identity_kind = IdentityKind::kNone;
    second_.members[0].identity_number = "";
    Member third = second_.members[1];
    third.id = "09";
    third.full_name = "Nguyễn Thị Khác";
    second_.members.push_back(third);
  }

  const PersonRules rules_ = SampleRules();
  const HouseholdContext context_{.rules = rules_, .today = kToday};
  Household first_ = SampleHousehold(1);
  Household second_ = SampleHousehold(2);
};

std::vector<std::string> RulesOf(const absl::Status& status) {
  std::vector<std::string> rules;
  for (const Violation& fault : ViolationsOf(status)) {
    rules.push_back(fault.field + " " + fault.rule);
  }
  return rules;
}

TEST_F(DuplicateMergeTest, OneHouseholdIsLeftAndNobodyIsLost) {
  const SamePerson same[] = {{"07", "01"}, {"02", "02"}};
  ASSERT_OK_AND_ASSIGN(const auto merged,
                       MergeTwice(second_, first_, same, kOccasion, context_));
  ASSERT_THAT(merged, SizeIs(2));
  const Household& gone = merged[0];
  const Household& stays = merged[1];
  EXPECT_EQ(gone.id, second_.id);
  EXPECT_EQ(gone.status, HouseholdStatus::kMerged);
  EXPECT_EQ(gone.merged_into, first_.id);
  EXPECT_EQ(gone.number, 0);
  EXPECT_THAT(gone.members, IsEmpty());
  ASSERT_THAT(gone.former, SizeIs(3));
  for (const FormerMember& former : gone.former) {
    EXPECT_EQ(former.to, first_.id);
    EXPECT_EQ(former.why, EventKind::kMerged);
    EXPECT_NE(stays.Find(former.to_id), nullptr);
  }
  EXPECT_EQ(gone.former[0].to_id, "01");
  EXPECT_EQ(gone.event.kind, EventKind::kMerged);
  EXPECT_EQ(gone.event.related, first_.id);

  ASSERT_THAT(stays.members, SizeIs(3));
  EXPECT_EQ(stays.members[0], first_.members[0]);
  EXPECT_EQ(stays.members[2].full_name, "Nguyễn Thị Khác");
  EXPECT_EQ(stays.members[2].relation, Relation::kOther);
  EXPECT_EQ(stays.event.kind, EventKind::kTookIn);
  EXPECT_EQ(stays.event.related, second_.id);
  EXPECT_THAT(stays.event.members, ElementsAre("09"));
}

TEST_F(DuplicateMergeTest, WhoStaysTakesOverTheNumberThatIsMissing) {
  const SamePerson same[] = {{"01", "07"}, {"02", "02"}};
  ASSERT_OK_AND_ASSIGN(const auto merged,
                       MergeTwice(first_, second_, same, kOccasion, context_));
  const Member* head = merged[1].Find("07");
  ASSERT_NE(head, nullptr);
  EXPECT_EQ(head->identity_kind, IdentityKind::kCitizenId);
  EXPECT_EQ(head->identity_number, first_.members[0].identity_number);
  EXPECT_THAT(merged[1].members, SizeIs(3));
}

TEST_F(DuplicateMergeTest, NeedsAReasonAndADay) {
  Occasion occasion = kOccasion;
  occasion.reason = "";
  occasion.date = kToday + 1;
  const auto merged = MergeTwice(second_, first_, {}, occasion, context_);
  EXPECT_THAT(RulesOf(merged.status()),
              testing::AllOf(Contains(testing::HasSubstr("REASON_MISSING")),
                             Contains(testing::HasSubstr("EVENT_IN_FUTURE"))));
}

TEST_F(DuplicateMergeTest, MembersAreTakenOutOfOneHousehold) {
  const SamePerson same[] = {{"02", "02"}};
  ASSERT_OK_AND_ASSIGN(
      const auto after,
      TakeOutTwice(second_, first_, {"02"}, same, kOccasion, context_));
  EXPECT_THAT(after[0].members, SizeIs(2));
  ASSERT_THAT(after[0].former, SizeIs(1));
  EXPECT_EQ(after[0].former[0].why, EventKind::kCorrected);
  EXPECT_EQ(after[0].former[0].to, first_.id);
  EXPECT_EQ(after[0].former[0].to_id, "02");
  EXPECT_EQ(after[0].event.kind, EventKind::kCorrected);
  EXPECT_EQ(after[0].event.related, first_.id);
  EXPECT_TRUE(SameContent(after[1], first_));
}

TEST_F(DuplicateMergeTest, WhomItCannotTakeOut) {
  const SamePerson same[] = {{"07", "01"}, {"02", "02"}};
  EXPECT_THAT(
      RulesOf(TakeOutTwice(second_, first_, {"09"}, same, kOccasion, context_)
                  .status()),
      Contains("remove_members MEMBER_NOT_MATCHED"));
  EXPECT_THAT(
      RulesOf(TakeOutTwice(second_, first_, {"55"}, same, kOccasion, context_)
                  .status()),
      Contains(testing::HasSubstr("MEMBER_NOT_FOUND")));
  EXPECT_THAT(
      RulesOf(TakeOutTwice(second_, first_, {"07"}, same, kOccasion, context_)
                  .status()),
      Contains(testing::HasSubstr("HEAD_NOT_ONE")));
  second_.members.pop_back();
  EXPECT_THAT(RulesOf(TakeOutTwice(second_, first_, {"07", "02"}, same,
                                   kOccasion, context_)
                          .status()),
              Contains(testing::HasSubstr("LAST_MEMBER")));
}

TEST_F(DuplicateMergeTest, SideBySideFieldByField) {
  second_.address = "";
  second_.members[1].full_name = "Nguyen Thi Mau";
  const std::vector<MemberMatch> matches = {
      {"01", "07", 80, {}}, {"02", "02", 80, {}}, {"33", "09", 60, {}}};
  using V = FieldVerdict;
  EXPECT_THAT(
      SideBySide(first_, second_, matches),
      ElementsAre(
          FieldComparison{"village", "", "", V::kEqual},
          FieldComparison{"number", "", "", V::kDifferent},
          FieldComparison{"address", "", "", V::kSecondMissing},
          FieldComparison{"phone", "", "", V::kEqual},
          FieldComparison{"full_name", "01", "07", V::kEqual},
          FieldComparison{"birth_date", "01", "07", V::kEqual},
          FieldComparison{"sex", "01", "07", V::kEqual},
          FieldComparison{"relation", "01", "07", V::kEqual},
          FieldComparison{"ethnic_group", "01", "07", V::kEqual},
          FieldComparison{"identity_kind", "01", "07", V::kSecondMissing},
          FieldComparison{"identity_number", "01", "07", V::kSecondMissing},
          FieldComparison{"full_name", "02", "02", V::kDifferent},
          FieldComparison{"birth_date", "02", "02", V::kEqual},
          FieldComparison{"sex", "02", "02", V::kEqual},
          FieldComparison{"relation", "02", "02", V::kEqual},
          FieldComparison{"ethnic_group", "02", "02", V::kEqual},
          FieldComparison{"member", "", "09", V::kFirstMissing}));
  EXPECT_THAT(SideBySide(first_, second_, {}),
              testing::Contains(
                  FieldComparison{"member", "01", "", V::kSecondMissing}));
}

}  // namespace
}  // namespace rasoat::registry

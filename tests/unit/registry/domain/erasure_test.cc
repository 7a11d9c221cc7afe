#include "services/registry/domain/erasure.h"
#include "services/registry/domain/legal_hold.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/registry/domain/form.h"
#include "tests/support/registry/samples.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using absl::CivilDay;
using absl::StatusCode;

const absl::Time kNow = absl::FromUnixSeconds(1'633'000'000);

Erasure Asked() {
  return {.reason = "lý do", .legal_ground = "căn cứ", .creator = "staff/one"};
}

TEST(CheckErasureTest, WantsAReasonAndAGround) {
  EXPECT_TRUE(CheckErasure(Asked()).empty());
  Erasure longest = Asked();
  longest.reason = std::string(500, 'x');
  EXPECT_TRUE(CheckErasure(longest).empty());
  for (const std::string& text :
       {std::string(), std::string(501, 'x'), std::string("a\nb")}) {
    Erasure wrong = Asked();
    wrong.reason = text;
    wrong.legal_ground = text;
    const auto faults = CheckErasure(wrong);
    ASSERT_EQ(faults.size(), 2u);
    EXPECT_EQ(faults[0].rule, "REASON_MALFORMED");
    EXPECT_EQ(faults[1].rule, "LEGAL_GROUND_MALFORMED");
  }
}

TEST(DecidedTest, ApprovesByAnotherPerson) {
  const ErasureDecision two{.state = ErasureState::kDone,
                            .decider = "staff/two"};
  ASSERT_OK_AND_ASSIGN(const Erasure done, Decided(Asked(), two, kNow));
  EXPECT_EQ(done.decider, "staff/two");
  EXPECT_EQ(done.decide_time, kNow);
  ASSERT_OK_AND_ASSIGN(const Erasure again,
                       Decided(done, two, kNow + absl::Hours(1)));
  EXPECT_EQ(again.decide_time, kNow);
  EXPECT_THAT(
      Decided(Asked(), {.state = ErasureState::kDone, .decider = "staff/one"},
              kNow),
      StatusIs(StatusCode::kPermissionDenied, "ERASURE_OF_OWN_REQUEST"));
  EXPECT_THAT(
      Decided(done, {.state = ErasureState::kDone, .decider = "staff/three"},
              kNow),
      StatusIs(StatusCode::kFailedPrecondition, "ERASURE_DECIDED"));
}

TEST(DecidedTest, RejectsWithAReasonAlsoByWhoAsked) {
  EXPECT_THAT(
      Decided(Asked(),
              {.state = ErasureState::kRejected, .decider = "staff/one"}, kNow),
      StatusIs(StatusCode::kInvalidArgument, "REASON_MALFORMED"));
  EXPECT_OK(Decided(Asked(),
                    {.state = ErasureState::kRejected,
                     .decider = "staff/one",
                     .remark = "nhầm"},
                    kNow));
}

TEST(WithoutPersonTest, TakesAFormerMemberOutToo) {
  Household household = SampleHousehold();
  household.former.push_back({.member = household.members.back()});
  household.former.back().member.id = "99";
  EXPECT_TRUE(Knows(household, "99"));
  const Household left = WithoutPerson(household, "99");
  EXPECT_EQ(left.former.back().member.full_name, "");
  EXPECT_EQ(left.members, household.members);
  EXPECT_EQ(left.phone, household.phone);
}

struct BirthCase {
  const char* name;
  CivilDay birth;
  CivilDay want;
};

class CoarseBirthTest : public testing::TestWithParam<BirthCase> {};

TEST_P(CoarseBirthTest, KeepsTheYearAndTheAge) {
  Survey survey;
  survey.review_date = CivilDay(2021, 10, 10);
  survey.members = {{.id = "01", .birth_date = GetParam().birth}};
  const Survey left = WithoutPerson(survey, "");
  EXPECT_EQ(left.members[0].birth_date, GetParam().want);
  EXPECT_EQ(AgeOn(left.members[0].birth_date, survey.review_date),
            AgeOn(GetParam().birth, survey.review_date));
  EXPECT_EQ(WithoutPerson(survey, "02").members[0].birth_date,
            GetParam().birth);
}

INSTANTIATE_TEST_SUITE_P(
    Edges, CoarseBirthTest,
    testing::Values(
        BirthCase{"Before", CivilDay(2000, 3, 4), CivilDay(2000, 1, 1)},
        BirthCase{"OnTheDay", CivilDay(2005, 10, 10), CivilDay(2005, 1, 1)},
        BirthCase{"TheDayAfter", CivilDay(2005, 10, 11),
                  CivilDay(2005, 12, 31)},
        BirthCase{"LeapDay", CivilDay(2004, 2, 29), CivilDay(2004, 1, 1)}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(WithoutPersonTest, TakesWordsAndPlaceOutOfASurvey) {
  Survey survey;
  survey.answers = {{.question = "a", .value = std::int64_t{3}},
                    {.question = "b", .value = Text{"lời"}}};
  survey.members = {{.id = "01", .answers = survey.answers}};
  survey.location = Location{};
  survey.correction_reason = "lý do";
  const Survey left = WithoutPerson(survey, "02");
  ASSERT_EQ(left.answers.size(), 1u);
  EXPECT_EQ(left.answers[0].question, "a");
  EXPECT_EQ(left.members[0].answers.size(), 1u);
  EXPECT_FALSE(left.location.has_value());
  EXPECT_EQ(left.correction_reason, "");
}

struct RejectCase {
  const char* name;
  const char* decider;
  bool supervises;
  bool may;
};

class RejectTest : public testing::TestWithParam<RejectCase> {};

TEST_P(RejectTest, IsForWhoAskedOrSupervises) {
  const Erasure asked{.creator = "staff/asks"};
  const auto decided = Decided(asked,
                               {.state = ErasureState::kRejected,
                                .decider = GetParam().decider,
                                .remark = "thôi",
                                .supervises = GetParam().supervises},
                               absl::UnixEpoch());
  EXPECT_EQ(decided.ok(), GetParam().may);
  if (!GetParam().may) {
    EXPECT_THAT(decided, StatusIs(absl::StatusCode::kPermissionDenied,
                                  "ERASURE_OF_ANOTHER"));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Who, RejectTest,
    testing::Values(RejectCase{"WhoAsked", "staff/asks", false, true},
                    RejectCase{"AColleague", "staff/other", false, false},
                    RejectCase{"TheDistrict", "staff/other", true, true},
                    RejectCase{"TheDistrictOwn", "staff/asks", true, true}),
    [](const auto& info) { return std::string(info.param.name); });

struct HoldCase {
  const char* name;
  OfficeTier holder;
  OfficeTier caller;
  bool may;
};

class ChangeHoldTest : public testing::TestWithParam<HoldCase> {};

TEST_P(ChangeHoldTest, IsForTheHoldersTierOrAbove) {
  const LegalHold hold{.tier = GetParam().holder};
  EXPECT_EQ(CheckMayChange(hold, GetParam().caller).ok(), GetParam().may);
}

INSTANTIATE_TEST_SUITE_P(
    Tiers, ChangeHoldTest,
    testing::Values(
        HoldCase{"Same", OfficeTier::kDistrict, OfficeTier::kDistrict, true},
        HoldCase{"Below", OfficeTier::kProvince, OfficeTier::kDistrict, false},
        HoldCase{"Above", OfficeTier::kDistrict, OfficeTier::kProvince, true},
        HoldCase{"OfACommand", OfficeTier::kAdministrator,
                 OfficeTier::kProvince, false},
        HoldCase{"Administrator", OfficeTier::kProvince,
                 OfficeTier::kAdministrator, true}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(HoldReasonTest, IsOneLineOfOneToFourHundredCharacters) {
  EXPECT_FALSE(CheckHoldReason("", "reason").ok());
  EXPECT_TRUE(CheckHoldReason("x", "reason").ok());
  std::string most;
  for (int i = 0; i < 400; ++i) most += "ạ";
  EXPECT_TRUE(CheckHoldReason(most, "reason").ok());
  EXPECT_FALSE(CheckHoldReason(most + "x", "reason").ok());
  EXPECT_FALSE(CheckHoldReason("hai\ndòng", "reason").ok());
}

}  // namespace
}  // namespace rasoat::registry

// The registry's changes, applied on MariaDB.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "rasoat/registry/v1/registry_feed.pb.h"
#include "tests/contract/scoring/surveys.h"
#include "tests/support/status_matchers.h"

namespace rasoat::scoring {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class FollowingTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(scoring_.ok()); }

  ScoringOnMySql scoring_;
};

TEST_F(FollowingTest, AssessesAtOnceIfTheRoundHasStandards) {
  ASSERT_OK(scoring_.Assign({"national-2022"}, false));
  ASSERT_OK(scoring_.Apply(
      {DeclaredSurvey(1, 1, 1, 140, 3), DeclaredSurvey(2, 2, 2, 141, 4)}));
  ASSERT_OK_AND_ASSIGN(const v1::Assessment poor,
                       scoring_.Get(1, "national-2022"));
  EXPECT_EQ(poor.household_class(), v1::HOUSEHOLD_CLASS_POOR);
  EXPECT_EQ(poor.b1(), 140);
  EXPECT_EQ(poor.b2(), 30);
  EXPECT_EQ(poor.household(), HouseholdName(1));
  EXPECT_EQ(poor.failure(), "");
  EXPECT_THAT(poor.deprivations(), SizeIs(12));
  const auto told = scoring_.Told<v1::AssessmentState>();
  ASSERT_THAT(told, SizeIs(2));
  EXPECT_EQ(told[0].survey(), SurveyName(1));
  EXPECT_EQ(told[0].round(), "rounds/r1");
  EXPECT_EQ(told[0].village(), "07207001");
  ASSERT_THAT(told[0].results(), SizeIs(1));
  EXPECT_THAT(told[0].results(0).deprivations(),
              ElementsAre("job", "water", "toilet"));
  EXPECT_EQ(told[1].results(0).household_class(), v1::HOUSEHOLD_CLASS_NOT_POOR);
}

TEST_F(FollowingTest, KeepsWhatComesBeforeTheStandards) {
  ASSERT_OK(scoring_.Apply({DeclaredSurvey(1, 1, 1, 140, 3)}));
  EXPECT_EQ(scoring_.ToldCount(), 0u);
  EXPECT_THAT(scoring_.Get(1, "national-2022"),
              StatusIs(absl::StatusCode::kNotFound, "ASSESSMENT_NOT_FOUND"));
}

TEST_F(FollowingTest, SaysWhyASurveyCannotBeScored) {
  ASSERT_OK(scoring_.Assign({"national-2022"}, false));
  ASSERT_OK(scoring_.Apply({ItemisedSurvey(1, 1, 1, 7)}));
  ASSERT_OK_AND_ASSIGN(const v1::Assessment failed,
                       scoring_.Get(1, "national-2022"));
  EXPECT_EQ(failed.failure(), "TOTALS_NEEDED");
  EXPECT_EQ(failed.household_class(), v1::HOUSEHOLD_CLASS_UNSPECIFIED);
  const auto told = scoring_.Told<v1::AssessmentState>();
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told[0].results(0).failure(), "TOTALS_NEEDED");
}

TEST_F(FollowingTest, KeepsEveryStandardsResultBesideTheOthers) {
  ASSERT_OK(scoring_.Assign({"national-2016", "national-2022"}, true));
  ASSERT_OK(scoring_.Apply({DeclaredSurvey(1, 1, 1, 115, 1)}));
  const auto told = scoring_.Told<v1::AssessmentState>();
  ASSERT_THAT(told, SizeIs(1));
  ASSERT_THAT(told[0].results(), SizeIs(2));
  // `job` is no deprivation of 2016, and the failure is that standard's alone.
  EXPECT_EQ(told[0].results(0).standard(), "standards/national-2016");
  EXPECT_EQ(told[0].results(0).failure(), "DEPRIVATION_UNKNOWN");
  EXPECT_EQ(told[0].results(1).household_class(),
            v1::HOUSEHOLD_CLASS_NEAR_POOR);
}

TEST_F(FollowingTest, TakesTheNewestSurveyOfAHousehold) {
  ASSERT_OK(scoring_.Assign({"national-2022"}, false));
  ASSERT_OK(scoring_.Apply({DeclaredSurvey(1, 1, 1, 140, 3)}));
  ASSERT_OK(scoring_.Apply({DeclaredSurvey(2, 2, 1, 150, 3)}));
  const auto told = scoring_.Told<v1::AssessmentState>();
  ASSERT_THAT(told, SizeIs(2));
  EXPECT_EQ(told[1].survey(), SurveyName(2));
  EXPECT_EQ(told[1].results(0).household_class(), v1::HOUSEHOLD_CLASS_NOT_POOR);
  // The one replaced keeps its own.
  EXPECT_EQ(scoring_.Get(1, "national-2022")->household_class(),
            v1::HOUSEHOLD_CLASS_POOR);
}

TEST_F(FollowingTest, TakesTheNewestOfOneBatchAsWell) {
  ASSERT_OK(scoring_.Assign({"national-2022"}, false));
  ASSERT_OK(scoring_.Apply(
      {DeclaredSurvey(1, 1, 1, 140, 3), DeclaredSurvey(2, 2, 1, 150, 3)}));
  const auto told = scoring_.Told<v1::AssessmentState>();
  ASSERT_THAT(told, SizeIs(2));
  EXPECT_EQ(told.back().survey(), SurveyName(2));
}

TEST_F(FollowingTest, IsNotMisledByASurveyToldAgain) {
  ASSERT_OK(scoring_.Assign({"national-2022"}, false));
  ASSERT_OK(scoring_.Apply(
      {DeclaredSurvey(1, 1, 1, 140, 3), DeclaredSurvey(2, 2, 1, 150, 3)}));
  const std::size_t before = scoring_.ToldCount();
  ASSERT_OK(scoring_.Apply({DeclaredSurvey(3, 1, 1, 140, 3),
                            DeclaredSurvey(4, 3, 2, 10, 0),
                            DeclaredSurvey(5, 3, 2, 10, 0)}));
  EXPECT_EQ(scoring_.ToldCount(), before + 1);
  EXPECT_EQ(scoring_.Told<v1::AssessmentState>().back().survey(),
            SurveyName(3));
}

TEST_F(FollowingTest, AssessesNothingAgainForAChangeOfStatus) {
  ASSERT_OK(scoring_.Assign({"national-2022"}, false));
  const feed::Change survey =
      Standing(DeclaredSurvey(1, 1, 1, 140, 3), registry::v1::FORM_KIND_SURVEY,
               registry::v1::SURVEY_STATUS_SUBMITTED);
  ASSERT_OK(scoring_.Apply({survey}));
  const std::size_t before = scoring_.ToldCount();
  for (const auto status : {registry::v1::SURVEY_STATUS_RETURNED,
                            registry::v1::SURVEY_STATUS_ACCEPTED}) {
    feed::Change again =
        Standing(survey, registry::v1::FORM_KIND_SURVEY, status);
    again.position = 1 + status;
    ASSERT_OK(scoring_.Apply({again}));
  }
  EXPECT_EQ(scoring_.ToldCount(), before);
  // A returned one told late does not push its successor aside.
  ASSERT_OK(scoring_.Apply({DeclaredSurvey(10, 2, 1, 150, 3)}));
  feed::Change late = Standing(survey, registry::v1::FORM_KIND_SURVEY,
                               registry::v1::SURVEY_STATUS_RETURNED);
  late.position = 11;
  ASSERT_OK(scoring_.Apply({late}));
  EXPECT_EQ(scoring_.Told<v1::AssessmentState>().back().survey(),
            SurveyName(2));
}

TEST_F(FollowingTest, PassesOverRequestsAndScreenings) {
  ASSERT_OK(scoring_.Assign({"national-2022"}, false));
  const std::size_t before = scoring_.ToldCount();
  ASSERT_OK(scoring_.Apply({Standing(DeclaredSurvey(1, 1, 1, 140, 3),
                                     registry::v1::FORM_KIND_SCREENING,
                                     registry::v1::SURVEY_STATUS_ACCEPTED),
                            Standing(DeclaredSurvey(2, 2, 1, 140, 3),
                                     registry::v1::FORM_KIND_REQUEST,
                                     registry::v1::SURVEY_STATUS_SUBMITTED)}));
  EXPECT_EQ(scoring_.ToldCount(), before);
  EXPECT_THAT(scoring_.Get(1, "national-2022"),
              StatusIs(absl::StatusCode::kNotFound, "ASSESSMENT_NOT_FOUND"));
}

constexpr char kHere[] = "07207001";
constexpr char kThere[] = "07207002";

TEST_F(FollowingTest, TakesAResultAlongWhenTheHouseholdMoves) {
  ASSERT_OK(scoring_.Assign({"national-2022"}, false));
  ASSERT_OK(scoring_.Apply(
      {DeclaredSurvey(1, 1, 1, 140, 3), DeclaredSurvey(2, 2, 2, 141, 4)}));
  EXPECT_THAT(scoring_.Listed(kHere, "national-2022"), ElementsAre(1, 2));
  // Told in both villages, as the registry does.
  ASSERT_OK(scoring_.Apply({HouseholdNow(3, 1, kThere, kHere, true),
                            HouseholdNow(4, 1, kThere, kHere, true)}));
  EXPECT_THAT(scoring_.Listed(kHere, "national-2022"), ElementsAre(2));
  EXPECT_THAT(scoring_.Listed(kThere, "national-2022"), ElementsAre(1));
  const auto told = scoring_.Told<v1::AssessmentState>();
  ASSERT_THAT(told, SizeIs(3));
  EXPECT_EQ(told[2].household(), HouseholdName(1));
  EXPECT_EQ(told[2].village(), kThere);
  EXPECT_EQ(told[2].results(0).household_class(), v1::HOUSEHOLD_CLASS_POOR);
}

TEST_F(FollowingTest, WithdrawsTheResultOfAHouseholdThatIsNoMore) {
  ASSERT_OK(scoring_.Assign({"national-2022"}, false));
  ASSERT_OK(scoring_.Apply(
      {DeclaredSurvey(1, 1, 1, 140, 3), HouseholdNow(2, 1, kHere, "", false)}));
  EXPECT_THAT(scoring_.Listed(kHere, "national-2022"), IsEmpty());
  const auto told = scoring_.Told<v1::AssessmentState>();
  ASSERT_THAT(told, SizeIs(2));
  EXPECT_THAT(told[1].results(), IsEmpty());
  EXPECT_EQ(told[1].village(), kHere);
}

TEST_F(FollowingTest, ARoundAssignedLaterKnowsWhoMovedAndWhoIsNoMore) {
  ASSERT_OK(scoring_.Apply(
      {DeclaredSurvey(1, 1, 1, 140, 3), DeclaredSurvey(2, 2, 2, 141, 4)}));
  ASSERT_OK(scoring_.Apply({HouseholdNow(3, 1, kThere, kHere, true),
                            HouseholdNow(4, 2, kHere, "", false)}));
  EXPECT_EQ(scoring_.ToldCount(), 0u);
  ASSERT_OK(scoring_.Assign({"national-2022"}, false));
  EXPECT_THAT(scoring_.Listed(kThere, "national-2022"), ElementsAre(1));
  EXPECT_THAT(scoring_.Listed(kHere, "national-2022"), IsEmpty());
  const auto told = scoring_.Told<v1::AssessmentState>();
  ASSERT_THAT(told, SizeIs(2));
  EXPECT_EQ(told[0].village(), kThere);
  EXPECT_THAT(told[1].results(), IsEmpty());
}

TEST_F(FollowingTest, WhoOnlyChangesOrIsNotSurveyedTellsNothing) {
  ASSERT_OK(scoring_.Assign({"national-2022"}, false));
  ASSERT_OK(scoring_.Apply({DeclaredSurvey(1, 1, 1, 140, 3)}));
  const std::size_t before = scoring_.ToldCount();
  ASSERT_OK(scoring_.Apply({HouseholdNow(2, 1, kHere, "", true),
                            HouseholdNow(3, 5, kThere, kHere, true),
                            HouseholdNow(4, 6, kHere, "", false)}));
  EXPECT_EQ(scoring_.ToldCount(), before);
}

TEST_F(FollowingTest, ARebuildEndsWithEverybodyWhereTheyAre) {
  ASSERT_OK(scoring_.Assign({"national-2022"}, false));
  const std::vector<feed::Change> history = {
      DeclaredSurvey(1, 1, 1, 140, 3), DeclaredSurvey(2, 2, 2, 140, 3),
      HouseholdNow(3, 1, kThere, kHere, true),
      HouseholdNow(4, 2, kHere, "", false)};
  ASSERT_OK(scoring_.Apply(history));
  ASSERT_OK(scoring_.Reset());
  ASSERT_OK(scoring_.Apply(history));
  EXPECT_THAT(scoring_.Listed(kThere, "national-2022"), ElementsAre(1));
  EXPECT_THAT(scoring_.Listed(kHere, "national-2022"), IsEmpty());
  std::map<std::string, v1::AssessmentState> last;
  for (const auto& state : scoring_.Told<v1::AssessmentState>()) {
    last[state.household()] = state;
  }
  EXPECT_EQ(last[HouseholdName(1)].village(), kThere);
  EXPECT_THAT(last[HouseholdName(1)].results(), SizeIs(1));
  EXPECT_THAT(last[HouseholdName(2)].results(), IsEmpty());
}

TEST_F(FollowingTest, ARebuildGivesTheSameBytesAndTellsNothingTwice) {
  ASSERT_OK(scoring_.Assign({"training-2022-2"}, true));
  std::vector<feed::Change> history;
  for (int i = 1; i <= 40; ++i) {
    history.push_back(ItemisedSurvey(i, i, i % 25, i));
  }
  ASSERT_OK(scoring_.Apply(history));
  const auto breakdowns = [&] {
    std::vector<std::string> all;
    for (int i = 1; i <= 40; ++i) {
      absl::StatusOr<v1::Assessment> one = scoring_.Get(i, "training-2022-2");
      EXPECT_OK(one);
      if (!one.ok()) continue;
      one->clear_assess_time();
      all.push_back(one->SerializeAsString());
    }
    return all;
  };
  const std::vector<std::string> first = breakdowns();
  const std::size_t told = scoring_.ToldCount();
  EXPECT_EQ(told, 41u);

  ASSERT_OK(scoring_.Reset());
  EXPECT_THAT(scoring_.Get(1, "training-2022-2"),
              StatusIs(absl::StatusCode::kNotFound, "ASSESSMENT_NOT_FOUND"));
  // In other batches than before, one of them between two surveys of a
  // household.
  for (std::size_t i = 0; i < history.size(); i += 13) {
    ASSERT_OK(
        scoring_.Apply({history.begin() + i,
                        history.begin() + std::min(i + 13, history.size())}));
  }
  EXPECT_EQ(breakdowns(), first);
  EXPECT_EQ(scoring_.ToldCount(), told);
}

TEST_F(FollowingTest, LearnsWhichAreaLiesInWhich) {
  registry::v1::AreaState state;
  state.mutable_area()->set_name("areas/07207");
  state.mutable_area()->set_parent("areas/213");
  const feed::Change change = {
      .position = 1,
      .subject = "areas/07207",
      .kind = registry::v1::AreaState::descriptor()->full_name(),
      .state = state.SerializeAsString()};
  ASSERT_OK(scoring_.Apply({change, change}));
  ASSERT_OK(scoring_.Apply({change}));
  ASSERT_OK_AND_ASSIGN(const std::vector<AreaLine> lines,
                       scoring_.store().AreaLines(Soon()));
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0].area, "07207");
  EXPECT_EQ(lines[0].parent, "213");
}

TEST_F(FollowingTest, KeepsEveryParentAUnitHasHad) {
  const auto told = [](std::int64_t position, const std::string& parent,
                       const std::string& from, const std::string& to) {
    registry::v1::AreaState state;
    state.mutable_area()->set_name("areas/07207001");
    state.mutable_area()->set_parent("areas/" + parent);
    state.mutable_area()->set_valid_from(from);
    state.mutable_area()->set_valid_to(to);
    return feed::Change{
        .position = position,
        .subject = "areas/07207001",
        .kind = registry::v1::AreaState::descriptor()->full_name(),
        .state = state.SerializeAsString()};
  };
  ASSERT_OK(scoring_.Apply({told(1, "07207", "2021-01-01", "")}));
  // A reform: the end of the one version, the beginning of the other.
  ASSERT_OK(scoring_.Apply({told(2, "07207", "2021-01-01", "2025-07-01"),
                            told(3, "07210", "2025-07-01", "")}));
  ASSERT_OK_AND_ASSIGN(const std::vector<AreaLine> lines,
                       scoring_.store().AreaLines(Soon()));
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_EQ(lines[0].parent, "07207");
  EXPECT_EQ(lines[1].parent, "07210");
}

TEST_F(FollowingTest, UndoesTheWholeBatchIfOneChangeIsDamaged) {
  feed::Change damaged = DeclaredSurvey(2, 2, 2, 1, 1);
  damaged.state = "\xff";
  EXPECT_THAT(scoring_.Apply({DeclaredSurvey(1, 1, 1, 1, 1), damaged}),
              StatusIs(absl::StatusCode::kInternal, "CHANGE_UNREADABLE"));
  EXPECT_EQ(*scoring_.store().VillageOf(CountedIds::Of(1000001), Soon()),
            std::nullopt);
}

TEST_F(FollowingTest, StopsAtAStandardThatIsNotTheRoundsVersion) {
  ASSERT_OK(scoring_.Assign({"national-2022"}, false));
  scoring_.schema().Run(
      "UPDATE round_standard SET standard_hash = REPEAT('x', 32);");
  EXPECT_THAT(
      scoring_.Apply({DeclaredSurvey(1, 1, 1, 140, 3)}),
      StatusIs(absl::StatusCode::kFailedPrecondition, "STANDARD_CHANGED"));
  EXPECT_THAT(
      scoring_.Assign({"national-2022"}, false),
      StatusIs(absl::StatusCode::kFailedPrecondition, "STANDARD_CHANGED"));
}

TEST_F(FollowingTest, AChangedStandardStopsNothingThatNeedsNoAssessing) {
  ASSERT_OK(scoring_.Assign({"national-2022"}, false));
  const feed::Change survey = DeclaredSurvey(1, 1, 1, 140, 3);
  ASSERT_OK(scoring_.Apply({survey}));
  const std::size_t before = scoring_.ToldCount();
  scoring_.schema().Run(
      "UPDATE round_standard SET standard_hash = REPEAT('x', 32);");
  feed::Change again = Standing(survey, registry::v1::FORM_KIND_SURVEY,
                                registry::v1::SURVEY_STATUS_ACCEPTED);
  again.position = 2;
  std::vector<feed::Change> changes = {again};
  scoring_.applier().Prepare(absl::MakeSpan(changes));
  EXPECT_OK(scoring_.Apply(changes));
  EXPECT_EQ(scoring_.ToldCount(), before);
  EXPECT_THAT(
      scoring_.Apply({DeclaredSurvey(3, 2, 2, 140, 3)}),
      StatusIs(absl::StatusCode::kFailedPrecondition, "STANDARD_CHANGED"));
}

}  // namespace
}  // namespace rasoat::scoring

// Assigning standards to a round that has surveys already.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <thread>

#include "absl/strings/strip.h"
#include "tests/contract/scoring/surveys.h"
#include "tests/support/status_matchers.h"

namespace rasoat::scoring {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

class AssigningTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(scoring_.ok()); }

  absl::StatusOr<v1::RoundStandards> RoundStandards() {
    v1::GetRoundStandardsRequest request;
    request.set_name("roundStandards/r1");
    v1::RoundStandards answer;
    absl::Status status = scoring_.running().Call(
        scoring_.running().standards(), &v1::Standards::Stub::GetRoundStandards,
        request, &answer);
    if (!status.ok()) return status;
    return answer;
  }

  ScoringOnMySql scoring_;
};

TEST_F(AssigningTest, AssessesWhatCameBeforeItReturns) {
  std::vector<feed::Change> surveys;
  constexpr int kMany = RoundAssigner::kChunk * 2 + 7;
  for (int i = 1; i <= kMany; ++i) {
    surveys.push_back(DeclaredSurvey(i, i, i, i % 200, i % 5));
  }
  // The last replaces the first.
  surveys.push_back(DeclaredSurvey(kMany + 1, kMany + 1, 1, 10, 4));
  ASSERT_OK(scoring_.Apply(surveys));
  ASSERT_OK(scoring_.Assign({"national-2022"}, false));
  // One for each household: the survey replaced is assessed, not told.
  const auto told = scoring_.Told<v1::AssessmentState>();
  EXPECT_THAT(told, SizeIs(kMany));
  EXPECT_EQ(told.back().survey(), SurveyName(kMany + 1));
  EXPECT_OK(scoring_.Get(1, "national-2022"));
  EXPECT_OK(scoring_.Get(kMany, "national-2022"));
}

TEST_F(AssigningTest, TellsTheStandardsBeforeTheResults) {
  EXPECT_THAT(RoundStandards(), StatusIs(absl::StatusCode::kNotFound,
                                         "ROUND_STANDARDS_NOT_FOUND"));
  ASSERT_OK(scoring_.Apply({DeclaredSurvey(1, 1, 1, 140, 3)}));
  EXPECT_THAT(RoundStandards(), StatusIs(absl::StatusCode::kNotFound,
                                         "ROUND_STANDARDS_NOT_FOUND"));
  ASSERT_OK(scoring_.Assign({"training-2022-2", "national-2022"}, true));
  ASSERT_OK_AND_ASSIGN(const v1::RoundStandards standards, RoundStandards());
  EXPECT_EQ(standards.name(), "roundStandards/r1");
  EXPECT_TRUE(standards.training());
  EXPECT_THAT(standards.standards(), ElementsAre("standards/training-2022-2",
                                                 "standards/national-2022"));
  EXPECT_EQ(scoring_.ToldCount(), 2u);
  const auto told = scoring_.Told<v1::RoundStandardsState>();
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told[0].round_standards().SerializeAsString(),
            standards.SerializeAsString());
}

TEST_F(AssigningTest, ARepeatChangesNothingAndAnotherIsRefused) {
  ASSERT_OK(scoring_.Apply({DeclaredSurvey(1, 1, 1, 140, 3)}));
  ASSERT_OK(scoring_.Assign({"national-2022"}, false));
  ASSERT_OK(scoring_.Assign({"national-2022"}, false));
  EXPECT_EQ(scoring_.ToldCount(), 2u);
  for (const auto& [standards, training] :
       {std::pair{std::vector<std::string>{"national-2016"}, true},
        std::pair{std::vector<std::string>{"national-2022"}, true},
        std::pair{std::vector<std::string>{"national-2022", "national-2016"},
                  true}}) {
    EXPECT_THAT(
        scoring_.Assign(standards, training),
        StatusIs(absl::StatusCode::kAlreadyExists, "ROUND_STANDARDS_FIXED"));
  }
}

TEST_F(AssigningTest, ARepeatFinishesACallThatWasCutShort) {
  ASSERT_OK(scoring_.Apply({DeclaredSurvey(1, 1, 1, 140, 3)}));
  ASSERT_OK(scoring_.Assign({"national-2022"}, false));
  // As if the process had died after the first transaction.
  scoring_.schema().Run(
      "DELETE FROM assessment;\n"
      "UPDATE newest_survey SET told = NULL;\n"
      "UPDATE scored_round SET caught_up = FALSE;");
  ASSERT_OK(scoring_.Assign({"national-2022"}, false));
  EXPECT_OK(scoring_.Get(1, "national-2022"));
  EXPECT_EQ(scoring_.ToldCount(), 3u);
}

TEST_F(AssigningTest, MissesNothingWhileSurveysArrive) {
  constexpr int kBatches = 60;
  constexpr int kBatch = 20;
  std::thread follower([&] {
    for (int b = 0; b < kBatches; ++b) {
      std::vector<feed::Change> batch;
      for (int i = 1; i <= kBatch; ++i) {
        const int n = b * kBatch + i;
        batch.push_back(DeclaredSurvey(n, n, n % 500, n % 200, n % 5));
      }
      EXPECT_OK(scoring_.Apply(batch));
    }
  });
  EXPECT_OK(scoring_.Assign({"national-2022"}, false));
  follower.join();
  std::map<std::string, std::string> newest;
  for (const auto& state : scoring_.Told<v1::AssessmentState>()) {
    newest[state.household()] = state.survey();
  }
  EXPECT_THAT(newest, SizeIs(500));
  for (int n = kBatches * kBatch - 499; n <= kBatches * kBatch; ++n) {
    EXPECT_EQ(newest[HouseholdName(n % 500)], SurveyName(n));
  }
  for (int n = 1; n <= kBatches * kBatch; n += 37) {
    EXPECT_OK(scoring_.Get(n, "national-2022"));
  }
}

}  // namespace
}  // namespace rasoat::scoring

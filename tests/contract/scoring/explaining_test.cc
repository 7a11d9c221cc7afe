// Explaining and scoring again what is kept in MariaDB.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/common/mysql/transaction.h"
#include "tests/contract/scoring/surveys.h"
#include "tests/support/status_matchers.h"

namespace rasoat::scoring {
namespace {

class ExplainingTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(scoring_.ok());
    ASSERT_OK(scoring_.Assign({"training-2022-2"}, true));
    ASSERT_OK(scoring_.Apply(
        {ItemisedSurvey(1, 1, 1, 1), DeclaredSurvey(2, 2, 2, 120, 3)}));
  }

  static std::string NameOfAssessment(int survey) {
    return absl::StrCat(SurveyName(survey), "/assessments/training-2022-2");
  }

  absl::StatusOr<v1::Replay> Replay(int survey) {
    v1::ReplayAssessmentRequest request;
    request.set_name(NameOfAssessment(survey));
    v1::Replay replay;
    absl::Status status = scoring_.running().Call(
        scoring_.running().explanations(),
        &v1::Explanations::Stub::ReplayAssessment, request, &replay);
    if (!status.ok()) return status;
    return replay;
  }

  absl::Status Execute(const std::string& statement) {
    return mysql::InTransaction(
        scoring_.pool(), Soon(),
        [&](mysql::Transaction& tx) { return tx.Execute(statement).status(); });
  }

  ScoringOnMySql scoring_;
};

TEST_F(ExplainingTest, ExplainsWhatIsKept) {
  v1::ExplainAssessmentRequest request;
  request.set_name(NameOfAssessment(1));
  v1::Explanation explanation;
  ASSERT_OK(scoring_.running().Call(scoring_.running().explanations(),
                                    &v1::Explanations::Stub::ExplainAssessment,
                                    request, &explanation));
  ASSERT_OK_AND_ASSIGN(const v1::Assessment kept,
                       scoring_.Get(1, "training-2022-2"));
  EXPECT_EQ(kept.SerializeAsString(),
            explanation.assessment().SerializeAsString());
  EXPECT_EQ(kept.indicators_size(), explanation.indicators_size());
  EXPECT_FALSE(explanation.text().vi().empty());
}

TEST_F(ExplainingTest, ScoringAgainGivesTheSameBytes) {
  for (int survey : {1, 2}) {
    ASSERT_OK_AND_ASSIGN(const v1::Replay replay, Replay(survey));
    EXPECT_TRUE(replay.same());
    EXPECT_EQ(replay.stored().SerializeAsString(),
              replay.replayed().SerializeAsString());
  }
}

TEST_F(ExplainingTest, SaysSoWhenARowWasTamperedWith) {
  ASSERT_OK(Execute("UPDATE assessment SET b1 = b1 + 1"));
  ASSERT_OK_AND_ASSIGN(const v1::Replay replay, Replay(2));
  EXPECT_FALSE(replay.same());
  EXPECT_EQ(121, replay.stored().b1());
  EXPECT_EQ(120, replay.replayed().b1());
}

TEST_F(ExplainingTest, RefusesAnotherVersionOfTheStandard) {
  ASSERT_OK(Execute("UPDATE assessment SET standard_hash = REPEAT('x', 32)"));
  EXPECT_THAT(Replay(1), StatusIs(absl::StatusCode::kFailedPrecondition,
                                  "STANDARD_CHANGED"));
  EXPECT_THAT(Replay(9),
              StatusIs(absl::StatusCode::kNotFound, "ASSESSMENT_NOT_FOUND"));
}

}  // namespace
}  // namespace rasoat::scoring

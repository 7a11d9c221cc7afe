// The calls that need no database, through a real server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "tests/support/status_matchers.h"
#include "tests/unit/scoring/one_assessment.h"
#include "tests/unit/scoring/running_scoring.h"
#include "tests/unit/scoring/training_household.h"

namespace rasoat::scoring {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;

class ScoringServiceTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK(running_.status());
    running_.SignIn(api::v1::ROLE_COMMUNE_OFFICER, "07207");
  }

  absl::StatusOr<v1::Assessment> Score(const v1::ScoreRequest& request) {
    v1::Assessment answer;
    absl::Status status = running_.Call(
        running_.scoring(), &v1::Scoring::Stub::Score, request, &answer);
    if (!status.ok()) return status;
    return answer;
  }
  absl::StatusOr<v1::Assessment> Get(const std::string& name) {
    v1::GetAssessmentRequest request;
    request.set_name(name);
    v1::Assessment answer;
    absl::Status status =
        running_.Call(running_.scoring(), &v1::Scoring::Stub::GetAssessment,
                      request, &answer);
    if (!status.ok()) return status;
    return answer;
  }
  absl::Status Assign(const std::vector<std::string>& standards, bool training,
                      const std::string& name = "roundStandards/r1") {
    v1::AssignStandardsRequest request;
    request.mutable_round_standards()->set_name(name);
    request.mutable_round_standards()->set_training(training);
    for (const std::string& standard : standards) {
      request.mutable_round_standards()->add_standards(standard);
    }
    v1::RoundStandards answer;
    return running_.Call(running_.standards(),
                         &v1::Standards::Stub::AssignStandards, request,
                         &answer);
  }

  static v1::ScoreRequest DeclaredRequest() {
    v1::ScoreRequest request;
    request.set_standard("standards/national-2022");
    request.mutable_household()->set_settlement(api::v1::SETTLEMENT_RURAL);
    request.mutable_household()->set_review_date("2021-10-10");
    api::v1::DeclaredTotals& totals =
        *request.mutable_household()->mutable_declared();
    totals.set_b1(140);
    for (const char* code : {"water", "toilet", "job"}) {
      totals.add_deprivations(code);
    }
    return request;
  }

  mysql::Pool no_database_{{.url = "tcp://127.0.0.1:1"}};
  OneAssessment store_;
  RunningScoring running_{no_database_, store_};
};

TEST_F(ScoringServiceTest, ScoresDeclaredTotals) {
  ASSERT_OK_AND_ASSIGN(const v1::Assessment answer, Score(DeclaredRequest()));
  EXPECT_EQ(answer.household_class(), v1::HOUSEHOLD_CLASS_POOR);
  EXPECT_EQ(answer.b1(), 140);
  EXPECT_EQ(answer.b2(), 30);
  EXPECT_TRUE(answer.declared());
  EXPECT_FALSE(answer.training());
  EXPECT_EQ(answer.standard(), "standards/national-2022");
  EXPECT_THAT(answer.standard_hash(), SizeIs(64));
  EXPECT_EQ(answer.settlement(), api::v1::SETTLEMENT_RURAL);
  ASSERT_THAT(answer.deprivations(), SizeIs(12));
  EXPECT_EQ(answer.deprivations(0).deprivation(), "job");
  EXPECT_TRUE(answer.deprivations(0).deprived());
  EXPECT_FALSE(answer.deprivations(1).deprived());
}

TEST_F(ScoringServiceTest, ScoresAWholeForm) {
  std::mt19937 chance(1);
  v1::ScoreRequest request;
  request.set_standard("standards/training-2022-2");
  *request.mutable_household() = TrainingHousehold(chance);
  ASSERT_OK_AND_ASSIGN(const v1::Assessment answer, Score(request));
  EXPECT_TRUE(answer.training());
  EXPECT_FALSE(answer.declared());
  EXPECT_THAT(answer.indicators(), SizeIs(16));
  int sum = 0;
  for (const v1::IndicatorScore& one : answer.indicators()) sum += one.points();
  EXPECT_EQ(answer.b1(), sum);

  request.mutable_household()->mutable_answers()->DeleteSubrange(0, 1);
  EXPECT_THAT(Score(request), StatusIs(kInvalid, "ANSWER_MISSING"));
}

TEST_F(ScoringServiceTest, SaysWhyItCannotScore) {
  v1::ScoreRequest request = DeclaredRequest();
  request.set_standard("standards/national-1993");
  EXPECT_THAT(Score(request),
              StatusIs(absl::StatusCode::kNotFound, "STANDARD_NOT_FOUND"));
  request = DeclaredRequest();
  request.mutable_household()->set_review_date("10/10/2021");
  EXPECT_THAT(Score(request), StatusIs(kInvalid, "DATE_MALFORMED"));
  request = DeclaredRequest();
  request.mutable_household()->clear_declared();
  EXPECT_THAT(Score(request),
              StatusIs(absl::StatusCode::kFailedPrecondition, "TOTALS_NEEDED"));
  running_.SignOut();
  EXPECT_THAT(Score(DeclaredRequest()),
              StatusIs(absl::StatusCode::kUnauthenticated, "NOT_SIGNED_IN"));
}

TEST_F(ScoringServiceTest, ShowsAnAssessmentToItsCommuneOnly) {
  const std::string name = absl::StrCat(
      "surveys/", CountedIds::Of(1).ToString(), "/assessments/training-2022-2");
  ASSERT_OK_AND_ASSIGN(const v1::Assessment answer, Get(name));
  EXPECT_EQ(answer.name(), name);
  EXPECT_EQ(answer.household_class(), v1::HOUSEHOLD_CLASS_POOR);
  EXPECT_EQ(answer.round(), "rounds/r1");
  EXPECT_EQ(answer.village(), "07207001");
  EXPECT_TRUE(answer.training());
  EXPECT_EQ(answer.assess_time().seconds(), 1633824000);
  EXPECT_EQ(answer.assess_time().nanos(), 500000000);
  running_.SignIn(api::v1::ROLE_COMMUNE_OFFICER, "07208");
  EXPECT_THAT(Get(name), StatusIs(absl::StatusCode::kPermissionDenied,
                                  "AREA_OUT_OF_REACH"));
}

TEST_F(ScoringServiceTest, KnowsWhatItDoesNotHave) {
  const std::string other = absl::StrCat(
      "surveys/", CountedIds::Of(9).ToString(), "/assessments/training-2022-2");
  EXPECT_THAT(Get(other),
              StatusIs(absl::StatusCode::kNotFound, "ASSESSMENT_NOT_FOUND"));
  EXPECT_THAT(Get("surveys/1/assessments/x"),
              StatusIs(kInvalid, "NAME_MALFORMED"));
  v1::ListAssessmentsRequest list;
  list.set_village("areas/07207001");
  list.set_round("rounds/r1");
  v1::ListAssessmentsResponse page;
  EXPECT_THAT(
      running_.Call(running_.scoring(), &v1::Scoring::Stub::ListAssessments,
                    list, &page),
      StatusIs(absl::StatusCode::kNotFound, "ROUND_STANDARDS_NOT_FOUND"));
}

TEST_F(ScoringServiceTest, ShowsTheStandardsToAnybodyPageByPage) {
  running_.SignOut();
  std::vector<std::string> names;
  v1::ListStandardsRequest request;
  request.set_page_size(2);
  v1::ListStandardsResponse page;
  do {
    ASSERT_OK(running_.Call(running_.standards(),
                            &v1::Standards::Stub::ListStandards, request,
                            &page));
    for (const v1::Standard& standard : page.standards()) {
      names.push_back(standard.name());
      EXPECT_THAT(standard.content_hash(), SizeIs(64));
    }
    request.set_page_token(page.next_page_token());
  } while (!page.next_page_token().empty());
  EXPECT_THAT(
      names,
      ElementsAre("standards/bac-ninh-2025", "standards/national-2016",
                  "standards/national-2016-2", "standards/national-2022",
                  "standards/national-2027", "standards/training-2018",
                  "standards/training-2022", "standards/training-2022-2"));
  v1::GetStandardRequest get;
  get.set_name("standards/training-2022-2");
  v1::Standard standard;
  ASSERT_OK(running_.Call(running_.standards(),
                          &v1::Standards::Stub::GetStandard, get, &standard));
  EXPECT_TRUE(standard.training());
  EXPECT_THAT(standard.indicators(), SizeIs(16));
}

TEST_F(ScoringServiceTest, RefusesStandardsThatARoundMustNotHave) {
  constexpr absl::StatusCode kNow = absl::StatusCode::kFailedPrecondition;
  EXPECT_THAT(
      Assign({"standards/national-2022"}, false),
      StatusIs(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  running_.SignIn(api::v1::ROLE_ADMINISTRATOR, "*");
  EXPECT_THAT(Assign({"standards/training-2022-2"}, false),
              StatusIs(kNow, "STANDARD_UNVERIFIED"));
  EXPECT_THAT(
      Assign({"standards/national-2022", "standards/national-2016"}, false),
      StatusIs(kNow, "STANDARD_UNVERIFIED"));
  EXPECT_THAT(Assign({"standards/national-2027"}, true),
              StatusIs(kNow, "STANDARD_INCOMPLETE"));
  EXPECT_THAT(Assign({}, true), StatusIs(kInvalid, "STANDARDS_COUNT"));
  EXPECT_THAT(
      Assign({"standards/national-2022", "standards/national-2022"}, true),
      StatusIs(kInvalid, "STANDARD_REPEATED"));
  EXPECT_THAT(Assign({"standards/national-1993"}, true),
              StatusIs(absl::StatusCode::kNotFound, "STANDARD_NOT_FOUND"));
  EXPECT_THAT(Assign({"standards/national-2022"}, false, "rounds/r1"),
              StatusIs(kInvalid, "NAME_MALFORMED"));
}

}  // namespace
}  // namespace rasoat::scoring

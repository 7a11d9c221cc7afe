// Reading assessments back, through the calls, from MariaDB.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/contract/scoring/surveys.h"
#include "tests/support/status_matchers.h"

namespace rasoat::scoring {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class ReadingTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(scoring_.ok());
    ASSERT_OK(scoring_.Assign({"training-2022-2", "national-2022"}, true));
    std::vector<feed::Change> surveys;
    for (int i = 1; i <= 5; ++i) {
      surveys.push_back(DeclaredSurvey(i, i, i, 100 + i, i % 4));
    }
    surveys.push_back(DeclaredSurvey(6, 6, 2, 300, 0));
    ASSERT_OK(scoring_.Apply(surveys));
  }

  absl::StatusOr<v1::ListAssessmentsResponse> List(
      v1::ListAssessmentsRequest request) {
    v1::ListAssessmentsResponse page;
    absl::Status status = scoring_.running().Call(
        scoring_.running().scoring(), &v1::Scoring::Stub::ListAssessments,
        request, &page);
    if (!status.ok()) return status;
    return page;
  }

  static v1::ListAssessmentsRequest Village() {
    v1::ListAssessmentsRequest request;
    request.set_village("areas/07207001");
    request.set_round("rounds/r1");
    return request;
  }

  ScoringOnMySql scoring_;
};

TEST_F(ReadingTest, ListsTheNewestOfEachHouseholdPageByPage) {
  v1::ListAssessmentsRequest request = Village();
  request.set_page_size(2);
  std::vector<std::string> surveys;
  std::vector<int> sizes;
  do {
    ASSERT_OK_AND_ASSIGN(const v1::ListAssessmentsResponse page, List(request));
    sizes.push_back(page.assessments_size());
    for (const v1::Assessment& one : page.assessments()) {
      EXPECT_EQ(one.standard(), "standards/training-2022-2");
      EXPECT_TRUE(one.training());
      surveys.push_back(one.name().substr(0, one.name().find("/assess")));
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(sizes, ElementsAre(2, 2, 1));
  EXPECT_THAT(surveys, ElementsAre(SurveyName(1), SurveyName(6), SurveyName(3),
                                   SurveyName(4), SurveyName(5)));
}

TEST_F(ReadingTest, ListsAnotherStandardOnRequest) {
  v1::ListAssessmentsRequest request = Village();
  request.set_standard("standards/national-2022");
  ASSERT_OK_AND_ASSIGN(const v1::ListAssessmentsResponse page, List(request));
  ASSERT_THAT(page.assessments(), SizeIs(5));
  EXPECT_EQ(page.assessments(1).b1(), 300);
  EXPECT_EQ(page.assessments(1).household_class(),
            v1::HOUSEHOLD_CLASS_NOT_POOR);
  EXPECT_TRUE(page.next_page_token().empty());
}

TEST_F(ReadingTest, ListsNothingOfOtherVillagesAndRounds) {
  v1::ListAssessmentsRequest request = Village();
  request.set_village("areas/07207002");
  EXPECT_THAT(List(request)->assessments(), IsEmpty());
  request = Village();
  request.set_round("rounds/r2");
  EXPECT_THAT(List(request), StatusIs(absl::StatusCode::kNotFound,
                                      "ROUND_STANDARDS_NOT_FOUND"));
  request.set_standard("standards/national-2022");
  EXPECT_THAT(List(request)->assessments(), IsEmpty());
}

TEST_F(ReadingTest, RefusesATokenOfAnotherQuestion) {
  v1::ListAssessmentsRequest request = Village();
  request.set_page_size(2);
  const std::string token = List(request)->next_page_token();
  request.set_page_token(token);
  request.set_standard("standards/national-2022");
  EXPECT_THAT(List(request),
              StatusIs(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_WRONG"));
}

TEST_F(ReadingTest, PlacesASurveyInItsVillageForWhoMaySeeIt) {
  scoring_.running().SignIn(api::v1::ROLE_REVIEWER, "07207001");
  EXPECT_OK(scoring_.Get(1, "national-2022"));
  scoring_.running().SignIn(api::v1::ROLE_REVIEWER, "07207002");
  EXPECT_THAT(
      scoring_.Get(1, "national-2022"),
      StatusIs(absl::StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
}

}  // namespace
}  // namespace rasoat::scoring

// The life of a survey: every act at every status.
#include "services/registry/domain/survey_state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "services/registry/domain/survey.h"
#include "services/registry/domain/survey_review.h"
#include "tests/support/registry/samples.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using absl::StatusCode;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Status = SurveyStatus;
using Act = SurveyAct;

constexpr Status kStatuses[] = {Status::kDraft, Status::kSubmitted,
                                Status::kReturned, Status::kAccepted};
constexpr Act kActs[] = {Act::kReturn, Act::kAccept, Act::kSave, Act::kSubmit,
                         Act::kReplace};

TEST(SurveyStateTest, KnowsEveryTransition) {
  // Where each act leads; what is missing is refused.
  const std::map<std::pair<Status, Act>, Status> allowed = {
      {{Status::kDraft, Act::kSave}, Status::kDraft},
      {{Status::kDraft, Act::kSubmit}, Status::kSubmitted},
      {{Status::kSubmitted, Act::kReturn}, Status::kReturned},
      {{Status::kSubmitted, Act::kAccept}, Status::kAccepted},
      {{Status::kSubmitted, Act::kReplace}, Status::kSubmitted},
      {{Status::kReturned, Act::kReplace}, Status::kSubmitted},
      {{Status::kAccepted, Act::kReplace}, Status::kSubmitted}};
  const std::map<Status, std::string> reasons = {
      {Status::kDraft, "SURVEY_IS_DRAFT"},
      {Status::kSubmitted, "SURVEY_SUBMITTED"},
      {Status::kReturned, "SURVEY_RETURNED"},
      {Status::kAccepted, "SURVEY_ACCEPTED"}};
  EXPECT_EQ(SurveyTransitions().size(), allowed.size());
  for (const Status from : kStatuses) {
    for (const Act act : kActs) {
      const auto found = FindTransition(from, act);
      const auto want = allowed.find({from, act});
      if (want == allowed.end()) {
        EXPECT_THAT(
            found, StatusIs(StatusCode::kFailedPrecondition, reasons.at(from)));
        continue;
      }
      ASSERT_OK(found);
      EXPECT_EQ(found->to, want->second);
    }
  }
}

TEST(SurveyStateTest, WantsWordsForAReturnAndForACorrection) {
  for (const SurveyTransition& transition : SurveyTransitions()) {
    EXPECT_EQ(transition.needs_words, transition.act == Act::kReturn ||
                                          transition.from == Status::kAccepted);
  }
}

TEST(MayReplaceTest, WantsTheNewestNamed) {
  const CurrentSurvey newest{IdNumber<SurveyId>(1), Status::kSubmitted};
  Survey next = SampleSurvey(2, 1);
  EXPECT_OK(MayReplace(next, nullptr));
  EXPECT_THAT(MayReplace(next, &newest),
              StatusIs(StatusCode::kAlreadyExists, "SURVEY_EXISTS"));
  next.replaces = IdNumber<SurveyId>(9);
  EXPECT_THAT(MayReplace(next, &newest),
              StatusIs(StatusCode::kAborted, "SURVEY_REPLACED"));
  EXPECT_THAT(MayReplace(next, nullptr),
              StatusIs(StatusCode::kAborted, "SURVEY_REPLACED"));
  next.replaces = newest.id;
  EXPECT_OK(MayReplace(next, &newest));
}

TEST(MayReplaceTest, WantsAReasonToCorrectWhatIsAccepted) {
  Survey next = SampleSurvey(2, 1);
  next.replaces = IdNumber<SurveyId>(1);
  for (const Status status : {Status::kSubmitted, Status::kReturned}) {
    const CurrentSurvey newest{next.replaces, status};
    EXPECT_OK(MayReplace(next, &newest));
  }
  const CurrentSurvey accepted{next.replaces, Status::kAccepted};
  EXPECT_THAT(
      MayReplace(next, &accepted),
      StatusIs(StatusCode::kFailedPrecondition, "CORRECTION_REASON_MISSING"));
  next.correction_reason = "Đếm nhầm";
  EXPECT_OK(MayReplace(next, &accepted));
}

ReviewOrder Order(Act act) {
  return {.survey = IdNumber<SurveyId>(1),
          .act = act,
          .seen_revision = 1,
          .supervisor = "staff/officer"};
}

TEST(ReviewedTest, MovesTheSurveyOneRevisionFurther) {
  const Survey survey = SampleSurvey(1, 1);
  ASSERT_OK_AND_ASSIGN(const Survey accepted,
                       Reviewed(survey, Order(Act::kAccept)));
  EXPECT_EQ(accepted.status, Status::kAccepted);
  EXPECT_EQ(accepted.revision, 2);
  EXPECT_TRUE(SameContent(accepted, survey));
  ASSERT_OK_AND_ASSIGN(const Survey returned,
                       Reviewed(survey, Order(Act::kReturn)));
  EXPECT_EQ(returned.status, Status::kReturned);
}

TEST(ReviewedTest, SaysFirstWhatCannotBeMended) {
  Survey survey = SampleSurvey(1, 1);
  survey.status = Status::kAccepted;
  survey.revision = 2;
  survey.is_current = false;
  survey.reviewer = "staff/officer";
  EXPECT_THAT(Reviewed(survey, Order(Act::kAccept)),
              StatusIs(StatusCode::kPermissionDenied, "REVIEW_OF_OWN_SURVEY"));
  survey.reviewer = "staff/reviewer";
  EXPECT_THAT(Reviewed(survey, Order(Act::kAccept)),
              StatusIs(StatusCode::kAborted, "SURVEY_OUTDATED"));
  survey.is_current = true;
  EXPECT_THAT(Reviewed(survey, Order(Act::kAccept)),
              StatusIs(StatusCode::kAborted, "STALE_SURVEY"));
  survey.revision = 1;
  EXPECT_THAT(Reviewed(survey, Order(Act::kAccept)),
              StatusIs(StatusCode::kFailedPrecondition, "SURVEY_ACCEPTED"));
}

std::vector<std::string> FaultsOf(const ReviewComments& comments, Act act) {
  std::vector<std::string> told;
  for (const Violation& fault : CheckComments(comments, act)) {
    EXPECT_FALSE(fault.vi.empty());
    EXPECT_FALSE(fault.en.empty());
    told.push_back(fault.field + " " + fault.rule);
  }
  return told;
}

TEST(CheckCommentsTest, WantsAWordWithAReturnOnly) {
  EXPECT_THAT(FaultsOf({}, Act::kReturn),
              ElementsAre("comments COMMENT_MISSING"));
  EXPECT_THAT(FaultsOf({}, Act::kAccept), IsEmpty());
  EXPECT_THAT(FaultsOf({.general = "Xem lại"}, Act::kReturn), IsEmpty());
  EXPECT_THAT(FaultsOf({.fields = {{"members[02].answers[school]", "?"}}},
                       Act::kReturn),
              IsEmpty());
}

TEST(CheckCommentsTest, FindsEveryFault) {
  EXPECT_THAT(FaultsOf({.general = std::string(1001, 'a'),
                        .fields = {{"", "x"},
                                   {"answers[a]", ""},
                                   {"answers[a]", std::string(501, 'a')},
                                   {"a b", "x\n"}}},
                       Act::kReturn),
              ElementsAre("comments.general COMMENT_MALFORMED",
                          "comments.fields[0].path COMMENT_PATH_MALFORMED",
                          "comments.fields[1].text COMMENT_MALFORMED",
                          "comments.fields[2].path COMMENT_PATH_REPEATED",
                          "comments.fields[2].text COMMENT_MALFORMED",
                          "comments.fields[3].path COMMENT_PATH_MALFORMED",
                          "comments.fields[3].text COMMENT_MALFORMED"));
  ReviewComments many;
  for (int i = 0; i <= 100; ++i) {
    many.fields.push_back({"answers[" + std::to_string(i) + "]", "x"});
  }
  EXPECT_THAT(FaultsOf(many, Act::kReturn),
              ElementsAre("comments.fields COMMENT_COUNT_OUT_OF_RANGE"));
  many.fields.pop_back();
  EXPECT_THAT(FaultsOf(many, Act::kReturn), IsEmpty());
}

}  // namespace
}  // namespace rasoat::registry

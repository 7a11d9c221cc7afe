#include "services/registry/domain/check_survey.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "tests/support/registry/samples.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAreArray;

constexpr absl::CivilDay kToday(2021, 10, 10);

/// A survey of SampleHousehold on SampleForm, spoiled, and the faults to be
/// told as "field RULE".
struct SurveyCase {
  const char* name;
  std::function<void(Survey&)> spoil;
  std::vector<std::string> want;
};

class CheckSurveyTest : public testing::TestWithParam<SurveyCase> {};

TEST_P(CheckSurveyTest, TellsTheFaults) {
  Survey survey = SampleSurvey();
  GetParam().spoil(survey);
  std::vector<std::string> told;
  for (const Violation& fault :
       CheckSurvey(SampleForm(), SampleHousehold().members, survey, kToday)) {
    EXPECT_FALSE(fault.vi.empty());
    EXPECT_FALSE(fault.en.empty());
    told.push_back(fault.field + " " + fault.rule);
  }
  EXPECT_THAT(told, ElementsAreArray(GetParam().want));
}

std::string NameOfCase(const testing::TestParamInfo<SurveyCase>& info) {
  return info.param.name;
}

void Declare(Survey& survey) {
  survey.answers.clear();
  survey.members.clear();
  survey.declared = DeclaredTotals{.b1 = 120, .deprivations = {"job"}};
}

INSTANTIATE_TEST_SUITE_P(
    Days, CheckSurveyTest,
    testing::Values(
        SurveyCase{"Good", [](Survey&) {}, {}},
        SurveyCase{
            "ReviewedToday", [](Survey& s) { s.review_date = kToday; }, {}},
        SurveyCase{"ReviewedTomorrow",
                   [](Survey& s) { s.review_date = kToday + 1; },
                   {"review_date REVIEW_DATE_IN_FUTURE"}},
        SurveyCase{"ReviewedBefore2000",
                   [](Survey& s) {
                     s.review_date = absl::CivilDay(1999, 12, 31);
                     s.members[1].answers.clear();
                   },
                   {"review_date REVIEW_DATE_TOO_EARLY",
                    "review_date MEMBER_BORN_LATER"}},
        SurveyCase{"DayUnreadable",
                   [](Survey& s) { s.review_date = kNoDay; },
                   {"review_date REVIEW_DATE_MALFORMED"}},
        SurveyCase{"MemberBornLater",
                   [](Survey& s) {
                     s.review_date = absl::CivilDay(2015, 2, 2);
                     s.members[1].answers.clear();
                   },
                   {"review_date MEMBER_BORN_LATER"}},
        SurveyCase{"DeviceClockWild",
                   [](Survey& s) { s.device_time = absl::FromUnixSeconds(0); },
                   {"device_time DEVICE_TIME_OUT_OF_RANGE"}},
        SurveyCase{"DeviceClockBeyondAll",
                   [](Survey& s) {
                     s.device_time = absl::FromUnixSeconds(1'000'000'000'000);
                   },
                   {"device_time DEVICE_TIME_OUT_OF_RANGE"}}),
    NameOfCase);

INSTANTIATE_TEST_SUITE_P(
    Answers, CheckSurveyTest,
    testing::Values(
        SurveyCase{"UnknownQuestion",
                   [](Survey& s) {
                     s.answers.push_back({"car", true});
                   },
                   {"answers[4] QUESTION_UNKNOWN"}},
        SurveyCase{"Repeated",
                   [](Survey& s) { s.answers.push_back(s.answers[0]); },
                   {"answers[4] ANSWER_REPEATED"}},
        SurveyCase{"OfAnotherKind",
                   [](Survey& s) { s.answers[0].value = true; },
                   {"answers[0] ANSWER_KIND_WRONG"}},
        SurveyCase{"Empty",
                   [](Survey& s) { s.answers[1].value = std::monostate(); },
                   {"answers[1] ANSWER_KIND_WRONG"}},
        SurveyCase{"NoSuchOption",
                   [](Survey& s) { s.answers[0].value = Choice{"gold"}; },
                   {"answers[0] OPTION_UNKNOWN"}},
        SurveyCase{"OptionTwice",
                   [](Survey& s) {
                     s.answers[2].value = Choices{{"tv", "tv"}};
                   },
                   {"answers[2] OPTION_REPEATED"}},
        SurveyCase{"NoneOfThese",
                   [](Survey& s) {
                     s.answers[2].value = Choices{};
                     s.answers.pop_back();
                   },
                   {}},
        SurveyCase{"NumberLeast",
                   [](Survey& s) { s.answers[1].value = std::int64_t{10}; },
                   {}},
        SurveyCase{"NumberBelow",
                   [](Survey& s) { s.answers[1].value = std::int64_t{9}; },
                   {"answers[1] ANSWER_OUT_OF_RANGE"}},
        SurveyCase{"NumberMost",
                   [](Survey& s) { s.answers[1].value = std::int64_t{20'000}; },
                   {}},
        SurveyCase{"NumberAbove",
                   [](Survey& s) { s.answers[1].value = std::int64_t{20'001}; },
                   {"answers[1] ANSWER_OUT_OF_RANGE"}},
        SurveyCase{"TextOf501",
                   [](Survey& s) {
                     s.answers.push_back({"note", Text{std::string(501, 'a')}});
                   },
                   {"answers[4] TEXT_MALFORMED"}},
        SurveyCase{"Missing",
                   [](Survey& s) { s.answers.erase(s.answers.begin()); },
                   {"answers[house.wall] ANSWER_MISSING"}},
        SurveyCase{"MissingConditional",
                   [](Survey& s) { s.answers.pop_back(); },
                   {"answers[assets.tv_age] ANSWER_MISSING"}},
        SurveyCase{"NotAsked",
                   [](Survey& s) { s.answers[2].value = Choices{{"phone"}}; },
                   {"answers[3] ANSWER_NOT_ASKED"}},
        SurveyCase{"OneFaultHidesWhatHangsOnIt",
                   [](Survey& s) { s.answers[2].value = true; },
                   {"answers[2] ANSWER_KIND_WRONG"}}),
    NameOfCase);

INSTANTIATE_TEST_SUITE_P(
    Members, CheckSurveyTest,
    testing::Values(
        SurveyCase{"Unknown",
                   [](Survey& s) { s.members.push_back({.id = "9"}); },
                   {"members[2].member_id MEMBER_UNKNOWN"}},
        SurveyCase{"Repeated",
                   [](Survey& s) { s.members.push_back({.id = "01"}); },
                   {"members[2].member_id MEMBER_REPEATED"}},
        SurveyCase{"Missing",
                   [](Survey& s) { s.members.pop_back(); },
                   {"members[02] MEMBER_MISSING"}},
        SurveyCase{"AnswerMissing",
                   [](Survey& s) { s.members[1].answers.clear(); },
                   {"members[1].answers[school] ANSWER_MISSING"}},
        SurveyCase{"TooOldToBeAsked",
                   [](Survey& s) {
                     s.members[0].answers = {{"school", false}};
                   },
                   {"members[0].answers[0] ANSWER_NOT_ASKED"}},
        SurveyCase{"WhyNotMissing",
                   [](Survey& s) { s.members[1].answers[0].value = false; },
                   {"members[1].answers[school.why_not] ANSWER_MISSING"}},
        SurveyCase{"WhyNotGiven",
                   [](Survey& s) {
                     s.members[1].answers = {{"school", false},
                                             {"school.why_not", Choice{"far"}}};
                   },
                   {}},
        SurveyCase{
            "SixthBirthdayIsAsked",
            [](Survey& s) { s.review_date = absl::CivilDay(2021, 2, 3); },
            {}},
        SurveyCase{
            "DayBeforeSixthBirthdayIsNot",
            [](Survey& s) { s.review_date = absl::CivilDay(2021, 2, 2); },
            {"members[1].answers[0] ANSWER_NOT_ASKED"}}),
    NameOfCase);

INSTANTIATE_TEST_SUITE_P(
    Declared, CheckSurveyTest,
    testing::Values(
        SurveyCase{"Alone", Declare, {}},
        SurveyCase{"Nothing",
                   [](Survey& s) {
                     Declare(s);
                     s.declared = DeclaredTotals{};
                   },
                   {}},
        SurveyCase{"HighestB1",
                   [](Survey& s) {
                     Declare(s);
                     s.declared->b1 = 400;
                   },
                   {}},
        SurveyCase{"B1TooHigh",
                   [](Survey& s) {
                     Declare(s);
                     s.declared->b1 = 401;
                   },
                   {"declared.b1 DECLARED_B1_OUT_OF_RANGE"}},
        SurveyCase{"B1Negative",
                   [](Survey& s) {
                     Declare(s);
                     s.declared->b1 = -1;
                   },
                   {"declared.b1 DECLARED_B1_OUT_OF_RANGE"}},
        SurveyCase{"Unknown",
                   [](Survey& s) {
                     Declare(s);
                     s.declared->deprivations.push_back("car");
                   },
                   {"declared.deprivations[1] DEPRIVATION_UNKNOWN"}},
        SurveyCase{"Repeated",
                   [](Survey& s) {
                     Declare(s);
                     s.declared->deprivations.push_back("job");
                   },
                   {"declared.deprivations[1] DEPRIVATION_REPEATED"}},
        SurveyCase{"SomeAnswersBeside",
                   [](Survey& s) {
                     Declare(s);
                     s.answers = {{"house.wall", Choice{"weak"}}};
                     s.members = {{.id = "02"}};
                   },
                   {}},
        SurveyCase{"WrongAnswersBeside",
                   [](Survey& s) {
                     Declare(s);
                     s.answers = {{"house.wall", Choice{"gold"}}};
                     s.members = {{.id = "9"}};
                   },
                   {"answers[0] OPTION_UNKNOWN",
                    "members[0].member_id MEMBER_UNKNOWN"}}),
    NameOfCase);

SurveyCase LocationCase(const char* name, Location location,
                        std::vector<std::string> want) {
  return {name, [=](Survey& s) { s.location = location; }, std::move(want)};
}

INSTANTIATE_TEST_SUITE_P(
    Locations, CheckSurveyTest,
    testing::Values(
        LocationCase("AtBothEnds",
                     {.latitude_e6 = -90'000'000,
                      .longitude_e6 = 180'000'000,
                      .accuracy_m = 100'000},
                     {}),
        LocationCase("TooFarNorth", {.latitude_e6 = 90'000'001},
                     {"location.latitude LOCATION_OUT_OF_RANGE"}),
        LocationCase("TooFarWest", {.longitude_e6 = -180'000'001},
                     {"location.longitude LOCATION_OUT_OF_RANGE"}),
        LocationCase("NoNumber",
                     {.latitude_e6 = Location::kNotDegrees,
                      .longitude_e6 = Location::kNotDegrees},
                     {"location.latitude LOCATION_OUT_OF_RANGE",
                      "location.longitude LOCATION_OUT_OF_RANGE"}),
        LocationCase("AccuracyBelowNothing", {.accuracy_m = -1},
                     {"location.accuracy_m LOCATION_OUT_OF_RANGE"}),
        LocationCase("AccuracyTooCoarse", {.accuracy_m = 100'001},
                     {"location.accuracy_m LOCATION_OUT_OF_RANGE"}),
        LocationCase("TimeBeforeSuchDevices",
                     {.time = absl::FromUnixSeconds(0)},
                     {"location.time LOCATION_OUT_OF_RANGE"}),
        SurveyCase{"ReasonOnTwoLines",
                   [](Survey& s) { s.correction_reason = "a\nb"; },
                   {"correction_reason CORRECTION_REASON_MALFORMED"}},
        SurveyCase{
            "ReasonTooLong",
            [](Survey& s) { s.correction_reason = std::string(501, 'a'); },
            {"correction_reason CORRECTION_REASON_MALFORMED"}}),
    NameOfCase);

TEST(CheckSurvey, WarnsOfALocationOutsideTheCountry) {
  Survey survey = SampleSurvey();
  const auto warned = [&](std::int64_t latitude_e6, std::int64_t longitude_e6) {
    survey.location =
        Location{.latitude_e6 = latitude_e6, .longitude_e6 = longitude_e6};
    std::vector<Violation> warnings;
    EXPECT_TRUE(CheckSurvey(SampleForm(), SampleHousehold().members, survey,
                            kToday, &warnings)
                    .empty());
    return warnings.size() == 1 &&
           warnings[0].rule == "LOCATION_OUTSIDE_VIETNAM";
  };
  EXPECT_FALSE(warned(21'273'000, 106'194'000));  // Bắc Giang
  EXPECT_FALSE(warned(8'000'000, 102'000'000));
  EXPECT_FALSE(warned(24'000'000, 118'000'000));
  EXPECT_TRUE(warned(7'999'999, 106'000'000));
  EXPECT_TRUE(warned(24'000'001, 106'000'000));
  EXPECT_TRUE(warned(21'000'000, 101'999'999));
  EXPECT_TRUE(warned(21'000'000, 118'000'001));
  EXPECT_TRUE(warned(0, 0));
}

TEST(CheckSurvey, RefusesTotalsOnAFormThatTakesNone) {
  Form form = SampleForm();
  form.declared_b1_maximum = 0;
  form.deprivations.clear();
  Survey survey = SampleSurvey();
  Declare(survey);
  const auto faults =
      CheckSurvey(form, SampleHousehold().members, survey, kToday);
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].rule, "DECLARED_NOT_TAKEN");
}

TEST(CheckSurvey, WantsTotalsOnAFormThatIsAllOptional) {
  Form form = SampleForm();
  form.household = {};
  form.member = {};
  Survey survey = SampleSurvey();
  survey.answers.clear();
  survey.members = {{.id = "01"}, {.id = "02"}};
  const auto faults =
      CheckSurvey(form, SampleHousehold().members, survey, kToday);
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].rule, "DECLARED_MISSING");
}

TEST(SameContent, LeavesOutMembersNobodyAnsweredAbout) {
  Survey taken = SampleSurvey();
  AddMemberFacts(SampleHousehold(), taken);
  EXPECT_TRUE(SameContent(taken, SampleSurvey()));
  Survey other = SampleSurvey();
  other.members[1].answers[0].value = false;
  EXPECT_FALSE(SameContent(taken, other));
  Survey elsewhere = SampleSurvey();
  elsewhere.location = Location{.latitude_e6 = 1};
  EXPECT_FALSE(SameContent(taken, elsewhere));
  Survey corrected = SampleSurvey();
  corrected.correction_reason = "x";
  EXPECT_FALSE(SameContent(taken, corrected));
}

}  // namespace
}  // namespace rasoat::registry

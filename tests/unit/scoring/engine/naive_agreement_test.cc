// The engines give what a second, plain reckoning gives, on surveys made by
// chance around every edge.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/scoring/domain/class_rule.h"
#include "services/scoring/engine/score_household.h"
#include "services/scoring/flat/compile.h"
#include "services/scoring/flat/encode.h"
#include "services/scoring/load/catalogue.h"
#include "services/scoring/wire/facts_proto.h"
#include "tests/support/scoring/naive_scorer.h"
#include "tests/support/scoring/random_survey.h"
#include "tests/support/source_dir.h"
#include "tests/support/status_matchers.h"

namespace rasoat::scoring {
namespace {

constexpr SpoiltRates kSound;
constexpr SpoiltRates kSpoilt{.missing = 60,
                              .unknown = 40,
                              .repeated = 30,
                              .wrong_kind = 30,
                              .contradicting = 1'000};

void ExpectSame(const NaiveScore& naive, const Score& score) {
  EXPECT_EQ(naive.b1, score.b1);
  EXPECT_EQ(naive.b2, score.b2);
  EXPECT_EQ(static_cast<int>(naive.household_class),
            static_cast<int>(score.household_class));
  std::map<std::string, std::vector<std::string>> found;
  for (const Finding& finding : score.findings) {
    if (!finding.deprived) continue;
    found[finding.deprivation->code] = {finding.members.begin(),
                                        finding.members.end()};
  }
  EXPECT_EQ(naive.deprivations, found);
}

class NaiveAgreementTest : public testing::Test {
 protected:
  void SetUp() override {
    absl::StatusOr<Catalogue> catalogue = Catalogue::Load(
        absl::StrCat(SourceDir(), "/services/scoring/standards"));
    ASSERT_OK(catalogue);
    catalogue_ = std::make_unique<Catalogue>(*std::move(catalogue));
    known_ = catalogue_->Find("standards/training-2022-2");
    ASSERT_NE(known_, nullptr);
  }

  NaiveScore Naive(const api::v1::HouseholdFacts& survey) const {
    return ScoreNaively(known_->proto, survey);
  }

  std::unique_ptr<Catalogue> catalogue_;
  const KnownStandard* known_ = nullptr;
  std::mt19937 chance_{4};
};

/// What a run over surveys met, so that it cannot pass by meeting nothing.
struct Met {
  int refused = 0;
  int fitting = 0;
  int classes[4] = {};

  void Add(const Met& other) {
    refused += other.refused;
    fitting += other.fitting;
    for (int i = 0; i < 4; ++i) classes[i] += other.classes[i];
  }
};

/// Reckons `surveys` random surveys in every way there is; the seed decides
/// which. One of three is spoilt.
class AgreementRun {
 public:
  AgreementRun(const KnownStandard& known, const flat::Codebook& codebook,
               const flat::Program& program)
      : known_(known), codebook_(codebook), program_(program) {}

  Met Run(int surveys, unsigned seed) {
    std::mt19937 chance(seed);
    Met met;
    for (int i = 0; i < surveys; ++i) {
      const api::v1::HouseholdFacts survey =
          RandomSurvey(chance, i % 3 == 0 ? kSpoilt : kSound);
      Take(survey, met);
      if (testing::Test::HasFailure()) {
        ADD_FAILURE() << "seed " << seed << ", survey " << i << '\n'
                      << survey.DebugString();
        return met;
      }
    }
    return met;
  }

 private:
  void Take(const api::v1::HouseholdFacts& survey, Met& met) {
    const NaiveScore naive = ScoreNaively(known_.proto, survey);
    ++(naive.refused ? met.refused : met.classes[naive.household_class]);
    const absl::StatusOr<Facts> facts = ReadFacts(survey);
    ASSERT_OK(facts);
    const absl::StatusOr<Score> score = ScoreHousehold(known_.standard, *facts);
    EXPECT_EQ(naive.refused, !score.ok()) << score.status();
    if (score.ok() && !naive.refused) ExpectSame(naive, *score);
    // One that does not fit is left to the readable engine.
    if (!quick_.Read(codebook_, *facts)) return;
    ++met.fitting;
    const flat::Outcome outcome = flat::Evaluate(program_, quick_.view());
    EXPECT_EQ(naive.refused, outcome.household_class == 0);
    if (naive.refused) return;
    EXPECT_EQ(naive.b1, outcome.b1);
    EXPECT_EQ(naive.b2, outcome.b2);
    EXPECT_EQ(static_cast<int>(naive.household_class), outcome.household_class);
  }

  const KnownStandard& known_;
  const flat::Codebook& codebook_;
  const flat::Program& program_;
  flat::FlatHousehold quick_;
};

/// How many surveys are tried: the variable AGREEMENT_SURVEYS, or 200,000.
int Surveys() {
  int surveys = 200'000;
  if (const char* wanted = std::getenv("AGREEMENT_SURVEYS")) {
    EXPECT_TRUE(absl::SimpleAtoi(wanted, &surveys)) << wanted;
  }
  return surveys;
}

TEST_F(NaiveAgreementTest, OfBothEnginesOnRandomSurveys) {
  const absl::StatusOr<flat::Codebook> codebook =
      flat::Codebook::Of({&known_->standard});
  ASSERT_OK(codebook);
  const absl::StatusOr<flat::Compiled> compiled =
      flat::Compile(known_->standard, *codebook);
  ASSERT_OK(compiled);
  constexpr int kThreads = 2;
  const int each = Surveys() / kThreads;
  Met parts[kThreads];
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      parts[t] = AgreementRun(*known_, *codebook, compiled->program())
                     .Run(each, 4 + static_cast<unsigned>(t));
    });
  }
  for (std::thread& thread : threads) thread.join();
  Met met;
  for (const Met& part : parts) met.Add(part);
  const int surveys = each * kThreads;
  EXPECT_GT(met.refused, surveys / 10);
  EXPECT_GT(met.fitting, surveys / 10 * 6);
  EXPECT_GT(met.classes[v1::HOUSEHOLD_CLASS_POOR], surveys / 40);
  EXPECT_GT(met.classes[v1::HOUSEHOLD_CLASS_NEAR_POOR], surveys / 400);
  EXPECT_GT(met.classes[v1::HOUSEHOLD_CLASS_NOT_POOR], surveys / 40);
}

TEST_F(NaiveAgreementTest, B2IsAMultipleOfTenUpTo120) {
  for (int i = 0; i < 5'000; ++i) {
    const api::v1::HouseholdFacts survey = RandomSurvey(chance_, kSound);
    const absl::StatusOr<Facts> facts = ReadFacts(survey);
    ASSERT_OK(facts);
    const absl::StatusOr<Score> score =
        ScoreHousehold(known_->standard, *facts);
    if (!score.ok()) continue;
    EXPECT_EQ(0, score->b2 % 10);
    EXPECT_GE(score->b2, 0);
    EXPECT_LE(score->b2, 120);
  }
}

TEST_F(NaiveAgreementTest, NoOrderChangesTheScore) {
  for (int i = 0; i < 5'000; ++i) {
    api::v1::HouseholdFacts survey = RandomSurvey(chance_, kSound);
    const NaiveScore naive = Naive(survey);
    std::shuffle(survey.mutable_members()->begin(),
                 survey.mutable_members()->end(), chance_);
    std::shuffle(survey.mutable_answers()->begin(),
                 survey.mutable_answers()->end(), chance_);
    const absl::StatusOr<Facts> facts = ReadFacts(survey);
    ASSERT_OK(facts);
    const absl::StatusOr<Score> score =
        ScoreHousehold(known_->standard, *facts);
    ASSERT_EQ(naive.refused, !score.ok());
    if (score.ok()) ExpectSame(naive, *score);
    if (HasFailure()) FAIL() << survey.DebugString();
  }
}

TEST_F(NaiveAgreementTest, ClassIsMonotoneInB1AndB2UnderEveryStandard) {
  int rules = 0;
  for (const auto& known : catalogue_->all()) {
    if (!IsComplete(known->standard)) continue;
    for (const ClassRule& rule : known->standard.class_rules) {
      ++rules;
      for (int b1 = 0; b1 <= 300; ++b1) {
        for (int b2 = 0; b2 <= 120; b2 += 10) {
          const HouseholdClass here = PlaceInClass(b1, b2, rule);
          EXPECT_GE(PlaceInClass(b1 + 1, b2, rule), here) << b1 << ' ' << b2;
          EXPECT_LE(PlaceInClass(b1, b2 + 10, rule), here) << b1 << ' ' << b2;
        }
      }
    }
  }
  EXPECT_GE(rules, 6);
}

/// The surveys of the edges: each is taken from chance and then set
/// exactly on the edge.
class NaiveEdgeTest : public NaiveAgreementTest {
 protected:
  /// A survey that is scored, of one member born on `birth`.
  api::v1::HouseholdFacts Alone(const std::string& birth) {
    for (;;) {
      api::v1::HouseholdFacts survey = RandomSurvey(chance_, kSound);
      survey.mutable_members()->DeleteSubrange(1, survey.members_size() - 1);
      survey.set_review_date("2023-02-28");
      survey.mutable_members(0)->set_birth_date(birth);
      if (!Naive(survey).refused) return survey;
    }
  }
  static api::v1::Answer& At(
      google::protobuf::RepeatedPtrField<api::v1::Answer>& answers,
      absl::string_view question) {
    return *std::find_if(answers.begin(), answers.end(),
                         [&](const api::v1::Answer& answer) {
                           return answer.question() == question;
                         });
  }
  /// Both reckonings of a survey, which must be the same.
  NaiveScore Both(const api::v1::HouseholdFacts& survey) {
    const NaiveScore naive = Naive(survey);
    const absl::StatusOr<Facts> facts = ReadFacts(survey);
    EXPECT_OK(facts);
    const absl::StatusOr<Score> score =
        ScoreHousehold(known_->standard, *facts);
    EXPECT_EQ(naive.refused, !score.ok());
    if (score.ok() && !naive.refused) ExpectSame(naive, *score);
    return naive;
  }
};

TEST_F(NaiveEdgeTest, FloorAreaIsStrictlyBelowEightSquareMetres) {
  api::v1::HouseholdFacts survey = Alone("1980-01-01");
  At(*survey.mutable_answers(), "house.area").set_number(79);
  EXPECT_TRUE(Both(survey).deprivations.contains("housing_area"));
  At(*survey.mutable_answers(), "house.area").set_number(80);
  EXPECT_FALSE(Both(survey).deprivations.contains("housing_area"));
}

TEST_F(NaiveEdgeTest, HalfOfTheMembersIsNotMoreThanHalf) {
  api::v1::HouseholdFacts survey = Alone("1980-01-01");
  At(*survey.mutable_members(0)->mutable_answers(), "member.allowance")
      .set_yes(false);
  EXPECT_FALSE(Both(survey).deprivations.contains("dependants"));
  api::v1::MemberFacts other = survey.members(0);
  At(*other.mutable_answers(), "member.allowance").set_yes(true);
  other.set_member("02");
  *survey.add_members() = other;
  EXPECT_FALSE(Both(survey).deprivations.contains("dependants"));
  other.set_member("03");
  *survey.add_members() = other;
  EXPECT_EQ((std::vector<std::string>{"02", "03"}),
            Both(survey).deprivations["dependants"]);
}

TEST_F(NaiveEdgeTest, AYearIsCompletedOnTheBirthdayAndOnLeapDay) {
  // Who is below 16 counts for nutrition.
  api::v1::HouseholdFacts survey = Alone("2007-03-01");
  // Answers that a child of 5 can give as well.
  for (const auto& [question, option] :
       {std::pair{"member.school", "none"},
        std::pair{"member.certificate", "none"},
        std::pair{"member.work", "not_seeking"}}) {
    At(*survey.mutable_members(0)->mutable_answers(), question)
        .set_choice(option);
  }
  At(*survey.mutable_members(0)->mutable_answers(), "member.nutrition")
      .set_choice("stunted");
  EXPECT_TRUE(Both(survey).deprivations.contains("nutrition"));
  survey.set_review_date("2023-03-01");
  EXPECT_FALSE(Both(survey).deprivations.contains("nutrition"));
  survey.mutable_members(0)->set_birth_date("2008-02-29");
  survey.set_review_date("2024-02-28");
  EXPECT_TRUE(Both(survey).deprivations.contains("nutrition"));
  survey.set_review_date("2024-02-29");
  EXPECT_FALSE(Both(survey).deprivations.contains("nutrition"));
  // Where there is no 29 February the year is completed on 1 March: below 6
  // health insurance is not asked for.
  survey.mutable_members(0)->set_birth_date("2016-02-29");
  At(*survey.mutable_members(0)->mutable_answers(), "member.health_insurance")
      .set_yes(false);
  survey.set_review_date("2022-02-28");
  EXPECT_FALSE(Both(survey).deprivations.contains("health_insurance"));
  survey.set_review_date("2022-03-01");
  EXPECT_TRUE(Both(survey).deprivations.contains("health_insurance"));
}

TEST_F(NaiveEdgeTest, NobodyInTheReferenceGroupIsNoDeprivation) {
  const NaiveScore score = Both(Alone("1980-01-01"));
  EXPECT_FALSE(score.deprivations.contains("nutrition"));
  EXPECT_FALSE(score.deprivations.contains("adult_education"));
  EXPECT_FALSE(score.deprivations.contains("child_schooling"));
}

TEST_F(NaiveEdgeTest, LimitsOfPointsAreWithinTheNeedierClass) {
  // The limits as data: the same survey with the limit on and below its B1.
  int poor = 0;
  for (int i = 0; i < 2'000; ++i) {
    const api::v1::HouseholdFacts survey = RandomSurvey(chance_, kSound);
    NaiveScore score = Naive(survey);
    if (score.refused) continue;
    const bool urban = survey.settlement() == api::v1::SETTLEMENT_URBAN;
    const int limit = urban ? 175 : 140;
    if (score.b1 != limit && score.b1 != limit + 5) continue;
    const auto want = score.b1 > limit ? v1::HOUSEHOLD_CLASS_NOT_POOR
                      : score.b2 >= 30 ? v1::HOUSEHOLD_CLASS_POOR
                                       : v1::HOUSEHOLD_CLASS_NEAR_POOR;
    EXPECT_EQ(want, Both(survey).household_class);
    poor += score.b1 == limit;
  }
  EXPECT_GT(poor, 10);
}

}  // namespace
}  // namespace rasoat::scoring

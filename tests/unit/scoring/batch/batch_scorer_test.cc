// A batch gives each household what it would get alone, and each bad one its
// own errors.
#include "services/scoring/batch/batch_scorer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/scoring/engine/score_household.h"
#include "services/scoring/flat/compile.h"
#include "services/scoring/wire/assessment_proto.h"
#include "services/scoring/wire/facts_proto.h"
#include "tests/support/scoring/packer.h"
#include "tests/support/source_dir.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/scoring/training_household.h"

namespace rasoat::scoring {
namespace {

constexpr char kTraining[] = "standards/training-2022-2";

class BatchScorerTest : public testing::Test {
 protected:
  void SetUp() override {
    absl::StatusOr<Catalogue> catalogue = Catalogue::Load(
        absl::StrCat(SourceDir(), "/services/scoring/standards"));
    ASSERT_OK(catalogue);
    catalogue_ = *std::move(catalogue);
    scorer_ = std::make_unique<BatchScorer>(catalogue_);
  }

  std::vector<api::v1::HouseholdFacts> Households(int count) {
    std::vector<api::v1::HouseholdFacts> households;
    for (int i = 0; i < count; ++i) {
      households.push_back(TrainingHousehold(chance_));
    }
    return households;
  }

  absl::StatusOr<Score> Alone(const api::v1::HouseholdFacts& proto) {
    facts_ = ReadFacts(proto);
    if (!facts_.ok()) return facts_.status();
    return ScoreHousehold(catalogue_.Find(kTraining)->standard, *facts_);
  }

  /// That `response` says of its item `i` what `proto` gets alone.
  void ExpectAsAlone(const api::v1::HouseholdFacts& proto,
                     const v1::ScoreBatchResponse& response, int i) {
    const absl::StatusOr<Score> score = Alone(proto);
    if (!score.ok()) {
      EXPECT_EQ(v1::HOUSEHOLD_CLASS_UNSPECIFIED, response.classes(i));
      return;
    }
    EXPECT_EQ(ToProto(score->household_class), response.classes(i));
    EXPECT_EQ(score->b1, response.b1(i));
    EXPECT_EQ(score->b2, response.b2(i));
    for (const Finding& finding : score->findings) {
      EXPECT_EQ(finding.deprived,
                (response.deprivations(i) >> (finding.deprivation->number - 1) &
                 1) != 0);
    }
  }

  Catalogue catalogue_;
  std::unique_ptr<BatchScorer> scorer_;
  std::mt19937 chance_{7};
  absl::StatusOr<Facts> facts_;
};

TEST_F(BatchScorerTest, ScoresHouseholdsAsOneByOne) {
  const auto households = Households(600);
  int item = 0;
  for (int message = 0; message < 3; ++message) {
    v1::ScoreBatchRequest request;
    if (message == 0) request.set_standard(kTraining);
    for (int i = 0; i < 200; ++i) {
      *request.add_households() = households[message * 200 + i];
    }
    v1::ScoreBatchResponse response;
    ASSERT_OK(scorer_->Score(request, response));
    ASSERT_EQ(200, response.classes_size());
    EXPECT_EQ(item, response.first_item());
    EXPECT_EQ(0, response.errors_size());
    for (int i = 0; i < 200; ++i)
      ExpectAsAlone(households[item++], response, i);
  }
}

TEST_F(BatchScorerTest, ScoresPackedHouseholdsTheSame) {
  const auto households = Households(3000);
  Packer packer;
  v1::ScoreBatchRequest request;
  request.set_standard(kTraining);
  for (const auto& household : households) {
    packer.Add(household, *request.mutable_packed());
  }
  packer.Complete(*request.mutable_packed());
  *request.mutable_layout() = packer.layout();
  v1::ScoreBatchResponse response;
  ASSERT_OK(scorer_->Score(request, response));
  ASSERT_EQ(3000, response.classes_size());
  EXPECT_EQ(0, response.errors_size());
  for (int i = 0; i < 3000; ++i) ExpectAsAlone(households[i], response, i);
}

TEST_F(BatchScorerTest, GivesEachBadItemItsOwnErrorsAndScoresTheOthers) {
  auto households = Households(1000);
  std::vector<std::int64_t> bad;
  for (std::size_t i = 7; i < households.size(); i += 100) {
    // An option nobody lists, an answer left out, and a member not yet born.
    auto& answers = *households[i].mutable_answers();
    answers.Mutable(0)->set_choice("gold");
    answers.DeleteSubrange(3, 1);
    households[i].mutable_members(0)->set_birth_date("2021-12-24");
    bad.push_back(static_cast<std::int64_t>(i));
  }
  for (const bool as_columns : {false, true}) {
    scorer_ = std::make_unique<BatchScorer>(catalogue_);
    v1::ScoreBatchRequest request;
    request.set_standard(kTraining);
    Packer packer;
    for (const auto& household : households) {
      if (as_columns) {
        packer.Add(household, *request.mutable_packed());
      } else {
        *request.add_households() = household;
      }
    }
    packer.Complete(*request.mutable_packed());
    *request.mutable_layout() = packer.layout();
    v1::ScoreBatchResponse response;
    ASSERT_OK(scorer_->Score(request, response));
    std::vector<std::int64_t> told;
    for (const v1::BatchError& error : response.errors()) {
      told.push_back(error.item());
      std::vector<std::string> rules;
      for (const auto& violation : error.violations()) {
        rules.push_back(violation.rule());
        EXPECT_FALSE(violation.vi().empty());
        EXPECT_FALSE(violation.en().empty());
      }
      EXPECT_THAT(rules,
                  testing::IsSupersetOf({"ANSWER_UNKNOWN", "ANSWER_MISSING",
                                         "BIRTH_AFTER_REVIEW"}));
    }
    EXPECT_EQ(bad, told) << as_columns;
    for (int i = 0; i < 1000; ++i) ExpectAsAlone(households[i], response, i);
  }
}

TEST_F(BatchScorerTest, TellsAPackedPlaceBeyondTheOptionsAsUnknown) {
  Packer packer;
  v1::ScoreBatchRequest request;
  request.set_standard(kTraining);
  packer.Add(Households(1).front(), *request.mutable_packed());
  packer.Complete(*request.mutable_packed());
  *request.mutable_layout() = packer.layout();
  request.mutable_packed()->mutable_household(0)->set_values(0, 99);
  v1::ScoreBatchResponse response;
  ASSERT_OK(scorer_->Score(request, response));
  ASSERT_EQ(1, response.errors_size());
  EXPECT_EQ("household.answers[house.wall]",
            response.errors(0).violations(0).field());
  EXPECT_EQ("ANSWER_UNKNOWN", response.errors(0).violations(0).rule());
}

TEST_F(BatchScorerTest, ScoresDeclaredTotalsOfAStandardWithoutTable) {
  v1::ScoreBatchRequest request;
  request.set_standard("standards/national-2022");
  for (const int b1 : {140, 141}) {
    api::v1::HouseholdFacts& facts = *request.add_households();
    facts.set_settlement(api::v1::SETTLEMENT_RURAL);
    facts.set_review_date("2022-10-10");
    facts.mutable_declared()->set_b1(b1);
    for (const char* code : {"job", "water", "toilet"}) {
      facts.mutable_declared()->add_deprivations(code);
    }
  }
  v1::ScoreBatchResponse response;
  ASSERT_OK(scorer_->Score(request, response));
  EXPECT_THAT(response.classes(),
              testing::ElementsAre(v1::HOUSEHOLD_CLASS_POOR,
                                   v1::HOUSEHOLD_CLASS_NOT_POOR));
  EXPECT_THAT(response.deprivations(), testing::Each(1u | 1u << 8 | 1u << 9));
}

TEST_F(BatchScorerTest, AsksForTotalsWhereThereIsNoTable) {
  const auto households = Households(2);
  Packer packer;
  v1::ScoreBatchRequest request;
  request.set_standard("standards/national-2022");
  *request.add_households() = households[0];
  packer.Add(households[1], *request.mutable_packed());
  packer.Complete(*request.mutable_packed());
  *request.mutable_layout() = packer.layout();
  v1::ScoreBatchResponse response;
  ASSERT_OK(scorer_->Score(request, response));
  ASSERT_EQ(2, response.errors_size());
  for (const v1::BatchError& error : response.errors()) {
    EXPECT_EQ("TOTALS_NEEDED", error.violations(0).rule());
  }
}

TEST_F(BatchScorerTest, TellsOfAnItemNoMoreThanAMessageHolds) {
  // Nobody answers anything, in twenty thousand households.
  v1::ScoreBatchRequest request;
  request.set_standard(kTraining);
  v1::PackedHouseholds& packed = *request.mutable_packed();
  packed.add_settlements(api::v1::SETTLEMENT_URBAN);
  packed.add_review_days(flat::DayNumber(absl::CivilDay(2021, 10, 10)));
  for (int i = 0; i < BatchScorer::kMostPacked; ++i) {
    packed.add_member_counts(4);
    for (int k = 0; k < 4; ++k) packed.add_birth_days(0);
  }
  v1::ScoreBatchResponse response;
  ASSERT_OK(scorer_->Score(request, response));
  ASSERT_EQ(BatchScorer::kMostPacked, response.errors_size());
  EXPECT_EQ(static_cast<int>(BatchScorer::kMostViolations),
            response.errors(0).violations_size());
  EXPECT_TRUE(response.errors(0).more());
  EXPECT_LT(response.ByteSizeLong(), std::size_t{6} << 20);
}

TEST_F(BatchScorerTest, RefusesWhatTheStreamCannotGoOnWith) {
  v1::ScoreBatchResponse response;
  v1::ScoreBatchRequest nameless;
  EXPECT_EQ("BATCH_NOT_OPENED", ReasonOf(scorer_->Score(nameless, response)));
  v1::ScoreBatchRequest unknown;
  unknown.set_standard("standards/none");
  EXPECT_EQ("STANDARD_NOT_FOUND", ReasonOf(scorer_->Score(unknown, response)));
  v1::ScoreBatchRequest opening;
  opening.set_standard(kTraining);
  opening.mutable_layout()->add_household()->set_question("house.area");
  opening.mutable_layout()->add_household()->set_question("house.area");
  EXPECT_EQ("COLUMNS_MALFORMED", ReasonOf(scorer_->Score(opening, response)));
  opening.mutable_layout()->mutable_household()->RemoveLast();
  ASSERT_OK(scorer_->Score(opening, response));
  EXPECT_EQ("BATCH_OPENED_AGAIN", ReasonOf(scorer_->Score(opening, response)));
  v1::ScoreBatchRequest large;
  for (int i = 0; i <= BatchScorer::kMostHouseholds; ++i) {
    large.add_households();
  }
  EXPECT_EQ("BATCH_TOO_LARGE", ReasonOf(scorer_->Score(large, response)));
  v1::ScoreBatchRequest crowd;
  crowd.mutable_packed()->add_member_counts(BatchScorer::kMostInHousehold + 1);
  EXPECT_EQ("BATCH_TOO_LARGE", ReasonOf(scorer_->Score(crowd, response)));
  v1::ScoreBatchRequest uncounted;
  uncounted.mutable_packed()->add_birth_days(1);
  EXPECT_EQ("COLUMNS_MALFORMED", ReasonOf(scorer_->Score(uncounted, response)));
  v1::ScoreBatchRequest ragged;
  ragged.mutable_packed()->add_member_counts(1);
  ragged.mutable_packed()->add_review_days(18'000);
  EXPECT_EQ("COLUMNS_MALFORMED", ReasonOf(scorer_->Score(ragged, response)));
}

}  // namespace
}  // namespace rasoat::scoring

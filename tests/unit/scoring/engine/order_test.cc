// Properties over many households made by chance from a fixed seed: order never
// matters, and B2 counts in whole deprivations.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "services/scoring/engine/score_household.h"
#include "services/scoring/load/catalogue.h"
#include "services/scoring/wire/assessment_proto.h"
#include "services/scoring/wire/facts_proto.h"
#include "tests/support/source_dir.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/scoring/training_household.h"

namespace rasoat::scoring {
namespace {

std::string BytesOf(const Standard& standard,
                    const api::v1::HouseholdFacts& proto) {
  absl::StatusOr<Facts> facts = ReadFacts(proto);
  if (!facts.ok()) return absl::StrCat("facts: ", facts.status().ToString());
  absl::StatusOr<Score> score = ScoreHousehold(standard, *facts);
  if (!score.ok()) return absl::StrCat("score: ", score.status().ToString());
  v1::Assessment assessment;
  FillAssessment(standard, *score, assessment);
  return assessment.SerializeAsString();
}

template <class Repeated>
void Shuffle(Repeated& repeated, std::mt19937& chance) {
  for (int i = repeated.size() - 1; i > 0; --i) {
    repeated.SwapElements(i, static_cast<int>(chance() % (i + 1)));
  }
}

class OrderTest : public testing::Test {
 protected:
  void SetUp() override {
    absl::StatusOr<Catalogue> catalogue = Catalogue::Load(
        absl::StrCat(SourceDir(), "/services/scoring/standards"));
    ASSERT_OK(catalogue);
    catalogue_ = std::make_unique<Catalogue>(*std::move(catalogue));
    known_ = catalogue_->Find("standards/training-2022-2");
    ASSERT_NE(known_, nullptr);
  }

  std::unique_ptr<Catalogue> catalogue_;
  const KnownStandard* known_ = nullptr;
  std::mt19937 chance_{20211010};
};

TEST_F(OrderTest, OfMembersAnswersAndOptionsChangesNotAByte) {
  for (int i = 0; i < 2000; ++i) {
    api::v1::HouseholdFacts facts = TrainingHousehold(chance_);
    const std::string before = BytesOf(known_->standard, facts);
    ASSERT_EQ(before.find("score: "), std::string::npos) << before;
    Shuffle(*facts.mutable_members(), chance_);
    Shuffle(*facts.mutable_answers(), chance_);
    for (api::v1::Answer& answer : *facts.mutable_answers()) {
      if (answer.has_choices()) {
        Shuffle(*answer.mutable_choices()->mutable_options(), chance_);
      }
    }
    for (api::v1::MemberFacts& member : *facts.mutable_members()) {
      Shuffle(*member.mutable_answers(), chance_);
    }
    ASSERT_EQ(BytesOf(known_->standard, facts), before);
  }
}

TEST_F(OrderTest, B2IsAMultipleOfTenUpToAHundredAndTwenty) {
  int classes[4] = {};
  for (int i = 0; i < 5000; ++i) {
    const api::v1::HouseholdFacts proto = TrainingHousehold(chance_);
    ASSERT_OK_AND_ASSIGN(const Facts facts, ReadFacts(proto));
    ASSERT_OK_AND_ASSIGN(const Score score,
                         ScoreHousehold(known_->standard, facts));
    const auto lacks =
        std::count_if(score.findings.begin(), score.findings.end(),
                      [](const Finding& finding) { return finding.deprived; });
    ASSERT_EQ(score.b2, 10 * lacks);
    ASSERT_LE(score.b2, 120);
    ASSERT_GE(score.b1, 0);
    ++classes[static_cast<int>(score.household_class)];
  }
  // Chance made some of each, so every branch was walked.
  EXPECT_EQ(classes[0], 0);
  EXPECT_GT(classes[1], 0);
  EXPECT_GT(classes[2], 0);
  EXPECT_GT(classes[3], 0);
}

}  // namespace
}  // namespace rasoat::scoring

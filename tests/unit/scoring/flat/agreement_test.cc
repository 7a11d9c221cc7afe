// The quick engine gives what the readable one gives, on households made by
// chance, sound and spoilt ones.
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "services/scoring/engine/score_household.h"
#include "services/scoring/flat/compile.h"
#include "services/scoring/flat/encode.h"
#include "services/scoring/flat/rescore.h"
#include "services/scoring/load/catalogue.h"
#include "services/scoring/wire/facts_proto.h"
#include "tests/support/source_dir.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/scoring/training_household.h"

namespace rasoat::scoring::flat {
namespace {

/// Spoils a household in one of the ways people do, or leaves it alone.
class Spoiler {
 public:
  explicit Spoiler(std::mt19937& chance) : chance_(chance) {}

  void Spoil(api::v1::HouseholdFacts& facts) {
    api::v1::MemberFacts& member =
        *facts.mutable_members(Below(facts.members_size()));
    switch (Below(12)) {
      case 0:
        return Spoil(*facts.mutable_answers());
      case 1:
        return Spoil(*member.mutable_answers());
      case 2:
        return member.set_birth_date("2021-10-11");
      case 3:
        return facts.clear_region();
      case 4:
        *facts.add_members() = api::v1::MemberFacts(member);
        return;
      case 5:
        return facts.clear_members();
      case 6:
        return facts.set_review_date("2031-10-10");
      case 7:
        return facts.set_settlement(api::v1::SETTLEMENT_URBAN);
      default:
        return;
    }
  }

 private:
  int Below(int end) { return static_cast<int>(chance_() % end); }

  template <class Answers>
  void Spoil(Answers& answers) {
    api::v1::Answer& answer = *answers.Mutable(Below(answers.size()));
    switch (Below(8)) {
      case 0:
        return answer.set_choice("nobody_lists_this");
      case 1:
        return answer.set_number(Below(3) - 2);
      case 2:
        return answer.set_yes(Below(2) != 0);
      case 3:
        return answer.clear_value();
      case 4:
        return answers.SwapElements(0, answers.size() - 1),
               answers.RemoveLast();
      case 5:
        *answers.Add() = api::v1::Answer(answer);
        return;
      case 6:
        answer.mutable_choices()->add_options("tv");
        return;
      default:
        answer.mutable_choices()->add_options("car");
        answer.mutable_choices()->add_options("car");
        return;
    }
  }

  std::mt19937& chance_;
};

class AgreementTest : public testing::Test {
 protected:
  void SetUp() override {
    absl::StatusOr<Catalogue> catalogue = Catalogue::Load(
        absl::StrCat(SourceDir(), "/services/scoring/standards"));
    ASSERT_OK(catalogue);
    catalogue_ = std::make_unique<Catalogue>(*std::move(catalogue));
    const KnownStandard* known = catalogue_->Find("standards/training-2022-2");
    ASSERT_NE(known, nullptr);
    standard_ = &known->standard;
    absl::StatusOr<Codebook> codebook = Codebook::Of({standard_});
    ASSERT_OK(codebook);
    codebook_ = std::make_unique<Codebook>(*std::move(codebook));
    absl::StatusOr<Compiled> compiled = Compile(*standard_, *codebook_);
    ASSERT_OK(compiled);
    compiled_ = std::make_unique<Compiled>(*std::move(compiled));
  }

  void ExpectSame(const Score& score, const View& view) const {
    const Program program = compiled_->program();
    const Outcome outcome = Evaluate(program, view);
    ASSERT_EQ(static_cast<int>(score.household_class), outcome.household_class);
    EXPECT_EQ(score.b1, outcome.b1);
    EXPECT_EQ(score.b2, outcome.b2);
    for (std::size_t i = 0; i < score.indicators.size(); ++i) {
      EXPECT_EQ(score.indicators[i].points,
                PointsOf(program, view, static_cast<int>(i)))
          << score.indicators[i].indicator->code;
    }
    for (std::size_t i = 0; i < score.findings.size(); ++i) {
      const Finding& finding = score.findings[i];
      EXPECT_EQ(finding.deprived, (outcome.deprived >> i & 1) != 0)
          << finding.deprivation->code;
      if (!finding.deprived) continue;
      std::size_t because = 0;
      for (int member = 0; member < view.people; ++member) {
        because += BecauseOf(program, view, static_cast<int>(i), member);
      }
      EXPECT_EQ(finding.members.size(), because) << finding.deprivation->code;
    }
  }

  std::unique_ptr<Catalogue> catalogue_;
  const Standard* standard_ = nullptr;
  std::unique_ptr<Codebook> codebook_;
  std::unique_ptr<Compiled> compiled_;
  std::mt19937 chance_{20211010};
};

TEST_F(AgreementTest, OnSoundAndSpoiltHouseholds) {
  Spoiler spoiler(chance_);
  FlatHousehold flat;
  int scored = 0;
  int refused = 0;
  int unfit = 0;
  for (int i = 0; i < 30'000; ++i) {
    api::v1::HouseholdFacts proto = TrainingHousehold(chance_);
    spoiler.Spoil(proto);
    const absl::StatusOr<Facts> facts = ReadFacts(proto);
    ASSERT_OK(facts);
    const absl::StatusOr<Score> score = ScoreHousehold(*standard_, *facts);
    const bool fits = flat.Read(*codebook_, *facts);
    ++(score.ok() ? scored : refused);
    if (!fits) {
      ++unfit;
    } else if (score.ok()) {
      ExpectSame(*score, flat.view());
    } else {
      EXPECT_EQ(0, Evaluate(compiled_->program(), flat.view()).household_class)
          << score.status() << proto.DebugString();
    }
    if (HasFailure()) FAIL() << proto.DebugString();
  }
  EXPECT_GT(scored, 10'000);
  EXPECT_GT(refused, 3'000);
  EXPECT_LT(unfit, refused);
}

TEST_F(AgreementTest, OfTheTableWithOneHouseholdAtATime) {
  HouseholdTable table(*codebook_);
  Spoiler spoiler(chance_);
  std::vector<Outcome> alone;
  FlatHousehold flat;
  while (alone.size() < 10'000) {
    api::v1::HouseholdFacts proto = TrainingHousehold(chance_);
    if (chance_() % 4 == 0) spoiler.Spoil(proto);
    proto.set_review_date("2021-10-10");
    const absl::StatusOr<Facts> facts = ReadFacts(proto);
    ASSERT_OK(facts);
    if (!flat.Read(*codebook_, *facts)) continue;
    if (alone.size() > 100 && chance_() % 8 == 0) {
      const std::size_t row = chance_() % alone.size();
      ASSERT_TRUE(table.Replace(row, flat.view()));
      alone[row] = Evaluate(compiled_->program(), flat.view());
    } else {
      ASSERT_TRUE(table.Add(flat.view()));
      alone.push_back(Evaluate(compiled_->program(), flat.view()));
    }
  }
  Standard changed = *standard_;
  changed.class_rules[0].up_to -= 20;
  changed.indicators[0].bands[0].points.fill(3);
  const absl::StatusOr<Compiled> other = Compile(changed, *codebook_);
  ASSERT_OK(other);
  const Rescorer rescorer(table, {compiled_.get(), &*other});
  std::size_t seen = 0;
  rescorer.Run(0, table.size(),
               [&](std::size_t program, std::size_t first,
                   absl::Span<const Outcome> outcomes) {
                 for (std::size_t i = 0; program == 0 && i < outcomes.size();
                      ++i, ++seen) {
                   const Outcome& one = alone[first + i];
                   ASSERT_EQ(one.household_class, outcomes[i].household_class);
                   ASSERT_EQ(one.b1, outcomes[i].b1);
                   ASSERT_EQ(one.deprived, outcomes[i].deprived);
                 }
               });
  EXPECT_EQ(alone.size(), seen);
}

}  // namespace
}  // namespace rasoat::scoring::flat

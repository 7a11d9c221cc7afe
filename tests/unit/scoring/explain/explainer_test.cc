// Explanations say what the engine says, and what they promise comes true.
#include "services/scoring/explain/explainer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/scoring/engine/score_household.h"
#include "services/scoring/wire/assessment_proto.h"
#include "services/scoring/wire/facts_proto.h"
#include "tests/support/source_dir.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/scoring/training_household.h"

namespace rasoat::scoring {
namespace {

using testing::HasSubstr;

class ExplainerTest : public testing::Test {
 protected:
  void SetUp() override {
    absl::StatusOr<Catalogue> catalogue = Catalogue::Load(
        absl::StrCat(SourceDir(), "/services/scoring/standards"));
    ASSERT_OK(catalogue);
    catalogue_ = *std::move(catalogue);
    training_ = catalogue_.Find("standards/training-2022-2");
  }

  static absl::StatusOr<v1::Explanation> Explain(
      const KnownStandard& known, const api::v1::HouseholdFacts& proto) {
    const absl::StatusOr<Facts> facts = ReadFacts(proto);
    if (!facts.ok()) return facts.status();
    return ExplainHousehold(known, *facts);
  }

  v1::HouseholdClass ClassOf(const api::v1::HouseholdFacts& proto) const {
    const absl::StatusOr<Facts> facts = ReadFacts(proto);
    if (!facts.ok()) return v1::HOUSEHOLD_CLASS_UNSPECIFIED;
    const absl::StatusOr<Score> score =
        ScoreHousehold(training_->standard, *facts);
    return score.ok() ? ToProto(score->household_class)
                      : v1::HOUSEHOLD_CLASS_UNSPECIFIED;
  }

  /// Gives the answer to a question another value.
  static void Change(api::v1::Answer& answer, const std::string& instead) {
    switch (answer.value_case()) {
      case api::v1::Answer::kChoice:
        return answer.set_choice(instead);
      case api::v1::Answer::kYes:
        return answer.set_yes(instead == "yes");
      case api::v1::Answer::kNumber:
        return answer.set_number(std::stoll(instead));
      default: {
        answer.mutable_choices()->clear_options();
        for (absl::string_view option :
             absl::StrSplit(instead, ',', absl::SkipEmpty())) {
          answer.mutable_choices()->add_options(std::string(option));
        }
      }
    }
  }

  template <class Answers>
  static void Change(Answers& answers, const v1::DecisiveAnswer& decisive) {
    for (api::v1::Answer& answer : answers) {
      if (answer.question() == decisive.question()) {
        Change(answer, decisive.instead());
      }
    }
  }

  Catalogue catalogue_;
  const KnownStandard* training_ = nullptr;
  std::mt19937 chance_{5};
};

TEST_F(ExplainerTest, DecisiveAnswersComeTrue) {
  std::size_t told = 0;
  for (int i = 0; i < 300; ++i) {
    const api::v1::HouseholdFacts facts = TrainingHousehold(chance_);
    ASSERT_OK_AND_ASSIGN(const v1::Explanation explanation,
                         Explain(*training_, facts));
    for (const v1::DecisiveAnswer& one : explanation.decisive_answers()) {
      api::v1::HouseholdFacts changed = facts;
      if (one.member().empty()) {
        Change(*changed.mutable_answers(), one);
      } else {
        for (api::v1::MemberFacts& member : *changed.mutable_members()) {
          if (member.member() != one.member()) continue;
          Change(*member.mutable_answers(), one);
        }
      }
      EXPECT_EQ(one.household_class(), ClassOf(changed)) << one.DebugString();
      EXPECT_NE(explanation.assessment().household_class(),
                one.household_class());
      ++told;
    }
  }
  EXPECT_GT(told, 100u);
}

TEST_F(ExplainerTest, NoDecisiveChoiceIsMissing) {
  const char* kToilets[] = {"septic",       "pour_flush", "ventilated_pit",
                            "double_vault", "other",      "none"};
  int found = 0;
  for (int i = 0; i < 500; ++i) {
    const api::v1::HouseholdFacts facts = TrainingHousehold(chance_);
    ASSERT_OK_AND_ASSIGN(const v1::Explanation explanation,
                         Explain(*training_, facts));
    if (explanation.decisive_answers_cut()) continue;
    std::set<std::string> told;
    for (const v1::DecisiveAnswer& one : explanation.decisive_answers()) {
      if (one.question() == "toilet.kind") told.insert(one.instead());
    }
    std::set<std::string> expected;
    for (const char* toilet : kToilets) {
      api::v1::HouseholdFacts changed = facts;
      for (api::v1::Answer& answer : *changed.mutable_answers()) {
        if (answer.question() == "toilet.kind") answer.set_choice(toilet);
      }
      if (ClassOf(changed) != ClassOf(facts)) expected.insert(toilet);
    }
    EXPECT_EQ(expected, told);
    found += !expected.empty();
  }
  EXPECT_GT(found, 5);
}

TEST_F(ExplainerTest, SumsAreThoseOfTheScore) {
  for (int i = 0; i < 200; ++i) {
    ASSERT_OK_AND_ASSIGN(const v1::Explanation explanation,
                         Explain(*training_, TrainingHousehold(chance_)));
    int b1 = 0;
    for (const auto& one : explanation.indicators()) b1 += one.points();
    int b2 = 0;
    for (const auto& one : explanation.deprivations()) {
      b2 += one.points();
      EXPECT_FALSE(one.origin().source().empty());
      for (const v1::ExplainedMember& member : one.members()) {
        EXPECT_GE(member.place(), 1);
        EXPECT_GE(member.age(), 0);
      }
    }
    EXPECT_EQ(explanation.assessment().b1(), b1);
    EXPECT_EQ(explanation.assessment().b2(), b2);
  }
}

TEST_F(ExplainerTest, TheTextSaysTrainingLoudlyAndTheResult) {
  ASSERT_OK_AND_ASSIGN(const v1::Explanation explanation,
                       Explain(*training_, TrainingHousehold(chance_)));
  EXPECT_THAT(explanation.text().vi(), HasSubstr("*** TẬP HUẤN"));
  EXPECT_THAT(explanation.text().en(), HasSubstr("*** TRAINING"));
  EXPECT_THAT(explanation.text().vi(), HasSubstr("KẾT QUẢ: hộ "));
  EXPECT_THAT(explanation.text().vi(),
              HasSubstr(absl::StrCat(
                  "Cộng B1 = ", explanation.assessment().b1(), " điểm")));
  EXPECT_THAT(explanation.text().vi(),
              HasSubstr(absl::StrCat(
                  "Cộng B2 = ", explanation.assessment().b2(), " điểm")));
}

TEST_F(ExplainerTest, NumbersHaveTheirUnitsAndAnswersTheirWords) {
  int decisive = 0;
  for (int i = 0; i < 100; ++i) {
    api::v1::HouseholdFacts facts = TrainingHousehold(chance_);
    for (api::v1::Answer& answer : *facts.mutable_answers()) {
      if (answer.question() == "house.area") {
        answer.set_number(105 * facts.members_size());
      }
    }
    ASSERT_OK_AND_ASSIGN(const v1::Explanation explanation,
                         Explain(*training_, facts));
    const std::string& vi = explanation.text().vi();
    const std::string& en = explanation.text().en();
    EXPECT_THAT(vi, HasSubstr("đầu người: 10,5 m² một người → "));
    EXPECT_THAT(en, HasSubstr("a person: 10.5 m² a person → "));
    EXPECT_THAT(vi, HasSubstr(absl::StrCat(
                        "Số nhân khẩu: ", facts.members_size(), " người")));
    // What an indicator reads is told in its words, never by its code.
    for (const char* code : {"toilet.kind", "septic", "motorbike", "durable"}) {
      EXPECT_THAT(vi, testing::Not(HasSubstr(code)));
    }
    decisive += explanation.decisive_answers_size();
    if (explanation.decisive_answers_size() > 10) {
      EXPECT_THAT(vi, HasSubstr(absl::StrCat(
                          "… và ", explanation.decisive_answers_size() - 10,
                          " cách khác")));
    }
  }
  EXPECT_GT(decisive, 100);
}

TEST_F(ExplainerTest, DeclaredTotalsAreExplainedByTheirLimits) {
  api::v1::HouseholdFacts facts;
  facts.set_settlement(api::v1::SETTLEMENT_RURAL);
  facts.set_review_date("2022-10-10");
  facts.mutable_declared()->set_b1(140);
  for (const char* code : {"job", "water", "toilet"}) {
    facts.mutable_declared()->add_deprivations(code);
  }
  ASSERT_OK_AND_ASSIGN(
      const v1::Explanation explanation,
      Explain(*catalogue_.Find("standards/national-2022"), facts));
  EXPECT_EQ(140, explanation.rule().up_to());
  ASSERT_EQ(2, explanation.distances_size());
  EXPECT_EQ(v1::HOUSEHOLD_CLASS_NEAR_POOR,
            explanation.distances(0).household_class());
  EXPECT_EQ(-1, explanation.distances(0).deprivations_change());
  EXPECT_EQ(1, explanation.distances(1).b1_change());
  EXPECT_THAT(explanation.text().vi(),
              HasSubstr("KẾT QUẢ: hộ nghèo (B1 140 ≤ 140, B2 30 ≥ 30)"));
}

TEST_F(ExplainerTest, OrderOfMembersAndAnswersChangesNotAByte) {
  for (int i = 0; i < 100; ++i) {
    api::v1::HouseholdFacts facts = TrainingHousehold(chance_);
    ASSERT_OK_AND_ASSIGN(const v1::Explanation before,
                         Explain(*training_, facts));
    std::reverse(facts.mutable_members()->pointer_begin(),
                 facts.mutable_members()->pointer_end());
    std::reverse(facts.mutable_answers()->pointer_begin(),
                 facts.mutable_answers()->pointer_end());
    ASSERT_OK_AND_ASSIGN(const v1::Explanation after,
                         Explain(*training_, facts));
    EXPECT_EQ(before.SerializeAsString(), after.SerializeAsString());
  }
}

}  // namespace
}  // namespace rasoat::scoring

// The standards in services/scoring/standards/, as data.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "rasoat/registry/v1/forms.pb.h"
#include "services/scoring/domain/official.h"
#include "services/scoring/engine/score_household.h"
#include "services/scoring/load/catalogue.h"
#include "tests/support/source_dir.h"
#include "tests/support/status_matchers.h"

namespace rasoat::scoring {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const Catalogue& Shipped() {
  static const Catalogue* catalogue = [] {
    absl::StatusOr<Catalogue> loaded = Catalogue::Load(
        absl::StrCat(SourceDir(), "/services/scoring/standards"));
    EXPECT_OK(loaded);
    return loaded.ok() ? new Catalogue(*std::move(loaded)) : new Catalogue;
  }();
  return *catalogue;
}

const KnownStandard& Named(const char* name) {
  const KnownStandard* known = Shipped().Find(name);
  EXPECT_NE(known, nullptr) << name;
  static const KnownStandard kNone;
  return known == nullptr ? kNone : *known;
}

registry::v1::Form FormNamed(const char* file) {
  std::ifstream text(
      absl::StrCat(SourceDir(), "/services/registry/forms/", file));
  std::ostringstream all;
  all << text.rdbuf();
  registry::v1::Form form;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(all.str(), &form))
      << file;
  return form;
}

HouseholdClass Declared(const char* standard, Settlement settlement, int b1,
                        int lacks) {
  const Standard& rules = Named(standard).standard;
  Facts facts;
  facts.settlement = settlement;
  facts.review_date = absl::CivilDay(2021, 10, 10);
  facts.declared.emplace().b1 = b1;
  for (int i = 0; i < lacks; ++i) {
    facts.declared->deprivations.push_back(rules.deprivations[i].code);
  }
  absl::StatusOr<Score> score = ScoreHousehold(rules, facts);
  EXPECT_OK(score);
  return score.ok() ? score->household_class : HouseholdClass::kUnspecified;
}

TEST(ShippedStandards, AreThree) {
  std::vector<std::string> names;
  for (const auto& known : Shipped().all()) {
    names.push_back(known->standard.name);
  }
  EXPECT_THAT(names,
              ElementsAre("standards/national-2016", "standards/national-2022",
                          "standards/training-2022"));
}

TEST(ShippedStandards, ScoreOneHouseholdTwiceIn2021) {
  constexpr Settlement kRural = Settlement::kRural;
  constexpr Settlement kUrban = Settlement::kUrban;
  // Kiên Lao, 115 and 10: poor by the standard of the year, near-poor by the
  // next one.
  EXPECT_EQ(Declared("standards/national-2016", kRural, 115, 1),
            HouseholdClass::kPoor);
  EXPECT_EQ(Declared("standards/national-2022", kRural, 115, 1),
            HouseholdClass::kNearPoor);
  EXPECT_EQ(Declared("standards/national-2022", kRural, 140, 3),
            HouseholdClass::kPoor);
  EXPECT_EQ(Declared("standards/national-2022", kRural, 141, 12),
            HouseholdClass::kNotPoor);
  EXPECT_EQ(Declared("standards/national-2022", kUrban, 175, 3),
            HouseholdClass::kPoor);
  EXPECT_EQ(Declared("standards/national-2022", kUrban, 176, 3),
            HouseholdClass::kNotPoor);
  EXPECT_EQ(Declared("standards/national-2016", kUrban, 175, 2),
            HouseholdClass::kNearPoor);
  EXPECT_EQ(Declared("standards/national-2016", kRural, 151, 3),
            HouseholdClass::kNotPoor);
}

TEST(ShippedStandards, AreOfficialOnlyWhereTheLimitsWereSeen) {
  EXPECT_THAT(UnverifiedPlaces(Named("standards/national-2022").standard),
              IsEmpty());
  EXPECT_THAT(UnverifiedPlaces(Named("standards/national-2016").standard),
              ElementsAre("class_rules[rural]"));
  const Standard& training = Named("standards/training-2022").standard;
  EXPECT_TRUE(training.training);
  EXPECT_THAT(training.title.vi, HasSubstr("TẬP HUẤN"));
  EXPECT_THAT(training.title.en, HasSubstr("TRAINING"));
  EXPECT_THAT(UnverifiedPlaces(training), SizeIs(1 + 16 + 1 + 1 + 12));
}

TEST(ShippedStandards, HaveTheDeprivationsOfTheForms) {
  for (const auto& [standard, form] :
       {std::pair{"standards/national-2022", "survey-2021-paper.txtpb"},
        std::pair{"standards/training-2022", "survey-2021-training.txtpb"},
        std::pair{"standards/training-2022", "survey-2021-training-2.txtpb"}}) {
    const registry::v1::Form asked = FormNamed(form);
    std::vector<std::string> codes;
    for (const Deprivation& one : Named(standard).standard.deprivations) {
      codes.push_back(one.code);
    }
    EXPECT_THAT(codes, testing::ElementsAreArray(asked.deprivations()));
  }
}

/// Questions of a form with the answers they take.
class Asked {
 public:
  explicit Asked(const registry::v1::Form& form) {
    for (const auto& question : form.household_questions()) {
      Add(question, household_);
    }
    for (const auto& question : form.member_questions()) {
      Add(question, member_);
    }
  }

  void Household(const std::string& question,
                 const std::vector<std::string>& answers) {
    Check(household_, question, answers);
  }
  void Member(const std::string& question,
              const std::vector<std::string>& answers) {
    Check(member_, question, answers);
  }
  void Members(const std::vector<MemberRule>& rules) {
    for (const MemberRule& rule : rules) {
      for (const MemberCondition& condition : rule.all) {
        if (!condition.question.empty()) {
          Member(condition.question, condition.answers);
        }
      }
    }
  }
  /// Every option of a question must have its points.
  void Complete(const std::string& question,
                const std::vector<ScoredOption>& options) {
    std::set<std::string> listed;
    for (const ScoredOption& option : options) listed.insert(option.option);
    const auto& asked = household_.count(question) ? household_ : member_;
    ASSERT_TRUE(asked.count(question)) << question;
    EXPECT_EQ(listed, asked.at(question)) << question;
  }

 private:
  using Questions = std::map<std::string, std::set<std::string>>;
  static void Add(const registry::v1::Question& question, Questions& to) {
    std::set<std::string>& answers = to[question.code()];
    for (const auto& option : question.options()) {
      answers.insert(option.code());
    }
    if (question.kind() == registry::v1::QUESTION_KIND_YES_NO) {
      answers = {"yes", "no"};
    }
  }
  static void Check(const Questions& asked, const std::string& question,
                    const std::vector<std::string>& answers) {
    ASSERT_TRUE(asked.count(question)) << question << " is not asked";
    for (const std::string& answer : answers) {
      EXPECT_TRUE(asked.at(question).count(answer)) << question << answer;
    }
  }

  Questions household_;
  Questions member_;
};

/// Training surveys, by file: a later one keeps the codes of the first.
class TrainingFormTest : public testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(Shipped, TrainingFormTest,
                         testing::Values("survey-2021-training.txtpb",
                                         "survey-2021-training-2.txtpb"),
                         [](const auto& info) {
                           return info.index == 0 ? "First" : "Second";
                         });

TEST_P(TrainingFormTest, AsksAllThatTheStandardsRead) {
  Asked asked(FormNamed(GetParam()));
  for (const char* name :
       {"standards/national-2022", "standards/training-2022"}) {
    const Standard& standard = Named(name).standard;
    for (const Indicator& indicator : standard.indicators) {
      if (!indicator.options.empty()) {
        asked.Complete(indicator.question, indicator.options);
      } else if (indicator.derived == DerivedFact::kPensioners) {
        asked.Member(indicator.question, {});
      } else if (!indicator.question.empty()) {
        asked.Household(indicator.question, {});
      }
    }
    asked.Members(standard.dependants);
    if (!standard.area_question.empty()) {
      asked.Household(standard.area_question, {});
    }
    for (const Deprivation& deprivation : standard.deprivations) {
      const DeprivationRule& rule = deprivation.rule;
      if (const auto* any = std::get_if<AnyMember>(&rule)) {
        asked.Members(any->rules);
        asked.Members(any->except);
      } else if (const auto* share = std::get_if<ShareAbove>(&rule)) {
        asked.Members(share->of);
      } else if (const auto* one = std::get_if<HouseholdAnswer>(&rule)) {
        asked.Household(one->question, one->answers);
      } else if (const auto* none = std::get_if<NoneChosen>(&rule)) {
        asked.Household(none->question, none->options);
      } else if (const auto* several = std::get_if<AtLeast>(&rule)) {
        for (const std::string& question : several->questions) {
          asked.Household(question, several->answers);
        }
      } else if (const auto* area = std::get_if<AreaPerPersonBelow>(&rule)) {
        asked.Household(area->question, {});
      } else if (const auto* member = std::get_if<NoMember>(&rule)) {
        asked.Member(member->question, member->answers);
      } else {
        ADD_FAILURE() << deprivation.code << " has no rule";
      }
    }
  }
}

}  // namespace
}  // namespace rasoat::scoring

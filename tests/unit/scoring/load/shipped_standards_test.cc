// The standards in services/scoring/standards/, as data.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "rasoat/registry/v1/forms.pb.h"
#include "services/scoring/domain/class_rule.h"
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

TEST(ShippedStandards, AreThese) {
  std::vector<std::string> names;
  for (const auto& known : Shipped().all()) {
    names.push_back(known->standard.name);
  }
  EXPECT_THAT(
      names,
      ElementsAre("standards/bac-ninh-2025", "standards/national-2016",
                  "standards/national-2016-2", "standards/national-2022",
                  "standards/national-2027", "standards/training-2018",
                  "standards/training-2022", "standards/training-2022-2"));
}

TEST(ShippedStandards, ScoreNobodyByWhatIsNotKnown) {
  for (const char* name :
       {"standards/bac-ninh-2025", "standards/national-2027"}) {
    const Standard& standard = Named(name).standard;
    EXPECT_FALSE(IsComplete(standard)) << name;
    EXPECT_THAT(UnverifiedPlaces(standard), testing::Not(IsEmpty())) << name;
    Facts facts;
    facts.settlement = Settlement::kRural;
    facts.review_date = standard.valid_from;
    facts.declared.emplace().b1 = 100;
    EXPECT_THAT(
        ScoreHousehold(standard, facts),
        StatusIs(absl::StatusCode::kFailedPrecondition, "STANDARD_INCOMPLETE"))
        << name;
  }
}

TEST(ShippedStandards, TellTheLinesOfIncome) {
  const auto lines = [](const char* name) {
    std::map<Settlement, std::vector<std::int64_t>> amounts;
    for (const IncomeLine& line : Named(name).standard.income_lines) {
      amounts[line.settlement].push_back(line.amount_vnd);
    }
    return amounts;
  };
  auto of_2027 = lines("standards/national-2027");
  EXPECT_THAT(of_2027[Settlement::kRural], ElementsAre(2'200'000));
  EXPECT_THAT(of_2027[Settlement::kUrban], ElementsAre(2'800'000));
  auto local = lines("standards/bac-ninh-2025");
  EXPECT_THAT(local[Settlement::kRural], ElementsAre(1'750'000));
  EXPECT_THAT(local[Settlement::kUrban], ElementsAre(2'250'000));
}

TEST(ShippedStandards, AProvincesOwnDerivesFromTheNationalOne) {
  const Standard& local = Named("standards/bac-ninh-2025").standard;
  const Standard& national = Named("standards/national-2022").standard;
  EXPECT_EQ("24", local.area);
  ASSERT_EQ(national.deprivations.size(), local.deprivations.size());
  for (std::size_t i = 0; i < local.deprivations.size(); ++i) {
    EXPECT_EQ(national.deprivations[i].code, local.deprivations[i].code);
  }
  EXPECT_EQ(national.valid_to, local.valid_to);
  EXPECT_EQ("standards/national-2022",
            Named("standards/bac-ninh-2025").proto.parent());
}

/// Columns as the source prints them: Red River delta, northern midlands and
/// mountains, north central and central coast, central highlands, south east,
/// Mekong delta, urban.
Points AsPrinted(const std::array<int, 7>& row) {
  return {row[6], row[1], row[0], row[2], row[3], row[4], row[5]};
}

TEST(ShippedStandards, HaveTheKnownPartOfTheTableOf2018) {
  const Standard& table = Named("standards/training-2018").standard;
  EXPECT_TRUE(table.training);
  EXPECT_FALSE(table.declared_only);
  ASSERT_THAT(table.indicators, SizeIs(5));
  const std::vector<std::array<int, 7>> sizes = {
      {75, 75, 70, 75, 70, 65, 80}, {60, 65, 50, 50, 55, 55, 55},
      {40, 50, 40, 40, 45, 45, 40}, {30, 30, 30, 35, 30, 35, 25},
      {20, 20, 15, 15, 20, 30, 20}, {15, 10, 10, 5, 10, 20, 10},
      {0, 0, 0, 0, 0, 0, 0}};
  const std::vector<std::array<int, 7>> dependants = {
      {15, 10, 15, 20, 20, 20, 15},
      {5, 5, 10, 15, 5, 15, 5},
      {0, 0, 0, 0, 0, 0, 0}};
  const std::vector<std::array<int, 7>> pensions = {
      {0, 0, 0, 0, 0, 0, 0},
      {20, 30, 25, 25, 15, 25, 5},
      {35, 50, 45, 30, 25, 40, 15}};
  const std::pair<int, const std::vector<std::array<int, 7>>*> bands[] = {
      {0, &sizes}, {1, &dependants}, {4, &pensions}};
  for (const auto& [indicator, rows] : bands) {
    const Indicator& one = table.indicators[indicator];
    ASSERT_EQ(rows->size(), one.bands.size()) << one.code;
    for (std::size_t i = 0; i < rows->size(); ++i) {
      EXPECT_EQ(AsPrinted((*rows)[i]), one.bands[i].points) << one.code << i;
    }
  }
  const std::map<std::string, std::array<int, 7>> options = {
      {"higher", {10, 15, 15, 10, 20, 15, 15}},
      {"vocational", {5, 10, 5, 5, 15, 5, 0}},
      {"upper_secondary", {0, 0, 0, 5, 10, 5, 0}},
      {"public", {25, 45, 25, 30, 25, 20, 10}},
      {"wage", {20, 25, 20, 15, 5, 10, 5}},
      {"own_non_farm", {20, 25, 20, 15, 5, 10, 5}}};
  for (int indicator : {2, 3}) {
    for (const ScoredOption& option : table.indicators[indicator].options) {
      const auto row = options.find(option.option);
      EXPECT_EQ(row == options.end() ? Points{} : AsPrinted(row->second),
                option.points)
          << option.option;
    }
  }
  ASSERT_TRUE(table.indicators[0].guard);
  // The class rule is that of 2016-2020.
  EXPECT_EQ(120, RuleFor(Settlement::kRural, table)->poor_alone_up_to);
}

TEST(ShippedStandards, ScreenByTheQuestionsOfTheForms) {
  for (const auto& [standard, form] :
       {std::pair{"standards/national-2016-2", "screening-2015-census.txtpb"},
        std::pair{"standards/training-2022-2", "screening-training.txtpb"}}) {
    std::set<std::string> asked;
    const registry::v1::Form questions = FormNamed(form);
    for (const auto& question : questions.household_questions()) {
      asked.insert(question.code());
    }
    const auto& screening = Named(standard).standard.screening;
    ASSERT_TRUE(screening) << standard;
    EXPECT_EQ(3, screening->surely_not_poor_from);
    for (const ScreeningItem& item : screening->items) {
      EXPECT_EQ(1u, asked.count(item.question)) << item.code;
    }
  }
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
  const Standard& training = Named("standards/training-2022-2").standard;
  EXPECT_TRUE(training.training);
  EXPECT_THAT(training.title.vi, HasSubstr("TẬP HUẤN"));
  EXPECT_THAT(training.title.en, HasSubstr("TRAINING"));
  EXPECT_THAT(UnverifiedPlaces(training), SizeIs(1 + 16 + 1 + 1 + 12 + 7));
}

TEST(ShippedStandards, HaveTheDeprivationsOfTheForms) {
  for (const auto& [standard, form] :
       {std::pair{"standards/national-2022", "survey-2021-paper.txtpb"},
        std::pair{"standards/training-2022-2", "survey-2021-training.txtpb"},
        std::pair{"standards/training-2022-2",
                  "survey-2021-training-2.txtpb"}}) {
    const registry::v1::Form asked = FormNamed(form);
    std::vector<std::string> codes;
    for (const Deprivation& one : Named(standard).standard.deprivations) {
      codes.push_back(one.code);
    }
    EXPECT_THAT(codes, testing::ElementsAreArray(asked.deprivations()));
  }
}

}  // namespace
}  // namespace rasoat::scoring

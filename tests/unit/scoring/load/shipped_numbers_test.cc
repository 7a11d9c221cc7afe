// Every number of the shipped standards with its mark and source, as the
// collection of sources has them. The table of 2018 is in
// shipped_standards_test.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/scoring/load/catalogue.h"
#include "tests/support/source_dir.h"
#include "tests/support/status_matchers.h"

namespace rasoat::scoring {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::SizeIs;

constexpr Settlement kRural = Settlement::kRural;
constexpr Settlement kUrban = Settlement::kUrban;
constexpr Mark kVerified = Mark::kVerified;
constexpr Mark kRecalled = Mark::kRecalled;
constexpr Mark kUnknown = Mark::kUnknown;

const Standard& Named(const std::string& name) {
  static const Catalogue* catalogue = [] {
    absl::StatusOr<Catalogue> loaded = Catalogue::Load(
        absl::StrCat(SourceDir(), "/services/scoring/standards"));
    EXPECT_OK(loaded);
    return loaded.ok() ? new Catalogue(*std::move(loaded)) : new Catalogue;
  }();
  const KnownStandard* known =
      catalogue->Find(absl::StrCat("standards/", name));
  EXPECT_NE(known, nullptr) << name;
  static const Standard kNone;
  return known == nullptr ? kNone : known->standard;
}

/// The start of a source names the text it is from.
void ExpectSource(const Origin& origin, const char* source,
                  const std::string& where) {
  EXPECT_TRUE(absl::StrContains(origin.source, source))
      << where << ": " << origin.source << " is not from " << source;
}

constexpr char kDecree2021[] = "NĐ 07/2021/NĐ-CP";
constexpr char kDecision2015[] = "QĐ 59/2015/QĐ-TTg";
constexpr char kDecree2025[] = "NĐ 351/2025/NĐ-CP";
constexpr char kCircular2021[] = "Điều 1 TT 07/2021/TT-BLĐTBXH";
constexpr char kCircular2016[] = "TT 17/2016, sửa đổi bởi TT 14/2018";

struct LinesCase {
  const char* standard;
  std::vector<std::tuple<Settlement, std::int64_t>> lines;
  const char* source;
};

TEST(ShippedNumbers, OfIncomeLines) {
  const std::vector<LinesCase> cases = {
      {"national-2016",
       {{kRural, 700'000},
        {kRural, 1'000'000},
        {kUrban, 900'000},
        {kUrban, 1'300'000}},
       kDecision2015},
      {"training-2018",
       {{kRural, 700'000},
        {kRural, 1'000'000},
        {kUrban, 900'000},
        {kUrban, 1'300'000}},
       kDecision2015},
      {"national-2022",
       {{kRural, 1'500'000}, {kUrban, 2'000'000}},
       kDecree2021},
      {"training-2022-2",
       {{kRural, 1'500'000}, {kUrban, 2'000'000}},
       kDecree2021},
      {"national-2027",
       {{kRural, 2'200'000}, {kUrban, 2'800'000}},
       kDecree2025},
      {"bac-ninh-2025",
       {{kRural, 1'750'000}, {kUrban, 2'250'000}},
       "Bắc Ninh"}};
  for (const LinesCase& one : cases) {
    std::vector<std::tuple<Settlement, std::int64_t>> lines;
    for (const IncomeLine& line : Named(one.standard).income_lines) {
      lines.emplace_back(line.settlement, line.amount_vnd);
      EXPECT_EQ(line.origin.mark, kVerified) << one.standard;
      ExpectSource(line.origin, one.source, one.standard);
    }
    EXPECT_THAT(lines, ElementsAreArray(one.lines)) << one.standard;
  }
}

using Band = std::tuple<Settlement, std::int64_t, std::int64_t>;
struct BandsCase {
  const char* standard;
  std::vector<Band> bands;
  Mark mark;
  const char* source;
};

TEST(ShippedNumbers, OfAverageLivingStandard) {
  const std::vector<Band> of_2015 = {{kRural, 1'000'000, 1'500'000},
                                     {kUrban, 1'300'000, 1'950'000}};
  const std::vector<Band> of_2021 = {{kRural, 1'500'000, 2'250'000},
                                     {kUrban, 2'000'000, 3'000'000}};
  const std::vector<Band> not_found = {{kRural, 0, 0}, {kUrban, 0, 0}};
  const std::vector<BandsCase> cases = {
      {"national-2016", of_2015, kVerified, kDecision2015},
      {"training-2018", of_2015, kVerified, kDecision2015},
      {"national-2022", of_2021, kVerified, kDecree2021},
      {"training-2022-2", of_2021, kVerified, kDecree2021},
      {"national-2027", not_found, kUnknown, "chưa tìm thấy"},
      {"bac-ninh-2025", not_found, kUnknown, "Chưa tìm thấy"}};
  for (const BandsCase& one : cases) {
    std::vector<Band> bands;
    for (const AverageBand& band : Named(one.standard).average_bands) {
      bands.emplace_back(band.settlement, band.above_vnd, band.up_to_vnd);
      EXPECT_EQ(band.origin.mark, one.mark) << one.standard;
      ExpectSource(band.origin, one.source, one.standard);
    }
    EXPECT_THAT(bands, ElementsAreArray(one.bands)) << one.standard;
  }
}

/// Settlement, poor alone up to (0: no such band), up to, deprived from.
using Limits = std::tuple<Settlement, int, int, int, Mark>;
struct LimitsCase {
  const char* standard;
  std::vector<Limits> limits;
  const char* source;
};

TEST(ShippedNumbers, OfClasses) {
  const std::vector<Limits> of_2016 = {{kUrban, 140, 175, 30, kVerified},
                                       {kRural, 120, 150, 30, kRecalled}};
  const std::vector<Limits> of_2021 = {{kRural, 0, 140, 30, kVerified},
                                       {kUrban, 0, 175, 30, kVerified}};
  const std::vector<Limits> not_found = {{kRural, 0, 0, 30, kUnknown},
                                         {kUrban, 0, 0, 30, kUnknown}};
  const std::vector<LimitsCase> cases = {
      {"national-2016", of_2016, kCircular2016},
      {"training-2018",
       {{kRural, 120, 150, 30, kRecalled}, {kUrban, 140, 175, 30, kVerified}},
       kCircular2016},
      {"national-2022", of_2021, kCircular2021},
      {"training-2022-2", of_2021, kCircular2021},
      {"national-2027", not_found, "Chưa tìm thấy"},
      {"bac-ninh-2025", not_found, "Chưa tìm thấy"}};
  for (const LimitsCase& one : cases) {
    std::vector<Limits> limits;
    for (const ClassRule& rule : Named(one.standard).class_rules) {
      limits.emplace_back(rule.settlement, rule.poor_alone_up_to.value_or(0),
                          rule.up_to, rule.deprived_from, rule.origin.mark);
      ExpectSource(rule.origin, one.source, one.standard);
    }
    EXPECT_THAT(limits, ElementsAreArray(one.limits)) << one.standard;
  }
}

TEST(ShippedNumbers, OfPointsOfADeprivation) {
  const std::map<std::string, std::pair<Mark, const char*>> origins = {
      {"national-2016", {Mark::kInferred, kDecision2015}},
      {"national-2022", {kVerified, kCircular2021}},
      {"training-2022-2", {kVerified, kCircular2021}},
      {"training-2018", {kVerified, kCircular2021}},
      {"bac-ninh-2025", {kVerified, kCircular2021}},
      {"national-2027", {kRecalled, kCircular2021}}};
  for (const auto& [name, origin] : origins) {
    const Standard& standard = Named(name);
    EXPECT_EQ(standard.points_per_deprivation, 10) << name;
    EXPECT_EQ(standard.points_per_deprivation_origin.mark, origin.first)
        << name;
    ExpectSource(standard.points_per_deprivation_origin, origin.second, name);
  }
}

template <class Rule>
const Rule& RuleOf(const Standard& standard, absl::string_view code) {
  static const Rule kNone;
  for (const Deprivation& one : standard.deprivations) {
    if (one.code != code) continue;
    if (const Rule* rule = std::get_if<Rule>(&one.rule)) return *rule;
  }
  ADD_FAILURE() << code << " has no rule of that shape";
  return kNone;
}

/// From, below, of the first condition of every rule.
std::vector<std::pair<int, int>> Ages(const std::vector<MemberRule>& rules) {
  std::vector<std::pair<int, int>> ages;
  for (const MemberRule& rule : rules) {
    ages.emplace_back(rule.all[0].age_from, rule.all[0].age_below);
  }
  return ages;
}

TEST(ShippedNumbers, OfDeprivations) {
  using Ends = std::pair<int, int>;
  for (const char* name :
       {"national-2022", "training-2018", "bac-ninh-2025", "training-2022-2"}) {
    const Standard& standard = Named(name);
    ASSERT_THAT(standard.deprivations, SizeIs(12)) << name;
    EXPECT_EQ(RuleOf<ShareAbove>(standard, "dependants").percent, 50) << name;
    EXPECT_EQ(RuleOf<AreaPerPersonBelow>(standard, "housing_area").limit, 80)
        << name;
    const AtLeast& quality = RuleOf<AtLeast>(standard, "housing_quality");
    EXPECT_EQ(quality.count, 2) << name;
    EXPECT_THAT(quality.questions, SizeIs(3)) << name;
    EXPECT_THAT(Ages(RuleOf<ShareAbove>(standard, "dependants").of),
                testing::Contains(Ends(0, 16)))
        << name;
    EXPECT_THAT(Ages(RuleOf<AnyMember>(standard, "nutrition").rules),
                Each(Ends(0, 16)))
        << name;
    EXPECT_THAT(Ages(RuleOf<AnyMember>(standard, "health_insurance").rules),
                ElementsAre(Ends(6, 0)))
        << name;
    EXPECT_THAT(Ages(RuleOf<AnyMember>(standard, "child_schooling").rules),
                ElementsAre(Ends(3, 6), Ends(6, 12), Ends(12, 16)))
        << name;
    EXPECT_THAT(Ages(RuleOf<AnyMember>(standard, "adult_education").rules),
                ElementsAre(Ends(16, 18), Ends(18, 31)))
        << name;
  }
}

TEST(ShippedNumbers, OfDeprivationsAreMarkedAsTheyWereSeen) {
  // Of the others a part is from memory: whom decree 07 means by job, the ages
  // of insurance and schooling, the kinds of toilet, and the last two whole.
  const std::set<std::string> read = {"dependants",      "nutrition",
                                      "adult_education", "housing_quality",
                                      "housing_area",    "water"};
  for (const char* name : {"national-2022", "training-2018", "bac-ninh-2025"}) {
    for (const Deprivation& one : Named(name).deprivations) {
      EXPECT_EQ(one.origin.mark, read.count(one.code) ? kVerified : kRecalled)
          << name << ": " << one.code;
      ExpectSource(one.origin, "NĐ 07/2021/NĐ-CP", one.code);
    }
  }
  for (const Deprivation& one : Named("national-2016").deprivations) {
    EXPECT_EQ(one.origin.mark, kVerified) << one.code;
    ExpectSource(one.origin, kDecision2015, one.code);
  }
  std::set<std::string> seen;  // of 2027: what the texts themselves name
  for (const Deprivation& one : Named("national-2027").deprivations) {
    if (one.origin.mark == kVerified) {
      seen.insert(one.code);
    } else {
      EXPECT_EQ(one.origin.mark, Mark::kInferred) << one.code;
    }
  }
  EXPECT_THAT(seen, ElementsAre("telecom", "waste"));
}

TEST(ShippedNumbers, OfQuickIdentification) {
  const auto& census = Named("national-2016-2").screening;
  ASSERT_TRUE(census);
  EXPECT_EQ(census->surely_not_poor_from, 3);
  EXPECT_EQ(census->origin.mark, kVerified);
  EXPECT_THAT(census->items, SizeIs(8));
  for (const ScreeningItem& item : census->items) {
    EXPECT_EQ(item.origin.mark, kVerified) << item.code;
    EXPECT_THAT(item.origin.source, HasSubstr("thấy 8 trong 9 mục"));
  }
  const auto& training = Named("training-2022-2").screening;
  ASSERT_TRUE(training);
  EXPECT_EQ(training->origin.mark, Mark::kTraining);
  EXPECT_THAT(training->items, SizeIs(9));
  // Those of the circular were not found, and none is invented.
  for (const char* name : {"national-2022", "national-2027", "bac-ninh-2025"}) {
    EXPECT_FALSE(Named(name).screening) << name;
  }
}

TEST(ShippedNumbers, OfTablesAreInferredOrMadeUp) {
  for (const auto& [name, mark] :
       {std::pair{"training-2018", Mark::kInferred},
        std::pair{"training-2022-2", Mark::kTraining}}) {
    const Standard& standard = Named(name);
    EXPECT_TRUE(standard.training) << name;
    for (const Indicator& indicator : standard.indicators) {
      EXPECT_EQ(indicator.origin.mark, mark) << name << ": " << indicator.code;
    }
    EXPECT_THAT(
        Ages(standard.dependants),
        ElementsAre(std::pair(0, 15), std::pair(61, 0), std::pair(0, 0)))
        << name;
  }
  for (const char* name :
       {"national-2016", "national-2022", "national-2027", "bac-ninh-2025"}) {
    EXPECT_TRUE(Named(name).declared_only) << name;
    EXPECT_THAT(Named(name).indicators, SizeIs(0)) << name;
  }
}

}  // namespace
}  // namespace rasoat::scoring

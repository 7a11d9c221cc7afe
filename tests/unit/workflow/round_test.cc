#include "services/workflow/domain/round.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/status_matchers.h"

namespace rasoat::workflow {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// 24 has 213 and 215; 213 has 07201 with two villages and 07204 with none.
const std::vector<Unit> kUnits = {
    {{"24"}, {""}, Tier::kProvince, "Tỉnh"},
    {{"213"}, {"24"}, Tier::kDistrict, "Thành phố"},
    {{"215"}, {"24"}, Tier::kDistrict, "Huyện"},
    {{"07201"}, {"213"}, Tier::kCommune, "Phường"},
    {{"07204"}, {"213"}, Tier::kCommune, "Phường không thôn"},
    {{"07201002"}, {"07201"}, Tier::kVillage, "Thôn 2"},
    {{"07201001"}, {"07201"}, Tier::kVillage, "Thôn 1"},
    {{"01"}, {""}, Tier::kProvince, "Tỉnh khác"},
    {{"99999001"}, {"01"}, Tier::kVillage, "Thôn khác"}};

std::vector<std::string> Codes(const std::vector<UnitInRound>& units) {
  std::vector<std::string> codes;
  for (const UnitInRound& one : units) codes.push_back(one.unit.code.value);
  return codes;
}

std::vector<std::string> Above(const UnitInRound& unit) {
  std::vector<std::string> codes;
  for (const AreaCode& one : unit.above) codes.push_back(one.value);
  return codes;
}

TEST(UnitsOfRoundTest, AreTheVillagesAndWhatLiesBetween) {
  const auto units = UnitsOfRound({"24"}, kUnits);
  EXPECT_THAT(Codes(units),
              ElementsAre("07201", "07201001", "07201002", "213", "24"));
}

TEST(UnitsOfRoundTest, NameTheUnitsAboveNearestFirst) {
  const auto units = UnitsOfRound({"24"}, kUnits);
  EXPECT_THAT(Above(units[1]), ElementsAre("07201", "213", "24"));
  EXPECT_EQ(units[1].above_in_round, 3u);
  EXPECT_THAT(Above(units[4]), IsEmpty());
}

TEST(UnitsOfRoundTest, ARoundOfADistrictKnowsItsProvinceButDoesNotHoldIt) {
  const auto units = UnitsOfRound({"213"}, kUnits);
  EXPECT_THAT(Codes(units),
              ElementsAre("07201", "07201001", "07201002", "213"));
  EXPECT_THAT(Above(units[1]), ElementsAre("07201", "213", "24"));
  EXPECT_EQ(units[1].above_in_round, 2u);
  EXPECT_EQ(units[3].above_in_round, 0u);
}

TEST(UnitsOfRoundTest, AVillageMayHaveARoundOfItsOwn) {
  EXPECT_THAT(Codes(UnitsOfRound({"07201001"}, kUnits)),
              ElementsAre("07201001"));
}

TEST(UnitsOfRoundTest, IsEmptyWithoutVillagesOrWithoutTheArea) {
  EXPECT_THAT(UnitsOfRound({"07204"}, kUnits), IsEmpty());
  EXPECT_THAT(UnitsOfRound({"77"}, kUnits), IsEmpty());
}

TEST(UnitsOfRoundTest, SurvivesARingOfUnits) {
  const std::vector<Unit> ring = {{{"1"}, {"2"}, Tier::kCommune, ""},
                                  {{"2"}, {"1"}, Tier::kDistrict, ""},
                                  {{"3"}, {"1"}, Tier::kVillage, ""}};
  EXPECT_THAT(UnitsOfRound({"9"}, ring), IsEmpty());
}

TEST(CheckPlanTest, NamesEveryFault) {
  const RoundPlan good{.id = {"bg-2021"},
                       .title = {"Tổng rà soát", "General review"},
                       .area = {"24"},
                       .procedure = {"any"},
                       .start = absl::CivilDay(2021, 9, 1),
                       .end = absl::CivilDay(2021, 9, 1)};
  EXPECT_OK(CheckPlan(good));
  RoundPlan bad = good;
  bad.title = {"", std::string(201, 'x')};
  bad.end = bad.start - 1;
  std::vector<std::string> rules;
  for (const Violation& one : ViolationsOf(CheckPlan(bad))) {
    rules.push_back(one.field + " " + one.rule);
  }
  EXPECT_THAT(rules, ElementsAre("round.title.vi TITLE_MISSING",
                                 "round.title.en TITLE_TOO_LONG",
                                 "round.end_date ROUND_DATES_WRONG"));
}

}  // namespace
}  // namespace rasoat::workflow

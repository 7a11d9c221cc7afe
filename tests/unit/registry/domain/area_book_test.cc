#include "services/registry/domain/area_book.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "tests/support/registry/samples.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr absl::CivilDay kDay(2021, 10, 10);

AreaBook SampleBook() {
  AreaBook book;
  for (Area& area : SampleAreas()) book.Put(std::move(area));
  return book;
}

Area Village(std::string code) {
  Area village = SampleAreas()[3];
  village.code.value = std::move(code);
  return village;
}

std::vector<std::string> FaultsOf(const absl::Status& status) {
  std::vector<std::string> told;
  for (const Violation& v : ViolationsOf(status)) {
    told.push_back(v.field + " " + v.rule);
  }
  return told;
}

struct AreaCase {
  const char* name;
  int which;  ///< Of SampleAreas.
  std::function<void(Area&)> spoil;
  const char* fault;  ///< Empty: none.
};

class CheckAreaTest : public testing::TestWithParam<AreaCase> {};

TEST_P(CheckAreaTest, TellsTheFault) {
  Area area = SampleAreas()[GetParam().which];
  GetParam().spoil(area);
  std::vector<std::string> told;
  for (const Violation& v : CheckArea(area))
    told.push_back(v.field + " " + v.rule);
  if (*GetParam().fault == '\0') {
    EXPECT_THAT(told, IsEmpty());
  } else {
    EXPECT_THAT(told, ElementsAre(GetParam().fault));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Edges, CheckAreaTest,
    testing::Values(
        AreaCase{"Province", 0, [](Area&) {}, ""},
        AreaCase{"District", 1, [](Area&) {}, ""},
        AreaCase{"Commune", 2, [](Area&) {}, ""},
        AreaCase{"Village", 3, [](Area&) {}, ""},
        AreaCase{"CommuneBelowAProvince", 2,
                 [](Area& a) { a.parent.value = "24"; }, ""},
        AreaCase{"TierOfAnotherLength", 1,
                 [](Area& a) {
                   a.tier = Tier::kProvince;
                   a.parent.value.clear();
                   a.region = Region::kSouthEast;
                 },
                 "tier AREA_TIER_WRONG"},
        AreaCase{"ProvinceWithAParent", 0,
                 [](Area& a) { a.parent.value = "24"; },
                 "parent AREA_PARENT_WRONG"},
        AreaCase{"VillageBelowADistrict", 3,
                 [](Area& a) { a.parent.value = "213"; },
                 "parent AREA_PARENT_WRONG"},
        AreaCase{"NoName", 3, [](Area& a) { a.name = ""; },
                 "display_name AREA_NAME_MALFORMED"},
        AreaCase{"NoFirstDay", 3, [](Area& a) { a.valid_from = kNoDay; },
                 "valid_from AREA_DATE_MALFORMED"},
        AreaCase{"UnreadableEnd", 3, [](Area& a) { a.valid_to = kNoDay; },
                 "valid_to AREA_DATE_MALFORMED"},
        AreaCase{"EmptyInterval", 3, [](Area& a) { a.valid_to = a.valid_from; },
                 "valid_to AREA_INTERVAL_EMPTY"},
        AreaCase{"OneDay", 3, [](Area& a) { a.valid_to = a.valid_from + 1; },
                 ""},
        AreaCase{"CommuneWithoutSettlement", 2,
                 [](Area& a) { a.settlement = Settlement::kUnspecified; },
                 "settlement SETTLEMENT_MISSING"},
        AreaCase{"UrbanDistrict", 1,
                 [](Area& a) { a.settlement = Settlement::kUrban; },
                 "settlement SETTLEMENT_MISPLACED"},
        AreaCase{"ProvinceOfSeveralRegions", 0,
                 [](Area& a) { a.region = Region::kUnspecified; }, ""}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(CheckArea, TellsAMalformedCode) {
  Area area = SampleAreas()[3];
  for (const char* code : {"", "7", "0720", "072070010", "0720700a"}) {
    area.code.value = code;
    ASSERT_FALSE(CheckArea(area).empty()) << code;
    EXPECT_EQ(CheckArea(area)[0].rule, "AREA_CODE_MALFORMED") << code;
  }
}

TEST(PlanImport, TakesATreeInOneCall) {
  ASSERT_OK_AND_ASSIGN(ImportPlan plan, PlanImport(AreaBook(), SampleAreas()));
  EXPECT_EQ(plan.created.size(), 5u);
  EXPECT_EQ(plan.unchanged, 0);
}

TEST(PlanImport, LeavesWhatIsThereAlone) {
  ASSERT_OK_AND_ASSIGN(ImportPlan plan,
                       PlanImport(SampleBook(), SampleAreas()));
  EXPECT_THAT(plan.created, IsEmpty());
  EXPECT_EQ(plan.unchanged, 5);
}

TEST(PlanImport, TakesWhatItToldItself) {
  const AreaBook book = SampleBook();
  std::vector<Area> told;
  book.ForEach(
      [&](const Area& area) { told.push_back(book.Told(area, kDay)); });
  std::sort(told.begin(), told.end(),
            [](const Area& a, const Area& b) { return a.tier < b.tier; });
  ASSERT_OK_AND_ASSIGN(ImportPlan plan, PlanImport(book, told));
  EXPECT_EQ(plan.unchanged, 5);
}

TEST(PlanImport, RefusesOtherContentForTheSameStart) {
  Area area = SampleAreas()[2];
  area.name = "Xã Khác";
  EXPECT_THAT(PlanImport(SampleBook(), {area}),
              StatusIs(absl::StatusCode::kAlreadyExists, "AREA_DIFFERS"));
}

TEST(PlanImport, TellsEveryFaultyUnit) {
  std::vector<Area> areas = {Village("07207003"), Village("07208001"),
                             Village("07207001")};
  areas[0].name = "";
  areas[1].parent.value = "07208";
  areas[2].valid_from = absl::CivilDay(2021, 6, 1);
  const auto plan = PlanImport(SampleBook(), areas);
  EXPECT_THAT(FaultsOf(plan.status()),
              ElementsAre("areas[0].display_name AREA_NAME_MALFORMED",
                          "areas[1].parent AREA_PARENT_MISSING",
                          "areas[2].valid_from AREA_OVERLAPS"));
}

TEST(PlanImport, WantsTheParentOnEveryDay) {
  AreaBook book;
  for (Area& area : SampleAreas()) {
    if (area.tier == Tier::kCommune) area.valid_to = absl::CivilDay(2024, 1, 1);
    if (area.tier != Tier::kVillage) book.Put(std::move(area));
  }
  Area village = Village("07207001");
  EXPECT_FALSE(PlanImport(book, {village}).ok()) << "open end";
  village.valid_to = absl::CivilDay(2024, 1, 2);
  EXPECT_FALSE(PlanImport(book, {village}).ok()) << "one day too many";
  village.valid_to = absl::CivilDay(2024, 1, 1);
  EXPECT_OK(PlanImport(book, {village}));
  village.valid_from = absl::CivilDay(2020, 12, 31);
  EXPECT_FALSE(PlanImport(book, {village}).ok()) << "one day too early";
}

TEST(PlanImport, TakesAParentOfSeveralVersions) {
  AreaBook book;
  for (Area& area : SampleAreas()) {
    if (area.tier == Tier::kVillage) continue;
    if (area.tier == Tier::kCommune) {
      Area town = area;
      town.valid_from = absl::CivilDay(2024, 1, 1);
      town.settlement = Settlement::kUrban;
      area.valid_to = town.valid_from;
      book.Put(std::move(town));
    }
    book.Put(std::move(area));
  }
  ASSERT_OK_AND_ASSIGN(ImportPlan plan,
                       PlanImport(book, {Village("07207001")}));
  book.Put(plan.created[0]);
  const Area& village = plan.created[0];
  EXPECT_EQ(book.PlaceOn(village, absl::CivilDay(2023, 12, 31)).settlement,
            Settlement::kRural);
  EXPECT_EQ(book.PlaceOn(village, absl::CivilDay(2024, 1, 1)).settlement,
            Settlement::kUrban);
}

TEST(PlanImport, RefusesAttributesOtherThanThoseAbove) {
  Area village = Village("07207003");
  village.settlement = Settlement::kUrban;
  village.region = Region::kSouthEast;
  EXPECT_THAT(FaultsOf(PlanImport(SampleBook(), {village}).status()),
              ElementsAre("areas[0].settlement SETTLEMENT_DIFFERS",
                          "areas[0].region REGION_DIFFERS"));
}

TEST(PlanImport, WantsAVillageNumberedBelowItsFirstCommune) {
  Area other = SampleAreas()[2];
  other.code.value = "07208";
  Area village = Village("07207003");
  village.parent = other.code;
  EXPECT_THAT(FaultsOf(PlanImport(SampleBook(), {other, village}).status()),
              ElementsAre("areas[1].parent AREA_PARENT_WRONG"));
}

TEST(PlanImport, WantsTheRegionOfACommuneBelowAProvinceOfSeveral) {
  std::vector<Area> areas = SampleAreas();
  areas[0].region = Region::kUnspecified;
  EXPECT_THAT(FaultsOf(PlanImport(AreaBook(), areas).status()),
              testing::Contains("areas[2].region REGION_MISSING"));
  areas[2].region = Region::kRedRiverDelta;
  ASSERT_OK_AND_ASSIGN(ImportPlan plan, PlanImport(AreaBook(), areas));
  AreaBook book;
  for (const Area& area : plan.created) book.Put(area);
  EXPECT_EQ(book.PlaceOn(areas[3], kDay).region, Region::kRedRiverDelta);
}

TEST(PlanImport, KeepsTheRegionOfACommuneThatLiesInAnother) {
  std::vector<Area> areas = SampleAreas();
  areas[2].region = Region::kRedRiverDelta;
  ASSERT_OK_AND_ASSIGN(ImportPlan plan, PlanImport(AreaBook(), areas));
  EXPECT_EQ(plan.created[2].region, Region::kRedRiverDelta);
}

TEST(PlanImport, TakesWhatHasBeenEndedSinceForTheSame) {
  AreaBook book = SampleBook();
  for (const Area& area : SampleAreas()) {
    book.End(area.code, area.valid_from, absl::CivilDay(2025, 7, 1));
  }
  ASSERT_OK_AND_ASSIGN(ImportPlan plan, PlanImport(book, SampleAreas()));
  EXPECT_EQ(plan.unchanged, 5);
}

TEST(AreaBook, TellsPlaceFromTheUnitsAbove) {
  const AreaBook book = SampleBook();
  const Area* village = book.Find({"07207001"}, kDay);
  ASSERT_NE(village, nullptr);
  EXPECT_EQ(book.PlaceOn(*village, kDay),
            (Place{Settlement::kRural, Region::kNorthernMidlandsAndMountains}));
}

TEST(AreaBook, FindsByDay) {
  AreaBook book;
  Area old_one = SampleAreas()[3];
  old_one.valid_to = absl::CivilDay(2025, 7, 1);
  book.Put(old_one);
  const AreaCode code{"07207001"};
  EXPECT_EQ(book.Find(code, absl::CivilDay(2020, 12, 31)), nullptr);
  EXPECT_NE(book.Find(code, absl::CivilDay(2021, 1, 1)), nullptr);
  EXPECT_NE(book.Find(code, absl::CivilDay(2025, 6, 30)), nullptr);
  EXPECT_EQ(book.Find(code, absl::CivilDay(2025, 7, 1)), nullptr);
  EXPECT_NE(book.FindLatest(code, absl::CivilDay(2026, 1, 1)), nullptr);
  EXPECT_EQ(book.FindLatest(code, absl::CivilDay(2020, 1, 1)), nullptr);
}

TEST(AreaBook, ListsByParentAndTierAndPages) {
  const AreaBook book = SampleBook();
  const auto codes = [&](AreaFilter filter, std::string after, int limit) {
    filter.day = kDay;
    std::vector<std::string> found;
    for (const Area* area : book.List(filter, {after}, limit)) {
      found.push_back(area->code.value);
    }
    return found;
  };
  EXPECT_THAT(codes({}, "", 10), ElementsAre("24"));
  EXPECT_THAT(codes({.parent = {"24"}}, "", 10), ElementsAre("213"));
  EXPECT_THAT(codes({.parent = {"24"}, .tier = Tier::kVillage}, "", 10),
              ElementsAre("07207001", "07207002"));
  EXPECT_THAT(codes({.parent = {"24"}, .tier = Tier::kVillage}, "07207001", 10),
              ElementsAre("07207002"));
  EXPECT_THAT(codes({.tier = Tier::kVillage}, "", 1), ElementsAre("07207001"));
  EXPECT_THAT(codes({.parent = {"99"}, .tier = Tier::kVillage}, "", 10),
              IsEmpty());
}

}  // namespace
}  // namespace rasoat::registry

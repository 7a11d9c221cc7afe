#include "services/registry/domain/reform.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "services/registry/domain/area_lineage.h"
#include "tests/support/registry/samples.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr absl::CivilDay kBefore(2025, 6, 30);
constexpr absl::CivilDay kDay(2025, 7, 1);
constexpr absl::CivilDay kLater(2026, 3, 1);

Area Unit(std::string code, std::string parent,
          absl::CivilDay from = absl::CivilDay(2021, 1, 1)) {
  Area area{.code = {code},
            .parent = {parent},
            .name = "Đơn vị " + code,
            .valid_from = from};
  area.tier = TierOfCode(area.code);
  if (area.tier == Tier::kProvince) area.region = Region::kRedRiverDelta;
  if (area.tier == Tier::kCommune) area.settlement = Settlement::kRural;
  return area;
}

/// Province 24 with district 213, communes 07207, 07210 and 07213 and a village
/// in each; 27 with district 256 and commune 09163.
AreaBook Book() {
  AreaBook book;
  for (Area& area : std::vector<Area>{
           Unit("24", ""), Unit("27", ""), Unit("213", "24"), Unit("256", "27"),
           Unit("07207", "213"), Unit("07210", "213"), Unit("07213", "213"),
           Unit("09163", "256"), Unit("07207001", "07207"),
           Unit("07210001", "07210"), Unit("07213001", "07213"),
           Unit("09163001", "09163")}) {
    book.Put(std::move(area));
  }
  return book;
}

Succession Whole(std::string from, std::string to) {
  return {.predecessor = {std::move(from)},
          .successor = {std::move(to)},
          .extent = Extent::kWhole,
          .source = "Nghị quyết thử"};
}

Succession Part(std::string from, std::string to) {
  Succession part = Whole(std::move(from), std::move(to));
  part.extent = Extent::kPart;
  return part;
}

Area Begun(std::string code, std::string parent) {
  return Unit(std::move(code), std::move(parent), kDay);
}

/// 24 and 27 become 24; the districts go; 07207 and 07210 become 07210; 09163
/// stays itself; 07213 was divided between 07210 and 09163.
Reform Merger() {
  return {
      .day = kDay,
      .ended = {{"24"},
                {"27"},
                {"213"},
                {"256"},
                {"07207"},
                {"07210"},
                {"07213"},
                {"09163"}},
      .begun = {Begun("07210", "24"), Begun("09163", "24"), Begun("24", "")},
      .successions = {Whole("24", "24"), Whole("27", "24"),
                      Whole("07207", "07210"), Whole("07210", "07210"),
                      Whole("09163", "09163"), Part("07213", "07210"),
                      Part("07213", "09163")}};
}

AreaBook Reformed() {
  AreaBook book = Book();
  const absl::StatusOr<ImportPlan> plan = PlanReform(book, Merger());
  EXPECT_TRUE(plan.ok()) << plan.status();
  if (plan.ok()) Apply(*plan, book);
  return book;
}

std::vector<std::string> CodesOf(const std::vector<Area>& areas) {
  std::vector<std::string> codes;
  for (const Area& area : areas) codes.push_back(area.code.value);
  return codes;
}

std::vector<std::string> FaultsOf(const absl::Status& status) {
  std::vector<std::string> told;
  for (const Violation& v : ViolationsOf(status)) {
    EXPECT_FALSE(v.vi.empty());
    told.push_back(v.field + " " + v.rule);
  }
  return told;
}

TEST(PlanReform, TakesTheVillagesAlong) {
  AreaBook book = Book();
  ASSERT_OK_AND_ASSIGN(ImportPlan plan, PlanReform(book, Merger()));
  EXPECT_EQ(plan.moved_villages, 3);
  EXPECT_EQ(plan.ended.size(), 12u);
  EXPECT_EQ(plan.created.size(), 6u);
  Apply(plan, book);
  const Area* village = book.Find({"07207001"}, kLater);
  ASSERT_NE(village, nullptr);
  EXPECT_EQ(village->parent.value, "07210");
  EXPECT_TRUE(book.Below(*village, {"24"}, kLater));
  const Area* before = book.Find({"07207001"}, kBefore);
  ASSERT_NE(before, nullptr);
  EXPECT_EQ(before->parent.value, "07207");
  EXPECT_TRUE(book.Below(*before, {"213"}, kBefore));
}

TEST(PlanReform, NamesWhatIsNotKnown) {
  AreaBook book = Book();
  ASSERT_OK_AND_ASSIGN(ImportPlan plan, PlanReform(book, Merger()));
  EXPECT_THAT(CodesOf(plan.loose),
              UnorderedElementsAre("213", "256", "07213", "07213001"));
  Apply(plan, book);
  EXPECT_EQ(book.Find({"07213001"}, kLater), nullptr);
  EXPECT_EQ(FateOf(book, *book.Find({"07213"}, kBefore)), Fate::kDivided);
  EXPECT_EQ(FateOf(book, *book.Find({"07213001"}, kBefore)), Fate::kUnknown);
  EXPECT_EQ(FateOf(book, *book.Find({"07207"}, kBefore)), Fate::kPassed);
  EXPECT_EQ(FateOf(book, *book.Find({"24"}, kLater)), Fate::kGoesOn);
}

TEST(PlanReform, OfTheSameIsNothingNew) {
  ASSERT_OK_AND_ASSIGN(ImportPlan again, PlanReform(Reformed(), Merger()));
  EXPECT_TRUE(again.empty());
  EXPECT_EQ(again.unchanged, 11);
  EXPECT_EQ(again.loose.size(), 4u);
}

TEST(PlanReform, CanBeCompletedLaterVillageByVillage) {
  AreaBook book = Reformed();
  ASSERT_OK_AND_ASSIGN(
      ImportPlan plan,
      PlanReform(book, {.day = kDay,
                        .begun = {Begun("07213001", "09163")},
                        .successions = {Whole("07213001", "07213001")}}));
  Apply(plan, book);
  EXPECT_EQ(book.Find({"07213001"}, kLater)->parent.value, "09163");
  EXPECT_TRUE(SuccessorsOf(book, {"07213001"}, kBefore, kLater).Certain());
}

TEST(PlanReform, CanBeCompletedLaterByTheCommune) {
  AreaBook book = Book();
  Reform reform = Merger();
  reform.successions.resize(5);  // nothing known of 07213
  ASSERT_OK_AND_ASSIGN(ImportPlan first, PlanReform(book, reform));
  Apply(first, book);
  ASSERT_EQ(book.Find({"07213001"}, kLater), nullptr);
  ASSERT_OK_AND_ASSIGN(
      ImportPlan plan,
      PlanReform(book,
                 {.day = kDay, .successions = {Whole("07213", "07210")}}));
  EXPECT_EQ(plan.moved_villages, 1);
  Apply(plan, book);
  EXPECT_EQ(book.Find({"07213001"}, kLater)->parent.value, "07210");
}

TEST(PlanReform, EndsAVillageThatIsNamed) {
  Reform reform = Merger();
  reform.ended.push_back({"07207001"});
  AreaBook book = Book();
  ASSERT_OK_AND_ASSIGN(ImportPlan plan, PlanReform(book, reform));
  EXPECT_EQ(plan.moved_villages, 2);
  Apply(plan, book);
  EXPECT_EQ(book.Find({"07207001"}, kLater), nullptr);
}

TEST(PlanReform, LetsAPartGoWithoutEndingTheWhole) {
  AreaBook book = Book();
  ASSERT_OK_AND_ASSIGN(
      ImportPlan plan,
      PlanReform(book, {.day = kDay, .successions = {Part("07207", "07210")}}));
  Apply(plan, book);
  const Lineage lineage = SuccessorsOf(book, {"07207"}, kBefore, kLater);
  EXPECT_THAT(lineage.units, ElementsAre(Related{{"07207"}, Extent::kPart},
                                         Related{{"07210"}, Extent::kPart}));
  EXPECT_FALSE(lineage.Certain());
}

TEST(PlanReform, MakesATownOfAVillageCommune) {
  AreaBook book = Book();
  Area town = Begun("07207", "213");
  town.settlement = Settlement::kUrban;
  ASSERT_OK_AND_ASSIGN(
      ImportPlan plan,
      PlanReform(book, {.day = kDay,
                        .ended = {{"07207"}},
                        .begun = {town},
                        .successions = {Whole("07207", "07207")}}));
  Apply(plan, book);
  const auto settlement = [&](absl::CivilDay day) {
    return book.PlaceOn(*book.Find({"07207001"}, day), day).settlement;
  };
  EXPECT_EQ(settlement(kBefore), Settlement::kRural);
  EXPECT_EQ(settlement(kDay), Settlement::kUrban);
}

struct FaultCase {
  const char* name;
  std::function<void(Reform&)> spoil;
  const char* fault;
};

class FaultyReformTest : public testing::TestWithParam<FaultCase> {};

TEST_P(FaultyReformTest, IsRefused) {
  Reform reform = Merger();
  GetParam().spoil(reform);
  const auto plan = PlanReform(Book(), reform);
  ASSERT_FALSE(plan.ok());
  EXPECT_THAT(FaultsOf(plan.status()), Contains(GetParam().fault));
}

INSTANTIATE_TEST_SUITE_P(
    All, FaultyReformTest,
    testing::Values(
        FaultCase{"Day", [](Reform& r) { r.day = kNoDay; },
                  "day REFORM_DAY_MALFORMED"},
        FaultCase{"NoSuchUnit", [](Reform& r) { r.ended[0] = {"99"}; },
                  "ended[0] AREA_NOT_THEN"},
        FaultCase{"BeginsOnAnotherDay",
                  [](Reform& r) { r.begun[0].valid_from = kDay + 1; },
                  "begun[0].valid_from AREA_BEGINS_OTHERWISE"},
        FaultCase{"BeginsFaulty", [](Reform& r) { r.begun[1].name = ""; },
                  "begun[1].display_name AREA_NAME_MALFORMED"},
        FaultCase{"BeginsBelowWhatEnds",
                  [](Reform& r) { r.begun[0].parent = {"213"}; },
                  "begun[0].parent AREA_PARENT_MISSING"},
        FaultCase{"BeginsWhereAnotherIs", [](Reform& r) { r.ended.pop_back(); },
                  "begun[1].valid_from AREA_OVERLAPS"},
        FaultCase{"ChildLeft",
                  [](Reform& r) { r.ended.erase(r.ended.begin() + 4); },
                  "successions[2].extent SUCCESSION_NOT_ENDED"},
        FaultCase{"ChildLeftAlone",
                  [](Reform& r) {
                    r.ended.erase(r.ended.begin() + 6);
                    r.successions.resize(5);
                  },
                  "ended AREA_CHILD_LEFT"},
        FaultCase{"FromNothing",
                  [](Reform& r) { r.successions[0].predecessor = {"99"}; },
                  "successions[0].predecessor SUCCESSION_PREDECESSOR_MISSING"},
        FaultCase{"IntoNothing",
                  [](Reform& r) { r.successions[2].successor = {"07207"}; },
                  "successions[2].successor SUCCESSION_SUCCESSOR_MISSING"},
        FaultCase{"CommuneIntoVillage",
                  [](Reform& r) {
                    r.begun.push_back(Begun("07210009", "07210"));
                    r.successions[2].successor = {"07210009"};
                  },
                  "successions[2].successor SUCCESSION_TIERS_DIFFER"},
        FaultCase{
            "WholeTwice",
            [](Reform& r) { r.successions.push_back(Whole("07207", "09163")); },
            "successions[7].extent SUCCESSION_NOT_ONE"},
        FaultCase{
            "WholeAndPart",
            [](Reform& r) { r.successions.push_back(Part("07207", "09163")); },
            "successions[7].extent SUCCESSION_NOT_ONE"},
        FaultCase{
            "NoExtent",
            [](Reform& r) { r.successions[0].extent = Extent::kUnspecified; },
            "successions[0].extent SUCCESSION_EXTENT_MISSING"},
        FaultCase{"NoSource",
                  [](Reform& r) { r.successions[0].source.clear(); },
                  "successions[0].source SUCCESSION_SOURCE_MALFORMED"},
        FaultCase{
            "NoteTooLong",
            [](Reform& r) { r.successions[0].note = std::string(301, 'x'); },
            "successions[0].note SUCCESSION_NOTE_MALFORMED"},
        FaultCase{"CodeMalformed",
                  [](Reform& r) { r.successions[0].successor = {"2x"}; },
                  "successions[0].successor SUCCESSION_CODE_MALFORMED"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(PlanReform, NeverMovesAnEnd) {
  AreaBook book = Book();
  book.End({"07207001"}, absl::CivilDay(2021, 1, 1),
           absl::CivilDay(2027, 1, 1));
  book.End({"07207"}, absl::CivilDay(2021, 1, 1), absl::CivilDay(2027, 1, 1));
  EXPECT_THAT(
      PlanReform(book, {.day = kDay, .ended = {{"07207"}}}),
      StatusIs(absl::StatusCode::kFailedPrecondition, "AREA_END_FIXED"));
}

TEST(PlanReform, RefusesWhatDiffersFromWhatIsThere) {
  Reform other = Merger();
  other.begun[0].name = "Xã Khác";
  EXPECT_THAT(PlanReform(Reformed(), other),
              StatusIs(absl::StatusCode::kAlreadyExists, "AREA_DIFFERS"));
  other = Merger();
  other.successions[5].extent = Extent::kWhole;
  EXPECT_FALSE(PlanReform(Reformed(), other).ok());
  AreaBook book = Book();
  ASSERT_OK_AND_ASSIGN(
      ImportPlan plan,
      PlanReform(book, {.day = kDay,
                        .ended = {{"07213001"}, {"07213"}},
                        .successions = {Part("07213", "07210")}}));
  Apply(plan, book);
  EXPECT_THAT(
      PlanReform(book, {.day = kDay, .successions = {Whole("07213", "07210")}}),
      StatusIs(absl::StatusCode::kAlreadyExists, "SUCCESSION_DIFFERS"));
}

TEST(Lineage, FollowsChainsAndMergers) {
  AreaBook book = Reformed();
  EXPECT_THAT(SuccessorsOf(book, {"27"}, kBefore, kLater).units,
              ElementsAre(Related{{"24"}, Extent::kWhole}));
  EXPECT_THAT(SuccessorsOf(book, {"07207"}, kBefore, kBefore).units,
              ElementsAre(Related{{"07207"}, Extent::kWhole}));
  // A second reform: 07210 passes to 07300.
  const absl::CivilDay second(2027, 1, 1);
  Area heir = Unit("07300", "24", second);
  ASSERT_OK_AND_ASSIGN(
      ImportPlan plan,
      PlanReform(book, {.day = second,
                        .ended = {{"07210"}},
                        .begun = {heir},
                        .successions = {Whole("07210", "07300")}}));
  Apply(plan, book);
  const Lineage chain = SuccessorsOf(book, {"07207"}, kBefore, second);
  EXPECT_TRUE(chain.Certain());
  EXPECT_EQ(chain.units[0].code.value, "07300");
  EXPECT_EQ(book.Find({"07207001"}, second)->parent.value, "07300");
  EXPECT_THAT(PredecessorsOf(book, {"07300"}, second, kBefore).units,
              ElementsAre(Related{{"07207"}, Extent::kWhole},
                          Related{{"07210"}, Extent::kWhole},
                          Related{{"07213"}, Extent::kPart}));
}

TEST(Lineage, IsHonestAboutWhatIsDividedOrUnknown) {
  const AreaBook book = Reformed();
  const Lineage divided = SuccessorsOf(book, {"07213"}, kBefore, kLater);
  EXPECT_FALSE(divided.Certain());
  EXPECT_THAT(divided.units, ElementsAre(Related{{"07210"}, Extent::kPart},
                                         Related{{"09163"}, Extent::kPart}));
  const Lineage gone = SuccessorsOf(book, {"213"}, kBefore, kLater);
  EXPECT_THAT(gone.units, IsEmpty());
  EXPECT_THAT(gone.unknown, ElementsAre(LooseEnd{{"213"}, kDay}));
  EXPECT_FALSE(gone.Certain());
  const Lineage none = SuccessorsOf(book, {"99"}, kBefore, kLater);
  EXPECT_THAT(none.units, IsEmpty());
  EXPECT_THAT(none.unknown, IsEmpty());
}

// The code 24 is Bắc Giang before the day and Bắc Ninh from it on.
TEST(Lineage, TellsUnitsOfOneCodeApart) {
  const AreaBook book = Reformed();
  EXPECT_THAT(PredecessorsOf(book, {"24"}, kLater, kBefore).units,
              ElementsAre(Related{{"24"}, Extent::kWhole},
                          Related{{"27"}, Extent::kWhole}));
  EXPECT_THAT(PredecessorsOf(book, {"24"}, kBefore, kBefore).units,
              ElementsAre(Related{{"24"}, Extent::kWhole}));
  // A code that is used again without a succession is another unit.
  AreaBook reused = Book();
  ASSERT_OK_AND_ASSIGN(ImportPlan plan,
                       PlanReform(reused, {.day = kDay,
                                           .ended = {{"07207"}, {"07207001"}},
                                           .begun = {Begun("07207", "256")}}));
  Apply(plan, reused);
  EXPECT_THAT(SuccessorsOf(reused, {"07207"}, kBefore, kLater).unknown,
              ElementsAre(LooseEnd{{"07207"}, kDay}));
  EXPECT_THAT(SuccessorsOf(reused, {"07207"}, kBefore, kLater).units,
              IsEmpty());
  EXPECT_THAT(PredecessorsOf(reused, {"07207"}, kLater, kBefore).unknown,
              ElementsAre(LooseEnd{{"07207"}, kDay}));
  EXPECT_EQ(reused.Find({"07207"}, kLater)->parent.value, "256");
  EXPECT_EQ(reused.Find({"07207"}, kBefore)->parent.value, "213");
}

TEST(Lineage, SeesWhatAPredecessorGaveAwayOnTheWay) {
  AreaBook book = Book();
  ASSERT_OK_AND_ASSIGN(
      ImportPlan gave,
      PlanReform(book, {.day = absl::CivilDay(2023, 1, 1),
                        .successions = {Part("07207", "07213")}}));
  Apply(gave, book);
  ASSERT_OK_AND_ASSIGN(ImportPlan plan, PlanReform(book, Merger()));
  Apply(plan, book);
  EXPECT_THAT(
      PredecessorsOf(book, {"07210"}, kLater, absl::CivilDay(2022, 1, 1)).units,
      Contains(Related{{"07207"}, Extent::kPart}));
}

}  // namespace
}  // namespace rasoat::registry

// What every registry store promises, asked of the one in memory and of the one
// on MariaDB.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "absl/strings/str_cat.h"
#include "services/registry/domain/reform.h"
#include "tests/contract/registry/store/stores.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

INSTANTIATE_TEST_SUITE_P(All, StoreTest, BothKinds(), NameOfKind);

TEST_P(StoreTest, GivesBackAHouseholdAsItCameIn) {
  ASSERT_THAT(Take({Visit(1)}), ElementsAre("OK"));
  ASSERT_OK_AND_ASSIGN(Household got, stores_->households().Get(
                                          IdNumber<HouseholdId>(1), Soon()));
  const Household want = SampleHousehold(1);
  EXPECT_TRUE(SameContent(got, want));
  EXPECT_EQ(got.revision, 1);
  EXPECT_EQ(got.create_time, want.create_time);
  EXPECT_EQ(got.update_time, want.update_time);
  ASSERT_OK_AND_ASSIGN(AreaCode village, stores_->households().VillageOf(
                                             IdNumber<HouseholdId>(1), Soon()));
  EXPECT_EQ(village.value, "07207001");
}

TEST_P(StoreTest, GivesBackASurveyAsItCameIn) {
  ASSERT_THAT(Take({Visit(1)}), ElementsAre("OK"));
  ASSERT_OK_AND_ASSIGN(Survey got,
                       stores_->surveys().Get(IdNumber<SurveyId>(1), Soon()));
  const Survey want = Taken(1, 1);
  EXPECT_TRUE(SameContent(got, want));
  EXPECT_EQ(got.form_hash, want.form_hash);
  EXPECT_EQ(got.village, want.village);
  EXPECT_EQ(got.place, want.place);
  EXPECT_EQ(got.reviewer, want.reviewer);
  EXPECT_EQ(got.submit_time, want.submit_time);
  ASSERT_EQ(got.members.size(), 2u);
  EXPECT_EQ(got.members[1].birth_date, want.members[1].birth_date);
  EXPECT_EQ(got.members[1].sex, want.members[1].sex);
  ASSERT_OK_AND_ASSIGN(AreaCode village, stores_->surveys().VillageOf(
                                             IdNumber<SurveyId>(1), Soon()));
  EXPECT_EQ(village.value, "07207001");
}

TEST_P(StoreTest, SaysWhatIsNotThere) {
  EXPECT_THAT(stores_->households().Get(IdNumber<HouseholdId>(9), Soon()),
              StatusIs(absl::StatusCode::kNotFound, "HOUSEHOLD_NOT_FOUND"));
  EXPECT_THAT(stores_->households().VillageOf(IdNumber<HouseholdId>(9), Soon()),
              StatusIs(absl::StatusCode::kNotFound, "HOUSEHOLD_NOT_FOUND"));
  EXPECT_THAT(stores_->surveys().Get(IdNumber<SurveyId>(9), Soon()),
              StatusIs(absl::StatusCode::kNotFound, "SURVEY_NOT_FOUND"));
  EXPECT_THAT(stores_->surveys().VillageOf(IdNumber<SurveyId>(9), Soon()),
              StatusIs(absl::StatusCode::kNotFound, "SURVEY_NOT_FOUND"));
  EXPECT_THAT(
      stores_->households().Update(
          IdNumber<HouseholdId>(9),
          [](const Household& h) -> absl::StatusOr<Household> { return h; },
          Soon()),
      StatusIs(absl::StatusCode::kNotFound, "HOUSEHOLD_NOT_FOUND"));
}

TEST_P(StoreTest, TakesManyVisitsAtOnce) {
  std::vector<NewVisit> visits;
  for (std::uint64_t i = 1; i <= 120; ++i) visits.push_back(Visit(i));
  EXPECT_THAT(Take(visits), testing::Each("OK"));
  std::vector<HouseholdId> ids;
  for (std::uint64_t i = 1; i <= 121; ++i)
    ids.push_back(IdNumber<HouseholdId>(i));
  ASSERT_OK_AND_ASSIGN(auto found, stores_->households().GetMany(ids, Soon()));
  EXPECT_EQ(found.size(), 120u);
  EXPECT_EQ(found.at(ids[77]).members.size(), 2u);
}

TEST_P(StoreTest, TellsHowIdsStand) {
  ASSERT_THAT(Take({Visit(1), Visit(2)}), ElementsAre("OK", "OK"));
  const Household same = SampleHousehold(1);
  Household other = SampleHousehold(2);
  other.members[1].full_name += "!";
  const Household unknown = SampleHousehold(3);
  const Household* const households[] = {&same, &other, &unknown};
  ASSERT_OK_AND_ASSIGN(auto of_households, stores_->visits().HouseholdStandings(
                                               households, Soon()));
  EXPECT_THAT(of_households,
              ElementsAre(Standing::kSame, Standing::kOther, Standing::kFree));
  Survey as_sent = SampleSurvey(1, 1);  // before the facts were added
  as_sent.device_time = Taken(1, 1).device_time;
  Survey changed = as_sent;
  changed.id = IdNumber<SurveyId>(2);
  const Survey* const surveys[] = {&as_sent, &changed};
  ASSERT_OK_AND_ASSIGN(auto of_surveys,
                       stores_->visits().SurveyStandings(surveys, Soon()));
  EXPECT_THAT(of_surveys, ElementsAre(Standing::kSame, Standing::kOther));
}

TEST_P(StoreTest, ComparesAHouseholdWithWhatItWasRegisteredWith) {
  ASSERT_THAT(Take({Visit(1)}), ElementsAre("OK"));
  ASSERT_OK(stores_->households().Update(
      IdNumber<HouseholdId>(1),
      [](Household h) -> absl::StatusOr<Household> {
        h.phone = "";
        return h;
      },
      Soon()));
  const Household as_registered = SampleHousehold(1);
  const Household* const households[] = {&as_registered};
  ASSERT_OK_AND_ASSIGN(
      auto standings, stores_->visits().HouseholdStandings(households, Soon()));
  EXPECT_THAT(standings, ElementsAre(Standing::kSame));
}

TEST_P(StoreTest, RefusesOnlyTheVisitThatCollides) {
  ASSERT_THAT(Take({Visit(1)}), ElementsAre("OK"));
  NewVisit same_number = Visit(2);
  same_number.household->number = 1;
  EXPECT_THAT(Take({same_number, Visit(3), Visit(1)}),
              ElementsAre("HOUSEHOLD_NUMBER_TAKEN", "OK", "VISIT_RACED"));
  EXPECT_THAT(stores_->surveys().Get(IdNumber<SurveyId>(2), Soon()),
              StatusIs(absl::StatusCode::kNotFound, "SURVEY_NOT_FOUND"));
}

TEST_P(StoreTest, TakesNewVisitsTogetherOrSaysThatOneCollides) {
  const std::vector<NewVisit> fresh = {Visit(1), Visit(2)};
  ASSERT_OK_AND_ASSIGN(const std::vector<absl::Status> statuses,
                       stores_->visits().TakeNew(fresh, Soon()));
  EXPECT_THAT(statuses, testing::Each(IsOk()));
  const std::vector<NewVisit> mixed = {Visit(3), Visit(2)};
  const auto collided = stores_->visits().TakeNew(mixed, Soon());
  if (collided.ok()) {
    EXPECT_OK((*collided)[0]);
    EXPECT_THAT((*collided)[1],
                StatusIs(absl::StatusCode::kAborted, "VISIT_RACED"));
  } else {
    EXPECT_THAT(collided.status(),
                StatusIs(absl::StatusCode::kAlreadyExists, "VISITS_COLLIDE"));
    EXPECT_THAT(stores_->households().Get(IdNumber<HouseholdId>(3), Soon()),
                StatusIs(absl::StatusCode::kNotFound, "HOUSEHOLD_NOT_FOUND"));
  }
}

TEST_P(StoreTest, KeepsOneCurrentSurveyOfAHouseholdInARound) {
  ASSERT_THAT(Take({Visit(1)}), ElementsAre("OK"));
  EXPECT_THAT(Take({SurveyOnly(2, 1)}), ElementsAre("SURVEY_EXISTS"));
  EXPECT_THAT(Take({SurveyOnly(2, 1, 9)}), ElementsAre("SURVEY_REPLACED"));
  EXPECT_THAT(Take({SurveyOnly(2, 1, 1)}), ElementsAre("OK"));
  EXPECT_THAT(Take({SurveyOnly(3, 1, 1)}), ElementsAre("SURVEY_REPLACED"));
  NewVisit other_round = SurveyOnly(4, 1);
  other_round.survey->round = {"2022"};
  EXPECT_THAT(Take({other_round}), ElementsAre("OK"));
  EXPECT_THAT(Take({SurveyOnly(2, 1, 1)}), ElementsAre("VISIT_RACED"));
}

TEST_P(StoreTest, RefusesASurveyCheckedAgainstAnOlderHousehold) {
  ASSERT_THAT(Take({Visit(1)}), ElementsAre("OK"));
  NewVisit stale = SurveyOnly(2, 1, 1);
  stale.seen_revision = 7;
  EXPECT_THAT(Take({stale, SurveyOnly(3, 9)}),
              ElementsAre("VISIT_RACED", "VISIT_RACED"));
}

TEST_P(StoreTest, ListsHouseholdsByNumber) {
  std::vector<NewVisit> visits = {Visit(3), Visit(1), Visit(2), Visit(4)};
  visits[3].household->village = {"07207002"};
  ASSERT_THAT(Take(visits), testing::Each("OK"));
  const auto numbers = [&](std::int64_t after, int limit) {
    auto found = stores_->households().List({.village = {"07207001"}},
                                            {.number = after}, limit, Soon());
    EXPECT_OK(found);
    std::vector<std::int64_t> all;
    for (const Household& h : *found) {
      EXPECT_EQ(h.members.size(), 2u);
      all.push_back(h.number);
    }
    return all;
  };
  EXPECT_THAT(numbers(0, 10), ElementsAre(1, 2, 3));
  EXPECT_THAT(numbers(1, 1), ElementsAre(2));
  EXPECT_THAT(numbers(3, 10), IsEmpty());
}

TEST_P(StoreTest, ListsSurveysWithOrWithoutReplacedOnes) {
  ASSERT_THAT(Take({Visit(1), Visit(2)}), testing::Each("OK"));
  ASSERT_THAT(Take({SurveyOnly(3, 1, 1)}), ElementsAre("OK"));
  const auto ids = [&](bool replaced, std::uint64_t after, int limit) {
    auto found =
        stores_->surveys().List({.village = {"07207001"},
                                 .round = {"2021-tong-ra-soat"},
                                 .show_replaced = replaced},
                                IdNumber<SurveyId>(after), limit, Soon());
    EXPECT_OK(found);
    std::vector<int> all;
    for (const Survey& survey : *found) all.push_back(survey.id.bytes[15]);
    return all;
  };
  EXPECT_THAT(ids(false, 0, 10), ElementsAre(2, 3));
  EXPECT_THAT(ids(true, 0, 10), ElementsAre(1, 2, 3));
  EXPECT_THAT(ids(true, 1, 1), ElementsAre(2));
}

TEST_P(StoreTest, UpdatesAHouseholdAsAWhole) {
  ASSERT_THAT(Take({Visit(1), Visit(2)}), testing::Each("OK"));
  ASSERT_OK_AND_ASSIGN(Household updated,
                       stores_->households().Update(
                           IdNumber<HouseholdId>(1),
                           [](Household h) -> absl::StatusOr<Household> {
                             h.number = 7;
                             h.address = "Xóm Mới";
                             h.members.erase(h.members.begin() + 1);
                             h.members.push_back(h.members[0]);
                             h.members[1].id = "03";
                             h.members[1].identity_kind = IdentityKind::kNone;
                             h.members[1].identity_number.clear();
                             return h;
                           },
                           Soon()));
  EXPECT_EQ(updated.revision, 2);
  ASSERT_OK_AND_ASSIGN(Household got, stores_->households().Get(
                                          IdNumber<HouseholdId>(1), Soon()));
  EXPECT_TRUE(SameContent(got, updated));
  EXPECT_EQ(got.revision, 2);
  EXPECT_EQ(got.update_time, updated.update_time);
  EXPECT_EQ(got.members[1].id, "03");
}

TEST_P(StoreTest, LeavesAHouseholdAloneThatIsNotChanged) {
  ASSERT_THAT(Take({Visit(1), Visit(2)}), testing::Each("OK"));
  const HouseholdId id = IdNumber<HouseholdId>(1);
  const auto nothing = [](const Household& h) -> absl::StatusOr<Household> {
    return h;
  };
  ASSERT_OK_AND_ASSIGN(Household same,
                       stores_->households().Update(id, nothing, Soon()));
  EXPECT_EQ(same.revision, 1);
  const auto refuse = [](const Household&) -> absl::StatusOr<Household> {
    return Error(absl::StatusCode::kAborted, "STALE_HOUSEHOLD", "as asked");
  };
  EXPECT_THAT(stores_->households().Update(id, refuse, Soon()),
              StatusIs(absl::StatusCode::kAborted, "STALE_HOUSEHOLD"));
  const auto taken = [](Household h) -> absl::StatusOr<Household> {
    h.number = 2;
    return h;
  };
  EXPECT_THAT(
      stores_->households().Update(id, taken, Soon()),
      StatusIs(absl::StatusCode::kAlreadyExists, "HOUSEHOLD_NUMBER_TAKEN"));
}

TEST_P(StoreTest, LetsExactlyOneOfTwoSurveysWin) {
  ASSERT_THAT(Take({Visit(1)}), ElementsAre("OK"));
  for (std::uint64_t round = 0; round < 10; ++round) {
    std::vector<std::string> outcomes(4);
    std::vector<std::thread> writers;
    for (std::uint64_t i = 0; i < outcomes.size(); ++i) {
      writers.emplace_back([&, i] {
        NewVisit visit = SurveyOnly(100 + round * 10 + i, 1);
        visit.survey->round = {absl::StrCat("r", round)};
        outcomes[i] = Take({visit})[0];
      });
    }
    for (std::thread& writer : writers) writer.join();
    EXPECT_EQ(std::count(outcomes.begin(), outcomes.end(), "OK"), 1);
    EXPECT_EQ(std::count(outcomes.begin(), outcomes.end(), "SURVEY_EXISTS"), 3);
  }
}

TEST_P(StoreTest, LosesNoUpdate) {
  ASSERT_THAT(Take({Visit(1)}), ElementsAre("OK"));
  constexpr int kWriters = 4;
  constexpr int kUpdates = 10;
  std::vector<std::thread> writers;
  for (int i = 0; i < kWriters; ++i) {
    writers.emplace_back([&] {
      for (int n = 0; n < kUpdates; ++n) {
        EXPECT_OK(stores_->households().Update(
            IdNumber<HouseholdId>(1),
            [](Household h) -> absl::StatusOr<Household> {
              h.number += 1;
              return h;
            },
            Soon()));
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  ASSERT_OK_AND_ASSIGN(Household got, stores_->households().Get(
                                          IdNumber<HouseholdId>(1), Soon()));
  EXPECT_EQ(got.number, 1 + kWriters * kUpdates);
  EXPECT_EQ(got.revision, 1 + kWriters * kUpdates);
}

TEST_P(StoreTest, ImportsAreasAllOrNone) {
  const auto import = [&](const std::vector<Area>& areas) {
    return stores_->areas().Import(
        [&](const AreaBook& book) { return PlanImport(book, areas); }, Soon());
  };
  std::vector<Area> faulty = SampleAreas();
  faulty[4].name = "";
  EXPECT_FALSE(import(faulty).ok());
  ASSERT_OK_AND_ASSIGN(AreaSnapshot nothing, stores_->areas().Load(Soon()));
  EXPECT_EQ(nothing.book.size(), 0u);

  ASSERT_OK_AND_ASSIGN(ImportPlan first, import(SampleAreas()));
  EXPECT_EQ(first.created.size(), 5u);
  ASSERT_OK_AND_ASSIGN(ImportPlan again, import(SampleAreas()));
  EXPECT_EQ(again.unchanged, 5);
  ASSERT_OK_AND_ASSIGN(AreaSnapshot all, stores_->areas().Load(Soon()));
  for (const Area& want : SampleAreas()) {
    const Area* got = all.book.Find(want.code, want.valid_from);
    ASSERT_NE(got, nullptr);
    EXPECT_EQ(*got, want);
  }
  EXPECT_GT(all.revision, nothing.revision);
  ASSERT_OK_AND_ASSIGN(std::int64_t revision,
                       stores_->areas().Revision(Soon()));
  EXPECT_EQ(revision, all.revision);
}

TEST_P(StoreTest, KeepsTheEndOfAnArea) {
  std::vector<Area> areas = SampleAreas();
  for (Area& area : areas) area.valid_to = absl::CivilDay(2025, 7, 1);
  ASSERT_OK(stores_->areas().Import(
      [&](const AreaBook& book) { return PlanImport(book, areas); }, Soon()));
  ASSERT_OK_AND_ASSIGN(AreaSnapshot all, stores_->areas().Load(Soon()));
  EXPECT_EQ(*all.book.Find({"24"}, absl::CivilDay(2021, 1, 1)), areas[0]);
}

/// What becomes of SampleAreas on 1/7/2025: the district goes, the commune
/// becomes a ward of another code, and the villages follow it.
Reform SampleReform() {
  const absl::CivilDay day(2025, 7, 1);
  std::vector<Area> samples = SampleAreas();
  Area province = samples[0];
  Area ward = samples[2];
  province.name = "Tỉnh Bắc Ninh";
  ward.code.value = "07210";
  ward.parent = province.code;
  ward.name = "Phường Mẫu";
  ward.settlement = Settlement::kUrban;
  province.valid_from = ward.valid_from = day;
  const auto whole = [](std::string from, std::string to) {
    return Succession{.predecessor = {std::move(from)},
                      .successor = {std::move(to)},
                      .extent = Extent::kWhole,
                      .source = "Nghị quyết mẫu",
                      .note = "thử"};
  };
  return {.day = day,
          .ended = {{"24"}, {"213"}, {"07207"}},
          .begun = {ward, province},
          .successions = {whole("24", "24"), whole("07207", "07210")}};
}

TEST_P(StoreTest, ReformsAreasAllOrNone) {
  AreaStore& areas = stores_->areas();
  ASSERT_OK(areas.Import(
      [&](const AreaBook& book) { return PlanImport(book, SampleAreas()); },
      Soon()));
  ASSERT_OK_AND_ASSIGN(const AreaSnapshot before, areas.Load(Soon()));
  const auto reform = [&](Reform what) {
    return areas.Import(
        [&](const AreaBook& book) { return PlanReform(book, what); }, Soon());
  };
  Reform faulty = SampleReform();
  faulty.begun.pop_back();
  EXPECT_FALSE(reform(faulty).ok());
  ASSERT_OK_AND_ASSIGN(AreaSnapshot nothing, areas.Load(Soon()));
  EXPECT_EQ(nothing.revision, before.revision);
  EXPECT_EQ(nothing.book.Find({"24"}, absl::CivilDay(2026, 1, 1))->name,
            SampleAreas()[0].name);

  ASSERT_OK_AND_ASSIGN(ImportPlan done, reform(SampleReform()));
  EXPECT_EQ(done.ended.size(), 5u);
  EXPECT_EQ(done.moved_villages, 2);
  ASSERT_OK_AND_ASSIGN(AreaSnapshot all, areas.Load(Soon()));
  EXPECT_GT(all.revision, before.revision);
  const AreaBook& book = all.book;
  EXPECT_EQ(book.size(), 9u);
  EXPECT_EQ(book.successions().size(), 4u);
  const Succession* ward =
      book.successions().Find({"07207"}, {"07210"}, absl::CivilDay(2025, 7, 1));
  ASSERT_NE(ward, nullptr);
  EXPECT_EQ(ward->extent, Extent::kWhole);
  EXPECT_EQ(ward->source, "Nghị quyết mẫu");
  EXPECT_EQ(ward->note, "thử");
  EXPECT_EQ(book.Find({"24"}, absl::CivilDay(2025, 6, 30))->name,
            "Tỉnh Bắc Giang");
  EXPECT_EQ(book.Find({"24"}, absl::CivilDay(2025, 7, 1))->name,
            "Tỉnh Bắc Ninh");
  const Area* village = book.Find({"07207001"}, absl::CivilDay(2026, 1, 1));
  ASSERT_NE(village, nullptr);
  EXPECT_EQ(village->parent.value, "07210");

  ASSERT_OK_AND_ASSIGN(ImportPlan again, reform(SampleReform()));
  EXPECT_TRUE(again.empty());
  ASSERT_OK_AND_ASSIGN(AreaSnapshot same, areas.Load(Soon()));
  EXPECT_EQ(same.revision, all.revision);
  // The first import is still the same import.
  ASSERT_OK_AND_ASSIGN(
      ImportPlan first,
      areas.Import(
          [&](const AreaBook& b) { return PlanImport(b, SampleAreas()); },
          Soon()));
  EXPECT_EQ(first.unchanged, 5);
}

}  // namespace
}  // namespace rasoat::registry

#include "services/registry/intake/intake.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/ids/ulid.h"
#include "services/registry/domain/member_events.h"
#include "tests/support/counted_ids.h"
#include "tests/support/fake_clock.h"
#include "tests/support/registry/memory_registry.h"
#include "tests/support/registry/samples.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;

constexpr absl::Time kNever = absl::InfiniteFuture();

class IntakeTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK(forms_.Add("sample", SampleFormText()));
    ASSERT_OK(area_store_.Import(
        [](const AreaBook& book) { return PlanImport(book, SampleAreas()); },
        kNever));
  }

  std::vector<VisitOutcome> Take(std::vector<VisitDraft> drafts) {
    absl::StatusOr<std::vector<VisitOutcome>> outcomes = intake_.Take(
        std::move(drafts),
        {.reviewer = "staff/a", .now = clock_.Now(), .deadline = kNever});
    EXPECT_OK(outcomes);
    return *std::move(outcomes);
  }

  VisitOutcome TakeOne(VisitDraft draft) {
    std::vector<VisitDraft> drafts;
    drafts.push_back(std::move(draft));
    return Take(std::move(drafts))[0];
  }

  static VisitDraft Visit(std::uint64_t number) {
    return {.village = {"07207001"},
            .household = SampleHousehold(number),
            .survey = SampleSurvey(number, number)};
  }

  FakeClock clock_;
  CountedIds ids_;
  MemoryAreaStore area_store_;
  AreaCatalog areas_{area_store_, clock_};
  MemoryRegistry store_{clock_};
  FormShelf forms_;
  PersonRules rules_ = SampleRules();
  Intake intake_{areas_, store_, store_, forms_, rules_, ids_};
};

std::vector<std::string> FaultsOf(const absl::Status& status) {
  std::vector<std::string> told;
  for (const Violation& v : ViolationsOf(status)) {
    told.push_back(v.field + " " + v.rule);
  }
  return told;
}

TEST_F(IntakeTest, KeepsAVisitWithWhatScoringNeeds) {
  const VisitOutcome outcome = TakeOne(Visit(1));
  ASSERT_OK(outcome.status);
  EXPECT_FALSE(outcome.repeated);
  ASSERT_OK_AND_ASSIGN(Household household,
                       store_.Get(outcome.household, kNever));
  EXPECT_EQ(household.revision, 1);
  EXPECT_EQ(household.create_time, clock_.Now());
  ASSERT_OK_AND_ASSIGN(Survey survey, store_.Get(outcome.survey, kNever));
  EXPECT_EQ(survey.village.value, "07207001");
  EXPECT_EQ(survey.place,
            (Place{Settlement::kRural, Region::kNorthernMidlandsAndMountains}));
  EXPECT_EQ(survey.reviewer, "staff/a");
  EXPECT_EQ(survey.submit_time, clock_.Now());
  EXPECT_EQ(survey.form_hash, forms_.Find({"sample"})->form.content_hash);
  ASSERT_EQ(survey.members.size(), 2u);
  EXPECT_EQ(survey.members[1].birth_date, absl::CivilDay(2015, 2, 3));
  EXPECT_EQ(survey.members[1].sex, Sex::kFemale);
}

TEST_F(IntakeTest, TakesARepeatAsTheSameVisit) {
  const VisitOutcome first = TakeOne(Visit(1));
  clock_.Advance(absl::Hours(1));
  const VisitOutcome second = TakeOne(Visit(1));
  ASSERT_OK(second.status);
  EXPECT_TRUE(second.repeated);
  EXPECT_EQ(second.household, first.household);
  EXPECT_EQ(second.survey, first.survey);
}

TEST_F(IntakeTest, NeverRefusesLaterWhatItTookOnce) {
  ASSERT_OK(TakeOne(Visit(1)).status);
  ASSERT_OK(store_.Update(
      IdNumber<HouseholdId>(1),
      [](Household household) -> absl::StatusOr<Household> {
        household.members.pop_back();
        return household;
      },
      kNever));
  const VisitOutcome again = TakeOne(Visit(1));
  ASSERT_OK(again.status);
  EXPECT_TRUE(again.repeated);
}

TEST_F(IntakeTest, TakesTheSurveyOfAHouseholdThatCameBefore) {
  VisitDraft first = Visit(1);
  first.survey.reset();
  ASSERT_OK(TakeOne(first).status);
  const VisitOutcome both = TakeOne(Visit(1));
  ASSERT_OK(both.status);
  EXPECT_FALSE(both.repeated);
  EXPECT_OK(store_.Get(both.survey, kNever));
}

TEST_F(IntakeTest, MakesIdsWhereTheClientHasNone) {
  VisitDraft draft = Visit(1);
  draft.household->id = {};
  draft.survey->id = {};
  draft.survey->household = {};
  const VisitOutcome outcome = TakeOne(draft);
  ASSERT_OK(outcome.status);
  ASSERT_OK_AND_ASSIGN(Survey survey, store_.Get(outcome.survey, kNever));
  EXPECT_EQ(survey.household, outcome.household);
}

TEST_F(IntakeTest, RefusesTheIdsOfOthers) {
  ASSERT_OK(TakeOne(Visit(1)).status);
  VisitDraft other_household = Visit(1);
  other_household.household->address = "elsewhere";
  EXPECT_THAT(TakeOne(other_household).status,
              StatusIs(absl::StatusCode::kAlreadyExists, "HOUSEHOLD_EXISTS"));
  VisitDraft other_survey = Visit(1);
  other_survey.survey->answers[0].value = Choice{"weak"};
  EXPECT_THAT(TakeOne(other_survey).status,
              StatusIs(absl::StatusCode::kAlreadyExists, "SURVEY_ID_TAKEN"));
}

TEST_F(IntakeTest, RefusesATakenNumber) {
  ASSERT_OK(TakeOne(Visit(1)).status);
  VisitDraft draft = Visit(2);
  draft.household->number = 1;
  EXPECT_THAT(TakeOne(draft).status, StatusIs(absl::StatusCode::kAlreadyExists,
                                              "HOUSEHOLD_NUMBER_TAKEN"));
  EXPECT_THAT(store_.Get(IdNumber<SurveyId>(2), kNever),
              StatusIs(absl::StatusCode::kNotFound, "SURVEY_NOT_FOUND"));
}

TEST_F(IntakeTest, HoldsNoVisitUpForAnother) {
  std::vector<VisitDraft> drafts = {Visit(1), Visit(2), Visit(3)};
  drafts[1].household->members[0].birth_date = absl::CivilDay(2030, 1, 1);
  const auto outcomes = Take(std::move(drafts));
  EXPECT_OK(outcomes[0].status);
  EXPECT_FALSE(outcomes[1].status.ok());
  EXPECT_OK(outcomes[2].status);
}

TEST_F(IntakeTest, TellsTheFaultsOfBothPartsAtOnce) {
  VisitDraft draft = Visit(1);
  draft.faults.push_back({"survey.round", "RESOURCE_NAME_MALFORMED", "…", "…"});
  draft.household->number = 0;
  draft.survey->answers.pop_back();
  EXPECT_THAT(FaultsOf(TakeOne(draft).status),
              ElementsAre("survey.round RESOURCE_NAME_MALFORMED",
                          "household.number HOUSEHOLD_NUMBER_OUT_OF_RANGE",
                          "survey.answers[assets.tv_age] ANSWER_MISSING"));
}

TEST_F(IntakeTest, TakesSeveralVisitsOfAHouseholdInOrder) {
  VisitDraft again{.survey = SampleSurvey(2, 1)};
  VisitDraft in_the_way{.survey = SampleSurvey(3, 1)};
  again.survey->replaces = IdNumber<SurveyId>(1);
  const auto outcomes = Take({Visit(1), Visit(1), again, in_the_way});
  EXPECT_OK(outcomes[0].status);
  EXPECT_TRUE(outcomes[1].repeated);
  EXPECT_OK(outcomes[2].status);
  EXPECT_THAT(outcomes[3].status,
              StatusIs(absl::StatusCode::kAlreadyExists, "SURVEY_EXISTS"));
}

TEST_F(IntakeTest, RefusesWhatIsNotOfTheVisit) {
  VisitDraft other_village = Visit(1);
  other_village.village = {"07207002"};
  EXPECT_THAT(FaultsOf(TakeOne(other_village).status),
              ElementsAre("household.village VILLAGE_DIFFERS",
                          "survey.household VILLAGE_DIFFERS"));
  VisitDraft other_household = Visit(1);
  other_household.survey->household = IdNumber<HouseholdId>(9);
  EXPECT_THAT(FaultsOf(TakeOne(other_household).status),
              ElementsAre("survey.household SURVEY_HOUSEHOLD_DIFFERS"));
  EXPECT_THAT(TakeOne({}).status,
              StatusIs(absl::StatusCode::kInvalidArgument, "VISIT_EMPTY"));
}

TEST_F(IntakeTest, GuardsTheVillageOfAKnownHousehold) {
  ASSERT_OK(TakeOne(Visit(1)).status);
  VisitDraft draft{.village = {"07207002"}, .survey = SampleSurvey(2, 1)};
  EXPECT_THAT(FaultsOf(TakeOne(draft).status),
              ElementsAre("survey.household VILLAGE_DIFFERS"));
}

TEST_F(IntakeTest, TellsWhatIsMissing) {
  VisitDraft nowhere = Visit(1);
  nowhere.village = nowhere.household->village = {"07207009"};
  EXPECT_THAT(TakeOne(nowhere).status,
              StatusIs(absl::StatusCode::kNotFound, "VILLAGE_NOT_FOUND"));
  VisitDraft in_a_commune = Visit(1);
  in_a_commune.village = in_a_commune.household->village = {"07207"};
  EXPECT_THAT(TakeOne(in_a_commune).status,
              StatusIs(absl::StatusCode::kNotFound, "VILLAGE_NOT_FOUND"));
  EXPECT_THAT(TakeOne({.survey = SampleSurvey(1, 9)}).status,
              StatusIs(absl::StatusCode::kNotFound, "HOUSEHOLD_NOT_FOUND"));
  VisitDraft no_form = Visit(1);
  no_form.survey->form = {"other"};
  EXPECT_THAT(TakeOne(no_form).status,
              StatusIs(absl::StatusCode::kNotFound, "FORM_NOT_FOUND"));
  VisitDraft nobody{.survey = SampleSurvey(1, 0)};
  EXPECT_THAT(FaultsOf(TakeOne(nobody).status),
              ElementsAre("survey.household SURVEY_HOUSEHOLD_MISSING"));
}

TEST_F(IntakeTest, WantsTheVillageOnTheReviewDate) {
  VisitDraft draft = Visit(1);
  draft.survey->review_date = absl::CivilDay(2020, 12, 31);
  draft.survey->members[1].answers.clear();
  EXPECT_THAT(FaultsOf(TakeOne(draft).status),
              ElementsAre("survey.review_date VILLAGE_NOT_THEN"));
}

TEST_F(IntakeTest, AsksAboutTheMembersOfTheReviewDate) {
  VisitDraft household = Visit(1);
  household.survey.reset();
  clock_.Set(absl::FromCivil(absl::CivilSecond(2021, 9, 1, 3, 0, 0),
                             absl::UTCTimeZone()));
  ASSERT_OK(TakeOne(household).status);
  clock_.Set(absl::FromCivil(absl::CivilSecond(2021, 10, 9, 3, 0, 0),
                             absl::UTCTimeZone()));
  ASSERT_OK(store_.Update(
      IdNumber<HouseholdId>(1),
      [&](const Household& before) {
        return Died(before, "02", {},
                    {.date = absl::CivilDay(2021, 10, 5), .reason = "vì"},
                    {.rules = rules_, .today = absl::CivilDay(2021, 10, 9)});
      },
      kNever));
  VisitDraft before = Visit(1);
  before.household.reset();
  ASSERT_EQ(before.survey->review_date, absl::CivilDay(2021, 10, 1));
  ASSERT_OK(TakeOne(before).status);
  ASSERT_OK_AND_ASSIGN(Survey survey,
                       store_.Get(IdNumber<SurveyId>(1), kNever));
  ASSERT_EQ(survey.members.size(), 2u);
  EXPECT_EQ(survey.members[1].birth_date, absl::CivilDay(2015, 2, 3));

  VisitDraft after = Visit(2);
  after.household.reset();
  after.survey->household = IdNumber<HouseholdId>(1);
  after.survey->replaces = IdNumber<SurveyId>(1);
  after.survey->review_date = absl::CivilDay(2021, 10, 6);
  EXPECT_THAT(FaultsOf(TakeOne(after).status),
              ElementsAre("survey.members[1].member_id MEMBER_UNKNOWN"));
}

TEST_F(IntakeTest, TakesMadeUpNumbersInMadeUpVillagesOnly) {
  VisitDraft draft = Visit(1);
  draft.household->members[0].identity_number = "024580000001";
  EXPECT_THAT(FaultsOf(TakeOne(draft).status),
              ElementsAre("household.members[0].identity_number "
                          "IDENTITY_CENTURY_DIFFERS"));
  draft.village = draft.household->village = {"07207002"};
  EXPECT_OK(TakeOne(draft).status);
}

TEST_F(IntakeTest, SeesVillagesThatAnotherReplicaImported) {
  ASSERT_OK(TakeOne(Visit(1)).status);
  Area village = SampleAreas()[3];
  village.code = {"07207003"};
  ASSERT_OK(area_store_.Import(
      [&](const AreaBook& book) { return PlanImport(book, {village}); },
      kNever));
  VisitDraft draft = Visit(2);
  draft.village = draft.household->village = village.code;
  EXPECT_OK(TakeOne(draft).status);
}

/// Says once that the household has changed meanwhile.
class RacingStore final : public VisitStore {
 public:
  RacingStore(VisitStore& store, int races) : store_(store), races_(races) {}
  absl::StatusOr<std::vector<Standing>> HouseholdStandings(
      absl::Span<const Household* const> households,
      absl::Time deadline) override {
    return store_.HouseholdStandings(households, deadline);
  }
  absl::StatusOr<std::vector<Standing>> SurveyStandings(
      absl::Span<const Survey* const> surveys, absl::Time deadline) override {
    return store_.SurveyStandings(surveys, deadline);
  }
  absl::StatusOr<std::vector<absl::Status>> Take(
      absl::Span<const NewVisit> visits, absl::Time deadline) override {
    if (races_-- <= 0) return store_.Take(visits, deadline);
    return std::vector<absl::Status>(
        visits.size(),
        Refused(absl::StatusCode::kAborted, {"", "VISIT_RACED", "…", "…"}));
  }

 private:
  VisitStore& store_;
  int races_;
};

TEST_F(IntakeTest, LooksAgainAfterARaceAndGivesUpAfterThree) {
  const auto with_races = [&](int races, std::uint64_t number) {
    RacingStore racing(store_, races);
    Intake intake(areas_, store_, racing, forms_, rules_, ids_);
    std::vector<VisitDraft> drafts = {Visit(number)};
    return (*intake.Take(std::move(drafts),
                         {.now = clock_.Now(), .deadline = kNever}))[0]
        .status;
  };
  // The first is not counted: the visit was offered as a new one.
  EXPECT_OK(with_races(3, 1));
  EXPECT_THAT(with_races(4, 2),
              StatusIs(absl::StatusCode::kAborted, "VISIT_RACED"));
}

}  // namespace
}  // namespace rasoat::registry

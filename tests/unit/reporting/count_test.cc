#include "services/reporting/follow/count.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

namespace rasoat::reporting {
namespace {

using testing::IsEmpty;
using testing::UnorderedElementsAre;

template <class State>
State Parse(const char* text) {
  State state;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &state));
  return state;
}

Contribution At(const char* round, const char* area, const char* measure,
                absl::CivilDay day, std::int64_t amount = 1) {
  return {{round, area, measure, day}, amount};
}

TEST(CountTest, AVillageCountsOnTheDaysOfItsSteps) {
  const auto state = Parse<workflow::v1::VillageState>(R"pb(
    round: "rounds/r"
    village: "07201001"
    steps { step: 1 start_date: "2021-09-01" complete_date: "2021-09-20" }
    steps { step: 2 start_date: "2021-09-20" }
    steps { step: 3 })pb");
  EXPECT_THAT(Count(state), UnorderedElementsAre(
                                At("rounds/r", "07201001", "step.1.started",
                                   absl::CivilDay(2021, 9, 1)),
                                At("rounds/r", "07201001", "step.1.completed",
                                   absl::CivilDay(2021, 9, 20)),
                                At("rounds/r", "07201001", "step.2.started",
                                   absl::CivilDay(2021, 9, 20))));
}

TEST(CountTest, ARegisteredHouseholdCountsInEveryRound) {
  auto state = Parse<registry::v1::HouseholdState>(
      R"pb(household: "households/h" village: "07201001" active: true)pb");
  EXPECT_THAT(Count(state),
              UnorderedElementsAre(At("", "07201001", "registered", kAlways)));
  state.set_active(false);
  EXPECT_THAT(Count(state), IsEmpty());
}

// A household that moved is told in both villages, with the same state.
TEST(CountTest, AHouseholdThatMovedCountsWhereItIs) {
  const auto state = Parse<registry::v1::HouseholdState>(
      R"pb(household: "households/h"
           village: "07201002"
           left_village: "07201001"
           active: true)pb");
  EXPECT_THAT(Count(state),
              UnorderedElementsAre(At("", "07201002", "registered", kAlways)));
}

// As scoring tells of a household that was merged or dissolved.
TEST(CountTest, AWithdrawnAssessmentCountsNowhere) {
  const auto state = Parse<scoring::v1::AssessmentState>(
      R"pb(household: "households/h" round: "rounds/r" village: "07201001")pb");
  EXPECT_THAT(Count(state), IsEmpty());
}

TEST(CountTest, AnAssessmentCountsByTheFirstStandard) {
  auto state =
      Parse<scoring::v1::AssessmentState>(R"pb(
        household: "households/h"
        round: "rounds/r"
        village: "07201001"
        results {
          standard: "standards/a"
          household_class: HOUSEHOLD_CLASS_NEAR_POOR
        }
        results {
          standard: "standards/b"
          household_class: HOUSEHOLD_CLASS_POOR
        })pb");
  EXPECT_THAT(
      Count(state),
      UnorderedElementsAre(At("rounds/r", "07201001", "assessed", kAlways),
                           At("rounds/r", "07201001", "near_poor", kAlways)));
  state.mutable_results(1)->set_failure("TOTALS_NEEDED");
  EXPECT_THAT(Count(state), IsEmpty());
}

TEST(CountTest, AClassCountsAtItsOrganizerWithItsDelegates) {
  const auto state = Parse<workflow::v1::TrainingClassState>(R"pb(
    training_class {
      name: "rounds/r/trainingClasses/c"
      organizer: "areas/24"
      start_date: "2021-09-08"
      end_date: "2021-09-09"
      attendee_count: 56
    })pb");
  EXPECT_THAT(
      Count(state),
      UnorderedElementsAre(
          At("rounds/r", "24", "own.classes_begun", absl::CivilDay(2021, 9, 8)),
          At("rounds/r", "24", "own.classes", absl::CivilDay(2021, 9, 9)),
          At("rounds/r", "24", "own.delegates", absl::CivilDay(2021, 9, 9),
             56)));
}

TEST(CountTest, ARoundCountsItsUnitsAndVillages) {
  const auto state = Parse<workflow::v1::RoundState>(R"pb(
    round { name: "rounds/r" }
    units { code: "24" tier: "province" }
    units { code: "07201001" parent: "24" tier: "village" })pb");
  EXPECT_THAT(
      Count(state),
      UnorderedElementsAre(At("rounds/r", "24", "units.province", kAlways),
                           At("rounds/r", "07201001", "units.village", kAlways),
                           At("rounds/r", "07201001", "villages", kAlways)));
}

TEST(CountTest, MilestonesAndTrainedPeopleCountOnTheirDays) {
  EXPECT_THAT(Count(Parse<workflow::v1::MilestoneState>(R"pb(
                round: "rounds/r"
                milestone {
                  area: "areas/213"
                  kind: "district-plan"
                  date: "2021-08-30"
                })pb")),
              UnorderedElementsAre(At("rounds/r", "213",
                                      "milestone.district-plan",
                                      absl::CivilDay(2021, 8, 30))));
  EXPECT_THAT(Count(Parse<workflow::v1::StaffTrainingState>(R"pb(
                round: "rounds/r"
                staff: "staff/s"
                area: "07201001"
                trained_date: "2021-09-21")pb")),
              UnorderedElementsAre(At("rounds/r", "07201001", "persons_trained",
                                      absl::CivilDay(2021, 9, 21))));
}

}  // namespace
}  // namespace rasoat::reporting

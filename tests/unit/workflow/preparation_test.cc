#include "services/workflow/domain/preparation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/status_matchers.h"

namespace rasoat::workflow {
namespace {

using absl::CivilDay;
using testing::ElementsAre;

const RoundPlan kPlan{.id = {"bg-2021"},
                      .title = {"Đợt", "Round"},
                      .area = {"24"},
                      .procedure = {"any"},
                      .start = CivilDay(2021, 8, 15),
                      .end = CivilDay(2021, 12, 14)};
constexpr CivilDay kToday(2021, 10, 10);

Procedure WithMilestones() {
  Procedure procedure{.id = {"any"}};
  procedure.steps = {{.number = 1}};
  procedure.milestones = {{.code = "plan", .tier = Tier::kDistrict},
                          {.code = "team", .tier = Tier::kVillage}};
  return procedure;
}

std::vector<std::string> Faults(const absl::Status& status) {
  std::vector<std::string> faults;
  for (const Violation& one : ViolationsOf(status)) {
    EXPECT_FALSE(one.vi.empty());
    EXPECT_FALSE(one.en.empty());
    faults.push_back(one.field + " " + one.rule);
  }
  return faults;
}

TEST(MilestonesTest, AreAcceptedWithinTheRoundUpToToday) {
  EXPECT_OK(CheckMilestones({{{{"213"}, "plan", kPlan.start, "12/KH-UBND"},
                              {{"213"}, "team", kToday, ""}}},
                            WithMilestones(), kPlan, kToday));
}

TEST(MilestonesTest, EveryFaultIsNamed) {
  const std::vector<Milestone> milestones = {
      {{"213"}, "party", kToday, ""},
      {{"213"}, "plan", kToday + 1, ""},
      {{"215"}, "plan", kPlan.start - 1, ""},
      {{"216"}, "plan", kToday, std::string(61, 'x')},
      {{"216"}, "plan", kToday, ""}};
  EXPECT_THAT(
      Faults(CheckMilestones(milestones, WithMilestones(), kPlan, kToday)),
      ElementsAre("milestones[0].kind MILESTONE_UNKNOWN",
                  "milestones[1].date DATE_IN_FUTURE",
                  "milestones[2].date DATE_OUTSIDE_ROUND",
                  "milestones[3].document DOCUMENT_TOO_LONG",
                  "milestones[4].area MILESTONE_TWICE"));
}

TEST(MilestonesTest, DocumentsAreCountedInCharacters) {
  std::string document;
  for (int i = 0; i < 60; ++i) document += "Đ";
  EXPECT_OK(CheckMilestones({{{{"213"}, "plan", kToday, document}}},
                            WithMilestones(), kPlan, kToday));
}

TEST(ClassTest, MayLieAheadButWithinTheRound) {
  EXPECT_OK(CheckClass({.id = {"a"},
                        .organizer = {"24"},
                        .topic = "Phiếu B",
                        .start = kPlan.end,
                        .end = kPlan.end},
                       kPlan));
}

TEST(ClassTest, EveryFaultIsNamed) {
  EXPECT_THAT(Faults(CheckClass({.id = {"a"},
                                 .organizer = {"24"},
                                 .topic = "",
                                 .start = kPlan.start,
                                 .end = kPlan.start - 1},
                                kPlan)),
              ElementsAre("training_class.topic TOPIC_WRONG",
                          "training_class.end_date CLASS_DATES_WRONG",
                          "training_class.end_date DATE_OUTSIDE_ROUND"));
  EXPECT_THAT(Faults(CheckClass({.id = {"a"},
                                 .organizer = {"24"},
                                 .topic = "Phiếu B",
                                 .start = kPlan.end + 1,
                                 .end = kPlan.end + 1},
                                kPlan)),
              ElementsAre("training_class.start_date DATE_OUTSIDE_ROUND",
                          "training_class.end_date DATE_OUTSIDE_ROUND"));
}

}  // namespace
}  // namespace rasoat::workflow

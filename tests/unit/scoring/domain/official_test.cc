#include "services/scoring/domain/official.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/scoring/small_standard.h"

namespace rasoat::scoring {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(UnverifiedPlaces, LetsVerifiedAndInferredNumbersPass) {
  Standard standard = SmallStandard();
  standard.indicators[0].origin.mark = Mark::kInferred;
  EXPECT_THAT(UnverifiedPlaces(standard), IsEmpty());
}

TEST(UnverifiedPlaces, NamesEveryNumberThatIsNotSure) {
  Standard standard = SmallStandard();
  standard.class_rules[0].origin.mark = Mark::kRecalled;
  standard.indicators[0].origin.mark = Mark::kTraining;
  standard.indicators[0].guard = {true, {"test", Mark::kRecalled}};
  standard.dependants = {{{{.age_below = 15}}}};
  standard.dependants_origin = {"test", Mark::kRecalled};
  standard.deprivations[2].origin.mark = Mark::kUnspecified;
  EXPECT_THAT(UnverifiedPlaces(standard),
              ElementsAre("class_rules[rural]", "indicators[wall]",
                          "indicators[wall].guard", "dependants",
                          "deprivations[lack.3]"));
}

TEST(UnverifiedPlaces, NamesAContradictionThatIsNotSure) {
  Standard standard = SmallStandard();
  standard.contradictions = {{.code = "young", .origin = Sure()},
                             {.code = "old", .origin = Sure()}};
  EXPECT_THAT(UnverifiedPlaces(standard), IsEmpty());
  standard.contradictions[1].origin.mark = Mark::kRecalled;
  EXPECT_THAT(UnverifiedPlaces(standard), ElementsAre("contradictions[old]"));
}

TEST(UnverifiedPlaces, AsksADeclaredStandardForItsClassRulesOnly) {
  Standard standard = SmallStandard();
  standard.declared_only = true;
  standard.indicators.clear();
  standard.deprivations[0].origin.mark = Mark::kRecalled;
  standard.contradictions = {
      {.code = "young", .origin = {"test", Mark::kRecalled}}};
  EXPECT_THAT(UnverifiedPlaces(standard), IsEmpty());
  standard.class_rules[1].origin.mark = Mark::kRecalled;
  EXPECT_THAT(UnverifiedPlaces(standard), ElementsAre("class_rules[urban]"));
}

TEST(UnverifiedPlaces, NeverLetsATrainingStandardPass) {
  Standard standard = SmallStandard();
  standard.training = true;
  EXPECT_THAT(UnverifiedPlaces(standard), ElementsAre("training"));
}

}  // namespace
}  // namespace rasoat::scoring

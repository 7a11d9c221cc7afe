#include "services/reporting/domain/contribution.h"

#include <gmock/gmock.h>

#include "services/reporting/domain/progress.h"
#include "services/reporting/domain/round_units.h"

namespace rasoat::reporting {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Contribution Of(const char* area, const char* measure, int day,
                std::int64_t amount) {
  return {{"rounds/r", area, measure, absl::CivilDay(2021, 10, day)}, amount};
}

TEST(DifferenceTest, OfEqualStatesIsNothing) {
  const std::vector<Contribution> state = {Of("a", "m", 1, 1)};
  EXPECT_THAT(Difference(state, state), IsEmpty());
}

TEST(DifferenceTest, TakesOutTheOldAndPutsInTheNew) {
  EXPECT_THAT(Difference({Of("a", "m", 1, 1)}, {Of("a", "m", 2, 1)}),
              ElementsAre(Of("a", "m", 1, -1), Of("a", "m", 2, 1)));
}

TEST(DifferenceTest, JoinsEqualCells) {
  EXPECT_THAT(Difference({}, {Of("a", "m", 1, 1), Of("a", "m", 1, 2)}),
              ElementsAre(Of("a", "m", 1, 3)));
}

TEST(PackTest, ComesBackAsItWas) {
  const std::vector<Contribution> state = {Of("24", "step.2.completed", 3, 1),
                                           Of("213", "own.delegates", 9, 558)};
  EXPECT_EQ(Unpack(Pack(state)), state);
  EXPECT_THAT(Unpack(Pack({})), IsEmpty());
}

TEST(RoundTreeTest, LeadsUpToTheRoundsArea) {
  RoundTree tree;
  tree.Add("24", "");
  tree.Add("213", "24");
  tree.Add("07201", "213");
  EXPECT_THAT(tree.UpFrom("07201"), ElementsAre("07201", "213", "24"));
  EXPECT_THAT(tree.UpFrom("24"), ElementsAre("24"));
  EXPECT_THAT(tree.UpFrom("99"), IsEmpty());
}

TEST(RemainderTest, HoldsWhatHappenedAtTheAreaItself) {
  Figures figures;
  figures.total = {.code = "24", .display_name = "Tỉnh", .figures = {}};
  figures.total.figures["persons_trained"].amount = 10;
  figures.total.figures["villages"].amount = 4;
  figures.total.figures["own.classes"].amount = 3;
  figures.parts.resize(2);
  figures.parts[0].figures["persons_trained"].amount = 6;
  figures.parts[0].figures["villages"].amount = 1;
  figures.parts[1].figures["villages"].amount = 3;
  const AreaFigures rest = Remainder(figures);
  EXPECT_EQ(rest.code, "24");
  EXPECT_EQ(rest.figures.size(), 1);
  EXPECT_EQ(rest.Amount("persons_trained"), 4);
}

}  // namespace
}  // namespace rasoat::reporting

#include "services/registry/domain/device_clock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;

constexpr absl::Duration kLimit = absl::Minutes(10);
constexpr absl::Duration kTick = absl::Microseconds(1);

absl::Time At(absl::Duration after) {
  return absl::FromUnixSeconds(1'633'000'000) + after;
}

struct ClockCase {
  const char* name;
  absl::Duration device;  ///< How far the device is ahead.
  bool wrong;
};

class JudgeClockTest : public testing::TestWithParam<ClockCase> {};

TEST_P(JudgeClockTest, TellsWhetherTheClockIsWrong) {
  const ClockJudgement got =
      JudgeClock(At(GetParam().device), At(absl::ZeroDuration()), kLimit);
  EXPECT_EQ(got.offset, -GetParam().device);
  EXPECT_EQ(got.wrong, GetParam().wrong);
}

INSTANTIATE_TEST_SUITE_P(
    Edges, JudgeClockTest,
    testing::Values(ClockCase{"Right", absl::ZeroDuration(), false},
                    ClockCase{"AheadByTheLimit", kLimit, false},
                    ClockCase{"AheadByMore", kLimit + kTick, true},
                    ClockCase{"BehindByTheLimit", -kLimit, false},
                    ClockCase{"BehindByMore", -kLimit - kTick, true},
                    ClockCase{"NeverSet", -absl::Hours(24 * 365 * 50), true}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(CorrectedTest, MovesTimesOfAWrongClockOnly) {
  const absl::Time now = At(absl::Hours(100));
  const absl::Time made = At(absl::Hours(1));
  EXPECT_EQ(Corrected(made, {absl::Minutes(5), false}, now), made);
  EXPECT_EQ(Corrected(made, {absl::Hours(2), true}, now),
            made + absl::Hours(2));
  EXPECT_EQ(Corrected(made, {-absl::Hours(2), true}, now),
            made - absl::Hours(2));
}

TEST(CorrectedTest, PutsNothingAfterItCameIn) {
  const absl::Time now = At(absl::Hours(2));
  EXPECT_EQ(Corrected(At(absl::Hours(1)), {absl::Hours(5), true}, now), now);
}

ItemStamp Stamp(std::int64_t sequence, int minutes) {
  return {sequence, At(absl::Minutes(minutes))};
}

TEST(JumpedBackTest, AcceptsTimesThatRise) {
  EXPECT_THAT(JumpedBack({}, {Stamp(1, 0), Stamp(2, 5), Stamp(3, 5)}, kLimit),
              ElementsAre(false, false, false));
}

TEST(JumpedBackTest, NoticesATimeBeforeThatOfAnEarlierItem) {
  EXPECT_THAT(
      JumpedBack({}, {Stamp(1, 60), Stamp(2, 49), Stamp(3, 61)}, kLimit),
      ElementsAre(false, true, false));
  EXPECT_THAT(JumpedBack({}, {Stamp(1, 60), Stamp(2, 50)}, kLimit),
              ElementsAre(false, false));
}

TEST(JumpedBackTest, GoesBySequenceNotByOrder) {
  EXPECT_THAT(JumpedBack({}, {Stamp(3, 0), Stamp(1, 60), Stamp(2, 70)}, kLimit),
              ElementsAre(true, false, false));
}

TEST(JumpedBackTest, StaysBackUntilTheTimeIsReachedAgain) {
  EXPECT_THAT(
      JumpedBack({}, {Stamp(1, 100), Stamp(2, 10), Stamp(3, 20)}, kLimit),
      ElementsAre(false, true, true));
}

TEST(JumpedBackTest, ComparesWithTheItemsThatCameBefore) {
  EXPECT_THAT(JumpedBack(Stamp(5, 100), {Stamp(6, 80), Stamp(7, 95)}, kLimit),
              ElementsAre(true, false));
  // One that was on its way for long: made before, with a later time.
  EXPECT_THAT(JumpedBack(Stamp(5, 100), {Stamp(4, 120), Stamp(3, 90)}, kLimit),
              ElementsAre(true, false));
}

TEST(JumpedBackTest, SaysNothingOfWhatHasNoStamp) {
  EXPECT_THAT(
      JumpedBack(Stamp(5, 100),
                 {{0, At(absl::ZeroDuration())}, {6, std::nullopt}}, kLimit),
      ElementsAre(false, false));
  EXPECT_THAT(JumpedBack({0, At(absl::Hours(9))}, {Stamp(1, 0)}, kLimit),
              ElementsAre(false));
}

TEST(JumpedBackTest, TakesEqualNumbersForOneMoment) {
  EXPECT_THAT(JumpedBack({}, {Stamp(2, 100), Stamp(2, 0)}, kLimit),
              ElementsAre(false, false));
}

TEST(LaterTest, KeepsTheHigherOfTwoWholeStamps) {
  EXPECT_EQ(Later(Stamp(1, 0), Stamp(2, 0)).sequence, 2);
  EXPECT_EQ(Later(Stamp(3, 0), Stamp(2, 0)).sequence, 3);
  EXPECT_EQ(Later(Stamp(3, 0), {9, std::nullopt}).sequence, 3);
  EXPECT_EQ(Later({0, At(absl::ZeroDuration())}, Stamp(2, 0)).sequence, 2);
}

}  // namespace
}  // namespace rasoat::registry

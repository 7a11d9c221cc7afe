#include "services/common/clock/clock.h"

#include <gtest/gtest.h>

#include "tests/support/fake_clock.h"

namespace rasoat {
namespace {

TEST(SystemClockTest, DoesNotStandInThePast) {
  const SystemClock clock;
  const absl::Time first = clock.Now();
  EXPECT_GT(first,
            absl::FromCivil(absl::CivilDay(2024, 1, 1), absl::UTCTimeZone()));
  EXPECT_GE(clock.Now(), first);
}

TEST(VietnamZoneTest, TheDayTurnsAtSeventeenUtc) {
  const absl::Time turn =
      absl::FromCivil(absl::CivilHour(2025, 6, 30, 17), absl::UTCTimeZone());
  EXPECT_EQ(DayInVietnam(turn - absl::Nanoseconds(1)),
            absl::CivilDay(2025, 6, 30));
  EXPECT_EQ(DayInVietnam(turn), absl::CivilDay(2025, 7, 1));
}

TEST(FakeClockTest, MovesOnlyWhenTold) {
  FakeClock clock;
  const absl::Time start = clock.Now();
  EXPECT_EQ(clock.Now(), start);
  clock.Advance(absl::Hours(2));
  EXPECT_EQ(clock.Now(), start + absl::Hours(2));
  clock.Set(start - absl::Hours(1));
  EXPECT_EQ(clock.Now(), start - absl::Hours(1));
}

}  // namespace
}  // namespace rasoat

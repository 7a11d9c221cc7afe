#include "services/workflow/domain/lock_out.h"

#include <gtest/gtest.h>

namespace rasoat::workflow {
namespace {

const absl::Time kNoon = absl::FromUnixSeconds(1'600'000'000);

TEST(LockOutTest, ListensUntilTheFifthWrongPassword) {
  LockOut lock_out;
  for (int i = 0; i < 4; ++i) lock_out.CountWrong(kNoon);
  EXPECT_EQ(lock_out.Wait(kNoon), absl::ZeroDuration());
  lock_out.CountWrong(kNoon);
  EXPECT_EQ(lock_out.Wait(kNoon), absl::Minutes(15));
}

TEST(LockOutTest, ListensAgainWhenTheOldestIsFifteenMinutesOld) {
  LockOut lock_out;
  for (int i = 0; i < 5; ++i) lock_out.CountWrong(kNoon + absl::Minutes(i));
  const absl::Time end = kNoon + absl::Minutes(15);
  EXPECT_EQ(lock_out.Wait(end - absl::Microseconds(1)), absl::Microseconds(1));
  EXPECT_EQ(lock_out.Wait(end), absl::ZeroDuration());
}

TEST(LockOutTest, WrongPasswordsFarApartDoNotLock) {
  LockOut lock_out;
  for (int i = 0; i < 20; ++i) {
    const absl::Time now = kNoon + i * absl::Minutes(4);
    EXPECT_EQ(lock_out.Wait(now), absl::ZeroDuration()) << i;
    lock_out.CountWrong(now);
  }
}

TEST(LockOutTest, KeepsTheNewestFive) {
  LockOut lock_out;
  for (int i = 0; i < 9; ++i) lock_out.CountWrong(kNoon + absl::Seconds(i));
  ASSERT_EQ(lock_out.wrong().size(), 5u);
  EXPECT_EQ(lock_out.wrong().front(), kNoon + absl::Seconds(4));
}

TEST(LockOutTest, SurvivesBeingStored) {
  LockOut lock_out({kNoon + absl::Seconds(3), kNoon, kNoon + absl::Seconds(1),
                    kNoon + absl::Seconds(2), kNoon + absl::Seconds(4)});
  EXPECT_EQ(lock_out.wrong().front(), kNoon);
  EXPECT_EQ(lock_out.Wait(kNoon + absl::Seconds(5)),
            absl::Minutes(15) - absl::Seconds(5));
}

}  // namespace
}  // namespace rasoat::workflow

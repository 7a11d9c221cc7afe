#include "services/registry/transfer/import_turns.h"

#include <gtest/gtest.h>

#include <future>
#include <stdexcept>

#include "services/common/clock/clock.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

/// Far longer than any test; a test that waits so long has failed.
absl::Time Late() { return SystemClock().Now() + absl::Minutes(5); }

class ImportTurnsTest : public testing::Test {
 protected:
  /// A step on its own thread that ends well once it may.
  std::future<absl::Status> Begin(std::int64_t step) {
    return std::async(std::launch::async, [this, step]() -> absl::Status {
      ImportTurn turn(turns_, step);
      absl::Status may = turn.Await(Late());
      if (may.ok()) turn.Ended();
      return may;
    });
  }

  ImportTurns turns_;
};

TEST_F(ImportTurnsTest, StepsEndInTheirOrder) {
  auto second = Begin(1);
  auto third = Begin(2);
  auto first = Begin(0);
  EXPECT_OK(first.get());
  EXPECT_OK(second.get());
  EXPECT_OK(third.get());
}

TEST_F(ImportTurnsTest, WhoWaitsForAStepThatThrewIsToldSo) {
  auto second = Begin(1);
  auto first = std::async(std::launch::async, [this]() -> absl::Status {
    ImportTurn turn(turns_, 0);
    throw std::runtime_error("thrown by the step");
  });
  EXPECT_EQ(ReasonOf(second.get()), "IMPORT_OVERTAKEN");
  EXPECT_THROW((void)first.get(), std::runtime_error);
}

TEST_F(ImportTurnsTest, AStepWithAnErrorEndsThoseAfterIt) {
  { ImportTurn failed(turns_, 0); }
  EXPECT_EQ(ReasonOf(Begin(1).get()), "IMPORT_OVERTAKEN");
  EXPECT_EQ(ReasonOf(Begin(2).get()), "IMPORT_OVERTAKEN");
}

TEST_F(ImportTurnsTest, TheStepsBeforeOneThatFailedGoOn) {
  { ImportTurn failed(turns_, 2); }
  EXPECT_OK(Begin(0).get());
  EXPECT_OK(Begin(1).get());
  EXPECT_EQ(ReasonOf(Begin(3).get()), "IMPORT_OVERTAKEN");
}

TEST_F(ImportTurnsTest, NobodyWaitsPastTheDeadline) {
  ImportTurn second(turns_, 1);
  const absl::Status late = second.Await(absl::InfinitePast());
  EXPECT_EQ(late.code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(ReasonOf(late), "IMPORT_TURN_LATE");
}

}  // namespace
}  // namespace rasoat::registry

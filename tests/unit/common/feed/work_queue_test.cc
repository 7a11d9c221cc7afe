#include "services/common/feed/work_queue.h"

#include <gtest/gtest.h>

#include <atomic>

#include "services/common/feed/follow_session.h"

namespace rasoat::feed {
namespace {

TEST(WorkQueueTest, RunsEverythingBeforeItGoes) {
  std::atomic<int> run = 0;
  {
    WorkQueue queue(3);
    for (int i = 0; i < 200; ++i) queue.Post([&] { ++run; });
  }
  EXPECT_EQ(run, 200);
}

TEST(WorkQueueTest, ATaskMayPostTheNext) {
  std::atomic<int> run = 0;
  {
    WorkQueue queue(1);
    queue.Post([&] {
      ++run;
      queue.Post([&] { ++run; });
    });
  }
  EXPECT_EQ(run, 2);
}

TEST(BackoffTest, DoublesUpToTheMostAndStartsAgain) {
  Backoff backoff(absl::Milliseconds(100), absl::Milliseconds(350));
  EXPECT_EQ(backoff.Next(), absl::Milliseconds(100));
  EXPECT_EQ(backoff.Next(), absl::Milliseconds(200));
  EXPECT_EQ(backoff.Next(), absl::Milliseconds(350));
  EXPECT_EQ(backoff.Next(), absl::Milliseconds(350));
  backoff.Reset();
  EXPECT_EQ(backoff.Next(), absl::Milliseconds(100));
}

}  // namespace
}  // namespace rasoat::feed

#include "services/common/rpc/worker_pool.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

#include "absl/synchronization/notification.h"

namespace rasoat::rpc {
namespace {

TEST(WorkerPoolTest, RunsTasksInTheOrderTheyCame) {
  std::string order;
  {
    WorkerPool pool(1, 10);
    for (char c : {'a', 'b', 'c'}) {
      WorkerPool::Task task = [&order, c] { order += c; };
      ASSERT_TRUE(pool.TrySubmit(task));
    }
  }
  EXPECT_EQ(order, "abc");
}

TEST(WorkerPoolTest, RefusesAtOnceWhenTheQueueIsFull) {
  absl::Notification begun, go;
  bool ran = false;
  {
    WorkerPool pool(1, 1);
    WorkerPool::Task busy = [&] {
      begun.Notify();
      go.WaitForNotification();
    };
    ASSERT_TRUE(pool.TrySubmit(busy));
    begun.WaitForNotification();
    WorkerPool::Task waits = [] {};
    ASSERT_TRUE(pool.TrySubmit(waits));
    EXPECT_EQ(pool.Waiting(), 1u);

    WorkerPool::Task refused = [&ran] { ran = true; };
    EXPECT_FALSE(pool.TrySubmit(refused));
    EXPECT_TRUE(refused) << "a refused task stays with its owner";
    go.Notify();
  }
  EXPECT_FALSE(ran);
}

TEST(WorkerPoolTest, RunsWhatIsQueuedBeforeItEnds) {
  int ran = 0;
  absl::Notification begun, go;
  {
    std::optional<WorkerPool> pool(std::in_place, 1, 10);
    WorkerPool::Task busy = [&] {
      begun.Notify();
      go.WaitForNotification();
    };
    ASSERT_TRUE(pool->TrySubmit(busy));
    for (int i = 0; i < 5; ++i) {
      WorkerPool::Task task = [&ran] { ++ran; };
      ASSERT_TRUE(pool->TrySubmit(task));
    }
    begun.WaitForNotification();
    go.Notify();
  }
  EXPECT_EQ(ran, 5);
}

TEST(WorkerPoolTest, UsesAllItsThreads) {
  absl::Notification first, second;
  WorkerPool pool(2, 2);
  // Each waits for the other, so one thread alone would never end.
  WorkerPool::Task a = [&] {
    first.Notify();
    second.WaitForNotification();
  };
  WorkerPool::Task b = [&] {
    second.Notify();
    first.WaitForNotification();
  };
  ASSERT_TRUE(pool.TrySubmit(a));
  ASSERT_TRUE(pool.TrySubmit(b));
}

}  // namespace
}  // namespace rasoat::rpc

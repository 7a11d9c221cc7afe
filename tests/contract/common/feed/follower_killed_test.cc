// That a follower killed anywhere ends where an undisturbed one does.
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/contract/common/feed/feed_fixture.h"
#include "tests/support/status_matchers.h"

namespace rasoat::feed {
namespace {

constexpr int kChanges = 16'000;
constexpr int kKills = 24;

/// A child process whose standard output is read here.
class Child {
 public:
  Child(const std::string& schema, const std::string& address, bool ahead) {
    int ends[2];
    EXPECT_EQ(pipe(ends), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    std::string arguments[] = {FEED_FOLLOWER_PROCESS, schema, address,
                               absl::StrCat(kChanges), "ahead"};
    char* argv[] = {arguments[0].data(),
                    arguments[1].data(),
                    arguments[2].data(),
                    arguments[3].data(),
                    ahead ? arguments[4].data() : nullptr,
                    nullptr};
    EXPECT_EQ(posix_spawn(&pid_, argv[0], &actions, nullptr, argv, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    out_ = ends[0];
  }

  ~Child() { close(out_); }

  /// Waits until the child has announced `batches`, or has ended.
  void AwaitBatches(int batches) {
    char byte;
    while (batches-- > 0 && read(out_, &byte, 1) == 1) {
    }
  }

  /// Kills it, unless it ended by itself; true if it was killed.
  bool Kill() {
    kill(pid_, SIGKILL);
    int status = 0;
    waitpid(pid_, &status, 0);
    return WIFSIGNALED(status);
  }

  /// Waits for its end; its exit code.
  int Join() {
    char bytes[256];
    while (read(out_, bytes, sizeof bytes) > 0) {
    }
    int status = 0;
    waitpid(pid_, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t pid_ = 0;
  int out_ = -1;
};

/// Whether changes are prepared while others are written.
class FollowerKilledTest : public testing::TestWithParam<bool> {};

TEST_P(FollowerKilledTest, EndsInTheStateOfAnUndisturbedOne) {
  ScratchSchema source(kFeedMigrations), killed(kFeedMigrations),
      undisturbed(kFeedMigrations);
  ASSERT_TRUE(source.ok() && killed.ok() && undisturbed.ok());
  killed.Run(Tally::kTable);
  undisturbed.Run(Tally::kTable);
  Replica replica(source.options());
  ASSERT_OK(TellMany(replica.feed(), kChanges / 2));
  // The other half is told while followers die.
  std::thread writer([&] {
    std::mt19937 chance(5);
    for (int told = kChanges / 2; told < kChanges; told += 100) {
      EXPECT_OK(TellMany(replica.feed(), 100));
      Dawdle(chance, absl::Milliseconds(4));
    }
  });

  std::mt19937 chance(20211010);
  int kills = 0;
  for (int life = 0; life < kKills; ++life) {
    Child child(killed.name(), replica.address(), GetParam());
    // Announced before the commit: dies before, while or after committing.
    child.AwaitBatches(1 + static_cast<int>(chance() % 12));
    Dawdle(chance, absl::Milliseconds(3));
    kills += child.Kill();
  }
  writer.join();
  EXPECT_GE(kills, 20);
  Child last(killed.name(), replica.address(), GetParam());
  EXPECT_EQ(last.Join(), 0);

  SystemClock clock;
  Feed feed(undisturbed.pool(), clock);
  Tally tally;
  metrics::Registry metrics;
  Follower follower(feed, replica.Channel(), tally, metrics,
                    QuickOptions("undisturbed"));
  follower.Start();
  ASSERT_TRUE(
      Eventually([&] { return follower.Status().position == kChanges; }));
  EXPECT_EQ(Tally::Times(killed.pool()), kChanges);
  EXPECT_EQ(Tally::Read(killed.pool()), Tally::Read(undisturbed.pool()));
}

INSTANTIATE_TEST_SUITE_P(Ahead, FollowerKilledTest, testing::Bool(),
                         [](const auto& info) {
                           return std::string(info.param ? "Ahead" : "Plain");
                         });

}  // namespace
}  // namespace rasoat::feed

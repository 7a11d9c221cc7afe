// That nothing acknowledged is lost and nothing is half there, whoever is
// killed: registryd and its MariaDB get SIGKILL in the middle of concurrent
// submissions, round after round, and start again on what is left.
//
// RASOAT_KILL_ROUNDS (6; 20 in the slow run) and RASOAT_KILL_SEED (2021) say
// how often and when.
#include <atomic>
#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "rasoat/registry/v1/surveys.grpc.pb.h"
#include "services/common/clock/clock.h"
#include "services/common/ids/ulid.h"
#include "services/common/mysql/reader.h"
#include "services/common/rpc/client_call.h"
#include "services/common/rpc/status_wire.h"
#include "tests/support/mariadb_process.h"
#include "tests/support/registry/registry_process.h"
#include "tests/support/registry/visits.h"
#include "tests/support/scratch_schema.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

constexpr int kWriters = 8;

int Setting(const char* name, int usual) {
  const char* given = std::getenv(name);
  int number = usual;
  const bool good = given == nullptr || absl::SimpleAtoi(given, &number);
  EXPECT_TRUE(good) << name;
  return number;
}

/// One visit that was sent, perhaps several times.
struct Sent {
  std::string household, survey;
  bool acknowledged = false;
};

/// Writers that submit visits until they are stopped. A visit whose outcome is
/// not known is sent again in half of the cases, and otherwise left alone.
class Writers {
 public:
  Writers(VisitMaker& maker, const std::shared_ptr<grpc::Channel>& channel,
          unsigned seed)
      : maker_(maker), channel_(channel) {
    for (int w = 0; w < kWriters; ++w) {
      threads_.emplace_back([this, w, seed] { Write(seed * kWriters + w); });
    }
  }

  /// Waits until so many more visits were acknowledged.
  void AwaitAcknowledged(int more) {
    absl::MutexLock lock(&mu_);
    const int wanted = acknowledged_ + more;
    auto enough = [&] { return acknowledged_ >= wanted; };
    mu_.Await(absl::Condition(&enough));
  }

  std::vector<Sent> Stop() {
    stop_ = true;
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
    absl::MutexLock lock(&mu_);
    return sent_;
  }

 private:
  void Write(unsigned seed) {
    std::minstd_rand random(seed + 1);
    auto stub = v1::Surveys::NewStub(channel_);
    const std::string token =
        RegistryProcess::Token(api::v1::ROLE_REVIEWER, "24");
    while (!stop_) {
      v1::SubmitVisitsRequest request;
      {
        absl::MutexLock lock(&mu_);
        *request.add_visits() = maker_.Next();
      }
      Sent sent{.household = request.visits(0).household().household_id(),
                .survey = request.visits(0).survey().survey_id()};
      do {
        grpc::ClientContext context;
        context.set_wait_for_ready(true);
        rpc::Prepare(context, SystemClock().Now() + absl::Seconds(2), token,
                     "");
        v1::SubmitVisitsResponse response;
        const grpc::Status status =
            stub->SubmitVisits(&context, request, &response);
        if (!status.ok()) continue;  // nobody knows what became of it
        ASSERT_EQ(response.receipts_size(), 1);
        ASSERT_FALSE(response.receipts(0).has_error())
            << response.ShortDebugString();
        sent.acknowledged = true;
      } while (!sent.acknowledged && !stop_ && random() % 2 == 0);
      absl::MutexLock lock(&mu_);
      acknowledged_ += sent.acknowledged;
      sent_.push_back(std::move(sent));
    }
  }

  VisitMaker& maker_;
  const std::shared_ptr<grpc::Channel> channel_;
  std::atomic<bool> stop_ = false;
  absl::Mutex mu_;
  std::vector<Sent> sent_;
  int acknowledged_ = 0;
  std::vector<std::thread> threads_;
};

/// How often each value of the first column stands in a query's rows.
std::map<std::string, int> Counted(mysql::Pool& pool, const char* sql) {
  std::map<std::string, int> counted;
  EXPECT_OK(mysql::Read(
      pool, SystemClock().Now() + absl::Minutes(1), [&](mysql::Reader& reader) {
        return reader.ForEach(sql, [&](const mysql::Row& row) {
          ++counted[row.Text(0)];
          return absl::OkStatus();
        });
      }));
  return counted;
}

std::string IdText(const std::string& stored) {
  return Ulid::FromBytes(stored)->ToString();
}

std::map<std::string, int> Ids(mysql::Pool& pool, const char* sql) {
  std::map<std::string, int> ids;
  for (const auto& [id, times] : Counted(pool, sql)) ids[IdText(id)] = times;
  return ids;
}

void CheckAll(mysql::Pool& pool, const std::vector<Sent>& sent) {
  const auto households = Ids(pool, "SELECT id FROM household");
  const auto surveys = Ids(pool, "SELECT id FROM survey");
  const auto current =
      Ids(pool, "SELECT household_id FROM survey WHERE is_current = 1");
  auto told = Counted(pool, "SELECT subject FROM feed_change");
  const auto times = [](const auto& counted, const std::string& key) {
    auto found = counted.find(key);
    return found == counted.end() ? 0 : found->second;
  };
  int acknowledged = 0;
  int kept = 0;
  std::set<std::string> ids;
  for (const Sent& one : sent) {
    const int there = times(surveys, one.survey);
    EXPECT_LE(there, 1) << one.survey;
    EXPECT_GE(there, int{one.acknowledged}) << one.survey << " was promised";
    // Whole or absent: household, survey and both changes.
    EXPECT_EQ(times(households, one.household), there) << one.household;
    EXPECT_EQ(times(current, one.household), there) << one.household;
    EXPECT_EQ(times(told, "households/" + one.household), there);
    EXPECT_EQ(times(told, "surveys/" + one.survey), there);
    acknowledged += one.acknowledged;
    kept += there;
    EXPECT_TRUE(ids.insert(one.survey).second);
  }
  EXPECT_EQ(surveys.size(), static_cast<std::size_t>(kept)) << "nothing else";
  EXPECT_GT(acknowledged, 0);
  for (const char* gap :
       {"SELECT 1 FROM feed_head h WHERE stream = 0 AND position <>"
        " (SELECT COUNT(*) FROM feed_change)",
        "SELECT 1 FROM feed_head h WHERE stream = 0 AND position <>"
        " (SELECT MAX(position) FROM feed_change)",
        "SELECT 1 FROM feed_change HAVING MIN(position) <> 1"}) {
    EXPECT_TRUE(Counted(pool, gap).empty()) << "positions have gaps";
  }
  testing::Test::RecordProperty("sent", static_cast<int>(sent.size()));
  testing::Test::RecordProperty("acknowledged", acknowledged);
  std::printf("%zu visits sent, %d acknowledged, %d kept\n", sent.size(),
              acknowledged, kept);
}

TEST(RegistryKillTest, KeepsWhatItAcknowledgedAndNothingByHalves) {
  const int rounds = Setting("RASOAT_KILL_ROUNDS", 6);
  std::minstd_rand random(
      static_cast<unsigned>(Setting("RASOAT_KILL_SEED", 2021)));
  ASSERT_OK_AND_ASSIGN(auto database, MariaDbProcess::Start());
  ScratchSchema schema("services/registry/migrations");
  ASSERT_TRUE(schema.ok());
  ASSERT_OK_AND_ASSIGN(auto registry, RegistryProcess::Start(schema.options()));
  ASSERT_OK_AND_ASSIGN(VisitMaker maker, VisitMaker::Make(209));
  ASSERT_OK(maker.Prepare(registry->channel()));
  std::vector<Sent> sent;
  for (int round = 0; round < rounds; ++round) {
    Writers writers(maker, registry->channel(), random());
    writers.AwaitAcknowledged(1 + static_cast<int>(random() % 300));
    switch (random() % 3) {
      case 0:
        registry->Kill();
        break;
      case 1:
        database->Kill();
        // Those who wait for the database are told, or time out.
        registry->Kill();
        break;
      default:
        // The service stays, and has to find the new server by itself.
        database->Kill();
        ASSERT_OK(database->Restart());
        writers.AwaitAcknowledged(50);
        registry->Kill();
        break;
    }
    ASSERT_OK(database->Restart());
    ASSERT_OK(registry->Restart());
    writers.AwaitAcknowledged(50);
    for (Sent& one : writers.Stop()) sent.push_back(std::move(one));
    // The session that looks is from before the kill, which costs it one
    // failure.
    const absl::Time soon = SystemClock().Now() + absl::Minutes(1);
    if (!schema.pool().Check(soon).ok()) {
      ASSERT_OK(schema.pool().Check(soon));
    }
    CheckAll(schema.pool(), sent);
    if (HasFailure()) FAIL() << "in round " << round;
  }
}

}  // namespace
}  // namespace rasoat::registry

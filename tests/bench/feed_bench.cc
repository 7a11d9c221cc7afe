// How fast a feed is followed: 100,000 changes that are there already go from
// one schema through Watch over loopback into a table of another, beside what
// MariaDB takes of the same rows on one connection by multi-row inserts. Then
// how fast changes are told, and how long one takes to arrive.
//
// Needs the RASOAT_TEST_MYSQL variables. Prints a JSON line a figure; ends with
// 1 if a figure that must hold does not.
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/wrappers.pb.h"
#include "grpcpp/grpcpp.h"
#include "rasoat/registry/v1/registry_feed.grpc.pb.h"
#include "services/common/clock/clock.h"
#include "services/common/feed/feed.h"
#include "services/common/feed/follower.h"
#include "services/common/feed/watch.h"
#include "services/common/rpc/channel.h"
#include "tests/support/scratch_schema.h"

namespace rasoat::feed {
namespace {

constexpr int kChanges = 100'000;
constexpr int kToldAtOnce = 500;
constexpr double kMustFollow = 20'000;  // changes/s
constexpr char kTable[] =
    "CREATE TABLE state (subject VARCHAR(128) CHARACTER SET ascii NOT NULL,"
    " position BIGINT NOT NULL, state MEDIUMBLOB NOT NULL,"
    " PRIMARY KEY (subject));";
constexpr char kInsert[] =
    "INSERT INTO state (subject, position, state) VALUES";
constexpr char kReplace[] =
    "ON DUPLICATE KEY UPDATE position = VALUES(position),"
    " state = VALUES(state)";

void Check(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "feed_bench: %s\n", status.ToString().c_str());
  std::exit(2);
}

absl::Time Soon() { return SystemClock().Now() + absl::Minutes(2); }

double Seconds(const std::function<void()>& work) {
  const absl::Time start = SystemClock().Now();
  work();
  return absl::ToDoubleSeconds(SystemClock().Now() - start);
}

void Print(const char* name, double value, const char* unit,
           const char* ceiling_name = nullptr, double ceiling = 0) {
  std::printf("{\"name\":\"%s\",\"value\":%.1f,\"unit\":\"%s\"", name, value,
              unit);
  if (ceiling_name != nullptr) {
    std::printf(",\"ceiling_name\":\"%s\",\"ceiling\":%.1f,\"ratio\":%.3f",
                ceiling_name, ceiling, value / ceiling);
  }
  std::printf("}\n");
  std::fflush(stdout);
}

/// A state of about the size of a survey's.
std::string State() {
  google::protobuf::BytesValue state;
  state.set_value(std::string(200, '\x5a'));
  return state.SerializeAsString();
}

std::string Subject(int i) {
  return absl::StrCat("surveys/01H", 1'000'000 + i);
}

class Keeping final : public Applier {
 public:
  absl::Status Apply(mysql::Transaction& tx, Changes&,
                     absl::Span<const Change> changes) override {
    return tx
        .InsertRows(
            kInsert, changes.size(), 3,
            [&](std::size_t i, mysql::Params& out) {
              out.AddAll(changes[i].subject, changes[i].position,
                         mysql::Blob{changes[i].state});
            },
            kReplace)
        .status();
  }
  absl::Status Reset(mysql::Transaction& tx) override {
    return tx.Execute("DELETE FROM state").status();
  }
};

class Service final : public registry::v1::RegistryFeed::CallbackService {
 public:
  explicit Service(WatchSource& source) : source_(source) {}
  grpc::ServerWriteReactor<v1::WatchResponse>* Watch(
      grpc::CallbackServerContext*, const v1::WatchRequest* request) override {
    return source_.Serve(request);
  }

 private:
  WatchSource& source_;
};

/// Waits until the follower is there, looking 5,000 times a second: a follower
/// has no bell, and spinning would take one of the cores that are measured.
void Await(const Follower& follower, std::int64_t position) {
  std::mutex mu;
  std::condition_variable never;
  std::unique_lock lock(mu);
  while (follower.Status().position < position) {
    never.wait_for(lock, std::chrono::microseconds(200));
  }
}

double Raw(mysql::Pool& pool) {
  const std::string state = State();
  return kChanges / Seconds([&] {
           for (int done = 0; done < kChanges; done += 5000) {
             Check(mysql::InTransaction(
                 pool, Soon(), [&](mysql::Transaction& tx) {
                   return tx
                       .InsertRows(kInsert, 5000, 3,
                                   [&](std::size_t i, mysql::Params& out) {
                                     const int row = done + static_cast<int>(i);
                                     out.AddAll(Subject(row), row,
                                                mysql::Blob{state});
                                   })
                       .status();
                 }));
           }
         });
}

double TellAll(Feed& feed) {
  const std::string state = State();
  return kChanges / Seconds([&] {
           for (int told = 0; told < kChanges; told += kToldAtOnce) {
             Check(InTransaction(
                 feed, Soon(), [&](mysql::Transaction&, Changes& changes) {
                   for (int i = told; i < told + kToldAtOnce; ++i) {
                     changes.AddSerialized(Subject(i), "24",
                                           "google.protobuf.BytesValue", state);
                   }
                   return absl::OkStatus();
                 }));
           }
         });
}

/// Milliseconds from a commit to its being applied: the median of many.
double Arrival(Feed& feed, const Follower& follower, std::int64_t position) {
  const std::string state = State();
  std::vector<double> took;
  for (int i = 0; i < 200; ++i) {
    Check(
        InTransaction(feed, Soon(), [&](mysql::Transaction&, Changes& changes) {
          changes.AddSerialized(Subject(i), "24", "google.protobuf.BytesValue",
                                state);
          return absl::OkStatus();
        }));
    ++position;
    took.push_back(Seconds([&] { Await(follower, position); }) * 1000);
  }
  std::nth_element(took.begin(), took.begin() + 100, took.end());
  return took[100];
}

int Main() {
  ScratchSchema source("services/common/feed/migrations");
  ScratchSchema own("services/common/feed/migrations");
  ScratchSchema raw;
  if (!source.ok() || !own.ok() || !raw.ok()) return 2;
  own.Run(kTable);
  raw.Run(kTable);

  SystemClock clock;
  Feed feed(source.pool(), clock);
  WatchSource watch(feed,
                    [](absl::string_view, absl::string_view) { return true; });
  Service service(watch);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();

  const double told = TellAll(feed);
  const double ceiling = Raw(raw.pool());
  Keeping keeping;
  metrics::Registry metrics;
  Feed own_feed(own.pool(), clock);
  std::optional<Follower> follower;
  const double followed =
      kChanges / Seconds([&] {
        FollowerOptions options;
        options.name = "registry";
        options.method = "/rasoat.registry.v1.RegistryFeed/Watch";
        options.holder = "bench";
        follower.emplace(own_feed,
                         rpc::MakeChannel(absl::StrCat("127.0.0.1:", port)),
                         keeping, metrics, options);
        follower->Start();
        Await(*follower, kChanges);
      });
  const char* multi_row = "multi-row INSERT of the same rows, one connection";
  Print("feed_followed", followed, "changes/s", multi_row, ceiling);
  Print("feed_told_500_at_once", told, "changes/s", multi_row, ceiling);
  Print("feed_arrival_median", Arrival(feed, *follower, kChanges), "ms");
  follower->Stop();
  watch.Shutdown();
  server->Shutdown();
  if (followed >= kMustFollow) return 0;
  std::fprintf(stderr, "feed_bench: below %.0f changes/s\n", kMustFollow);
  return 1;
}

}  // namespace
}  // namespace rasoat::feed

int main() { return rasoat::feed::Main(); }

// How fast scoring catches up with the registry, and how soon a survey is
// assessed while they come in: feed, follower and MariaDB on one machine.
//
// First SCORING_FOLLOW_SURVEYS (100,000) surveys of whole forms that are in the
// registry's feed already go through Watch over loopback and the follower into
// assessments, beside what MariaDB takes of the same rows by multi-row inserts
// on one connection. Then 1,000 a second come in, one a transaction, for
// SCORING_FOLLOW_SECONDS (20): the time from the return of the registry's
// commit to the return of the one that has the assessment.
//
// Needs the RASOAT_TEST_MYSQL variables. Prints a JSON line a figure.
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "rasoat/registry/v1/registry_feed.grpc.pb.h"
#include "services/common/feed/follower.h"
#include "services/common/feed/watch.h"
#include "services/common/rpc/channel.h"
#include "services/scoring/follow/registry_applier.h"
#include "tests/bench/cpu.h"
#include "tests/bench/row_replay.h"
#include "tests/contract/scoring/surveys.h"

namespace rasoat::scoring {
namespace {

constexpr int kToldAtOnce = 500;
constexpr int kWriters = 4;
constexpr int kComeIn = 1'000;          // surveys/s
constexpr double kFollowGoal = 20'000;  // surveys/s
constexpr double kArrivalGoal = 200;    // ms
constexpr double kMicros = 1e6;         // in a second

void Check(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "scoring_follow_bench: %s\n", status.ToString().c_str());
  std::exit(2);
}

void Print(const char* name, double value, const char* unit,
           const char* beside_name = nullptr, double beside = 0) {
  std::printf("{\"name\":\"scoring_follow_%s\",\"value\":%.1f,\"unit\":\"%s\"",
              name, value, unit);
  if (beside_name != nullptr) {
    std::printf(",\"ceiling_name\":\"%s\",\"ceiling\":%.1f,\"ratio\":%.3f",
                beside_name, beside, value / beside);
  }
  std::printf("}\n");
  std::fflush(stdout);
}

int Setting(const char* name, int otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::atoi(value);
}

absl::Time Now() { return SystemClock().Now(); }

/// Processor time so far, in seconds.
struct Cpu {
  explicit Cpu(mysql::Pool& pool)
      : own(bench::OwnCpu()), database(bench::ServerCpu(pool)) {}
  double own;  ///< Feed server and follower.
  double database;
};

/// Microseconds a survey since.
void PrintCpu(const std::string& name, const Cpu& since, mysql::Pool& pool,
              int surveys) {
  const Cpu now(pool);
  Print((name + "_cpu").c_str(), (now.own - since.own) / surveys * kMicros,
        "us/survey");
  Print((name + "_cpu_database").c_str(),
        (now.database - since.database) / surveys * kMicros, "us/survey");
}

/// The registry's side: a feed of surveys and its `Watch`.
class Registry final : public registry::v1::RegistryFeed::CallbackService {
 public:
  Registry() : feed_(schema_.pool(), clock_) {
    watch_ = std::make_unique<feed::WatchSource>(
        feed_, [](absl::string_view, absl::string_view) { return true; });
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port_);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
  }
  ~Registry() override {
    watch_->Shutdown();
    server_->Shutdown();
  }

  bool ok() const { return schema_.ok(); }
  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }

  /// Tells surveys of households `first` to `last` in one transaction.
  void Tell(int first, int last) {
    std::vector<feed::Change> surveys;
    for (int i = first; i <= last; ++i) {
      surveys.push_back(ItemisedSurvey(i, i, i, static_cast<unsigned>(i)));
    }
    Tell(surveys);
  }

  void Tell(const std::vector<feed::Change>& surveys) {
    Check(feed::InTransaction(
        feed_, Soon(), [&](mysql::Transaction&, feed::Changes& out) {
          for (const feed::Change& one : surveys) {
            out.AddSerialized(one.subject, one.area, one.kind, one.state);
          }
          return absl::OkStatus();
        }));
  }

  grpc::ServerWriteReactor<rasoat::feed::v1::WatchResponse>* Watch(
      grpc::CallbackServerContext*,
      const rasoat::feed::v1::WatchRequest* request) override {
    return watch_->Serve(request);
  }

 private:
  ScratchSchema schema_{"services/common/feed/migrations"};
  SystemClock clock_;
  feed::Feed feed_;
  std::unique_ptr<feed::WatchSource> watch_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

/// When each survey was committed here and there, and when the last is.
class Moments {
 public:
  /// Expects surveys up to this one.
  void Expect(int last) {
    std::lock_guard lock(mu_);
    assessed_.resize(last + 1);
    told_.resize(last + 1);
  }

  void Told(int survey) {
    std::lock_guard lock(mu_);
    told_[survey] = Now();
  }

  /// Surveys of `applied` were written in a transaction about to be committed.
  void Writing(std::vector<int> surveys) {
    std::lock_guard lock(mu_);
    writing_ = std::move(surveys);
  }

  void Committed() {
    std::lock_guard lock(mu_);
    const absl::Time now = Now();
    for (const int survey : writing_) assessed_[survey] = now;
    ++commits_;
    count_ += writing_.size();
    writing_.clear();
    changed_.notify_all();
  }

  /// Waits until so many are assessed in all.
  void Await(std::size_t count) {
    std::unique_lock lock(mu_);
    changed_.wait(lock, [&] { return count_ >= count; });
  }

  /// Milliseconds each of `first` to `last` took, the shortest first.
  std::vector<double> Took(int first, int last) {
    std::lock_guard lock(mu_);
    std::vector<double> took;
    for (int i = first; i <= last; ++i) {
      took.push_back(absl::ToDoubleMilliseconds(assessed_[i] - told_[i]));
    }
    std::sort(took.begin(), took.end());
    return took;
  }

  int commits() {
    std::lock_guard lock(mu_);
    return commits_;
  }

 private:
  std::mutex mu_;
  std::condition_variable changed_;
  std::vector<absl::Time> told_;
  std::vector<absl::Time> assessed_;
  std::vector<int> writing_;
  std::size_t count_ = 0;
  int commits_ = 0;
};

/// The applier of scoring, with a note of what it was given. The position of a
/// survey is its number.
class Noting final : public feed::Applier {
 public:
  Noting(feed::Applier& applier, Moments& moments)
      : applier_(applier), moments_(moments) {}

  void Prepare(absl::Span<feed::Change> changes) override {
    applier_.Prepare(changes);
  }
  absl::Status Apply(mysql::Transaction& tx, feed::Changes& out,
                     absl::Span<const feed::Change> changes) override {
    const absl::Status status = applier_.Apply(tx, out, changes);
    std::vector<int> surveys;
    surveys.reserve(changes.size());
    for (const feed::Change& one : changes) {
      const std::size_t at = one.subject.find('/');
      surveys.push_back(Number(one.subject.substr(at + 1)));
    }
    moments_.Writing(std::move(surveys));
    return status;
  }
  absl::Status Reset(mysql::Transaction& tx) override {
    return applier_.Reset(tx);
  }

 private:
  static int Number(const std::string& ulid) {
    // CountedIds counts in the last characters, in Crockford's alphabet.
    static constexpr absl::string_view kDigits =
        "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    int number = 0;
    for (const char c : ulid.substr(ulid.size() - 6)) {
      number = number * 32 + static_cast<int>(kDigits.find(c));
    }
    return number - 1'000'000;
  }

  feed::Applier& applier_;
  Moments& moments_;
};

feed::FollowerOptions Options() {
  feed::FollowerOptions options;
  options.name = RegistryApplier::kName;
  options.method = "/rasoat.registry.v1.RegistryFeed/Watch";
  options.holder = "bench";
  options.prepares_ahead = Setting("SCORING_FOLLOW_AHEAD", 1) != 0;
  return options;
}

/// The registry's writers, and scoring that follows it.
class Bench {
 public:
  Bench()
      : applier_(scoring_.running().writer(), scoring_.running().assessor()),
        noting_(applier_, moments_) {
    Check(scoring_.Assign({"training-2022-2"}, true));
    scoring_.running().feed().ListenForCommits(
        [this] { moments_.Committed(); });
  }
  ~Bench() { scoring_.running().feed().ListenForCommits(nullptr); }

  void CatchUp(int surveys) {
    moments_.Expect(surveys);
    for (int i = 0; i < surveys; i += kToldAtOnce) {
      registry_.Tell(i + 1, std::min(i + kToldAtOnce, surveys));
    }
    const Cpu cpu(scoring_.pool());
    const absl::Time start = Now();
    Follow();
    moments_.Await(surveys);
    const double seconds = absl::ToDoubleSeconds(Now() - start);
    PrintCpu("catching_up", cpu, scoring_.pool(), surveys);
    const int commits = moments_.commits();
    ScratchSchema raw("services/scoring/migrations");
    if (!raw.ok()) std::exit(2);
    const double raw_seconds = bench::Replay(
        raw.options(), bench::ReadTables(scoring_.pool(), surveys / 2), commits,
        1);
    Print("catching_up", surveys / seconds, "surveys/s",
          "the same rows by multi-row INSERT, one connection",
          surveys / raw_seconds);
    Print("catching_up_batch", static_cast<double>(surveys) / commits,
          "surveys");
    Print("catching_up_of_goal", surveys / seconds, "surveys/s", "goal",
          kFollowGoal);
  }

  /// Surveys `first` and on come in, kComeIn a second.
  void ComeIn(int first, int count) {
    moments_.Expect(first + count - 1);
    std::vector<std::vector<feed::Change>> all(count);
    for (int i = 0; i < count; ++i) {
      const int n = first + i;
      all[i].push_back(ItemisedSurvey(n, n, n, static_cast<unsigned>(n)));
    }
    const int commits = moments_.commits();
    const Cpu cpu(scoring_.pool());
    const absl::Time start = Now();
    std::vector<std::thread> writers;
    for (int w = 0; w < kWriters; ++w) {
      writers.emplace_back([&, w] {
        for (int i = w; i < count; i += kWriters) {
          const absl::Time due = start + absl::Seconds(i) / kComeIn;
          if (const absl::Duration early = due - Now();
              early > absl::ZeroDuration()) {
            absl::SleepFor(early);
          }
          registry_.Tell(all[i]);
          moments_.Told(first + i);
        }
      });
    }
    for (std::thread& writer : writers) writer.join();
    const double came = count / absl::ToDoubleSeconds(Now() - start);
    moments_.Await(first + count - 1);
    const std::vector<double> took = moments_.Took(first, first + count - 1);
    Print("came_in", came, "surveys/s", "goal", kComeIn);
    Print("arrival_p50", took[took.size() / 2], "ms");
    Print("arrival_p99", took[took.size() * 99 / 100], "ms", "goal",
          kArrivalGoal);
    Print("arrival_max", took.back(), "ms");
    Print("arrival_batch",
          static_cast<double>(count) / (moments_.commits() - commits),
          "surveys");
    PrintCpu("arrival", cpu, scoring_.pool(), count);
  }

 private:
  void Follow() {
    follower_.emplace(scoring_.running().feed(),
                      rpc::MakeChannel(registry_.address()), noting_, metrics_,
                      Options());
    follower_->Start();
  }

  Registry registry_;
  ScoringOnMySql scoring_;
  Moments moments_;
  RegistryApplier applier_;
  Noting noting_;
  metrics::Registry metrics_;
  std::optional<feed::Follower> follower_;
};

int Run() {
  Bench bench;
  const int surveys = Setting("SCORING_FOLLOW_SURVEYS", 100'000);
  bench.CatchUp(surveys);
  const int seconds = Setting("SCORING_FOLLOW_SECONDS", 20);
  if (seconds > 0) bench.ComeIn(surveys + 1, kComeIn * seconds);
  return 0;
}

}  // namespace
}  // namespace rasoat::scoring

int main() {
  // As every service does.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  return rasoat::scoring::Run();
}

// Durable submissions: a household of four with its survey and their changes in
// the feed, acknowledged after the commit, 64 in flight to a registryd of its
// own over loopback: one a call, or as many a call as a device sends at once.
// Client, service and MariaDB share the machine. Beside it, in the same run,
// what MariaDB takes of the very same rows by multi-row inserts in transactions
// of as many submissions as were in flight.
//
// Needs the RASOAT_TEST_MYSQL variables of a server that flushes each commit.
// Prints a JSON line a figure. REGISTRY_SUBMIT_SECONDS (10) is how long it
// measures, REGISTRY_SUBMIT_PER_CALL (1) how many visits a call carries and
// REGISTRY_SUBMIT_CALLS (64 visits' worth) how many calls are in flight.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "services/common/clock/clock.h"
#include "services/common/mysql/reader.h"
#include "services/common/rpc/client_call.h"
#include "tests/bench/row_replay.h"
#include "tests/support/registry/registry_process.h"
#include "tests/support/registry/visits.h"
#include "tests/support/scratch_schema.h"

namespace rasoat::registry {
namespace {

using Steady = std::chrono::steady_clock;

constexpr int kVillages = 2127;
constexpr int kMostSubmissions = 120'000;
constexpr char kMigrations[] = "services/registry/migrations";
constexpr char kSubmitVisits[] = "/rasoat.registry.v1.Surveys/SubmitVisits";

[[noreturn]] void Fail(const std::string& why) {
  std::fprintf(stderr, "registry_submit_bench: %s\n", why.c_str());
  std::exit(2);
}

void Check(const absl::Status& status) {
  if (!status.ok()) Fail(status.ToString());
}

double SecondsFrom(Steady::time_point began) {
  return std::chrono::duration<double>(Steady::now() - began).count();
}

grpc::ByteBuffer Bytes(const google::protobuf::Message& message) {
  grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

/// Keeps calls in flight until the time or the requests are over.
class Load {
 public:
  Load(const std::shared_ptr<grpc::Channel>& channel, std::string token,
       std::vector<grpc::ByteBuffer> requests, int each, int calls)
      : stub_(channel),
        token_(std::move(token)),
        requests_(std::move(requests)),
        each_(each),
        calls_(calls),
        milliseconds_(requests_.size()) {}

  void Run(std::size_t most, double seconds) {
    const std::size_t first = next_;
    last_ = std::min(requests_.size(), first + most);
    until_ = Steady::now() + std::chrono::duration_cast<Steady::duration>(
                                 std::chrono::duration<double>(seconds));
    running_ = calls_;
    for (int i = 0; i < calls_; ++i) Begin();
    absl::MutexLock lock(&mu_);
    mu_.Await(absl::Condition(
        +[](int* running) { return *running == 0; }, &running_));
    done_ = std::min<std::size_t>(next_, last_);
    next_ = done_;
  }

  /// Calls answered in all runs.
  std::size_t done() const { return done_; }
  /// Latencies of the calls from `first` on, in milliseconds, sorted.
  std::vector<float> Latencies(std::size_t first) const {
    std::vector<float> some(milliseconds_.begin() + first,
                            milliseconds_.begin() + done_);
    std::sort(some.begin(), some.end());
    return some;
  }

 private:
  struct Call {
    grpc::ClientContext context;
    grpc::ByteBuffer response;
    Steady::time_point began = Steady::now();
  };

  void Begin() {
    const std::size_t at = Steady::now() < until_ ? next_++ : last_;
    if (at >= last_) {
      absl::MutexLock lock(&mu_);
      --running_;
      return;
    }
    auto* call = new Call;
    rpc::Prepare(call->context, SystemClock().Now() + absl::Seconds(30), token_,
                 "");
    stub_.UnaryCall(&call->context, kSubmitVisits, {}, &requests_[at],
                    &call->response, [this, call, at](grpc::Status status) {
                      End(*call, at, status);
                      delete call;
                      Begin();
                    });
  }

  void End(Call& call, std::size_t at, const grpc::Status& status) {
    milliseconds_[at] = static_cast<float>(SecondsFrom(call.began) * 1000);
    if (!status.ok()) Fail("refused: " + status.error_message());
    grpc::ProtoBufferReader reader(&call.response);
    v1::SubmitVisitsResponse response;
    if (!response.ParseFromZeroCopyStream(&reader) ||
        response.receipts_size() != each_ ||
        std::any_of(
            response.receipts().begin(), response.receipts().end(),
            [](const v1::VisitReceipt& one) { return one.has_error(); })) {
      Fail("a visit was refused: " + response.ShortDebugString());
    }
  }

  grpc::GenericStub stub_;
  const std::string token_;
  std::vector<grpc::ByteBuffer> requests_;
  const int each_;
  const int calls_;
  std::vector<float> milliseconds_;
  std::atomic<std::size_t> next_ = 0;
  std::size_t last_ = 0;
  std::size_t done_ = 0;
  Steady::time_point until_;
  absl::Mutex mu_;
  int running_ = 0;
};

std::int64_t OneNumber(mysql::Pool& pool, const char* sql) {
  std::int64_t number = -1;
  Check(mysql::Read(pool, SystemClock().Now() + absl::Minutes(1),
                    [&](mysql::Reader& reader) {
                      return reader.ForEach(sql, [&](const mysql::Row& row) {
                        number = row.Int(0);
                        return absl::OkStatus();
                      });
                    }));
  return number;
}

/// The server's process, if it is on this machine and may be looked at.
pid_t ServerPid(mysql::Pool& pool) {
  std::string file;
  Check(mysql::Read(pool, SystemClock().Now() + absl::Minutes(1),
                    [&](mysql::Reader& reader) {
                      return reader.ForEach(
                          "SELECT IF(@@pid_file LIKE '/%', @@pid_file,"
                          " CONCAT(@@datadir, @@pid_file)) AS file",
                          [&](const mysql::Row& row) {
                            file = row.Text("file");
                            return absl::OkStatus();
                          });
                    }));
  std::ifstream in(file);
  pid_t pid = 0;
  in >> pid;
  return pid;
}

struct Cpu {
  absl::Duration client, service, database;
};

Cpu CpuNow(const RegistryProcess& process, pid_t database) {
  return {CpuOf(getpid()), CpuOf(process.pid()), CpuOf(database)};
}

void PrintLine(const char* name, double value, const char* unit,
               const std::string& more = "") {
  std::printf("{\"name\":\"%s\",\"value\":%.2f,\"unit\":\"%s\"%s}\n", name,
              value, unit, more.c_str());
  std::fflush(stdout);
}

double Setting(const char* name, double otherwise) {
  const char* given = std::getenv(name);
  double number = otherwise;
  if (given != nullptr && !absl::SimpleAtod(given, &number)) {
    Fail(absl::StrCat(name, " is no number"));
  }
  return number;
}

int Main() {
  ScratchSchema schema(kMigrations);
  if (!schema.ok()) return 2;
  auto process = RegistryProcess::Start(schema.options());
  Check(process.status());
  auto maker = VisitMaker::Make(kVillages);
  Check(maker.status());
  Check(maker->Prepare((*process)->channel()));
  const int each = static_cast<int>(Setting("REGISTRY_SUBMIT_PER_CALL", 1));
  const int calls =
      static_cast<int>(Setting("REGISTRY_SUBMIT_CALLS", 64.0 / each));
  if (each < 1 || calls < 1) Fail("there are no visits in flight");
  std::vector<grpc::ByteBuffer> requests;
  std::size_t bytes = 0;
  for (int i = 0; i < kMostSubmissions / each; ++i) {
    v1::SubmitVisitsRequest request;
    for (int j = 0; j < each; ++j) *request.add_visits() = maker->Next();
    requests.push_back(Bytes(request));
    bytes += requests.back().Length();
  }
  // One connection would be one HTTP/2 stream of bytes: a few, as from a
  // few gateways.
  Load load((*process)->channel(),
            RegistryProcess::Token(api::v1::ROLE_REVIEWER, "24"),
            std::move(requests), each, calls);
  load.Run(2000 / each, 5);  // prepares statements, fills caches
  const std::size_t first = load.done();
  const pid_t database = ServerPid(schema.pool());
  const Cpu before = CpuNow(**process, database);
  const std::int64_t flushes_before = OneNumber(
      schema.pool(),
      "SELECT CAST(variable_value AS SIGNED) FROM "
      "information_schema.global_status WHERE variable_name = 'Com_commit'");
  const auto began = Steady::now();
  load.Run(kMostSubmissions, Setting("REGISTRY_SUBMIT_SECONDS", 10));
  const double took = SecondsFrom(began);
  const Cpu after = CpuNow(**process, database);
  const std::int64_t commits =
      OneNumber(schema.pool(),
                "SELECT CAST(variable_value AS SIGNED) FROM "
                "information_schema.global_status WHERE variable_name = "
                "'Com_commit'") -
      flushes_before;
  const std::size_t taken = load.done() * each;
  const auto count = static_cast<double>(taken - first * each);
  const std::vector<float> latencies = load.Latencies(first);
  const auto at = [&](double part) {
    return latencies[static_cast<std::size_t>(part * (latencies.size() - 1))];
  };

  // All of it is there, once.
  const auto kept = OneNumber(schema.pool(), "SELECT COUNT(*) FROM survey");
  if (kept != static_cast<std::int64_t>(taken)) {
    Fail(absl::StrCat(kept, " surveys are kept of ", taken));
  }
  (*process)->Kill();
  const auto tables = bench::ReadTables(schema.pool(), taken);
  const int transactions =
      std::max<int>(1, static_cast<int>(taken) / (calls * each));
  double ceiling = 0;
  int connections = 0;
  for (int some : {1, 2, 4}) {
    ScratchSchema raw(kMigrations);
    if (!raw.ok()) return 2;
    const double rate =
        taken / bench::Replay(raw.options(), tables, transactions, some);
    if (rate > ceiling) {
      ceiling = rate;
      connections = some;
    }
  }

  const double rate = count / took;
  PrintLine("registry_submissions", rate, "1/s",
            absl::StrCat(
                ",\"in_flight\":", calls * each, ",\"per_call\":", each,
                ",\"request_bytes\":", bytes / (kMostSubmissions / each) / each,
                ",\"ceiling_name\":\"the same rows by "
                "multi-row INSERTs, ",
                calls * each, " submissions a transaction, ", connections,
                " connections\",\"ceiling\":", ceiling,
                ",\"ratio\":", rate / ceiling));
  PrintLine("registry_submission_p50", at(0.5), "ms");
  PrintLine("registry_submission_p99", at(0.99), "ms");
  PrintLine("registry_submissions_per_commit", count / commits, "1");
  const auto for_one = [&](absl::Duration from, absl::Duration to) {
    return absl::ToDoubleMicroseconds(to - from) / count;
  };
  PrintLine("registry_submission_cpu_service",
            for_one(before.service, after.service), "us");
  PrintLine("registry_submission_cpu_database",
            for_one(before.database, after.database), "us");
  PrintLine("registry_submission_cpu_client",
            for_one(before.client, after.client), "us");
  return 0;
}

}  // namespace
}  // namespace rasoat::registry

int main() { return rasoat::registry::Main(); }

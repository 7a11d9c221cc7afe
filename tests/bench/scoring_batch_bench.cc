// How many households a second go through the batch stream, with the client on
// the same two processors, and how soon a single call is answered beside it.
//
// A million households of the training form by columns, one in a hundred bad,
// on two streams; every item's error must be there and no other. The ceiling is
// the same stream against a server that reads the same messages and sends back
// ready answers. Then the same whole, not packed, a tenth as many. Ends with 1
// if an item is answered wrongly. Prints a JSON line a figure.
#include <grpcpp/grpcpp.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "services/common/rpc/channel.h"
#include "services/common/rpc/client_call.h"
#include "tests/support/scoring/packer.h"
#include "tests/unit/scoring/one_assessment.h"
#include "tests/unit/scoring/running_scoring.h"
#include "tests/unit/scoring/training_household.h"

namespace rasoat::scoring {
namespace {

constexpr int kDifferent = 50'000;
constexpr int kStreams = 2;
constexpr int kBadEvery = 100;
constexpr int kPackedInOne = 5'000;
constexpr int kWholeInOne = 500;

absl::Time Now() { return SystemClock().Now(); }

[[noreturn]] void Stop(const char* why) {
  std::fprintf(stderr, "scoring_batch_bench: %s\n", why);
  std::exit(1);
}

using Messages = std::vector<v1::ScoreBatchRequest>;

/// Reads messages and answers each by a ready response of the same length.
class Echo final : public v1::BatchScoring::CallbackService {
 public:
  explicit Echo(v1::ScoreBatchResponse ready) : ready_(std::move(ready)) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port_);
    builder.SetMaxReceiveMessageSize(-1);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
  }
  ~Echo() override { server_->Shutdown(); }

  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }

  grpc::ServerBidiReactor<v1::ScoreBatchRequest, v1::ScoreBatchResponse>*
  ScoreBatch(grpc::CallbackServerContext*) override {
    class Stream final
        : public grpc::ServerBidiReactor<v1::ScoreBatchRequest,
                                         v1::ScoreBatchResponse> {
     public:
      explicit Stream(const v1::ScoreBatchResponse& ready) : ready_(ready) {
        StartRead(&request_);
      }
      void OnReadDone(bool ok) override {
        ok ? StartWrite(&ready_) : Finish(grpc::Status::OK);
      }
      void OnWriteDone(bool) override { StartRead(&request_); }
      void OnDone() override { delete this; }

     private:
      const v1::ScoreBatchResponse& ready_;
      v1::ScoreBatchRequest request_;
    };
    return new Stream(ready_);
  }

 private:
  const v1::ScoreBatchResponse ready_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

/// Sends `rounds` times all messages on one stream; the items answered, and
/// those with errors.
struct Answered {
  std::int64_t items = 0;
  std::int64_t errors = 0;
  bool in_place = true;
  v1::ScoreBatchResponse last;
};

Answered Send(v1::BatchScoring::Stub& stub, const std::string& token,
              const Messages& messages, int rounds) {
  grpc::ClientContext context;
  rpc::Prepare(context, Now() + absl::Minutes(5), token, "");
  const auto stream = stub.ScoreBatch(&context);
  std::thread writer([&] {
    for (int round = 0; round < rounds; ++round) {
      for (std::size_t i = 0; i < messages.size(); ++i) {
        if (round > 0 && i == 0) continue;  // the opening one
        if (!stream->Write(messages[i])) return;
      }
    }
    stream->WritesDone();
  });
  Answered answered;
  v1::ScoreBatchResponse response;
  while (stream->Read(&response)) {
    answered.items += response.classes_size();
    answered.errors += response.errors_size();
    for (const v1::BatchError& error : response.errors()) {
      answered.in_place &= error.item() % kBadEvery == 7;
    }
    answered.last.Swap(&response);
  }
  writer.join();
  const grpc::Status status = stream->Finish();
  if (!status.ok()) Stop(status.error_message().c_str());
  return answered;
}

double Rate(const std::string& address, const std::string& token,
            const Messages& messages, int rounds, bool check) {
  std::vector<std::thread> threads;
  std::atomic<std::int64_t> items{0};
  std::atomic<bool> right{true};
  const absl::Time start = Now();
  for (int i = 0; i < kStreams; ++i) {
    threads.emplace_back([&] {
      const auto stub = v1::BatchScoring::NewStub(rpc::MakeChannel(address));
      const Answered answered = Send(*stub, token, messages, rounds);
      items += answered.items;
      if (check && (!answered.in_place ||
                    answered.errors != answered.items / kBadEvery)) {
        right = false;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  if (!right) Stop("errors are missing, or told of the wrong items");
  return static_cast<double>(items) / absl::ToDoubleSeconds(Now() - start);
}

/// An opening message without households, then batches of `in_one`.
Messages Make(int count, int in_one, bool packed) {
  std::mt19937 chance(11);
  Packer packer;
  Messages messages(1 + count / in_one);
  for (int i = 0; i < count; ++i) {
    api::v1::HouseholdFacts facts = TrainingHousehold(chance);
    if (i % kBadEvery == 7) facts.mutable_answers(0)->set_choice("gold");
    v1::ScoreBatchRequest& message = messages[1 + i / in_one];
    if (packed) {
      packer.Add(facts, *message.mutable_packed());
    } else {
      *message.add_households() = facts;
    }
  }
  for (std::size_t i = 1; packed && i < messages.size(); ++i) {
    packer.Complete(*messages[i].mutable_packed());
  }
  messages.front().set_standard("standards/training-2022-2");
  *messages.front().mutable_layout() = packer.layout();
  return messages;
}

void Measure(RunningScoring& running, const char* name,
             const Messages& messages, int rounds) {
  std::size_t bytes = 0;
  std::size_t households = 0;
  for (const auto& message : messages) {
    bytes += message.ByteSizeLong();
    households +=
        message.households_size() + message.packed().member_counts_size();
  }
  const auto stub =
      v1::BatchScoring::NewStub(rpc::MakeChannel(running.address()));
  const Answered one = Send(*stub, running.token(), messages, 1);
  const Echo echo(one.last);
  Rate(echo.address(), running.token(), messages, 1, false);
  const double scored =
      Rate(running.address(), running.token(), messages, rounds, true);
  const double echoed =
      Rate(echo.address(), running.token(), messages, rounds, false);
  std::printf(
      "{\"name\":\"%s\",\"value\":%.0f,\"unit\":\"households/s\","
      "\"bytes_each\":%zu,\"ceiling_name\":\"a stream that only answers\","
      "\"ceiling\":%.0f,\"ratio\":%.3f}\n",
      name, scored, bytes / households, echoed, scored / echoed);
  std::fflush(stdout);
}

int Run() {
  mysql::Pool no_database({.url = "tcp://127.0.0.1:1"});
  OneAssessment store;
  RunningScoring running(no_database, store);
  if (!running.status().ok()) Stop("the service does not start");
  running.SignIn(api::v1::ROLE_REVIEWER, "07207001");
  Measure(running, "score_batch_packed",
          Make(kDifferent, kPackedInOne, /*packed=*/true),
          1'000'000 / kDifferent / kStreams);
  Measure(running, "score_batch_whole",
          Make(kDifferent / 5, kWholeInOne, /*packed=*/false), 5);
  return 0;
}

}  // namespace
}  // namespace rasoat::scoring

int main() { return rasoat::scoring::Run(); }

// How fast scoring answers.
//
// `Score` with declared totals through the whole service (token, guard, engine)
// beside a server of the same API that hands back a ready answer of the same
// content: both with the callback API, the same client, messages and metadata,
// in turns of a second so that a busy machine slows both. Then whole forms in
// the engine alone on one thread.
//
// Needs the RASOAT_TEST_MYSQL variables. Prints a JSON line a figure; ends with
// 1 if a figure that must hold does not.
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <vector>

#include "absl/synchronization/blocking_counter.h"
#include "services/common/rpc/channel.h"
#include "services/common/rpc/client_call.h"
#include "services/scoring/engine/score_household.h"
#include "services/scoring/wire/assessment_proto.h"
#include "services/scoring/wire/facts_proto.h"
#include "tests/contract/scoring/surveys.h"
#include "tests/unit/scoring/training_household.h"

namespace rasoat::scoring {
namespace {

constexpr int kTurns = 4;
constexpr absl::Duration kTurn = absl::Seconds(1);
constexpr int kAtOnce = 64;
constexpr double kMustEcho = 0.7;  // of the empty server

void Check(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "scoring_bench: %s\n", status.ToString().c_str());
  std::exit(2);
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

absl::Time Now() { return SystemClock().Now(); }

/// Hands back one answer, whatever it is asked.
class Echo final : public v1::Scoring::CallbackService {
 public:
  explicit Echo(v1::Assessment answer) : answer_(std::move(answer)) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port_);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
  }
  ~Echo() override { server_->Shutdown(); }

  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }

  grpc::ServerUnaryReactor* Score(grpc::CallbackServerContext* context,
                                  const v1::ScoreRequest*,
                                  v1::Assessment* response) override {
    *response = answer_;
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  const v1::Assessment answer_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

/// Keeps kAtOnce calls going until a moment, and counts those that ended well.
class Load {
 public:
  Load(v1::Scoring::Stub& stub, const v1::ScoreRequest& request,
       std::string token)
      : stub_(stub), request_(request), token_(std::move(token)) {}

  /// Milliseconds within which 99 of 100 calls are answered when `rate` of them
  /// come in a second, whether the earlier ones have been answered or not.
  double P99At(double rate, absl::Duration length) {
    const auto count = static_cast<int>(rate * absl::ToDoubleSeconds(length));
    std::vector<double> took(count);
    absl::BlockingCounter left(count);
    const absl::Time start = Now();
    for (int i = 0; i < count; ++i) {
      const absl::Time due = start + length * i / count;
      if (const absl::Duration early = due - Now();
          early > absl::ZeroDuration()) {
        absl::SleepFor(early);
      }
      auto one = std::make_shared<One>();
      rpc::Prepare(one->context, Now() + absl::Seconds(20), token_, "");
      stub_.async()->Score(
          &one->context, &request_, &one->answer,
          [&took, &left, one, due, i](const grpc::Status& status) {
            Check(rpc::FromWire(status));
            took[i] = absl::ToDoubleMilliseconds(Now() - due);
            left.DecrementCount();
          });
    }
    left.Wait();
    std::sort(took.begin(), took.end());
    return took[took.size() * 99 / 100];
  }

  /// Calls answered a second.
  double Run(absl::Duration length) {
    const absl::Time start = Now();
    until_ = start + length;
    answered_ = 0;
    absl::BlockingCounter left(kAtOnce);
    left_ = &left;
    for (int i = 0; i < kAtOnce; ++i) Next();
    left.Wait();
    return static_cast<double>(answered_) /
           absl::ToDoubleSeconds(Now() - start);
  }

 private:
  struct One {
    grpc::ClientContext context;
    v1::Assessment answer;
  };

  void Next() {
    if (Now() >= until_) {
      left_->DecrementCount();
      return;
    }
    auto one = std::make_shared<One>();
    rpc::Prepare(one->context, Now() + absl::Seconds(20), token_, "");
    stub_.async()->Score(&one->context, &request_, &one->answer,
                         [this, one](const grpc::Status& status) {
                           Check(rpc::FromWire(status));
                           ++answered_;
                           Next();
                         });
  }

  v1::Scoring::Stub& stub_;
  const v1::ScoreRequest& request_;
  const std::string token_;
  absl::Time until_;
  absl::BlockingCounter* left_ = nullptr;
  std::atomic<std::int64_t> answered_{0};
};

v1::ScoreRequest Declared() {
  v1::ScoreRequest request;
  request.set_standard("standards/national-2022");
  request.mutable_household()->set_settlement(api::v1::SETTLEMENT_RURAL);
  request.mutable_household()->set_review_date("2021-10-10");
  auto& declared = *request.mutable_household()->mutable_declared();
  declared.set_b1(125);
  for (const char* code : {"job", "water", "toilet"}) {
    declared.add_deprivations(code);
  }
  return request;
}

v1::ScoreRequest Itemised() {
  std::mt19937 chance(5);
  v1::ScoreRequest request;
  request.set_standard("standards/training-2022-2");
  *request.mutable_household() = TrainingHousehold(chance);
  return request;
}

bool BesideAnEcho(RunningScoring& running, const char* name,
                  const v1::ScoreRequest& request) {
  v1::Assessment answer;
  Check(running.Call(running.scoring(), &v1::Scoring::Stub::Score, request,
                     &answer));
  Echo echo(answer);
  const auto empty = v1::Scoring::NewStub(rpc::MakeChannel(echo.address()));
  Load scoring(running.scoring(), request, running.token());
  Load raw(*empty, request, running.token());
  scoring.Run(kTurn / 2);  // warm up
  raw.Run(kTurn / 2);
  double scored = 0;
  double echoed = 0;
  for (int i = 0; i < kTurns; ++i) {
    scored += scoring.Run(kTurn) / kTurns;
    echoed += raw.Run(kTurn) / kTurns;
  }
  Print(name, scored, "1/s", "empty echo", echoed);
  Print(absl::StrCat(name, "_p99_at_half_load").c_str(),
        scoring.P99At(scored / 2, kTurns * kTurn), "ms", "empty echo",
        raw.P99At(scored / 2, kTurns * kTurn));
  return scored >= kMustEcho * echoed;
}

void EngineAlone(const Standard& standard) {
  std::mt19937 chance(1);
  std::vector<api::v1::HouseholdFacts> protos;
  for (int i = 0; i < 2'000; ++i) protos.push_back(TrainingHousehold(chance));
  std::vector<Facts> facts;
  for (const auto& proto : protos) {
    absl::StatusOr<Facts> one = ReadFacts(proto);
    Check(one.status());
    facts.push_back(*std::move(one));
  }
  std::int64_t scored = 0;
  const absl::Time start = Now();
  while (Now() < start + kTurn) {
    for (const Facts& one : facts) {
      Check(ScoreHousehold(standard, one).status());
      ++scored;
    }
  }
  Print("score_itemised_engine",
        static_cast<double>(scored) / absl::ToDoubleSeconds(Now() - start),
        "households/s");
}

int Run() {
  ScoringOnMySql scoring;
  if (!scoring.ok()) return 2;
  const bool declared =
      BesideAnEcho(scoring.running(), "score_declared", Declared());
  const bool itemised =
      BesideAnEcho(scoring.running(), "score_itemised", Itemised());
  EngineAlone(scoring.running()
                  .catalogue()
                  .Find("standards/training-2022-2")
                  ->standard);
  return declared && itemised ? 0 : 1;
}

}  // namespace
}  // namespace rasoat::scoring

int main() { return rasoat::scoring::Run(); }

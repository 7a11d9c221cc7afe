#include "gateway/upstream/readiness.h"

#include <utility>
#include <vector>

#include "gateway/upstream/call.h"
#include "google/protobuf/empty.pb.h"
#include "google/protobuf/io/coded_stream.h"
#include "grpcpp/support/proto_buffer_reader.h"

namespace rasoat::gateway {
namespace {

constexpr char kCheck[] = "/grpc.health.v1.Health/Check";

// HealthCheckResponse is one enum, field 1; gRPC installs no class for it.
std::string StateIn(const grpc::ByteBuffer& bytes) {
  grpc::ByteBuffer copy(bytes);
  grpc::ProtoBufferReader reader(&copy);
  google::protobuf::io::CodedInputStream in(&reader);
  std::uint32_t value = 0;
  constexpr std::uint32_t kFieldOneVarint = 1 << 3;
  if (in.ReadTag() != kFieldOneVarint || !in.ReadVarint32(&value)) {
    return "UNKNOWN";
  }
  switch (value) {
    case 1:
      return "SERVING";
    case 2:
      return "NOT_SERVING";
    default:
      return "UNKNOWN";
  }
}

}  // namespace

std::shared_ptr<Readiness> Readiness::Make(const Upstreams& upstreams) {
  return std::shared_ptr<Readiness>(new Readiness(upstreams));
}

void Readiness::Check(Done done) {
  Report fresh;
  bool start = false;
  {
    absl::MutexLock lock(&mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (upstreams_.all().empty() || now < fresh_until_) {
      fresh = last_;
    } else {
      start = waiting_.empty();
      if (start) coming_.clear();
      waiting_.push_back(std::move(done));
      done = nullptr;
    }
  }
  if (done != nullptr) return done(fresh);
  if (!start) return;
  for (const Upstream& upstream : upstreams_.all()) {
    // An empty message is a question about the process as a whole.
    UnaryCall::Start(*upstream.stub, kCheck, {.timeout = absl::Seconds(1)},
                     google::protobuf::Empty(),
                     [self = shared_from_this(),
                      name = upstream.name](UnaryCall::Result result) {
                       self->Record(name, result.status.ok()
                                              ? StateIn(result.body)
                                              : "UNREACHABLE");
                     });
  }
}

void Readiness::Record(const std::string& name, std::string state) {
  std::vector<Done> waiting;
  Report report;
  {
    absl::MutexLock lock(&mutex_);
    coming_[name] = std::move(state);
    if (coming_.size() < upstreams_.all().size()) return;
    last_ = report = std::exchange(coming_, {});
    fresh_until_ = std::chrono::steady_clock::now() + std::chrono::seconds(1);
    waiting = std::exchange(waiting_, {});
  }
  for (const Done& done : waiting) done(report);
}

}  // namespace rasoat::gateway

#include "gateway/upstream/call.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "grpcpp/client_context.h"
#include "grpcpp/support/client_callback.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "grpcpp/support/slice.h"

namespace rasoat::gateway {
namespace {

void Fill(const CallContext& from, grpc::ClientContext& context) {
  if (!from.authorization.empty()) {
    context.AddMetadata("authorization", from.authorization);
  }
  if (!from.request_id.empty()) {
    context.AddMetadata("x-request-id", from.request_id);
  }
  if (!from.purpose.empty()) context.AddMetadata("x-purpose", from.purpose);
  if (from.timeout) {
    context.set_deadline(std::chrono::system_clock::now() +
                         absl::ToChronoMicroseconds(*from.timeout));
  }
}

class RunningUnary final : public UnaryCall {
 public:
  RunningUnary(const CallContext& context,
               const google::protobuf::Message& request, Done done)
      : request_(Serialize(request)), done_(std::move(done)) {
    Fill(context, context_);
  }

  void Run(grpc::GenericStub& stub, const std::string& rpc,
           std::shared_ptr<RunningUnary> self) {
    self_ = std::move(self);
    stub.UnaryCall(&context_, rpc, {}, &request_, &response_,
                   [this](grpc::Status status) { End(std::move(status)); });
  }

  void Cancel() override { context_.TryCancel(); }

 private:
  void End(grpc::Status status) {
    // Held to the end of this function, in which the caller may let go.
    std::shared_ptr<RunningUnary> self = std::move(self_);
    Done done = std::move(done_);
    done({std::move(status), std::move(response_)});
  }

  grpc::ClientContext context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
  Done done_;
  std::shared_ptr<RunningUnary> self_;
};

class RunningStream final
    : public StreamCall,
      public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  RunningStream(const CallContext& context,
                const google::protobuf::Message& request, Events events)
      : request_(Serialize(request)), events_(std::move(events)) {
    Fill(context, context_);
  }

  void Run(grpc::GenericStub& stub, const std::string& rpc,
           std::shared_ptr<RunningStream> self) {
    self_ = std::move(self);
    // The generic stub knows streams of both ways only; on the wire a server
    // stream is one whose client sends one message.
    stub.PrepareBidiStreamingCall(&context_, rpc, {}, this);
    StartWriteLast(&request_, grpc::WriteOptions());
    StartRead(&response_);
    // ReadNext() comes from another thread, so the end has to wait for it.
    AddHold();
    StartCall();
  }

  void ReadNext() override { StartRead(&response_); }

  void Cancel() override { context_.TryCancel(); }

  void OnReadDone(bool ok) override {
    if (!ok) {
      RemoveHold();
      return;
    }
    grpc::ByteBuffer message;
    message.Swap(&response_);
    events_.on_message(std::move(message));
  }

  void OnDone(const grpc::Status& status) override {
    std::shared_ptr<RunningStream> self = std::move(self_);
    events_.on_end(status);
  }

 private:
  grpc::ClientContext context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
  Events events_;
  std::shared_ptr<RunningStream> self_;
};

}  // namespace

bool IsMetadataText(absl::string_view value) {
  return std::all_of(value.begin(), value.end(),
                     [](char c) { return c >= 0x20 && c <= 0x7E; });
}

std::shared_ptr<UnaryCall> UnaryCall::Start(
    grpc::GenericStub& stub, const std::string& rpc, const CallContext& context,
    const google::protobuf::Message& request, Done done) {
  auto call = std::make_shared<RunningUnary>(context, request, std::move(done));
  call->Run(stub, rpc, call);
  return call;
}

std::shared_ptr<StreamCall> StreamCall::Start(
    grpc::GenericStub& stub, const std::string& rpc, const CallContext& context,
    const google::protobuf::Message& request, Events events) {
  auto call =
      std::make_shared<RunningStream>(context, request, std::move(events));
  call->Run(stub, rpc, call);
  return call;
}

bool Parse(const grpc::ByteBuffer& bytes, google::protobuf::Message& message) {
  grpc::ByteBuffer copy(bytes);  // the reader wants it mutable; a reference
  grpc::ProtoBufferReader reader(&copy);
  return reader.status().ok() && message.ParseFromZeroCopyStream(&reader);
}

grpc::ByteBuffer Serialize(const google::protobuf::Message& message) {
  grpc::Slice slice(message.ByteSizeLong());
  message.SerializeWithCachedSizesToArray(const_cast<uint8_t*>(slice.begin()));
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace rasoat::gateway

// Server-streaming calls: one whose messages are made one by one, and one that
// is refused.
#pragma once

#include <grpcpp/grpcpp.h>

#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/rpc/call.h"
#include "services/common/rpc/status_wire.h"

namespace rasoat::rpc {

/// Fills the next message of a stream; false: there is no more, and the message
/// is not sent.
template <class Response>
using NextMessage =
    absl::AnyInvocable<absl::StatusOr<bool>(const Call&, Response&)>;

/// A server-streaming call whose messages are made one after the other, each
/// when the one before is out. Private to Calls, which runs Make().
class MadeStreamBase {
 public:
  virtual ~MadeStreamBase() = default;
  /// Makes the next message.
  virtual absl::StatusOr<bool> Make(const Call& call) = 0;
  /// Sends what was made; `sent` follows on gRPC's thread.
  virtual void Send() = 0;
  /// Ends the stream. It may be gone when this returns.
  virtual void End(const grpc::Status& status) = 0;

  /// Everything the call knows of itself.
  Call call;
  /// What it asks; gRPC keeps it until the stream is done.
  const google::protobuf::Message* request = nullptr;
};

/// The same with the types of a method.
template <class Response>
class MadeStream final : public grpc::ServerWriteReactor<Response>,
                         public MadeStreamBase {
 public:
  using Sent = absl::AnyInvocable<void(MadeStreamBase&, bool ok)>;

  MadeStream(NextMessage<Response> next, Sent sent)
      : next_(std::move(next)), sent_(std::move(sent)) {}

  absl::StatusOr<bool> Make(const Call& call) override {
    message_.Clear();
    return next_(call, message_);
  }
  void Send() override { this->StartWrite(&message_); }
  void End(const grpc::Status& status) override { this->Finish(status); }

  void OnWriteDone(bool ok) override { sent_(*this, ok); }
  void OnDone() override { delete this; }

 private:
  NextMessage<Response> next_;
  Sent sent_;
  Response message_;
};

/// A reactor that ends a server-streaming call with `status` (ToWire()) and
/// sends nothing.
template <class Response>
grpc::ServerWriteReactor<Response>* RefusedStream(const absl::Status& status) {
  class Refusal final : public grpc::ServerWriteReactor<Response> {
   public:
    explicit Refusal(const absl::Status& status) {
      this->Finish(ToWire(status));
    }
    void OnDone() override { delete this; }
  };
  return new Refusal(status);
}

}  // namespace rasoat::rpc

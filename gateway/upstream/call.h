#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/status.h"

namespace rasoat::gateway {

/// What goes along with a call.
struct CallContext {
  /// The client's `Authorization`, forwarded as it is; empty for none.
  std::string authorization;
  std::string request_id;
  /// The client's `X-Purpose`, why it looks at personal data; empty for none.
  std::string purpose;
  /// From now; none waits for ever.
  std::optional<absl::Duration> timeout;
};

/// Whether `value` may travel as gRPC metadata: visible ASCII and spaces.
bool IsMetadataText(absl::string_view value);

/// A running unary call, kept alive by itself until it has ended.
class UnaryCall {
 public:
  /// How it ended; `body` is meaningful only if `status` is OK.
  struct Result {
    grpc::Status status;
    grpc::ByteBuffer body;
  };
  using Done = std::function<void(Result)>;

  /// Starts calling `rpc` (`/package.Service/Method`). `done` is called once,
  /// on a thread of gRPC's, also after a cancel. `stub` must outlive the call.
  static std::shared_ptr<UnaryCall> Start(
      grpc::GenericStub& stub, const std::string& rpc,
      const CallContext& context, const google::protobuf::Message& request,
      Done done);

  virtual ~UnaryCall() = default;
  /// Makes the call end soon, with CANCELLED unless it has ended. Any thread.
  virtual void Cancel() = 0;
};

/// A running call with a stream of responses, kept alive by itself until it
/// has ended. Reads one message at a time, so that a slow client slows the
/// service and nothing piles up here.
class StreamCall {
 public:
  /// Called on a thread of gRPC's, one at a time. After `on_message` nothing
  /// comes before ReadNext(), not even the end: read on after a Cancel() too.
  struct Events {
    std::function<void(grpc::ByteBuffer)> on_message;
    /// Once, last.
    std::function<void(grpc::Status)> on_end;
  };

  /// Starts calling and reading. As UnaryCall::Start().
  static std::shared_ptr<StreamCall> Start(
      grpc::GenericStub& stub, const std::string& rpc,
      const CallContext& context, const google::protobuf::Message& request,
      Events events);

  virtual ~StreamCall() = default;
  /// Asks for the message after the one just given. Any thread.
  virtual void ReadNext() = 0;
  /// As UnaryCall::Cancel().
  virtual void Cancel() = 0;
};

/// Reads a message out of the bytes of a response; false if it is none.
bool Parse(const grpc::ByteBuffer& bytes, google::protobuf::Message& message);

/// The bytes of a message.
grpc::ByteBuffer Serialize(const google::protobuf::Message& message);

}  // namespace rasoat::gateway

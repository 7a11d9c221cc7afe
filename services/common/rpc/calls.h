#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/clock/clock.h"
#include "services/common/rpc/call.h"
#include "services/common/rpc/call_meters.h"
#include "services/common/rpc/calls_options.h"
#include "services/common/rpc/later.h"
#include "services/common/rpc/made_stream.h"
#include "services/common/rpc/status_wire.h"
#include "services/common/rpc/worker_pool.h"

namespace rasoat::rpc {

/// Everything that happens around a handler, in one place: the deadline, who
/// calls and whether they may, where the work runs, the log line, the metrics,
/// the form of the answer, what of it the caller sees whole
/// (rasoat.api.v1.personal), and the record of looks from outside the commune
/// (rasoat.api.v1.reads).
///
/// A service class of the callback API holds a reference and each method is
/// one line:
///
///     grpc::ServerUnaryReactor* GetHousehold(
///         grpc::CallbackServerContext* context, const GetHouseholdRequest*
///         request, Household* response) override {
///       return calls_.Unary(context, request, response, [=, this](const
///       rpc::Call& call)
///           -> absl::StatusOr<Household> { … });
///     }
///
/// A handler takes `const Call&` and returns StatusOr<Response>, or Status
/// after filling `*response`. It may capture `request` and `response`, which
/// live until it returns. Thread safe; must outlive the server.
///
/// Answers it gives by itself, besides those of Verifier and Guard:
///   RESOURCE_EXHAUSTED  OVERLOADED       the queue is full, or too many calls
///                                        wait for a later answer; with
///                                        RetryInfo
///   DEADLINE_EXCEEDED   DEADLINE_PASSED  before the handler began
///   CANCELLED           CALL_CANCELLED   before the handler began
///   INVALID_ARGUMENT    MASKED_VALUE     a masked value was sent back
///   UNAVAILABLE         READ_NOT_LOGGED  the look could not be written down
///   INTERNAL            UNEXPECTED       the handler threw
///   INTERNAL            UNANSWERED       a Later was dropped
class Calls {
 public:
  /// A call without a deadline gets this one.
  static constexpr absl::Duration kDefaultDeadline = absl::Seconds(30);

  explicit Calls(const CallsOptions& options);

  /// Runs `handle` on the worker pool. The token is checked before the call is
  /// queued, the rest of the rule by the worker, since it may need I/O.
  template <class Request, class Response, class Handle>
  grpc::ServerUnaryReactor* Unary(grpc::CallbackServerContext* context,
                                  const Request* request, Response* response,
                                  Handle handle) {
    return Queue(context, *request, *response, /*later=*/false,
                 [response, handle = std::move(handle)](
                     std::shared_ptr<OpenCall> open) mutable {
                   absl::Status status;
                   {
                     // It may refer to the request, which the end takes away.
                     Handle once = std::move(handle);
                     status = Answer(once(open->call()), response);
                   }
                   open->Finish(status);
                 });
  }

  /// As Unary(), for work that goes on after the worker has left it, because
  /// others do it together with that of other calls: runs
  /// `begin(Later<Response>)` on a worker and returns. At most `later_capacity`
  /// such calls wait for their answers; the next is refused.
  template <class Request, class Response, class Begin>
  grpc::ServerUnaryReactor* UnaryLater(grpc::CallbackServerContext* context,
                                       const Request* request,
                                       Response* response, Begin begin) {
    return Queue(context, *request, *response, /*later=*/true,
                 [response, begin = std::move(begin)](
                     std::shared_ptr<OpenCall> open) mutable {
                   begin(Later<Response>(std::move(open), response));
                 });
  }

  /// Runs `handle` at once on gRPC's own thread: only for work that neither
  /// waits nor takes long, of methods whose rule names no area or one that the
  /// area tree holds in memory.
  template <class Request, class Response, class Handle>
  grpc::ServerUnaryReactor* UnaryInline(grpc::CallbackServerContext* context,
                                        const Request* request,
                                        Response* response, Handle&& handle) {
    return RunInline(context, *request, *response,
                     [&](const Call& call) -> absl::Status {
                       return Answer(handle(call), response);
                     });
  }

  /// Streams what `next` makes, message by message: each is made on the worker
  /// pool when the one before is out, so a stream costs the memory of one
  /// message and a slow reader holds no worker. Everything else is as for
  /// Unary(); for a call without a deadline each message gets kDefaultDeadline.
  /// `next` may capture `request`, which lives until the stream is done.
  /// Besides as Unary() does, it may end with OVERLOADED between two messages.
  /// A look at persons' files is written down by its scope before the first
  /// message; `next` calls Call::Hide() on each.
  template <class Request, class Response>
  grpc::ServerWriteReactor<Response>* Stream(
      grpc::CallbackServerContext* context, const Request* request,
      NextMessage<Response> next) {
    auto* stream = new MadeStream<Response>(
        std::move(next),
        [this](MadeStreamBase& made, bool ok) { Sent(made, ok); });
    OpenStream(*context, *request, *stream);
    return stream;
  }

  /// Does for a streaming handler what Unary() does before the work: verifies,
  /// guards, logs and counts the call, whether let in or not. The rule must be
  /// one that UnaryInline() would do for. A look at persons' files is written
  /// down here, by its scope; the handler calls Call::Hide() on each message.
  ///
  ///     absl::StatusOr<rpc::Call> call = calls_.Admit(context, *request);
  ///     if (!call.ok()) return
  ///     rpc::RefusedStream<WatchResponse>(call.status());
  absl::StatusOr<Call> Admit(grpc::CallbackServerContext* context,
                             const google::protobuf::Message& request);

  /// Guard::Check() of a request that `call` carries for another method.
  absl::Status MayCall(const google::protobuf::Message& request,
                       const Call& call) const;

 private:
  friend class OpenCall;
  using Begin = absl::AnyInvocable<void(std::shared_ptr<OpenCall>)>;

  template <class Response>
  static absl::Status Answer(absl::StatusOr<Response> answer,
                             Response* response) {
    if (!answer.ok()) return std::move(answer).status();
    *response = *std::move(answer);
    return absl::OkStatus();
  }
  template <class Response>
  static absl::Status Answer(absl::Status status, Response*) {
    return status;
  }

  grpc::ServerUnaryReactor* Queue(grpc::CallbackServerContext* context,
                                  const google::protobuf::Message& request,
                                  google::protobuf::Message& response,
                                  bool later, Begin begin);
  grpc::ServerUnaryReactor* RunInline(
      grpc::CallbackServerContext* context,
      const google::protobuf::Message& request,
      google::protobuf::Message& response,
      absl::FunctionRef<absl::Status(const Call&)> work);

  void OpenStream(grpc::CallbackServerContext& context,
                  const google::protobuf::Message& request,
                  MadeStreamBase& stream);
  void MakeNext(MadeStreamBase& stream, bool first);
  void Sent(MadeStreamBase& stream, bool ok);
  void EndStream(MadeStreamBase& stream, const absl::Status& status);

  /// Fills `call` and verifies the token it came with.
  absl::Status Open(const grpc::CallbackServerContext& context,
                    const google::protobuf::Message& request, Call& call);
  /// Runs it; what it throws becomes a status.
  absl::Status Caught(const Call& call, absl::FunctionRef<absl::Status()> work);
  absl::Status GuardAndRun(const google::protobuf::Message& request, Call& call,
                           absl::FunctionRef<absl::Status(const Call&)> work);
  /// On a worker: guards, begins; whatever fails ends the call.
  void Run(const google::protobuf::Message& request,
           const std::shared_ptr<OpenCall>& open, Begin begin);
  /// Counts and, if `log`, logs the end of a call.
  void Close(const Call& call, const absl::Status& status, bool log);

  const CallsOptions options_;
  const SystemClock wall_;  // deadlines are the world's, whatever `clock` says
  CallMeters meters_;
  std::atomic<std::size_t> later_ = 0;
  WorkerPool pool_;  // last: its threads use all of the above
};

}  // namespace rasoat::rpc

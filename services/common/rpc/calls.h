#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/access/guard.h"
#include "services/common/access/verifier.h"
#include "services/common/clock/clock.h"
#include "services/common/ids/ulid.h"
#include "services/common/metrics/metrics.h"
#include "services/common/rpc/call.h"
#include "services/common/rpc/call_meters.h"
#include "services/common/rpc/status_wire.h"
#include "services/common/rpc/worker_pool.h"

namespace rasoat::rpc {

/// Which calls get a log line: the setting RASOAT_LOG_CALLS.
enum class LogCalls {
  kErrors,  ///< `errors`: those that did not end OK.
  kWork,    ///< `work`, the default: all but UnaryInline() calls that ended OK;
          ///< those are only counted, since the line costs more than the call.
  kAll,  ///< `all`: every call.
};

/// Errors: INVALID_ARGUMENT  SETTING_WRONG  naming the words it may be.
absl::StatusOr<LogCalls> ParseLogCalls(absl::string_view text);

/// What Calls needs; everything referred to must outlive it.
struct CallsOptions {
  const access::Guard& guard;
  const access::Verifier& verifier;
  const Clock& clock;  ///< The handlers' `now`, and what tokens expire by.
  IdSource& ids;       ///< For request ids of calls that bring none.
  metrics::Registry& metrics;
  std::size_t workers = 16;          ///< Threads for Unary().
  std::size_t queue_capacity = 256;  ///< Calls waiting for one of them.
  LogCalls log = LogCalls::kWork;
};

/// Everything that happens around a handler, in one place: the deadline, who
/// calls and whether they may, where the work runs, the log line, the metrics,
/// and the form of the answer.
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
///   RESOURCE_EXHAUSTED  OVERLOADED       the queue is full; with RetryInfo
///   DEADLINE_EXCEEDED   DEADLINE_PASSED  before the handler began
///   CANCELLED           CALL_CANCELLED   before the handler began
///   INTERNAL            UNEXPECTED       the handler threw
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
    return Queue(context, *request,
                 [response, handle = std::move(handle)](
                     const Call& call) mutable -> absl::Status {
                   return Answer(handle(call), response);
                 });
  }

  /// Runs `handle` at once on gRPC's own thread: only for work that neither
  /// waits nor takes long, of methods whose rule names no area or one that the
  /// area tree holds in memory.
  template <class Request, class Response, class Handle>
  grpc::ServerUnaryReactor* UnaryInline(grpc::CallbackServerContext* context,
                                        const Request* request,
                                        Response* response, Handle&& handle) {
    return RunInline(context, *request, [&](const Call& call) -> absl::Status {
      return Answer(handle(call), response);
    });
  }

  /// Does for a streaming handler what Unary() does before the work: verifies,
  /// guards, logs and counts the call, whether let in or not. The rule must be
  /// one that UnaryInline() would do for.
  ///
  ///     absl::StatusOr<rpc::Call> call = calls_.Admit(context, *request);
  ///     if (!call.ok()) return
  ///     rpc::RefusedStream<WatchResponse>(call.status());
  absl::StatusOr<Call> Admit(grpc::CallbackServerContext* context,
                             const google::protobuf::Message& request);

 private:
  using Work = absl::AnyInvocable<absl::Status(const Call&)>;

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
                                  Work work);
  grpc::ServerUnaryReactor* RunInline(
      grpc::CallbackServerContext* context,
      const google::protobuf::Message& request,
      absl::FunctionRef<absl::Status(const Call&)> work);

  /// Fills `call` and verifies the token it came with.
  absl::Status Open(const grpc::CallbackServerContext& context,
                    const google::protobuf::Message& request, Call& call);
  absl::Status GuardAndRun(const google::protobuf::Message& request,
                           const Call& call,
                           absl::FunctionRef<absl::Status(const Call&)> work);
  /// Counts and, if `log`, logs the end of a call.
  void Close(const Call& call, const absl::Status& status, bool log);

  const CallsOptions options_;
  const SystemClock wall_;  // deadlines are the world's, whatever `clock` says
  CallMeters meters_;
  WorkerPool pool_;  // last: its threads use all of the above
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

#include "services/common/rpc/calls.h"

#include <cxxabi.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <typeinfo>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "services/common/log/log.h"
#include "services/common/rpc/client_call.h"
#include "services/common/rpc/disclosure.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::rpc {
namespace {

constexpr std::size_t kMaxRequestIdBytes = 64;

absl::Status Overloaded() {
  absl::Status status =
      Refused(absl::StatusCode::kResourceExhausted,
              {.field = "",
               .rule = "OVERLOADED",
               .vi = "Hệ thống đang quá tải. Hãy thử lại sau vài giây.",
               .en = "The system is overloaded. Try again in a few seconds."});
  SetRetryAfter(status, absl::Seconds(1));
  return status;
}

absl::string_view MetadataOf(const grpc::CallbackServerContext& context,
                             const char* key) {
  const auto& metadata = context.client_metadata();
  auto found = metadata.find(key);
  if (found == metadata.end()) return {};
  return absl::string_view(found->second.data(), found->second.size());
}

/// The token of `authorization: Bearer …`; what else may stand there is given
/// as it is, for the verifier to refuse.
absl::string_view BearerToken(const grpc::CallbackServerContext& context) {
  absl::string_view value = MetadataOf(context, kAuthorizationKey);
  constexpr absl::string_view kScheme = "bearer ";
  if (absl::StartsWithIgnoreCase(value, kScheme)) {
    value.remove_prefix(kScheme.size());
  }
  return value;
}

/// The caller's request id, if it is one that may stand in a log.
absl::string_view RequestIdOf(const grpc::CallbackServerContext& context) {
  absl::string_view id = MetadataOf(context, kRequestIdKey);
  const bool fit =
      id.size() <= kMaxRequestIdBytes &&
      std::all_of(id.begin(), id.end(), [](unsigned char c) {
        return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.';
      });
  return fit ? id : absl::string_view();
}

absl::Time DeadlineOf(const grpc::CallbackServerContext& context,
                      absl::Time now) {
  const std::chrono::system_clock::time_point deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) {
    return now + Calls::kDefaultDeadline;
  }
  return absl::FromChrono(deadline);
}

/// The answer when a handler throws. The text of the exception may quote data,
/// so only its type is told, and only to the log.
absl::Status Unexpected(const Call& call, const std::type_info* type) {
  std::string name = "unknown";
  if (type != nullptr) {
    char* plain = abi::__cxa_demangle(type->name(), nullptr, nullptr, nullptr);
    name = plain != nullptr ? plain : type->name();
    std::free(plain);
  }
  log::Line("exception", log::Level::kError)
      .Add("method", call.method->rule->name)
      .Add("type", name)
      .Add("request_id", call.request_id)
      .Write();
  return Error(absl::StatusCode::kInternal, "UNEXPECTED",
               "an unexpected failure; it has been logged");
}

absl::Status CallerLeft() {
  return Error(absl::StatusCode::kCancelled, "CALL_CANCELLED",
               "the caller left before the work was done");
}

bool IsOurs(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal ||
         code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

}  // namespace

absl::StatusOr<LogCalls> ParseLogCalls(absl::string_view text) {
  if (text == "errors") return LogCalls::kErrors;
  if (text == "work") return LogCalls::kWork;
  if (text == "all") return LogCalls::kAll;
  return Error(absl::StatusCode::kInvalidArgument, "SETTING_WRONG",
               "RASOAT_LOG_CALLS is not one of: errors, work, all");
}

Calls::Calls(const CallsOptions& options)
    : options_(options),
      meters_(options.guard, options.metrics),
      pool_(options.workers, options.queue_capacity) {}

absl::Status Calls::MayCall(const google::protobuf::Message& request,
                            const Call& call) const {
  return options_.guard.Check(request, call.identity.get(), call.deadline);
}

absl::Status Calls::Open(const grpc::CallbackServerContext& context,
                         const google::protobuf::Message& request, Call& call) {
  call.context = &context;
  call.started = wall_.Now();
  // As exactly as the database keeps it, so that what is answered now is read
  // again as the same.
  call.now = absl::FromUnixMicros(absl::ToUnixMicros(options_.clock.Now()));
  call.deadline = DeadlineOf(context, call.started);
  call.request_id = std::string(RequestIdOf(context));
  call.method = meters_.Of(request.GetDescriptor());
  if (call.method == nullptr) {
    // Says which; refuses, as every call without a rule.
    return options_.guard.Check(request, nullptr, call.deadline);
  }
  meters_.Began();
  const absl::string_view token = BearerToken(context);
  if (token.empty()) return absl::OkStatus();  // the guard decides
  absl::StatusOr<std::shared_ptr<const access::Identity>> identity =
      options_.verifier.Verify(token, call.now);
  if (identity.ok()) {
    call.identity = *std::move(identity);
  } else if (!call.method->rule->anonymous) {
    return identity.status();
  }
  // Whoever signs in again still sends the token that has run out.
  return absl::OkStatus();
}

absl::Status Calls::GuardAndRun(
    const google::protobuf::Message& request, Call& call,
    absl::FunctionRef<absl::Status(const Call&)> work) {
  return Caught(call, [&]() -> absl::Status {
    RASOAT_RETURN_IF_ERROR(options_.guard.Check(
        *call.method->rule, request, call.identity.get(), call.deadline));
    RASOAT_RETURN_IF_ERROR(BeforeWork(options_, request, call));
    return work(call);
  });
}

absl::Status Calls::Caught(const Call& call,
                           absl::FunctionRef<absl::Status()> work) {
  try {
    return work();
  } catch (const std::exception& e) {
    return Unexpected(call, &typeid(e));
  } catch (...) {
    return Unexpected(call, nullptr);
  }
}

void Calls::Close(const Call& call, const absl::Status& status, bool log) {
  const absl::Duration took =
      std::max(wall_.Now() - call.started, absl::ZeroDuration());
  if (call.method != nullptr) {
    meters_.Ended(*call.method, status.code(), took);
  }
  if (!log && status.ok()) return;
  log::Line line(
      "call", IsOurs(status.code()) ? log::Level::kError : log::Level::kInfo);
  line.Add("method", call.method != nullptr ? call.method->rule->name : "")
      .Add("code", absl::StatusCodeToString(status.code()));
  if (!status.ok()) line.Add("reason", ReasonOf(status));
  if (IsOurs(status.code())) line.Add("message", status.message());
  line.Add("ms", absl::ToInt64Milliseconds(took))
      .Add("request_id", call.request_id.empty()
                             ? options_.ids.Next().ToString()
                             : call.request_id)
      .Write();
}

grpc::ServerUnaryReactor* Calls::RunInline(
    grpc::CallbackServerContext* context,
    const google::protobuf::Message& request,
    google::protobuf::Message& response,
    absl::FunctionRef<absl::Status(const Call&)> work) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  Call call;
  absl::Status status = Open(*context, request, call);
  if (status.ok()) status = GuardAndRun(request, call, work);
  if (status.ok()) status = BeforeAnswer(options_, request, &response, call);
  Close(call, status, options_.log == LogCalls::kAll);
  reactor->Finish(ToWire(status));
  return reactor;
}

grpc::ServerUnaryReactor* Calls::Queue(grpc::CallbackServerContext* context,
                                       const google::protobuf::Message& request,
                                       google::protobuf::Message& response,
                                       bool later, Begin begin) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  auto open = std::make_shared<OpenCall>(*this, reactor, request, response);
  Call& call = open->call_;
  const absl::Status opened = Open(*context, request, call);
  if (call.request_id.empty()) {
    call.request_id = options_.ids.Next().ToString();
  }
  if (!opened.ok()) {
    open->Finish(opened);
    return reactor;
  }
  if (later) {
    open->counted_ = true;
    if (later_.fetch_add(1) >= options_.later_capacity) {
      open->Finish(Overloaded());
      return reactor;
    }
  }
  WorkerPool::Task task = [this, &request, open,
                           begin = std::move(begin)]() mutable {
    Run(request, open, std::move(begin));
  };
  if (!pool_.TrySubmit(task)) open->Finish(Overloaded());
  return reactor;
}

void Calls::Run(const google::protobuf::Message& request,
                const std::shared_ptr<OpenCall>& open, Begin begin) {
  Call& call = open->call_;
  absl::Status status = call.Wanted();
  if (status.ok()) {
    status = GuardAndRun(request, call, [&](const Call&) {
      begin(open);
      return absl::OkStatus();
    });
  }
  // If it did begin, the one who has the call answers.
  if (!status.ok()) open->Finish(status);
}

void OpenCall::Finish(const absl::Status& worked) {
  if (finished_.exchange(true)) return;
  absl::Status status = worked;
  if (status.ok()) {
    status = BeforeAnswer(calls_.options_, request_, &response_, call_);
  }
  if (counted_) calls_.later_.fetch_sub(1);
  calls_.Close(call_, status, calls_.options_.log != LogCalls::kErrors);
  reactor_->Finish(ToWire(status));
}

void OpenCall::Resume(std::shared_ptr<OpenCall> open,
                      absl::AnyInvocable<void()> work) {
  Calls& calls = open->calls_;
  WorkerPool::Task task = [&calls, open = std::move(open),
                           work = std::move(work)]() mutable {
    const absl::Status status = calls.Caught(open->call(), [&] {
      work();
      return absl::OkStatus();
    });
    if (!status.ok()) open->Finish(status);
  };
  if (!calls.pool_.TrySubmit(task)) std::move(task)();
}

OpenCall::~OpenCall() {
  if (finished_) return;
  Finish(Error(absl::StatusCode::kInternal, "UNANSWERED",
               "the call was dropped without an answer"));
}

absl::StatusOr<Call> Calls::Admit(grpc::CallbackServerContext* context,
                                  const google::protobuf::Message& request) {
  Call call;
  absl::Status status = Open(*context, request, call);
  if (call.request_id.empty()) call.request_id = options_.ids.Next().ToString();
  if (status.ok()) {
    status = GuardAndRun(request, call, [&](const Call&) {
      return BeforeAnswer(options_, request, nullptr, call);
    });
  }
  Close(call, status, options_.log != LogCalls::kErrors);
  if (!status.ok()) return status;
  // A stream without a deadline stays as long as its caller does.
  if (context->deadline() == std::chrono::system_clock::time_point::max()) {
    call.deadline = absl::InfiniteFuture();
  }
  return call;
}

void Calls::OpenStream(grpc::CallbackServerContext& context,
                       const google::protobuf::Message& request,
                       MadeStreamBase& stream) {
  stream.request = &request;
  const absl::Status opened = Open(context, request, stream.call);
  if (stream.call.request_id.empty()) {
    stream.call.request_id = options_.ids.Next().ToString();
  }
  if (context.deadline() == std::chrono::system_clock::time_point::max()) {
    stream.call.deadline = absl::InfiniteFuture();
  }
  if (opened.ok()) {
    MakeNext(stream, /*first=*/true);
  } else {
    EndStream(stream, opened);
  }
}

void Calls::MakeNext(MadeStreamBase& stream, bool first) {
  WorkerPool::Task task = [this, &stream, first] {
    if (stream.call.Cancelled()) return EndStream(stream, CallerLeft());
    bool more = false;
    const auto make = [&](const Call& whole) -> absl::Status {
      Call call = whole;
      call.deadline = std::min(whole.deadline, wall_.Now() + kDefaultDeadline);
      if (first) {
        // A look is written down before anything is shown.
        RASOAT_RETURN_IF_ERROR(
            BeforeAnswer(options_, *stream.request, nullptr, call));
      }
      absl::StatusOr<bool> made = stream.Make(call);
      more = made.ok() && *made;
      return made.status();
    };
    const absl::Status status =
        first ? GuardAndRun(*stream.request, stream.call, make)
              : Caught(stream.call, [&] { return make(stream.call); });
    if (!status.ok() || !more) return EndStream(stream, status);
    stream.Send();
  };
  if (!pool_.TrySubmit(task)) EndStream(stream, Overloaded());
}

void Calls::Sent(MadeStreamBase& stream, bool ok) {
  if (ok) {
    MakeNext(stream, /*first=*/false);
  } else {
    EndStream(stream, CallerLeft());
  }
}

void Calls::EndStream(MadeStreamBase& stream, const absl::Status& status) {
  Close(stream.call, status, options_.log != LogCalls::kErrors);
  stream.End(ToWire(status));
}

}  // namespace rasoat::rpc

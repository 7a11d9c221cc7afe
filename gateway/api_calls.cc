#include "gateway/api_calls.h"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/http/await.h"
#include "gateway/http/problem.h"
#include "gateway/stream_writer.h"
#include "gateway/transcoding/binding.h"
#include "services/common/log/log.h"

namespace rasoat::gateway {
namespace {

namespace asio = boost::asio;

Failure Success() {
  return {.code = absl::StatusCode::kOk, .http_status = 200};
}

bool IsJson(absl::string_view content_type) {
  absl::string_view type = *absl::StrSplit(content_type, ';').begin();
  type = absl::StripAsciiWhitespace(type);
  return type.empty() || absl::EqualsIgnoreCase(type, "application/json") ||
         (absl::StartsWithIgnoreCase(type, "application/") &&
          absl::EndsWithIgnoreCase(type, "+json"));
}

bool WantsEvents(const Request& request) {
  return absl::StrContains(request.Header("Accept"), "text/event-stream");
}

// What a stream's callbacks leave for the coroutine; its thread only.
struct Inbox {
  // The coroutine's; gone with it, while a callback may still hold the inbox.
  asio::steady_timer* wake;
  std::optional<grpc::ByteBuffer> message = {};
  std::optional<grpc::Status> end = {};
  bool gone = false;
};

// Callbacks that hand over to the inbox's thread.
StreamCall::Events Into(const std::shared_ptr<Inbox>& inbox,
                        asio::any_io_executor executor) {
  return {
      .on_message =
          [inbox, executor](grpc::ByteBuffer bytes) {
            asio::post(executor, [inbox, bytes = std::move(bytes)]() mutable {
              inbox->message = std::move(bytes);
              inbox->wake->cancel();
            });
          },
      .on_end =
          [inbox, executor](grpc::Status status) {
            asio::post(executor, [inbox, status = std::move(status)]() mutable {
              inbox->end = std::move(status);
              inbox->wake->cancel();
            });
          },
  };
}

}  // namespace

struct ApiCalls::Prepared {
  const Upstream* upstream = nullptr;
  CallContext context;
  std::unique_ptr<google::protobuf::Message> message;
};

ApiCalls::ApiCalls(const Upstreams& upstreams, metrics::Registry& metrics,
                   Pace pace)
    : upstreams_(upstreams),
      pace_(pace),
      calls_(metrics.Counters("rasoat_gateway_calls_total",
                              "Calls by method and outcome.",
                              {"method", "code"})),
      seconds_(metrics.Histograms("rasoat_gateway_call_seconds",
                                  "From request read to reply sent.",
                                  metrics::CallSeconds(), {"method"})) {}

asio::awaitable<void> ApiCalls::Call(Exchange& exchange, const Route& route,
                                     const PathMatch& match) const {
  const Steady::time_point began = Steady::now();
  Prepared prepared;
  Failure outcome = Success();
  if (!Prepare(exchange, route, match, prepared, outcome)) {
    const Reply reply = ReplyFor(outcome);
    co_await exchange.Send(reply);
  } else if (route.streams) {
    outcome = co_await Stream(exchange, route, prepared);
  } else {
    outcome = co_await Unary(exchange, route, prepared);
  }
  Record(exchange.request(), route, outcome, began);
}

bool ApiCalls::Prepare(Exchange& exchange, const Route& route,
                       const PathMatch& match, Prepared& prepared,
                       Failure& failure) const {
  const Request& request = exchange.request();
  auto fail = [&failure](Failure why) {
    failure = std::move(why);
    return false;
  };
  const absl::string_view authorization = request.Header("Authorization");
  if (!IsMetadataText(authorization)) return fail(BadHeader("Authorization"));
  prepared.context.authorization = std::string(authorization);
  prepared.context.request_id = request.id;

  if (!route.streams) prepared.context.timeout = pace_.unary;
  if (absl::string_view asked = request.Header("X-Request-Timeout");
      !asked.empty()) {
    double seconds = 0;
    if (!absl::SimpleAtod(asked, &seconds) || !(seconds > 0) ||
        absl::Seconds(seconds) > pace_.most) {
      return fail(BadHeader("X-Request-Timeout"));
    }
    prepared.context.timeout = absl::Seconds(seconds);
  }
  if (!request.body.empty() && !IsJson(request.Header("Content-Type"))) {
    return fail(UnsupportedMediaType());
  }
  auto bound = Bind(route, match, request.query, request.body);
  if (!bound.ok()) return fail(FailureFrom(bound.status()));
  prepared.message = *std::move(bound);
  if (absl::string_view seen = request.Header("Last-Event-ID");
      route.streams && !seen.empty() &&
      !ResumeAfter(std::string(seen), *prepared.message)) {
    return fail(BadHeader("Last-Event-ID"));
  }
  prepared.upstream =
      upstreams_.Find(UpstreamName(route.method->file()->package()));
  if (prepared.upstream == nullptr) return fail(OurBug());
  return true;
}

asio::awaitable<Failure> ApiCalls::Unary(Exchange& exchange, const Route& route,
                                         const Prepared& prepared) const {
  auto start = [&](auto done) {
    auto call = UnaryCall::Start(*prepared.upstream->stub, route.rpc,
                                 prepared.context, *prepared.message, done);
    exchange.OnGone([call] { call->Cancel(); });
  };
  const UnaryCall::Result result =
      co_await Await<UnaryCall::Result>(std::move(start));
  Failure outcome = Success();
  std::unique_ptr<google::protobuf::Message> message(route.response->New());
  if (!result.status.ok()) {
    outcome = FailureFrom(result.status);
  } else if (!Parse(result.body, *message)) {
    outcome = OurBug();
  }
  if (outcome.code != absl::StatusCode::kOk) {
    const Reply refusal = ReplyFor(outcome);
    co_await exchange.Send(refusal);
    co_return outcome;
  }
  Reply reply;
  reply.headers.emplace_back("Cache-Control", "no-store");
  reply.body.reserve(2 * result.body.Length() + 64);
  PrintResponse(route, *message, reply.body);
  co_await exchange.Send(reply);
  co_return outcome;
}

asio::awaitable<Failure> ApiCalls::Stream(Exchange& exchange,
                                          const Route& route,
                                          const Prepared& prepared) const {
  const StreamWriter writer(route, WantsEvents(exchange.request())
                                       ? StreamWriter::Form::kEvents
                                       : StreamWriter::Form::kLines);
  Reply head{.content_type = writer.ContentType()};
  head.headers.emplace_back("Cache-Control", "no-store");
  if (exchange.request().method == "HEAD") {
    co_await exchange.Send(head);
    co_return Success();
  }
  asio::steady_timer wake(exchange.executor());
  auto inbox = std::make_shared<Inbox>(Inbox{.wake = &wake});
  auto call =
      StreamCall::Start(*prepared.upstream->stub, route.rpc, prepared.context,
                        *prepared.message, Into(inbox, exchange.executor()));
  auto leave = [inbox, call] {
    inbox->gone = true;
    call->Cancel();
  };
  exchange.OnGone(leave);

  bool begun = false;
  std::unique_ptr<google::protobuf::Message> message(route.response->New());
  bool broken = false;
  // However it goes, the loop ends when the call has: the call's callbacks
  // need this thread until then.
  while (!inbox->end) {
    if (!inbox->message) {
      boost::system::error_code ignored;
      wake.expires_after(begun ? pace_.heartbeat : pace_.head);
      co_await wake.async_wait(
          asio::redirect_error(asio::use_awaitable, ignored));
      if (inbox->end) break;
    }
    std::string piece;
    const bool got = inbox->message.has_value();
    if (got) {
      if (Parse(*inbox->message, *message)) {
        if (!inbox->gone) piece = writer.Message(*message);
      } else {
        broken = true;
        call->Cancel();
      }
      inbox->message.reset();
    } else if (begun) {
      piece = writer.Heartbeat();
    }
    if (!inbox->gone && !broken) {
      bool there = true;
      if (!begun) there = co_await exchange.Begin(head);
      begun = true;
      if (there && !piece.empty()) there = co_await exchange.Write(piece);
      if (!there) leave();
    }
    if (got) call->ReadNext();
  }

  Failure outcome = inbox->end->ok() ? Success() : FailureFrom(*inbox->end);
  if (broken) outcome = OurBug();
  if (inbox->gone) co_return outcome;
  if (!begun && outcome.code != absl::StatusCode::kOk) {
    const Reply refusal = ReplyFor(outcome);
    co_await exchange.Send(refusal);
    co_return outcome;
  }
  if (!begun) co_await exchange.Begin(head);
  const std::string last = writer.Last(outcome);
  if (!last.empty()) co_await exchange.Write(last);
  co_await exchange.End();
  co_return outcome;
}

void ApiCalls::Record(const Request& request, const Route& route,
                      const Failure& outcome, Steady::time_point began) const {
  const absl::Duration took = absl::FromChrono(Steady::now() - began);
  const std::string code = CodeName(outcome.code);
  const std::string& name = route.method->full_name();
  calls_.With({name, code}).Increment();
  seconds_.With({name}).Observe(took);
  const bool failed = outcome.code != absl::StatusCode::kOk;
  const bool ours = outcome.http_status >= 500;
  log::Line line("call", ours ? log::Level::kError : log::Level::kInfo);
  line.Add("method", name).Add("code", code);
  if (failed) line.Add("reason", ReasonOf(outcome));
  line.Add("ms", absl::ToInt64Milliseconds(took))
      .Add("request_id", request.id)
      .Write();
}

}  // namespace rasoat::gateway

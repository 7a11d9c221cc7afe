#include "gateway/api_calls.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/http/await.h"
#include "gateway/http/problem.h"
#include "gateway/raw_reply.h"
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

}  // namespace

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
  } else if (route.streams && route.raw_response) {
    outcome = co_await RawStream(exchange, route, prepared);
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
  const absl::string_view purpose = request.Header("X-Purpose");
  if (!IsMetadataText(purpose)) return fail(BadHeader("X-Purpose"));
  prepared.context.purpose = std::string(purpose);

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
  const absl::string_view content_type = request.Header("Content-Type");
  if (route.raw_request ? !IsMetadataText(content_type)
                        : !request.body.empty() && !IsJson(content_type)) {
    return fail(route.raw_request ? BadHeader("Content-Type")
                                  : UnsupportedMediaType());
  }
  auto bound = Bind(route, match, request.query, content_type, request.body);
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
  if (route.raw_response) {
    const RawBody raw = RawBodyIn(route, *message);
    reply = RawHead(raw);
    reply.body = std::string(raw.data);
  } else {
    reply.headers.emplace_back("Cache-Control", "no-store");
    reply.body.reserve(2 * result.body.Length() + 64);
    PrintResponse(route, *message, reply.body);
  }
  co_await exchange.Send(reply);
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

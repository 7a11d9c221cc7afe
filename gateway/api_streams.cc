// The two forms of ApiCalls that answer with a stream.

#include <memory>
#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "gateway/api_calls.h"
#include "gateway/http/problem.h"
#include "gateway/raw_reply.h"
#include "gateway/stream_inbox.h"
#include "gateway/stream_writer.h"

namespace rasoat::gateway {
namespace {

namespace asio = boost::asio;
using google::protobuf::Message;

bool WantsEvents(const Request& request) {
  return absl::StrContains(request.Header("Accept"), "text/event-stream");
}

Failure Success() {
  return {.code = absl::StatusCode::kOk, .http_status = 200};
}

Failure OutcomeOf(const StreamInbox& inbox, bool broken) {
  if (broken) return OurBug();
  if (!inbox.end().ok()) return FailureFrom(inbox.end());
  return Success();
}

}  // namespace

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
  StreamInbox inbox(exchange, *prepared.upstream, route.rpc, prepared.context,
                    *prepared.message);
  bool begun = false;
  std::unique_ptr<Message> message(route.response->New());
  bool broken = false;
  while (!inbox.ended()) {
    if (!inbox.full()) {
      co_await inbox.Wait(begun ? pace_.heartbeat : pace_.head);
      if (inbox.ended()) break;
    }
    std::string piece;
    const bool got = inbox.full();
    if (got) {
      if (inbox.Read(*message)) {
        if (!inbox.gone()) piece = writer.Message(*message);
      } else {
        broken = true;
        inbox.Cancel();
      }
    } else if (begun) {
      piece = writer.Heartbeat();
    }
    if (!inbox.gone() && !broken) {
      bool there = true;
      if (!begun) there = co_await exchange.Begin(head);
      begun = true;
      if (there && !piece.empty()) there = co_await exchange.Write(piece);
      if (!there) inbox.Leave();
    }
    if (got) inbox.Next();
  }

  const Failure outcome = OutcomeOf(inbox, broken);
  if (inbox.gone()) co_return outcome;
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

asio::awaitable<Failure> ApiCalls::RawStream(Exchange& exchange,
                                             const Route& route,
                                             const Prepared& prepared) const {
  const bool head_only = exchange.request().method == "HEAD";
  StreamInbox inbox(exchange, *prepared.upstream, route.rpc, prepared.context,
                    *prepared.message);
  std::unique_ptr<Message> message(route.response->New());
  Reply head = RawHead({.content_type = "application/octet-stream"});
  bool headed = false;  // the first message was here
  bool begun = false;   // the head is out: no error can be told any more
  bool broken = false;
  while (!inbox.ended()) {
    if (!inbox.full()) co_await inbox.Wait(std::nullopt);
    if (!inbox.full()) continue;
    if (!inbox.Read(*message)) {
      broken = true;
      inbox.Cancel();
    } else if (!inbox.gone() && !broken) {
      const RawBody raw = RawBodyIn(route, *message);
      if (!headed) head = RawHead(raw);
      headed = true;
      bool there = !head_only;
      if (!raw.data.empty() && there) {
        if (!begun) there = co_await exchange.Begin(head);
        begun = true;
        if (there) there = co_await exchange.Write(raw.data);
      }
      if (head_only) co_await exchange.Send(head);
      if (!there) inbox.Leave();
    }
    inbox.Next();
  }

  if (head_only && headed && !broken) co_return Success();
  const Failure outcome = OutcomeOf(inbox, broken);
  if (inbox.gone()) co_return outcome;
  const bool failed = outcome.code != absl::StatusCode::kOk;
  if (!begun && failed) {
    const Reply refusal = ReplyFor(outcome);
    co_await exchange.Send(refusal);
  } else if (!failed && head_only) {
    co_await exchange.Send(head);
  } else if (!failed) {
    if (!begun) co_await exchange.Begin(head);
    co_await exchange.End();
  }
  // Else without an end: the client must not take what it has for the whole.
  co_return outcome;
}

}  // namespace rasoat::gateway

#include "gateway/router.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/http/await.h"
#include "gateway/http/problem.h"
#include "gateway/openapi/docs_page.h"
#include "gateway/transcoding/json_writer.h"

namespace rasoat::gateway {
namespace {

bool IsRead(const Request& request) {
  return request.method == "GET" || request.method == "HEAD";
}

}  // namespace

Router::Router(Parts parts)
    : parts_(std::move(parts)), openapi_etag_(EtagOf(parts_.openapi)) {}

boost::asio::awaitable<void> Router::Handle(Exchange& exchange) {
  const Request& request = exchange.request();
  if (IsRead(request) && request.path == "/readyz") {
    co_await Ready(exchange);
    co_return;
  }
  if (auto match = parts_.routes.Find(request.method, request.path)) {
    const Route& route = parts_.routes.routes()[match->route];
    co_await parts_.calls.Call(exchange, route, *match);
    co_return;
  }
  Reply reply;
  if (OwnPage(request, reply)) {
    const std::string allowed = Allowed(request.path);
    if (request.method == "OPTIONS") {
      reply = Reply{.status = 204};
      reply.headers.emplace_back("Allow", allowed);
    } else if (!IsRead(request)) {
      reply = ReplyFor(MethodNotAllowed());
      reply.headers.emplace_back("Allow", allowed);
    }
  } else {
    const std::string allowed = Allowed(request.path);
    if (allowed.empty()) {
      reply = ReplyFor(NoSuchPath());
    } else if (request.method == "OPTIONS") {
      reply = Reply{.status = 204};
      reply.headers.emplace_back("Allow", allowed);
    } else {
      reply = ReplyFor(MethodNotAllowed());
      reply.headers.emplace_back("Allow", allowed);
    }
  }
  co_await exchange.Send(reply);
}

std::string Router::Allowed(const std::string& path) const {
  std::vector<std::string> methods = parts_.routes.Methods(path);
  Reply unused;
  Request get{.method = "GET", .path = path};
  if (methods.empty() && (path == "/readyz" || OwnPage(get, unused))) {
    methods = {"GET"};
  }
  if (methods.empty()) return "";
  std::string allowed = absl::StrJoin(methods, ", ");
  for (const std::string& method : methods) {
    if (method == "GET") allowed += ", HEAD";
  }
  return allowed + ", OPTIONS";
}

bool Router::OwnPage(const Request& request, Reply& reply) const {
  const std::string& path = request.path;
  if (path == "/healthz") {
    reply.body = R"({"status":"SERVING"})";
  } else if (path == "/metrics") {
    reply.content_type = "text/plain; version=0.0.4; charset=utf-8";
    reply.body = parts_.metrics.Text();
  } else if (path == "/openapi.json") {
    reply.headers.emplace_back("ETag", openapi_etag_);
    reply.headers.emplace_back("Cache-Control", "no-cache");
    if (NamesEtag(request.Header("If-None-Match"), openapi_etag_)) {
      reply.status = 304;
    } else {
      reply.body = parts_.openapi;
    }
    return true;
  } else if (FindDocsPage(path, reply)) {
    AddPageHeaders(reply);
  } else {
    return parts_.pages.Find(path, request.Header("If-None-Match"), reply);
  }
  reply.headers.emplace_back("Cache-Control", "no-store");
  return true;
}

boost::asio::awaitable<void> Router::Ready(Exchange& exchange) const {
  auto start = [this](auto done) { parts_.readiness.Check(done); };
  const Readiness::Report report =
      co_await Await<Readiness::Report>(std::move(start));
  bool ready = !draining_;
  Reply reply;
  JsonWriter out(reply.body);
  std::string upstreams;
  JsonWriter list(upstreams);
  list.BeginObject();
  for (const auto& [name, state] : report) {
    list.Member(name, state);
    ready = ready && state == "SERVING";
  }
  list.EndObject();
  out.BeginObject();
  out.Member("status", draining_ ? "DRAINING" : ready ? "READY" : "NOT_READY");
  out.Key("upstreams").Raw(upstreams);
  out.EndObject();
  reply.status = ready ? 200 : 503;
  reply.headers.emplace_back("Cache-Control", "no-store");
  if (!ready) reply.headers.emplace_back("Retry-After", "1");
  co_await exchange.Send(reply);
}

}  // namespace rasoat::gateway

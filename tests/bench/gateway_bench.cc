// What the gateway costs: one unary call with a small body, over HTTP through
// the gateway and straight over gRPC, to the same server in the same run. And
// what our JSON costs beside the library's.
//
// Prints a JSON line a figure; ends with 1 if a figure that must hold does not.
#include <utility>  // before Asio: g++ 12 needs std::exchange for coroutines

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>

#include "absl/synchronization/blocking_counter.h"
#include "gateway/gateway.h"
#include "gateway/transcoding/json_body.h"
#include "gateway/transcoding/json_print.h"
#include "gateway/upstream/call.h"
#include "google/protobuf/util/json_util.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/grpcpp.h"
#include "tests/unit/gateway/test_api.h"

namespace rasoat::gateway {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Steady = std::chrono::steady_clock;

constexpr std::chrono::seconds kMeasured{3};
constexpr int kAtOnce = 64;
constexpr char kRpc[] = "/rasoat.shop.v1.Shelves/GetShelf";
constexpr char kShelf[] = R"({"name":"shelves/7","colour":"GREEN",
    "bookCount":"12143","width":120,"weight":93.5,"open":true,
    "books":[{"title":"Một","pageCount":100},{"title":"Hai","pageCount":7}],
    "built":"2021-10-10T08:00:00Z","labels":["a","b"]})";

void Report(const char* name, double value, const char* peer, double peers) {
  std::printf(
      "{\"name\":\"%s\",\"value\":%.1f,\"unit\":\"1/s\",\"ceiling_name\":"
      "\"%s\",\"ceiling\":%.1f,\"ratio\":%.3f}\n",
      name, value, peer, peers, value / peers);
  std::fflush(stdout);
}

// Answers every call with the same bytes, as fast as gRPC can.
class FixedAnswer final : public grpc::CallbackGenericService {
 public:
  explicit FixedAnswer(const google::protobuf::Message& answer)
      : answer_(Serialize(answer)) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port_);
    builder.RegisterCallbackGenericService(this);
    server_ = builder.BuildAndStart();
  }
  ~FixedAnswer() override { server_->Shutdown(); }

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext*) override {
    struct Reactor final : grpc::ServerGenericBidiReactor {
      explicit Reactor(const grpc::ByteBuffer& bytes) : answer(bytes) {
        StartRead(&request);
      }
      void OnReadDone(bool) override {
        StartWriteAndFinish(&answer, {}, grpc::Status::OK);
      }
      void OnDone() override { delete this; }
      grpc::ByteBuffer request, answer;
    };
    return new Reactor(answer_);
  }

 private:
  grpc::ByteBuffer answer_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

double RawGrpc(const Upstream& upstream, const Descriptors& api) {
  auto request = NewShop(api, "GetShelfRequest");
  auto answer = NewShop(api, "Shelf");
  const Steady::time_point until = Steady::now() + kMeasured;
  std::atomic<int> calls = 0;
  absl::BlockingCounter running(kAtOnce);
  std::function<void()> next = [&] {
    UnaryCall::Start(*upstream.stub, kRpc, {.timeout = absl::Seconds(30)},
                     *request, [&](UnaryCall::Result result) {
                       if (!result.status.ok()) std::exit(2);
                       ++calls;
                       if (Steady::now() < until) {
                         next();
                       } else {
                         running.DecrementCount();
                       }
                     });
  };
  for (int i = 0; i < kAtOnce; ++i) next();
  running.Wait();
  return calls / std::chrono::duration<double>(kMeasured).count();
}

asio::awaitable<void> Client(asio::io_context& context, std::uint16_t port,
                             Steady::time_point until, int& calls) {
  asio::ip::tcp::socket socket(context);
  const asio::ip::tcp::endpoint gateway(asio::ip::address_v4::loopback(), port);
  co_await socket.async_connect(gateway, asio::use_awaitable);
  socket.set_option(asio::ip::tcp::no_delay(true));
  const std::string request =
      "GET /v1/shelves/7 HTTP/1.1\r\nHost: g\r\nAccept: */*\r\n"
      "Authorization: Bearer rasoat1.abc.def\r\n\r\n";
  boost::beast::flat_buffer buffer;
  while (Steady::now() < until) {
    co_await asio::async_write(socket, asio::buffer(request),
                               asio::use_awaitable);
    http::response<http::string_body> response;
    co_await http::async_read(socket, buffer, response, asio::use_awaitable);
    if (response.result_int() != 200) std::exit(2);
    ++calls;
  }
}

double ThroughGateway(std::uint16_t port) {
  asio::io_context context;
  const Steady::time_point until = Steady::now() + kMeasured;
  int calls = 0;
  for (int i = 0; i < kAtOnce; ++i) {
    asio::co_spawn(context, Client(context, port, until, calls),
                   asio::detached);
  }
  context.run();
  return calls / std::chrono::duration<double>(kMeasured).count();
}

template <class Work>
double PerSecond(Work work) {
  const Steady::time_point start = Steady::now();
  int done = 0;
  while (Steady::now() - start < std::chrono::seconds(1)) {
    for (int i = 0; i < 100; ++i, ++done) work();
  }
  return done / std::chrono::duration<double>(Steady::now() - start).count();
}

void Json(const google::protobuf::Message& shelf) {
  namespace util = google::protobuf::util;
  util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  std::string text;
  const double ours = PerSecond([&] {
    text.clear();
    PrintJson(shelf, text);
  });
  const double theirs = PerSecond([&] {
    text.clear();
    if (!util::MessageToJsonString(shelf, &text, options).ok()) std::exit(2);
  });
  Report("gateway_json_print", ours, "json_util", theirs);
  std::unique_ptr<google::protobuf::Message> message(shelf.New());
  const double ours_read = PerSecond([&] {
    message->Clear();
    if (!ReadJson(kShelf, *message).ok()) std::exit(2);
  });
  const double theirs_read = PerSecond([&] {
    message->Clear();
    if (!util::JsonStringToMessage(kShelf, message.get()).ok()) std::exit(2);
  });
  Report("gateway_json_read", ours_read, "json_util", theirs_read);
}

int Run() {
  // The call log costs what it costs, but is not to be read here.
  const int null = open("/dev/null", O_WRONLY);
  dup2(null, 2);
  auto api = ShopApi();
  auto shelf = NewShop(*api, "Shelf");
  if (!ReadJson(kShelf, *shelf).ok()) return 2;
  FixedAnswer service(*shelf);
  Settings settings;
  settings.server.listen = "127.0.0.1:0";
  settings.server.threads = 2;
  auto gateway =
      Gateway::Start(settings, ShopApi(), {{"shop", service.address()}});
  auto upstreams = Upstreams::Make({{"shop", service.address()}}, {});
  if (!gateway.ok() || !upstreams.ok()) return 2;

  const double raw = RawGrpc(*upstreams->Find("shop"), *api);
  const double through = ThroughGateway((*gateway)->port());
  Report("gateway_unary", through, "grpc_unary", raw);
  Json(*shelf);
  return 0;
}

}  // namespace
}  // namespace rasoat::gateway

int main() { return rasoat::gateway::Run(); }

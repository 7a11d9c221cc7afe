#include "gateway/http/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "absl/synchronization/notification.h"
#include "gateway/http/await.h"
#include "gateway/http/wire.h"
#include "tests/unit/gateway/http_client.h"

namespace rasoat::gateway {
namespace {

using boost::asio::awaitable;
using boost::beast::http::field;
using testing::HasSubstr;

// Echoes; `/hold` answers only when released or the client has gone.
class EchoHandler : public Handler {
 public:
  awaitable<void> Handle(Exchange& exchange) override {
    const Request& request = exchange.request();
    if (request.path == "/hold") {
      auto start = [&](auto done) {
        held.Notify();
        auto once = std::make_shared<std::atomic<bool>>(false);
        release = [done, once] {
          if (!once->exchange(true)) done(0);
        };
        exchange.OnGone([this] {
          gone = true;
          release();
        });
      };
      co_await Await<int>(std::move(start));
    }
    if (request.path == "/stream") {
      const Reply head{.content_type = "text/plain"};
      co_await exchange.Begin(head);
      co_await exchange.Write("one");
      co_await exchange.Write("two");
      co_await exchange.End();
      co_return;
    }
    if (request.path == "/throw") throw std::runtime_error("broken");
    Reply reply{.content_type = "text/plain"};
    reply.body = request.method + " " + request.path + "?" + request.query +
                 " " + request.body;
    co_await exchange.Send(reply);
  }

  absl::Notification held;
  std::function<void()> release;
  std::atomic<bool> gone = false;
};

class ServerTest : public testing::Test {
 protected:
  void Start(Limits limits = {}) {
    auto started = Server::Start(
        {.listen = "127.0.0.1:0", .threads = 2, .limits = limits}, handler_);
    ASSERT_TRUE(started.ok()) << started.status();
    server_ = *std::move(started);
  }

  HttpClient Client() { return HttpClient(server_->port()); }

  EchoHandler handler_;
  std::unique_ptr<Server> server_;
};

TEST_F(ServerTest, AnswersSeveralRequestsOnOneConnection) {
  Start();
  HttpClient client = Client();
  EXPECT_EQ(client.Do("GET", "/a?b=c").body(), "GET /a?b=c ");
  EXPECT_EQ(client.Do("POST", "/a", "", "body").body(), "POST /a? body");
  EXPECT_EQ(client.Do("GET", "http://test/a?b").body(), "GET /a?b ");
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  Start();
  HttpClient client = Client();
  std::string all;
  for (int i = 0; i < 20; ++i) {
    all += HttpClient::Request("POST", "/" + std::to_string(i), "", "x");
  }
  client.Send(all);
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(client.Read().body(), "POST /" + std::to_string(i) + "? x");
  }
}

TEST_F(ServerTest, JoinsChunks) {
  Start();
  HttpClient client = Client();
  client.Send(
      "POST /a HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  EXPECT_EQ(client.Read().body(), "POST /a? abcde");
}

TEST_F(ServerTest, TakesARequestCutAnywhere) {
  Start();
  const std::string whole = HttpClient::Request("POST", "/cut", "", "body");
  for (std::size_t cut = 1; cut < whole.size(); ++cut) {
    HttpClient client = Client();
    client.Send(whole.substr(0, cut));
    client.Send(whole.substr(cut));
    ASSERT_EQ(client.Read().body(), "POST /cut? body") << cut;
  }
}

TEST_F(ServerTest, GoesOnAfterExpectContinue) {
  Start();
  HttpClient client = Client();
  client.Send(
      "POST /a HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\n"
      "Expect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.Read(true).result_int(), 100);
  client.Send("ok");
  EXPECT_EQ(client.Read().body(), "POST /a? ok");
}

TEST_F(ServerTest, SendsNoBodyToHead) {
  Start();
  HttpClient client = Client();
  auto response = client.Do("HEAD", "/a");
  EXPECT_EQ(response[field::content_length], "9");
  EXPECT_EQ(client.Do("GET", "/a").body(), "GET /a? ");
}

TEST_F(ServerTest, StreamsInChunks) {
  Start();
  HttpClient client = Client();
  auto response = client.Do("GET", "/stream");
  EXPECT_EQ(response.body(), "onetwo");
  EXPECT_EQ(response[field::transfer_encoding], "chunked");
  EXPECT_EQ(client.Do("GET", "/a").body(), "GET /a? ");
}

TEST_F(ServerTest, StreamsToTheEndOfAnOldConnection) {
  Start();
  HttpClient client = Client();
  client.Send("GET /stream HTTP/1.0\r\n\r\n");
  EXPECT_EQ(client.Read().body(), "onetwo");
  EXPECT_TRUE(client.ReadsEnd());
}

TEST_F(ServerTest, ClosesWhenAsked) {
  Start();
  HttpClient client = Client();
  EXPECT_EQ(client.Do("GET", "/a", "Connection: close\r\n").result_int(), 200);
  EXPECT_TRUE(client.ReadsEnd());
}

TEST_F(ServerTest, KeepsAUsableRequestIdOnly) {
  Start();
  HttpClient client = Client();
  EXPECT_EQ(client.Do("GET", "/a", "X-Request-Id: abc-1\r\n")["X-Request-Id"],
            "abc-1");
  auto minted = client.Do("GET", "/a", "X-Request-Id: a b\r\n");
  EXPECT_EQ(minted["X-Request-Id"].size(), 32u);
}

TEST_F(ServerTest, RefusesWhatIsTooLarge) {
  Start({.header_bytes = 1024, .body_bytes = 100});
  EXPECT_EQ(Client()
                .Do("GET", "/a", "X: " + std::string(2000, 'x') + "\r\n")
                .result_int(),
            431);
  auto large = Client().Do("POST", "/a", "", std::string(101, 'x'));
  EXPECT_EQ(large.result_int(), 413);
  EXPECT_THAT(large.body(), HasSubstr("BODY_TOO_LARGE"));
  HttpClient chunked = Client();
  chunked.Send(
      "POST /a HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
      "80\r\n" +
      std::string(128, 'x') + "\r\n0\r\n\r\n");
  EXPECT_EQ(chunked.Read().result_int(), 413);
}

TEST_F(ServerTest, RefusesWhatIsNotHttp) {
  Start();
  for (const char* bytes :
       {"nonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET\r\n\r\n",
        "GET nopath HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nbad header\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"}) {
    HttpClient client = Client();
    client.Send(bytes);
    EXPECT_EQ(client.Read().result_int(), 400) << bytes;
    EXPECT_TRUE(client.ReadsEnd()) << bytes;
  }
}

TEST_F(ServerTest, ClosesOnSlowHeadersAndIdleConnections) {
  Start({.header_time = std::chrono::milliseconds(50),
         .idle_time = std::chrono::milliseconds(50)});
  HttpClient silent = Client();
  EXPECT_TRUE(silent.ReadsEnd());
  HttpClient slow = Client();
  slow.Send("GET / HT");
  EXPECT_TRUE(slow.ReadsEnd());
  HttpClient idle = Client();
  EXPECT_EQ(idle.Do("GET", "/a").result_int(), 200);
  EXPECT_TRUE(idle.ReadsEnd());
}

TEST_F(ServerTest, TurnsAwayBeyondTheLimit) {
  Start({.connections = 1});
  HttpClient first = Client();
  EXPECT_EQ(first.Do("GET", "/a").result_int(), 200);
  HttpClient second = Client();
  auto turned = second.Read();
  EXPECT_EQ(turned.result_int(), 503);
  EXPECT_EQ(turned[field::retry_after], "1");
}

TEST_F(ServerTest, SurvivesAHandlerThatThrows) {
  Start();
  HttpClient client = Client();
  EXPECT_EQ(client.Do("GET", "/throw").result_int(), 500);
  EXPECT_EQ(client.Do("GET", "/a").result_int(), 200);
}

TEST_F(ServerTest, TellsTheHandlerThatTheClientLeft) {
  Start();
  HttpClient client = Client();
  client.Send(HttpClient::Request("GET", "/hold"));
  handler_.held.WaitForNotification();
  client.Leave();
  server_->Drain(std::chrono::seconds(30));
  EXPECT_TRUE(handler_.gone);
}

TEST_F(ServerTest, DrainsByFinishingWhatRuns) {
  Start();
  HttpClient idle = Client();
  EXPECT_EQ(idle.Do("GET", "/a").result_int(), 200);
  HttpClient client = Client();
  client.Send(HttpClient::Request("GET", "/hold"));
  handler_.held.WaitForNotification();
  auto drained = std::async(std::launch::async,
                            [&] { server_->Drain(std::chrono::seconds(30)); });
  EXPECT_TRUE(idle.ReadsEnd());
  handler_.release();
  auto response = client.Read();
  EXPECT_EQ(response.result_int(), 200);
  EXPECT_TRUE(client.ReadsEnd());
  drained.get();
  EXPECT_FALSE(handler_.gone);
}

TEST_F(ServerTest, BreaksOffWhatDoesNotFinish) {
  Start();
  HttpClient client = Client();
  client.Send(HttpClient::Request("GET", "/hold"));
  handler_.held.WaitForNotification();
  server_->Drain(std::chrono::milliseconds(1));
  EXPECT_TRUE(handler_.gone);
  EXPECT_TRUE(client.ReadsEnd());
}

TEST_F(ServerTest, SaysThatThePortIsTaken) {
  Start();
  auto second = Server::Start(
      {.listen = "127.0.0.1:" + std::to_string(server_->port())}, handler_);
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Server::Start({.listen = "nowhere"}, handler_).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(WireTest, MintsOnlyWhenItMust) {
  EXPECT_EQ(RequestIdFrom("a.B_9:-"), "a.B_9:-");
  EXPECT_EQ(RequestIdFrom("").size(), 32u);
  EXPECT_NE(RequestIdFrom("x\r\ny"), "x\r\ny");
  EXPECT_EQ(RequestIdFrom(std::string(129, 'a')).size(), 32u);
  EXPECT_NE(RequestIdFrom(""), RequestIdFrom(""));
}

}  // namespace
}  // namespace rasoat::gateway

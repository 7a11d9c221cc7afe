#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "gateway/gateway.h"
#include "gateway/probe.h"
#include "services/common/status/error.h"
#include "tests/unit/gateway/http_client.h"
#include "tests/unit/gateway/shop_backend.h"
#include "tests/unit/gateway/test_api.h"

namespace rasoat::gateway {
namespace {

using boost::beast::http::field;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr char kJson[] = "Content-Type: application/json\r\n";

// The gateway before a shop, as a client sees it.
class EndToEndTest : public testing::Test {
 protected:
  EndToEndTest() : api_(ShopApi()), shop_(*api_) {
    Settings settings;
    settings.server.listen = "127.0.0.1:0";
    settings.server.threads = 2;
    settings.pace.head = std::chrono::milliseconds(20);
    settings.pace.heartbeat = std::chrono::milliseconds(20);
    auto started =
        Gateway::Start(settings, ShopApi(), {{"shop", shop_.address()}});
    if (!started.ok()) std::abort();
    gateway_ = *std::move(started);
  }

  HttpClient Client() { return HttpClient(gateway_->port()); }

  HttpClient::Response Do(const std::string& method, const std::string& target,
                          const std::string& headers = "",
                          const std::string& body = "") {
    return Client().Do(method, target, headers, body);
  }

  std::unique_ptr<Descriptors> api_;
  ShopBackend shop_;
  std::unique_ptr<Gateway> gateway_;
};

TEST_F(EndToEndTest, GetsAResource) {
  auto response = Do("GET", "/v1/shelves/7");
  EXPECT_EQ(response.result_int(), 200);
  EXPECT_EQ(response[field::content_type], "application/json");
  EXPECT_EQ(response[field::cache_control], "no-store");
  EXPECT_THAT(response.body(), HasSubstr(R"("name":"shelves/7")"));
  EXPECT_EQ(Do("HEAD", "/v1/shelves/7").result_int(), 200);
}

TEST_F(EndToEndTest, CreatesFromABody) {
  auto response = Do("POST", "/v1/shelves", kJson,
                     R"({"bookCount":"7","books":[{"title":"Sách"}]})");
  EXPECT_EQ(response.result_int(), 200);
  EXPECT_THAT(response.body(),
              AllOf(HasSubstr(R"("bookCount":"7")"), HasSubstr("Sách")));
}

TEST_F(EndToEndTest, PassesTheCallersWordsOn) {
  auto response = Do("GET", "/v1/shelves/call",
                     "Authorization: Bearer abc\r\nX-Request-Id: id-1\r\n");
  EXPECT_THAT(response.body(),
              HasSubstr("authorization=Bearer abc;x-request-id=id-1;"));
  EXPECT_THAT(response.body(), HasSubstr("seconds=30"));
  EXPECT_EQ(response["X-Request-Id"], "id-1");
  EXPECT_THAT(Do("GET", "/v1/shelves/call", "X-Request-Timeout: 9\r\n").body(),
              HasSubstr("seconds=9"));
}

TEST_F(EndToEndTest, TellsTheServicesErrors) {
  auto response = Do("GET", "/v1/shelves/missing");
  EXPECT_EQ(response.result_int(), 404);
  EXPECT_THAT(response.body(), AllOf(HasSubstr("SHELF_NOT_FOUND"),
                                     HasSubstr("Không có giá này.")));
  EXPECT_EQ(
      Do("POST", "/v1/shelves/7:merge", kJson, R"({"other":"x"})").result_int(),
      501);
}

TEST_F(EndToEndTest, RefusesBadRequestsItself) {
  struct Case {
    const char* method;
    const char* target;
    const char* headers;
    const char* body;
    unsigned status;
    const char* reason;
  };
  for (const Case& c : {
           Case{"GET", "/v1/nothing", "", "", 404, "NO_SUCH_PATH"},
           Case{"PUT", "/v1/shelves", "", "", 405, "METHOD_NOT_ALLOWED"},
           Case{"GET", "/v1/shelves?x=1", "", "", 400, "UNKNOWN_FIELD"},
           Case{"POST", "/v1/shelves", kJson, "{", 400, "MALFORMED_JSON"},
           Case{"POST", "/v1/shelves", kJson, "{\"x\":1}", 400,
                "UNKNOWN_FIELD"},
           Case{"POST", "/v1/shelves", "Content-Type: text/xml\r\n", "<a/>",
                415, "UNSUPPORTED_MEDIA_TYPE"},
           Case{"GET", "/v1/shelves/7", "X-Request-Timeout: soon\r\n", "", 400,
                "BAD_HEADER"},
           Case{"GET", "/v1/shelves/7", "X-Request-Timeout: 301\r\n", "", 400,
                "BAD_HEADER"},
           Case{"GET", "/v1/shelves/7", "Authorization: \xc3\xa9\r\n", "", 400,
                "BAD_HEADER"},
           Case{"GET", "/v1/shelves:watch", "Last-Event-ID: x\r\n", "", 400,
                "BAD_HEADER"},
       }) {
    auto response = Do(c.method, c.target, c.headers, c.body);
    EXPECT_EQ(response.result_int(), c.status) << c.target;
    EXPECT_THAT(response.body(),
                AllOf(HasSubstr(c.reason), HasSubstr(R"("locale":"vi")"),
                      HasSubstr(R"("locale":"en")")));
  }
}

TEST_F(EndToEndTest, SaysWhichMethodsThereAre) {
  EXPECT_EQ(Do("PUT", "/v1/shelves")[field::allow], "GET, POST, HEAD, OPTIONS");
  auto options = Do("OPTIONS", "/v1/shelves/7");
  EXPECT_EQ(options.result_int(), 204);
  EXPECT_EQ(options[field::allow], "DELETE, GET, HEAD, OPTIONS");
  EXPECT_EQ(Do("POST", "/healthz")[field::allow], "GET, HEAD, OPTIONS");
  EXPECT_EQ(Do("POST", "/readyz").result_int(), 405);
}

TEST_F(EndToEndTest, StreamsLines) {
  auto response = Do("GET", "/v1/shelves:watch?afterPosition=5");
  EXPECT_EQ(response[field::content_type], "application/x-ndjson");
  EXPECT_EQ(response.body(),
            "{\"position\":\"6\"}\n{\"position\":\"7\"}\n"
            "{\"position\":\"8\"}\n");
}

TEST_F(EndToEndTest, StreamsEventsAndResumes) {
  auto response = Do("GET", "/v1/shelves:watch?afterPosition=5",
                     "Accept: text/event-stream\r\nLast-Event-ID: 7\r\n");
  EXPECT_EQ(response[field::content_type], "text/event-stream");
  EXPECT_THAT(response.body(),
              StartsWith("id: 8\ndata: {\"position\":\"8\"}\n\n"));
  EXPECT_THAT(response.body(), HasSubstr("event: end\n"));
}

TEST_F(EndToEndTest, TellsAFailureBeforeTheStreamAsAStatus) {
  auto response = Do("GET", "/v1/shelves:watch?afterPosition=2000");
  EXPECT_EQ(response.result_int(), 400);
  EXPECT_THAT(response.body(), HasSubstr("FAILED_PRECONDITION"));
}

TEST_F(EndToEndTest, TellsAFailureWithinTheStreamAsItsLastWords) {
  auto lines = Do("GET", "/v1/shelves:watch?afterPosition=3000");
  EXPECT_EQ(lines.result_int(), 200);
  EXPECT_THAT(lines.body(),
              StartsWith("{\"position\":\"3001\"}\n{\"error\":{\"code\":409"));
  auto events = Do("GET", "/v1/shelves:watch?afterPosition=3000",
                   "Accept: text/event-stream\r\n");
  EXPECT_THAT(events.body(), HasSubstr("event: error\ndata: {\"error\""));
}

TEST_F(EndToEndTest, BeatsWhileNothingHappensAndCancelsWhenTheClientLeaves) {
  HttpClient client = Client();
  client.Send(HttpClient::Request("GET", "/v1/shelves:watch?afterPosition=1000",
                                  "Accept: text/event-stream\r\n"));
  auto response = client.ReadUntil([](const std::string& body) {
    return body.find("\n\n:\n\n") != std::string::npos;
  });
  EXPECT_THAT(response.body(), StartsWith("id: 1001\n"));
  EXPECT_FALSE(shop_.cancelled.HasBeenNotified());
  client.Leave();
  shop_.cancelled.WaitForNotification();
}

TEST_F(EndToEndTest, AnswersARawBodyAsItIs) {
  auto response = Do("GET", "/v1/shelves/7/plan");
  EXPECT_EQ(response.result_int(), 200);
  EXPECT_EQ(response[field::content_type], "image/png");
  EXPECT_EQ(response.body(), std::string("\x89PNG\0\n", 6));
  EXPECT_EQ(response["Content-Disposition"],
            "attachment; filename=\"Gi_ _s__ 7.png\"; "
            "filename*=UTF-8''Gi%C3%A1%20_s%E1%BB%91_%207.png");
  EXPECT_EQ(response["Content-Security-Policy"], "default-src 'none'; sandbox");
  EXPECT_EQ(response[field::cache_control], "no-store");
  EXPECT_EQ(Do("HEAD", "/v1/shelves/7/plan")[field::content_type], "image/png");
  auto missing = Do("GET", "/v1/shelves/missing/plan");
  EXPECT_EQ(missing.result_int(), 404);
  EXPECT_THAT(missing.body(), HasSubstr("SHELF_NOT_FOUND"));
}

TEST_F(EndToEndTest, LetsNoMediaTypeAddHeaders) {
  auto response = Do("GET", "/v1/shelves/evil/plan");
  EXPECT_EQ(response[field::content_type], "application/octet-stream");
  EXPECT_EQ(response[field::set_cookie], "");
}

TEST_F(EndToEndTest, TakesARawBodyOfAnyMediaType) {
  const std::string bytes("PK\x03\x04\0{\xff", 7);
  auto response = Do("PUT", "/v1/shelves/7/plan?scale=2",
                     "Content-Type: application/zip\r\n", bytes);
  EXPECT_EQ(response.result_int(), 200);
  EXPECT_EQ(response[field::content_type], "application/zip");
  EXPECT_EQ(response.body(), bytes);
  EXPECT_EQ(
      Do("PUT", "/v1/shelves/7/plan", "Content-Type: caf\xc3\xa9\r\n", bytes)
          .result_int(),
      400);
}

TEST_F(EndToEndTest, StreamsRawBodiesAsOne) {
  auto response = Do("GET", "/v1/shelves:export");
  EXPECT_EQ(response.result_int(), 200);
  EXPECT_EQ(response[field::content_type], "text/csv");
  EXPECT_EQ(response[field::transfer_encoding], "chunked");
  EXPECT_THAT(std::string(response["Content-Disposition"]),
              HasSubstr("filename=\"shelves.csv\""));
  EXPECT_EQ(response.body(), "a,b\n1,2\n");
  auto head = Do("HEAD", "/v1/shelves:export");
  EXPECT_EQ(head.result_int(), 200);
  EXPECT_EQ(head[field::content_type], "text/csv");
  auto empty = Do("GET", "/v1/shelves:export?afterPosition=4000");
  EXPECT_EQ(empty.result_int(), 200);
  EXPECT_EQ(empty[field::content_type], "text/csv");
  EXPECT_EQ(empty.body(), "");
}

TEST_F(EndToEndTest, TellsAFailureBeforeTheFirstByteAsAStatus) {
  auto response = Do("GET", "/v1/shelves:export?afterPosition=2000");
  EXPECT_EQ(response.result_int(), 404);
  EXPECT_EQ(response[field::content_type], "application/json");
  EXPECT_EQ(response["Content-Disposition"], "");
  EXPECT_THAT(response.body(), HasSubstr("SHELF_NOT_FOUND"));
}

TEST_F(EndToEndTest, CutsARawStreamThatFails) {
  auto response = Do("GET", "/v1/shelves:export?afterPosition=3000");
  EXPECT_EQ(response.result_int(), 0u) << "the last chunk is missing";
  HttpClient old = Client();
  old.Send(
      "GET /v1/shelves:export?afterPosition=3000 HTTP/1.0\r\nHost: "
      "test\r\n\r\n");
  EXPECT_EQ(old.Read().result_int(), 0u) << "a reset, not an end";
}

TEST_F(EndToEndTest, CancelsARawStreamWhenTheClientLeaves) {
  HttpClient client = Client();
  client.Send(
      HttpClient::Request("GET", "/v1/shelves:export?afterPosition=1000"));
  client.ReadUntil(
      [](const std::string& body) { return body == "a,b\n1,2\n"; });
  client.Leave();
  shop_.cancelled.WaitForNotification();
}

TEST_F(EndToEndTest, CancelsTheCallOfAClientThatLeaves) {
  HttpClient client = Client();
  client.Send(HttpClient::Request("GET", "/v1/shelves/slow"));
  shop_.waiting.WaitForNotification();
  client.Leave();
  shop_.cancelled.WaitForNotification();
}

TEST_F(EndToEndTest, EndsACallAtItsDeadline) {
  auto response = Do("GET", "/v1/shelves/slow", "X-Request-Timeout: 0.05\r\n");
  EXPECT_EQ(response.result_int(), 504);
  EXPECT_THAT(response.body(), HasSubstr("DEADLINE_EXCEEDED"));
}

TEST_F(EndToEndTest, EndsStreamsAtADrain) {
  HttpClient client = Client();
  client.Send(
      HttpClient::Request("GET", "/v1/shelves:watch?afterPosition=1000"));
  client.ReadUntil([](const std::string& body) { return !body.empty(); });
  gateway_->Drain(std::chrono::seconds(30));
  shop_.cancelled.WaitForNotification();
  EXPECT_TRUE(client.ReadsEnd());
}

TEST_F(EndToEndTest, IsUnavailableWithoutItsService) {
  shop_.Stop();
  auto response = Do("GET", "/v1/shelves/7");
  EXPECT_EQ(response.result_int(), 503);
  EXPECT_EQ(response[field::retry_after], "1");
  EXPECT_THAT(response.body(), HasSubstr("UNAVAILABLE"));
}

TEST_F(EndToEndTest, SaysWhetherItIsReady) {
  EXPECT_EQ(Do("GET", "/healthz").result_int(), 200);
  auto ready = Do("GET", "/readyz");
  EXPECT_EQ(ready.result_int(), 200);
  EXPECT_EQ(ready.body(),
            R"({"status":"READY","upstreams":{"shop":"SERVING"}})");
  // Within the second the answer is the one kept.
  Do("GET", "/readyz");
  EXPECT_LE(shop_.checks, 2);
  const std::string address = "127.0.0.1:" + std::to_string(gateway_->port());
  EXPECT_TRUE(ProbeHealth(address).ok());
  EXPECT_EQ(ReasonOf(ProbeHealth("127.0.0.1:1")), "UNHEALTHY");
}

TEST_F(EndToEndTest, IsNotReadyWithAServiceThatIsNot) {
  shop_.serving = false;
  auto ready = Do("GET", "/readyz");
  EXPECT_EQ(ready.result_int(), 503);
  EXPECT_EQ(ready.body(),
            R"({"status":"NOT_READY","upstreams":{"shop":"NOT_SERVING"}})");
}

TEST_F(EndToEndTest, CountsCalls) {
  Do("GET", "/v1/shelves/7");
  auto metrics = Do("GET", "/metrics");
  EXPECT_THAT(metrics.body(),
              AllOf(HasSubstr("rasoat_gateway_calls_total{code=\"OK\",method="
                              "\"rasoat.shop.v1.Shelves.GetShelf\"} 1"),
                    HasSubstr("rasoat_gateway_connections")));
}

TEST_F(EndToEndTest, ServesItsDocuments) {
  auto openapi = Do("GET", "/openapi.json");
  EXPECT_EQ(openapi.result_int(), 200);
  const std::string etag(openapi[field::etag]);
  EXPECT_EQ(Do("GET", "/openapi.json", "If-None-Match: " + etag + "\r\n")
                .result_int(),
            304);
  for (const char* page : {"/docs", "/docs/docs.js", "/docs/docs.css"}) {
    auto response = Do("GET", page);
    EXPECT_EQ(response.result_int(), 200) << page;
    EXPECT_THAT(std::string(response["Content-Security-Policy"]),
                HasSubstr("default-src 'self'"));
    EXPECT_EQ(response["X-Content-Type-Options"], "nosniff");
  }
}

TEST(GatewayStartTest, NamesTheMissingAddress) {
  auto started = Gateway::Start(Settings{}, ShopApi(), {});
  EXPECT_EQ(ReasonOf(started.status()), "SETTING_MISSING");
  EXPECT_THAT(std::string(started.status().message()),
              HasSubstr("SHOP_ADDRESS"));
}

TEST(SettingsTest, AsksForTheDescriptors) {
  EXPECT_EQ(ReasonOf(SettingsFrom(config::Env({})).status()),
            "SETTING_MISSING");
  auto settings = SettingsFrom(
      config::Env({{"GATEWAY_DESCRIPTORS", "d"}, {"GATEWAY_THREADS", "3"}}));
  ASSERT_TRUE(settings.ok());
  EXPECT_EQ(settings->server.threads, 3);
  EXPECT_EQ(settings->server.listen, "127.0.0.1:8080");
  EXPECT_EQ(ReasonOf(SettingsFrom(config::Env({{"GATEWAY_DESCRIPTORS", "d"},
                                               {"GATEWAY_THREADS", "0"}}))
                         .status()),
            "SETTING_WRONG");
}

}  // namespace
}  // namespace rasoat::gateway

#include "services/common/metrics/metrics.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/support/status_matchers.h"

namespace rasoat::metrics {
namespace {

using testing::HasSubstr;

TEST(RegistryTest, CountsPerLabels) {
  Registry registry;
  Family<Counter>& calls =
      registry.Counters("calls_total", "Calls.", {"method", "code"});
  calls.With({"Get", "OK"}).Increment();
  calls.With({"Get", "OK"}).Increment(2);
  calls.With({"Put", "OK"}).Increment();
  EXPECT_EQ(calls.With({"Get", "OK"}).Value(), 3);
  EXPECT_THAT(registry.Text(),
              HasSubstr("calls_total{code=\"OK\",method=\"Get\"} 3"));
  EXPECT_THAT(registry.Text(), HasSubstr("# HELP calls_total Calls."));
}

TEST(RegistryTest, ANameIsOneFamily) {
  Registry registry;
  registry.Gauges("depth", "Depth.").With({}).Set(4);
  registry.Gauges("depth", "Depth.").With({}).Add(-1);
  EXPECT_EQ(registry.Gauges("depth", "Depth.").With({}).Value(), 3);
}

TEST(RegistryTest, LabelValuesThatJoinAlikeStayApart) {
  Registry registry;
  Family<Counter>& family = registry.Counters("x_total", "X.", {"a", "b"});
  family.With({"ab", "c"}).Increment();
  EXPECT_EQ(family.With({"a", "bc"}).Value(), 0);
}

TEST(RegistryTest, BucketsHoldTheirUpperEnd) {
  Registry registry;
  Histogram seconds =
      registry.Histograms("call_seconds", "Time.", {0.1, 1}).With({});
  seconds.Observe(0.1);
  seconds.Observe(absl::Milliseconds(500));
  EXPECT_THAT(registry.Text(), HasSubstr("call_seconds_bucket{le=\"0.1\"} 1"));
  EXPECT_THAT(registry.Text(), HasSubstr("call_seconds_bucket{le=\"1\"} 2"));
  EXPECT_THAT(registry.Text(), HasSubstr("call_seconds_count 2"));
}

TEST(RegistryTest, RefreshesBeforeReading) {
  Registry registry;
  int reads = 0;
  registry.BeforeReading(
      [&] { registry.Gauges("reads", "Reads.").With({}).Set(++reads); });
  EXPECT_THAT(registry.Text(), HasSubstr("reads 1"));
  EXPECT_THAT(registry.Text(), HasSubstr("reads 2"));
}

TEST(RegistryTest, CountsFromManyThreads) {
  Registry registry;
  constexpr int kThreads = 4, kEach = 2000;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&registry] {
      for (int i = 0; i < kEach; ++i) {
        registry.Counters("n_total", "N.", {"k"})
            .With({i % 2 == 0 ? "even" : "odd"})
            .Increment();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(registry.Counters("n_total", "N.", {"k"}).With({"odd"}).Value(),
            kThreads * kEach / 2);
}

std::string Fetch(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string got;
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
    const std::string request =
        "GET /metrics HTTP/1.0\r\nHost: localhost\r\n\r\n";
    EXPECT_EQ(write(fd, request.data(), request.size()),
              static_cast<ssize_t>(request.size()));
    char buffer[4096];
    for (ssize_t n; (n = read(fd, buffer, sizeof buffer)) > 0;) {
      got.append(buffer, n);
    }
  }
  close(fd);
  return got;
}

TEST(ExposerTest, ServesWhatTheRegistryHolds) {
  Registry registry;
  registry.Counters("served_total", "Served.").With({}).Increment(7);
  ASSERT_OK_AND_ASSIGN(auto exposer, Exposer::Start(registry, "127.0.0.1:0"));
  ASSERT_GT(exposer->port(), 0);
  EXPECT_THAT(Fetch(exposer->port()), HasSubstr("served_total 7"));
}

TEST(ExposerTest, ATakenPortIsAnError) {
  Registry registry;
  ASSERT_OK_AND_ASSIGN(auto exposer, Exposer::Start(registry, "127.0.0.1:0"));
  EXPECT_THAT(
      Exposer::Start(registry, absl::StrCat("127.0.0.1:", exposer->port())),
      StatusIs(absl::StatusCode::kUnavailable, "METRICS_LISTEN_FAILED"));
}

}  // namespace
}  // namespace rasoat::metrics

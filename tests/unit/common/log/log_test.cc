#include "services/common/log/log.h"

#include <gmock/gmock.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdint>
#include <limits>
#include <thread>
#include <vector>

#include "absl/strings/str_split.h"

namespace rasoat::log {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::MatchesRegex;

/// The line as any JSON reader sees it.
google::protobuf::Struct Parsed(const std::string& line) {
  google::protobuf::Struct parsed;
  const auto status =
      google::protobuf::util::JsonStringToMessage(line, &parsed);
  EXPECT_TRUE(status.ok()) << line << status.ToString();
  return parsed;
}

TEST(LineTest, StartsWithTimeLevelAndEvent) {
  EXPECT_THAT(Line("call").Text(),
              MatchesRegex("\\{\"time\":\"2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:"
                           "[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z\",\"level\":\"info\","
                           "\"event\":\"call\"\\}\n"));
  EXPECT_THAT(Line("x", Level::kError).Text(),
              HasSubstr("\"level\":\"error\""));
}

TEST(LineTest, KeepsTheOrderAndTheKindOfFields) {
  const std::string text =
      Line("call")
          .Add("method", "Get")
          .Add("ok", true)
          .Add("ms", 3)
          .Add("share", 0.25)
          .Add("least", std::numeric_limits<int64_t>::min())
          .Add("most", std::numeric_limits<uint64_t>::max())
          .Add("nan", std::numeric_limits<double>::quiet_NaN())
          .Text();
  EXPECT_THAT(text, EndsWith(",\"method\":\"Get\",\"ok\":true,\"ms\":3,"
                             "\"share\":0.25,\"least\":-9223372036854775808,"
                             "\"most\":18446744073709551615,\"nan\":null}\n"));
  Parsed(text);
}

TEST(LineTest, EveryTextComesBackAsItWas) {
  std::string ascii;
  for (int c = 0; c < 128; ++c) ascii += static_cast<char>(c);
  for (const std::string& text :
       {ascii, std::string("Rà soát hộ nghèo 😀"), std::string("\"\\\n\r\t")}) {
    EXPECT_EQ(
        Parsed(Line("x").Add("t", text).Text()).fields().at("t").string_value(),
        text);
  }
}

TEST(LineTest, ReplacesWhatIsNotUtf8) {
  const std::string replaced = "\xEF\xBF\xBD";
  for (const char* wrong : {"\x80", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80",
                            "\xF4\x90\x80\x80", "\xFF", "\xE1\xBB"}) {
    const std::string got = Parsed(Line("x").Add("t", wrong).Text())
                                .fields()
                                .at("t")
                                .string_value();
    EXPECT_THAT(got, testing::StartsWith(replaced));
  }
  EXPECT_EQ(Parsed(Line("x")
                       .Add("t",
                            "a\xFF"
                            "b")
                       .Text())
                .fields()
                .at("t")
                .string_value(),
            "a" + replaced + "b");
}

TEST(LineTest, LinesOfManyThreadsDoNotMix) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  constexpr int kThreads = 4, kEach = 50;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&ends, t] {
      for (int i = 0; i < kEach; ++i) {
        Line("x").Add("fill", std::string(100, 'a' + t)).Write(ends[1]);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  close(ends[1]);
  std::string all;
  char buffer[4096];
  for (ssize_t n; (n = read(ends[0], buffer, sizeof buffer)) > 0;) {
    all.append(buffer, n);
  }
  close(ends[0]);
  const std::vector<std::string> lines =
      absl::StrSplit(all, '\n', absl::SkipEmpty());
  ASSERT_EQ(lines.size(), std::size_t{kThreads * kEach});
  for (const std::string& line : lines) Parsed(line);
}

}  // namespace
}  // namespace rasoat::log

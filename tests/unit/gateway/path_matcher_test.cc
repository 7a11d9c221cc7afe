#include "gateway/transcoding/path_matcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"

namespace rasoat::gateway {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class PathMatcherTest : public testing::Test {
 protected:
  absl::Status TryAdd(const char* method, const char* path) {
    auto parsed = ParseHttpTemplate(path);
    EXPECT_TRUE(parsed.ok()) << parsed.status();
    return matcher_.Add(method, *parsed, next_++);
  }

  // The number by which to know the route again.
  std::size_t Add(const char* method, const char* path) {
    EXPECT_TRUE(TryAdd(method, path).ok()) << path;
    return next_ - 1;
  }

  // "2: a=x b=y", or "none".
  std::string Find(const char* method, const char* path) const {
    auto match = matcher_.Find(method, path);
    if (!match) return "none";
    std::string text = absl::StrCat(match->route);
    for (const auto& value : match->values) {
      absl::StrAppend(&text, " ", value.variable, "=", value.text);
    }
    return text;
  }

  PathMatcher matcher_;
  std::size_t next_ = 0;
};

TEST_F(PathMatcherTest, FindsByMethodAndPath) {
  Add("GET", "/v1/shelves");
  Add("POST", "/v1/shelves");
  EXPECT_EQ(Find("GET", "/v1/shelves"), "0");
  EXPECT_EQ(Find("POST", "/v1/shelves"), "1");
  EXPECT_EQ(Find("PUT", "/v1/shelves"), "none");
  EXPECT_EQ(Find("GET", "/v1/shelf"), "none");
  EXPECT_EQ(Find("GET", "/v1"), "none");
  EXPECT_EQ(Find("GET", "/"), "none");
  EXPECT_EQ(Find("GET", ""), "none");
  EXPECT_FALSE(matcher_.Find("GET", absl::string_view()).has_value());
}

TEST_F(PathMatcherTest, BindsVariables) {
  Add("GET", "/v1/{name=shelves/*}/books/{book}");
  EXPECT_EQ(Find("GET", "/v1/shelves/7/books/9"), "0 0=shelves/7 1=9");
  EXPECT_EQ(Find("GET", "/v1/shelves/7/books"), "none");
}

TEST_F(PathMatcherTest, RefusesEmptySegments) {
  Add("GET", "/v1/{name=shelves/*}");
  EXPECT_EQ(Find("GET", "/v1/shelves/"), "none");
  EXPECT_EQ(Find("GET", "/v1//7"), "none");
  EXPECT_EQ(Find("GET", "/v1/shelves/7/"), "none");
}

TEST_F(PathMatcherTest, PrefersLiteralsThenOneThenRest) {
  Add("GET", "/v1/**");
  Add("GET", "/v1/{name}");
  Add("GET", "/v1/shelves");
  EXPECT_EQ(Find("GET", "/v1/shelves"), "2");
  EXPECT_EQ(Find("GET", "/v1/other"), "1 0=other");
  EXPECT_EQ(Find("GET", "/v1/other/deeper"), "0");
}

TEST_F(PathMatcherTest, TakesBackAStepThatLedNowhere) {
  Add("GET", "/v1/shelves/first/books");
  Add("GET", "/v1/shelves/{shelf}/toys");
  EXPECT_EQ(Find("GET", "/v1/shelves/first/toys"), "1 0=first");
}

TEST_F(PathMatcherTest, LetsTheRestBeAnythingOrNothing) {
  Add("GET", "/v1/{path=files/**}");
  EXPECT_EQ(Find("GET", "/v1/files"), "0 0=files");
  EXPECT_EQ(Find("GET", "/v1/files/a/b"), "0 0=files/a/b");
}

TEST_F(PathMatcherTest, TellsVerbsApart) {
  Add("POST", "/v1/{name=shelves/*}:merge");
  Add("POST", "/v1/{name=shelves/*}");
  EXPECT_EQ(Find("POST", "/v1/shelves/7:merge"), "0 0=shelves/7");
  EXPECT_EQ(Find("POST", "/v1/shelves/7"), "1 0=shelves/7");
  // No such verb: the colon is part of the name.
  EXPECT_EQ(Find("POST", "/v1/shelves/7:other"), "1 0=shelves/7:other");
  EXPECT_EQ(Find("POST", "/v1/shelves/a:b:merge"), "0 0=shelves/a:b");
}

TEST_F(PathMatcherTest, DecodesValues) {
  Add("GET", "/v1/one/{name}");
  Add("GET", "/v1/{name=shelves/*}");
  EXPECT_EQ(Find("GET", "/v1/one/a%20b%2Fc"), "0 0=a b/c");
  // In a value of several segments an escaped slash stays escaped.
  EXPECT_EQ(Find("GET", "/v1/shelves/a%20b%2Fc"), "1 0=shelves/a b%2Fc");
  EXPECT_EQ(Find("GET", "/v1/one/a%2"), "none");
  EXPECT_EQ(Find("GET", "/v1/one/a%zz"), "none");
}

TEST_F(PathMatcherTest, RefusesTwoRoutesOfOneShape) {
  Add("GET", "/v1/{name=shelves/*}");
  absl::Status again = TryAdd("GET", "/v1/shelves/{shelf}");
  EXPECT_EQ(ReasonOf(again), "ROUTE_CONFLICT");
  EXPECT_TRUE(TryAdd("DELETE", "/v1/shelves/{shelf}").ok());
  EXPECT_TRUE(TryAdd("GET", "/v1/shelves/{shelf}:open").ok());
}

TEST_F(PathMatcherTest, ListsTheMethodsOfAPath) {
  Add("POST", "/v1/shelves");
  Add("GET", "/v1/shelves");
  Add("DELETE", "/v1/{name}");
  Add("POST", "/v1/shelves:watch");
  EXPECT_THAT(matcher_.Methods("/v1/shelves"),
              ElementsAre("DELETE", "GET", "POST"));
  EXPECT_THAT(matcher_.Methods("/v1/shelves:watch"),
              ElementsAre("DELETE", "POST"));
  EXPECT_THAT(matcher_.Methods("/v2/shelves"), IsEmpty());
}

TEST(PercentDecodeTest, DecodesOrSaysNo) {
  EXPECT_EQ(PercentDecode("a%41%c3%a9"), "aA\xc3\xa9");
  EXPECT_EQ(PercentDecode("a%2fb", true), "a%2fb");
  EXPECT_EQ(PercentDecode("%"), std::nullopt);
  EXPECT_EQ(PercentDecode("%4"), std::nullopt);
  EXPECT_EQ(PercentDecode("%4g"), std::nullopt);
}

}  // namespace
}  // namespace rasoat::gateway

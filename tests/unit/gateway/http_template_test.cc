#include "gateway/transcoding/http_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/status/error.h"

namespace rasoat::gateway {
namespace {

using Kind = HttpTemplate::Segment::Kind;

// "v1 * ** | name[1,3)several :verb"
std::string Show(const HttpTemplate& path) {
  std::string text;
  for (const auto& segment : path.segments) {
    absl::StrAppend(&text, text.empty() ? "" : " ",
                    segment.kind == Kind::kLiteral ? segment.literal
                    : segment.kind == Kind::kOne   ? "*"
                                                   : "**");
  }
  for (const auto& variable : path.variables) {
    absl::StrAppend(&text, " | ", absl::StrJoin(variable.field_path, "."), "[",
                    variable.begin, ",", variable.end, ")",
                    variable.several ? "several" : "");
  }
  if (!path.verb.empty()) absl::StrAppend(&text, " :", path.verb);
  return text;
}

struct GoodCase {
  const char* name;
  const char* text;
  const char* want;
};

class GoodTemplateTest : public testing::TestWithParam<GoodCase> {};

TEST_P(GoodTemplateTest, IsTakenApart) {
  auto got = ParseHttpTemplate(GetParam().text);
  ASSERT_TRUE(got.ok()) << got.status();
  EXPECT_EQ(Show(*got), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    All, GoodTemplateTest,
    testing::Values(
        GoodCase{"Literals", "/v1/shelves", "v1 shelves"},
        GoodCase{"OneVariable", "/v1/{name}", "v1 * | name[1,2)"},
        GoodCase{"OneStarVariable", "/v1/{name=*}", "v1 * | name[1,2)"},
        GoodCase{"NamedResource", "/v1/{name=shelves/*}",
                 "v1 shelves * | name[1,3)several"},
        GoodCase{"NestedField", "/v1/{shelf.name=shelves/*}",
                 "v1 shelves * | shelf.name[1,3)several"},
        GoodCase{"TwoVariables", "/v1/{a}/b/{c=d/*}",
                 "v1 * b d * | a[1,2) | c[3,5)several"},
        GoodCase{"Rest", "/v1/{path=**}", "v1 ** | path[1,2)several"},
        GoodCase{"RestAfterLiteral", "/v1/{path=files/**}",
                 "v1 files ** | path[1,3)several"},
        GoodCase{"Verb", "/v1/shelves:watch", "v1 shelves :watch"},
        GoodCase{"VerbAfterVariable", "/v1/{name=shelves/*}:merge",
                 "v1 shelves * | name[1,3)several :merge"},
        GoodCase{"BareStars", "/v1/*/**", "v1 * **"},
        GoodCase{"OddLiteral", "/v1/a-b_c.d~e", "v1 a-b_c.d~e"}),
    [](const auto& info) { return std::string(info.param.name); });

struct BadCase {
  const char* name;
  const char* text;
  int offset;
};

class BadTemplateTest : public testing::TestWithParam<BadCase> {};

TEST_P(BadTemplateTest, IsRefusedWithTheOffset) {
  auto got = ParseHttpTemplate(GetParam().text);
  ASSERT_FALSE(got.ok());
  EXPECT_EQ(ReasonOf(got.status()), "BAD_TEMPLATE");
  EXPECT_THAT(std::string(got.status().message()),
              testing::EndsWith(absl::StrCat("offset ", GetParam().offset)));
}

INSTANTIATE_TEST_SUITE_P(
    All, BadTemplateTest,
    testing::Values(
        BadCase{"Empty", "", 0}, BadCase{"NoSlash", "v1", 0},
        BadCase{"OnlySlash", "/", 1}, BadCase{"DoubleSlash", "/v1//a", 4},
        BadCase{"TrailingSlash", "/v1/", 4},
        BadCase{"EmptyVariable", "/v1/{}", 5},
        BadCase{"OpenVariable", "/v1/{name", 9},
        BadCase{"EmptyPattern", "/v1/{name=}", 10},
        BadCase{"Nested", "/v1/{a=b/{c}}", 10},
        BadCase{"AfterRest", "/v1/**/a", 7},
        BadCase{"AfterRestVariable", "/v1/{a=**}/b", 11},
        BadCase{"EmptyVerb", "/v1/a:", 6}, BadCase{"TwoVerbs", "/v1/a:b:c", 7},
        BadCase{"Twice", "/v1/{a}/{a}", 11},
        BadCase{"EmptyStep", "/v1/{a..b}", 7}, BadCase{"Space", "/v1/a b", 5},
        BadCase{"Query", "/v1/a?b", 5}),
    [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace rasoat::gateway

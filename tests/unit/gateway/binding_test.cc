#include "gateway/transcoding/binding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/common/status/error.h"
#include "tests/unit/gateway/test_api.h"

namespace rasoat::gateway {
namespace {

struct BindCase {
  const char* name;
  const char* method;
  const char* path;
  const char* query;
  const char* body;
  // The message's text, or "REASON field".
  const char* want;
};

class BindTest : public testing::TestWithParam<BindCase> {
 protected:
  BindTest() : api_(ShopApi()), routes_(*RouteTable::Build(*api_)) {}

  std::string Run(const BindCase& c) {
    auto match = routes_.Find(c.method, c.path);
    if (!match) return "no route";
    auto bound = Bind(routes_.routes()[match->route], *match, c.query,
                      "text/csv", c.body);
    if (bound.ok()) return Text(**bound);
    auto violations = ViolationsOf(bound.status());
    return ReasonOf(bound.status()) + " " +
           (violations.empty() ? "?" : violations[0].field);
  }

  std::unique_ptr<Descriptors> api_;
  RouteTable routes_;
};

TEST_P(BindTest, MakesTheRequest) {
  EXPECT_EQ(Run(GetParam()), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    Path, BindTest,
    testing::Values(BindCase{"Name", "GET", "/v1/shelves/7", "", "",
                             "name: \"shelves/7\""},
                    BindCase{"Decoded", "GET", "/v1/shelves/a%20b", "", "",
                             "name: \"shelves/a b\""},
                    BindCase{"NoUtf8", "GET", "/v1/shelves/%ff", "", "",
                             "BAD_ENCODING name"},
                    BindCase{"WinsOverBody", "POST", "/v1/shelves/7:merge", "",
                             R"({"name":"shelves/8","other":"shelves/9"})",
                             "name: \"shelves/7\" other: \"shelves/9\""}),
    [](const auto& info) { return std::string(info.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Query, BindTest,
    testing::Values(
        BindCase{"Number", "GET", "/v1/shelves", "pageSize=5", "",
                 "page_size: 5"},
        BindCase{"ProtoSpelling", "GET", "/v1/shelves", "page_size=5", "",
                 "page_size: 5"},
        BindCase{"Repeated", "GET", "/v1/shelves", "colours=RED&colours=2", "",
                 "colours: RED colours: GREEN"},
        BindCase{"Nested", "GET", "/v1/shelves",
                 "like.name=a%26b&like.open=true&like.limit=5", "",
                 "like { name: \"a&b\" open: true limit { value: 5 } }"},
        BindCase{"Plus", "GET", "/v1/shelves", "like.name=a+b%2B", "",
                 "like { name: \"a b+\" }"},
        BindCase{"EmptyText", "GET", "/v1/shelves", "like.byShop=", "",
                 "like { by_shop: \"\" }"},
        BindCase{"EmptyPairs", "GET", "/v1/shelves", "&&pageSize=1&", "",
                 "page_size: 1"},
        BindCase{"Mask", "GET", "/v1/shelves/7", "readMask=bookCount,name", "",
                 "name: \"shelves/7\" read_mask { paths: \"book_count\" "
                 "paths: \"name\" }"},
        BindCase{"Time", "GET", "/v1/shelves",
                 "like.built=2021-10-10T00:00:00Z", "",
                 "like { built { seconds: 1633824000 } }"},
        BindCase{"Duration", "GET", "/v1/shelves", "like.lease=1s", "",
                 "like { lease { seconds: 1 } }"},
        BindCase{"Bytes", "GET", "/v1/shelves", "like.cover=AQI", "",
                 "like { cover: \"\\001\\002\" }"},
        BindCase{"BesideBodyField", "POST", "/v1/shelves", "requestId=r",
                 R"({"name":"x"})", "shelf { name: \"x\" } request_id: \"r\""},
        BindCase{"Unknown", "GET", "/v1/shelves", "pagesize=5", "",
                 "UNKNOWN_FIELD pagesize"},
        BindCase{"UnknownNested", "GET", "/v1/shelves", "like.nme=5", "",
                 "UNKNOWN_FIELD like.nme"},
        BindCase{"BelowScalar", "GET", "/v1/shelves", "pageSize.x=5", "",
                 "UNKNOWN_FIELD pageSize.x"},
        BindCase{"BelowList", "GET", "/v1/shelves", "like.books.title=5", "",
                 "NOT_A_QUERY_FIELD like.books.title"},
        BindCase{"Message", "GET", "/v1/shelves", "like=5", "",
                 "NOT_A_QUERY_FIELD like"},
        BindCase{"Map", "GET", "/v1/shelves", "like.places=5", "",
                 "NOT_A_QUERY_FIELD like.places"},
        BindCase{"Twice", "GET", "/v1/shelves", "pageSize=5&page_size=5", "",
                 "REPEATED_FIELD pageSize"},
        BindCase{"BothOfOneof", "GET", "/v1/shelves",
                 "like.byShop=a&like.byPerson=b", "",
                 "SEVERAL_OF_ONEOF like.byPerson"},
        BindCase{"WrongType", "GET", "/v1/shelves", "pageSize=many", "",
                 "WRONG_TYPE pageSize"},
        BindCase{"NoValue", "GET", "/v1/shelves", "pageSize", "",
                 "WRONG_TYPE pageSize"},
        BindCase{"BadPercent", "GET", "/v1/shelves", "like.name=%g0", "",
                 "BAD_ENCODING like.name"},
        BindCase{"BadPercentInName", "GET", "/v1/shelves", "%g0=1", "",
                 "BAD_ENCODING "},
        BindCase{"InPathAlready", "GET", "/v1/shelves/7", "name=x", "",
                 "FIELD_BOUND_TWICE name"},
        BindCase{"InBodyAlready", "POST", "/v1/shelves", "shelf.name=x", "",
                 "FIELD_BOUND_TWICE shelf.name"},
        BindCase{"BesideWholeBody", "POST", "/v1/shelves/7:merge", "other=x",
                 "{}", "FIELD_BOUND_TWICE other"}),
    [](const auto& info) { return std::string(info.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Body, BindTest,
    testing::Values(
        BindCase{"Whole", "POST", "/v1/shelves/7:merge", "", R"({"other":"o"})",
                 "name: \"shelves/7\" other: \"o\""},
        BindCase{"WholeEmpty", "POST", "/v1/shelves/7:merge", "", "",
                 "name: \"shelves/7\""},
        BindCase{"Field", "POST", "/v1/shelves", "", R"({"width":1})",
                 "shelf { width: 1 }"},
        BindCase{"FieldUnknown", "POST", "/v1/shelves", "", R"({"widht":1})",
                 "UNKNOWN_FIELD shelf.widht"},
        BindCase{"FieldMalformed", "POST", "/v1/shelves", "", "{",
                 "MALFORMED_JSON "},
        BindCase{"Raw", "PUT", "/v1/shelves/7/plan", "scale=2", "a,b",
                 "name: \"shelves/7\" plan { content_type: "
                 "\"text/csv\" data: \"a,b\" } scale: 2"},
        BindCase{"RawIsNotTrimmed", "PUT", "/v1/shelves/7/plan", "", " {\n",
                 "name: \"shelves/7\" plan { "
                 "content_type: \"text/csv\" data: \" {\\n\" }"},
        BindCase{"RawEmpty", "PUT", "/v1/shelves/7/plan", "", "",
                 "name: \"shelves/7\""},
        BindCase{"RawInQuery", "PUT", "/v1/shelves/7/plan", "plan.data=x", "a",
                 "FIELD_BOUND_TWICE plan.data"},
        BindCase{"None", "DELETE", "/v1/shelves/7", "", " {} ",
                 "name: \"shelves/7\""},
        BindCase{"NoneButGiven", "DELETE", "/v1/shelves/7", "", R"({"a":1})",
                 "UNEXPECTED_BODY "}),
    [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace rasoat::gateway

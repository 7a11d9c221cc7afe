#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/openapi/comments.h"
#include "gateway/openapi/document.h"
#include "gateway/openapi/operation.h"
#include "gateway/upstream/upstreams.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "tests/unit/gateway/test_api.h"

namespace rasoat::gateway {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

// The value at a path of member names, or a null value.
Value At(const Struct& root, std::initializer_list<const char*> path) {
  Value at;
  *at.mutable_struct_value() = root;
  for (const char* name : path) {
    auto found = at.struct_value().fields().find(name);
    if (found == at.struct_value().fields().end()) return Value();
    Value next = found->second;
    at = next;
  }
  return at;
}

class OpenApiTest : public testing::Test {
 protected:
  OpenApiTest() : api_(ShopApi()), routes_(*RouteTable::Build(*api_)) {
    text_ = OpenApiDocument(routes_);
    EXPECT_TRUE(
        google::protobuf::util::JsonStringToMessage(text_, &document_).ok());
  }

  std::unique_ptr<Descriptors> api_;
  RouteTable routes_;
  std::string text_;
  Struct document_;
};

TEST_F(OpenApiTest, DescribesEveryRoute) {
  EXPECT_EQ(At(document_, {"openapi"}).string_value(), "3.1.0");
  int operations = 0;
  const Value paths = At(document_, {"paths"});
  for (const auto& [path, methods] : paths.struct_value().fields()) {
    for (const auto& [name, method] : methods.struct_value().fields()) {
      ++operations;
      const auto& fields = method.struct_value().fields();
      for (const char* wanted :
           {"operationId", "summary", "tags", "responses", "description"}) {
        EXPECT_TRUE(fields.contains(wanted)) << path << " " << wanted;
      }
      EXPECT_NE(At(method.struct_value(), {"responses", "400", "$ref"})
                    .string_value(),
                "");
    }
  }
  EXPECT_EQ(operations, 9);
}

TEST_F(OpenApiTest, NamesPathParametersAfterTheirResource) {
  Value get = At(document_, {"paths", "/v1/shelves/{shelf}", "get"});
  ASSERT_TRUE(get.has_struct_value());
  Value parameters = At(get.struct_value(), {"parameters"});
  EXPECT_EQ(At(parameters.list_value().values(0).struct_value(), {"name"})
                .string_value(),
            "shelf");
  EXPECT_EQ(At(parameters.list_value().values(1).struct_value(), {"name"})
                .string_value(),
            "readMask");
}

TEST_F(OpenApiTest, SaysWhoMayCall) {
  Value get = At(document_, {"paths", "/v1/shelves/{shelf}", "get"});
  EXPECT_THAT(At(get.struct_value(), {"description"}).string_value(),
              testing::HasSubstr("`ROLE_REVIEWER`"));
  Value list = At(document_, {"paths", "/v1/shelves", "get"});
  EXPECT_TRUE(At(list.struct_value(), {"security"}).has_list_value());
  EXPECT_EQ(At(list.struct_value(), {"security"}).list_value().values_size(),
            0);
}

TEST_F(OpenApiTest, DescribesStreamsInBothForms) {
  Value content = At(document_, {"paths", "/v1/shelves:watch", "get",
                                 "responses", "200", "content"});
  EXPECT_TRUE(content.struct_value().fields().contains("application/x-ndjson"));
  EXPECT_TRUE(content.struct_value().fields().contains("text/event-stream"));
}

TEST_F(OpenApiTest, DescribesRawBodiesAsBinary) {
  const Value plan = At(document_, {"paths", "/v1/shelves/{shelf}/plan"});
  for (const auto& schema :
       {At(plan.struct_value(),
           {"put", "requestBody", "content", "*/*", "schema"}),
        At(plan.struct_value(),
           {"get", "responses", "200", "content", "*/*", "schema"})}) {
    EXPECT_EQ(At(schema.struct_value(), {"format"}).string_value(), "binary");
  }
  EXPECT_THAT(text_, testing::Not(testing::HasSubstr("google.api.HttpBody")));
}

TEST_F(OpenApiTest, LeavesPathFieldsOutOfTheBody) {
  Value properties = At(
      document_, {"paths", "/v1/shelves/{shelf}:merge", "post", "requestBody",
                  "content", "application/json", "schema", "properties"});
  EXPECT_FALSE(properties.struct_value().fields().contains("name"));
  EXPECT_TRUE(properties.struct_value().fields().contains("other"));
}

TEST_F(OpenApiTest, DefinesWhatItRefersTo) {
  const Struct schemas =
      At(document_, {"components", "schemas"}).struct_value();
  std::string rest = text_;
  const std::string marker = "#/components/schemas/";
  for (auto at = rest.find(marker); at != std::string::npos;
       at = rest.find(marker, at + 1)) {
    const auto begin = at + marker.size();
    const std::string name = rest.substr(begin, rest.find('"', begin) - begin);
    EXPECT_TRUE(schemas.fields().contains(name)) << name;
  }
  EXPECT_EQ(
      At(schemas, {"rasoat.shop.v1.Shelf", "properties", "bookCount", "format"})
          .string_value(),
      "int64");
}

TEST(SummaryTest, IsTheFirstSentence) {
  EXPECT_EQ(SummaryOf("Gets a shelf. Then more."), "Gets a shelf");
  EXPECT_EQ(SummaryOf("Gets\na shelf.\n\nMore."), "Gets a shelf");
  EXPECT_EQ(SummaryOf(""), "");
}

TEST(UpstreamNameTest, IsTheSecondPartOfThePackage) {
  EXPECT_EQ(UpstreamName("rasoat.registry.v1"), "registry");
  EXPECT_EQ(UpstreamName("alone"), "alone");
  EXPECT_EQ(AddressSetting("registry"), "REGISTRY_ADDRESS");
}

}  // namespace
}  // namespace rasoat::gateway

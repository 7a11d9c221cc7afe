#include "gateway/transcoding/route_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/api/annotations.pb.h"
#include "services/common/status/error.h"
#include "tests/unit/gateway/test_api.h"

namespace rasoat::gateway {
namespace {

using google::api::HttpRule;
using testing::HasSubstr;

// Builds the shop after `change` had its way with GetShelf's rule.
template <class Change>
absl::Status BuildWith(Change change) {
  auto files = ShopFiles();
  auto* method = files.mutable_file(files.file_size() - 1)
                     ->mutable_service(0)
                     ->mutable_method(0);
  change(*method,
         *method->mutable_options()->MutableExtension(google::api::http));
  auto api = Descriptors::Build(files);
  if (!api.ok()) return api.status();
  return RouteTable::Build(**api).status();
}

TEST(RouteTableTest, TakesEveryAnnotatedMethod) {
  auto api = ShopApi();
  auto routes = RouteTable::Build(*api);
  ASSERT_TRUE(routes.ok()) << routes.status();
  EXPECT_EQ(routes->routes().size(), 9u);
  EXPECT_EQ(routes->routes()[0].rpc, "/rasoat.shop.v1.Shelves/GetShelf");
  EXPECT_FALSE(routes->routes()[0].streams);
  EXPECT_TRUE(routes->routes()[5].streams);
  EXPECT_FALSE(routes->routes()[5].raw_response);
  EXPECT_TRUE(routes->routes()[6].raw_response);
  EXPECT_FALSE(routes->routes()[6].raw_request);
  EXPECT_TRUE(routes->routes()[7].raw_request);
  EXPECT_TRUE(routes->routes()[8].raw_response);
  EXPECT_TRUE(routes->Find("HEAD", "/v1/shelves/7").has_value());
}

TEST(RouteTableTest, TakesAdditionalBindings) {
  EXPECT_TRUE(BuildWith([](auto&, HttpRule& rule) {
                rule.add_additional_bindings()->set_get("/v1/old/{name}");
              }).ok());
}

TEST(RouteTableTest, RefusesAnUnknownPathField) {
  absl::Status built = BuildWith(
      [](auto&, HttpRule& rule) { rule.set_get("/v1/{nme=shelves/*}"); });
  EXPECT_EQ(ReasonOf(built), "BAD_HTTP_RULE");
  EXPECT_THAT(std::string(built.message()), HasSubstr("GetShelf"));
}

TEST(RouteTableTest, RefusesAnUnknownBodyField) {
  EXPECT_EQ(ReasonOf(BuildWith(
                [](auto&, HttpRule& rule) { rule.set_body("nothing"); })),
            "BAD_HTTP_RULE");
}

TEST(RouteTableTest, RefusesABadTemplate) {
  EXPECT_EQ(ReasonOf(BuildWith(
                [](auto&, HttpRule& rule) { rule.set_get("/v1/{name"); })),
            "BAD_TEMPLATE");
}

TEST(RouteTableTest, RefusesAClientStream) {
  EXPECT_EQ(ReasonOf(BuildWith([](auto& method, HttpRule&) {
              method.set_client_streaming(true);
            })),
            "BAD_HTTP_RULE");
}

TEST(RouteTableTest, NamesBothSidesOfAConflict) {
  absl::Status built =
      BuildWith([](auto&, HttpRule& rule) { rule.set_get("/v1/shelves"); });
  EXPECT_EQ(ReasonOf(built), "ROUTE_CONFLICT");
  EXPECT_THAT(std::string(built.message()), HasSubstr("ListShelves"));
}

TEST(DescriptorsTest, RefusesAFileWithoutItsImports) {
  auto files = ShopFiles();
  files.mutable_file()->DeleteSubrange(0, 1);
  EXPECT_EQ(ReasonOf(Descriptors::Build(files).status()), "BAD_DESCRIPTORS");
}

TEST(DescriptorsTest, SaysThatTheFileIsMissing) {
  EXPECT_EQ(ReasonOf(Descriptors::Load("/nowhere/at.all").status()),
            "NO_DESCRIPTORS");
}

}  // namespace
}  // namespace rasoat::gateway

#include "gateway/transcoding/json_body.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "gateway/transcoding/json_print.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/common/status/error.h"
#include "tests/unit/gateway/test_api.h"

namespace rasoat::gateway {
namespace {

using testing::HasSubstr;

struct GoodCase {
  const char* name;
  const char* json;
  const char* want;
};

class GoodBodyTest : public testing::TestWithParam<GoodCase> {};

TEST_P(GoodBodyTest, IsRead) {
  auto api = ShopApi();
  auto shelf = NewShop(*api, "Shelf");
  absl::Status read = ReadJson(GetParam().json, *shelf);
  ASSERT_TRUE(read.ok()) << read;
  EXPECT_EQ(Text(*shelf), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    All, GoodBodyTest,
    testing::Values(
        GoodCase{"Empty", "{}", ""},
        GoodCase{"JsonName", R"({"bookCount":"7"})", "book_count: 7"},
        GoodCase{"ProtoName", R"({"book_count":7})", "book_count: 7"},
        GoodCase{"IntegralNumber", R"({"width":1e2})", "width: 100"},
        GoodCase{"MostInt64", R"({"bookCount":9223372036854775807})",
                 "book_count: 9223372036854775807"},
        GoodCase{"MostUint32", R"({"copies":4294967295})",
                 "copies: 4294967295"},
        GoodCase{"EnumName", R"({"colour":"RED"})", "colour: RED"},
        GoodCase{"EnumNumber", R"({"colour":2})", "colour: GREEN"},
        GoodCase{"Double", R"({"weight":1.5})", "weight: 1.5"},
        GoodCase{"Infinity", R"({"weight":"-Infinity"})", "weight: -inf"},
        GoodCase{"Bool", R"({"open":true})", "open: true"},
        GoodCase{"Bytes", R"({"cover":"+/8="})", "cover: \"\\373\\377\""},
        GoodCase{"UrlSafeBytes", R"({"cover":"-_8"})", "cover: \"\\373\\377\""},
        GoodCase{"Nested", R"({"books":[{"title":"a"},{"pageCount":2}]})",
                 "books { title: \"a\" } books { page_count: 2 }"},
        GoodCase{"Time", R"({"built":"2021-10-10T00:00:01.5Z"})",
                 "built { seconds: 1633824001 nanos: 500000000 }"},
        GoodCase{"Zone", R"({"built":"2021-10-10T07:00:00+07:00"})",
                 "built { seconds: 1633824000 }"},
        GoodCase{"Duration", R"({"lease":"-1.5s"})",
                 "lease { seconds: -1 nanos: -500000000 }"},
        GoodCase{"Wrapper", R"({"limit":"5"})", "limit { value: 5 }"},
        GoodCase{"WrapperNumber", R"({"limit":0})", "limit { }"},
        GoodCase{"Map", R"({"places":{"a":1}})",
                 "places { key: \"a\" value: 1 }"},
        GoodCase{"Null", R"({"name":null,"books":null,"built":null})", ""},
        GoodCase{"OneOfOneof", R"({"byShop":"s"})", "by_shop: \"s\""},
        GoodCase{"Struct", R"({"extra":{"a":[1,null]}})",
                 "extra { fields { key: \"a\" value { list_value { values { "
                 "number_value: 1 } values { null_value: NULL_VALUE } } } } }"},
        GoodCase{"Unicode", R"({"name":"B\u1eafc Giang"})",
                 "name: \"B\\341\\272\\257c Giang\""}),
    [](const auto& info) { return std::string(info.param.name); });

struct BadCase {
  const char* name;
  const char* json;
  const char* reason;
  const char* field;
};

class BadBodyTest : public testing::TestWithParam<BadCase> {};

TEST_P(BadBodyTest, NamesTheField) {
  auto api = ShopApi();
  auto shelf = NewShop(*api, "Shelf");
  absl::Status read = ReadJson(GetParam().json, *shelf);
  EXPECT_EQ(read.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(read), GetParam().reason);
  ASSERT_EQ(ViolationsOf(read).size(), 1u);
  EXPECT_EQ(ViolationsOf(read)[0].field, GetParam().field);
  EXPECT_FALSE(ViolationsOf(read)[0].vi.empty());
}

INSTANTIATE_TEST_SUITE_P(
    All, BadBodyTest,
    testing::Values(
        BadCase{"NoJson", "{\"name\":", "MALFORMED_JSON", ""},
        BadCase{"Trailing", "{} x", "MALFORMED_JSON", ""},
        BadCase{"Array", "[]", "WRONG_TYPE", ""},
        BadCase{"Unknown", R"({"nme":1})", "UNKNOWN_FIELD", "nme"},
        BadCase{"UnknownDeep", R"({"books":[{},{"titel":""}]})",
                "UNKNOWN_FIELD", "books[1].titel"},
        BadCase{"TextForInt", R"({"width":"x"})", "WRONG_TYPE", "width"},
        BadCase{"SpacedInt", R"({"width":" 1"})", "WRONG_TYPE", "width"},
        BadCase{"EmptyInt", R"({"width":""})", "WRONG_TYPE", "width"},
        BadCase{"Fraction", R"({"width":1.5})", "WRONG_TYPE", "width"},
        BadCase{"TooWide", R"({"width":2147483648})", "WRONG_TYPE", "width"},
        BadCase{"TooLong", R"({"bookCount":9223372036854775808})", "WRONG_TYPE",
                "bookCount"},
        BadCase{"Negative", R"({"copies":-1})", "WRONG_TYPE", "copies"},
        BadCase{"NumberForText", R"({"name":1})", "WRONG_TYPE", "name"},
        BadCase{"ObjectForText", R"({"name":{}})", "WRONG_TYPE", "name"},
        BadCase{"TextForBool", R"({"open":"true"})", "WRONG_TYPE", "open"},
        BadCase{"NumberForBool", R"({"open":1})", "WRONG_TYPE", "open"},
        BadCase{"NoEnum", R"({"colour":"BLUE"})", "WRONG_TYPE", "colour"},
        BadCase{"NoTime", R"({"built":"yesterday"})", "WRONG_TYPE", "built"},
        BadCase{"NoDuration", R"({"lease":"5"})", "WRONG_TYPE", "lease"},
        BadCase{"NoBase64", R"({"cover":"!"})", "WRONG_TYPE", "cover"},
        BadCase{"BigFloat", R"({"ratio":1e39})", "WRONG_TYPE", "ratio"},
        BadCase{"TextForList", R"({"labels":"a"})", "WRONG_TYPE", "labels"},
        BadCase{"NullInList", R"({"labels":["a",null]})", "WRONG_TYPE",
                "labels[1]"},
        BadCase{"WrongInMap", R"({"places":{"a":"b"}})", "WRONG_TYPE",
                "places.a"},
        BadCase{"TextForMessage", R"({"books":["a"]})", "WRONG_TYPE",
                "books[0]"},
        BadCase{"UnknownAny", R"({"anything":{"@type":"x/y"}})", "WRONG_TYPE",
                "anything"},
        BadCase{"Twice", R"({"name":"a","name":"b"})", "REPEATED_FIELD",
                "name"},
        BadCase{"TwiceBySpelling", R"({"bookCount":1,"book_count":1})",
                "REPEATED_FIELD", "book_count"},
        BadCase{"BothOfOneof", R"({"byShop":"a","byPerson":"b"})",
                "SEVERAL_OF_ONEOF", "byPerson"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(ReadJsonTest, SaysLineAndColumn) {
  auto api = ShopApi();
  auto shelf = NewShop(*api, "Shelf");
  absl::Status read = ReadJson("{\n\"name\": oops}", *shelf);
  EXPECT_THAT(std::string(read.message()), HasSubstr("line 2, column 9"));
}

TEST(ReadJsonTest, QuotesOnlyTheBeginningOfALongName) {
  auto api = ShopApi();
  auto shelf = NewShop(*api, "Shelf");
  absl::Status read =
      ReadJson("{\"" + std::string(100'000, 'x') + "\":1}", *shelf);
  EXPECT_EQ(ReasonOf(read), "UNKNOWN_FIELD");
  EXPECT_LT(read.message().size(), 1000u);
}

TEST(PrintJsonTest, WritesEveryField) {
  auto api = ShopApi();
  auto shelf = NewShop(*api, "Shelf");
  ASSERT_TRUE(ReadJson(R"({"bookCount":7,"built":"2021-10-10T00:00:00Z",
      "books":[{"title":"a\"<b>"}],"places":{"x":1},"limit":5,"ratio":0.1,
      "weight":0.1,"extra":{"k":true},"lease":"1.500s"})",
                       *shelf)
                  .ok());
  std::string json;
  PrintJson(*shelf, json);
  EXPECT_EQ(
      json,
      R"({"name":"","colour":"COLOUR_UNSPECIFIED","bookCount":"7","width":0,)"
      R"("weight":0.1,"open":false,"cover":"",)"
      R"("books":[{"title":"a\"\u003cb\u003e","pageCount":0}],)"
      R"("built":"2021-10-10T00:00:00Z","lease":"1.500s","labels":[],)"
      R"("extra":{"k":true},"limit":"5","places":{"x":1},"ratio":0.1,)"
      R"("copies":0})");
}

TEST(PrintJsonTest, AgreesWithTheLibrary) {
  auto api = ShopApi();
  auto shelf = NewShop(*api, "Shelf");
  ASSERT_TRUE(ReadJson(R"({"name":"s","colour":2,"bookCount":-7,"width":3,
      "weight":123456.789,"open":true,"cover":"AQI=","labels":["a","b"],
      "byPerson":"p","places":{"y":2},"limit":0,"copies":4294967295,
      "books":[{"title":"t","pageCount":1}],"built":"1999-12-31T23:59:59.25Z",
      "anything":{"@type":"type.googleapis.com/rasoat.shop.v1.Book",
                  "title":"in"},
      "note":"","lease":"-2s"})",
                       *shelf)
                  .ok());
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  std::string ours, theirs;
  PrintJson(*shelf, ours);
  ASSERT_TRUE(
      google::protobuf::util::MessageToJsonString(*shelf, &theirs, options)
          .ok());
  // The library puts messages last; the order of members means nothing.
  google::protobuf::Struct our_members, their_members;
  ASSERT_TRUE(
      google::protobuf::util::JsonStringToMessage(ours, &our_members).ok());
  ASSERT_TRUE(
      google::protobuf::util::JsonStringToMessage(theirs, &their_members).ok());
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(our_members,
                                                                 their_members))
      << ours << "\n"
      << theirs;
}

TEST(PrintJsonTest, GivesBackWhatWasRead) {
  auto api = ShopApi();
  auto shelf = NewShop(*api, "Shelf");
  auto again = NewShop(*api, "Shelf");
  ASSERT_TRUE(ReadJson(R"({"name":"Bắc Giang","weight":1e300,"ratio":3.3e-5,
      "bookCount":"-9223372036854775808","labels":["\u0001\\"],"width":-1})",
                       *shelf)
                  .ok());
  std::string json;
  PrintJson(*shelf, json);
  absl::Status read = ReadJson(json, *again);
  ASSERT_TRUE(read.ok()) << read << json;
  EXPECT_EQ(Text(*again), Text(*shelf));
}

}  // namespace
}  // namespace rasoat::gateway

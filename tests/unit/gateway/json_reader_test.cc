#include "gateway/transcoding/json_reader.h"

#include <gtest/gtest.h>

#include <string>

namespace rasoat::gateway {
namespace {

bool IsJson(absl::string_view text) {
  JsonReader reader(text);
  absl::string_view raw;
  return reader.Skip(raw) && reader.AtEnd();
}

TEST(JsonReaderTest, TakesWhatTheStandardTakes) {
  for (const char* text :
       {"{}", "[]", " [ 1 , -0.5e+3 , 0 ] ", R"({"a":{"b":[null,true,false]}})",
        R"("é\u00e9\ud83d\ude00\n\/\"")", "0", "-1", "1E5", "\"\""}) {
    EXPECT_TRUE(IsJson(text)) << text;
  }
}

TEST(JsonReaderTest, RefusesEverythingElse) {
  for (const char* text : {"",
                           " ",
                           "{",
                           "}",
                           "[1,]",
                           "[,1]",
                           "[1 2]",
                           R"({"a":1,})",
                           R"({a:1})",
                           R"({'a':1})",
                           R"({"a" 1})",
                           R"({"a":})",
                           "01",
                           "1.",
                           ".5",
                           "+1",
                           "-",
                           "1e",
                           "0x10",
                           "NaN",
                           "tru",
                           "truex",
                           "nul",
                           "\"",
                           "\"\\x\"",
                           "\"\\u12g4\"",
                           "\"\\ud800\"",
                           "\"\\ud800\\u0041\"",
                           "\"\\udc00\"",
                           "\"a\nb\"",
                           "\"\xff\"",
                           "\"\xc0\x80\"",
                           "\"\xed\xa0\x80\"",
                           "1 2",
                           "{} {}",
                           "// a\n1",
                           "[1]]",
                           "\"\\"}) {
    EXPECT_FALSE(IsJson(text)) << text;
  }
}

TEST(JsonReaderTest, StopsAtDeepNesting) {
  EXPECT_TRUE(IsJson(std::string(64, '[') + std::string(64, ']')));
  EXPECT_FALSE(IsJson(std::string(65, '[') + std::string(65, ']')));
  EXPECT_FALSE(IsJson(std::string(1'000'000, '[')));
}

TEST(JsonReaderTest, SaysWhereItStopped) {
  JsonReader reader("{\n  \"a\": 1,\n  \"b\" 2\n}");
  absl::string_view raw;
  EXPECT_FALSE(reader.Skip(raw));
  EXPECT_EQ(reader.fault().line, 3);
  EXPECT_EQ(reader.fault().column, 7);
  EXPECT_EQ(reader.fault().wanted, "':'");
}

TEST(JsonReaderTest, WalksMembersAndElements) {
  JsonReader reader(R"({"a":[1,2],"b":"x"})");
  std::string name, text;
  absl::string_view digits;
  ASSERT_TRUE(reader.BeginObject());
  ASSERT_TRUE(reader.NextMember(name));
  EXPECT_EQ(name, "a");
  ASSERT_TRUE(reader.BeginArray());
  ASSERT_TRUE(reader.NextElement());
  ASSERT_TRUE(reader.ReadNumber(digits));
  EXPECT_EQ(digits, "1");
  ASSERT_TRUE(reader.NextElement());
  ASSERT_TRUE(reader.ReadNumber(digits));
  EXPECT_FALSE(reader.NextElement());
  ASSERT_TRUE(reader.NextMember(name));
  EXPECT_EQ(name, "b");
  ASSERT_TRUE(reader.ReadString(text));
  EXPECT_EQ(text, "x");
  EXPECT_FALSE(reader.NextMember(name));
  EXPECT_TRUE(reader.ok());
  EXPECT_TRUE(reader.AtEnd());
}

TEST(JsonReaderTest, StaysWrongOnceWrong) {
  JsonReader reader("[1,]");
  absl::string_view raw;
  EXPECT_FALSE(reader.Skip(raw));
  std::string text;
  EXPECT_FALSE(reader.ReadString(text));
  EXPECT_FALSE(reader.BeginObject());
  EXPECT_FALSE(reader.AtEnd());
  EXPECT_EQ(reader.Peek(), JsonReader::Kind::kBad);
}

}  // namespace
}  // namespace rasoat::gateway

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/status_matchers.h"
#include "tests/unit/common/sheet/read_all.h"

namespace rasoat::sheet {
namespace {

using testing::ElementsAre;

struct CsvCase {
  const char* name;
  std::string bytes;
  std::vector<std::string> want;
};

std::string Utf16(const std::u16string& text, bool little) {
  std::string bytes;
  for (const char16_t unit : u'\xFEFF' + text) {
    const char low = static_cast<char>(unit & 0xFF);
    const char high = static_cast<char>(unit >> 8);
    bytes += little ? low : high;
    bytes += little ? high : low;
  }
  return bytes;
}

class CsvTest : public testing::TestWithParam<CsvCase> {};

TEST_P(CsvTest, IsReadAs) {
  auto lines = ReadAll(GetParam().bytes);
  ASSERT_TRUE(lines.ok()) << lines.status();
  EXPECT_THAT(*lines, testing::ElementsAreArray(GetParam().want));
}

INSTANTIATE_TEST_SUITE_P(
    Files, CsvTest,
    testing::Values(
        CsvCase{"Plain", "a,b\n1,2\n", {"1: a|b", "2: 1|2"}},
        CsvCase{"NoLastLineEnd", "a,b\n1,2", {"1: a|b", "2: 1|2"}},
        CsvCase{"CrLf", "a,b\r\n1,2\r\n", {"1: a|b", "2: 1|2"}},
        CsvCase{"Cr", "a,b\r1,2\r", {"1: a|b", "2: 1|2"}},
        CsvCase{"Utf8Mark", "\xEF\xBB\xBFhộ,số\n", {"1: hộ|số"}},
        CsvCase{"Utf16Little",
                Utf16(u"hộ\t1\n\U0001F600\t2", true),
                {"1: hộ|1", "2: \xF0\x9F\x98\x80|2"}},
        CsvCase{
            "Utf16Big", Utf16(u"hộ;1\r\nb;2", false), {"1: hộ|1", "2: b|2"}},
        CsvCase{"Semicolons", "a;b\n1,5;2\n", {"1: a|b", "2: 1,5|2"}},
        CsvCase{"Tabs", "a\tb, c\n1\t2\n", {"1: a|b, c", "2: 1|2"}},
        CsvCase{"SeparatorSaid", "sep=;\na,b;c\n", {"1: a,b|c"}},
        CsvCase{"TitleAboveTheHeader",
                "UBND xã\n\nSố;Tên\n1;Nguyễn Văn A, Tổ 1\n",
                {"1: UBND xã", "2: ", "3: Số|Tên", "4: 1|Nguyễn Văn A, Tổ 1"}},
        CsvCase{"Quoted", "\"a,1\",\"b \"\"c\"\"\"\n", {"1: a,1|b \"c\""}},
        CsvCase{
            "QuotedLineBreak", "\"a\nb\",c\nd,e\n", {"1: a\nb|c", "2: d|e"}},
        CsvCase{"AfterTheQuote", "\"a\"b,c\n", {"1: ab|c"}},
        CsvCase{"QuoteInsideACell", "a \"b\" c,d\n", {"1: a \"b\" c|d"}},
        CsvCase{"EmptyCells", ",,\n,x,\n", {"1: ||", "2: |x|"}},
        CsvCase{"QuoteLeftOpen",
                "a,b\n\"c,d\ne,f\n",
                {"1: a|b", "2: \"c|d!2", "3: e|f"}},
        CsvCase{"NotUtf8",
                "a,b\nc\xFF,d\ne,f\n",
                {"1: a|b", "2: c\xEF\xBF\xBD|d!1", "3: e|f"}},
        CsvCase{"HalfACharacterAtTheEnd",
                "a,b\nc,\xC3",
                {"1: a|b", "2: c|\xEF\xBF\xBD!1"}}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(CsvLinesTest, ARowKnowsTheLineItStartsOn) {
  MemorySource source("a,\"x\ny\r\nz\"\nb,c\n");
  auto reader = Open(source);
  ASSERT_TRUE(reader.ok());
  Row row;
  ASSERT_TRUE((*reader)->Next(row).value());
  EXPECT_EQ(row.line, 1);
  ASSERT_TRUE((*reader)->Next(row).value());
  EXPECT_EQ(row.line, 4);
  EXPECT_EQ(row.number, 2);
  EXPECT_FALSE((*reader)->Next(row).value());
}

TEST(CsvLimitsTest, ALongCellIsCutAndSaidSo) {
  auto lines = ReadAll("a," + std::string(40'000, 'x') + ",b\nc,d\n");
  ASSERT_TRUE(lines.ok());
  EXPECT_EQ((*lines)[0], "1: a|" + std::string(32 << 10, 'x') + "|b!3");
  EXPECT_EQ((*lines)[1], "2: c|d");
}

TEST(CsvLimitsTest, AnOpenQuoteSpoilsOneRowOfABigFile) {
  std::string file = "a,b\n\"open,1\n";
  for (int i = 0; i < 50'000; ++i) file += "name,12345\n";
  auto lines = ReadAll(file);
  ASSERT_TRUE(lines.ok());
  ASSERT_EQ(lines->size(), 50'002u);
  EXPECT_EQ((*lines)[1], "2: \"open|1!2");
  EXPECT_EQ(lines->back(), "50002: name|12345");
}

TEST(CsvLimitsTest, ManyColumnsAreCut) {
  auto lines = ReadAll("a,b,c\n", {.columns = 2});
  ASSERT_TRUE(lines.ok());
  EXPECT_THAT(*lines, ElementsAre("1: a|b!3"));
}

TEST(CsvLimitsTest, TooManyRowsAreRefused) {
  EXPECT_EQ(ReasonOf(ReadAll("a\nb\nc\n", {.rows = 2}).status()),
            "SHEET_TOO_LARGE");
}

struct RefusedCase {
  const char* name;
  std::string bytes;
  const char* reason;
};

class RefusedFileTest : public testing::TestWithParam<RefusedCase> {};

TEST_P(RefusedFileTest, SaysWhyInBothLanguages) {
  const absl::Status refused = ReadAll(GetParam().bytes).status();
  EXPECT_EQ(ReasonOf(refused), GetParam().reason);
  ASSERT_EQ(ViolationsOf(refused).size(), 1u);
  EXPECT_FALSE(ViolationsOf(refused)[0].vi.empty());
}

const std::string kCompound("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);

INSTANTIATE_TEST_SUITE_P(
    Kinds, RefusedFileTest,
    testing::Values(
        RefusedCase{"Nothing", "", "SHEET_EMPTY"},
        RefusedCase{"Blank", " \r\n\t", "SHEET_EMPTY"},
        RefusedCase{"OnlyTheMark", "\xEF\xBB\xBF", "SHEET_EMPTY"},
        RefusedCase{"Pdf", "%PDF-1.7\n", "SHEET_KIND_WRONG"},
        RefusedCase{"WebPage", "<html><table>", "SHEET_KIND_WRONG"},
        RefusedCase{"Picture", std::string("\x89PNG\r\n\x1A\n\0\0\0", 11),
                    "SHEET_KIND_WRONG"},
        RefusedCase{"OldExcel", kCompound + std::string(600, '\0'),
                    "SHEET_OLD_FORMAT"},
        RefusedCase{"PasswordProtected",
                    kCompound + std::string(70'000, '\0') +
                        std::string("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0"
                                    "g\0e\0",
                                    32),
                    "SHEET_PASSWORD"},
        RefusedCase{"HalfAZip", "PK\x03\x04half", "SHEET_BROKEN"}),
    [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace rasoat::sheet

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/sheet/made_xlsx.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/common/sheet/read_all.h"

namespace rasoat::sheet {
namespace {

using testing::ElementsAre;

constexpr char kStyles[] =
    "<numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy;@\"/>"
    "<numFmt numFmtId=\"165\" formatCode=\"000000000000\"/>"
    "<numFmt numFmtId=\"166\" formatCode=\"#,##0\\ &quot;đồng&quot;\"/>"
    "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
    "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/>"
    "<xf numFmtId=\"165\"/><xf numFmtId=\"166\"/></cellXfs>";

std::string OneSheet(const std::string& rows) {
  return Xlsx({.sheets = {rows}, .styles = kStyles});
}

TEST(XlsxTest, EveryKindOfCell) {
  auto lines = ReadAll(Xlsx(
      {.sheets = {"<row r=\"1\">"
                  "<c r=\"A1\" t=\"s\"><v>1</v></c>"
                  "<c r=\"B1\" t=\"inlineStr\"><is><r><t>Nguyễn </t></r><r><t>"
                  "Văn A</t></r><rPh><t>x</t></rPh></is></c>"
                  "<c r=\"C1\"><v>12</v></c>"
                  "<c r=\"D1\"><v>1.2188000123E10</v></c>"
                  "<c r=\"E1\" t=\"b\"><v>1</v></c>"
                  "<c r=\"F1\" t=\"e\"><v>#N/A</v></c>"
                  "<c r=\"G1\" t=\"str\"><f>A1&amp;B1</f><v>cached</v></c>"
                  "<c r=\"H1\"><v>3.5</v></c>"
                  "<c r=\"I1\" t=\"d\"><v>2021-09-30</v></c></row>"},
       .shared_texts = "<si><t>none</t></si><si><t xml:space=\"preserve\"> hai "
                       "_x000D_</t></si>"}));
  ASSERT_TRUE(lines.ok()) << lines.status();
  EXPECT_THAT(*lines,
              ElementsAre("1:  hai \r|Nguyễn Văn A|12|12188000123|1|#N/A|cached"
                          "|3.5|2021-09-30"));
}

TEST(XlsxTest, DatesComeByTheirStyle) {
  auto lines = ReadAll(OneSheet(
      "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>44469</v></c>"
      "<c r=\"B1\" s=\"2\"><v>1</v></c><c r=\"C1\" s=\"2\"><v>61</v></c>"
      "<c r=\"D1\" s=\"2\"><v>44469.3125</v></c>"
      "<c r=\"E1\" s=\"2\"><v>-5</v></c><c r=\"F1\" s=\"4\"><v>5</v></c>"
      "<c r=\"G1\" s=\"3\"><v>24188000123</v></c></row>"));
  ASSERT_TRUE(lines.ok()) << lines.status();
  EXPECT_THAT(*lines, ElementsAre("1: 2021-09-30|1900-01-01|1900-03-01|"
                                  "2021-09-30T07:30:00|-5|5|024188000123"));
}

TEST(XlsxTest, DatesOfTheOtherCount) {
  auto lines = ReadAll(
      Xlsx({.sheets = {"<row r=\"1\"><c s=\"1\"><v>43007</v></c></row>"},
            .workbook_properties = "<workbookPr date1904=\"1\"/>",
            .styles = kStyles}));
  ASSERT_TRUE(lines.ok()) << lines.status();
  EXPECT_THAT(*lines, ElementsAre("1: 2021-09-30"));
}

TEST(XlsxTest, GapsAndMissingPlaces) {
  auto lines = ReadAll(
      OneSheet("<row r=\"2\"><c r=\"C2\"><v>1</v></c><c><v>2</v></c></row>"
               "<row><c><v>3</v></c></row><row r=\"9\"/>"
               "<row r=\"10\"><c r=\"A10\"/><c r=\"B10\"><v>4</v></c></row>"));
  ASSERT_TRUE(lines.ok()) << lines.status();
  EXPECT_THAT(*lines, ElementsAre("2: ||1|2", "3: 3", "10: |4"));
}

TEST(XlsxTest, SheetsFollowOneAnotherAndHiddenOnesAreLeftOut) {
  const std::string book =
      Xlsx({.sheets = {"<row r=\"1\"><c><v>1</v></c></row>",
                       "<row r=\"1\"><c><v>2</v></c></row>",
                       "<row r=\"1\"><c><v>3</v></c></row>"},
            .states = {{1, "veryHidden"}}});
  MemorySource source(book);
  auto reader = Open(source);
  ASSERT_TRUE(reader.ok()) << reader.status();
  Row row;
  ASSERT_TRUE((*reader)->Next(row).value());
  EXPECT_EQ((*reader)->sheet_name(row.sheet), "Trang 1");
  ASSERT_TRUE((*reader)->Next(row).value());
  EXPECT_EQ((*reader)->sheet_name(row.sheet), "Trang 3");
  EXPECT_EQ(row.cells[0].text, "3");
  EXPECT_FALSE((*reader)->Next(row).value());
  EXPECT_EQ((*reader)->progress(), 1);
}

TEST(XlsxTest, PrefixedNamesAndAbsoluteTargets) {
  std::map<std::string, std::string> parts = {
      {"[Content_Types].xml", "<Types/>"},
      {"_rels/.rels",
       "<Relationships><Relationship Id=\"a\" Type=\"http://x/officeDocument\" "
       "Target=\"/book/main.xml\"/></Relationships>"},
      {"book/main.xml",
       "<x:workbook xmlns:x=\"m\" xmlns:r=\"r\"><x:sheets><x:sheet name=\"S\" "
       "sheetId=\"1\" r:id=\"q\"/></x:sheets></x:workbook>"},
      {"book/_rels/main.xml.rels",
       "<Relationships><Relationship Id=\"q\" Type=\"http://x/worksheet\" "
       "Target=\"../data/one.xml\"/></Relationships>"},
      {"data/one.xml",
       "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\">"
       "<x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>"}};
  auto lines = ReadAll(Zip(parts));
  ASSERT_TRUE(lines.ok()) << lines.status();
  EXPECT_THAT(*lines, ElementsAre("1: 7"));
}

TEST(XlsxTest, RowsThatLieAcrossTheReadersPiecesComeWholeAndOnce) {
  std::string rows;
  std::vector<std::string> want;
  for (int i = 1; i <= 5000; ++i) {
    absl::StrAppend(&rows, "<row r=\"", i, "\"><c><v>", i,
                    "</v></c><c t=\"inlineStr\"><is><t>tên ", i,
                    "</t></is></c>", "<c t=\"s\"><v>0</v></c></row>");
    want.push_back(absl::StrCat(i, ": ", i, "|tên ", i, "|chung"));
  }
  auto lines = ReadAll(
      Xlsx({.sheets = {rows}, .shared_texts = "<si><t>chung</t></si>"}));
  ASSERT_TRUE(lines.ok()) << lines.status();
  EXPECT_EQ(*lines, want);
}

struct BrokenCase {
  const char* name;
  std::string bytes;
  const char* reason;
};

class BrokenXlsxTest : public testing::TestWithParam<BrokenCase> {};

TEST_P(BrokenXlsxTest, IsRefused) {
  const Limits limits{
      .part_bytes = 64 << 20, .shared_text_bytes = 1 << 20, .parts = 50};
  const absl::Status refused = ReadAll(GetParam().bytes, limits).status();
  EXPECT_EQ(ReasonOf(refused), GetParam().reason) << refused;
}

std::string Many(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

std::map<std::string, std::string> ManyParts() {
  std::map<std::string, std::string> parts;
  for (int i = 0; i < 60; ++i) parts["p" + std::to_string(i)] = "x";
  return parts;
}

INSTANTIATE_TEST_SUITE_P(
    Files, BrokenXlsxTest,
    testing::Values(
        BrokenCase{"CutOff", OneSheet("").substr(0, 100), "SHEET_BROKEN"},
        BrokenCase{"DocumentType",
                   Zip({{"[Content_Types].xml", "<Types/>"},
                        {"_rels/.rels",
                         "<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c "
                         "\"&b;&b;\">]><a>&c;</a>"}}),
                   "SHEET_UNSAFE"},
        BrokenCase{"Bomb",
                   OneSheet("<row r=\"1\"><c><v>1</v></c></row><!--" +
                            std::string(40 << 20, ' ') + "-->"),
                   "SHEET_TOO_LARGE"},
        BrokenCase{"DeepNesting", OneSheet(Many("<a>", 100)), "SHEET_BROKEN"},
        BrokenCase{"EndlessTag",
                   OneSheet("<row r=\"" + std::string(2 << 20, '1') + "\"/>"),
                   "SHEET_TOO_LARGE"},
        BrokenCase{"TooMuchSharedText",
                   Xlsx({.sheets = {""},
                         .shared_texts = Many(
                             "<si><t>" + std::string(100, 'x') + "</t></si>",
                             20'000)}),
                   "SHEET_TOO_LARGE"},
        BrokenCase{"TooManyParts", Zip(ManyParts()), "SHEET_TOO_LARGE"},
        BrokenCase{"NoSuchText",
                   OneSheet("<row r=\"1\"><c t=\"s\"><v>9</v></c></row>"),
                   "SHEET_BROKEN"},
        BrokenCase{"RowsOutOfOrder",
                   OneSheet("<row r=\"2\"><c><v>1</v></c></row><row r=\"1\"/>"),
                   "SHEET_BROKEN"},
        BrokenCase{"NotXml", OneSheet("<row"), "SHEET_BROKEN"},
        BrokenCase{
            "Macros",
            Xlsx({.sheets = {""}, .more_parts = {{"xl/vbaProject.bin", "x"}}}),
            "SHEET_HAS_MACROS"},
        BrokenCase{"TextDocument",
                   Zip({{"[Content_Types].xml", "<Types/>"},
                        {"_rels/.rels", "<Relationships/>"},
                        {"word/document.xml", "<w/>"}}),
                   "SHEET_KIND_WRONG"},
        BrokenCase{"OpenDocument",
                   Zip({{"mimetype", "application/vnd.oasis"},
                        {"content.xml", "<x/>"}}),
                   "SHEET_KIND_WRONG"},
        BrokenCase{"BinaryBook",
                   Zip({{"[Content_Types].xml", "<Types/>"},
                        {"xl/workbook.bin", "x"}}),
                   "SHEET_OLD_FORMAT"},
        BrokenCase{"NoSheet", Xlsx({}), "SHEET_EMPTY"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(NamesTest, ColumnsAndSerials) {
  EXPECT_EQ(ColumnName(0), "A");
  EXPECT_EQ(ColumnName(25), "Z");
  EXPECT_EQ(ColumnName(26), "AA");
  EXPECT_EQ(ColumnName(16'383), "XFD");
  EXPECT_EQ(DayOfSerial(0), std::nullopt);
  EXPECT_EQ(DayOfSerial(59), absl::CivilDay(1900, 2, 28));
  EXPECT_EQ(DayOfSerial(60), absl::CivilDay(1900, 2, 28));
  EXPECT_EQ(DayOfSerial(44'469), absl::CivilDay(2021, 9, 30));
  EXPECT_EQ(DayOfSerial(3'000'000), std::nullopt);
}

}  // namespace
}  // namespace rasoat::sheet

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/common/sheet/xlsx_writer.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/common/sheet/read_all.h"

namespace rasoat::sheet {
namespace {

using testing::ElementsAre;

std::string BytesOf(FileSource& file) {
  std::string bytes(static_cast<std::size_t>(file.size()), '\0');
  EXPECT_EQ(file.ReadAt(0, bytes.data(), bytes.size()).value(), bytes.size());
  return bytes;
}

TEST(XlsxWriterTest, IsReadBackAsWritten) {
  auto book = XlsxWriter::Create({.scratch_folder = testing::TempDir()});
  ASSERT_TRUE(book.ok()) << book.status();
  ASSERT_OK((*book)->StartSheet(
      {.name = "Hộ nghèo", .widths = {8, 30}, .frozen_rows = 1}));
  (*book)->Text("Số hộ", Look::kHeader);
  (*book)->Text("=1+1", Look::kHeader);
  ASSERT_OK((*book)->EndRow());
  (*book)->Whole(123'456'789'012);
  (*book)->Text("Nguyễn <Văn> & \"A\"", Look::kBad);
  (*book)->Day(absl::CivilDay(2021, 9, 30), Look::kDoubtful);
  (*book)->Blank(Look::kBad);
  (*book)->Decimal(1.5);
  (*book)->Text("a\xFFz");
  (*book)->Day(absl::CivilDay(1900, 1, 1));
  ASSERT_OK((*book)->EndRow());
  EXPECT_EQ((*book)->rows(), 2);
  auto file = (*book)->Finish();
  ASSERT_TRUE(file.ok()) << file.status();
  auto lines = ReadAll(BytesOf(*file));
  ASSERT_TRUE(lines.ok()) << lines.status();
  EXPECT_THAT(*lines,
              ElementsAre("1: Số hộ|=1+1",
                          "2: 123456789012|Nguyễn <Văn> & \"A\"|2021-09-30||"
                          "1.5|a\xEF\xBF\xBDz|1900-01-01"));
}

TEST(XlsxWriterTest, LongTextIsCutBetweenCharacters) {
  auto book = XlsxWriter::Create({.scratch_folder = testing::TempDir()});
  ASSERT_TRUE(book.ok());
  ASSERT_OK((*book)->StartSheet({.name = "S"}));
  std::string text = "x";
  while (text.size() < 40'000) text += "ộ";
  (*book)->Text(text);
  ASSERT_OK((*book)->EndRow());
  auto file = (*book)->Finish();
  ASSERT_TRUE(file.ok()) << file.status();
  auto lines = ReadAll(BytesOf(*file));
  ASSERT_TRUE(lines.ok()) << lines.status();
  EXPECT_EQ((*lines)[0].size(), 3 + 1 + 32'766u / 3 * 3);
}

TEST(XlsxWriterTest, AFolderThatIsNotThereIsAnError) {
  EXPECT_EQ(
      ReasonOf(
          XlsxWriter::Create({.scratch_folder = "/nowhere/at/all"}).status()),
      "SHEET_NOT_WRITTEN");
}

TEST(XlsxWriterTest, ManyRowsNeedLittleMemory) {
  auto book = XlsxWriter::Create({.scratch_folder = testing::TempDir()});
  ASSERT_TRUE(book.ok());
  ASSERT_OK((*book)->StartSheet({.name = "S"}));
  for (int i = 0; i < 100'000; ++i) {
    (*book)->Whole(i);
    (*book)->Text("Nguyễn Văn A");
    ASSERT_OK((*book)->EndRow());
  }
  auto file = (*book)->Finish();
  ASSERT_TRUE(file.ok()) << file.status();
  auto reader = Open(*file);
  ASSERT_TRUE(reader.ok()) << reader.status();
  Row row;
  std::int64_t count = 0;
  while ((*reader)->Next(row).value()) ++count;
  EXPECT_EQ(count, 100'000);
}

}  // namespace
}  // namespace rasoat::sheet

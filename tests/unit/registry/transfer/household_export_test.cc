#include "services/registry/transfer/household_export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/sheet/reader.h"
#include "tests/support/registry/import_samples.h"
#include "tests/support/registry/samples.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const AreaBook& Book() {
  static const AreaBook& book = *[] {
    auto* made = new AreaBook;
    for (Area& area : SampleAreas()) made->Put(area);
    return made;
  }();
  return book;
}

v1::Household Two(int number, const std::string& address = "Xóm 1") {
  v1::Household household;
  household.set_name("households/x");
  household.set_village("areas/07207001");
  household.set_number(number);
  household.set_address(address);
  household.set_phone("+84912345678");
  for (int i = 1; i <= 2; ++i) {
    v1::Member& member = *household.add_members();
    member.set_member_id(absl::StrCat("0", i));
    member.set_full_name(i == 1 ? "Nguyễn \"Văn\" A" : "Trần, B");
    member.set_birth_date(i == 1 ? "1980-05-06" : "2015-02-03");
    member.set_sex(i == 1 ? api::v1::SEX_MALE : api::v1::SEX_FEMALE);
    member.set_relation(i == 1 ? v1::RELATION_HEAD : v1::RELATION_CHILD);
    member.set_ethnic_group("01");
    member.set_identity_number(i == 1 ? "024080000001" : "");
  }
  return household;
}

ExportHead Head(std::int64_t households) {
  return {.area = {"07207"},
          .time = absl::FromCivil(absl::CivilSecond(2021, 10, 9, 1, 2, 3),
                                  absl::UTCTimeZone()),
          .exporter = "staff/an",
          .mark = "req-1",
          .households = households};
}

absl::StatusOr<std::string> Write(v1::ExportFormat format,
                                  const std::vector<v1::Household>& households,
                                  const ExportOptions& options = {}) {
  auto file = BeginHouseholdExport(
      format, {Book(), ShippedLayout()},
      Head(static_cast<std::int64_t>(households.size())), options);
  if (!file.ok()) return file.status();
  for (const v1::Household& household : households) {
    if (absl::Status added = (*file)->Add(household); !added.ok()) return added;
  }
  auto source = (*file)->Finish();
  if (!source.ok()) return source.status();
  std::string bytes(static_cast<std::size_t>(source->size()), '\0');
  auto got = source->ReadAt(0, bytes.data(), bytes.size());
  if (!got.ok()) return got.status();
  return bytes;
}

/// Every row as a program reads it, by sheet.
std::vector<std::vector<std::string>> Rows(const std::string& bytes,
                                           std::vector<int>* sheets = nullptr) {
  sheet::MemorySource source(bytes);
  auto reader = sheet::Open(source);
  EXPECT_OK(reader);
  std::vector<std::vector<std::string>> rows;
  sheet::Row row;
  for (;;) {
    auto more = (*reader)->Next(row);
    EXPECT_OK(more);
    if (!more.ok() || !*more) return rows;
    std::vector<std::string> cells;
    for (const sheet::Cell& cell : row.cells) cells.emplace_back(cell.text);
    rows.push_back(std::move(cells));
    if (sheets != nullptr) sheets->push_back(row.sheet);
  }
}

TEST(HouseholdExportTest, SaysWhatItIsAndOfWhomInARowAMember) {
  ASSERT_OK_AND_ASSIGN(const std::string bytes,
                       Write(v1::EXPORT_FORMAT_CSV, {Two(7)}));
  EXPECT_EQ(bytes.substr(0, 3), "\xEF\xBB\xBF");
  const auto rows = Rows(bytes);
  ASSERT_EQ(rows.size(), 8u);
  EXPECT_THAT(rows[1][0], HasSubstr("(07207)"));
  EXPECT_THAT(rows[2][0], HasSubstr("09/10/2021 08:02:03; số hộ: 1"));
  EXPECT_THAT(rows[3][0], HasSubstr("staff/an; dấu vết: req-1"));
  EXPECT_EQ(rows[5][0], "Số hộ");
  EXPECT_EQ(rows[5][2], "Họ và tên thành viên");
  EXPECT_EQ(rows[6][0], "7");
  EXPECT_EQ(rows[6][1], "Nguyễn \"Văn\" A");
  EXPECT_EQ(rows[6][3], "Chủ hộ");
  EXPECT_EQ(rows[6][4], "06/05/1980");
  EXPECT_EQ(rows[6][5], "Nam");
  EXPECT_EQ(rows[6][6], "024080000001");
  EXPECT_EQ(rows[6][12], "07207");
  EXPECT_EQ(rows[6][14], "07207001");
  EXPECT_EQ(rows[7][2], "Trần, B");
  EXPECT_EQ(rows[7][3], "Con");
}

TEST(HouseholdExportTest, ImportsAgainWithoutEdits) {
  v1::Household household = Two(7, "=Xóm 1");
  household.mutable_members(1)->set_ethnic_group("04");
  household.mutable_members(1)->set_ethnic_code_system(
      v1::ETHNIC_CODE_SYSTEM_CENSUS);
  v1::ListedValue& listed = *household.add_listing();
  listed.set_column("class");
  listed.set_value("Hộ nghèo");
  for (const v1::ExportFormat format :
       {v1::EXPORT_FORMAT_CSV, v1::EXPORT_FORMAT_XLSX}) {
    ASSERT_OK_AND_ASSIGN(const std::string bytes, Write(format, {household}));
    ASSERT_OK_AND_ASSIGN(const JudgedFile file, JudgeFile(bytes, "07207"));
    const auto read = std::find_if(
        file.households.begin(), file.households.end(),
        [](const ImportedHousehold& one) { return one.household.number == 7; });
    ASSERT_NE(read, file.households.end());
    for (const ImportRow& row : read->rows) {
      for (const ImportFinding& finding : row.findings) {
        ADD_FAILURE() << finding.rule;
      }
    }
    const Household& again = read->household;
    EXPECT_EQ(again.village.value, "07207001");
    EXPECT_EQ(again.address, "=Xóm 1");
    EXPECT_EQ(again.phone, "+84912345678");
    ASSERT_EQ(again.listing.size(), 1u);
    EXPECT_EQ(again.listing[0].value, "Hộ nghèo");
    ASSERT_EQ(again.members.size(), 2u);
    EXPECT_EQ(again.members[0].full_name, "Nguyễn \"Văn\" A");
    EXPECT_EQ(again.members[0].ethnic_code_system,
              EthnicCodeSystem::kList121Tctk);
    EXPECT_EQ(again.members[1].ethnic_group, "04");
    EXPECT_EQ(again.members[1].ethnic_code_system, EthnicCodeSystem::kCensus);
    EXPECT_EQ(again.members[1].relation, Relation::kChild);
    EXPECT_EQ(again.members[1].birth_date, absl::CivilDay(2015, 2, 3));
  }
}

TEST(HouseholdExportTest, LetsNoTextBecomeAFormula) {
  for (const char* bad : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1"}) {
    ASSERT_OK_AND_ASSIGN(const std::string csv,
                         Write(v1::EXPORT_FORMAT_CSV, {Two(1, bad)}));
    EXPECT_EQ(Rows(csv)[6][15], absl::StrCat("'", bad));
    ASSERT_OK_AND_ASSIGN(const std::string xlsx,
                         Write(v1::EXPORT_FORMAT_XLSX, {Two(1, bad)}));
    sheet::MemorySource source(xlsx);
    ASSERT_OK_AND_ASSIGN(auto reader, sheet::Open(source));
    sheet::Row row;
    for (int i = 0; i < 7; ++i) ASSERT_TRUE(*reader->Next(row));
    EXPECT_EQ(row.cells[15].kind, sheet::CellKind::kText);
    EXPECT_EQ(row.cells[15].text, bad);
  }
}

TEST(HouseholdExportTest, GoesOnOnFurtherSheets) {
  ASSERT_OK_AND_ASSIGN(const std::string bytes,
                       Write(v1::EXPORT_FORMAT_XLSX, {Two(1), Two(2), Two(3)},
                             {.most_sheet_rows = 9}));
  std::vector<int> sheets;
  const auto rows = Rows(bytes, &sheets);
  EXPECT_THAT(sheets, ElementsAre(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1));
  EXPECT_EQ(rows[9][0], "Số hộ") << "the headings again";
  std::vector<std::string> numbers;
  for (std::size_t i : {6, 7, 8, 10, 11, 12}) numbers.push_back(rows[i][0]);
  EXPECT_THAT(numbers, ElementsAre("1", "1", "2", "2", "3", "3"));
}

TEST(HouseholdExportTest, WritesALineAHousehold) {
  ASSERT_OK_AND_ASSIGN(const std::string text,
                       Write(v1::EXPORT_FORMAT_NDJSON, {Two(1, "a\n\"b\"\\")}));
  const std::vector<std::string> lines = absl::StrSplit(text, '\n');
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(lines[0],
            R"({"export":{"area":"areas/07207","time":"2021-10-09T01:02:03Z",)"
            R"("exporter":"staff/an","mark":"req-1","households":1}})");
  EXPECT_THAT(lines[1], HasSubstr(R"("address":"a\u000a\"b\"\\")"));
  EXPECT_THAT(lines[1], HasSubstr(R"("fullName":"Trần, B")"));
  EXPECT_EQ(lines[2], R"({"end":{"households":1,"members":2}})");
}

TEST(HouseholdExportTest, IsNeverLessThanItSays) {
  ASSERT_OK_AND_ASSIGN(
      auto file, BeginHouseholdExport(v1::EXPORT_FORMAT_CSV,
                                      {Book(), ShippedLayout()}, Head(2), {}));
  ASSERT_OK(file->Add(Two(1)));
  EXPECT_THAT(file->Finish(),
              StatusIs(absl::StatusCode::kInternal, "EXPORT_INCOMPLETE"));
}

TEST(HouseholdExportTest, WantsAFormatAndAPlaceToWrite) {
  EXPECT_THAT(
      Write(v1::EXPORT_FORMAT_UNSPECIFIED, {}),
      StatusIs(absl::StatusCode::kInvalidArgument, "EXPORT_FORMAT_MISSING"));
  EXPECT_THAT(Write(v1::EXPORT_FORMAT_CSV, {}, {.scratch_folder = "/nowhere"}),
              StatusIs(absl::StatusCode::kInternal, "EXPORT_NOT_WRITTEN"));
}

}  // namespace
}  // namespace rasoat::registry

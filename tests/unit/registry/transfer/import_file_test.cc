// Lists as communes have them, through reader, header and assembler.
#include "services/registry/transfer/import_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/support/registry/import_samples.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string List(const std::string& rows) {
  return absl::StrCat(kSampleHeader, rows);
}

constexpr char kGood[] =
    "7,Nguyễn Văn A,Chủ hộ,05/09/1980,Nam,,Kinh,Thôn Một,Hộ nghèo,12/QĐ\n";

TEST(ImportFileTest, AGoodListHasNoFindings) {
  ASSERT_OK_AND_ASSIGN(
      const JudgedFile file,
      JudgeFile(List(absl::StrCat(
          kGood,
          "7,Trần Thị B,Vợ,06/10/1982,Nữ,024480000123,Tày,Thôn Một,,\n"
          "8,Lê Văn C,Chủ hộ,01/02/1990,Nam,,02,07207001,,\n"))));
  EXPECT_THAT(file.Findings(), ElementsAre("3 identity_number "
                                           "IDENTITY_CENTURY_DIFFERS"));
  ASSERT_EQ(file.households.size(), 2u);
  const Household& first = file.households[0].household;
  EXPECT_EQ(first.village.value, "07207001");
  EXPECT_EQ(first.number, 7);
  ASSERT_EQ(first.members.size(), 2u);
  EXPECT_EQ(first.members[1].id, "02");
  EXPECT_EQ(first.members[1].full_name, "Trần Thị B");
  EXPECT_EQ(first.members[1].relation, Relation::kSpouse);
  EXPECT_EQ(first.members[1].birth_date, absl::CivilDay(1982, 10, 6));
  EXPECT_EQ(first.members[1].ethnic_group, "02");
  EXPECT_THAT(first.listing,
              ElementsAre(ListedValue{"class", "Hộ nghèo"},
                          ListedValue{"decision_number", "12/QĐ"}));
  EXPECT_EQ(file.households[1].household.number, 8);
}

TEST(ImportFileTest, MembersBelowTheHeadNeedNoNumberAndNoVillage) {
  ASSERT_OK_AND_ASSIGN(const JudgedFile file,
                       JudgeFile(List(absl::StrCat(
                           kGood,
                           ",Trần Thị B,Vợ,06/10/1982,Nữ,,,,,\n"
                           ",Nguyễn Văn D,Con,2010,Nam,,,,,\n"
                           "9,Lê Văn C,Chủ hộ,01/02/1990,Nam,,Kinh,,,\n"))));
  EXPECT_THAT(file.Findings(),
              ElementsAre("3 ethnic_group ETHNIC_GROUP_FROM_HEAD",
                          "4 birth_date DATE_YEAR_ONLY",
                          "4 ethnic_group ETHNIC_GROUP_FROM_HEAD"));
  ASSERT_EQ(file.households.size(), 2u);
  EXPECT_EQ(file.households[0].household.members.size(), 3u);
  EXPECT_EQ(file.households[1].household.village.value, "07207001");
}

TEST(ImportFileTest, TitlesTwoHeaderRowsNumbersBelowAndAFoot) {
  ASSERT_OK_AND_ASSIGN(
      const JudgedFile file,
      JudgeFile("UBND XÃ MẪU,,,,,,,\n"
                "DANH SÁCH HỘ NGHÈO,,,,,,,\n"
                "\n"
                "TT,Số hộ,Họ tên,Quan hệ,\"Ngày, tháng, năm sinh\",,Dân tộc,"
                "Thôn\n"
                ",,,,Nam,Nữ,,\n"
                "1,2,3,4,5,6,7,8\n"
                "1,1,Nguyễn Văn A,chủ hộ,1980,,Kinh,Một\n"
                "2,,Trần Thị B,vợ,,06/10/1982,Kinh,\n"
                "Tổng cộng: 2 khẩu,,,,,,,\n"
                ",,,,,NGƯỜI LẬP BIỂU,,\n"));
  ASSERT_EQ(file.households.size(), 4u);
  EXPECT_THAT(file.households[0].household.members, IsEmpty());
  const Household& household = file.households[1].household;
  EXPECT_EQ(household.members[0].sex, Sex::kMale);
  EXPECT_EQ(household.members[0].birth_date, absl::CivilDay(1980, 1, 1));
  EXPECT_EQ(household.members[1].sex, Sex::kFemale);
  EXPECT_EQ(household.members[1].birth_date, absl::CivilDay(1982, 10, 6));
  EXPECT_EQ(household.village.value, "07207001");
  EXPECT_THAT(file.Findings(),
              ElementsAre("6 - ROW_LEFT_OUT", "7 male DATE_YEAR_ONLY",
                          "9 - ROW_LEFT_OUT", "10 - ROW_LEFT_OUT"));
  EXPECT_EQ(file.columns[4].header, "Ngày, tháng, năm sinh / Nam");
  EXPECT_EQ(file.columns[0].column, "");
  EXPECT_EQ(file.columns[1].header_row, 4);
}

TEST(ImportFileTest, NamesInPiecesAndColumnsInAnyOrder) {
  ASSERT_OK_AND_ASSIGN(
      const JudgedFile file,
      JudgeFile("tho\u0302n;ho\u0323 va\u0300 te\u0302n;SO HO;dan toc;"
                "gioi tinh;nam sinh;QUAN HE VOI CHU HO;Cột lạ\n"
                "Tho\u0302n Mo\u0323\u0302t;Nguye\u0302\u0303n Va\u0306n A;3;"
                "Kinh;1;1970;Chu\u0309 ho\u0323\u0302;x\n"));
  ASSERT_EQ(file.households.size(), 1u);
  EXPECT_EQ(file.households[0].household.members[0].full_name, "Nguyễn Văn A");
  EXPECT_FALSE(file.households[0].Refused());
}

TEST(ImportFileTest, TheHeadsColumnServesAsName) {
  ASSERT_OK_AND_ASSIGN(
      const JudgedFile file,
      JudgeFile("Số hộ,Chủ hộ,Họ và tên,Quan hệ,Năm sinh,Giới tính,Dân tộc,"
                "Thôn\n"
                "1,Nguyễn Văn A,,,1980,Nam,Kinh,Một\n"
                "1,Nguyễn Văn A,Trần Thị B,Vợ,1981,Nữ,Kinh,Một\n"));
  ASSERT_EQ(file.households.size(), 1u);
  EXPECT_EQ(file.households[0].household.members[0].relation, Relation::kHead);
  EXPECT_FALSE(file.households[0].Refused());
}

struct FaultCase {
  const char* name;
  const char* from;  ///< In kGood.
  const char* to;
  const char* want;
};

class FaultyCellTest : public testing::TestWithParam<FaultCase> {};

TEST_P(FaultyCellTest, IsFoundInItsPlace) {
  ASSERT_OK_AND_ASSIGN(const JudgedFile file,
                       JudgeFile(List(absl::StrReplaceAll(
                           kGood, {{GetParam().from, GetParam().to}}))));
  EXPECT_THAT(file.Findings(), testing::Contains(GetParam().want));
}

INSTANTIATE_TEST_SUITE_P(
    Cells, FaultyCellTest,
    testing::Values(
        FaultCase{"NoNumber", "7,", ",",
                  "2 household_number "
                  "HOUSEHOLD_NUMBER_MISSING"},
        FaultCase{"NumberUnreadable", "7,", "bảy,",
                  "2 household_number HOUSEHOLD_NUMBER_UNREADABLE"},
        FaultCase{"NumberTooLarge", "7,", "100000,",
                  "2 household_number HOUSEHOLD_NUMBER_OUT_OF_RANGE"},
        FaultCase{"NoName", "Nguyễn Văn A", "", "2 member NAME_MALFORMED"},
        FaultCase{"DateUnreadable", "05/09/1980", "hôm qua",
                  "2 birth_date DATE_UNREADABLE"},
        FaultCase{"DateInFuture", "05/09/1980", "05/09/2030",
                  "2 birth_date BIRTH_DATE_IN_FUTURE"},
        FaultCase{"DateTooEarly", "05/09/1980", "05/09/1880",
                  "2 birth_date BIRTH_DATE_TOO_EARLY"},
        FaultCase{"NoDate", "05/09/1980", "",
                  "2 birth_date "
                  "BIRTH_DATE_MALFORMED"},
        FaultCase{"SexUnreadable", "Nam", "??", "2 sex SEX_UNREADABLE"},
        FaultCase{"NoSex", "Nam", "", "2 sex SEX_MISSING"},
        FaultCase{"SexByNumber", "Nam,", ",001080000001",
                  "2 sex SEX_FROM_IDENTITY"},
        FaultCase{"EthnicGroupUnknown", "Kinh", "Hỏa tinh",
                  "2 ethnic_group ETHNIC_GROUP_UNKNOWN"},
        FaultCase{"NoEthnicGroup", "Kinh", "",
                  "2 ethnic_group "
                  "ETHNIC_GROUP_UNKNOWN"},
        FaultCase{"IdentityRounded", "Nam,", "Nam,2.4E+10",
                  "2 identity_number IDENTITY_ROUNDED"},
        FaultCase{"IdentityOfNoProvince", "Nam,", "Nam,099080000001",
                  "2 identity_number IDENTITY_PROVINCE_UNKNOWN"},
        FaultCase{"IdentityOfAnotherYear", "Nam,", "Nam,024079000001",
                  "2 identity_number IDENTITY_YEAR_DIFFERS"},
        FaultCase{"ZeroRestored", "Nam,", "Nam,24080000001",
                  "2 identity_number IDENTITY_ZEROS_RESTORED"},
        FaultCase{"VillageUnknown", "Thôn Một", "Thôn Lạ",
                  "2 village VILLAGE_UNKNOWN"},
        FaultCase{"NoVillage", "Thôn Một", "", "2 village VILLAGE_MISSING"},
        FaultCase{"RelationUnknown", "Chủ hộ", "Hàng xóm",
                  "2 relation RELATION_NOT_KNOWN"},
        FaultCase{"NoHead", "Chủ hộ", "Con", "2 relation HEAD_NOT_ONE"},
        FaultCase{"NoRelation", "Chủ hộ", "",
                  "2 relation "
                  "RELATION_FROM_PLACE"},
        FaultCase{"NotUtf8", "Văn", "V\xFFn", "2 - ROW_ENCODING"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(ImportFileTest, TheAreaMustHoldTheVillage) {
  ASSERT_OK_AND_ASSIGN(
      const JudgedFile file,
      JudgeFile(List("1,A,Chủ hộ,1980,Nam,,Kinh,07207002,,\n"), "07207001"));
  EXPECT_THAT(file.Findings(), testing::Contains("2 village VILLAGE_UNKNOWN"));
}

TEST(ImportFileTest, WhatRowsSayDifferentlyOfTheirHousehold) {
  ASSERT_OK_AND_ASSIGN(
      const JudgedFile file,
      JudgeFile(List(absl::StrCat(
          kGood,
          ",Trần Thị B,Vợ,06/10/1982,Nữ,,Kinh,Thôn Hai (tập huấn),Hộ "
          "cận nghèo,\n"))));
  EXPECT_THAT(file.Findings(), ElementsAre("3 village VILLAGE_DIFFERS",
                                           "3 class LISTING_DIFFERS"));
  EXPECT_TRUE(file.households[0].Refused());
}

TEST(ImportFileTest, TenThousandMalformedRowsAreTenThousandErrors) {
  std::string rows;
  for (int i = 1; i <= 10'000; ++i) {
    absl::StrAppend(&rows, i,
                    ",\x01\xFF,???,99/99/9999,x,12,\"?\",Nowhere,,\n");
  }
  ASSERT_OK_AND_ASSIGN(const JudgedFile file, JudgeFile(List(rows)));
  const auto errors = std::count_if(
      file.households.begin(), file.households.end(),
      [](const ImportedHousehold& household) { return household.Refused(); });
  EXPECT_EQ(errors, 10'000);
}

struct RefusedListCase {
  const char* name;
  const char* bytes;
  const char* reason;
};

class RefusedListTest : public testing::TestWithParam<RefusedListCase> {};

TEST_P(RefusedListTest, SaysWhatIsMissing) {
  EXPECT_EQ(ReasonOf(JudgeFile(GetParam().bytes).status()), GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(
    Files, RefusedListTest,
    testing::Values(
        RefusedListCase{"Empty", "", "SHEET_EMPTY"},
        RefusedListCase{"NoHeader", "1,2,3\n4,5,6\n", "IMPORT_HEADER_MISSING"},
        RefusedListCase{"ColumnsMissing", "Số hộ,Họ tên,Ngày sinh\n1,A,1980\n",
                        "IMPORT_COLUMNS_MISSING"},
        RefusedListCase{"NotATable", "%PDF-1.4", "SHEET_KIND_WRONG"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(ImportFileTest, AHeaderAloneIsAnEmptyList) {
  ASSERT_OK_AND_ASSIGN(const JudgedFile file, JudgeFile(kSampleHeader));
  EXPECT_THAT(file.households, IsEmpty());
  EXPECT_EQ(file.columns.size(), 10u);
}

}  // namespace
}  // namespace rasoat::registry

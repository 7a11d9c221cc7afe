#include "services/registry/domain/import_values.h"

#include <gtest/gtest.h>

#include <string>

#include "services/registry/domain/vietnamese.h"
#include "tests/support/registry/import_samples.h"

namespace rasoat::registry {
namespace {

struct DateCase {
  const char* name;
  const char* typed;
  absl::CivilDay want;
  const char* rule;
};

class ReadDateTest : public testing::TestWithParam<DateCase> {};

TEST_P(ReadDateTest, ReadsTheDay) {
  const auto got = ReadDate({.text = GetParam().typed}, kImportDay);
  EXPECT_EQ(got.value.value_or(kNoDay), GetParam().want);
  EXPECT_EQ(got.rule, GetParam().rule);
}

constexpr absl::CivilDay kDay(1980, 9, 5);

INSTANTIATE_TEST_SUITE_P(
    Typed, ReadDateTest,
    testing::Values(
        DateCase{"Blank", "  ", kNoDay, ""},
        DateCase{"Slashes", "05/09/1980", kDay, ""},
        DateCase{"OneDigit", "5/9/1980", kDay, ""},
        DateCase{"Dashes", "5-9-1980", kDay, ""},
        DateCase{"Dots", " 05.09.1980 ", kDay, ""},
        DateCase{"Spaces", "05 / 09 / 1980", kDay, ""},
        DateCase{"Iso", "1980-09-05", kDay, ""},
        DateCase{"IsoWithTime", "1980-09-05T07:30:00", kDay, ""},
        DateCase{"Words", "ngày 5 tháng 9 năm 1980", kDay, ""},
        DateCase{"RunTogether", "05091980", kDay, ""},
        DateCase{"RunTogetherZeroLost", "5091980", kDay, ""},
        DateCase{"TwoDigitYear", "5-9-80", kDay, "DATE_TWO_DIGIT_YEAR"},
        DateCase{"TwoDigitYearOfThisCentury", "5/9/21",
                 absl::CivilDay(2021, 9, 5), "DATE_TWO_DIGIT_YEAR"},
        DateCase{"TwoDigitYearAfterToday", "5/9/22", absl::CivilDay(1922, 9, 5),
                 "DATE_TWO_DIGIT_YEAR"},
        DateCase{"Year", "1980", absl::CivilDay(1980, 1, 1), "DATE_YEAR_ONLY"},
        DateCase{"YearWithZeros", "00/00/1980", absl::CivilDay(1980, 1, 1),
                 "DATE_YEAR_ONLY"},
        DateCase{"Month", "9/1980", absl::CivilDay(1980, 9, 1),
                 "DATE_MONTH_ONLY"},
        DateCase{"Serial", "29469", absl::CivilDay(1980, 9, 5),
                 "DATE_FROM_SERIAL"},
        DateCase{"MonthFirst", "09/25/1980", absl::CivilDay(1980, 9, 25),
                 "DATE_MONTH_FIRST"},
        DateCase{"NoSuchDay", "31/02/1980", kNoDay, "DATE_UNREADABLE"},
        DateCase{"LeapDay", "29/02/2000", absl::CivilDay(2000, 2, 29), ""},
        DateCase{"NoLeapDay", "29/02/1900", kNoDay, "DATE_UNREADABLE"},
        DateCase{"ThreeDigitYear", "5/9/198", kNoDay, "DATE_UNREADABLE"},
        DateCase{"TwoDigits", "80", kNoDay, "DATE_UNREADABLE"},
        DateCase{"Words2", "không rõ", kNoDay, "DATE_UNREADABLE"},
        DateCase{"VeryLong", "123456789012345", kNoDay, "DATE_UNREADABLE"}),
    [](const auto& info) { return std::string(info.param.name); });

struct IdentityCase {
  const char* name;
  const char* typed;
  Identity want;
  const char* rule;
};

class ReadIdentityTest : public testing::TestWithParam<IdentityCase> {};

TEST_P(ReadIdentityTest, ReadsTheNumber) {
  const auto got = ReadIdentity({.text = GetParam().typed}, ShippedLayout());
  EXPECT_EQ(got.value.value_or(Identity()), GetParam().want);
  EXPECT_EQ(got.rule, GetParam().rule);
}

const Identity kCitizen{IdentityKind::kCitizenId, "024480000001"};

INSTANTIATE_TEST_SUITE_P(
    Typed, ReadIdentityTest,
    testing::Values(
        IdentityCase{"Blank", "", {}, ""}, IdentityCase{"Dash", " - ", {}, ""},
        IdentityCase{"NoneYet", "Chưa có", {}, ""},
        IdentityCase{"Plain", "024480000001", kCitizen, ""},
        IdentityCase{"Spaces", "024 480 000 001", kCitizen, "IDENTITY_TIDIED"},
        IdentityCase{"Apostrophe", "'024480000001", kCitizen,
                     "IDENTITY_TIDIED"},
        IdentityCase{"ZeroLost", "24480000001", kCitizen,
                     "IDENTITY_ZEROS_RESTORED"},
        IdentityCase{"TwoZerosLost",
                     "1480000001",
                     {IdentityKind::kCitizenId, "001480000001"},
                     "IDENTITY_ZEROS_RESTORED"},
        IdentityCase{
            "Old", "121234567", {IdentityKind::kOldId, "121234567"}, ""},
        IdentityCase{"OldZeroLost",
                     "21234567",
                     {IdentityKind::kOldId, "021234567"},
                     "IDENTITY_ZEROS_RESTORED"},
        IdentityCase{"Rounded", "2.4448E+10", {}, "IDENTITY_ROUNDED"},
        IdentityCase{"Letters", "02448000000A", {}, "IDENTITY_UNREADABLE"},
        IdentityCase{"TooLong", "0244800000012", {}, "IDENTITY_UNREADABLE"},
        IdentityCase{"TooShort", "12345", {}, "IDENTITY_UNREADABLE"}),
    [](const auto& info) { return std::string(info.param.name); });

template <class T>
T ValueOf(const Reading<T>& reading, T none) {
  return reading.value.value_or(none);
}

TEST(ReadSexTest, ReadsTheWords) {
  for (const char* typed : {"Nam", "NAM", " nam ", "1", "M", "male"}) {
    EXPECT_EQ(
        ValueOf(ReadSex({.text = typed}, ShippedLayout()), Sex::kUnspecified),
        Sex::kMale)
        << typed;
  }
  for (const char* typed : {"Nữ", "nu", "NỮ", "2", "F", "Nu\xCC\x9B\xCC\x83"}) {
    EXPECT_EQ(
        ValueOf(ReadSex({.text = typed}, ShippedLayout()), Sex::kUnspecified),
        Sex::kFemale)
        << typed;
  }
  EXPECT_EQ(ReadSex({.text = "3"}, ShippedLayout()).rule, "SEX_UNREADABLE");
  EXPECT_EQ(ReadSex({.text = " "}, ShippedLayout()).rule, "");
}

struct RelationCase {
  const char* typed;
  Relation want;
  const char* rule;
};

TEST(ReadRelationTest, ReadsTheWords) {
  for (const RelationCase& one :
       {RelationCase{"Chủ hộ", Relation::kHead, ""},
        RelationCase{"CHU HO", Relation::kHead, ""},
        RelationCase{"vợ", Relation::kSpouse, ""},
        RelationCase{"Con đẻ", Relation::kChild, ""},
        RelationCase{"Mẹ", Relation::kParent, ""},
        RelationCase{"Ba", Relation::kParent, ""},
        RelationCase{"Bà", Relation::kOther, ""},
        RelationCase{"Cháu nội", Relation::kGrandchild, ""},
        RelationCase{"con dâu", Relation::kOther, ""},
        RelationCase{"Hàng xóm", Relation::kOther, "RELATION_NOT_KNOWN"},
        RelationCase{"", Relation::kUnspecified, ""}}) {
    const auto got = ReadRelation({.text = one.typed}, ShippedLayout());
    EXPECT_EQ(got.value.value_or(Relation::kUnspecified), one.want)
        << one.typed;
    EXPECT_EQ(got.rule, one.rule) << one.typed;
  }
}

TEST(ReadEthnicGroupTest, ReadsNamesOfBothListsAndCodes) {
  for (const auto& [typed, want] :
       std::vector<std::pair<std::string, std::string>>{{"Kinh", "01"},
                                                        {"TÀY", "02"},
                                                        {"tay", "02"},
                                                        {"1", "01"},
                                                        {"07", "07"},
                                                        {"H'Mông", "08"},
                                                        {"Khmer", "05"},
                                                        {"Cao Lan", "15"},
                                                        {"Mars", "Mars"}}) {
    EXPECT_EQ(ReadEthnicGroup({.text = typed}, ShippedLayout()).value, want)
        << typed;
  }
}

TEST(ReadHouseholdNumberTest, ReadsWhatIsANumber) {
  EXPECT_EQ(ReadHouseholdNumber({.text = " 012 "}).value, 12);
  EXPECT_EQ(ReadHouseholdNumber({.text = "12.0"}).value, 12);
  EXPECT_EQ(ReadHouseholdNumber({.text = "Hộ số 12"}).value, 12);
  EXPECT_EQ(ReadHouseholdNumber({.text = "12a"}).rule,
            "HOUSEHOLD_NUMBER_UNREADABLE");
  EXPECT_EQ(ReadHouseholdNumber({.text = "1.5"}).rule,
            "HOUSEHOLD_NUMBER_UNREADABLE");
  EXPECT_EQ(ReadHouseholdNumber({.text = ""}).rule, "");
}

TEST(ReadOthersTest, CodesAndTelephones) {
  EXPECT_EQ(ReadCode({.text = "7207"}, 5).value, "07207");
  EXPECT_EQ(ReadCode({.text = "7207"}, 5).rule, "CODE_ZEROS_RESTORED");
  EXPECT_EQ(ReadCode({.text = "07207"}, 5).rule, "");
  EXPECT_EQ(ReadPhone({.text = "0912.345.678"}).value, "0912345678");
  EXPECT_EQ(ReadPhone({.text = "+84 912 345 678"}).value, "+84912345678");
  EXPECT_EQ(ReadPhone({.text = "912345678", .is_number = true}).value,
            "0912345678");
  EXPECT_EQ(ReadPhone({.text = "912345678"}).value, "912345678");
}

TEST(VietnameseTest, ComposesWhatWasTypedInPieces) {
  EXPECT_EQ(Composed("Nguye\xCC\x82\xCC\x83n"), "Nguyễn");
  EXPECT_EQ(Composed("Nguye\xCC\x83\xCC\x82n"), "Nguyễn");
  EXPECT_EQ(Composed("h\u1ECD\u0302"), "hộ");
  EXPECT_EQ(Composed("O\u031B\u0309"), "Ở");
  EXPECT_EQ(Composed("n\u0303"), "n\u0303");
  EXPECT_EQ(Composed("\u0301"), "\u0301");
  EXPECT_EQ(Composed("a\u0301\u0301"), "á\u0301");
}

TEST(VietnameseTest, FoldsForComparison) {
  EXPECT_EQ(Folded("  Hộ-nghèo, (ĐÃ thoát) "), "ho ngheo da thoat");
  EXPECT_EQ(Folded("Nguye\xCC\x82\xCC\x83n"), "nguyen");
  EXPECT_EQ(Folded("…"), "…");
  EXPECT_EQ(Tidied("\u00A0 Nguyễn \t Văn\nA "), "Nguyễn Văn A");
  EXPECT_EQ(Lowered(" ĐẶNG Thị BÀ"), "đặng thị bà");
}

}  // namespace
}  // namespace rasoat::registry

#include "services/registry/load/duplicate_marks.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/str_replace.h"
#include "tests/support/source_dir.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

const std::string kPath =
    SourceDir() + "/services/registry/duplicates/marks.txtpb";

std::string Shipped() {
  std::ifstream in(kPath);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

TEST(DuplicateMarksTest, ReadsWhatIsShipped) {
  ASSERT_OK_AND_ASSIGN(const MarkedReasons read, ReadDuplicateMarks(kPath));
  const DuplicateMarks& marks = read.marks;
  EXPECT_GE(marks.Of(DuplicateReason::kSameCitizenId), marks.raise_from);
  EXPECT_LT(marks.Of(DuplicateReason::kOtherCitizenId), 0);
  EXPECT_EQ(read.words[static_cast<int>(DuplicateReason::kSameVillage)].vi,
            "Cùng thôn");
}

/// What the comment at the head of the file promises.
TEST(DuplicateMarksTest, ShippedPointsMeanWhatTheySay) {
  ASSERT_OK_AND_ASSIGN(const MarkedReasons read, ReadDuplicateMarks(kPath));
  const DuplicateMarks& marks = read.marks;
  const auto sum = [&](std::initializer_list<DuplicateReason> reasons) {
    int points = 0;
    for (const DuplicateReason reason : reasons) points += marks.Of(reason);
    return points;
  };
  using enum DuplicateReason;
  EXPECT_EQ(sum({kSameName, kSameBirthDate, kSameVillage}), 80);
  EXPECT_EQ(sum({kSameName, kSameBirthYear, kSameVillage}), 65);
  EXPECT_EQ(sum({kSimilarName, kSameBirthDate, kSameVillage}), 65);
  EXPECT_LT(sum({kSameName, kSameBirthYear, kSameCommune}), marks.raise_from);
  EXPECT_GE(sum({kSameName, kSameBirthYear, kSameCommune, kSharedKin}),
            marks.raise_from);
  EXPECT_LT(sum({kSimilarName, kSameBirthYear, kSameVillage}),
            marks.raise_from);
  EXPECT_EQ(sum({kSameName, kSameBirthDate, kSameVillage, kOtherCitizenId}),
            20);
  EXPECT_EQ(sum({kSameName, kSameBirthDate, kSameVillage, kOtherCitizenId,
                 kSharedKin, kSharedKin}),
            marks.raise_from);
}

struct FaultCase {
  const char* what;
  const char* from;
  const char* to;
};

class FaultyMarksTest : public testing::TestWithParam<FaultCase> {};

TEST_P(FaultyMarksTest, IsRefused) {
  const std::string text =
      absl::StrReplaceAll(Shipped(), {{GetParam().from, GetParam().to}});
  ASSERT_NE(text, Shipped());
  EXPECT_THAT(ParseDuplicateMarks(text),
              StatusIs(absl::StatusCode::kFailedPrecondition, "MARKS_FAULTY"));
}

INSTANTIATE_TEST_SUITE_P(
    Edges, FaultyMarksTest,
    testing::Values(
        FaultCase{"NotText", "entries {", "entries ["},
        FaultCase{"Unknown", "REASON_SAME_VILLAGE", "REASON_SAME_HOUSE"},
        FaultCase{"Twice", "REASON_SAME_VILLAGE", "REASON_SAME_COMMUNE"},
        FaultCase{"NoReason", "  reason: DUPLICATE_REASON_SAME_VILLAGE\n", ""},
        FaultCase{"TooMany", "points: 100", "points: 101"},
        FaultCase{"TooFew", "points: -60", "points: -101"},
        FaultCase{"NoVietnamese", "vi: \"Cùng thôn\"", "vi: \"\""},
        FaultCase{"NoEnglish", "en: \"The same village\"", "en: \"\""},
        FaultCase{"RaiseZero", "raise_from: 60", "raise_from: 0"},
        FaultCase{"RaiseTooHigh", "raise_from: 60", "raise_from: 101"},
        FaultCase{"KinNegative", "most_kin: 2", "most_kin: -1"},
        FaultCase{"KinTooMany", "most_kin: 2", "most_kin: 50"}),
    [](const auto& info) { return std::string(info.param.what); });

TEST(DuplicateMarksTest, NoFile) {
  EXPECT_THAT(ReadDuplicateMarks("/nowhere/marks.txtpb"),
              StatusIs(absl::StatusCode::kFailedPrecondition, "MARKS_FAULTY"));
}

}  // namespace
}  // namespace rasoat::registry

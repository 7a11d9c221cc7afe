#include "services/scoring/load/catalogue.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "services/scoring/wire/standard_proto.h"
#include "tests/support/status_matchers.h"

namespace rasoat::scoring {
namespace {

using testing::HasSubstr;

constexpr char kSmall[] = R"txt(
title { vi: "nhỏ" en: "small" }
area: "*" valid_from: "2021-01-01"
declared_only: true
points_per_deprivation: 10
points_per_deprivation_origin { source: "t" mark: MARK_VERIFIED }
class_rules {
  settlement: SETTLEMENT_RURAL up_to: 10 deprived_from: 10
  origin { source: "t" mark: MARK_VERIFIED }
}
class_rules {
  settlement: SETTLEMENT_URBAN up_to: 20 deprived_from: 10
  origin { source: "t" mark: MARK_VERIFIED }
}
deprivations {
  code: "water" number: 1
  label { vi: "nước" en: "water" } service { vi: "nước" en: "water" }
  origin { source: "t" mark: MARK_VERIFIED }
}
)txt";

v1::Standard Parse(const std::string& text) {
  v1::Standard standard;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &standard));
  return standard;
}

class FolderTest : public testing::Test {
 protected:
  FolderTest()
      : folder_(std::filesystem::path(testing::TempDir()) /
                testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~FolderTest() override { std::filesystem::remove_all(folder_); }
  void Write(const char* file, const std::string& text) {
    std::ofstream(folder_ / file) << text;
  }

  const std::filesystem::path folder_;
};

TEST_F(FolderTest, NamesAStandardByItsFile) {
  Write("b-2.txtpb", kSmall);
  Write("a-1.txtpb", kSmall);
  Write("README.md", "not a standard");
  ASSERT_OK_AND_ASSIGN(const Catalogue catalogue,
                       Catalogue::Load(folder_.string()));
  ASSERT_EQ(catalogue.all().size(), 2u);
  EXPECT_EQ(catalogue.all()[0]->proto.name(), "standards/a-1");
  EXPECT_NE(catalogue.Find("standards/b-2"), nullptr);
  EXPECT_EQ(catalogue.Find("standards/b"), nullptr);
  EXPECT_THAT(catalogue.Need("standards/b", "name"),
              StatusIs(absl::StatusCode::kNotFound, "STANDARD_NOT_FOUND"));
}

TEST_F(FolderTest, TellsEveryFaultWithItsPlace) {
  Write("one.txtpb", absl::StrCat(kSmall, "training: perhaps\n"));
  EXPECT_THAT(Catalogue::Load(folder_.string()).status().message(),
              HasSubstr("one.txtpb:21:"));
  std::string faulty = kSmall;
  faulty.replace(faulty.find("up_to: 20"), 9, "up_to: 0");
  Write("one.txtpb", absl::StrCat(faulty, "training: false valid_to: \"x\""));
  absl::StatusOr<Catalogue> catalogue = Catalogue::Load(folder_.string());
  EXPECT_THAT(catalogue, StatusIs(absl::StatusCode::kInvalidArgument,
                                  "STANDARD_MALFORMED"));
  EXPECT_THAT(catalogue.status().message(),
              AllOf(HasSubstr("standards/one: valid_to: 'x' is not"),
                    HasSubstr("standards/one: class_rules[urban]: up_to")));
}

TEST_F(FolderTest, RefusesAFolderWithoutStandards) {
  EXPECT_THAT(Catalogue::Load(folder_.string()),
              StatusIs(absl::StatusCode::kNotFound, "STANDARDS_MISSING"));
  EXPECT_THAT(Catalogue::Load((folder_ / "absent").string()),
              StatusIs(absl::StatusCode::kNotFound, "STANDARDS_MISSING"));
}

/// kSmall with a rule that reads a question.
std::string Reading(const std::string& more) {
  std::string text = kSmall;
  text.insert(text.rfind("origin"),
              "rule { question: \"water\" answers: \"other\" } ");
  return absl::StrCat(text, more);
}

TEST_F(FolderTest, ChecksStandardsByWhatTheirFormsAsk) {
  std::filesystem::create_directories(folder_ / "questions");
  constexpr char kOrigin[] = "origin { source: \"t\" mark: MARK_VERIFIED }";
  const auto asks = [&](const char* options) {
    Write("questions/f.txtpb",
          absl::StrCat(kOrigin, "household { code: \"water\" ",
                       "kind: ASKED_KIND_CHOICE options: [", options, "] }"));
    return Catalogue::Load(folder_.string()).status();
  };
  Write("one.txtpb", Reading("forms: \"f\""));
  EXPECT_OK(asks("\"piped\", \"other\""));
  EXPECT_THAT(asks("\"piped\"").message(),
              HasSubstr("standards/one: deprivations[water].rule: 'other' is "
                        "no option of question 'water'; it has piped"));
}

TEST_F(FolderTest, SaysOnceThatAStandardIsNotChecked) {
  Write("one.txtpb", Reading(""));
  Write("two.txtpb", kSmall);  // reads no question
  testing::internal::CaptureStderr();
  ASSERT_OK_AND_ASSIGN(Catalogue catalogue, Catalogue::Load(folder_.string()));
  v1::Standard third = Parse(Reading(""));
  third.set_name("standards/three");
  EXPECT_THAT(catalogue.Judge(third).faults, testing::IsEmpty());
  EXPECT_OK(catalogue.Add(third));
  EXPECT_OK(catalogue.Add(third));
  const std::string said = testing::internal::GetCapturedStderr();
  const auto times = [&](const std::string& part) {
    int count = 0;
    for (std::size_t at = said.find(part); at != std::string::npos;
         at = said.find(part, at + 1)) {
      ++count;
    }
    return count;
  };
  EXPECT_EQ(times("standard_questions_unchecked"), 2) << said;
  EXPECT_EQ(times("standards/one"), 1);
  EXPECT_EQ(times("standards/three"), 1);
}

TEST(ContentHash, IsOfTheContentAlone) {
  v1::Standard standard = Parse(kSmall);
  const std::string hash = ContentHash(standard);
  EXPECT_EQ(hash.size(), 64u);
  standard.set_name("standards/renamed");
  standard.set_content_hash("of before");
  standard.add_forms("f");
  standard.add_average_bands();
  EXPECT_EQ(ContentHash(standard), hash);
  standard.mutable_class_rules(0)->set_up_to(11);
  EXPECT_NE(ContentHash(standard), hash);
}

TEST(CheckStandard, RefusesARuleOfTwoShapes) {
  v1::Standard standard = Parse(kSmall);
  v1::DeprivationRule& rule = *standard.mutable_deprivations(0)->mutable_rule();
  rule.set_question("water");
  rule.add_answers("other");
  EXPECT_TRUE(CheckStandard(standard).faults.empty());
  rule.set_share_above_percent(50);
  EXPECT_THAT(CheckStandard(standard).faults[0].what, HasSubstr("mixes"));
}

TEST(CheckStandard, WantsPointsSaidEvenIfTheyAreNone) {
  v1::Standard standard = Parse(kSmall);
  standard.set_declared_only(false);
  v1::Indicator& wall = *standard.add_indicators();
  wall.set_code("wall");
  wall.add_options()->set_option("brick");
  EXPECT_THAT(
      CheckStandard(standard).faults[0],
      (Fault{"indicators[wall]", "says no points for 'brick'; `points {}` is 0",
             "chưa cho điểm “brick”; ghi `points {}` nếu là 0"}));
}

}  // namespace
}  // namespace rasoat::scoring

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_replace.h"
#include "services/registry/load/content_hash.h"
#include "services/registry/load/form_shelf.h"
#include "services/registry/load/person_rule_files.h"
#include "tests/support/registry/samples.h"
#include "tests/support/source_dir.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

const std::string kRegistry = SourceDir() + "/services/registry";

/// A folder that is gone after the test.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "forms-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path_); }
  void Write(const std::string& file, const std::string& text) const {
    std::ofstream(path_ + "/" + file) << text;
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

TEST(Sha256, IsThePublishedFunction) {
  EXPECT_EQ(absl::BytesToHexString(Sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(FormShelf, ReadsTheFormsThatAreShipped) {
  ASSERT_OK_AND_ASSIGN(FormShelf shelf, FormShelf::Read(kRegistry + "/forms"));
  const auto* training = shelf.Find({"survey-2021-training"});
  ASSERT_NE(training, nullptr);
  EXPECT_EQ(training->shown.name(), "forms/survey-2021-training");
  EXPECT_EQ(training->shown.content_hash().size(), 64u);
  EXPECT_EQ(training->form.kind, FormKind::kSurvey);
  const auto* paper = shelf.Find({"survey-2021-paper"});
  ASSERT_NE(paper, nullptr);
  EXPECT_TRUE(paper->form.OnlyDeclared());
}

TEST(FormShelf, HashesTheBytesOfTheFile) {
  Folder folder;
  folder.Write("a.txtpb", SampleFormText());
  folder.Write("b.txtpb", SampleFormText() + "# a comment\n");
  folder.Write("README.md", "not a form");
  ASSERT_OK_AND_ASSIGN(FormShelf shelf, FormShelf::Read(folder.path()));
  ASSERT_EQ(shelf.entries().size(), 2u);
  EXPECT_EQ(shelf.Find({"a"})->form.content_hash, Sha256(SampleFormText()));
  EXPECT_NE(shelf.Find({"a"})->form.content_hash,
            shelf.Find({"b"})->form.content_hash);
}

TEST(FormShelf, RefusesAnEmptyOrMissingFolder) {
  Folder folder;
  EXPECT_THAT(FormShelf::Read(folder.path()),
              StatusIs(absl::StatusCode::kFailedPrecondition, "FORMS_MISSING"));
  EXPECT_THAT(FormShelf::Read(folder.path() + "/no"),
              StatusIs(absl::StatusCode::kFailedPrecondition, "FORMS_MISSING"));
}

TEST(FormShelf, NamesTheFaultyFileAndItsFault) {
  const auto refused = [](const std::string& text) {
    Folder folder;
    folder.Write("bad-one.txtpb", text);
    const auto shelf = FormShelf::Read(folder.path());
    EXPECT_THAT(shelf,
                StatusIs(absl::StatusCode::kFailedPrecondition, "FORM_FAULTY"));
    EXPECT_THAT(std::string(shelf.status().message()), HasSubstr("bad-one"));
    return std::string(shelf.status().message());
  };
  EXPECT_THAT(refused("title {"), HasSubstr("line"));
  EXPECT_THAT(refused("no_such_field: 1"), HasSubstr("no_such_field"));
  EXPECT_THAT(refused(SampleFormText() + "name: \"forms/x\""),
              HasSubstr("not for the file"));
  EXPECT_THAT(refused(absl::StrReplaceAll(SampleFormText(),
                                          {{"mark: MARK_TRAINING", ""}})),
              HasSubstr("house.wall: the mark is missing"));
}

TEST(ReadPersonRules, ReadsTheListsThatAreShipped) {
  ASSERT_OK_AND_ASSIGN(PersonRules rules,
                       ReadPersonRules(kRegistry + "/identity"));
  EXPECT_EQ(rules.birth_provinces.size(), 63u);
  EXPECT_TRUE(rules.birth_provinces.contains("024"));
  EXPECT_EQ(rules.century_digits.size(), 10u);
  EXPECT_EQ(rules.ethnic_groups.size(), 55u);
  EXPECT_EQ(rules.census_ethnic_groups.size(), 54u);
  // The number that the agency prints as an example.
  EXPECT_EQ(FitCitizenId("087084000999", absl::CivilDay(1984, 1, 1), Sex::kMale,
                         false, rules),
            CitizenIdFit::kFits);
}

TEST(ReadPersonRules, NamesWhatIsMissing) {
  const auto rules = ReadPersonRules("/nowhere");
  EXPECT_THAT(rules, StatusIs(absl::StatusCode::kFailedPrecondition,
                              "CODE_LIST_FAULTY"));
  EXPECT_THAT(std::string(rules.status().message()),
              HasSubstr("cccd_province_codes.csv"));
}

}  // namespace
}  // namespace rasoat::registry

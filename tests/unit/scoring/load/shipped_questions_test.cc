// What the standards read is what the registry's forms ask.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "rasoat/registry/v1/forms.pb.h"
#include "services/scoring/domain/validate_questions.h"
#include "services/scoring/load/catalogue.h"
#include "services/scoring/load/text_files.h"
#include "tests/support/source_dir.h"
#include "tests/support/status_matchers.h"

namespace rasoat::scoring {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string Standards() {
  return absl::StrCat(SourceDir(), "/services/scoring/standards");
}

KnownForms ShippedForms() {
  std::vector<std::string> faults;
  KnownForms forms =
      ReadFormFiles(absl::StrCat(Standards(), "/questions"), faults);
  EXPECT_THAT(faults, IsEmpty());
  return forms;
}

registry::v1::Form FormOf(const std::string& id) {
  std::ifstream text(
      absl::StrCat(SourceDir(), "/services/registry/forms/", id, ".txtpb"));
  std::ostringstream all;
  all << text.rdbuf();
  registry::v1::Form form;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(all.str(), &form))
      << id;
  return form;
}

AskedKind KindOf(registry::v1::QuestionKind kind) {
  switch (kind) {
    case registry::v1::QUESTION_KIND_CHOICE:
      return AskedKind::kChoice;
    case registry::v1::QUESTION_KIND_CHOICES:
      return AskedKind::kChoices;
    case registry::v1::QUESTION_KIND_NUMBER:
      return AskedKind::kNumber;
    case registry::v1::QUESTION_KIND_YES_NO:
      return AskedKind::kYesNo;
    case registry::v1::QUESTION_KIND_TEXT:
      return AskedKind::kText;
    default:
      ADD_FAILURE() << "a kind of question that scoring does not know";
      return AskedKind::kUnspecified;
  }
}

template <class Questions>
void ExpectSame(const Questions& kept,
                const std::map<std::string, AskedQuestion>& known,
                const std::string& where) {
  EXPECT_EQ(known.size(), static_cast<std::size_t>(kept.size())) << where;
  for (const registry::v1::Question& question : kept) {
    const auto found = known.find(question.code());
    if (found == known.end()) {
      ADD_FAILURE() << where << ": " << question.code() << " is missing";
      continue;
    }
    EXPECT_EQ(found->second.kind, KindOf(question.kind()))
        << where << ": " << question.code();
    std::vector<std::string> options;
    for (const auto& option : question.options()) {
      options.push_back(option.code());
    }
    if (question.kind() == registry::v1::QUESTION_KIND_YES_NO) {
      options = {"yes", "no"};
    }
    EXPECT_EQ(found->second.options, options)
        << where << ": " << question.code();
  }
}

TEST(ShippedQuestions, AreThoseOfTheRegistrysForms) {
  const KnownForms forms = ShippedForms();
  std::vector<std::string> ids;
  for (const auto& [id, known] : forms) {
    ids.push_back(id);
    const registry::v1::Form form = FormOf(id);
    ExpectSame(form.household_questions(), known.household,
               absl::StrCat(id, ", household"));
    ExpectSame(form.member_questions(), known.member,
               absl::StrCat(id, ", member"));
  }
  EXPECT_THAT(ids, ElementsAre("screening-2015-census", "screening-training",
                               "survey-2021-paper", "survey-2021-training",
                               "survey-2021-training-2"));
}

/// A new form for surveys or screenings must be made known here too.
TEST(ShippedQuestions, AreOfEveryFormThatScoringReads) {
  const KnownForms forms = ShippedForms();
  int read = 0;
  for (const auto& entry : std::filesystem::directory_iterator(
           absl::StrCat(SourceDir(), "/services/registry/forms"))) {
    const std::string id = entry.path().stem().string();
    if (entry.path().extension() != ".txtpb") continue;
    const auto kind = FormOf(id).kind();
    if (kind == registry::v1::FORM_KIND_REQUEST) continue;
    ++read;
    EXPECT_EQ(forms.count(id), 1u) << id;
  }
  EXPECT_EQ(read, 5);
}

TEST(ShippedQuestions, CheckEveryStandardThatReadsAny) {
  const KnownForms forms = ShippedForms();
  ASSERT_OK_AND_ASSIGN(const Catalogue catalogue, Catalogue::Load(Standards()));
  for (const KnownStandard* known : catalogue.all()) {
    EXPECT_FALSE(IsUnchecked(known->standard, forms)) << known->standard.name;
  }
}

/// A survey on either of the training forms can be scored, so each of them asks
/// everything by itself.
TEST(ShippedQuestions, AreAllAskedByEachTrainingForm) {
  const KnownForms forms = ShippedForms();
  ASSERT_OK_AND_ASSIGN(const Catalogue catalogue, Catalogue::Load(Standards()));
  for (const char* name : {"standards/national-2022", "standards/training-2018",
                           "standards/training-2022-2"}) {
    ASSERT_NE(catalogue.Find(name), nullptr) << name;
    for (const char* form :
         {"survey-2021-training", "survey-2021-training-2"}) {
      Standard standard = catalogue.Find(name)->standard;
      standard.screening.reset();
      standard.forms = {form};
      EXPECT_THAT(ValidateQuestions(standard, forms), IsEmpty())
          << name << " on " << form;
    }
  }
}

}  // namespace
}  // namespace rasoat::scoring

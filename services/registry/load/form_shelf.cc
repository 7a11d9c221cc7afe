#include "services/registry/load/form_shelf.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/load/content_hash.h"

namespace rasoat::registry {
namespace {

namespace fs = std::filesystem;

/// Keeps the first complaint of the text parser.
class FirstComplaint final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    if (text.empty()) {
      text = absl::StrCat("line ", line + 1, ", column ", column + 1, ": ",
                          message);
    }
  }
  std::string text;
};

absl::Status Faulty(absl::string_view id, absl::string_view fault) {
  return Error(absl::StatusCode::kFailedPrecondition, "FORM_FAULTY",
               absl::StrCat("form ", id, ": ", fault));
}

Label LabelOf(const v1::Label& label) { return {label.vi(), label.en()}; }

QuestionKind KindOf(v1::QuestionKind kind) {
  switch (kind) {
    case v1::QUESTION_KIND_CHOICE:
      return QuestionKind::kChoice;
    case v1::QUESTION_KIND_CHOICES:
      return QuestionKind::kChoices;
    case v1::QUESTION_KIND_NUMBER:
      return QuestionKind::kNumber;
    case v1::QUESTION_KIND_YES_NO:
      return QuestionKind::kYesNo;
    case v1::QUESTION_KIND_TEXT:
      return QuestionKind::kText;
    default:
      return QuestionKind::kUnspecified;
  }
}

FormKind PurposeOf(v1::FormKind kind) {
  switch (kind) {
    case v1::FORM_KIND_REQUEST:
      return FormKind::kRequest;
    case v1::FORM_KIND_SCREENING:
      return FormKind::kScreening;
    case v1::FORM_KIND_SURVEY:
      return FormKind::kSurvey;
    default:
      return FormKind::kUnspecified;
  }
}

Question QuestionOf(const v1::Question& shown) {
  Question question;
  question.code = shown.code();
  question.label = LabelOf(shown.label());
  question.kind = KindOf(shown.kind());
  for (const v1::Option& option : shown.options()) {
    question.options.push_back({option.code(), LabelOf(option.label())});
  }
  question.minimum = shown.minimum();
  question.maximum = shown.maximum();
  for (const v1::AskedWhen& when : shown.asked_when()) {
    question.asked_when.push_back(
        {.question = when.question(),
         .answers = {when.answers().begin(), when.answers().end()},
         .age_from = when.age_from(),
         .age_below = when.age_below()});
  }
  question.optional = shown.optional();
  question.marked = shown.mark() != v1::MARK_UNSPECIFIED;
  return question;
}

Form FormOf(const v1::Form& shown) {
  Form form;
  form.kind = PurposeOf(shown.kind());
  form.title = LabelOf(shown.title());
  form.source = shown.source();
  for (const v1::Question& question : shown.household_questions()) {
    form.household.questions.push_back(QuestionOf(question));
  }
  for (const v1::Question& question : shown.member_questions()) {
    form.member.questions.push_back(QuestionOf(question));
  }
  form.deprivations = {shown.deprivations().begin(),
                       shown.deprivations().end()};
  form.declared_b1_maximum = shown.declared_b1_maximum();
  return form;
}

bool IdFits(absl::string_view id) {
  return !id.empty() && id.size() <= 63 &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
         });
}

}  // namespace

absl::StatusOr<FormShelf> FormShelf::Read(const std::string& directory) {
  std::error_code failed;
  std::vector<fs::path> files;
  for (const auto& file : fs::directory_iterator(directory, failed)) {
    if (file.path().extension() == ".txtpb") files.push_back(file.path());
  }
  if (failed || files.empty()) {
    return Error(absl::StatusCode::kFailedPrecondition, "FORMS_MISSING",
                 absl::StrCat("no *.txtpb can be read in ", directory));
  }
  FormShelf shelf;
  for (const fs::path& file : files) {
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in) return Faulty(file.string(), "the file cannot be read");
    RASOAT_RETURN_IF_ERROR(shelf.Add(file.stem().string(), text));
  }
  return shelf;
}

absl::Status FormShelf::Add(const std::string& id, absl::string_view text) {
  if (!IdFits(id)) return Faulty(id, "the id is malformed");
  Entry entry;
  FirstComplaint complaint;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&complaint);
  if (!parser.ParseFromString(std::string(text), &entry.shown)) {
    return Faulty(id, complaint.text);
  }
  if (!entry.shown.name().empty() || !entry.shown.content_hash().empty()) {
    return Faulty(id, "name and content_hash are not for the file to say");
  }
  absl::StatusOr<Form> form = BuildForm(FormOf(entry.shown));
  if (!form.ok()) return Faulty(id, form.status().message());
  entry.form = *std::move(form);
  entry.form.id = FormId{id};
  entry.form.content_hash = Sha256(text);
  entry.shown.set_name(absl::StrCat("forms/", id));
  entry.shown.set_content_hash(absl::BytesToHexString(entry.form.content_hash));
  entries_.insert_or_assign(id, std::move(entry));
  return absl::OkStatus();
}

const FormShelf::Entry* FormShelf::Find(const FormId& id) const {
  auto found = entries_.find(id.value);
  return found == entries_.end() ? nullptr : &found->second;
}

}  // namespace rasoat::registry

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
#include "services/registry/load/form_proto.h"

namespace rasoat::registry {
namespace {

namespace fs = std::filesystem;

// A rule's condition on members is the deepest that a form needs.
constexpr int kDeepest = 12;

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
  parser.SetRecursionLimit(kDeepest);
  if (!parser.ParseFromString(std::string(text), &entry.shown)) {
    return Faulty(id, complaint.text);
  }
  if (!entry.shown.name().empty() || !entry.shown.content_hash().empty()) {
    return Faulty(id, "name and content_hash are not for the file to say");
  }
  absl::StatusOr<Form> form = BuildForm(FormFromProto(entry.shown));
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

#include "services/scoring/load/catalogue.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/load/inherit.h"
#include "services/scoring/wire/standard_proto.h"

namespace rasoat::scoring {
namespace {

namespace fs = std::filesystem;

/// Keeps what the parser says, with the line.
class Listener final : public google::protobuf::io::ErrorCollector {
 public:
  Listener(std::string file, std::vector<std::string>& said)
      : file_(std::move(file)), said_(said) {}
  void AddError(int line, int column, const std::string& message) override {
    said_.push_back(
        absl::StrCat(file_, ":", line + 1, ":", column + 1, ": ", message));
  }

 private:
  const std::string file_;
  std::vector<std::string>& said_;
};

absl::Status Malformed(const std::vector<std::string>& faults) {
  if (faults.empty()) return absl::OkStatus();
  return Error(absl::StatusCode::kInvalidArgument, "STANDARD_MALFORMED",
               absl::StrJoin(faults, "\n"));
}

}  // namespace

absl::StatusOr<Catalogue> Catalogue::Of(std::vector<v1::Standard> standards) {
  std::sort(standards.begin(), standards.end(),
            [](const v1::Standard& a, const v1::Standard& b) {
              return a.name() < b.name();
            });
  Catalogue catalogue;
  std::vector<std::string> faults;
  CompleteByParents(standards, faults);
  for (v1::Standard& proto : standards) {
    CheckedStandard checked = CheckStandard(proto);
    for (const Fault& fault : checked.faults) {
      faults.push_back(
          absl::StrCat(proto.name(), ": ", fault.place, ": ", fault.what));
    }
    proto.set_content_hash(checked.standard.content_hash);
    catalogue.standards_.push_back(std::make_unique<const KnownStandard>(
        KnownStandard{std::move(checked.standard), std::move(proto)}));
  }
  RASOAT_RETURN_IF_ERROR(Malformed(faults));
  return catalogue;
}

absl::StatusOr<Catalogue> Catalogue::Load(const std::string& directory) {
  std::error_code failed;
  std::vector<v1::Standard> standards;
  std::vector<std::string> faults;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(directory, failed)) {
    if (entry.path().extension() != ".txtpb") continue;
    std::ifstream file(entry.path());
    std::ostringstream text;
    text << file.rdbuf();
    google::protobuf::TextFormat::Parser parser;
    Listener listener(entry.path().filename().string(), faults);
    parser.RecordErrorsTo(&listener);
    v1::Standard& standard = standards.emplace_back();
    parser.ParseFromString(text.str(), &standard);
    standard.set_name(absl::StrCat("standards/", entry.path().stem().string()));
  }
  if (failed || standards.empty()) {
    return Error(absl::StatusCode::kNotFound, "STANDARDS_MISSING",
                 absl::StrCat("no *.txtpb in '", directory, "'"));
  }
  RASOAT_RETURN_IF_ERROR(Malformed(faults));
  return Of(std::move(standards));
}

const KnownStandard* Catalogue::Find(absl::string_view name) const {
  for (const auto& known : standards_) {
    if (known->standard.name == name) return known.get();
  }
  return nullptr;
}

absl::StatusOr<const KnownStandard*> Catalogue::Need(
    absl::string_view name, absl::string_view field) const {
  if (const KnownStandard* known = Find(name)) return known;
  return Refused(absl::StatusCode::kNotFound,
                 {.field = std::string(field),
                  .rule = "STANDARD_NOT_FOUND",
                  .vi = "Không có chuẩn nghèo này. Hãy chọn một chuẩn trong "
                        "danh sách.",
                  .en = "There is no such standard. Choose one of the list."});
}

}  // namespace rasoat::scoring

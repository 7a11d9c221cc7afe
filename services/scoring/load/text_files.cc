#include "services/scoring/load/text_files.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "rasoat/scoring/v1/form_questions.pb.h"
#include "services/scoring/wire/form_questions_proto.h"

namespace rasoat::scoring {
namespace {

namespace fs = std::filesystem;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::TextFormat;
using ParseTree = TextFormat::ParseInfoTree;

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

template <class Message>
bool Parse(const fs::path& path, Message& message, ParseTree& tree,
           std::vector<std::string>& faults) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  TextFormat::Parser parser;
  Listener listener(path.filename().string(), faults);
  parser.RecordErrorsTo(&listener);
  parser.WriteLocationsTo(&tree);
  return parser.ParseFromString(text.str(), &message);
}

/// In the order of their names.
std::vector<fs::path> TextFiles(const std::string& directory) {
  std::error_code failed;
  std::vector<fs::path> paths;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(directory, failed)) {
    if (entry.path().extension() == ".txtpb") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

/// The columns that `points` leave out; none if it leaves out all.
std::vector<std::string> LeftOut(const ParseTree& points) {
  const Descriptor& columns = *v1::Points::descriptor();
  std::vector<std::string> left_out;
  for (int i = 0; i < columns.field_count(); ++i) {
    if (points.GetLocation(columns.field(i), -1).line < 0) {
      left_out.push_back(columns.field(i)->name());
    }
  }
  if (static_cast<int>(left_out.size()) == columns.field_count()) return {};
  return left_out;
}

/// Looks at the points of every option and band. The message cannot tell a 0
/// from a column that is not there; the file can.
void CheckColumns(const v1::Standard& standard, const ParseTree& tree,
                  const std::string& file, std::vector<std::string>& faults) {
  const FieldDescriptor* indicators =
      v1::Standard::descriptor()->FindFieldByName("indicators");
  for (int i = 0; i < standard.indicators_size(); ++i) {
    const v1::Indicator& indicator = standard.indicators(i);
    const ParseTree* here = tree.GetTreeForNested(indicators, i);
    for (const char* list : {"options", "bands"}) {
      const FieldDescriptor* entries =
          v1::Indicator::descriptor()->FindFieldByName(list);
      const FieldDescriptor* points =
          entries->message_type()->FindFieldByName("points");
      const int count =
          indicator.GetReflection()->FieldSize(indicator, entries);
      for (int j = 0; j < count; ++j) {
        const ParseTree* entry = here->GetTreeForNested(entries, j);
        const ParseTree* columns = entry->GetTreeForNested(points, -1);
        if (columns == nullptr) continue;  // a fault of the standard
        const std::vector<std::string> left_out = LeftOut(*columns);
        if (left_out.empty()) continue;
        const TextFormat::ParseLocation at = entry->GetLocation(points, -1);
        faults.push_back(
            absl::StrCat(file, ":", at.line + 1, ":", at.column + 1,
                         ": indicators[", indicator.code(), "].", list, "[", j,
                         "].points leave out ", absl::StrJoin(left_out, ", "),
                         "; say 0 where it is 0, or `points {}` if all are"));
      }
    }
  }
}

}  // namespace

std::vector<v1::Standard> ReadStandardFiles(const std::string& directory,
                                            std::vector<std::string>& faults) {
  std::vector<v1::Standard> standards;
  for (const fs::path& path : TextFiles(directory)) {
    v1::Standard& standard = standards.emplace_back();
    ParseTree tree;
    if (Parse(path, standard, tree, faults)) {
      CheckColumns(standard, tree, path.filename().string(), faults);
    }
    standard.set_name(absl::StrCat("standards/", path.stem().string()));
  }
  return standards;
}

KnownForms ReadFormFiles(const std::string& directory,
                         std::vector<std::string>& faults) {
  KnownForms forms;
  for (const fs::path& path : TextFiles(directory)) {
    v1::FormQuestions proto;
    ParseTree tree;
    if (!Parse(path, proto, tree, faults)) continue;
    std::vector<std::string> found;
    forms[path.stem().string()] = ReadFormQuestions(proto, found);
    for (const std::string& fault : found) {
      faults.push_back(
          absl::StrCat("questions/", path.filename().string(), ": ", fault));
    }
  }
  return forms;
}

}  // namespace rasoat::scoring

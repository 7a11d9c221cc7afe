#include "services/registry/load/import_layout_file.h"

#include <google/protobuf/text_format.h>

#include <fstream>
#include <iterator>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "rasoat/registry/v1/import_layout.pb.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/text.h"
#include "services/registry/domain/vietnamese.h"

namespace rasoat::registry {
namespace {

constexpr char kId[] = "result-list";

absl::Status Faulty(absl::string_view id, absl::string_view fault) {
  return Error(absl::StatusCode::kFailedPrecondition, "IMPORT_LAYOUT_FAULTY",
               absl::StrCat("import layout ", id, ": ", fault));
}

absl::StatusOr<std::string> TextOf(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in || text.empty()) return Faulty(path, "the file cannot be read");
  return text;
}

absl::Status AddColumns(const v1::ImportLayout& shown, ImportLayout& layout) {
  std::set<std::string> keys;
  std::set<ImportField> fields;
  for (const v1::ImportColumn& column : shown.columns()) {
    const auto field = static_cast<ImportField>(column.field());
    if (!v1::ImportField_IsValid(column.field()) ||
        field == ImportField::kNone || column.key().empty() ||
        column.label().vi().empty() || column.label().en().empty()) {
      return Faulty(layout.id, absl::StrCat("column ", column.key(),
                                            " lacks key, field or label"));
    }
    const bool twice = field != ImportField::kListed &&
                       field != ImportField::kDerived &&
                       !fields.insert(field).second;
    if (twice || !keys.insert(column.key()).second) {
      return Faulty(layout.id, absl::StrCat("column ", column.key(), " twice"));
    }
    ImportColumn made{.key = column.key(),
                      .field = field,
                      .label = {column.label().vi(), column.label().en()},
                      .required = column.required()};
    for (const std::string& header : column.headers()) {
      made.headers.push_back(Folded(header));
    }
    layout.columns.push_back(std::move(made));
  }
  std::string header;
  if (!layout.IndexHeaders(header)) {
    return Faulty(layout.id, absl::StrCat("header '", header, "' twice"));
  }
  return absl::OkStatus();
}

template <class T>
absl::Status AddWord(const std::string& word, T value, ImportWords<T>& words) {
  if (words.Add(Lowered(word), Folded(word), std::move(value))) {
    return absl::OkStatus();
  }
  return Faulty(kId, absl::StrCat("the word '", word, "' has two meanings"));
}

absl::Status AddWords(const v1::ImportLayout& shown, ImportLayout& layout) {
  for (const v1::ImportRelationWord& line : shown.relations()) {
    for (const std::string& word : line.words()) {
      RASOAT_RETURN_IF_ERROR(AddWord(
          word, static_cast<Relation>(line.relation()), layout.relations));
    }
  }
  for (const v1::ImportSexWord& line : shown.sexes()) {
    for (const std::string& word : line.words()) {
      RASOAT_RETURN_IF_ERROR(
          AddWord(word, static_cast<Sex>(line.sex()), layout.sexes));
    }
  }
  for (const v1::ImportEthnicWord& line : shown.ethnic_groups()) {
    for (const std::string& word : line.words()) {
      RASOAT_RETURN_IF_ERROR(AddWord(word, line.code(), layout.ethnic_groups));
    }
  }
  for (const std::string& word : shown.no_number()) {
    RASOAT_RETURN_IF_ERROR(AddWord(word, true, layout.no_number));
  }
  for (const std::string& kind : shown.village_kinds()) {
    layout.village_kinds.push_back(Folded(kind));
  }
  return absl::OkStatus();
}

/// The names of the code list: in both systems, by the code of the first.
absl::Status AddEthnicNames(absl::string_view csv, ImportLayout& layout) {
  bool first = true;
  for (const absl::string_view line : absl::StrSplit(csv, '\n')) {
    if (std::exchange(first, false) || line.empty()) continue;
    const std::vector<std::string> cells = absl::StrSplit(line, ',');
    if (cells.size() < 4 || cells[0].size() != 2 || !AllDigits(cells[0])) {
      return Faulty("ethnic_groups.csv", "a line cannot be read");
    }
    for (const std::string& name : {cells[1], cells[3]}) {
      if (name.empty()) continue;
      RASOAT_RETURN_IF_ERROR(AddWord(name, cells[0], layout.ethnic_groups));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ImportLayout> ReadImportLayout(const std::string& imports,
                                              const std::string& identity) {
  RASOAT_ASSIGN_OR_RETURN(const std::string text,
                          TextOf(absl::StrCat(imports, "/", kId, ".txtpb")));
  RASOAT_ASSIGN_OR_RETURN(const std::string csv,
                          TextOf(identity + "/ethnic_groups.csv"));
  return ParseImportLayout(kId, text, csv);
}

absl::StatusOr<ImportLayout> ParseImportLayout(
    const std::string& id, const std::string& text,
    absl::string_view ethnic_groups) {
  v1::ImportLayout shown;
  if (!google::protobuf::TextFormat::ParseFromString(text, &shown)) {
    return Faulty(id, "it is no text of an ImportLayout");
  }
  ImportLayout layout;
  layout.id = id;
  layout.title = {shown.title().vi(), shown.title().en()};
  RASOAT_RETURN_IF_ERROR(AddColumns(shown, layout));
  RASOAT_RETURN_IF_ERROR(AddWords(shown, layout));
  RASOAT_RETURN_IF_ERROR(AddEthnicNames(ethnic_groups, layout));
  return layout;
}

}  // namespace rasoat::registry

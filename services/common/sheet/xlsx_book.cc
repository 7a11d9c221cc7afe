#include "services/common/sheet/xlsx_book.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/sheet/faults.h"
#include "services/common/sheet/text_feed.h"
#include "services/common/sheet/xml_pump.h"
#include "services/common/status/status_macros.h"

namespace rasoat::sheet {
namespace {

constexpr std::size_t kMostStyles = 65'536;
constexpr std::size_t kMostSheets = 256;

/// The part that `target` names for a part in `folder`.
std::string Resolve(absl::string_view folder, absl::string_view target) {
  if (absl::StartsWith(target, "/")) return std::string(target.substr(1));
  while (absl::StartsWith(target, "../") && !folder.empty()) {
    target.remove_prefix(3);
    folder.remove_suffix(1);
    folder = folder.substr(0, folder.rfind('/') + 1);
  }
  return absl::StrCat(folder, target);
}

/// `xl/` of `xl/workbook.xml`.
absl::string_view FolderOf(absl::string_view part) {
  const std::size_t slash = part.rfind('/');
  return slash == absl::string_view::npos ? "" : part.substr(0, slash + 1);
}

struct Relation {
  std::string type;
  std::string target;
};

class RelationsHandler final : public XmlHandler {
 public:
  void Start(absl::string_view name, const Attributes& attributes) override {
    if (name != "Relationship" || relations.size() >= 4096) return;
    relations[std::string(attributes.Get("Id"))] = {
        std::string(attributes.Get("Type")),
        std::string(attributes.Get("Target"))};
  }
  void End(absl::string_view) override {}
  void Text(absl::string_view) override {}

  /// The target of the first relation of a type; "" for none.
  std::string OfType(absl::string_view type) const {
    for (const auto& [id, relation] : relations) {
      if (absl::EndsWith(relation.type, type)) return relation.target;
    }
    return "";
  }

  std::map<std::string, Relation> relations;
};

class WorkbookHandler final : public XmlHandler {
 public:
  struct Listed {
    std::string name;
    std::string relation;
    bool visible;
  };
  void Start(absl::string_view name, const Attributes& attributes) override {
    if (name == "workbookPr") {
      const absl::string_view from = attributes.Get("date1904");
      from_1904 = from == "1" || from == "true" || from == "on";
    } else if (name == "sheet" && sheets.size() < kMostSheets) {
      const absl::string_view state = attributes.Get("state");
      sheets.push_back({std::string(attributes.Get("name")),
                        std::string(attributes.Get("id")),
                        state.empty() || state == "visible"});
    }
  }
  void End(absl::string_view) override {}
  void Text(absl::string_view) override {}

  bool from_1904 = false;
  std::vector<Listed> sheets;
};

NumberLook BuiltIn(int id) {
  const bool is_date = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) ||
                       (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
  return {.is_date = is_date};
}

class StylesHandler final : public XmlHandler {
 public:
  void Start(absl::string_view name, const Attributes& attributes) override {
    int id = 0;
    if (name == "numFmt") {
      if (absl::SimpleAtoi(attributes.Get("numFmtId"), &id) &&
          codes_.size() < kMostStyles) {
        codes_[id] = LookOf(attributes.Get("formatCode"));
      }
    } else if (name == "cellXfs") {
      in_cells_ = true;
    } else if (name == "xf" && in_cells_ && looks.size() < kMostStyles) {
      if (!absl::SimpleAtoi(attributes.Get("numFmtId"), &id)) id = 0;
      auto own = codes_.find(id);
      looks.push_back(own == codes_.end() ? BuiltIn(id) : own->second);
    }
  }
  void End(absl::string_view name) override {
    if (name == "cellXfs") in_cells_ = false;
  }
  void Text(absl::string_view) override {}

  std::vector<NumberLook> looks;

 private:
  std::map<int, NumberLook> codes_;
  bool in_cells_ = false;
};

}  // namespace

NumberLook LookOf(absl::string_view code) {
  if (!code.empty() && code.size() <= 30 &&
      code.find_first_not_of('0') == absl::string_view::npos) {
    return {.digits = code.size() > 1 ? static_cast<int>(code.size()) : 0};
  }
  if (absl::EqualsIgnoreCase(code, "general") ||
      absl::EqualsIgnoreCase(code, "standard")) {
    return {};
  }
  char closing = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = absl::ascii_tolower(code[i]);
    if (closing != 0) {
      if (c == closing) closing = 0;
    } else if (c == '"') {
      closing = '"';
    } else if (c == '[') {
      closing = ']';
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == ';') {
      break;  // what follows is for other numbers
    } else if (c == 'd' || c == 'm' || c == 'y' || c == 'h' || c == 's') {
      return {.is_date = true};
    }
  }
  return {};
}

void UndoEscapes(std::string& text) {
  std::size_t at = text.find("_x");
  if (at == std::string::npos) return;
  std::string out;
  std::size_t from = 0;
  for (; at != std::string::npos; at = text.find("_x", at)) {
    std::uint32_t point = 0;
    if (at + 7 <= text.size() && text[at + 6] == '_' &&
        absl::SimpleHexAtoi(text.substr(at + 2, 4), &point) && point != 0 &&
        (point < 0xD800 || point > 0xDFFF)) {
      out.append(text, from, at - from);
      AppendUtf8(point, out);
      from = at += 7;
    } else {
      at += 2;
    }
  }
  out.append(text, from);
  text = std::move(out);
}

class SharedTextsHandler final : public XmlHandler {
 public:
  SharedTextsHandler(SharedTexts& texts, std::int64_t most)
      : texts_(texts),
        most_(std::min<std::int64_t>(most, std::int64_t{4'000} << 20)) {}

  void Start(absl::string_view name, const Attributes&) override {
    if (name == "si") text_.clear();
    if (name == "rPh") phonetic_ = true;
    in_text_ = name == "t" && !phonetic_;
  }
  void End(absl::string_view name) override {
    in_text_ = false;
    if (name == "rPh") phonetic_ = false;
    if (name != "si" || !status_.ok()) return;
    UndoEscapes(text_);
    const auto size = static_cast<std::int64_t>(
        texts_.block_.size() + text_.size() +
        (texts_.ends_.size() + 1) * sizeof(std::uint32_t));
    if (size > most_) {
      status_ = TooLarge("quá nhiều chữ khác nhau trong các ô",
                         "too much different text in its cells");
      return;
    }
    texts_.block_ += text_;
    texts_.ends_.push_back(static_cast<std::uint32_t>(texts_.block_.size()));
  }
  void Text(absl::string_view text) override {
    if (in_text_ && static_cast<std::int64_t>(text_.size()) < most_) {
      text_.append(text.data(), text.size());
    }
  }
  absl::Status status() const override { return status_; }

 private:
  SharedTexts& texts_;
  const std::int64_t most_;
  std::string text_;
  bool in_text_ = false;
  bool phonetic_ = false;
  absl::Status status_;
};

absl::Status SharedTexts::Read(ZipArchive& archive, const std::string& part) {
  SharedTextsHandler handler(*this, archive.limits().shared_text_bytes);
  return ReadXml(archive, part, handler);
}

bool SharedTexts::Find(std::uint64_t number, absl::string_view& text) const {
  if (number >= ends_.size()) return false;
  const std::uint32_t begin = number == 0 ? 0 : ends_[number - 1];
  text = absl::string_view(block_).substr(begin, ends_[number] - begin);
  return true;
}

absl::StatusOr<XlsxBook> XlsxBook::Read(ZipArchive& archive) {
  std::string book_part = "xl/workbook.xml";
  if (archive.Has("_rels/.rels")) {
    RelationsHandler package;
    RASOAT_RETURN_IF_ERROR(ReadXml(archive, "_rels/.rels", package));
    const std::string target = package.OfType("/officeDocument");
    if (!target.empty()) book_part = Resolve("", target);
  }
  WorkbookHandler workbook;
  RASOAT_RETURN_IF_ERROR(ReadXml(archive, book_part, workbook));
  const absl::string_view folder = FolderOf(book_part);
  RelationsHandler relations;
  RASOAT_RETURN_IF_ERROR(ReadXml(
      archive,
      absl::StrCat(folder, "_rels/", book_part.substr(folder.size()), ".rels"),
      relations));
  XlsxBook book;
  book.from_1904 = workbook.from_1904;
  for (const WorkbookHandler::Listed& sheet : workbook.sheets) {
    auto found = relations.relations.find(sheet.relation);
    if (!sheet.visible || found == relations.relations.end() ||
        !absl::EndsWith(found->second.type, "/worksheet")) {
      continue;
    }
    book.sheets.push_back({sheet.name, Resolve(folder, found->second.target)});
  }
  if (book.sheets.empty()) return Empty();
  if (std::string styles = relations.OfType("/styles"); !styles.empty()) {
    StylesHandler handler;
    RASOAT_RETURN_IF_ERROR(ReadXml(archive, Resolve(folder, styles), handler));
    book.looks = std::move(handler.looks);
  }
  if (std::string texts = relations.OfType("/sharedStrings"); !texts.empty()) {
    RASOAT_RETURN_IF_ERROR(book.texts.Read(archive, Resolve(folder, texts)));
  }
  return book;
}

}  // namespace rasoat::sheet

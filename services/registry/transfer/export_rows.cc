#include "services/registry/transfer/export_rows.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/sheet/xlsx_writer.h"
#include "services/common/status/status_macros.h"
#include "services/registry/transfer/scratch_file.h"

namespace rasoat::registry {
namespace {

class Csv final : public ExportRows {
 public:
  explicit Csv(ScratchFile file) : file_(std::move(file)) {}

  void Begin(const ListHead& head) {
    absl::StrAppend(&file_.text(), "\xEF\xBB\xBF");
    Line(head.title);
    for (const std::string& note : head.notes) Line(note);
    for (const std::string& column : head.columns) Text(column);
    End();
  }

  void Text(absl::string_view text) override {
    Separate();
    std::string& out = file_.text();
    constexpr absl::string_view kFormula = "=+-@\t\r";
    const bool formula =
        !text.empty() && kFormula.find(text[0]) != absl::string_view::npos;
    if (!formula && text.find_first_of(",\"\r\n") == absl::string_view::npos) {
      out.append(text.data(), text.size());
      return;
    }
    out.push_back('"');
    if (formula) out.push_back('\'');
    for (char c : text) {
      if (c == '"') out.push_back('"');
      out.push_back(c);
    }
    out.push_back('"');
  }
  void Whole(std::int64_t number) override {
    Separate();
    absl::StrAppend(&file_.text(), number);
  }
  void Day(absl::CivilDay day) override {
    Separate();
    absl::StrAppend(&file_.text(), absl::Dec(day.day(), absl::kZeroPad2), "/",
                    absl::Dec(day.month(), absl::kZeroPad2), "/",
                    absl::Dec(day.year(), absl::kZeroPad4));
  }
  absl::Status EndRow() override {
    End();
    return absl::OkStatus();
  }
  absl::StatusOr<sheet::FileSource> Finish() override {
    return std::move(file_).Finish();
  }

 private:
  void Separate() {
    if (!first_) file_.text().push_back(',');
    first_ = false;
  }
  void End() {
    absl::StrAppend(&file_.text(), "\r\n");
    first_ = true;
    file_.Flush();
  }
  void Line(absl::string_view text) {
    Text(text);
    End();
  }

  ScratchFile file_;
  bool first_ = true;
};

class Xlsx final : public ExportRows {
 public:
  Xlsx(std::unique_ptr<sheet::XlsxWriter> book, const ListHead& head,
       std::int64_t most_rows)
      : book_(std::move(book)), head_(head), most_rows_(most_rows) {}

  absl::Status Begin() {
    const int lines =
        sheets_ == 0 ? 2 + static_cast<int>(head_.notes.size()) : 1;
    ++sheets_;
    sheet::SheetStart start{
        .name = sheets_ == 1
                    ? head_.sheet_name
                    : absl::StrCat(head_.sheet_name, " (", sheets_, ")"),
        .widths = head_.widths,
        .frozen_rows = lines};
    RASOAT_RETURN_IF_ERROR(book_->StartSheet(start));
    if (sheets_ == 1) {
      book_->Text(head_.title, sheet::Look::kTitle);
      RASOAT_RETURN_IF_ERROR(book_->EndRow());
      for (const std::string& note : head_.notes) {
        book_->Text(note);
        RASOAT_RETURN_IF_ERROR(book_->EndRow());
      }
    }
    for (const std::string& column : head_.columns) {
      book_->Text(column, sheet::Look::kHeader);
    }
    return book_->EndRow();
  }

  void Text(absl::string_view text) override { book_->Text(text); }
  void Whole(std::int64_t number) override { book_->Whole(number); }
  void Day(absl::CivilDay day) override { book_->Day(day); }
  absl::Status EndRow() override {
    RASOAT_RETURN_IF_ERROR(book_->EndRow());
    if (book_->rows() < most_rows_) return absl::OkStatus();
    return Begin();
  }
  absl::StatusOr<sheet::FileSource> Finish() override {
    return book_->Finish();
  }

 private:
  const std::unique_ptr<sheet::XlsxWriter> book_;
  const ListHead head_;
  const std::int64_t most_rows_;
  int sheets_ = 0;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ExportRows>> CsvRows(const ListHead& head,
                                                    const std::string& folder) {
  RASOAT_ASSIGN_OR_RETURN(ScratchFile file, ScratchFile::Create(folder));
  auto rows = std::make_unique<Csv>(std::move(file));
  rows->Begin(head);
  return rows;
}

absl::StatusOr<std::unique_ptr<ExportRows>> XlsxRows(const ListHead& head,
                                                     const std::string& folder,
                                                     std::int64_t most_rows) {
  RASOAT_ASSIGN_OR_RETURN(
      auto book, sheet::XlsxWriter::Create({.scratch_folder = folder}));
  auto rows = std::make_unique<Xlsx>(std::move(book), head, most_rows);
  RASOAT_RETURN_IF_ERROR(rows->Begin());
  return rows;
}

}  // namespace rasoat::registry

#include "services/common/sheet/xlsx_rows.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "services/common/sheet/faults.h"
#include "services/common/sheet/text_feed.h"

namespace rasoat::sheet {
namespace {

/// The column of `C17`, or -1.
int ColumnOf(absl::string_view cell) {
  int column = 0;
  std::size_t i = 0;
  for (; i < cell.size() && i < 4 && cell[i] >= 'A' && cell[i] <= 'Z'; ++i) {
    column = column * 26 + (cell[i] - 'A' + 1);
  }
  return i == 0 ? -1 : column - 1;
}

char TypeOf(absl::string_view type) {
  if (type.empty() || type == "n") return 'n';
  if (type == "s") return 's';
  if (type == "inlineStr") return 'i';
  if (type == "str") return 'f';
  return type[0];  // b, d, e
}

/// Writes a whole number into `out`, with zeros before it up to `digits`.
absl::string_view Whole(std::int64_t number, int digits,
                        std::array<char, 48>& out) {
  const int length = std::snprintf(out.data(), out.size(), "%0*lld", digits,
                                   static_cast<long long>(number));
  return absl::string_view(out.data(), static_cast<std::size_t>(length));
}

bool PlainDigits(absl::string_view text) {
  if (text.empty() || text.size() > 15) return false;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return text.size() == 1 || text[0] != '0';
}

}  // namespace

WaitingRow* XlsxRows::Take() {
  return taken_ < made_ ? &rows_[taken_++] : nullptr;
}

void XlsxRows::Clear() {
  if (row_ != nullptr && made_ != 0) {
    std::swap(rows_.front(), rows_[made_]);
    row_ = &rows_.front();
  }
  made_ = taken_ = 0;
}

void XlsxRows::Start(absl::string_view name, const Attributes& attributes) {
  if (name == "c") {
    StartCell(attributes);
  } else if (in_cell_) {
    if (name == "is") in_inline_ = true;
    if (name == "rPh") in_phonetic_ = true;
    reads_text_ = name == "v" || (name == "t" && in_inline_ && !in_phonetic_);
  } else if (name == "row") {
    StartRow(attributes);
  }
}

void XlsxRows::Text(absl::string_view text) {
  if (!reads_text_) return;
  if (value_.size() + text.size() > limits_.cell_bytes) {
    text = text.substr(0, limits_.cell_bytes - value_.size());
    if (row_ != nullptr) row_->fault = RowFault::kTooLong;
  }
  value_.append(text.data(), text.size());
}

void XlsxRows::End(absl::string_view name) {
  reads_text_ = false;
  if (name == "c") {
    if (in_cell_) EndCell();
  } else if (name == "is") {
    in_inline_ = false;
  } else if (name == "rPh") {
    in_phonetic_ = false;
  } else if (name == "row" && row_ != nullptr) {
    row_ = nullptr;
    if (!rows_[made_].cells.empty()) ++made_;
  }
}

void XlsxRows::StartRow(const Attributes& attributes) {
  std::int64_t number = 0;
  if (!absl::SimpleAtoi(attributes.Get("r"), &number)) number = number_ + 1;
  if (number <= number_ && status_.ok()) {
    status_ = Broken("các dòng không theo thứ tự", "its rows are not in order");
  }
  number_ = number;
  if (made_ == rows_.size()) rows_.emplace_back();
  row_ = &rows_[made_];
  row_->number = number;
  row_->fault = RowFault::kNone;
  row_->text.clear();
  row_->cells.clear();
  column_ = -1;
}

void XlsxRows::StartCell(const Attributes& attributes) {
  in_cell_ = row_ != nullptr;
  if (!in_cell_) return;
  const int column = ColumnOf(attributes.Get("r"));
  column_ = column < 0 ? column_ + 1 : column;
  type_ = TypeOf(attributes.Get("t"));
  if (!absl::SimpleAtoi(attributes.Get("s"), &style_)) style_ = 0;
  value_.clear();
}

void XlsxRows::EndCell() {
  in_cell_ = false;
  if (value_.empty()) return;
  if (column_ >= limits_.columns) {
    row_->fault = RowFault::kTooLong;
    return;
  }
  const auto at = static_cast<std::size_t>(column_);
  if (row_->cells.size() <= at) row_->cells.resize(at + 1);
  WaitingRow::Span& cell = row_->cells[at];
  switch (type_) {
    case 's': {
      std::uint64_t number = 0;
      absl::string_view text;
      if (!absl::SimpleAtoi(value_, &number) ||
          !book_.texts.Find(number, text)) {
        if (status_.ok()) {
          status_ = Broken("ô trỏ tới chữ không có",
                           "a cell points to a text that is not there");
        }
        return;
      }
      if (text.size() > limits_.cell_bytes) {
        row_->fault = RowFault::kTooLong;
        return;
      }
      Put(text, CellKind::kText, cell);
      return;
    }
    case 'i':
    case 'f':
      UndoEscapes(value_);
      Put(value_, CellKind::kText, cell);
      return;
    case 'b':
      Put(value_ == "1" || value_ == "true" ? "1" : "0", CellKind::kBoolean,
          cell);
      return;
    case 'd':
      Put(value_, CellKind::kDate, cell);
      return;
    case 'e':
      Put(value_, CellKind::kError, cell);
      return;
    default:
      AddNumber(cell);
  }
}

void XlsxRows::AddNumber(WaitingRow::Span& cell) {
  const bool styled =
      style_ > 0 && static_cast<std::size_t>(style_) < book_.looks.size();
  const NumberLook look = styled ? book_.looks[style_] : NumberLook();
  if (!look.is_date && look.digits == 0 && PlainDigits(value_)) {
    Put(value_, CellKind::kNumber, cell);
    return;
  }
  double number = 0;
  if (!absl::SimpleAtod(value_, &number) || !std::isfinite(number)) {
    Put(value_, CellKind::kText, cell);
    return;
  }
  std::array<char, 48> out{};
  const double whole = std::floor(number);
  if (look.is_date && std::abs(number) < 1e7) {
    const auto day =
        DayOfSerial(static_cast<std::int64_t>(whole), book_.from_1904);
    if (day) {
      int length = std::snprintf(out.data(), out.size(), "%04d-%02d-%02d",
                                 static_cast<int>(day->year()), day->month(),
                                 day->day());
      const int seconds = static_cast<int>((number - whole) * 86'400 + 0.5);
      if (seconds > 0 && seconds < 86'400) {
        length += std::snprintf(
            out.data() + length, out.size() - static_cast<std::size_t>(length),
            "T%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
      }
      Put(absl::string_view(out.data(), static_cast<std::size_t>(length)),
          CellKind::kDate, cell);
      return;
    }
  }
  if (whole == number && std::abs(number) < 1e15) {
    Put(Whole(static_cast<std::int64_t>(number), look.digits, out),
        CellKind::kNumber, cell);
    return;
  }
  Put(absl::StrFormat("%.15g", number), CellKind::kNumber, cell);
}

void XlsxRows::Put(absl::string_view text, CellKind kind,
                   WaitingRow::Span& cell) {
  cell = {.begin = row_->text.size(),
          .length = text.size(),
          .kind = text.empty() ? CellKind::kEmpty : kind};
  row_->text.append(text.data(), text.size());
}

}  // namespace rasoat::sheet

#include "services/common/sheet/csv_reader.h"

#include <algorithm>
#include <array>

#include "absl/strings/match.h"
#include "services/common/sheet/faults.h"
#include "services/common/status/status_macros.h"

namespace rasoat::sheet {
namespace {

constexpr std::size_t kLongestRow = 256 << 10;
constexpr int kRowsLookedAt = 20;
constexpr std::array<char, 3> kSeparators = {',', ';', '\t'};

/// The separator the first rows have most of.
char MostUsed(absl::string_view text) {
  std::array<int, kSeparators.size()> counts{};
  bool quoted = false;
  int rows = 0;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' && ++rows == kRowsLookedAt) break;
    for (std::size_t i = 0; i < kSeparators.size(); ++i) {
      if (c == kSeparators[i]) ++counts[i];
    }
  }
  const auto most = std::max_element(counts.begin(), counts.end());
  return kSeparators[static_cast<std::size_t>(most - counts.begin())];
}

/// The end of the line that starts at `at`, and where the next one starts.
struct LineEnd {
  std::size_t end;
  std::size_t next;
};

LineEnd EndOfLine(absl::string_view text, std::size_t at) {
  const std::size_t end = text.find_first_of("\r\n", at);
  if (end == absl::string_view::npos) return {text.size(), text.size()};
  const bool both =
      text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n';
  return {end, end + (both ? 2 : 1)};
}

std::int64_t LinesIn(absl::string_view text) {
  std::int64_t lines = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    lines += text[i] == '\n' ||
             (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
  }
  return lines;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Reader>> CsvReader::Open(Source& source,
                                                        const Limits& limits) {
  std::unique_ptr<CsvReader> reader(new CsvReader(source, limits));
  RASOAT_RETURN_IF_ERROR(reader->Begin());
  return std::unique_ptr<Reader>(std::move(reader));
}

absl::Status CsvReader::Begin() {
  RASOAT_ASSIGN_OR_RETURN(const bool more, feed_.Fill(buffer_));
  at_end_ = !more;
  const LineEnd first = EndOfLine(buffer_, 0);
  if (first.end == 5 && absl::StartsWith(buffer_, "sep=")) {
    separator_ = buffer_[4];
    begin_ = first.next;
    ++line_;
  } else {
    separator_ = MostUsed(buffer_);
  }
  return absl::OkStatus();
}

double CsvReader::progress() const {
  if (source_.size() == 0) return 1;
  return static_cast<double>(feed_.offset()) /
         static_cast<double>(source_.size());
}

absl::StatusOr<bool> CsvReader::Next(Row& row) {
  std::size_t end = 0;
  while (Parse(end) == Parsed::kMore) {
    if (at_end_ || buffer_.size() - begin_ >= kLongestRow) {
      ParseLineAsItStands(end);
      break;
    }
    buffer_.erase(0, begin_);
    begin_ = 0;
    RASOAT_ASSIGN_OR_RETURN(const bool more, feed_.Fill(buffer_));
    // The end may still have brought half a character.
    if (!more) at_end_ = true;
  }
  if (begin_ == buffer_.size() && at_end_) return false;
  if (++number_ > limits_.rows) {
    return TooLarge("quá nhiều dòng", "too many rows");
  }
  Emit(end, row);
  return true;
}

CsvReader::Parsed CsvReader::Parse(std::size_t& end) {
  places_.clear();
  unquoted_.clear();
  fault_ = RowFault::kNone;
  std::size_t at = begin_;
  if (at == buffer_.size()) {
    end = at;
    return at_end_ ? Parsed::kRow : Parsed::kMore;
  }
  const char stops[] = {separator_, '\r', '\n', '\0'};
  const absl::string_view ends(stops, 3);
  for (;;) {
    Place cell;
    if (at < buffer_.size() && buffer_[at] == '"') {
      if (!ParseQuoted(at, cell)) return Parsed::kMore;
    } else {
      const std::size_t stop = std::min(
          absl::string_view(buffer_).find_first_of(ends, at), buffer_.size());
      cell = {.begin = at, .length = stop - at};
      at = stop;
    }
    places_.push_back(cell);
    if (at == buffer_.size()) {
      if (!at_end_) return Parsed::kMore;
      end = at;
      return Parsed::kRow;
    }
    if (buffer_[at] == separator_) {
      ++at;
      if (at == buffer_.size() && !at_end_) return Parsed::kMore;
      continue;
    }
    if (buffer_[at] == '\r' && at + 1 == buffer_.size() && !at_end_) {
      return Parsed::kMore;  // an LF may follow
    }
    end = EndOfLine(buffer_, at).next;
    return Parsed::kRow;
  }
}

/// What stands between the quotes, and whatever follows them up to the next
/// separator, as spreadsheet programs read it.
bool CsvReader::ParseQuoted(std::size_t& at, Place& cell) {
  cell = {.begin = unquoted_.size(), .unquoted = true};
  std::size_t from = at + 1;
  for (;;) {
    const std::size_t quote = buffer_.find('"', from);
    if (quote == std::string::npos) return false;
    unquoted_.append(buffer_, from, quote - from);
    if (quote + 1 == buffer_.size()) {
      if (!at_end_) return false;
      at = quote + 1;
      break;
    }
    if (buffer_[quote + 1] == '"') {
      unquoted_ += '"';
      from = quote + 2;
      continue;
    }
    const char c = buffer_[quote + 1];
    if (c == separator_ || c == '\r' || c == '\n') {
      at = quote + 1;
      break;
    }
    const char stops[] = {separator_, '\r', '\n', '\0'};
    const std::size_t stop =
        std::min(buffer_.find_first_of(stops, quote + 1, 3), buffer_.size());
    unquoted_.append(buffer_, quote + 1, stop - quote - 1);
    at = stop;
    break;
  }
  cell.length = unquoted_.size() - cell.begin;
  return true;
}

void CsvReader::ParseLineAsItStands(std::size_t& end) {
  const LineEnd line = EndOfLine(buffer_, begin_);
  end = line.next;
  fault_ = buffer_.find('"', begin_) < line.end ? RowFault::kQuote
                                                : RowFault::kTooLong;
  places_.clear();
  unquoted_.clear();
  for (std::size_t at = begin_; at <= line.end;) {
    std::size_t stop = buffer_.find(separator_, at);
    if (stop == std::string::npos || stop > line.end) stop = line.end;
    places_.push_back({.begin = at, .length = stop - at});
    at = stop + 1;
  }
}

void CsvReader::Emit(std::size_t end, Row& row) {
  row.sheet = 0;
  row.number = number_;
  row.line = line_;
  const absl::string_view whole(buffer_.data() + begin_, end - begin_);
  line_ += LinesIn(whole);
  if (!IsUtf8(whole)) {
    fault_ = RowFault::kEncoding;
    // Every cell anew: views into one text, so first all of it is made.
    cleaned_.clear();
    for (Place& place : places_) {
      const std::string& from = place.unquoted ? unquoted_ : buffer_;
      const std::string text =
          CleanUtf8(absl::string_view(from).substr(place.begin, place.length));
      place = {.begin = cleaned_.size(), .length = text.size()};
      cleaned_ += text;
    }
  }
  const bool cleaned = fault_ == RowFault::kEncoding;
  if (places_.size() > static_cast<std::size_t>(limits_.columns)) {
    places_.resize(static_cast<std::size_t>(limits_.columns));
    if (!cleaned) fault_ = RowFault::kTooLong;
  }
  row.cells.clear();
  for (const Place& place : places_) {
    const std::string& from = cleaned          ? cleaned_
                              : place.unquoted ? unquoted_
                                               : buffer_;
    absl::string_view text(from.data() + place.begin, place.length);
    if (text.size() > limits_.cell_bytes) {
      text = text.substr(0, limits_.cell_bytes);
      while (!text.empty() && !IsUtf8(text)) text.remove_suffix(1);
      if (fault_ == RowFault::kNone) fault_ = RowFault::kTooLong;
    }
    row.cells.push_back(
        {text, text.empty() ? CellKind::kEmpty : CellKind::kText});
  }
  row.fault = fault_;
  begin_ = end;
}

}  // namespace rasoat::sheet

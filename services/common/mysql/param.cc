#include "services/common/mysql/param.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace rasoat::mysql {
namespace {

constexpr std::size_t kBlockSize = 64 * 1024;

bool PlainAscii(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c >= 0x20 && c < 0x7F && c != '\'' && c != '"' && c != '\\';
  });
}

void AppendHex(absl::string_view bytes, std::string& sql) {
  absl::StrAppend(&sql, "x'", absl::BytesToHexString(bytes), "'");
}

struct Writer {
  std::string& sql;

  void operator()(std::nullptr_t) const { sql += "NULL"; }
  void operator()(std::int64_t value) const { absl::StrAppend(&sql, value); }
  void operator()(std::uint64_t value) const { absl::StrAppend(&sql, value); }
  void operator()(double value) const {
    absl::StrAppendFormat(&sql, "%.17g", value);
  }
  void operator()(absl::string_view value) const {
    if (PlainAscii(value)) {
      absl::StrAppend(&sql, "'", value, "'");
    } else {
      sql += "_utf8mb4 ";
      AppendHex(value, sql);
    }
  }
  void operator()(Blob value) const { AppendHex(value.bytes, sql); }
  void operator()(absl::Time value) const {
    absl::StrAppend(&sql, "'", DateTimeText(value), "'");
  }
  void operator()(absl::CivilDay value) const {
    absl::StrAppend(&sql, "'", DateText(value), "'");
  }
  void operator()(const Ulid& value) const { AppendHex(value.ToBytes(), sql); }
};

}  // namespace

std::string DateTimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%E6S", time, absl::UTCTimeZone());
}

std::string DateText(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

void AppendLiteral(const Param& param, std::string& sql) {
  std::visit(Writer{sql}, param.value());
}

absl::string_view Params::Keep(absl::string_view text) {
  if (blocks_.empty() ||
      blocks_.back().capacity() - blocks_.back().size() < text.size()) {
    blocks_.emplace_back().reserve(std::max(kBlockSize, text.size()));
  }
  std::string& block = blocks_.back();
  const std::size_t at = block.size();
  block.append(text.data(), text.size());
  bytes_ += text.size();
  return absl::string_view(block.data() + at, text.size());
}

Params& Params::Add(const Param& param) {
  if (auto* text = std::get_if<absl::string_view>(&param.value())) {
    values_.push_back(Keep(*text));
  } else if (auto* blob = std::get_if<Blob>(&param.value())) {
    values_.push_back(Blob{Keep(blob->bytes)});
  } else {
    values_.push_back(param);
  }
  return *this;
}

void Params::Clear() {
  values_.clear();
  bytes_ = 0;
  if (blocks_.size() > 1) blocks_.resize(1);
  if (!blocks_.empty()) blocks_.front().clear();
}

}  // namespace rasoat::mysql

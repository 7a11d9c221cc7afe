#include "services/common/sheet/reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "services/common/sheet/csv_reader.h"
#include "services/common/sheet/faults.h"
#include "services/common/sheet/xlsx_reader.h"
#include "services/common/sheet/zip_archive.h"
#include "services/common/status/status_macros.h"

namespace rasoat::sheet {
namespace {

constexpr std::size_t kHead = 64 << 10;
constexpr absl::string_view kCompound("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);

absl::StatusOr<std::string> Head(Source& source) {
  std::string head(kHead, '\0');
  RASOAT_ASSIGN_OR_RETURN(const std::size_t got,
                          source.ReadAt(0, head.data(), head.size()));
  head.resize(got);
  return head;
}

/// Whether a compound file (what .xls is, and what a protected .xlsx is
/// wrapped into) holds an encrypted package. The names in its directory are
/// UTF-16; the directory may lie anywhere.
absl::StatusOr<bool> HoldsEncryptedPackage(Source& source) {
  std::string wanted;
  for (const char c : absl::string_view("EncryptedPackage")) {
    wanted += c;
    wanted += '\0';
  }
  std::string piece(kHead + wanted.size(), '\0');
  for (std::int64_t at = 0; at < source.size(); at += kHead) {
    RASOAT_ASSIGN_OR_RETURN(const std::size_t got,
                            source.ReadAt(at, piece.data(), piece.size()));
    if (absl::StrContains(absl::string_view(piece.data(), got), wanted)) {
      return true;
    }
  }
  return false;
}

absl::Status CheckXlsx(const ZipArchive& archive) {
  if (archive.Encrypted()) return Password();
  if (archive.Has("xl/vbaProject.bin")) return HasMacros();
  if (archive.Has("xl/workbook.bin")) return OldFormat();
  if (!archive.Has("[Content_Types].xml") ||
      (!archive.Has("xl/workbook.xml") && !archive.Has("_rels/.rels"))) {
    return KindWrong();
  }
  // A text document or slides are packed alike.
  if (archive.Has("word/document.xml") || archive.Has("ppt/presentation.xml")) {
    return KindWrong();
  }
  return absl::OkStatus();
}

/// Refuses what is certainly not text in one of the encodings we know.
absl::Status CheckText(absl::string_view head) {
  if (absl::StartsWith(head, "\xFF\xFE") ||
      absl::StartsWith(head, "\xFE\xFF")) {
    return absl::OkStatus();
  }
  if (absl::StrContains(head, absl::string_view("\0", 1))) return KindWrong();
  absl::string_view start = absl::StripLeadingAsciiWhitespace(head);
  if (absl::StartsWith(start, "%PDF") || absl::StartsWith(start, "{\\rtf") ||
      absl::StartsWithIgnoreCase(start, "<html") ||
      absl::StartsWithIgnoreCase(start, "<!doctype") ||
      absl::StartsWithIgnoreCase(start, "<?xml")) {
    return KindWrong();
  }
  return absl::OkStatus();
}

/// What a file is, with its archive if it is a zip.
struct Opened {
  FileKind kind = FileKind::kCsv;
  std::unique_ptr<ZipArchive> archive;
};

absl::StatusOr<Opened> Look(Source& source, const Limits& limits) {
  if (source.size() > limits.file_bytes) {
    return TooLarge("dung lượng vượt mức cho phép", "it has too many bytes");
  }
  RASOAT_ASSIGN_OR_RETURN(const std::string head, Head(source));
  if (absl::StripAsciiWhitespace(head).empty() || head == "\xEF\xBB\xBF") {
    return Empty();
  }
  if (absl::StartsWith(head, kCompound)) {
    RASOAT_ASSIGN_OR_RETURN(const bool encrypted,
                            HoldsEncryptedPackage(source));
    return encrypted ? Password() : OldFormat();
  }
  if (absl::StartsWith(head, "PK\x03\x04") ||
      absl::StartsWith(head, "PK\x05\x06")) {
    RASOAT_ASSIGN_OR_RETURN(auto archive, ZipArchive::Open(source, limits));
    RASOAT_RETURN_IF_ERROR(CheckXlsx(*archive));
    return Opened{FileKind::kXlsx, std::move(archive)};
  }
  RASOAT_RETURN_IF_ERROR(CheckText(head));
  return Opened{};
}

}  // namespace

absl::StatusOr<FileKind> KindOf(Source& source, const Limits& limits) {
  RASOAT_ASSIGN_OR_RETURN(const Opened opened, Look(source, limits));
  return opened.kind;
}

absl::StatusOr<std::unique_ptr<Reader>> Open(Source& source,
                                             const Limits& limits) {
  RASOAT_ASSIGN_OR_RETURN(Opened opened, Look(source, limits));
  if (opened.kind == FileKind::kCsv) return CsvReader::Open(source, limits);
  return XlsxReader::Open(std::move(opened.archive));
}

std::string ColumnName(int column) {
  std::string name;
  for (int left = column + 1; left > 0; left = (left - 1) / 26) {
    name += static_cast<char>('A' + (left - 1) % 26);
  }
  std::reverse(name.begin(), name.end());
  return name;
}

std::optional<absl::CivilDay> DayOfSerial(std::int64_t serial, bool from_1904) {
  constexpr std::int64_t kLast = 2'958'465;  // 9999-12-31
  if (serial < (from_1904 ? 0 : 1) || serial > kLast) return std::nullopt;
  if (from_1904) return absl::CivilDay(1904, 1, 1) + serial;
  if (serial < 60) return absl::CivilDay(1899, 12, 31) + serial;
  return absl::CivilDay(1899, 12, 30) + serial;  // 60 is taken as 28 February
}

}  // namespace rasoat::sheet

#include "services/registry/domain/import.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/domain/text.h"
#include "services/registry/domain/vietnamese.h"

namespace rasoat::registry {
namespace {

constexpr std::int64_t kLeastChunk = 64 << 10;
constexpr std::int64_t kMostChunk = 1 << 20;

absl::Status Busy() {
  return ImportRefused("IMPORT_BUSY",
                       "Tệp đang được kiểm tra hoặc đang được nhập; hãy đợi.",
                       "The file is being checked or written; wait.");
}

absl::Status Over() {
  return ImportRefused("IMPORT_OVER",
                       "Lần nhập này đã kết thúc; hãy tạo lần nhập mới.",
                       "This import is over; begin another.");
}

absl::Status CheckGoesOn(const Import& import) {
  switch (import.state) {
    case ImportState::kChecking:
    case ImportState::kRunning:
      return Busy();
    case ImportState::kDone:
    case ImportState::kRefused:
    case ImportState::kCancelled:
      return Over();
    case ImportState::kUnspecified:
    case ImportState::kUploading:
      return ImportRefused("IMPORT_NOT_UPLOADED",
                           "Tệp chưa được tải lên đủ; hãy tải tiếp.",
                           "The file is not complete; go on uploading.");
    case ImportState::kUploaded:
    case ImportState::kChecked:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

Import Begun(const Import& import, ImportState state) {
  Import next = import;
  next.state = state;
  next.permille = 0;
  next.counts = {};
  next.done = {};
  next.attempts = 0;
  return next;
}

bool SamePerson(const Member& a, const Member& b) {
  if (a.identity_kind == IdentityKind::kCitizenId &&
      b.identity_kind == IdentityKind::kCitizenId) {
    return a.identity_number == b.identity_number;
  }
  return a.birth_date.year() == b.birth_date.year() &&
         Folded(a.full_name) == Folded(b.full_name);
}

/// An id that nobody of the household has or had.
std::string FreeMemberId(const Household& household) {
  for (std::size_t i = 1;; ++i) {
    std::string id = absl::StrFormat("%02d", i);
    const auto taken = [&](const Member& member) { return member.id == id; };
    if (std::none_of(household.members.begin(), household.members.end(),
                     taken) &&
        std::none_of(
            household.former.begin(), household.former.end(),
            [&](const FormerMember& former) { return taken(former.member); })) {
      return id;
    }
  }
}

}  // namespace

ImportCounts& ImportCounts::operator+=(const ImportCounts& more) {
  rows += more.rows;
  households += more.households;
  error_rows += more.error_rows;
  warning_rows += more.warning_rows;
  duplicate_rows += more.duplicate_rows;
  created += more.created;
  updated += more.updated;
  known += more.known;
  refused += more.refused;
  return *this;
}

bool SameFile(const Import& a, const Import& b) {
  return a.id == b.id && a.area == b.area && a.file_name == b.file_name &&
         a.size == b.size && a.sha256 == b.sha256;
}

std::vector<Violation> CheckNewImport(const Import& import,
                                      std::int64_t most_bytes) {
  std::vector<Violation> faults;
  const int length = PlainLength(import.file_name);
  if (length < 1 || length > 200) {
    Add(faults, "import.file_name", "FILE_NAME_MALFORMED",
        "Tên tệp phải có 1 đến 200 ký tự.",
        "Give a file name of 1 to 200 characters.");
  }
  if (import.size < 1 || import.size > most_bytes) {
    Add(faults, "import.size_bytes", "FILE_SIZE_OUT_OF_RANGE",
        absl::StrCat("Tệp phải có từ 1 đến ", most_bytes,
                     " byte; hãy chia tệp lớn."),
        absl::StrCat("The file may have 1 to ", most_bytes,
                     " bytes; divide a larger one."));
  }
  if (import.sha256.size() != 32) {
    Add(faults, "import.sha256", "SHA256_MALFORMED",
        "SHA-256 phải có 64 chữ số thập lục phân.",
        "Give the SHA-256 as 64 hexadecimal digits.");
  }
  return faults;
}

absl::StatusOr<std::int64_t> AcceptChunk(const Import& import,
                                         std::int64_t offset,
                                         std::int64_t length) {
  if (offset < 0 || length < 1 || length > kMostChunk ||
      offset > import.size - length ||
      (length < kLeastChunk && offset + length < import.size)) {
    return Invalid(Violation{
        "body", "IMPORT_CHUNK_SIZE",
        "Mỗi phần tệp phải từ 64 KiB đến 1 MiB (trừ phần cuối) và nằm trong "
        "tệp.",
        "A piece has 64 KiB to 1 MiB, the last may have less, and lies within "
        "the file."});
  }
  if (offset + length <= import.received) return 0;
  if (import.state != ImportState::kUploading) {
    return ImportRefused("IMPORT_NOT_UPLOADING", "Tệp đã được tải lên đủ.",
                         "The file is complete already.");
  }
  if (offset > import.received) {
    return ImportRefused(
        "IMPORT_CHUNK_GAP",
        absl::StrCat("Thiếu phần trước đó; hãy tải tiếp từ byte ",
                     import.received, "."),
        absl::StrCat("What comes before is missing; go on at byte ",
                     import.received, "."));
  }
  return offset + length - import.received;
}

absl::StatusOr<Import> BeginCheck(const Import& import,
                                  const ImportOptions& options) {
  if (absl::Status fit = CheckGoesOn(import); !fit.ok()) return fit;
  Import next = Begun(import, ImportState::kChecking);
  next.options = options;
  return next;
}

absl::StatusOr<Import> BeginRun(const Import& import) {
  if (absl::Status fit = CheckGoesOn(import); !fit.ok()) return fit;
  if (import.state != ImportState::kChecked) {
    return ImportNotChecked();
  }
  if (import.options.all_or_nothing &&
      (import.counts.error_rows > 0 || import.counts.duplicate_rows > 0)) {
    return ImportRefused(
        "IMPORT_HAS_FAULTS",
        "Tệp còn dòng lỗi hoặc trùng; hãy sửa tệp, hoặc chọn nhận các dòng "
        "đúng.",
        "The file has faulty or duplicate rows; correct it, or choose to take "
        "the good rows.");
  }
  return Begun(import, ImportState::kRunning);
}

absl::StatusOr<Import> Cancel(const Import& import) {
  switch (import.state) {
    case ImportState::kCancelled:
      return import;
    case ImportState::kDone:
    case ImportState::kRefused:
      return Over();
    default:
      Import next = import;
      next.state = ImportState::kCancelled;
      return next;
  }
}

Household Merged(const Household& current, const Household& listed) {
  Household next = current;
  if (!listed.address.empty()) next.address = listed.address;
  if (!listed.phone.empty()) next.phone = listed.phone;
  for (const ListedValue& value : listed.listing) {
    const auto known = std::find_if(
        next.listing.begin(), next.listing.end(),
        [&](const ListedValue& old) { return old.column == value.column; });
    if (known == next.listing.end()) {
      next.listing.push_back(value);
    } else {
      known->value = value.value;
    }
  }
  for (const Member& member : listed.members) {
    const auto known = std::find_if(
        next.members.begin(), next.members.end(),
        [&](const Member& old) { return SamePerson(old, member); });
    if (known == next.members.end()) {
      Member added = member;
      added.id = FreeMemberId(next);
      next.members.push_back(std::move(added));
      continue;
    }
    const Member old = *known;
    *known = member;
    known->id = old.id;
    if (member.identity_kind == IdentityKind::kNone) {
      known->identity_kind = old.identity_kind;
      known->identity_number = old.identity_number;
    }
  }
  return next;
}

}  // namespace rasoat::registry

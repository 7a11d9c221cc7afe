#include "services/registry/domain/attachment.h"

#include "services/registry/domain/refusals.h"
#include "services/registry/domain/text.h"

namespace rasoat::registry {

bool SameAnnouncement(const Attachment& a, const Attachment& b) {
  return a.parent == b.parent && a.hash == b.hash && a.size == b.size &&
         a.type == b.type;
}

std::vector<Violation> CheckAnnouncement(const Attachment& attachment) {
  std::vector<Violation> faults;
  if (attachment.hash.size() != 32) {
    Add(faults, "content_hash", "CONTENT_HASH_MALFORMED",
        "Mã băm SHA-256 phải có 64 chữ số thập lục phân viết thường.",
        "The SHA-256 has 64 hexadecimal digits in lower case.");
  }
  if (attachment.size < 1 || attachment.size > Attachment::kMostBytes) {
    Add(faults, "size_bytes", "ATTACHMENT_SIZE_OUT_OF_RANGE",
        "Tệp phải có từ 1 byte đến 8 MiB; hãy giảm cỡ ảnh.",
        "A file has 1 byte to 8 MiB; make the picture smaller.");
  }
  if (attachment.type == MediaType::kUnknown) {
    Add(faults, "media_type", "MEDIA_TYPE_NOT_TAKEN",
        "Chỉ nhận ảnh JPEG, PNG, WebP và tệp PDF; hãy đổi định dạng.",
        "Only JPEG, PNG and WebP pictures and PDF are taken; convert it.");
  }
  return faults;
}

absl::StatusOr<absl::string_view> NextBytes(const Attachment& attachment,
                                            std::int64_t offset,
                                            absl::string_view bytes) {
  const auto count = static_cast<std::int64_t>(bytes.size());
  if (count < 1 || count > Attachment::kMostChunk) {
    return Invalid(
        Violation{"chunk", "CHUNK_SIZE_OUT_OF_RANGE",
                  "Mỗi phần gửi phải có từ 1 byte đến 1 MiB; hãy chia nhỏ.",
                  "A chunk has 1 byte to 1 MiB; split it."});
  }
  if (offset < 0 || offset > attachment.size - count) {
    return Invalid(Violation{
        "offset", "UPLOAD_TOO_LONG",
        "Phần gửi vượt quá kích thước đã báo; hãy báo lại tệp.",
        "The chunk goes beyond the size announced; announce the file anew."});
  }
  if (attachment.finished()) return AttachmentFinished();
  if (offset > attachment.received) return UploadOffsetAhead();
  const std::int64_t known = attachment.received - offset;
  if (known >= count) return absl::string_view();
  return bytes.substr(static_cast<std::size_t>(known));
}

absl::Status CheckContent(const Attachment& attachment,
                          absl::string_view content, absl::string_view hash) {
  if (hash != attachment.hash) {
    return Invalid(Violation{
        "content_hash", "ATTACHMENT_HASH_DIFFERS",
        "Nội dung nhận được không khớp mã băm đã báo; hãy gửi lại từ đầu.",
        "What came is not what the hash announced; send it anew."});
  }
  if (SniffMediaType(content) != attachment.type) {
    return Invalid(
        Violation{"media_type", "ATTACHMENT_TYPE_DIFFERS",
                  "Tệp không đúng định dạng đã báo; hãy kiểm tra tệp.",
                  "The file is not of the type announced; look at the file."});
  }
  return absl::OkStatus();
}

}  // namespace rasoat::registry

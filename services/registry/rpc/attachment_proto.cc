#include "services/registry/rpc/attachment_proto.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/text.h"
#include "services/registry/rpc/names.h"
#include "services/registry/rpc/survey_proto.h"

namespace rasoat::registry {
namespace {

/// The bytes of 64 hexadecimal digits, or nothing.
std::string HashOf(absl::string_view digits) {
  const bool good = digits.size() == 64 &&
                    std::all_of(digits.begin(), digits.end(), [](char c) {
                      return absl::ascii_isxdigit(c) && !absl::ascii_isupper(c);
                    });
  return good ? absl::HexStringToBytes(digits) : "";
}

}  // namespace

absl::StatusOr<AttachmentParent> ParseParent(absl::string_view name,
                                             absl::string_view field) {
  AttachmentParent parent;
  if (absl::StartsWith(name, "households/")) {
    RASOAT_ASSIGN_OR_RETURN(parent.household, ParseHousehold(name, field));
  } else {
    RASOAT_ASSIGN_OR_RETURN(parent.survey, ParseSurvey(name, field));
  }
  return parent;
}

std::string NameOf(const AttachmentParent& parent) {
  return parent.survey.empty() ? NameOf(parent.household)
                               : NameOf(parent.survey);
}

absl::StatusOr<Attachment> FromProto(const v1::BeginAttachmentRequest& request,
                                     const rpc::Call& call,
                                     absl::Duration kept_for) {
  const v1::Attachment& shown = request.attachment();
  const absl::Time now = absl::FromUnixMicros(absl::ToUnixMicros(call.now));
  std::vector<Violation> faults;
  Attachment attachment{
      .id = OrFault(ParseAttachmentId(request.attachment_id(), "attachment_id"),
                    faults),
      .parent =
          OrFault(ParseParent(shown.parent(), "attachment.parent"), faults),
      .hash = HashOf(shown.content_hash()),
      .size = shown.size_bytes(),
      .type = MediaTypeNamed(shown.media_type()),
      .uploader = call.identity == nullptr ? "" : call.identity->subject,
      .begin_time = now,
      .expire_time = now + kept_for};
  for (Violation& fault :
       Prefixed("attachment.", CheckAnnouncement(attachment))) {
    faults.push_back(std::move(fault));
  }
  if (!faults.empty()) return Invalid(std::move(faults));
  return attachment;
}

v1::Attachment ToProto(const Attachment& attachment) {
  v1::Attachment shown;
  shown.set_name(NameOf(attachment.id));
  shown.set_parent(NameOf(attachment.parent));
  shown.set_content_hash(absl::BytesToHexString(attachment.hash));
  shown.set_size_bytes(attachment.size);
  shown.set_media_type(std::string(NameOf(attachment.type)));
  shown.set_received_bytes(attachment.received);
  shown.set_finished(attachment.finished());
  shown.set_uploader(attachment.uploader);
  SetTime(attachment.begin_time, *shown.mutable_begin_time());
  if (attachment.finish_time) {
    SetTime(*attachment.finish_time, *shown.mutable_finish_time());
  }
  if (attachment.expire_time) {
    SetTime(*attachment.expire_time, *shown.mutable_expire_time());
  }
  shown.set_carries_position(attachment.carries_position);
  return shown;
}

}  // namespace rasoat::registry

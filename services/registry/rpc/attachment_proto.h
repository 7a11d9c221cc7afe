// Attachments: proto ↔ domain, nothing else.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "rasoat/registry/v1/attachments.pb.h"
#include "services/common/rpc/calls.h"
#include "services/registry/domain/attachment.h"

namespace rasoat::registry {

/// `surveys/{id}` or `households/{id}`.
///
/// Errors: INVALID_ARGUMENT  RESOURCE_NAME_MALFORMED
absl::StatusOr<AttachmentParent> ParseParent(absl::string_view name,
                                             absl::string_view field);
std::string NameOf(const AttachmentParent& parent);

/// What the caller announces now, to be given up after `kept_for`. Its id may
/// be none.
///
/// Errors: INVALID_ARGUMENT  those of the names and of CheckAnnouncement(), all
///   that are wrong at once
absl::StatusOr<Attachment> FromProto(const v1::BeginAttachmentRequest& request,
                                     const rpc::Call& call,
                                     absl::Duration kept_for);

v1::Attachment ToProto(const Attachment& attachment);

}  // namespace rasoat::registry

// A file that belongs to a survey or a household.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/status/error.h"
#include "services/registry/domain/ids.h"
#include "services/registry/domain/media_type.h"

namespace rasoat::registry {

/// What a file belongs to: one of the two.
struct AttachmentParent {
  SurveyId survey;
  HouseholdId household;

  friend bool operator==(const AttachmentParent&,
                         const AttachmentParent&) = default;
};

/// A file, announced or finished.
struct Attachment {
  static constexpr std::int64_t kMostBytes = 8 * 1024 * 1024;
  static constexpr std::int64_t kMostChunk = 1024 * 1024;
  /// At most this many of one parent, those under way included.
  static constexpr std::int64_t kMostOfParent = 20;

  AttachmentId id;
  AttachmentParent parent;
  std::string hash;  ///< SHA-256 of the content, 32 bytes.
  std::int64_t size = 0;
  MediaType type = MediaType::kUnknown;
  std::string uploader;  ///< `staff/{id}`.
  absl::Time begin_time;

  std::int64_t received = 0;  ///< Bytes, from the first on.
  std::optional<absl::Time> finish_time;
  std::optional<absl::Time> expire_time;  ///< None once it is finished.
  bool carries_position = false;

  /// True once it is whole.
  bool finished() const { return finish_time.has_value(); }
};

/// True when both announce the same file for the same parent.
bool SameAnnouncement(const Attachment& a, const Attachment& b);

/// Everything wrong with an announcement, with paths such as `size_bytes`.
///
/// Rules: CONTENT_HASH_MALFORMED, ATTACHMENT_SIZE_OUT_OF_RANGE,
/// MEDIA_TYPE_NOT_TAKEN.
std::vector<Violation> CheckAnnouncement(const Attachment& attachment);

/// The part of `bytes`, which stand at `offset`, that has not come yet.
///
/// Errors:
///   INVALID_ARGUMENT     CHUNK_SIZE_OUT_OF_RANGE, UPLOAD_TOO_LONG
///   ABORTED              UPLOAD_OFFSET_AHEAD
///   FAILED_PRECONDITION  ATTACHMENT_FINISHED
absl::StatusOr<absl::string_view> NextBytes(const Attachment& attachment,
                                            std::int64_t offset,
                                            absl::string_view bytes);

/// Whether `content`, whose SHA-256 is `hash`, is what was announced.
///
/// Errors: INVALID_ARGUMENT  ATTACHMENT_HASH_DIFFERS, ATTACHMENT_TYPE_DIFFERS
absl::Status CheckContent(const Attachment& attachment,
                          absl::string_view content, absl::string_view hash);

}  // namespace rasoat::registry

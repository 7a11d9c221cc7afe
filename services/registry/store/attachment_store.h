// Where files of surveys and households are kept.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/registry/domain/attachment.h"

namespace rasoat::registry {

/// Keeps files, every content once. Thread safe. An upload whose expire_time
/// has passed is not there any more. Every method may also return what the
/// database says of itself.
class AttachmentStore {
 public:
  /// Judges the whole content of a file, and adds what it tells of it; pure.
  using Verify =
      absl::FunctionRef<absl::Status(absl::string_view content, Attachment&)>;

  virtual ~AttachmentStore() = default;

  /// Announces a file; its begin_time is now. The same announced before is
  /// returned as it stands. Also removes some uploads that were given up.
  ///
  /// Errors:
  ///   NOT_FOUND           SURVEY_NOT_FOUND, HOUSEHOLD_NOT_FOUND
  ///   ALREADY_EXISTS      ATTACHMENT_ID_TAKEN
  ///   FAILED_PRECONDITION ATTACHMENTS_CLOSED
  ///   RESOURCE_EXHAUSTED  TOO_MANY_ATTACHMENTS
  virtual absl::StatusOr<Attachment> Begin(const Attachment& attachment,
                                           absl::Time deadline) = 0;
  /// Adds what of `bytes`, which stand at `offset`, has not come yet.
  ///
  /// Errors: NOT_FOUND  ATTACHMENT_NOT_FOUND;  those of NextBytes()
  virtual absl::StatusOr<Attachment> Append(const AttachmentId& id,
                                            std::int64_t offset,
                                            absl::string_view bytes,
                                            absl::Time now,
                                            absl::Time deadline) = 0;
  /// Makes a file whole if `verify` agrees; if it does not, the file is
  /// removed. A finished one is returned as it stands.
  ///
  /// Errors: NOT_FOUND  ATTACHMENT_NOT_FOUND;  FAILED_PRECONDITION
  ///   UPLOAD_INCOMPLETE, ATTACHMENTS_CLOSED;  those of `verify`
  virtual absl::StatusOr<Attachment> Finish(const AttachmentId& id,
                                            Verify verify, absl::Time now,
                                            absl::Time deadline) = 0;
  /// A file, finished or under way.
  ///
  /// Errors: NOT_FOUND  ATTACHMENT_NOT_FOUND
  virtual absl::StatusOr<Attachment> Get(const AttachmentId& id, absl::Time now,
                                         absl::Time deadline) = 0;
  /// Up to `limit` finished files of a parent with an id above `after`, by id.
  /// A survey carries those of the versions that it replaced; their parent is
  /// the version they came with.
  virtual absl::StatusOr<std::vector<Attachment>> List(
      const AttachmentParent& parent, const AttachmentId& after, int limit,
      absl::Time deadline) = 0;
  /// The next bytes of a finished file from `offset` on, which is where those
  /// before ended.
  ///
  /// Errors: NOT_FOUND  ATTACHMENT_NOT_FOUND  also when it has been removed
  ///   meanwhile
  virtual absl::StatusOr<std::string> Read(const Attachment& attachment,
                                           std::int64_t offset,
                                           absl::Time deadline) = 0;
  /// Removes a file, and its content if no other has it.
  ///
  /// Errors: NOT_FOUND  ATTACHMENT_NOT_FOUND;  FAILED_PRECONDITION
  ///   ATTACHMENTS_CLOSED
  virtual absl::Status Delete(const AttachmentId& id, absl::Time deadline) = 0;
  /// What a file belongs to. Errors: NOT_FOUND  ATTACHMENT_NOT_FOUND
  virtual absl::StatusOr<AttachmentParent> ParentOf(const AttachmentId& id,
                                                    absl::Time deadline) = 0;
};

}  // namespace rasoat::registry

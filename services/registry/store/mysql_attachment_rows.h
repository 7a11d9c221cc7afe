// Files and their bytes as rows, for MySqlAttachmentStore.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/crypto/key_ring.h"
#include "services/common/mysql/transaction.h"
#include "services/registry/domain/attachment.h"

namespace rasoat::registry {

/// Reads and writes the tables `attachment`, `attachment_content` and
/// `attachment_chunk`, the bytes sealed; a sealed chunk belongs to its upload
/// and place. Thread safe; the keys must outlive it.
class MySqlAttachmentRows {
 public:
  explicit MySqlAttachmentRows(const crypto::KeyRing& keys) : keys_(keys) {}

  /// One file, or nothing.
  absl::StatusOr<std::optional<Attachment>> Find(mysql::Reader& reader,
                                                 const AttachmentId& id) const;
  /// The same, locked until the transaction ends.
  absl::StatusOr<std::optional<Attachment>> FindForUpdate(
      mysql::Transaction& tx, const AttachmentId& id) const;
  /// Finished files of a parent, by id; of a survey, those of the versions that
  /// it replaced as well.
  absl::StatusOr<std::vector<Attachment>> List(mysql::Reader& reader,
                                               const AttachmentParent& parent,
                                               const AttachmentId& after,
                                               int limit) const;
  /// How many files a parent has at `now`, those under way included.
  absl::StatusOr<std::int64_t> Count(mysql::Reader& reader,
                                     const AttachmentParent& parent,
                                     absl::Time now) const;
  /// Some uploads that were given up before `now`.
  absl::StatusOr<std::vector<AttachmentId>> Expired(mysql::Reader& reader,
                                                    absl::Time now,
                                                    int limit) const;

  absl::Status Insert(mysql::Transaction& tx,
                      const Attachment& attachment) const;
  /// Writes what changes of a file: how far it has come, and its finish.
  absl::Status Update(mysql::Transaction& tx,
                      const Attachment& attachment) const;
  absl::Status Delete(mysql::Transaction& tx, const AttachmentId& id) const;

  /// Adds the bytes of an upload that stand at `position`.
  absl::Status AddChunk(mysql::Transaction& tx, const AttachmentId& upload,
                        std::int64_t position, absl::string_view bytes) const;
  /// All bytes of an upload.
  absl::StatusOr<std::string> ReadAll(mysql::Reader& reader,
                                      const AttachmentId& upload) const;
  /// The chunk of a content that begins at `position`, or nothing.
  absl::StatusOr<std::optional<std::string>> ReadChunk(
      mysql::Reader& reader, const std::string& hash,
      std::int64_t position) const;
  /// True when there are bytes of an upload.
  absl::StatusOr<bool> HasChunks(mysql::Reader& reader,
                                 const AttachmentId& upload) const;
  absl::Status DeleteChunks(mysql::Transaction& tx,
                            const AttachmentId& upload) const;

  /// The upload that holds a content: `upload` if there was none. Its row is
  /// locked until the transaction ends.
  absl::StatusOr<AttachmentId> Claim(mysql::Transaction& tx,
                                     const std::string& hash,
                                     const AttachmentId& upload) const;
  /// Removes a content that no finished file has any more.
  absl::Status DropIfUnused(mysql::Transaction& tx,
                            const std::string& hash) const;

 private:
  const crypto::KeyRing& keys_;
};

}  // namespace rasoat::registry

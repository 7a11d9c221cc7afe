#pragma once

#include "services/common/crypto/key_ring.h"
#include "services/common/mysql/pool.h"
#include "services/registry/store/attachment_store.h"
#include "services/registry/store/mysql_attachment_rows.h"

namespace rasoat::registry {

/// Keeps files in MySQL.
///
/// The bytes of an upload are its chunks; finishing it makes it the holder of
/// its content, or drops the chunks where another file is already. Removing the
/// last file of a content removes it. Both happen under the lock of the
/// content's row. Every method is one transaction, so whatever dies, a file is
/// whole or absent, and no byte is left behind. Pool and keys must outlive it.
class MySqlAttachmentStore final : public AttachmentStore {
 public:
  MySqlAttachmentStore(mysql::Pool& pool, const crypto::KeyRing& keys)
      : pool_(pool), rows_(keys) {}

  absl::StatusOr<Attachment> Begin(const Attachment& attachment,
                                   absl::Time deadline) override;
  absl::StatusOr<Attachment> Append(const AttachmentId& id, std::int64_t offset,
                                    absl::string_view bytes, absl::Time now,
                                    absl::Time deadline) override;
  absl::StatusOr<Attachment> Finish(const AttachmentId& id, Verify verify,
                                    absl::Time now,
                                    absl::Time deadline) override;
  absl::StatusOr<Attachment> Get(const AttachmentId& id, absl::Time now,
                                 absl::Time deadline) override;
  absl::StatusOr<std::vector<Attachment>> List(const AttachmentParent& parent,
                                               const AttachmentId& after,
                                               int limit,
                                               absl::Time deadline) override;
  absl::StatusOr<std::string> Read(const Attachment& attachment,
                                   std::int64_t offset,
                                   absl::Time deadline) override;
  absl::Status Delete(const AttachmentId& id, absl::Time deadline) override;
  absl::StatusOr<AttachmentParent> ParentOf(const AttachmentId& id,
                                            absl::Time deadline) override;

 private:
  /// An upload or a finished file, locked; NOT_FOUND for one given up.
  absl::StatusOr<Attachment> Lock(mysql::Transaction& tx,
                                  const AttachmentId& id, absl::Time now) const;
  absl::Status Drop(mysql::Transaction& tx, const Attachment& file) const;

  mysql::Pool& pool_;
  const MySqlAttachmentRows rows_;
};

}  // namespace rasoat::registry

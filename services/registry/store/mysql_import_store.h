#pragma once

#include <string>
#include <vector>

#include "services/common/feed/feed.h"
#include "services/registry/store/import_store.h"
#include "services/registry/store/mysql_household_rows.h"
#include "services/registry/store/mysql_import_rows.h"
#include "services/registry/store/record_codec.h"

namespace rasoat::registry {

/// Keeps imports in the tables `import`, `import_chunk` and `import_row`, and
/// writes their households with the rows of all households. A batch is one
/// transaction of multi-row inserts. The feed, the rows and the codec must
/// outlive it.
class MySqlImportStore : public ImportStore {
 public:
  MySqlImportStore(feed::Feed& feed, const MySqlHouseholdRows& rows,
                   const RecordCodec& codec, const crypto::KeyRing& keys,
                   const ImportLayout& layout)
      : feed_(feed), rows_(rows), codec_(codec), seals_(keys, layout) {}

  absl::StatusOr<Import> Create(const Import& import,
                                absl::Time deadline) override;
  absl::StatusOr<Import> Get(const ImportId& id, absl::Time deadline) override;
  absl::StatusOr<std::vector<Import>> List(const AreaCode& area,
                                           const ImportId& before, int limit,
                                           absl::Time deadline) override;
  absl::StatusOr<Import> Append(const ImportId& id, std::int64_t offset,
                                absl::string_view bytes,
                                absl::Time deadline) override;
  absl::StatusOr<Import> Update(const ImportId& id, Change change,
                                absl::Time deadline) override;
  absl::StatusOr<std::vector<ImportChunk>> Chunks(const ImportId& id,
                                                  absl::Time deadline) override;
  absl::StatusOr<std::string> ReadChunk(const ImportId& id, std::int64_t offset,
                                        absl::Time deadline) override;
  absl::StatusOr<std::vector<ImportRow>> Rows(const ImportRowFilter& filter,
                                              int limit,
                                              absl::Time deadline) override;
  absl::StatusOr<std::optional<Import>> Claim(const std::string& holder,
                                              absl::Duration lease,
                                              absl::Time deadline) override;
  absl::Status Release(const ImportId& id, const std::string& holder,
                       absl::Time deadline) override;
  absl::Status Commit(const Import& seen, const ImportBatch& batch,
                      const std::string& holder, absl::Duration lease,
                      absl::Time deadline) override;
  absl::StatusOr<std::vector<Household>> AtNumbers(
      const AreaCode& village, absl::Span<const std::int64_t> numbers,
      absl::Time deadline) override;
  absl::StatusOr<int> RemoveExpired(absl::Time now, int limit,
                                    absl::Time deadline) override;

 private:
  absl::StatusOr<Import> Locked(mysql::Transaction& tx,
                                const ImportId& id) const;
  absl::Status Save(mysql::Transaction& tx, const Import& import) const;
  absl::Status CheckLease(mysql::Transaction& tx, const Import& seen,
                          const std::string& holder) const;
  absl::Status Advance(mysql::Transaction& tx, const ImportStep& step,
                       const std::string& holder, absl::Duration lease) const;
  absl::Status WriteHouseholds(mysql::Transaction& tx, feed::Changes& changes,
                               const ImportBatch& batch) const;
  absl::Status WriteRows(mysql::Transaction& tx,
                         const ImportBatch& batch) const;

  feed::Feed& feed_;
  const MySqlHouseholdRows& rows_;
  const RecordCodec& codec_;
  const ImportSeals seals_;
};

}  // namespace rasoat::registry

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/common/crypto/key_ring.h"
#include "services/common/mysql/transaction.h"
#include "services/registry/store/draft_store.h"
#include "services/registry/store/record_codec.h"

namespace rasoat::registry {

/// Keeps drafts in the table `survey_draft`, their content sealed. What it
/// is made of must outlive it.
class MySqlDraftStore final : public DraftStore {
 public:
  MySqlDraftStore(mysql::Pool& pool, const crypto::KeyRing& keys,
                  const RecordCodec& codec)
      : pool_(pool), keys_(keys), codec_(codec) {}

  using DraftStore::Save;
  absl::StatusOr<SurveyDraft> Save(const SurveyDraft& draft, std::int64_t seen,
                                   const FieldReceipt* receipt,
                                   absl::Time deadline) override;
  absl::StatusOr<SurveyDraft> Like(const SurveyDraft& draft,
                                   absl::Time deadline) override;
  absl::StatusOr<SurveyDraft> Get(const DraftId& id,
                                  absl::Time deadline) override;
  absl::StatusOr<std::vector<SurveyDraft>> List(const DraftFilter& filter,
                                                const DraftId& after, int limit,
                                                absl::Time deadline) override;
  absl::StatusOr<AreaCode> VillageOf(const DraftId& id,
                                     absl::Time deadline) override;
  absl::Status Delete(const DraftId& id, const std::string& writer,
                      std::int64_t seen, absl::Time deadline) override;

 private:
  absl::StatusOr<SurveyDraft> ReadRow(const mysql::Row& row) const;
  absl::StatusOr<std::optional<SurveyDraft>> ReadLike(
      mysql::Transaction& tx, const SurveyDraft& draft) const;
  absl::StatusOr<SurveyDraft> SaveIn(mysql::Transaction& tx,
                                     const SurveyDraft& draft,
                                     std::int64_t seen) const;
  absl::Status Insert(mysql::Transaction& tx, const SurveyDraft& draft) const;
  absl::Status Update(mysql::Transaction& tx, const SurveyDraft& draft) const;

  mysql::Pool& pool_;
  const crypto::KeyRing& keys_;
  const RecordCodec& codec_;
};

}  // namespace rasoat::registry

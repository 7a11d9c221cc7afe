// Imported standards in MySQL.
#pragma once

#include "services/common/mysql/pool.h"
#include "services/scoring/store/standard_draft_store.h"

namespace rasoat::scoring {

/// The table `standard_draft`. The pool must outlive it.
class MySqlStandardDraftStore final : public StandardDraftStore {
 public:
  explicit MySqlStandardDraftStore(mysql::Pool& pool) : pool_(pool) {}

  absl::StatusOr<std::vector<StandardDraft>> All(bool with_content,
                                                 absl::Time deadline) override;
  absl::StatusOr<StandardDraft> Keep(const StandardDraft& draft,
                                     absl::Time deadline) override;
  absl::StatusOr<StandardDraft> Decide(const StandardDraft& decided,
                                       absl::Time deadline) override;

 private:
  mysql::Pool& pool_;
};

}  // namespace rasoat::scoring

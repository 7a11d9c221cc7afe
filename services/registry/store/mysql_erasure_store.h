#pragma once

#include <optional>

#include "services/common/feed/feed.h"
#include "services/registry/store/erasure_store.h"
#include "services/registry/store/mysql_erasing.h"

namespace rasoat::registry {

/// The requests in the table `erasure_request`, their words sealed, each bound
/// to its row. Thread safe; what it is made of must outlive it.
class MySqlErasureStore final : public ErasureStore {
 public:
  MySqlErasureStore(feed::Feed& feed, const MySqlHouseholdRows& rows,
                    const MySqlSurveyRows& surveys, const RecordCodec& codec,
                    const crypto::KeyRing& keys)
      : feed_(feed),
        rows_(rows),
        keys_(keys),
        erasing_(rows, surveys, codec, keys) {}

  absl::StatusOr<Erasure> Create(const Erasure& erasure,
                                 absl::Time deadline) override;
  absl::StatusOr<Erasure> Get(const ErasureId& id,
                              absl::Time deadline) override;
  absl::StatusOr<std::vector<Erasure>> List(const ErasureFilter& filter,
                                            int limit,
                                            absl::Time deadline) override;
  absl::StatusOr<Erasure> Decide(const ErasureId& id,
                                 const ErasureDecision& decision,
                                 absl::Span<const ErasureArea> areas,
                                 absl::Time now, absl::Time deadline) override;

 private:
  absl::StatusOr<Erasure> ReadRow(const mysql::Row& row) const;
  crypto::Sealed Seal(const Erasure& erasure) const;
  absl::StatusOr<std::optional<Erasure>> Lock(mysql::Transaction& tx,
                                              const ErasureId& id) const;
  absl::Status CheckMember(mysql::Transaction& tx, const Household& present,
                           const std::string& member_id) const;

  feed::Feed& feed_;
  const MySqlHouseholdRows& rows_;
  const crypto::KeyRing& keys_;
  MySqlErasing erasing_;
};

}  // namespace rasoat::registry

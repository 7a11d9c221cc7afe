#pragma once

#include <condition_variable>
#include <mutex>
#include <vector>

#include "absl/types/span.h"
#include "services/common/crypto/blind_index.h"
#include "services/common/mysql/transaction.h"
#include "services/registry/store/access_store.h"

namespace rasoat::registry {

/// The access log on MySQL: kShards chains, each entry with a keyed proof of
/// itself and of the entry before, each chain with a keyed seal of its end.
///
/// A process writes to one chain as long as that holds, so replicas seldom
/// wait for each other; entries that come while one transaction is under way
/// go into the next together. What was tampered with is left as it is, and
/// the next chain is taken.
class MySqlAccessStore final : public AccessStore {
 public:
  static constexpr int kShards = 16;
  /// Entries in one transaction, at most.
  static constexpr std::size_t kBatch = 256;

  /// `shard` is the chain to begin with, such as a number by chance. The pool
  /// and the key must outlive it.
  MySqlAccessStore(mysql::Pool& pool, const crypto::BlindIndex& key, int shard)
      : pool_(pool), key_(key), shard_(shard % kShards) {}

  absl::Status Append(AccessEntry entry, absl::Time deadline) override;
  absl::StatusOr<std::vector<KeptAccess>> List(const AccessFilter& filter,
                                               const AccessCursor& before,
                                               int limit,
                                               absl::Time deadline) override;
  absl::StatusOr<AccessWalk> Walk(const AccessPlace& after, int limit,
                                  absl::Time deadline) override;
  absl::StatusOr<std::vector<AccessHead>> Heads(absl::Time deadline) override;
  absl::StatusOr<std::optional<AccessBreak>> Compare(
      const AccessHead& noted, absl::Time deadline) override;

 private:
  /// An entry whose writer waits.
  struct Waiting {
    AccessEntry entry;
    absl::Time deadline;
    absl::Status status;
    bool done = false;
  };

  absl::Status Write(absl::Span<Waiting* const> batch);
  absl::Status WriteTo(int shard, absl::Span<Waiting* const> batch,
                       absl::Time deadline);

  mysql::Pool& pool_;
  const crypto::BlindIndex& key_;
  std::mutex mu_;  // guards what follows
  std::condition_variable ended_;
  std::vector<Waiting*> queue_;
  bool writing_ = false;
  int shard_;  // of whoever writes
};

}  // namespace rasoat::registry

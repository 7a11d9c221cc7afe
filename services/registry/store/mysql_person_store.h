#pragma once

#include <vector>

#include "services/common/crypto/blind_index.h"
#include "services/common/mysql/pool.h"
#include "services/registry/store/import_store.h"
#include "services/registry/store/person_store.h"

namespace rasoat::registry {

/// Finds people by the table `person`.
///
/// A few villages are read whole, by the primary key, so the cost is theirs,
/// whatever else the register holds. Larger areas are read along the names: the
/// cost is that of the page, times the share that the area has of the villages
/// between its first and its last. Both costs grow with the height of the tree
/// alone. The pool and the index must outlive it.
class MySqlPersonStore final : public PersonStore, public PersonLookup {
 public:
  /// Up to so many villages are read whole.
  static constexpr std::size_t kFewVillages = 32;

  MySqlPersonStore(mysql::Pool& pool, const crypto::BlindIndex& index)
      : pool_(pool), index_(index) {}

  absl::StatusOr<std::vector<NameHit>> FindByName(
      const NameSearch& search, const std::optional<NamePlace>& after,
      int limit, absl::Time deadline) override;
  absl::StatusOr<std::vector<Person>> FindByIdentity(
      IdentityKind kind, absl::string_view number,
      absl::Time deadline) override;
  absl::StatusOr<std::vector<HouseholdId>> FindByPhone(
      absl::string_view phone, absl::Time deadline) override;
  absl::StatusOr<std::vector<Holder>> HoldersOf(
      absl::Span<const std::string> citizen_ids, absl::Time deadline) override;

 private:
  mysql::Pool& pool_;
  const crypto::BlindIndex& index_;
};

}  // namespace rasoat::registry

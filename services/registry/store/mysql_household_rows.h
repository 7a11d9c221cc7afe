// Households as rows, for the stores of this folder: the one reader and writer
// of the tables `household` and `household_past`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/common/crypto/blind_index.h"
#include "services/common/crypto/key_ring.h"
#include "services/common/mysql/transaction.h"
#include "services/registry/domain/household.h"
#include "services/registry/store/household_store.h"
#include "services/registry/store/record_codec.h"

namespace rasoat::registry {

/// What the content of a household's state is sealed for: its associated data.
std::string SealedFor(const HouseholdId& id, std::int64_t revision);

/// Reads and writes states of households, sealing what is personal under the
/// newest key. A sealed value belongs to its household and revision: put into
/// another row it cannot be opened. Thread safe; what it is made of must
/// outlive it.
///
/// Every method that reads may also return
///   INTERNAL  what KeyRing::Open and RecordCodec say of content that was
///             tampered with, or whose key is missing
class MySqlHouseholdRows {
 public:
  MySqlHouseholdRows(const RecordCodec& codec, const crypto::KeyRing& keys,
                     const crypto::BlindIndex& index)
      : codec_(codec), keys_(keys), index_(index) {}

  /// Those of `ids` that there are, in no order.
  absl::StatusOr<std::vector<Household>> Read(
      mysql::Reader& reader, absl::Span<const HouseholdId> ids) const;

  /// The same, each locked until the transaction ends. Locks in the order of
  /// the ids, so that two who want the same do not wait for each other.
  absl::StatusOr<std::vector<Household>> ReadForUpdate(
      mysql::Transaction& tx, absl::Span<const HouseholdId> ids) const;

  /// A page of a village: see HouseholdStore::List.
  absl::StatusOr<std::vector<Household>> ReadVillage(
      mysql::Reader& reader, const HouseholdFilter& filter,
      const HouseholdPlace& after, int limit) const;

  /// Up to `limit` former states with a revision below `before`, newest first.
  absl::StatusOr<std::vector<Household>> ReadPast(mysql::Reader& reader,
                                                  const HouseholdId& id,
                                                  std::int64_t before,
                                                  int limit) const;

  /// The states, now or before, that the household got by this request.
  absl::StatusOr<std::vector<Household>> ReadByRequest(
      mysql::Reader& reader, const HouseholdId& id,
      const std::string& request) const;

  /// Inserts new households, and their members into the people's index, with
  /// few statements.
  absl::Status Insert(mysql::Transaction& tx,
                      absl::Span<const Household* const> households) const;

  /// Puts the present states into the past and these in their place, in the
  /// people's index too.
  absl::Status Replace(mysql::Transaction& tx,
                       absl::Span<const Household* const> households) const;

  /// Puts another content into the very state that has this id and revision,
  /// present or former, under the newest key: for what is erased. Prints of
  /// what was there go too, since they could be tried against guesses: that of
  /// the event's request, and with the first state that of the household.
  /// Nothing else of the row changes.
  absl::Status RewriteContent(mysql::Transaction& tx,
                              const Household& household) const;

  /// Makes the print of a household anew from this state.
  absl::Status SetPrint(mysql::Transaction& tx,
                        const Household& household) const;

 private:
  absl::StatusOr<Household> ReadRow(const mysql::Row& row) const;
  absl::Status ReadContent(const mysql::Row& row, Household& household) const;
  crypto::Sealed Seal(const Household& household) const;
  std::string PhoneIndex(const Household& household) const;

  const RecordCodec& codec_;
  const crypto::KeyRing& keys_;
  const crypto::BlindIndex& index_;
};

}  // namespace rasoat::registry

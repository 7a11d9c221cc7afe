// Households and their members as rows, for the stores of this folder.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/common/mysql/transaction.h"
#include "services/registry/domain/household.h"
#include "services/registry/store/record_codec.h"

namespace rasoat::registry {

/// Reads those of `ids` that there are, with their members, in no order.
absl::StatusOr<std::vector<Household>> ReadHouseholds(
    mysql::Reader& reader, absl::Span<const HouseholdId> ids);

/// Reads one and locks it until the transaction ends.
///
/// Errors: NOT_FOUND  HOUSEHOLD_NOT_FOUND
absl::StatusOr<Household> ReadHouseholdForUpdate(mysql::Transaction& tx,
                                                 const HouseholdId& id);

/// Reads a page of a village, by number.
absl::StatusOr<std::vector<Household>> ReadVillage(mysql::Reader& reader,
                                                   const AreaCode& village,
                                                   std::int64_t after,
                                                   int limit);

/// Inserts new households with their members.
absl::Status InsertHouseholds(mysql::Transaction& tx,
                              absl::Span<const Household* const> households,
                              const RecordCodec& codec);

/// Writes number, address, phone, revision and update_time, and the members
/// anew if `with_members`.
absl::Status UpdateHousehold(mysql::Transaction& tx, const Household& household,
                             bool with_members);

}  // namespace rasoat::registry

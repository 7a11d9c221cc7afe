// The members of active households as rows of `person`, for the stores of this
// folder: written by MySqlHouseholdRows alone, together with the household.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "services/common/crypto/blind_index.h"
#include "services/common/mysql/transaction.h"
#include "services/registry/domain/person.h"

namespace rasoat::registry {

/// The purposes of the blind index: the same number as a citizen id and as an
/// old one is not the same.
inline constexpr char kCitizenIdPurpose[] = "citizen_id";
inline constexpr char kOldIdPurpose[] = "old_id";

/// The unique key that a citizen id collides with when another member of the
/// register has it: PERSON_REGISTERED.
inline constexpr char kIdentityKey[] = "person_identity";

/// The columns that ReadPerson() reads.
#define RASOAT_PERSON_COLUMNS                                     \
  "village, household_id, member_id, name_key, birth_date, sex, " \
  "relation, identity_index, identity_holder"

/// The blind index of a number; empty for none.
std::string IdentityIndex(const crypto::BlindIndex& index, IdentityKind kind,
                          absl::string_view number);

/// Whether the blind indexes of citizen ids are made: each costs a keyed hash.
enum class CitizenIds { kIndexed, kLeftOut };

/// The members of a household as the index has them.
std::vector<Person> PersonsOf(const Household& household,
                              const crypto::BlindIndex& index,
                              CitizenIds citizen_ids = CitizenIds::kIndexed);

/// Inserts the members of households with few statements; those of a household
/// that has left the register are none. Fails with DUPLICATE_KEY of
/// kIdentityKey when somebody else has a member's citizen id.
absl::Status InsertPersons(mysql::Transaction& tx,
                           absl::Span<const Household* const> households,
                           const crypto::BlindIndex& index);

/// Makes up the index of a household that was kept before there was one, and of
/// which `content` has the members: writes them anew unless it has left the
/// register. A citizen id that somebody holds meanwhile is left out, since such
/// old records may repeat it: the person is found by name, and by a scan.
absl::Status IndexOldHousehold(mysql::Transaction& tx, Household content,
                               const crypto::BlindIndex& index);

/// Deletes the members of a household, which lies where its row says: call it
/// before that row changes.
absl::Status DeletePersons(mysql::Transaction& tx, const HouseholdId& id);

/// Reads a row.
Person ReadPerson(const mysql::Row& row);

}  // namespace rasoat::registry

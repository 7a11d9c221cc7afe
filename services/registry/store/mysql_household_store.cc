#include "services/registry/store/mysql_household_store.h"

#include <utility>

#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/store/mysql_household_rows.h"
#include "services/registry/store/mysql_id_lists.h"

namespace rasoat::registry {
namespace {

constexpr char kSelectVillageOf[] =
    "SELECT village FROM household WHERE id = ?";

}  // namespace

absl::StatusOr<Household> MySqlHouseholdStore::Get(const HouseholdId& id,
                                                   absl::Time deadline) {
  return mysql::Read(feed_.pool(), deadline,
                     [&](mysql::Reader& reader) -> absl::StatusOr<Household> {
                       RASOAT_ASSIGN_OR_RETURN(
                           std::vector<Household> found,
                           ReadHouseholds(reader, absl::MakeConstSpan(&id, 1)));
                       if (found.empty()) return HouseholdNotFound();
                       return std::move(found.front());
                     });
}

absl::StatusOr<absl::flat_hash_map<HouseholdId, Household>>
MySqlHouseholdStore::GetMany(absl::Span<const HouseholdId> ids,
                             absl::Time deadline) {
  absl::flat_hash_map<HouseholdId, Household> by_id;
  if (ids.empty()) return by_id;
  RASOAT_ASSIGN_OR_RETURN(
      std::vector<Household> found,
      mysql::Read(feed_.pool(), deadline, [&](mysql::Reader& reader) {
        return ReadHouseholds(reader, ids);
      }));
  for (Household& household : found) {
    const HouseholdId id = household.id;
    by_id.emplace(id, std::move(household));
  }
  return by_id;
}

absl::StatusOr<std::vector<Household>> MySqlHouseholdStore::List(
    const AreaCode& village, std::int64_t after, int limit,
    absl::Time deadline) {
  return mysql::Read(feed_.pool(), deadline, [&](mysql::Reader& reader) {
    return ReadVillage(reader, village, after, limit);
  });
}

absl::StatusOr<AreaCode> MySqlHouseholdStore::VillageOf(const HouseholdId& id,
                                                        absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<std::string> village,
      mysql::Read(feed_.pool(), deadline, [&](mysql::Reader& reader) {
        return reader.QueryOne(
            kSelectVillageOf,
            [](const mysql::Row& row) { return row.Text("village"); },
            Stored(id));
      }));
  if (!village) return HouseholdNotFound();
  return AreaCode{*std::move(village)};
}

absl::StatusOr<Household> MySqlHouseholdStore::Update(const HouseholdId& id,
                                                      Change change,
                                                      absl::Time deadline) {
  absl::StatusOr<Household> updated = feed::InTransaction(
      feed_, deadline,
      [&](mysql::Transaction& tx,
          feed::Changes& changes) -> absl::StatusOr<Household> {
        RASOAT_ASSIGN_OR_RETURN(Household current,
                                ReadHouseholdForUpdate(tx, id));
        RASOAT_ASSIGN_OR_RETURN(Household next, change(current));
        if (SameContent(current, next)) return current;
        next.revision = current.revision + 1;
        // As it will be read: the column keeps microseconds.
        next.update_time =
            absl::FromUnixMicros(absl::ToUnixMicros(feed_.clock().Now()));
        RASOAT_RETURN_IF_ERROR(
            UpdateHousehold(tx, next, !(next.members == current.members)));
        codec_.Tell(next, changes);
        return next;
      });
  if (ReasonOf(updated.status()) == "DUPLICATE_KEY") {
    return HouseholdNumberTaken();
  }
  return updated;
}

}  // namespace rasoat::registry

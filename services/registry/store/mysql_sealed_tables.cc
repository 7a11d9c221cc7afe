#include "services/registry/store/mysql_sealed_tables.h"

#include <string>

#include "services/common/status/status_macros.h"
#include "services/registry/store/mysql_household_rows.h"
#include "services/registry/store/mysql_id_lists.h"
#include "services/registry/store/mysql_person_rows.h"

namespace rasoat::registry {
namespace {

constexpr char kSetPhoneIndex[] =
    "UPDATE household SET phone_index = ? WHERE id = ? AND status = ?";

}  // namespace

std::vector<SealedTable> SealedTables(const RecordCodec& codec,
                                      const crypto::BlindIndex& index) {
  const auto belongs_to = [](const mysql::Row& row) {
    return SealedFor(IdOf<HouseholdId>(row.Id("rotation_id")),
                     row.Int("revision"));
  };
  const auto pack =
      [&codec](const mysql::Row& row) -> absl::StatusOr<std::string> {
    Household household;
    RASOAT_RETURN_IF_ERROR(
        codec.UnpackJson(row.Blob("rotation_content"), household));
    return codec.PackContent(household);
  };
  // SQL can make neither keyed indexes nor names without accents, so the
  // migration left them out.
  const auto make_findable = [&codec, &index](
                                 mysql::Transaction& tx, const Ulid& id,
                                 const std::string& packed) -> absl::Status {
    Household household;
    household.id = IdOf<HouseholdId>(id);
    RASOAT_RETURN_IF_ERROR(codec.UnpackContent(packed, household));
    RASOAT_RETURN_IF_ERROR(IndexOldHousehold(tx, household, index));
    if (household.phone.empty()) return absl::OkStatus();
    const std::string key = index.Of("phone", PhoneKey(household.phone));
    return tx
        .Execute(kSetPhoneIndex, mysql::Blob{key}, id,
                 static_cast<int>(HouseholdStatus::kActive))
        .status();
  };
  return {{.name = "household",
           .id = "id",
           .more = {"revision"},
           .belongs_to = belongs_to,
           .pack = pack,
           .complete = make_findable},
          {.name = "household_past",
           .id = "household_id",
           .number = "revision",
           .more = {"revision"},
           .belongs_to = belongs_to,
           .pack = pack}};
}

}  // namespace rasoat::registry

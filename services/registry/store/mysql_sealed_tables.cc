#include "services/registry/store/mysql_sealed_tables.h"

#include <string>

#include "services/common/status/status_macros.h"
#include "services/registry/store/mysql_household_rows.h"
#include "services/registry/store/mysql_id_lists.h"
#include "services/registry/store/mysql_person_rows.h"
#include "services/registry/store/row_seal.h"

namespace rasoat::registry {
namespace {

constexpr char kSetPhoneIndex[] =
    "UPDATE household SET phone_index = ? WHERE id = ? AND status = ?";

/// A table whose values are bound by RowSeal().
SealedTable Bound(SealedTable table) {
  table.belongs_to = [table](const mysql::Row& row) {
    const Ulid id = row.Id(SealedIn::kId);
    if (!table.second_id.empty()) {
      return RowSeal(table.name, id, row.Id(SealedIn::kSecondId));
    }
    if (table.number.empty()) return RowSeal(table.name, id);
    return RowSeal(table.name, id, row.Int(SealedIn::kNumber));
  };
  return table;
}

absl::StatusOr<std::string> AsItStands(const mysql::Row& row) {
  return row.Blob(SealedIn::kContent);
}

}  // namespace

std::vector<SealedTable> SealedTables(const RecordCodec& codec,
                                      const crypto::BlindIndex& index) {
  const auto belongs_to = [](const mysql::Row& row) {
    return SealedFor(IdOf<HouseholdId>(row.Id(SealedIn::kId)),
                     row.Int("revision"));
  };
  const auto pack =
      [&codec](const mysql::Row& row) -> absl::StatusOr<std::string> {
    Household household;
    RASOAT_RETURN_IF_ERROR(
        codec.UnpackJson(row.Blob(SealedIn::kContent), household));
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
           .pack = pack},
          Bound({.name = "survey", .id = "id", .content = "sealed"}),
          Bound({.name = "survey_review",
                 .id = "survey_id",
                 .number = "revision",
                 .content = "comments"}),
          Bound({.name = "survey_draft", .id = "id", .number = "revision"}),
          Bound({.name = "attachment_chunk",
                 .id = "upload_id",
                 .number = "position",
                 .content = "sealed"}),
          Bound({.name = "import", .id = "id", .content = "details"}),
          Bound({.name = "import_chunk",
                 .id = "import_id",
                 .number = "chunk_offset"}),
          Bound({.name = "import_row", .id = "import_id", .number = "place"}),
          Bound({.name = "erasure_request", .id = "id"}),
          Bound({.name = "duplicate_case",
                 .id = "first_household",
                 .second_id = "second_household",
                 .content = "sealed_reason",
                 .pack = AsItStands})};
}

}  // namespace rasoat::registry

#include "services/registry/store/mysql_export_store.h"

#include "services/common/mysql/snapshot.h"
#include "services/common/status/status_macros.h"

namespace rasoat::registry {
namespace {

// By the key (village, number); who left the register has no number.
constexpr char kVillages[] =
    "SELECT village, COUNT(number) AS households FROM household"
    " WHERE number IS NOT NULL GROUP BY village ORDER BY village";

constexpr int kPage = 1000;

absl::Status WalkVillage(
    mysql::Reader& reader, const MySqlHouseholdRows& rows,
    const AreaCode& village,
    absl::FunctionRef<absl::Status(const Household&)> each) {
  HouseholdPlace after;
  for (;;) {
    RASOAT_ASSIGN_OR_RETURN(
        const std::vector<Household> page,
        rows.ReadVillage(reader, {.village = village}, after, kPage));
    for (const Household& household : page) {
      RASOAT_RETURN_IF_ERROR(each(household));
    }
    if (page.size() < kPage) return absl::OkStatus();
    after.number = page.back().number;
  }
}

}  // namespace

absl::Status MySqlExportStore::Walk(
    absl::FunctionRef<
        absl::StatusOr<std::vector<AreaCode>>(const std::vector<VillageCount>&)>
        begin,
    absl::FunctionRef<absl::Status(const Household&)> each,
    absl::Time deadline) {
  return mysql::InSnapshot(
      pool_, deadline, [&](mysql::Reader& reader) -> absl::Status {
        RASOAT_ASSIGN_OR_RETURN(
            const std::vector<VillageCount> villages,
            reader.Query(kVillages, [](const mysql::Row& row) {
              return VillageCount{{row.Text("village")}, row.Int("households")};
            }));
        RASOAT_ASSIGN_OR_RETURN(const std::vector<AreaCode> wanted,
                                begin(villages));
        for (const AreaCode& village : wanted) {
          RASOAT_RETURN_IF_ERROR(WalkVillage(reader, rows_, village, each));
        }
        return absl::OkStatus();
      });
}

}  // namespace rasoat::registry

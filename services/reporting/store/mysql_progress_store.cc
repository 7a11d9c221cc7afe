#include "services/reporting/store/mysql_progress_store.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/mysql/transaction.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::reporting {
namespace {

constexpr char kRound[] = "SELECT state FROM round WHERE round = ?";
constexpr char kUnit[] =
    "SELECT area, display_name FROM round_unit WHERE round = ? AND area = ?";
constexpr char kPartsBelow[] = R"sql(
  WITH RECURSIVE below AS (
    SELECT area, tier, display_name FROM round_unit WHERE round = ? AND area = ?
    UNION ALL
    SELECT u.area, u.tier, u.display_name
      FROM round_unit u JOIN below b ON u.parent = b.area
     WHERE u.round = ?)
  SELECT area, display_name FROM below WHERE tier = ? AND area <> ?
   ORDER BY area)sql";
constexpr char kFigures[] = R"sql(
  SELECT area, measure, SUM(amount) AS amount,
         MIN(CASE WHEN amount <> 0 THEN day END) AS first_day,
         MAX(CASE WHEN amount <> 0 THEN day END) AS last_day
    FROM figure
   WHERE round = ? AND day <= ? AND area IN ()sql";
constexpr char kFiguresEnd[] =
    ") GROUP BY area, measure ORDER BY area, measure";
constexpr char kTree[] =
    "SELECT DISTINCT area, parent FROM round_unit ORDER BY area, parent";

AreaFigures ReadUnit(const mysql::Row& row) {
  return {.code = row.Text("area"), .display_name = row.Text("display_name")};
}

absl::Status NotInRound() {
  return Refused(
      absl::StatusCode::kNotFound,
      {.field = "area",
       .rule = "AREA_NOT_IN_ROUND",
       .vi =
           "Đơn vị này không thuộc đợt rà soát. Hãy chọn đơn vị có trong đợt.",
       .en = "This unit is not in the round. Choose a unit of the round."});
}

absl::Status NoSuchTier() {
  return Invalid(
      {.field = "group_by",
       .rule = "GROUP_BY_UNKNOWN",
       .vi = "Đơn vị này không có cấp đó bên dưới. Hãy chọn district, commune "
             "hoặc village, là cấp thấp hơn của đơn vị.",
       .en = "This unit has no such tier below it. Choose district, commune or "
             "village, a tier below the unit's own."});
}

}  // namespace

absl::StatusOr<std::string> MySqlProgressStore::ReadRound(
    absl::string_view round, absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<std::string> state,
      mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
        return reader.QueryOne(
            kRound, [](const mysql::Row& row) { return row.Blob("state"); },
            round);
      }));
  if (!state) {
    return Refused(
        absl::StatusCode::kNotFound,
        {.field = "round",
         .rule = "ROUND_NOT_FOUND",
         .vi = "Không có đợt rà soát này. Hãy xem danh sách tại /v1/rounds.",
         .en = "There is no such round. See the list at /v1/rounds."});
  }
  return *std::move(state);
}

absl::StatusOr<Figures> MySqlProgressStore::ReadFigures(absl::string_view round,
                                                        const std::string& area,
                                                        absl::string_view tier,
                                                        absl::CivilDay as_of,
                                                        absl::Time deadline) {
  return mysql::Read(
      pool_, deadline, [&](mysql::Reader& reader) -> absl::StatusOr<Figures> {
        Figures all;
        RASOAT_ASSIGN_OR_RETURN(std::optional<AreaFigures> total,
                                reader.QueryOne(kUnit, ReadUnit, round, area));
        if (!total) return NotInRound();
        all.total = *std::move(total);
        if (!tier.empty()) {
          RASOAT_ASSIGN_OR_RETURN(
              all.parts, reader.Query(kPartsBelow, ReadUnit, round, area, round,
                                      tier, area));
          if (all.parts.empty()) return NoSuchTier();
        }
        // The units of a round never change, so this one statement decides
        // which moment the figures are of.
        std::string sql = kFigures;
        mysql::AppendLiteral(area, sql);
        for (const AreaFigures& part : all.parts) {
          sql += ", ";
          mysql::AppendLiteral(part.code, sql);
        }
        sql += kFiguresEnd;
        auto part = all.parts.begin();
        RASOAT_RETURN_IF_ERROR(reader.ForEach(
            sql,
            [&](const mysql::Row& row) {
              const std::string code = row.Text("area");
              AreaFigures* at = &all.total;
              if (code != area) {
                while (part->code != code) ++part;
                at = &*part;
              }
              at->figures[row.Text("measure")] = {row.Int("amount"),
                                                  row.MaybeDay("first_day"),
                                                  row.MaybeDay("last_day")};
              return absl::OkStatus();
            },
            round, as_of));
        return all;
      });
}

absl::StatusOr<std::vector<UnitParent>> MySqlProgressStore::ReadTree(
    absl::Time deadline) {
  return mysql::Read(pool_, deadline, [](mysql::Reader& reader) {
    return reader.Query(kTree, [](const mysql::Row& row) {
      return UnitParent{row.Text("area"), row.Text("parent")};
    });
  });
}

}  // namespace rasoat::reporting

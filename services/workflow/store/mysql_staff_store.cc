#include "services/workflow/store/mysql_staff_store.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/workflow/store/json_list.h"
#include "services/workflow/store/mysql_again_if_taken.h"

namespace rasoat::workflow {
namespace {

constexpr char kSelectThese[] = R"sql(
  SELECT s.id, s.full_name, s.area, s.position
    FROM JSON_TABLE(?, '$[*]' COLUMNS (id VARCHAR(40) PATH '$')) j
    JOIN staff s ON s.id = CONVERT(j.id USING ascii)
   ORDER BY s.id)sql";

constexpr char kSelectGrants[] = R"sql(
  SELECT g.staff, g.role, g.area
    FROM JSON_TABLE(?, '$[*]' COLUMNS (id VARCHAR(40) PATH '$')) j
    JOIN staff_grant g ON g.staff = CONVERT(j.id USING ascii)
   ORDER BY g.staff, g.role, g.area)sql";

constexpr char kSelectAll[] = R"sql(
  SELECT id, full_name, area, position
    FROM staff
   WHERE id > ?
   ORDER BY id
   LIMIT ?)sql";

constexpr char kSelectBelow[] = R"sql(
  WITH RECURSIVE below (code) AS (
    SELECT code FROM area WHERE code = ?
    UNION
    SELECT a.code FROM below b JOIN area a ON a.parent = b.code
  )
  SELECT s.id, s.full_name, s.area, s.position
    FROM below b
    JOIN staff s ON s.area = b.code
   WHERE s.id > ?
   ORDER BY s.id
   LIMIT ?)sql";

constexpr char kInsertStaff[] =
    "INSERT INTO staff (id, full_name, area, position) VALUES";
constexpr char kInsertGrants[] =
    "INSERT INTO staff_grant (staff, role, area) VALUES";

constexpr std::pair<Position, const char*> kPositions[] = {
    {Position::kCommitteeMember, "committee_member"},
    {Position::kTeamMember, "team_member"},
    {Position::kReviewer, "reviewer"},
    {Position::kSupervisor, "supervisor"},
    {Position::kAdministrator, "administrator"},
};

constexpr std::pair<StaffRole, const char*> kRoles[] = {
    {StaffRole::kAdministrator, "administrator"},
    {StaffRole::kProvinceOfficer, "province_officer"},
    {StaffRole::kDistrictOfficer, "district_officer"},
    {StaffRole::kCommuneOfficer, "commune_officer"},
    {StaffRole::kReviewer, "reviewer"},
    {StaffRole::kService, "service"},
};

/// The word a value is stored as.
template <class Words, class Value>
const char* WordOf(const Words& words, Value value) {
  for (const auto& [one, word] : words) {
    if (one == value) return word;
  }
  return "";
}

/// The value stored as `word`.
///
/// Errors: INTERNAL  STAFF_UNREADABLE
template <class Value, std::size_t n>
absl::StatusOr<Value> ValueOf(const std::pair<Value, const char*> (&words)[n],
                              const std::string& word) {
  for (const auto& [value, one] : words) {
    if (word == one) return value;
  }
  return Error(absl::StatusCode::kInternal, "STAFF_UNREADABLE",
               "a stored role or position has no meaning");
}

absl::StatusOr<Staff> ReadStaff(const mysql::Row& row) {
  Staff staff{.id = {row.Text("id")},
              .full_name = row.Text("full_name"),
              .area = {row.Text("area")}};
  RASOAT_ASSIGN_OR_RETURN(staff.position,
                          ValueOf(kPositions, row.Text("position")));
  return staff;
}

/// Adds the grants of people that are sorted by id.
absl::Status FillGrants(mysql::Reader& reader, std::vector<Staff>& staff) {
  JsonList ids;
  for (const Staff& one : staff) ids.Add(one.id.value);
  auto at = staff.begin();
  RASOAT_RETURN_IF_ERROR(reader.ForEach(
      kSelectGrants,
      [&](const mysql::Row& row) -> absl::Status {
        const StaffId id{row.Text("staff")};
        while (at != staff.end() && at->id < id) ++at;
        if (at == staff.end() || at->id != id) return absl::OkStatus();
        StaffGrant grant{.area = {row.Text("area")}};
        RASOAT_ASSIGN_OR_RETURN(grant.role, ValueOf(kRoles, row.Text("role")));
        at->grants.push_back(std::move(grant));
        return absl::OkStatus();
      },
      ids.Text()));
  for (Staff& one : staff) std::sort(one.grants.begin(), one.grants.end());
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Staff>> SelectThese(mysql::Reader& reader,
                                               const std::string& ids) {
  RASOAT_ASSIGN_OR_RETURN(std::vector<Staff> found,
                          reader.Query(kSelectThese, ReadStaff, ids));
  RASOAT_RETURN_IF_ERROR(FillGrants(reader, found));
  return found;
}

}  // namespace

absl::Status StaffNotFound() {
  return Refused(absl::StatusCode::kNotFound,
                 {"name", "STAFF_NOT_FOUND",
                  "Không có người này trong danh sách cán bộ; hãy xem lại mã.",
                  "This person is not on the roster; check the id."});
}

absl::Status InsertStaff(mysql::Transaction& tx,
                         absl::Span<const Staff* const> staff) {
  RASOAT_RETURN_IF_ERROR(
      tx.InsertRows(kInsertStaff, staff.size(), 4,
                    [&](std::size_t i, mysql::Params& out) {
                      out.AddAll(staff[i]->id.value, staff[i]->full_name,
                                 staff[i]->area.value,
                                 WordOf(kPositions, staff[i]->position));
                    })
          .status());
  std::vector<std::pair<const StaffId*, const StaffGrant*>> grants;
  for (const Staff* one : staff) {
    for (const StaffGrant& grant : one->grants) {
      grants.emplace_back(&one->id, &grant);
    }
  }
  return tx
      .InsertRows(kInsertGrants, grants.size(), 3,
                  [&](std::size_t i, mysql::Params& out) {
                    out.AddAll(grants[i].first->value,
                               WordOf(kRoles, grants[i].second->role),
                               grants[i].second->area.value);
                  })
      .status();
}

absl::StatusOr<int> MySqlStaffStore::Add(absl::Span<const Staff> staff,
                                         absl::Time deadline) {
  JsonList list;
  for (const Staff& one : staff) list.Add(one.id.value);
  const std::string ids = list.Text();
  const auto add = [&](mysql::Transaction& tx) -> absl::StatusOr<int> {
    RASOAT_ASSIGN_OR_RETURN(std::vector<Staff> there, SelectThese(tx, ids));
    std::map<StaffId, const Staff*> known;
    for (const Staff& one : there) known.emplace(one.id, &one);
    std::vector<const Staff*> fresh;
    std::vector<Violation> others;
    for (std::size_t i = 0; i < staff.size(); ++i) {
      auto found = known.find(staff[i].id);
      if (found == known.end()) {
        fresh.push_back(&staff[i]);
      } else if (*found->second != staff[i]) {
        others.push_back({absl::StrCat("staff[", i, "].name"), "STAFF_EXISTS",
                          "Mã này đã dùng cho cán bộ có thông tin khác; hãy "
                          "chọn mã khác.",
                          "Somebody with other particulars has this id; choose "
                          "another one."});
      }
    }
    if (!others.empty()) {
      return Refused(absl::StatusCode::kAlreadyExists, "STAFF_EXISTS",
                     std::move(others));
    }
    RASOAT_RETURN_IF_ERROR(InsertStaff(tx, fresh));
    return static_cast<int>(fresh.size());
  };
  return AgainIfTaken(
      [&] { return mysql::InTransaction(pool_, deadline, add); });
}

absl::StatusOr<Staff> MySqlStaffStore::Get(const StaffId& id,
                                           absl::Time deadline) {
  return mysql::Read(pool_, deadline,
                     [&](mysql::Reader& reader) -> absl::StatusOr<Staff> {
                       JsonList ids;
                       ids.Add(id.value);
                       RASOAT_ASSIGN_OR_RETURN(std::vector<Staff> found,
                                               SelectThese(reader, ids.Text()));
                       if (found.empty()) return StaffNotFound();
                       return std::move(found.front());
                     });
}

absl::StatusOr<std::vector<Staff>> MySqlStaffStore::List(
    const AreaCode& area, const std::optional<StaffId>& after, int most,
    absl::Time deadline) {
  const std::string id = after ? after->value : "";
  return mysql::Read(
      pool_, deadline,
      [&](mysql::Reader& reader) -> absl::StatusOr<std::vector<Staff>> {
        auto found =
            area.value == "*"
                ? reader.Query(kSelectAll, ReadStaff, id, most)
                : reader.Query(kSelectBelow, ReadStaff, area.value, id, most);
        RASOAT_RETURN_IF_ERROR(found.status());
        RASOAT_RETURN_IF_ERROR(FillGrants(reader, *found));
        return found;
      });
}

}  // namespace rasoat::workflow

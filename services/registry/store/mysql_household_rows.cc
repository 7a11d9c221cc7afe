#include "services/registry/store/mysql_household_rows.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/store/mysql_id_lists.h"

namespace rasoat::registry {
namespace {

constexpr char kSelect[] = R"sql(
  SELECT id, village, number, address, phone, revision, create_time, update_time
    FROM household
   WHERE id)sql";

constexpr char kSelectVillage[] = R"sql(
  SELECT id, village, number, address, phone, revision, create_time, update_time
    FROM household
   WHERE village = ? AND number > ?
   ORDER BY number
   LIMIT ?)sql";

constexpr char kSelectMembers[] = R"sql(
  SELECT household_id, member_id, full_name, birth_date, sex, relation,
         ethnic_group, identity_kind, identity_number
    FROM member
   WHERE household_id)sql";

constexpr char kInsert[] =
    "INSERT INTO household (id, village, number, address, phone, revision, "
    "create_time, update_time, fingerprint) VALUES";

constexpr char kInsertMembers[] =
    "INSERT INTO member (household_id, member_id, place, full_name, "
    "birth_date, "
    "sex, relation, ethnic_group, identity_kind, identity_number) VALUES";

constexpr char kUpdate[] = R"sql(
  UPDATE household
     SET number = ?, address = ?, phone = ?, revision = ?, update_time = ?
   WHERE id = ?)sql";

constexpr char kDeleteMembers[] = "DELETE FROM member WHERE household_id = ?";

Household ReadRow(const mysql::Row& row) {
  Household household;
  household.id = IdOf<HouseholdId>(row.Id("id"));
  household.village.value = row.Text("village");
  household.number = row.Int("number");
  household.address = row.Text("address");
  household.phone = row.Text("phone");
  household.revision = row.Int("revision");
  household.create_time = row.Time("create_time");
  household.update_time = row.Time("update_time");
  return household;
}

Member ReadMember(const mysql::Row& row) {
  Member member;
  member.id = row.Text("member_id");
  member.full_name = row.Text("full_name");
  member.birth_date = row.Day("birth_date");
  member.sex = static_cast<Sex>(row.Int("sex"));
  member.relation = static_cast<Relation>(row.Int("relation"));
  member.ethnic_group = row.Text("ethnic_group");
  member.identity_kind = static_cast<IdentityKind>(row.Int("identity_kind"));
  member.identity_number = row.Text("identity_number");
  return member;
}

absl::Status AddMembers(mysql::Reader& reader,
                        std::vector<Household>& households) {
  absl::flat_hash_map<Ulid, Household*> by_id;
  std::vector<Ulid> ids;
  for (Household& household : households) {
    ids.push_back(Stored(household.id));
    by_id.emplace(ids.back(), &household);
  }
  return ForEachById(
      reader, kSelectMembers, ids, "ORDER BY household_id, place",
      [&](const mysql::Row& row) -> absl::Status {
        by_id[row.Id("household_id")]->members.push_back(ReadMember(row));
        return absl::OkStatus();
      });
}

absl::Status InsertMembers(mysql::Transaction& tx,
                           absl::Span<const Household* const> households) {
  std::vector<std::pair<const Household*, int>> places;
  for (const Household* household : households) {
    for (std::size_t i = 0; i < household->members.size(); ++i) {
      places.emplace_back(household, static_cast<int>(i));
    }
  }
  return tx
      .InsertRows(
          kInsertMembers, places.size(), 10,
          [&](std::size_t row, mysql::Params& out) {
            const auto& [household, place] = places[row];
            const Member& member = household->members[place];
            out.AddAll(
                Stored(household->id), member.id, place, member.full_name,
                member.birth_date, static_cast<int>(member.sex),
                static_cast<int>(member.relation), member.ethnic_group,
                static_cast<int>(member.identity_kind), member.identity_number);
          })
      .status();
}

}  // namespace

absl::StatusOr<std::vector<Household>> ReadHouseholds(
    mysql::Reader& reader, absl::Span<const HouseholdId> ids) {
  std::vector<Ulid> stored;
  for (const HouseholdId& id : ids) stored.push_back(Stored(id));
  std::vector<Household> households;
  RASOAT_RETURN_IF_ERROR(
      ForEachById(reader, kSelect, stored, "ORDER BY id",
                  [&](const mysql::Row& row) -> absl::Status {
                    households.push_back(ReadRow(row));
                    return absl::OkStatus();
                  }));
  RASOAT_RETURN_IF_ERROR(AddMembers(reader, households));
  return households;
}

absl::StatusOr<Household> ReadHouseholdForUpdate(mysql::Transaction& tx,
                                                 const HouseholdId& id) {
  std::vector<Household> households;
  const Ulid stored = Stored(id);
  RASOAT_RETURN_IF_ERROR(
      ForEachById(tx, kSelect, absl::MakeConstSpan(&stored, 1), "FOR UPDATE",
                  [&](const mysql::Row& row) -> absl::Status {
                    households.push_back(ReadRow(row));
                    return absl::OkStatus();
                  }));
  if (households.empty()) return HouseholdNotFound();
  RASOAT_RETURN_IF_ERROR(AddMembers(tx, households));
  return std::move(households.front());
}

absl::StatusOr<std::vector<Household>> ReadVillage(mysql::Reader& reader,
                                                   const AreaCode& village,
                                                   std::int64_t after,
                                                   int limit) {
  RASOAT_ASSIGN_OR_RETURN(
      std::vector<Household> households,
      reader.Query(kSelectVillage, ReadRow, village.value, after, limit));
  RASOAT_RETURN_IF_ERROR(AddMembers(reader, households));
  return households;
}

absl::Status InsertHouseholds(mysql::Transaction& tx,
                              absl::Span<const Household* const> households,
                              const RecordCodec& codec) {
  RASOAT_RETURN_IF_ERROR(
      tx.InsertRows(kInsert, households.size(), 9,
                    [&](std::size_t row, mysql::Params& out) {
                      const Household& household = *households[row];
                      const std::string print = codec.Fingerprint(household);
                      out.AddAll(Stored(household.id), household.village.value,
                                 household.number, household.address,
                                 household.phone, household.revision,
                                 household.create_time, household.update_time,
                                 mysql::Blob{print});
                    })
          .status());
  return InsertMembers(tx, households);
}

absl::Status UpdateHousehold(mysql::Transaction& tx, const Household& household,
                             bool with_members) {
  RASOAT_RETURN_IF_ERROR(tx.Execute(kUpdate, household.number,
                                    household.address, household.phone,
                                    household.revision, household.update_time,
                                    Stored(household.id))
                             .status());
  if (!with_members) return absl::OkStatus();
  RASOAT_RETURN_IF_ERROR(
      tx.Execute(kDeleteMembers, Stored(household.id)).status());
  const Household* const one[] = {&household};
  return InsertMembers(tx, one);
}

}  // namespace rasoat::registry

#include "services/registry/store/mysql_person_rows.h"

#include <string>
#include <utility>

#include "services/common/status/status_macros.h"
#include "services/registry/domain/name_fold.h"
#include "services/registry/store/mysql_id_lists.h"

namespace rasoat::registry {
namespace {

constexpr char kInsert[] =
    "INSERT INTO person (village, household_id, member_id, name_key,"
    " given_key, birth_date, sex, relation, identity_index, identity_holder)"
    " VALUES";
constexpr std::size_t kInsertColumns = 10;

// The village comes from the household, so that the people are found by the
// beginning of their primary key.
constexpr char kDelete[] =
    "DELETE person FROM household"
    "  JOIN person ON person.village = household.village"
    "             AND person.household_id = household.id"
    " WHERE household.id = ?";

constexpr char kWhereItLives[] =
    "SELECT village, status FROM household WHERE id = ?";
constexpr char kHeld[] =
    "SELECT 1 AS held FROM person"
    " WHERE identity_index = ? AND identity_holder = ''";

}  // namespace

std::string IdentityIndex(const crypto::BlindIndex& index, IdentityKind kind,
                          absl::string_view number) {
  switch (kind) {
    case IdentityKind::kNone:
      return "";
    case IdentityKind::kCitizenId:
      return index.Of(kCitizenIdPurpose, number);
    case IdentityKind::kOldId:
      return index.Of(kOldIdPurpose, number);
  }
  return "";
}

std::vector<Person> PersonsOf(const Household& household,
                              const crypto::BlindIndex& index,
                              CitizenIds citizen_ids) {
  std::vector<Person> persons;
  persons.reserve(household.members.size());
  for (const Member& member : household.members) {
    Person& person = persons.emplace_back();
    person.household = household.id;
    person.member_id = member.id;
    person.village = household.village;
    AppendFoldedName(member.full_name, person.name_key);
    person.birth_date = member.birth_date;
    person.sex = member.sex;
    person.relation = member.relation;
    person.identity_kind = member.identity_kind;
    if (citizen_ids == CitizenIds::kLeftOut &&
        member.identity_kind == IdentityKind::kCitizenId) {
      continue;
    }
    person.identity_index =
        IdentityIndex(index, member.identity_kind, member.identity_number);
  }
  return persons;
}

absl::Status InsertPersons(mysql::Transaction& tx,
                           absl::Span<const Household* const> households,
                           const crypto::BlindIndex& index) {
  std::vector<std::pair<const Household*, const Member*>> people;
  for (const Household* household : households) {
    if (!household->active()) continue;
    for (const Member& member : household->members) {
      // Who was erased has no name, and is not to be found.
      if (member.full_name.empty()) continue;
      people.emplace_back(household, &member);
    }
  }
  std::string name_key;
  return tx
      .InsertRows(
          kInsert, people.size(), kInsertColumns,
          [&](std::size_t row, mysql::Params& out) {
            const auto& [household, member] = people[row];
            const Ulid id = Stored(household->id);
            name_key.clear();
            AppendFoldedName(member->full_name, name_key);
            out.AddAll(household->village.value, id, member->id,
                       mysql::Blob{name_key}, mysql::Blob{GivenFirst(name_key)},
                       member->birth_date, static_cast<int>(member->sex),
                       static_cast<int>(member->relation));
            const std::string identity = IdentityIndex(
                index, member->identity_kind, member->identity_number);
            if (identity.empty()) {
              out.Add(nullptr);
            } else {
              out.Add(mysql::Blob{identity});
            }
            if (member->identity_kind == IdentityKind::kOldId) {
              out.Add(mysql::Blob{absl::string_view(
                  reinterpret_cast<const char*>(id.bytes.data()),
                  id.bytes.size())});
            } else {
              out.Add(mysql::Blob{""});
            }
          })
      .status();
}

absl::Status IndexOldHousehold(mysql::Transaction& tx, Household content,
                               const crypto::BlindIndex& index) {
  const Ulid id = Stored(content.id);
  RASOAT_RETURN_IF_ERROR(tx.ForEach(
      kWhereItLives,
      [&](const mysql::Row& row) -> absl::Status {
        content.village.value = row.Text("village");
        content.status = static_cast<HouseholdStatus>(row.Int("status"));
        return absl::OkStatus();
      },
      id));
  RASOAT_RETURN_IF_ERROR(DeletePersons(tx, content.id));
  for (Member& member : content.members) {
    if (member.identity_kind != IdentityKind::kCitizenId) continue;
    const std::string number =
        IdentityIndex(index, member.identity_kind, member.identity_number);
    RASOAT_ASSIGN_OR_RETURN(
        const auto held,
        tx.QueryOne(
            kHeld, [](const mysql::Row& row) { return row.Int("held"); },
            mysql::Blob{number}));
    if (held) member.identity_kind = IdentityKind::kNone;
  }
  const Household* const one[] = {&content};
  return InsertPersons(tx, one, index);
}

absl::Status DeletePersons(mysql::Transaction& tx, const HouseholdId& id) {
  return tx.Execute(kDelete, Stored(id)).status();
}

Person ReadPerson(const mysql::Row& row) {
  Person person;
  person.village.value = row.Text("village");
  person.household = IdOf<HouseholdId>(row.Id("household_id"));
  person.member_id = row.Text("member_id");
  person.name_key = row.Blob("name_key");
  person.birth_date = row.Day("birth_date");
  person.sex = static_cast<Sex>(row.Int("sex"));
  person.relation = static_cast<Relation>(row.Int("relation"));
  person.identity_index = row.MaybeBlob("identity_index").value_or("");
  if (!person.identity_index.empty()) {
    person.identity_kind = row.Blob("identity_holder").empty()
                               ? IdentityKind::kCitizenId
                               : IdentityKind::kOldId;
  }
  return person;
}

}  // namespace rasoat::registry

#include "services/registry/store/mysql_duplicate_finder.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "services/common/status/status_macros.h"
#include "services/registry/store/mysql_id_lists.h"
#include "services/registry/store/mysql_person_rows.h"

namespace rasoat::registry {
namespace {

constexpr char kByIdentity[] =
    "SELECT " RASOAT_PERSON_COLUMNS
    "  FROM person FORCE INDEX (person_identity) WHERE ";
constexpr char kOneIdentity[] = "identity_index = ?";

// The index alone answers it.
constexpr char kNamesakes[] =
    "SELECT village, household_id FROM person FORCE INDEX (name_birth)"
    " WHERE (name_key, birth_date) IN (";

constexpr char kOfHouseholds[] = "SELECT " RASOAT_PERSON_COLUMNS
                                 "  FROM person FORCE INDEX (PRIMARY) WHERE ";
constexpr char kOneHousehold[] = "(village = ? AND household_id = ?)";

constexpr char kOfVillages[] = "SELECT " RASOAT_PERSON_COLUMNS
                               "  FROM person FORCE INDEX (PRIMARY) WHERE ";
constexpr char kOneVillage[] = "village = ?";

/// Reads persons by lists of conditions and keeps each once.
class Gathering {
 public:
  explicit Gathering(mysql::Reader& reader) : reader_(reader) {}

  /// Adds one who may not be stored.
  void Add(Person person) {
    if (known_.insert({person.household, person.member_id}).second) {
      persons_.push_back(std::move(person));
    }
  }

  /// Says of each in which commune the village lies.
  void Place(const CommuneOf& commune_of) {
    for (Person& person : persons_) person.commune = commune_of(person.village);
  }

  /// Runs `head` with `condition` OR-ed once for each of `count` items, whose
  /// values `bind` adds; a hundred at a time. There are three texts to prepare:
  /// for one, ten and a hundred items, of which the last is repeated to fill
  /// them. Persons of households in `but` are left out.
  absl::Status Read(
      absl::string_view head, absl::string_view condition, std::size_t count,
      absl::FunctionRef<void(std::size_t item, std::vector<mysql::Param>& out)>
          bind,
      const absl::flat_hash_set<HouseholdId>& but = {}) {
    std::vector<mysql::Param> params;
    for (std::size_t begin = 0; begin < count;) {
      const std::size_t left = count - begin;
      const std::size_t some = left == 1 ? 1 : left <= 10 ? 10 : 100;
      std::string sql(head.data(), head.size());
      params.clear();
      for (std::size_t i = 0; i < some; ++i) {
        absl::StrAppend(&sql, i == 0 ? "" : " OR ", condition);
        bind(std::min(begin + i, count - 1), params);
      }
      begin += some;
      RASOAT_RETURN_IF_ERROR(reader_.ForEachOf(
          sql, params, [&](const mysql::Row& row) -> absl::Status {
            Person person = ReadPerson(row);
            if (!but.contains(person.household)) Add(std::move(person));
            return absl::OkStatus();
          }));
    }
    return absl::OkStatus();
  }

  const std::vector<Person>& persons() const { return persons_; }

 private:
  mysql::Reader& reader_;
  std::vector<Person> persons_;
  absl::flat_hash_set<std::pair<HouseholdId, std::string>> known_;
};

/// Where households live.
using Places = absl::flat_hash_map<HouseholdId, std::string>;

/// Those of whom there may be another with the same number.
std::vector<const Person*> WithNumbers(absl::Span<const Person> persons,
                                       bool citizen_ids) {
  std::vector<const Person*> some;
  for (const Person& person : persons) {
    if (person.identity_kind == IdentityKind::kOldId ||
        (citizen_ids && person.identity_kind == IdentityKind::kCitizenId)) {
      some.push_back(&person);
    }
  }
  return some;
}

/// Gathers whom `asked` have to be compared with. Those of the households in
/// `about` are as `asked` says, whatever is stored of them.
absl::Status GatherLike(absl::Span<const Person> asked, bool citizen_ids,
                        const absl::flat_hash_set<HouseholdId>& about,
                        Gathering& all) {
  const std::vector<const Person*> numbered = WithNumbers(asked, citizen_ids);
  RASOAT_RETURN_IF_ERROR(all.Read(
      kByIdentity, kOneIdentity, numbered.size(),
      [&](std::size_t i, std::vector<mysql::Param>& out) {
        out.emplace_back(mysql::Blob{numbered[i]->identity_index});
      },
      about));
  return absl::OkStatus();
}

/// Adds the households where somebody lives who has the name and the date of
/// birth of one of `asked`.
absl::Status FindNamesakes(mysql::Reader& reader,
                           absl::Span<const Person> asked,
                           const absl::flat_hash_set<HouseholdId>& about,
                           Places& places) {
  return reader.ForEachAmong(
      kNamesakes, asked.size(), 2,
      [&](std::size_t i, mysql::Params& out) {
        out.AddAll(mysql::Blob{asked[i].name_key}, asked[i].birth_date);
      },
      [&](const mysql::Row& row) -> absl::Status {
        const auto id = IdOf<HouseholdId>(row.Id(1));
        if (!about.contains(id)) places.emplace(id, row.Text(0));
        return absl::OkStatus();
      });
}

/// Gathers the whole households of those who were found by themselves, since
/// their kin count, and of those in `alone`.
absl::Status GatherKin(const absl::flat_hash_set<HouseholdId>& about,
                       const VillageSet& whole, Places alone, Gathering& all) {
  for (const Person& person : all.persons()) {
    if (!about.contains(person.household) && !whole.Contains(person.village)) {
      alone.emplace(person.household, person.village.value);
    }
  }
  const std::vector<std::pair<HouseholdId, std::string>> list(alone.begin(),
                                                              alone.end());
  return all.Read(kOfHouseholds, kOneHousehold, list.size(),
                  [&](std::size_t i, std::vector<mysql::Param>& out) {
                    out.emplace_back(list[i].second);
                    out.emplace_back(Stored(list[i].first));
                  });
}

absl::Status GatherVillages(const VillageSet& villages,
                            const absl::flat_hash_set<HouseholdId>& about,
                            Gathering& all) {
  return all.Read(
      kOfVillages, kOneVillage, villages.codes.size(),
      [&](std::size_t i, std::vector<mysql::Param>& out) {
        out.emplace_back(villages.codes[i]);
      },
      about);
}

VillageSet VillagesOf(absl::Span<const Person> persons) {
  VillageSet set;
  for (const Person& person : persons)
    set.codes.push_back(person.village.value);
  std::sort(set.codes.begin(), set.codes.end());
  set.codes.erase(std::unique(set.codes.begin(), set.codes.end()),
                  set.codes.end());
  return set;
}

}  // namespace

absl::StatusOr<std::vector<DuplicateFinding>> MySqlDuplicateFinder::Find(
    absl::Span<const Household* const> households, const FindOptions& options,
    absl::Time deadline) {
  std::vector<Person> asked;
  absl::flat_hash_set<HouseholdId> about;
  for (const Household* household : households) {
    if (!household->active()) continue;
    about.insert(household->id);
    for (Person& person : PersonsOf(*household, index_)) {
      asked.push_back(std::move(person));
    }
  }
  if (asked.empty()) return std::vector<DuplicateFinding>();
  RASOAT_ASSIGN_OR_RETURN(const CommuneOf commune_of, communes_(deadline));
  return mysql::Read(
      pool_, deadline,
      [&](mysql::Reader& reader)
          -> absl::StatusOr<std::vector<DuplicateFinding>> {
        Gathering all(reader);
        for (const Person& person : asked) all.Add(person);
        VillageSet whole = VillagesOf(asked);
        if (options.villages && whole.codes.size() <= kMostVillages) {
          RASOAT_RETURN_IF_ERROR(GatherVillages(whole, about, all));
        } else {
          whole.codes.clear();
        }
        RASOAT_RETURN_IF_ERROR(
            GatherLike(asked, options.citizen_ids, about, all));
        Places namesakes;
        RASOAT_RETURN_IF_ERROR(FindNamesakes(reader, asked, about, namesakes));
        RASOAT_RETURN_IF_ERROR(
            GatherKin(about, whole, std::move(namesakes), all));
        all.Place(commune_of);
        return FindDuplicates(all.persons(), marks_, about);
      });
}

absl::StatusOr<DuplicateScan> MySqlDuplicateFinder::Scan(
    const VillageSet& villages, absl::Time deadline) {
  if (villages.codes.empty()) return DuplicateScan();
  RASOAT_ASSIGN_OR_RETURN(const CommuneOf commune_of, communes_(deadline));
  return mysql::Read(
      pool_, deadline,
      [&](mysql::Reader& reader) -> absl::StatusOr<DuplicateScan> {
        Gathering all(reader);
        RASOAT_RETURN_IF_ERROR(GatherVillages(villages, {}, all));
        // A copy: the gathering grows.
        const std::vector<Person> asked = all.persons();
        absl::flat_hash_set<HouseholdId> about;
        for (const Person& person : asked) about.insert(person.household);
        DuplicateScan scan{.people = static_cast<std::int64_t>(asked.size())};
        if (asked.empty()) return scan;
        RASOAT_RETURN_IF_ERROR(GatherLike(asked, false, about, all));
        Places namesakes;
        RASOAT_RETURN_IF_ERROR(FindNamesakes(reader, asked, about, namesakes));
        RASOAT_RETURN_IF_ERROR(
            GatherKin(about, villages, std::move(namesakes), all));
        all.Place(commune_of);
        scan.findings = FindDuplicates(all.persons(), marks_, about);
        return scan;
      });
}

}  // namespace rasoat::registry

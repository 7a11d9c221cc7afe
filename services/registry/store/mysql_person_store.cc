#include "services/registry/store/mysql_person_store.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "services/common/mysql/transaction.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/name_fold.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/store/mysql_id_lists.h"
#include "services/registry/store/mysql_person_rows.h"

namespace rasoat::registry {
namespace {

#define RASOAT_HIT_COLUMNS "birth_date, village, household_id, member_id"
#define RASOAT_BORN_AND_THERE               \
  " AND birth_date >= ? AND birth_date < ?" \
  " AND village >= ? AND village <= ?"
// After a person of the same name.
#define RASOAT_AFTER                                        \
  " AND (birth_date > ? OR birth_date = ? AND (village > ?" \
  "  OR village = ? AND (household_id > ?"                  \
  "  OR household_id = ? AND member_id > ?)))"

constexpr char kSameName[] =
    "SELECT name_key AS k, " RASOAT_HIT_COLUMNS
    "  FROM person FORCE INDEX (name_birth)"
    " WHERE name_key = ?" RASOAT_BORN_AND_THERE RASOAT_AFTER
    " ORDER BY name_key, " RASOAT_HIT_COLUMNS " LIMIT ?";
constexpr char kLaterNames[] =
    "SELECT name_key AS k, " RASOAT_HIT_COLUMNS
    "  FROM person FORCE INDEX (name_birth)"
    " WHERE name_key >= ? AND name_key < ?" RASOAT_BORN_AND_THERE
    " ORDER BY name_key, " RASOAT_HIT_COLUMNS " LIMIT ?";
constexpr char kSameGiven[] =
    "SELECT given_key AS k, " RASOAT_HIT_COLUMNS
    "  FROM person FORCE INDEX (given_birth)"
    " WHERE given_key = ?" RASOAT_BORN_AND_THERE RASOAT_AFTER
    " ORDER BY given_key, " RASOAT_HIT_COLUMNS " LIMIT ?";
constexpr char kLaterGiven[] =
    "SELECT given_key AS k, " RASOAT_HIT_COLUMNS
    "  FROM person FORCE INDEX (given_birth)"
    " WHERE given_key >= ? AND given_key < ?" RASOAT_BORN_AND_THERE
    " ORDER BY given_key, " RASOAT_HIT_COLUMNS " LIMIT ?";

constexpr char kInVillages[] = "SELECT name_key AS k, " RASOAT_HIT_COLUMNS
                               "  FROM person FORCE INDEX (PRIMARY)"
                               " WHERE birth_date >= ? AND birth_date < ?"
                               "   AND (name_key >= ? AND name_key < ?"
                               "     OR given_key >= ? AND given_key < ?"
                               "     OR given_key >= ? AND given_key < ?)"
                               "   AND village IN (";

constexpr char kByPlace[] =
    "SELECT name_key AS k, " RASOAT_HIT_COLUMNS
    "  FROM person"
    " WHERE village = ? AND household_id = ? AND member_id = ?";

constexpr char kByIdentity[] = "SELECT " RASOAT_PERSON_COLUMNS
                               "  FROM person"
                               " WHERE identity_index = ?"
                               " ORDER BY village, household_id, member_id"
                               " LIMIT 100";

constexpr char kByPhone[] =
    "SELECT id FROM household WHERE phone_index = ? LIMIT 100";

#undef RASOAT_HIT_COLUMNS
#undef RASOAT_BORN_AND_THERE
#undef RASOAT_AFTER

/// What a DATE can hold, and nobody was born outside of.
constexpr absl::CivilDay kFirstDay(1000, 1, 1);
constexpr absl::CivilDay kLastDay(9999, 12, 31);

/// Days from the first until just before the second.
std::pair<absl::CivilDay, absl::CivilDay> DaysOf(const BirthYears& born) {
  return {born.from == 0 ? kFirstDay : absl::CivilDay(born.from, 1, 1),
          born.to == 0 ? kLastDay : absl::CivilDay(born.to + 1, 1, 1)};
}

NameHit ReadHit(const mysql::Row& row) {
  NameHit hit;
  hit.name_key = row.Blob("k");
  hit.birth_date = row.Day("birth_date");
  hit.village.value = row.Text("village");
  hit.household = IdOf<HouseholdId>(row.Id("household_id"));
  hit.member_id = row.Text("member_id");
  return hit;
}

/// What hits of one match are sorted by.
std::string SortKey(const NameHit& hit) {
  const bool given = hit.match == NameMatch::kMiddleOmitted ||
                     hit.match == NameMatch::kGivenFirst;
  return given ? GivenFirst(hit.name_key) : hit.name_key;
}

auto OrderOf(const NameHit& hit) {
  return std::tuple(hit.match, SortKey(hit), hit.birth_date, hit.village,
                    hit.household, hit.member_id);
}

using Hits = std::vector<NameHit>;

/// Reads along the names.
class NameWalk {
 public:
  NameWalk(mysql::Reader& reader, const NameSearch& search, int limit)
      : reader_(reader),
        search_(search),
        limit_(limit),
        days_(DaysOf(search.born)),
        lowest_(search.villages.Lowest()),
        highest_(search.villages.Highest()) {}

  /// Adds what answers by the match of `range`, after `last` if there is one.
  absl::Status Add(const KeyRange& range, std::optional<NameHit> last) {
    if (!last) {
      if (range.match == NameMatch::kExact) {
        return AddSame(
            range, NameHit{.name_key = range.from, .birth_date = kFirstDay});
      }
      return AddLater(range, range.from);
    }
    std::string key = range.given_first ? GivenFirst(last->name_key)
                                        : std::move(last->name_key);
    last->name_key = key;
    RASOAT_RETURN_IF_ERROR(AddSame(range, *std::move(last)));
    if (range.match == NameMatch::kExact || Full()) return absl::OkStatus();
    key += '\0';
    return AddLater(range, std::move(key));
  }

  bool Full() const { return static_cast<int>(hits_.size()) >= limit_; }
  Hits Take() && { return std::move(hits_); }

 private:
  /// Rows are read in greater steps than are needed, since some may lie in
  /// villages of other areas or answer by a better match.
  int Step() const { return limit_ + 32; }

  absl::Status AddSame(const KeyRange& range, NameHit last) {
    const std::string key = last.name_key;
    for (;;) {
      RASOAT_ASSIGN_OR_RETURN(
          Hits read,
          reader_.Query(
              range.given_first ? kSameGiven : kSameName, ReadHit,
              mysql::Blob{key}, std::max(days_.first, last.birth_date),
              days_.second, lowest_, highest_, last.birth_date, last.birth_date,
              last.village.value, last.village.value, Stored(last.household),
              Stored(last.household), last.member_id, Step()));
      if (read.empty()) return absl::OkStatus();
      last = read.back();
      const bool more = static_cast<int>(read.size()) == Step();
      Keep(range, std::move(read));
      if (!more || Full()) return absl::OkStatus();
    }
  }

  absl::Status AddLater(const KeyRange& range, std::string from) {
    while (!Full()) {
      RASOAT_ASSIGN_OR_RETURN(
          Hits read,
          reader_.Query(range.given_first ? kLaterGiven : kLaterNames, ReadHit,
                        mysql::Blob{from}, mysql::Blob{range.until},
                        days_.first, days_.second, lowest_, highest_, Step()));
      if (read.empty()) return absl::OkStatus();
      NameHit last = read.back();
      const bool more = static_cast<int>(read.size()) == Step();
      Keep(range, std::move(read));
      if (!more || Full()) return absl::OkStatus();
      from = last.name_key + '\0';
      RASOAT_RETURN_IF_ERROR(AddSame(range, std::move(last)));
    }
    return absl::OkStatus();
  }

  void Keep(const KeyRange& range, Hits read) {
    for (NameHit& hit : read) {
      if (Full()) return;
      if (!search_.villages.Contains(hit.village)) continue;
      if (range.given_first) hit.name_key = GivenLast(hit.name_key);
      if (MatchName(search_.typed, hit.name_key) != range.match) continue;
      hit.match = range.match;
      hits_.push_back(std::move(hit));
    }
  }

  mysql::Reader& reader_;
  const NameSearch& search_;
  const int limit_;
  const std::pair<absl::CivilDay, absl::CivilDay> days_;
  const std::string lowest_;
  const std::string highest_;
  Hits hits_;
};

/// Reads few villages whole.
absl::StatusOr<Hits> InVillages(mysql::Reader& reader, const NameSearch& search,
                                const std::optional<NameHit>& last, int limit) {
  // Always as many places, so that there is one text to prepare.
  static const std::string& sql = *new std::string([] {
    std::string text = kInVillages;
    for (std::size_t i = 0; i < MySqlPersonStore::kFewVillages; ++i) {
      absl::StrAppend(&text, i == 0 ? "?" : ",?");
    }
    return text + ")";
  }());
  const auto [first_day, end_day] = DaysOf(search.born);
  const std::string& typed = search.typed;
  const std::string until = typed + '\xFF';
  const std::string given = GivenFirst(typed);
  const std::string given_until = given + '\xFF';
  std::vector<mysql::Param> params = {
      first_day,          end_day,
      mysql::Blob{typed}, mysql::Blob{until},
      mysql::Blob{typed}, mysql::Blob{until},
      mysql::Blob{given}, mysql::Blob{given_until}};
  const std::vector<std::string>& villages = search.villages.codes;
  for (std::size_t i = 0; i < MySqlPersonStore::kFewVillages; ++i) {
    params.emplace_back(villages[std::min(i, villages.size() - 1)]);
  }
  Hits hits;
  RASOAT_RETURN_IF_ERROR(
      reader.ForEachOf(sql, params, [&](const mysql::Row& row) -> absl::Status {
        NameHit hit = ReadHit(row);
        const std::optional<NameMatch> match = MatchName(typed, hit.name_key);
        if (!match) return absl::OkStatus();
        hit.match = *match;
        if (last && OrderOf(hit) <= OrderOf(*last)) return absl::OkStatus();
        hits.push_back(std::move(hit));
        return absl::OkStatus();
      }));
  const std::size_t wanted =
      std::min(hits.size(), static_cast<std::size_t>(limit));
  std::partial_sort(hits.begin(), hits.begin() + wanted, hits.end(),
                    [](const NameHit& a, const NameHit& b) {
                      return OrderOf(a) < OrderOf(b);
                    });
  hits.resize(wanted);
  return hits;
}

absl::StatusOr<NameHit> Find(mysql::Reader& reader, const NamePlace& place) {
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<NameHit> found,
      reader.QueryOne(kByPlace, ReadHit, place.village.value,
                      Stored(place.household), place.member_id));
  if (!found) return PagePersonGone();
  found->match = place.match;
  return *std::move(found);
}

}  // namespace

absl::StatusOr<Hits> MySqlPersonStore::FindByName(
    const NameSearch& search, const std::optional<NamePlace>& after, int limit,
    absl::Time deadline) {
  const VillageSet& villages = search.villages;
  if (!villages.all && villages.codes.empty()) return Hits();
  return mysql::Read(
      pool_, deadline, [&](mysql::Reader& reader) -> absl::StatusOr<Hits> {
        std::optional<NameHit> last;
        if (after) {
          RASOAT_ASSIGN_OR_RETURN(last, Find(reader, *after));
        }
        if (!villages.all && villages.codes.size() <= kFewVillages) {
          return InVillages(reader, search, last, limit);
        }
        NameWalk walk(reader, search, limit);
        for (const KeyRange& range : RangesOf(search.typed)) {
          if (walk.Full()) break;
          if (last && range.match < last->match) continue;
          RASOAT_RETURN_IF_ERROR(
              walk.Add(range, last && range.match == last->match
                                  ? last
                                  : std::optional<NameHit>()));
        }
        return std::move(walk).Take();
      });
}

absl::StatusOr<std::vector<Person>> MySqlPersonStore::FindByIdentity(
    IdentityKind kind, absl::string_view number, absl::Time deadline) {
  const std::string index = IdentityIndex(index_, kind, number);
  return mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
    return reader.Query(kByIdentity, ReadPerson, mysql::Blob{index});
  });
}

absl::StatusOr<std::vector<HouseholdId>> MySqlPersonStore::FindByPhone(
    absl::string_view phone, absl::Time deadline) {
  const std::string index = index_.Of("phone", PhoneKey(phone));
  return mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
    return reader.Query(
        kByPhone,
        [](const mysql::Row& row) { return IdOf<HouseholdId>(row.Id("id")); },
        mysql::Blob{index});
  });
}

absl::StatusOr<std::vector<PersonLookup::Holder>> MySqlPersonStore::HoldersOf(
    absl::Span<const std::string> citizen_ids, absl::Time deadline) {
  std::vector<Holder> holders;
  if (citizen_ids.empty()) return holders;
  absl::flat_hash_map<std::string, std::string> by_index;
  std::vector<std::string> indexes;
  for (const std::string& id : citizen_ids) {
    indexes.push_back(IdentityIndex(index_, IdentityKind::kCitizenId, id));
    by_index.emplace(indexes.back(), id);
  }
  // Always as many places, the last repeated, so that there is one text.
  constexpr std::size_t kAtOnce = 100;
  static const std::string& sql = *new std::string([] {
    std::string text =
        "SELECT identity_index, household_id"
        "  FROM person FORCE INDEX (person_identity)"
        " WHERE identity_index IN (";
    for (std::size_t i = 0; i < kAtOnce; ++i) text += i == 0 ? "?" : ",?";
    return text + ")";
  }());
  RASOAT_RETURN_IF_ERROR(
      mysql::Read(pool_, deadline, [&](mysql::Reader& reader) -> absl::Status {
        std::vector<mysql::Param> params;
        for (std::size_t at = 0; at < indexes.size(); at += kAtOnce) {
          params.clear();
          for (std::size_t i = 0; i < kAtOnce; ++i) {
            params.emplace_back(
                mysql::Blob{indexes[std::min(at + i, indexes.size() - 1)]});
          }
          RASOAT_RETURN_IF_ERROR(reader.ForEachOf(
              sql, params, [&](const mysql::Row& row) -> absl::Status {
                auto id = by_index.find(row.Blob("identity_index"));
                if (id == by_index.end()) return absl::OkStatus();
                holders.push_back(
                    {.citizen_id = id->second,
                     .household = IdOf<HouseholdId>(row.Id("household_id"))});
                by_index.erase(id);  // the last is asked for more than once
                return absl::OkStatus();
              }));
        }
        return absl::OkStatus();
      }));
  return holders;
}

}  // namespace rasoat::registry

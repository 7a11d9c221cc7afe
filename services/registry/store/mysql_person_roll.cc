#include "services/registry/store/mysql_person_roll.h"

#include <algorithm>

#include "services/common/clock/clock.h"
#include "services/common/mysql/reader.h"
#include "services/common/status/status_macros.h"
#include "services/registry/store/mysql_person_rows.h"

namespace rasoat::registry {
namespace {

// Along the primary key, of which households are the second part.
constexpr char kSelect[] = "SELECT " RASOAT_PERSON_COLUMNS
                           "  FROM person FORCE INDEX (PRIMARY)"
                           " WHERE village BETWEEN ? AND ?"
                           " ORDER BY village, household_id, member_id";
constexpr std::size_t kVillagesAtOnce = 8;

}  // namespace

absl::Status MySqlPersonRoll::Read(const VillageSet& villages,
                                   absl::FunctionRef<void(const Person&)> each,
                                   absl::Duration patience) {
  const auto& codes = villages.codes;
  for (std::size_t i = 0; i < codes.size(); i += kVillagesAtOnce) {
    const std::size_t last = std::min(codes.size(), i + kVillagesAtOnce) - 1;
    RASOAT_RETURN_IF_ERROR(mysql::Read(
        pool_, SystemClock().Now() + patience, [&](mysql::Reader& reader) {
          return reader.ForEach(
              kSelect,
              [&](const mysql::Row& row) -> absl::Status {
                const Person person = ReadPerson(row);
                // Others may lie between two codes of the set.
                if (villages.Contains(person.village)) each(person);
                return absl::OkStatus();
              },
              codes[i], codes[last]);
        }));
  }
  return absl::OkStatus();
}

std::vector<Person> MySqlPersonRoll::PeopleOf(
    const Household& household) const {
  if (!household.active()) return {};
  return PersonsOf(household, index_, CitizenIds::kLeftOut);
}

}  // namespace rasoat::registry

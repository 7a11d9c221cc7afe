#include "tests/census/people.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/ids/ulid.h"
#include "tests/census/chance.h"

namespace rasoat::census {
namespace {

using registry::v1::Household;
using registry::v1::Member;

/// The year the ages below are drawn for.
constexpr int kYear = 2021;
/// Head, spouse, four children, one parent.
constexpr int kMostMembers = 7;
/// 64,013 of 467,535 households in the 2021 census were minority households.
constexpr int kMinorityPerTenThousand = 1369;
/// The groups that live in Bắc Giang beside the Kinh (121-TCTK 1979).
constexpr std::array<const char*, 7> kMinorities = {"02", "04", "06", "07",
                                                    "09", "15", "18"};

const std::string& Draw(Chance& chance,
                        const std::vector<WeightedName>& names) {
  int total = 0;
  for (const WeightedName& n : names) total += n.weight;
  int at = chance.Below(total);
  std::size_t i = 0;
  while (at >= names[i].weight) at -= names[i++].weight;
  return names[i].name;
}

std::string BirthDate(Chance& chance, int age) {
  return absl::StrFormat("%04d-%02d-%02d", kYear - 1 - age,
                         chance.Between(1, 12), chance.Between(1, 28));
}

/// Provinces of birth of the citizen ids: one for every three million persons,
/// as many as the digits after it tell apart.
constexpr std::array<const char*, 4> kBirthProvinces = {"024", "022", "019",
                                                        "020"};

/// Twelve digits of the right shape whose fourth (4 … 9) belongs to a century
/// to come, so that it is no living person's: a province, a digit that is even
/// for men, the year of birth, and the person's number. No two of twelve
/// million persons have the same.
std::string TrainingId(bool male, absl::string_view birth_date,
                       std::uint64_t person) {
  const int digit = 4 + 2 * static_cast<int>(person / 1000000 % 3) + !male;
  return absl::StrFormat(
      "%s%d%s%06d", kBirthProvinces[person / 3000000 % kBirthProvinces.size()],
      digit, birth_date.substr(2, 2), person % 1000000);
}

void Add(Household& household, const World& world, std::uint64_t seed,
         std::uint64_t index, Chance& chance, registry::v1::Relation relation,
         int age, bool male, const std::string& ethnic_group) {
  const int at = household.members_size();
  const std::uint64_t person = index * kMostMembers + at;
  Member& m = *household.add_members();
  m.set_member_id(absl::StrFormat("%02d", at + 1));
  m.set_full_name(FullName(world, seed, "member", person, male));
  m.set_birth_date(BirthDate(chance, age));
  m.set_sex(male ? api::v1::SEX_MALE : api::v1::SEX_FEMALE);
  m.set_relation(relation);
  m.set_ethnic_group(ethnic_group);
  if (age >= 14) {
    m.set_identity_kind(registry::v1::IDENTITY_KIND_CITIZEN_ID);
    m.set_identity_number(TrainingId(male, m.birth_date(), person));
  }
}

}  // namespace

std::string SeededUlid(std::uint64_t seed, absl::string_view what,
                       std::uint64_t index) {
  Chance chance(seed, what, index);
  Ulid ulid;
  for (std::uint8_t& byte : ulid.bytes) byte = chance.Below(256);
  // The first six bytes are the time; the summer of 2021 keeps ids in order of
  // the day they stand for.
  std::uint64_t ms = 1627776000000ULL + index;
  for (int i = 5; i >= 0; --i, ms >>= 8) ulid.bytes[i] = ms & 0xff;
  return ulid.ToString();
}

std::string FullName(const World& world, std::uint64_t seed,
                     absl::string_view what, std::uint64_t index, bool male) {
  Chance chance(seed, absl::StrCat("name ", what), index);
  const std::string& surname = Draw(chance, world.surnames);
  const std::string& given =
      Draw(chance, male ? world.male_names : world.female_names);
  return absl::StrCat(surname, male ? " Văn " : " Thị ", given);
}

Household MakeHousehold(const World& world, std::uint64_t seed,
                        const Unit& village, int number, std::uint64_t index) {
  Chance chance(seed, "household", index);
  Household household;
  household.set_village("areas/" + village.code);
  household.set_number(number);
  household.set_address(absl::StrCat(village.name, ", hộ số ", number));
  const std::string ethnic_group =
      chance.Below(10000) < kMinorityPerTenThousand
          ? kMinorities[chance.Below(kMinorities.size())]
          : "01";

  const int head_age = chance.Between(24, 84);
  const bool head_male = chance.Percent(75);
  auto add = [&](registry::v1::Relation relation, int age, bool male) {
    Add(household, world, seed, index, chance, relation, age, male,
        ethnic_group);
  };
  add(registry::v1::RELATION_HEAD, head_age, head_male);
  if (chance.Percent(80)) {
    add(registry::v1::RELATION_SPOUSE,
        std::max(19, head_age + chance.Between(-5, 3)), !head_male);
  }
  const int children = chance.Weighted({20, 25, 35, 15, 5});
  for (int i = 0; i < children; ++i) {
    const int age = chance.Between(0, std::min(head_age - 19, 40));
    add(registry::v1::RELATION_CHILD, age, chance.Percent(51));
  }
  if (head_age < 60 && chance.Percent(20)) {
    add(registry::v1::RELATION_PARENT, head_age + chance.Between(20, 32),
        chance.Percent(35));
  }
  return household;
}

}  // namespace rasoat::census

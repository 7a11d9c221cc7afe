#include "services/registry/domain/look_alikes.h"

#include <algorithm>

#include "absl/hash/hash.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"

namespace rasoat::registry {
namespace {

constexpr std::size_t kHeads = std::size_t{1} << 21;
constexpr std::uint32_t kVillagesOfCommune = 1000;  // codes end in 3 digits

// Traits: day of the year as month and day, sex, kind of identity number, and
// whether the print is of that number.
constexpr std::uint32_t kDayMask = 0x1FF;
constexpr int kSexShift = 9;
constexpr std::uint32_t kSexMask = 0x3;
constexpr std::uint32_t kHasCitizenId = 1U << 11;
constexpr std::uint32_t kByNumber = 1U << 12;

std::uint32_t DayOf(const Person& person) {
  return static_cast<std::uint32_t>(person.birth_date.month() * 32 +
                                    person.birth_date.day());
}

bool HasCitizenId(const Person& person) {
  return person.identity_kind == IdentityKind::kCitizenId;
}

std::uint32_t TraitsOf(const Person& person) {
  return DayOf(person) | static_cast<std::uint32_t>(person.sex) << kSexShift |
         (HasCitizenId(person) ? kHasCitizenId : 0);
}

std::uint64_t HashOfName(const Person& person) {
  return absl::HashOf(person.name_key, person.birth_date.year());
}

bool HasOldId(const Person& person) {
  return person.identity_kind == IdentityKind::kOldId &&
         !person.identity_index.empty();
}

std::uint64_t HashOfNumber(const Person& person) {
  return absl::HashOf(person.identity_index);
}

std::uint32_t PrintOf(std::uint64_t hash) {
  return static_cast<std::uint32_t>(hash >> 32);
}

std::uint32_t NumberOf(const AreaCode& village) {
  std::uint32_t number = 0;
  // A village's code is eight digits.
  static_cast<void>(absl::SimpleAtoi(village.value, &number));
  return number;
}

}  // namespace

LookAlikes::LookAlikes(const DuplicateMarks& marks)
    : marks_(marks), heads_(kHeads, kNone) {}

void LookAlikes::Add(const Person& person) {
  if (homes_.empty() || homes_.back().id != person.household) {
    homes_.push_back(
        {.id = person.household, .village = NumberOf(person.village)});
  }
  AddTo(static_cast<std::uint32_t>(homes_.size() - 1), person);
}

void LookAlikes::Add(absl::Span<const Person> people, const ImportRowAt& row) {
  if (people.empty()) return;
  homes_.push_back({.id = people.front().household,
                    .village = NumberOf(people.front().village),
                    .row = row});
  for (const Person& person : people) {
    AddTo(static_cast<std::uint32_t>(homes_.size() - 1), person);
  }
}

void LookAlikes::AddTo(std::uint32_t home, const Person& person) {
  const Entry entry{.home = home, .traits = TraitsOf(person)};
  if (!person.name_key.empty()) Insert(HashOfName(person), entry);
  if (HasOldId(person)) {
    Entry numbered = entry;
    numbered.traits |= kByNumber;
    Insert(HashOfNumber(person), numbered);
  }
}

void LookAlikes::Insert(std::uint64_t hash, const Entry& entry) {
  std::uint32_t& head = heads_[hash % kHeads];
  entries_.push_back(entry);
  entries_.back().print = PrintOf(hash);
  entries_.back().next = head;
  head = static_cast<std::uint32_t>(entries_.size() - 1);
}

void LookAlikes::ForEach(std::uint64_t hash,
                         absl::FunctionRef<void(const Entry&)> each) const {
  for (std::uint32_t at = heads_[hash % kHeads]; at != kNone;
       at = entries_[at].next) {
    if (entries_[at].print == PrintOf(hash)) each(entries_[at]);
  }
}

int LookAlikes::ScoreOf(const Person& person, const Entry& entry) const {
  const std::uint32_t village = NumberOf(person.village);
  const std::uint32_t other = homes_[entry.home].village;
  const bool one_commune =
      village / kVillagesOfCommune == other / kVillagesOfCommune;
  const bool one_date = (entry.traits & kDayMask) == DayOf(person);
  int score = 0;
  if ((entry.traits & kByNumber) != 0) {
    score += marks_.Of(DuplicateReason::kSameOldId);
  } else {
    if (!one_commune && !one_date) return 0;
    score += marks_.Of(DuplicateReason::kSameName);
    score += marks_.Of(one_date ? DuplicateReason::kSameBirthDate
                                : DuplicateReason::kSameBirthYear);
  }
  if (village == other) {
    score += marks_.Of(DuplicateReason::kSameVillage);
  } else if (one_commune) {
    score += marks_.Of(DuplicateReason::kSameCommune);
  }
  const std::uint32_t sex = entry.traits >> kSexShift & kSexMask;
  if (sex != static_cast<std::uint32_t>(person.sex)) {
    score += marks_.Of(DuplicateReason::kOtherSex);
  }
  // Two of the same citizen id have been told already.
  if (HasCitizenId(person) && (entry.traits & kHasCitizenId) != 0) {
    score += marks_.Of(DuplicateReason::kOtherCitizenId);
  }
  return score;
}

int LookAlikes::KinOf(absl::Span<const Person> people, const Person& but,
                      std::uint32_t home) const {
  int kin = 0;
  for (const Person& person : people) {
    if (&person == &but || person.name_key.empty()) continue;
    bool there = false;
    ForEach(HashOfName(person), [&](const Entry& entry) {
      there = there || (entry.home == home && (entry.traits & kByNumber) == 0);
    });
    kin += there;
  }
  return std::min(kin, marks_.most_kin);
}

LookAlike LookAlikes::BestFor(absl::Span<const Person> people,
                              std::size_t member) const {
  const Person& person = people[member];
  const int of_kin = marks_.Of(DuplicateReason::kSharedKin);
  LookAlike best{.member = member};
  const auto weigh = [&](const Entry& entry, bool by_number) {
    if (((entry.traits & kByNumber) != 0) != by_number) return;
    if (homes_[entry.home].id == person.household) return;
    int score = ScoreOf(person, entry);
    if (score <= 0 || score + of_kin * marks_.most_kin < marks_.raise_from) {
      return;
    }
    score += of_kin * KinOf(people, person, entry.home);
    score = std::min(score, 100);
    if (score < marks_.raise_from || score <= best.score) return;
    const Home& home = homes_[entry.home];
    best.score = score;
    best.household = home.id;
    best.village.value = absl::StrFormat("%08d", home.village);
    best.row = home.row;
  };
  if (!person.name_key.empty()) {
    ForEach(HashOfName(person),
            [&](const Entry& entry) { weigh(entry, false); });
  }
  if (HasOldId(person)) {
    ForEach(HashOfNumber(person),
            [&](const Entry& entry) { weigh(entry, true); });
  }
  return best;
}

std::vector<LookAlike> LookAlikes::Of(absl::Span<const Person> people) const {
  std::vector<LookAlike> all;
  for (std::size_t i = 0; i < people.size(); ++i) {
    LookAlike best = BestFor(people, i);
    if (best.score > 0) all.push_back(std::move(best));
  }
  return all;
}

}  // namespace rasoat::registry

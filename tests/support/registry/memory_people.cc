#include "tests/support/registry/memory_people.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/name_fold.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/store/mysql_person_rows.h"
#include "tests/support/registry/sample_keys.h"

namespace rasoat::registry {
namespace {

auto OrderOf(const NameHit& hit) {
  const bool given = hit.match == NameMatch::kMiddleOmitted ||
                     hit.match == NameMatch::kGivenFirst;
  return std::tuple(hit.match, given ? GivenFirst(hit.name_key) : hit.name_key,
                    hit.birth_date, hit.village, hit.household, hit.member_id);
}

}  // namespace

absl::StatusOr<std::vector<NameHit>> MemoryPersonStore::FindByName(
    const NameSearch& search, const std::optional<NamePlace>& after, int limit,
    absl::Time) {
  std::vector<NameHit> hits;
  std::optional<NameHit> last;
  for (const Household& household : registry_.All()) {
    for (const Member& member : household.members) {
      NameHit hit{.household = household.id,
                  .member_id = member.id,
                  .village = household.village,
                  .name_key = FoldName(member.full_name),
                  .birth_date = member.birth_date};
      if (after && after->household == household.id &&
          after->member_id == member.id && after->village == hit.village) {
        last = hit;
        last->match = after->match;
      }
      const auto match = MatchName(search.typed, hit.name_key);
      if (!match || !search.villages.Contains(hit.village) ||
          !search.born.Contain(hit.birth_date)) {
        continue;
      }
      hit.match = *match;
      hits.push_back(std::move(hit));
    }
  }
  if (after && !last) return PagePersonGone();
  std::sort(hits.begin(), hits.end(), [](const auto& a, const auto& b) {
    return OrderOf(a) < OrderOf(b);
  });
  if (last) {
    hits.erase(hits.begin(),
               std::find_if(hits.begin(), hits.end(), [&](const NameHit& hit) {
                 return OrderOf(hit) > OrderOf(*last);
               }));
  }
  if (static_cast<int>(hits.size()) > limit) hits.resize(limit);
  return hits;
}

absl::StatusOr<std::vector<Person>> MemoryPersonStore::FindByIdentity(
    IdentityKind kind, absl::string_view number, absl::Time) {
  std::vector<Person> found;
  const crypto::BlindIndex index = SampleIndex();
  for (const Household& household : registry_.All()) {
    for (const Person& person : PersonsOf(household, index)) {
      if (person.identity_kind == kind &&
          person.identity_index == IdentityIndex(index, kind, number)) {
        found.push_back(person);
      }
    }
  }
  return found;
}

absl::StatusOr<std::vector<HouseholdId>> MemoryPersonStore::FindByPhone(
    absl::string_view phone, absl::Time) {
  std::vector<HouseholdId> found;
  for (const Household& household : registry_.All()) {
    if (household.active() && !household.phone.empty() &&
        PhoneKey(household.phone) == PhoneKey(phone)) {
      found.push_back(household.id);
    }
  }
  return found;
}

MarkedReasons SampleReasons() {
  MarkedReasons reasons;
  reasons.marks.points = {0, 100, 80, 35, 20, 30, 15, 15, 5, 20, -30, -60};
  reasons.marks.most_kin = 2;
  reasons.marks.raise_from = 60;
  for (int i = 1; i < kDuplicateReasons; ++i) {
    reasons.words[i] = {.vi = "v", .en = "e"};
  }
  return reasons;
}

absl::Status MemoryDuplicateScanStore::Enroll(
    absl::Span<const AreaCode> communes, absl::Time first, absl::Time) {
  std::lock_guard<std::mutex> lock(mu_);
  for (const AreaCode& commune : communes) {
    rows_.emplace(commune, Row{.due = first});
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<ScanTurn>> MemoryDuplicateScanStore::Claim(
    const Ulid& holder, absl::Time now, absl::Time lease_end, absl::Time) {
  std::lock_guard<std::mutex> lock(mu_);
  auto best = rows_.end();
  for (auto row = rows_.begin(); row != rows_.end(); ++row) {
    if (row->second.due > now || row->second.lease_end > now) continue;
    if (best == rows_.end() || row->second.due < best->second.due) best = row;
  }
  if (best == rows_.end()) return std::optional<ScanTurn>();
  best->second.holder = holder;
  best->second.lease_end = lease_end;
  return std::optional<ScanTurn>(
      {.commune = best->first, .position = best->second.position});
}

absl::Status MemoryDuplicateScanStore::Done(const ScanTurn& turn,
                                            const Ulid& holder, absl::Time next,
                                            absl::Time) {
  std::lock_guard<std::mutex> lock(mu_);
  Row& row = rows_.at(turn.commune);
  if (row.holder.bytes != holder.bytes) {
    return Error(absl::StatusCode::kAborted, "LEASE_LOST", "");
  }
  row = {.position = turn.position, .due = next};
  return absl::OkStatus();
}

AreaCode SampleCommune(const AreaCode& village) {
  return {village.value.substr(0, 5)};
}

absl::StatusOr<std::vector<DuplicateFinding>> MemoryDuplicateFinder::Find(
    absl::Span<const Household* const> households, const FindOptions&,
    absl::Time) {
  const crypto::BlindIndex index = SampleIndex();
  absl::flat_hash_set<HouseholdId> about;
  std::vector<Person> persons;
  const auto add = [&](const Household& household) {
    for (Person& person : PersonsOf(household, index)) {
      person.commune = SampleCommune(person.village);
      persons.push_back(std::move(person));
    }
  };
  for (const Household* household : households) {
    about.insert(household->id);
    add(*household);
  }
  for (const Household& household : registry_.All()) {
    if (!about.contains(household.id)) add(household);
  }
  return FindDuplicates(persons, SampleReasons().marks, about);
}

absl::StatusOr<DuplicateScan> MemoryDuplicateFinder::Scan(
    const VillageSet& villages, absl::Time deadline) {
  const std::vector<Household> all = registry_.All();
  std::vector<const Household*> there;
  DuplicateScan scan;
  for (const Household& household : all) {
    if (!villages.Contains(household.village)) continue;
    there.push_back(&household);
    scan.people += static_cast<std::int64_t>(household.members.size());
  }
  if (there.empty()) return scan;
  RASOAT_ASSIGN_OR_RETURN(scan.findings, Find(there, {}, deadline));
  return scan;
}

absl::StatusOr<std::vector<RaiseEffect>> MemoryDuplicateStore::Raise(
    absl::Span<const DuplicateFinding> findings, absl::Time now, absl::Time) {
  const std::lock_guard lock(mu_);
  std::vector<RaiseEffect> effects;
  for (const DuplicateFinding& finding : findings) {
    const DuplicateId id{finding.first, finding.second};
    auto known = cases_.find(id);
    RaisedCase raise =
        RaiseCase(known == cases_.end() ? nullptr : &known->second, finding,
                  SampleIndex().Of("duplicate_facts", finding.facts),
                  absl::FromUnixMicros(absl::ToUnixMicros(now)));
    effects.push_back(raise.effect);
    cases_[id] = std::move(raise.next);
  }
  return effects;
}

absl::Status MemoryDuplicateStore::TakeBack(
    const VillageSet& villages, absl::Span<const DuplicateFinding> findings,
    absl::Time) {
  const std::lock_guard lock(mu_);
  std::erase_if(cases_, [&](const auto& entry) {
    const DuplicateCase& one = entry.second;
    return one.state == DuplicateState::kOpen &&
           villages.Contains(one.first_village) &&
           villages.Contains(one.second_village) &&
           std::none_of(findings.begin(), findings.end(),
                        [&](const DuplicateFinding& finding) {
                          return finding.first == one.id.first &&
                                 finding.second == one.id.second;
                        });
  });
  return absl::OkStatus();
}

absl::StatusOr<DuplicateCase> MemoryDuplicateStore::Get(const DuplicateId& id,
                                                        absl::Time) {
  const std::lock_guard lock(mu_);
  auto found = cases_.find(id);
  if (found == cases_.end()) return DuplicateNotFound();
  return found->second;
}

absl::StatusOr<std::vector<DuplicateCase>> MemoryDuplicateStore::List(
    const DuplicateFilter& filter, const std::optional<DuplicatePlace>& after,
    int limit, absl::Time) {
  const std::lock_guard lock(mu_);
  std::vector<DuplicateCase> found;
  for (const auto& [id, one] : cases_) {
    if (one.state == filter.state && one.score >= filter.minimum_score &&
        filter.villages.Contains(one.first_village) &&
        filter.villages.Contains(one.second_village) &&
        (!after ||
         std::pair(one.score, id) < std::pair(after->score, after->id))) {
      found.push_back(one);
    }
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::pair(a.score, a.id) > std::pair(b.score, b.id);
  });
  if (static_cast<int>(found.size()) > limit) found.resize(limit);
  return found;
}

absl::StatusOr<DuplicateCase> MemoryDuplicateStore::Update(
    const DuplicateId& id, Change change, absl::Time) {
  const std::lock_guard lock(mu_);
  auto found = cases_.find(id);
  if (found == cases_.end()) return DuplicateNotFound();
  RASOAT_ASSIGN_OR_RETURN(found->second, change(found->second));
  return found->second;
}

}  // namespace rasoat::registry

#include "services/registry/domain/duplicate.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/hash/hash.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/registry/domain/name_fold.h"

namespace rasoat::registry {
namespace {

constexpr std::size_t kNeighbours = 40;
bool HasCitizenId(const Person& person) {
  return person.identity_kind == IdentityKind::kCitizenId &&
         !person.identity_index.empty();
}

/// Whether at most `most` letters are wrong, missing, more, or swapped with
/// their neighbour.
bool WithinEdits(absl::string_view a, absl::string_view b, int most) {
  const int rows = static_cast<int>(a.size());
  const int columns = static_cast<int>(b.size());
  if (std::abs(rows - columns) > most) return false;
  constexpr int kWidth = kMostNameKey + 1;
  std::array<std::array<int, kWidth>, 3> kept{};
  for (int k = 0; k <= columns; ++k) kept[0][k] = k;
  for (int i = 1; i <= rows; ++i) {
    auto& row = kept[i % 3];
    const auto& above = kept[(i + 2) % 3];
    const auto& twice_above = kept[(i + 1) % 3];
    row[0] = i;
    int least = i;
    for (int k = 1; k <= columns; ++k) {
      row[k] = std::min({above[k] + 1, row[k - 1] + 1,
                         above[k - 1] + (a[i - 1] != b[k - 1])});
      if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1]) {
        row[k] = std::min(row[k], twice_above[k - 2] + 1);
      }
      least = std::min(least, row[k]);
    }
    if (least > most) return false;
  }
  return kept[rows % 3][columns] <= most;
}

using Words = std::vector<absl::string_view>;

/// True when `some` are words of `all` in their order, the first and the last
/// the same.
bool LeavesOut(const Words& some, const Words& all) {
  if (some.size() < 2 || some.size() >= all.size()) return false;
  if (some.front() != all.front() || some.back() != all.back()) return false;
  std::size_t at = 0;
  for (const absl::string_view word : all) {
    at += at < some.size() && some[at] == word;
  }
  return at == some.size();
}

bool SharesKin(const Person& a, const Person& b) {
  return a.name_key == b.name_key && !a.name_key.empty() &&
         a.birth_date.year() == b.birth_date.year();
}

int Sum(const std::vector<DuplicatePoints>& reasons) {
  int sum = 0;
  for (const DuplicatePoints& reason : reasons) sum += reason.points;
  return std::clamp(sum, 0, 100);
}

/// The persons of one household.
using Members = std::vector<const Person*>;

/// How many other members of each have a likeness in the other: each counts
/// once.
int CountKin(const Members& first, const Members& second, const Person& a,
             const Person& b) {
  int count = 0;
  for (const Person* one : first) {
    if (one == &a) continue;
    count += std::any_of(second.begin(), second.end(), [&](const Person* two) {
      return two != &b && SharesKin(*one, *two);
    });
  }
  return count;
}

std::string FactsOf(const Person& person) {
  return absl::StrCat(person.member_id, "/", person.name_key, "/",
                      absl::FormatCivilTime(person.birth_date), "/",
                      static_cast<int>(person.sex), "/", person.village.value,
                      "/", person.identity_index);
}

DuplicateFinding Compare(const Members& first, const Members& second,
                         const DuplicateMarks& marks) {
  DuplicateFinding finding;
  finding.first = first.front()->household;
  finding.second = second.front()->household;
  finding.first_village = first.front()->village;
  finding.second_village = second.front()->village;
  std::vector<std::tuple<MemberMatch, const Person*, const Person*>> likely;
  for (const Person* a : first) {
    for (const Person* b : second) {
      std::vector<DuplicatePoints> reasons = CompareMembers(*a, *b, marks);
      if (reasons.empty()) continue;
      const int kin = std::min(CountKin(first, second, *a, *b), marks.most_kin);
      const int points = kin * marks.Of(DuplicateReason::kSharedKin);
      if (points != 0) {
        reasons.push_back({DuplicateReason::kSharedKin, points});
      }
      const int score = Sum(reasons);
      if (score < marks.raise_from) continue;
      likely.emplace_back(
          MemberMatch{a->member_id, b->member_id, score, std::move(reasons)}, a,
          b);
    }
  }
  std::sort(likely.begin(), likely.end(), [](const auto& x, const auto& y) {
    const MemberMatch& a = std::get<0>(x);
    const MemberMatch& b = std::get<0>(y);
    return std::tie(b.score, a.first, a.second) <
           std::tie(a.score, b.first, b.second);
  });
  absl::flat_hash_set<const Person*> used;
  std::vector<std::string> facts;
  for (auto& [match, a, b] : likely) {
    if (used.contains(a) || used.contains(b)) continue;
    used.insert(a);
    used.insert(b);
    finding.score = std::max(finding.score, match.score);
    facts.push_back(absl::StrCat(FactsOf(*a), "|", FactsOf(*b)));
    finding.matches.push_back(std::move(match));
  }
  // Not in the order of scores, which change with the marks.
  std::sort(facts.begin(), facts.end());
  finding.facts = absl::StrJoin(facts, ";");
  return finding;
}

using HouseholdPair = std::pair<HouseholdId, HouseholdId>;

/// Gathers which households to compare.
class Candidates {
 public:
  Candidates(absl::Span<const Person> persons,
             const absl::flat_hash_set<HouseholdId>& about)
      : about_(about) {
    for (const Person& person : persons) order_.push_back(&person);
  }

  /// Those whose key is equal, compared if `may` allows. Persons without a key
  /// (an empty one) are left out.
  template <class Key, class May>
  void AddBlocks(Key key, May may) {
    std::sort(order_.begin(), order_.end(),
              [&](const Person* a, const Person* b) {
                return std::tuple(key(*a), absl::string_view(a->name_key)) <
                       std::tuple(key(*b), absl::string_view(b->name_key));
              });
    for (std::size_t i = 0; i < order_.size(); ++i) {
      const auto block = key(*order_[i]);
      if (absl::string_view(std::get<0>(block)).empty()) continue;
      const std::size_t end = std::min(order_.size(), i + 1 + kNeighbours);
      for (std::size_t k = i + 1; k < end; ++k) {
        if (key(*order_[k]) != block) break;
        if (may(*order_[i], *order_[k])) Add(*order_[i], *order_[k]);
      }
    }
  }

  const absl::flat_hash_set<HouseholdPair>& pairs() const { return pairs_; }

 private:
  void Add(const Person& a, const Person& b) {
    if (a.household == b.household) return;
    if (!about_.empty() && !about_.contains(a.household) &&
        !about_.contains(b.household)) {
      return;
    }
    pairs_.insert(std::minmax(a.household, b.household));
  }

  const absl::flat_hash_set<HouseholdId>& about_;
  std::vector<const Person*> order_;
  absl::flat_hash_set<HouseholdPair> pairs_;
};

}  // namespace

bool SimilarNames(absl::string_view a, absl::string_view b) {
  if (a == b || a.empty() || b.empty()) return false;
  const std::size_t shorter = std::min(a.size(), b.size());
  const int most = shorter >= 14 ? 2 : shorter >= 6 ? 1 : 0;
  Words words_a = NameWords(a);
  Words words_b = NameWords(b);
  if (most > 0 && WithinEdits(a, b, most) &&
      WithinEdits(words_a.back(), words_b.back(), 1)) {
    return true;
  }
  if (LeavesOut(words_a, words_b) || LeavesOut(words_b, words_a)) return true;
  if (words_a.size() != words_b.size()) return false;
  std::sort(words_a.begin(), words_a.end());
  std::sort(words_b.begin(), words_b.end());
  return words_a == words_b;
}

std::vector<DuplicatePoints> CompareMembers(const Person& a, const Person& b,
                                            const DuplicateMarks& marks) {
  std::vector<DuplicatePoints> reasons;
  const auto add = [&](DuplicateReason reason) {
    if (marks.Of(reason) != 0) reasons.push_back({reason, marks.Of(reason)});
  };
  if (!a.identity_index.empty() && a.identity_kind == b.identity_kind &&
      a.identity_index == b.identity_index) {
    add(HasCitizenId(a) ? DuplicateReason::kSameCitizenId
                        : DuplicateReason::kSameOldId);
  }
  if (!a.name_key.empty() && a.name_key == b.name_key) {
    add(DuplicateReason::kSameName);
  } else if (SimilarNames(a.name_key, b.name_key)) {
    add(DuplicateReason::kSimilarName);
  }
  if (a.birth_date == b.birth_date) {
    add(DuplicateReason::kSameBirthDate);
  } else if (a.birth_date.year() == b.birth_date.year()) {
    add(DuplicateReason::kSameBirthYear);
  }
  if (a.village == b.village) {
    add(DuplicateReason::kSameVillage);
  } else if (!a.commune.empty() && a.commune == b.commune) {
    add(DuplicateReason::kSameCommune);
  }
  if (a.sex != b.sex) add(DuplicateReason::kOtherSex);
  if (HasCitizenId(a) && HasCitizenId(b) &&
      a.identity_index != b.identity_index) {
    add(DuplicateReason::kOtherCitizenId);
  }
  return reasons;
}

std::vector<DuplicateFinding> FindDuplicates(
    absl::Span<const Person> persons, const DuplicateMarks& marks,
    const absl::flat_hash_set<HouseholdId>& about) {
  using View = absl::string_view;
  const auto any = [](const Person&, const Person&) { return true; };
  Candidates candidates(persons, about);
  candidates.AddBlocks(
      [](const Person& p) {
        return std::tuple(View(p.identity_index), p.identity_kind);
      },
      any);
  candidates.AddBlocks(
      [](const Person& p) {
        return std::tuple(View(p.village.value), p.birth_date.year());
      },
      [](const Person& a, const Person& b) {
        return a.name_key == b.name_key || SimilarNames(a.name_key, b.name_key);
      });
  candidates.AddBlocks(
      [](const Person& p) {
        return std::tuple(View(p.name_key), View(p.commune.value),
                          p.birth_date.year());
      },
      any);
  candidates.AddBlocks(
      [](const Person& p) {
        return std::tuple(View(p.name_key), p.birth_date);
      },
      any);

  absl::flat_hash_map<HouseholdId, Members> households;
  absl::flat_hash_set<HouseholdId> wanted;
  for (const auto& [first, second] : candidates.pairs()) {
    wanted.insert(first);
    wanted.insert(second);
  }
  for (const Person& person : persons) {
    if (wanted.contains(person.household)) {
      households[person.household].push_back(&person);
    }
  }
  std::vector<DuplicateFinding> findings;
  for (const auto& [first, second] : candidates.pairs()) {
    DuplicateFinding finding =
        Compare(households[first], households[second], marks);
    if (!finding.matches.empty()) findings.push_back(std::move(finding));
  }
  std::sort(findings.begin(), findings.end(), [](const auto& a, const auto& b) {
    return std::tie(b.score, a.first, a.second) <
           std::tie(a.score, b.first, b.second);
  });
  return findings;
}

}  // namespace rasoat::registry

#include "tests/support/registry/memory_registry.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/field_refusals.h"
#include "services/registry/domain/refusals.h"

namespace rasoat::registry {
namespace {

using Lock = std::lock_guard<std::mutex>;

template <class Map, class Record>
std::vector<Standing> Standings(const Map& there,
                                absl::Span<const Record* const> records) {
  std::vector<Standing> standings;
  for (const Record* record : records) {
    auto found = there.find(record->id);
    standings.push_back(found == there.end() ? Standing::kFree
                        : SameContent(found->second, *record)
                            ? Standing::kSame
                            : Standing::kOther);
  }
  return standings;
}

}  // namespace

absl::StatusOr<AreaSnapshot> MemoryAreaStore::Load(absl::Time) {
  Lock lock(mu_);
  return all_;
}

absl::StatusOr<std::int64_t> MemoryAreaStore::Revision(absl::Time) {
  Lock lock(mu_);
  return all_.revision;
}

absl::StatusOr<ImportPlan> MemoryAreaStore::Import(Plan plan, absl::Time) {
  Lock lock(mu_);
  RASOAT_ASSIGN_OR_RETURN(ImportPlan planned, plan(all_.book));
  if (planned.empty()) return planned;
  Apply(planned, all_.book);
  ++all_.revision;
  return planned;
}

absl::StatusOr<Household> MemoryRegistry::Get(const HouseholdId& id,
                                              absl::Time) {
  Lock lock(mu_);
  auto found = households_.find(id);
  if (found == households_.end()) return HouseholdNotFound();
  return found->second;
}

absl::StatusOr<absl::flat_hash_map<HouseholdId, Household>>
MemoryRegistry::GetMany(absl::Span<const HouseholdId> ids, absl::Time) {
  Lock lock(mu_);
  absl::flat_hash_map<HouseholdId, Household> by_id;
  for (const HouseholdId& id : ids) {
    auto found = households_.find(id);
    if (found != households_.end()) by_id.emplace(id, found->second);
  }
  return by_id;
}

absl::StatusOr<std::vector<Household>> MemoryRegistry::List(
    const HouseholdFilter& filter, const HouseholdPlace& after, int limit,
    absl::Time) {
  Lock lock(mu_);
  std::vector<Household> found;
  for (const auto& [id, household] : households_) {
    if (household.village == filter.village &&
        household.status == filter.status &&
        (household.active() ? household.number > after.number
                            : id > after.id) &&
        absl::StartsWith(absl::StrCat(household.number),
                         filter.number_prefix)) {
      found.push_back(household);
    }
  }
  std::stable_sort(
      found.begin(), found.end(),
      [](const auto& a, const auto& b) { return a.number < b.number; });
  if (static_cast<int>(found.size()) > limit) found.resize(limit);
  return found;
}

absl::StatusOr<std::vector<Household>> MemoryRegistry::History(
    const HouseholdId& id, std::int64_t before, int limit, absl::Time) {
  Lock lock(mu_);
  auto now = households_.find(id);
  if (now == households_.end()) return HouseholdNotFound();
  std::vector<Household> states = past_[id];
  states.push_back(now->second);
  std::reverse(states.begin(), states.end());
  std::erase_if(states, [&](const auto& h) { return h.revision >= before; });
  if (static_cast<int>(states.size()) > limit) states.resize(limit);
  return states;
}

absl::StatusOr<AreaCode> MemoryRegistry::VillageOf(const HouseholdId& id,
                                                   absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(Household household, Get(id, deadline));
  return household.village;
}

bool MemoryRegistry::NumberTaken(const Household& household,
                                 const std::vector<Household>& besides) const {
  return household.active() &&
         std::any_of(households_.begin(), households_.end(),
                     [&](const auto& h) {
                       return h.second.village == household.village &&
                              h.second.number == household.number &&
                              std::none_of(besides.begin(), besides.end(),
                                           [&](const Household& one) {
                                             return one.id == h.first;
                                           });
                     });
}

bool MemoryRegistry::PersonTaken(const Household& household,
                                 const std::vector<Household>& next) const {
  const auto holds = [&](const Household& other) {
    return other.id != household.id &&
           std::any_of(
               household.members.begin(), household.members.end(),
               [&](const Member& one) {
                 return one.identity_kind == IdentityKind::kCitizenId &&
                        std::any_of(
                            other.members.begin(), other.members.end(),
                            [&](const Member& two) {
                              return two.identity_kind == one.identity_kind &&
                                     two.identity_number == one.identity_number;
                            });
               });
  };
  if (std::any_of(next.begin(), next.end(), holds)) return true;
  return std::any_of(
      households_.begin(), households_.end(), [&](const auto& h) {
        return holds(h.second) && std::none_of(next.begin(), next.end(),
                                               [&](const Household& one) {
                                                 return one.id == h.first;
                                               });
      });
}

std::vector<Household> MemoryRegistry::All() {
  Lock lock(mu_);
  std::vector<Household> all;
  for (const auto& [id, household] : households_) all.push_back(household);
  return all;
}

absl::StatusOr<Household> MemoryRegistry::Update(const HouseholdId& id,
                                                 Change change,
                                                 absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(std::vector<Household> updated,
                          Record(
                              {.households = {id}},
                              [&](const std::vector<Household>& current)
                                  -> absl::StatusOr<std::vector<Household>> {
                                RASOAT_ASSIGN_OR_RETURN(Household next,
                                                        change(current[0]));
                                return std::vector<Household>{std::move(next)};
                              },
                              deadline));
  return std::move(updated[0]);
}

std::vector<Household> MemoryRegistry::ByRequest(
    const std::string& print) const {
  std::vector<Household> states;
  const auto add = [&](const Household& state) {
    if (!print.empty() && state.event.request == print) {
      states.push_back(state);
    }
  };
  for (const auto& [id, household] : households_) add(household);
  for (const auto& [id, past] : past_) {
    for (const Household& state : past) add(state);
  }
  return states;
}

absl::Status MemoryRegistry::Put(std::vector<Household>& next,
                                 const std::string& print) {
  for (const Household& household : next) {
    if (household.revision == 0 && households_.contains(household.id)) {
      return HouseholdExists();
    }
    const auto same =
        std::count_if(next.begin(), next.end(), [&](const Household& other) {
          return other.active() && other.village == household.village &&
                 other.number == household.number;
        });
    if (NumberTaken(household, next) || same > 1) return HouseholdNumberTaken();
    if (PersonTaken(household, next)) return PersonRegistered();
  }
  for (Household& household : next) {
    auto was = households_.find(household.id);
    if (was == households_.end()) {
      household.revision = 1;
      household.create_time = clock_.Now();
      registered_.emplace(household.id, household);
    } else if (SameContent(was->second, household)) {
      household = was->second;
      continue;
    } else {
      household.revision = was->second.revision + 1;
      household.create_time = was->second.create_time;
      past_[household.id].push_back(was->second);
    }
    household.update_time = clock_.Now();
    household.event.request = print;
    Tell(household.village, household.id);
    if (was != households_.end() && was->second.village != household.village) {
      Tell(was->second.village, household.id);
    }
    households_[household.id] = household;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Household>> MemoryRegistry::Record(
    const HouseholdRequest& request, Decide decide, absl::Time) {
  Lock lock(mu_);
  std::vector<Household> current;
  for (const HouseholdId& id : request.households) {
    auto found = households_.find(id);
    if (found == households_.end()) return HouseholdNotFound();
    current.push_back(found->second);
  }
  std::vector<Household> before = ByRequest(request.print);
  if (!before.empty()) return before;
  RASOAT_ASSIGN_OR_RETURN(std::vector<Household> next, decide(current));
  if (request.receipt != nullptr && receipts_.contains(request.receipt->item)) {
    return ReceiptKept();
  }
  RASOAT_RETURN_IF_ERROR(Put(next, request.print));
  if (request.receipt != nullptr) {
    FieldReceipt receipt = *request.receipt;
    receipt.revision = next[0].revision;
    receipts_.emplace(receipt.item, receipt);
  }
  return next;
}

absl::StatusOr<Survey> MemoryRegistry::Get(const SurveyId& id, absl::Time) {
  Lock lock(mu_);
  auto found = surveys_.find(id);
  if (found == surveys_.end()) return SurveyNotFound();
  return found->second;
}

absl::StatusOr<std::vector<Survey>> MemoryRegistry::List(
    const SurveyFilter& filter, const SurveyId& after, int limit, absl::Time) {
  Lock lock(mu_);
  std::vector<Survey> found;
  for (auto it = surveys_.upper_bound(after);
       it != surveys_.end() && static_cast<int>(found.size()) < limit; ++it) {
    const Survey& survey = it->second;
    if (survey.village == filter.village && survey.round == filter.round &&
        (survey.is_current || filter.show_replaced) &&
        (filter.status == SurveyStatus::kUnspecified ||
         filter.status == survey.status) &&
        (filter.kind == FormKind::kUnspecified || filter.kind == survey.kind)) {
      found.push_back(survey);
    }
  }
  return found;
}

absl::StatusOr<AreaCode> MemoryRegistry::VillageOf(const SurveyId& id,
                                                   absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(Survey survey, Get(id, deadline));
  return survey.village;
}

absl::StatusOr<std::vector<Standing>> MemoryRegistry::HouseholdStandings(
    absl::Span<const Household* const> households, absl::Time) {
  Lock lock(mu_);
  return Standings(registered_, households);
}

absl::StatusOr<std::vector<Standing>> MemoryRegistry::SurveyStandings(
    absl::Span<const Survey* const> surveys, absl::Time) {
  Lock lock(mu_);
  return Standings(surveys_, surveys);
}

absl::Status MemoryRegistry::TakeOne(const NewVisit& visit) {
  Survey* replaced = nullptr;
  if (visit.receipt && receipts_.contains(visit.receipt->item)) {
    return VisitRaced();
  }
  if (visit.household) {
    if (households_.contains(visit.household->id)) return VisitRaced();
    if (NumberTaken(*visit.household, {})) return HouseholdNumberTaken();
    if (PersonTaken(*visit.household, {})) return PersonRegistered();
  }
  if (visit.survey) {
    const Survey& survey = *visit.survey;
    auto household = households_.find(survey.household);
    if (!visit.household &&
        (household == households_.end() ||
         household->second.revision != visit.seen_revision)) {
      return VisitRaced();
    }
    if (surveys_.contains(survey.id)) return VisitRaced();
    replaced = Current(survey);
    std::optional<CurrentSurvey> newest;
    if (replaced != nullptr) newest = {replaced->id, replaced->status};
    RASOAT_RETURN_IF_ERROR(MayReplace(survey, newest ? &*newest : nullptr));
  }
  if (visit.household) {
    households_.emplace(visit.household->id, *visit.household);
    registered_.emplace(visit.household->id, *visit.household);
    Tell(visit.household->village, visit.household->id);
  }
  if (replaced != nullptr) replaced->is_current = false;
  if (visit.survey) {
    surveys_.emplace(visit.survey->id, *visit.survey);
    Tell(visit.survey->village, visit.survey->household);
    auto draft = drafts_.find(visit.draft);
    if (draft != drafts_.end() &&
        draft->second.writer == visit.survey->reviewer &&
        draft->second.household == visit.survey->household) {
      drafts_.erase(draft);
    }
  }
  if (visit.receipt) receipts_.emplace(visit.receipt->item, *visit.receipt);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<absl::Status>> MemoryRegistry::Take(
    absl::Span<const NewVisit> visits, absl::Time) {
  Lock lock(mu_);
  std::vector<absl::Status> statuses;
  for (const NewVisit& visit : visits) statuses.push_back(TakeOne(visit));
  return statuses;
}

}  // namespace rasoat::registry

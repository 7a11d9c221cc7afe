#include "tests/support/registry/memory_registry.h"

#include <algorithm>

#include "services/common/status/status_macros.h"
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
  if (planned.created.empty()) return planned;
  for (const Area& area : planned.created) all_.book.Put(area);
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
    const AreaCode& village, std::int64_t after, int limit, absl::Time) {
  Lock lock(mu_);
  std::vector<Household> found;
  for (const auto& [id, household] : households_) {
    if (household.village == village && household.number > after) {
      found.push_back(household);
    }
  }
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a.number < b.number; });
  if (static_cast<int>(found.size()) > limit) found.resize(limit);
  return found;
}

absl::StatusOr<AreaCode> MemoryRegistry::VillageOf(const HouseholdId& id,
                                                   absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(Household household, Get(id, deadline));
  return household.village;
}

bool MemoryRegistry::NumberTaken(const Household& household) const {
  return std::any_of(households_.begin(), households_.end(),
                     [&](const auto& h) {
                       return h.first != household.id &&
                              h.second.village == household.village &&
                              h.second.number == household.number;
                     });
}

absl::StatusOr<Household> MemoryRegistry::Update(const HouseholdId& id,
                                                 Change change, absl::Time) {
  Lock lock(mu_);
  auto found = households_.find(id);
  if (found == households_.end()) return HouseholdNotFound();
  RASOAT_ASSIGN_OR_RETURN(Household next, change(found->second));
  if (SameContent(found->second, next)) return found->second;
  if (NumberTaken(next)) return HouseholdNumberTaken();
  next.revision = found->second.revision + 1;
  next.update_time = clock_.Now();
  found->second = next;
  return next;
}

absl::StatusOr<Survey> MemoryRegistry::Get(const SurveyId& id, absl::Time) {
  Lock lock(mu_);
  auto found = surveys_.find(id);
  if (found == surveys_.end()) return SurveyNotFound();
  return found->second.survey;
}

absl::StatusOr<std::vector<Survey>> MemoryRegistry::List(
    const SurveyFilter& filter, const SurveyId& after, int limit, absl::Time) {
  Lock lock(mu_);
  std::vector<Survey> found;
  for (auto it = surveys_.upper_bound(after);
       it != surveys_.end() && static_cast<int>(found.size()) < limit; ++it) {
    const auto& [survey, is_current] = it->second;
    if (survey.village == filter.village && survey.round == filter.round &&
        (is_current || filter.show_replaced)) {
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
  std::map<SurveyId, Survey> there;
  for (const auto& [id, held] : surveys_) there.emplace(id, held.survey);
  return Standings(there, surveys);
}

MemoryRegistry::HeldSurvey* MemoryRegistry::Current(const Survey& like) {
  for (auto& [id, held] : surveys_) {
    if (held.is_current && held.survey.household == like.household &&
        held.survey.round == like.round) {
      return &held;
    }
  }
  return nullptr;
}

absl::Status MemoryRegistry::TakeOne(const NewVisit& visit) {
  HeldSurvey* replaced = nullptr;
  if (visit.household) {
    if (households_.contains(visit.household->id)) return VisitRaced();
    if (NumberTaken(*visit.household)) return HouseholdNumberTaken();
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
    const SurveyId newest =
        replaced == nullptr ? SurveyId() : replaced->survey.id;
    if (survey.replaces != newest) {
      return survey.replaces.empty() ? SurveyExists() : SurveyReplaced();
    }
  }
  if (visit.household) {
    households_.emplace(visit.household->id, *visit.household);
    registered_.emplace(visit.household->id, *visit.household);
  }
  if (replaced != nullptr) replaced->is_current = false;
  if (visit.survey)
    surveys_.emplace(visit.survey->id, HeldSurvey{*visit.survey});
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

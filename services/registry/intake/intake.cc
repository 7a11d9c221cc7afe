#include "services/registry/intake/intake.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "services/common/clock/clock.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/domain/text.h"
#include "services/registry/intake/household_then.h"
#include "services/registry/intake/judge.h"

namespace rasoat::registry {
namespace {

constexpr int kMostRaces = 3;

/// A draft on its way, and what is known of it.
struct Item {
  VisitDraft& draft;
  const Submission& submission;
  VisitOutcome outcome = {};
  Standing household = Standing::kFree;
  Standing survey = Standing::kFree;
  /// It could not be taken as new: what its ids stand for must be asked.
  bool doubted = false;
  int races = 0;

  /// The household it is about, or none.
  HouseholdId About() const {
    if (draft.household) return draft.household->id;
    return draft.survey ? draft.survey->household : HouseholdId();
  }
};

using Items = std::vector<Item*>;

void FillIds(Item& item, IdSource& ids) {
  if (auto& household = item.draft.household) {
    if (household->id.empty()) household->id.bytes = ids.Next().bytes;
    item.outcome.household = household->id;
  }
  if (auto& survey = item.draft.survey) {
    if (survey->id.empty()) survey->id.bytes = ids.Next().bytes;
    if (survey->household.empty() && item.draft.household) {
      survey->household = item.draft.household->id;
    }
    item.outcome.survey = survey->id;
    item.outcome.household = survey->household;
  }
}

/// Takes out of `pending` the items that have nothing in common.
Items NextWave(Items& pending) {
  absl::flat_hash_set<HouseholdId> households;
  absl::flat_hash_set<SurveyId> surveys;
  Items wave;
  Items later;
  for (Item* item : pending) {
    const HouseholdId about = item->About();
    bool shares = !about.empty() && !households.insert(about).second;
    if (item->draft.survey) {
      shares |= !surveys.insert(item->draft.survey->id).second;
    }
    (shares ? later : wave).push_back(item);
  }
  pending = std::move(later);
  return wave;
}

Items DoubtedOf(const Items& wave) {
  Items doubted;
  for (Item* item : wave) {
    if (item->doubted) doubted.push_back(item);
  }
  return doubted;
}

absl::Status FindStandings(VisitStore& store, const Items& doubted,
                           absl::Time deadline) {
  if (doubted.empty()) return absl::OkStatus();
  std::vector<const Household*> households;
  std::vector<const Survey*> surveys;
  for (const Item* item : doubted) {
    if (item->draft.household) households.push_back(&*item->draft.household);
    if (item->draft.survey) surveys.push_back(&*item->draft.survey);
  }
  RASOAT_ASSIGN_OR_RETURN(auto of_households,
                          store.HouseholdStandings(households, deadline));
  RASOAT_ASSIGN_OR_RETURN(auto of_surveys,
                          store.SurveyStandings(surveys, deadline));
  std::size_t h = 0;
  std::size_t s = 0;
  for (Item* item : doubted) {
    if (item->draft.household) item->household = of_households[h++];
    if (item->draft.survey) item->survey = of_surveys[s++];
  }
  return absl::OkStatus();
}

/// The households the register must be asked for: those of new surveys that
/// are not registered by the same visit.
std::vector<HouseholdId> ToLookUp(const Items& wave) {
  std::vector<HouseholdId> ids;
  for (const Item* item : wave) {
    const bool registers =
        item->draft.household && item->household == Standing::kFree;
    if (item->draft.survey && !registers && item->survey == Standing::kFree &&
        !item->About().empty()) {
      ids.push_back(item->About());
    }
  }
  return ids;
}

using Known = absl::flat_hash_map<HouseholdId, Household>;

const Household* Find(const Known& known, const Item& item) {
  if (!item.draft.survey) return nullptr;
  auto found = known.find(item.About());
  return found == known.end() ? nullptr : &found->second;
}

/// The areas as far as the wave needs them; the catalog only grows, so the last
/// book it gives serves for all.
absl::StatusOr<AreaCatalog::Book> BookFor(AreaCatalog& areas, const Items& wave,
                                          const Known& known,
                                          absl::Time deadline) {
  absl::flat_hash_set<std::pair<AreaCode, absl::CivilDay>> asked;
  AreaCatalog::Book book;
  for (const Item* item : wave) {
    const Household* there = Find(known, *item);
    const AreaCode& village = item->draft.household
                                  ? item->draft.household->village
                              : there != nullptr ? there->village
                                                 : item->draft.village;
    const absl::CivilDay today = DayInVietnam(item->submission.now);
    if (!asked.emplace(village, today).second) continue;
    RASOAT_ASSIGN_OR_RETURN(book, areas.Knowing(village, today, deadline));
  }
  return book;
}

/// Has an item that was not taken as new judged once more, by what its ids
/// stand for.
void Doubt(Item& item, Items& pending) {
  item.doubted = true;
  pending.push_back(&item);
}

/// Sets the outcome of what need not or cannot be taken; the rest is left to
/// the store.
void Settle(Item& item, const Evidence& evidence, std::vector<NewVisit>& taken,
            Items& takers) {
  item.outcome.warnings.clear();
  item.outcome.status = CheckStandings(evidence);
  if (!item.outcome.status.ok()) return;
  item.outcome.repeated = IsRepeat(evidence);
  if (item.outcome.repeated) return;
  absl::StatusOr<NewVisit> visit = Judge(evidence);
  item.outcome.warnings = Prefixed("survey.", std::move(item.outcome.warnings));
  item.outcome.status = visit.status();
  if (!visit.ok()) return;
  taken.push_back(*std::move(visit));
  takers.push_back(&item);
}

/// Keeps what is new, and puts back into `pending` what has to be judged again.
absl::Status Keep(VisitStore& store, std::vector<NewVisit> taken,
                  const Items& takers, bool hopeful, Items& pending,
                  absl::Time deadline) {
  auto statuses =
      hopeful ? store.TakeNew(taken, deadline) : store.Take(taken, deadline);
  if (ReasonOf(statuses.status()) == "VISITS_COLLIDE") {
    for (Item* item : takers) Doubt(*item, pending);
    return absl::OkStatus();
  }
  RASOAT_RETURN_IF_ERROR(statuses.status());
  for (std::size_t i = 0; i < takers.size(); ++i) {
    Item& item = *takers[i];
    item.outcome.status = (*statuses)[i];
    if (item.outcome.status.ok()) {
      item.outcome.kept = std::move(taken[i]);
    } else if (!item.doubted) {
      Doubt(item, pending);
    } else if (ReasonOf(item.outcome.status) == "VISIT_RACED" &&
               ++item.races < kMostRaces) {
      pending.push_back(&item);
    }
  }
  return absl::OkStatus();
}

/// Tells the items of the households they brought what is suspected of them.
void LookForDuplicates(DuplicateWatch& watch, std::vector<Item>& items,
                       absl::Time deadline) {
  std::vector<const Household*> entered;
  absl::flat_hash_map<HouseholdId, Item*> by_household;
  for (Item& item : items) {
    if (!item.outcome.kept.household) continue;
    entered.push_back(&*item.outcome.kept.household);
    by_household.emplace(entered.back()->id, &item);
  }
  if (entered.empty()) return;
  // A device sends the survey with the household; a list, many households.
  constexpr std::size_t kMostByHand = 4;
  const bool by_hand =
      entered.size() <= kMostByHand &&
      std::none_of(items.begin(), items.end(), [](const Item& item) {
        return item.draft.survey.has_value();
      });
  const absl::Time now = items.front().submission.now;
  for (const DuplicateFinding& finding :
       watch.Look(entered,
                  by_hand ? DuplicateWatch::Entry::kByHand
                          : DuplicateWatch::Entry::kInBulk,
                  now, deadline)) {
    for (const HouseholdId& id : {finding.first, finding.second}) {
      auto item = by_household.find(id);
      if (item == by_household.end()) continue;
      item->second->outcome.suspects.push_back(finding);
    }
  }
}

/// Finds who stands in the way of the items that were refused for it. If that
/// cannot be read, the refusal stands without.
void NameHolders(DuplicateWatch& watch, std::vector<Item>& items,
                 absl::Time deadline) {
  for (Item& item : items) {
    if (ReasonOf(item.outcome.status) != "PERSON_REGISTERED") continue;
    auto holders = watch.HoldersOf(*item.draft.household, deadline);
    if (holders.ok()) item.outcome.holders = *std::move(holders);
  }
}

}  // namespace

absl::StatusOr<std::vector<VisitOutcome>> Intake::Take(
    std::vector<VisitDraft> drafts, const Submission& submission) {
  std::vector<Offer> offers;
  for (VisitDraft& draft : drafts) offers.push_back({draft, submission});
  return TakeAll(offers, submission.deadline);
}

absl::StatusOr<std::vector<VisitOutcome>> Intake::TakeAll(
    absl::Span<const Offer> offers, absl::Time deadline) {
  std::vector<Item> items;
  items.reserve(offers.size());
  Items pending;
  for (const Offer& offer : offers) {
    items.push_back({.draft = offer.draft, .submission = offer.submission});
    FillIds(items.back(), ids_);
    pending.push_back(&items.back());
  }
  while (!pending.empty()) {
    const Items wave = NextWave(pending);
    const Items doubted = DoubtedOf(wave);
    RASOAT_RETURN_IF_ERROR(FindStandings(visits_, doubted, deadline));
    RASOAT_ASSIGN_OR_RETURN(const Known known,
                            households_.GetMany(ToLookUp(wave), deadline));
    RASOAT_ASSIGN_OR_RETURN(const AreaCatalog::Book book,
                            BookFor(areas_, wave, known, deadline));
    std::vector<NewVisit> taken;
    Items takers;
    for (Item* item : wave) {
      const Household* there = Find(known, *item);
      std::optional<Household> then;
      if (there != nullptr) {
        RASOAT_ASSIGN_OR_RETURN(
            then, HouseholdThen(households_, *there,
                                item->draft.survey->review_date, deadline));
      }
      Settle(*item,
             {.draft = item->draft,
              .household_standing = item->household,
              .survey_standing = item->survey,
              .known = there,
              .then = then ? &*then : nullptr,
              .areas = *book,
              .forms = forms_,
              .rules = rules_,
              .submission = item->submission,
              .warnings = &item->outcome.warnings},
             taken, takers);
      if (!item->outcome.status.ok() && !item->doubted) Doubt(*item, pending);
    }
    RASOAT_RETURN_IF_ERROR(Keep(visits_, std::move(taken), takers,
                                doubted.empty(), pending, deadline));
    // Those that are judged again keep their place before the others.
    std::sort(pending.begin(), pending.end());
  }
  if (watch_ != nullptr) {
    LookForDuplicates(*watch_, items, deadline);
    NameHolders(*watch_, items, deadline);
  }
  std::vector<VisitOutcome> outcomes;
  for (Item& item : items) outcomes.push_back(std::move(item.outcome));
  return outcomes;
}

}  // namespace rasoat::registry

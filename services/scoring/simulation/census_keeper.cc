#include "services/scoring/simulation/census_keeper.h"

#include <algorithm>
#include <utility>

#include "services/common/log/log.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::scoring {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(20);

/// Tells whether what `one` reads has its place in `all`, read in no other way
/// than `all` was made for.
bool Covers(const std::vector<flat::ChoiceQuestion>& all,
            const std::vector<flat::ChoiceQuestion>& one) {
  return std::all_of(
      one.begin(), one.end(), [&](const flat::ChoiceQuestion& question) {
        const auto found = std::find_if(
            all.begin(), all.end(), [&](const flat::ChoiceQuestion& other) {
              return other.question == question.question;
            });
        return found != all.end() && (found->one || !question.one) &&
               (found->several || !question.several) &&
               (found->yes_no || !question.yes_no) &&
               std::all_of(question.options.begin(), question.options.end(),
                           [&](const std::string& option) {
                             return found->CodeOf(option) > 0;
                           });
      });
}

bool Covers(const flat::Codebook& all, const flat::Codebook& one) {
  return Covers(all.choices(), one.choices()) &&
         Covers(all.member_choices(), one.member_choices()) &&
         std::all_of(one.numbers().begin(), one.numbers().end(),
                     [&](const std::string& question) {
                       return all.NumberAt(question) >= 0;
                     });
}

absl::Status Draining() {
  return Error(absl::StatusCode::kUnavailable, "SERVER_DRAINING",
               "this replica is going down; try again");
}

absl::Status Replaced() {
  return Error(absl::StatusCode::kUnavailable, "CENSUS_REPLACED",
               "the round had to make room for another in memory; try again");
}

}  // namespace

KeptRound::State KeptRound::state() const {
  absl::MutexLock lock(&state_mu_);
  return state_;
}

KeptRound::State KeptRound::WaitFor(absl::Duration most) const {
  absl::MutexLock lock(&state_mu_);
  const auto settled = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(state_mu_) {
    return state_.ready || !state_.failure.ok();
  };
  state_mu_.AwaitWithTimeout(absl::Condition(&settled), most);
  return state_;
}

void KeptRound::Fail(const absl::Status& why) {
  absl::MutexLock lock(&state_mu_);
  if (!state_.ready) state_.failure = why;
}

void KeptRound::Look(absl::FunctionRef<void(const Census&, const AreaLines&,
                                            std::int64_t position)>
                         look) const {
  absl::ReaderMutexLock lock(&mu_);
  look(*census_, *areas_, position_);
}

CensusKeeper::CensusKeeper(CensusStore& store, const Clock& clock,
                           Options options)
    : store_(store), clock_(clock), options_(std::move(options)) {
  thread_ = std::thread([this] { Run(); });
}

CensusKeeper::~CensusKeeper() { Stop(); }

void CensusKeeper::Stop() {
  {
    absl::MutexLock lock(&mu_);
    ending_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

absl::Time CensusKeeper::Soon() const { return clock_.Now() + kPatience; }

absl::StatusOr<std::shared_ptr<const KeptRound>> CensusKeeper::Want(
    const RoundRow& round, absl::Span<const Standard* const> standards) {
  RASOAT_ASSIGN_OR_RETURN(flat::Codebook codebook,
                          flat::Codebook::Of(standards));
  absl::MutexLock lock(&mu_);
  if (ending_) return Draining();
  Wanted& wanted = wanted_[round.round];
  wanted.asked = ++asked_;
  const bool fits =
      wanted.kept != nullptr && wanted.kept->standards_ == round.standards &&
      wanted.kept->state().failure.ok() && Covers(*wanted.codebook, codebook);
  if (!fits) {
    if (wanted.kept != nullptr) wanted.kept->Fail(Replaced());
    wanted.kept = std::make_shared<KeptRound>(round.round, round.standards);
    wanted.codebook = std::make_unique<flat::Codebook>(std::move(codebook));
    woken_ = true;
  }
  while (wanted_.size() > options_.most_rounds) {
    const auto oldest = std::min_element(
        wanted_.begin(), wanted_.end(), [](const auto& a, const auto& b) {
          return a.second.asked < b.second.asked;
        });
    oldest->second.kept->Fail(Replaced());
    wanted_.erase(oldest);
  }
  return wanted_.at(round.round).kept;
}

void CensusKeeper::Run() {
  while (true) {
    std::vector<std::pair<std::shared_ptr<KeptRound>, flat::Codebook>> rounds;
    {
      absl::MutexLock lock(&mu_);
      const auto due = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
        return woken_ || ending_;
      };
      mu_.AwaitWithTimeout(absl::Condition(&due), options_.look_every);
      if (ending_) break;
      woken_ = false;
      for (const auto& [round, wanted] : wanted_) {
        rounds.emplace_back(wanted.kept, *wanted.codebook);
      }
    }
    for (auto& [kept, codebook] : rounds) {
      const KeptRound::State state = kept->state();
      if (!state.failure.ok()) continue;
      const absl::Status status =
          state.ready ? Follow(*kept) : Read(*kept, codebook);
      if (status.ok()) continue;
      log::Line("census_not_read", log::Level::kWarning)
          .Add("round", kept->round_)
          .Add("reason", ReasonOf(status))
          .Write();
      // What is there stays, and is tried again; a first reading is over.
      kept->Fail(status);
    }
  }
  absl::MutexLock lock(&mu_);
  for (auto& [round, wanted] : wanted_) wanted.kept->Fail(Draining());
}

bool CensusKeeper::Holds(const SurveyedHousehold& household) const {
  return options_.holds == nullptr || options_.holds(household.village);
}

absl::Status CensusKeeper::Read(KeptRound& kept,
                                const flat::Codebook& codebook) {
  // Before the rows: what changes meanwhile is read once more.
  RASOAT_ASSIGN_OR_RETURN(const std::int64_t position, store_.Newest(Soon()));
  RASOAT_ASSIGN_OR_RETURN(std::vector<AreaLine> lines,
                          store_.DatedAreas(Soon()));
  auto census = std::make_unique<Census>(codebook);
  SurveyedQuery query = {.round = kept.round_};
  while (true) {
    RASOAT_ASSIGN_OR_RETURN(const std::vector<SurveyedHousehold> page,
                            store_.Page(query, Soon()));
    for (const SurveyedHousehold& household : page) {
      if (Holds(household)) census->Put(household);
    }
    {
      absl::MutexLock lock(&kept.state_mu_);
      kept.state_.households += static_cast<std::int64_t>(page.size());
    }
    {
      absl::MutexLock lock(&mu_);
      if (ending_) return Draining();
    }
    if (page.size() < static_cast<std::size_t>(query.limit)) break;
    query.after = page.back().household;
  }
  absl::MutexLock lock(&kept.mu_);
  kept.census_ = std::move(census);
  kept.areas_ = std::make_unique<AreaLines>(std::move(lines));
  kept.position_ = position;
  absl::MutexLock state(&kept.state_mu_);
  kept.state_.ready = true;
  return absl::OkStatus();
}

absl::Status CensusKeeper::Follow(KeptRound& kept) {
  std::int64_t position;
  {
    absl::MutexLock lock(&kept.mu_);
    position = kept.position_;
  }
  while (true) {
    RASOAT_ASSIGN_OR_RETURN(const ToldHouseholds told,
                            store_.ToldAfter(position, Soon()));
    std::vector<Ulid> households;
    for (const ToldHouseholds::One& one : told.households) {
      if (one.round == kept.round_) households.push_back(one.household);
    }
    std::sort(households.begin(), households.end());
    households.erase(std::unique(households.begin(), households.end()),
                     households.end());
    RASOAT_ASSIGN_OR_RETURN(std::vector<SurveyedHousehold> changed,
                            store_.Named(kept.round_, households, Soon()));
    absl::MutexLock lock(&kept.mu_);
    for (SurveyedHousehold& household : changed) {
      // Elsewhere now: no more of this replica's.
      household.active = household.active && Holds(household);
      kept.census_->Put(household);
    }
    kept.position_ = told.position;
    position = told.position;
    if (!told.more) return absl::OkStatus();
  }
}

}  // namespace rasoat::scoring

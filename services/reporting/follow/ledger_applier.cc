#include "services/reporting/follow/ledger_applier.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/status/status_macros.h"
#include "services/reporting/follow/count.h"

namespace rasoat::reporting {
namespace {

using registry::v1::HouseholdState;
using scoring::v1::AssessmentState;
using workflow::v1::MilestoneState;
using workflow::v1::RoundState;
using workflow::v1::StaffTrainingState;
using workflow::v1::TrainingClassState;
using workflow::v1::VillageState;

/// Adds the entry of `change` if it is a `State`. Each service's subjects have
/// names of their own, but an assessment and a household may share one: the
/// kind keeps them apart.
template <class State>
absl::Status AddIf(const feed::Change& change, std::vector<Entry>& entries) {
  if (!change.Is<State>()) return absl::OkStatus();
  RASOAT_ASSIGN_OR_RETURN(const State state, change.As<State>());
  entries.push_back(
      {absl::StrCat(State::descriptor()->name(), ":", change.subject),
       Count(state)});
  return absl::OkStatus();
}

absl::Status PutRound(mysql::Transaction& tx, Ledger& ledger,
                      const feed::Change& change) {
  RASOAT_ASSIGN_OR_RETURN(RoundState state, change.As<RoundState>());
  std::vector<RoundUnit> units;
  for (const workflow::v1::RoundUnit& unit : state.units()) {
    units.push_back(
        {unit.code(), unit.parent(), unit.tier(), unit.display_name()});
  }
  state.clear_units();
  return ledger.PutRound(tx, state.round().name(), state.SerializeAsString(),
                         units);
}

}  // namespace

absl::Status LedgerApplier::Apply(mysql::Transaction& tx, feed::Changes&,
                                  absl::Span<const feed::Change> changes) {
  RASOAT_RETURN_IF_ERROR(ledger_.Open(tx));
  std::vector<Entry> entries;
  for (const feed::Change& change : changes) {
    if (change.Is<RoundState>()) {
      RASOAT_RETURN_IF_ERROR(PutRound(tx, ledger_, change));
    }
    for (auto add :
         {AddIf<HouseholdState>, AddIf<AssessmentState>, AddIf<RoundState>,
          AddIf<VillageState>, AddIf<MilestoneState>, AddIf<TrainingClassState>,
          AddIf<StaffTrainingState>}) {
      RASOAT_RETURN_IF_ERROR(add(change, entries));
    }
  }
  return ledger_.Post(tx, entries);
}

absl::Status LedgerApplier::Reset(mysql::Transaction& tx) {
  RASOAT_RETURN_IF_ERROR(ledger_.Open(tx));
  RASOAT_RETURN_IF_ERROR(ledger_.Clear(tx));
  if (tells_rounds_) return ledger_.ClearRounds(tx);
  return absl::OkStatus();
}

}  // namespace rasoat::reporting

// Whether the committee is told what was planned.
#include <string>

#include "absl/time/clock.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "tests/census/play.h"

namespace rasoat::census {
namespace {

constexpr absl::Duration kLongestLag = absl::Minutes(2);
constexpr absl::Duration kBetweenLooks = absl::Milliseconds(200);

struct Expected {
  int households = 0;
  int visited = 0;
  int listed = 0;
  int scored = 0;
  int met = 0;
  int posted = 0;
};

Expected Expect(const Plan& plan) {
  Expected e;
  for (const VillagePlan& v : plan.villages) {
    e.households += v.households;
    e.visited += v.visited;
    ++e.listed;
    e.scored += v.scored.has_value();
    e.met += v.met.has_value();
    e.posted += v.posted.has_value();
  }
  return e;
}

/// True when all that was planned has happened. More may have: people try
/// things out on the example.
bool Holds(const reporting::v1::ProgressRow& row, const Plan& plan) {
  const Expected want = Expect(plan);
  int milestones = 0;
  for (const auto& m : row.milestones()) milestones += m.reached();
  return row.villages() == want.listed && row.steps_size() >= 4 &&
         row.steps(0).completed() >= want.listed &&
         row.steps(1).completed() >= want.scored &&
         row.steps(2).completed() >= want.met &&
         row.steps(3).started() >= want.posted &&
         milestones >= static_cast<int>(plan.milestones.size()) &&
         row.training().persons_trained() >=
             static_cast<int>(plan.staff.size()) &&
         row.households().registered() >= want.households;
}

absl::StatusOr<reporting::v1::ProgressRow> Read(Play& play) {
  reporting::v1::GetProgressRequest request;
  request.set_round("rounds/" + play.plan.round);
  request.set_area("areas/" + play.world.province.code);
  request.set_as_of(absl::FormatCivilTime(play.plan.last_day));
  RASOAT_ASSIGN_OR_RETURN(
      const reporting::v1::ProgressReport report,
      play.session.CallOnce(play.session.progress(),
                            &reporting::v1::Progress::Stub::GetProgress,
                            request));
  return report.total();
}

}  // namespace

absl::StatusOr<bool> StandsAsPlanned(Play& play) {
  const absl::StatusOr<reporting::v1::ProgressRow> row = Read(play);
  if (absl::IsNotFound(row.status())) return false;
  RASOAT_RETURN_IF_ERROR(row.status());
  return Holds(*row, play.plan);
}

absl::Status AwaitPlanned(Play& play) {
  const absl::Time until = absl::Now() + kLongestLag;
  while (true) {
    RASOAT_ASSIGN_OR_RETURN(const auto row, Read(play));
    if (Holds(row, play.plan) &&
        row.households().assessed() >= Expect(play.plan).visited) {
      return absl::OkStatus();
    }
    if (absl::Now() > until) {
      return Error(absl::StatusCode::kDeadlineExceeded, "FIGURES_DIFFER",
                   "reporting does not tell what was played; GET "
                   "/v1/rounds/{round}/progress shows what it does tell");
    }
    absl::SleepFor(kBetweenLooks);
  }
}

}  // namespace rasoat::census

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

bool Agrees(const reporting::v1::ProgressRow& row, const Plan& plan) {
  const Expected want = Expect(plan);
  int milestones = 0;
  for (const auto& m : row.milestones()) milestones += m.reached();
  return row.villages() == want.listed && row.steps_size() >= 4 &&
         row.steps(0).completed() == want.listed &&
         row.steps(1).completed() == want.scored &&
         row.steps(2).completed() == want.met &&
         row.steps(3).in_progress() == want.posted &&
         milestones == static_cast<int>(plan.milestones.size()) &&
         row.training().persons_trained() ==
             static_cast<int>(plan.staff.size()) &&
         row.households().registered() == want.households &&
         row.households().assessed() == want.visited;
}

}  // namespace

absl::StatusOr<bool> StandsAsPlanned(Play& play) {
  reporting::v1::GetProgressRequest request;
  request.set_round("rounds/" + play.plan.round);
  request.set_area("areas/" + play.world.province.code);
  request.set_as_of(absl::FormatCivilTime(play.plan.last_day));
  const absl::StatusOr<reporting::v1::ProgressReport> report =
      play.session.CallOnce(play.session.progress(),
                            &reporting::v1::Progress::Stub::GetProgress,
                            request);
  if (absl::IsNotFound(report.status())) return false;
  RASOAT_RETURN_IF_ERROR(report.status());
  return Agrees(report->total(), play.plan);
}

absl::Status AwaitPlanned(Play& play) {
  const absl::Time until = absl::Now() + kLongestLag;
  while (true) {
    RASOAT_ASSIGN_OR_RETURN(const bool done, StandsAsPlanned(play));
    if (done) return absl::OkStatus();
    if (absl::Now() > until) {
      return Error(absl::StatusCode::kDeadlineExceeded, "FIGURES_DIFFER",
                   "reporting does not tell what was played; GET "
                   "/v1/rounds/{round}/progress shows what it does tell");
    }
    absl::SleepFor(kBetweenLooks);
  }
}

}  // namespace rasoat::census

#include "services/scoring/follow/assess_under.h"

#include <vector>

#include "services/common/status/error.h"
#include "services/scoring/engine/score_household.h"
#include "services/scoring/wire/assessment_proto.h"
#include "services/scoring/wire/facts_proto.h"

namespace rasoat::scoring {
namespace {

/// What a failed assessment is called: the first rule that was broken.
std::string FailureOf(const absl::Status& status) {
  const std::vector<Violation> violations = ViolationsOf(status);
  return violations.empty() ? ReasonOf(status) : violations.front().rule;
}

}  // namespace

absl::StatusOr<Facts> ReadKeptFacts(const std::string& kept,
                                    api::v1::HouseholdFacts& proto) {
  if (!proto.ParseFromString(kept)) {
    return Error(absl::StatusCode::kInternal, "FACTS_UNREADABLE",
                 "the facts kept are damaged");
  }
  return ReadKeptFacts(proto);
}

void AssessUnder(const Standard& standard, const absl::StatusOr<Facts>& facts,
                 AssessmentRow& row, v1::StandardResult& result) {
  row.standard = standard.name.substr(absl::string_view("standards/").size());
  row.hash = standard.content_hash;
  result.set_standard(standard.name);
  const absl::StatusOr<Score> score =
      facts.ok() ? ScoreHousehold(standard, *facts) : facts.status();
  v1::Assessment breakdown;
  if (score.ok()) {
    row.b1 = score->b1;
    row.b2 = score->b2;
    row.household_class = score->household_class;
    Explain(standard, *score, breakdown);
    FillResult(standard, *score, result);
  } else {
    row.failure = FailureOf(score.status());
    breakdown.set_training(standard.training);
    result.set_failure(row.failure);
  }
  row.breakdown = breakdown.SerializeAsString();
}

}  // namespace rasoat::scoring

#include "services/scoring/rpc/survey_areas.h"

#include "services/common/status/status_macros.h"
#include "services/scoring/rpc/refusals.h"
#include "services/scoring/wire/names.h"

namespace rasoat::scoring {

absl::StatusOr<std::string> SurveyAreas::AreaOf(absl::string_view name,
                                                absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(const AssessmentName parsed,
                          ParseAssessmentName(name, "name"));
  RASOAT_ASSIGN_OR_RETURN(std::optional<std::string> village,
                          store_.VillageOf(parsed.survey, deadline));
  if (!village) return AssessmentNotFound("name");
  return *std::move(village);
}

}  // namespace rasoat::scoring

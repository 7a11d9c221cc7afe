#include "services/scoring/follow/applicable.h"

#include <algorithm>
#include <set>
#include <string>

#include "services/common/status/status_macros.h"
#include "services/scoring/domain/validity.h"

namespace rasoat::scoring {
namespace {

bool AreNational(absl::Span<const KnownStandard* const> standards) {
  return std::all_of(
      standards.begin(), standards.end(),
      [](const KnownStandard* known) { return IsNational(known->standard); });
}

}  // namespace

Applicable::Applicable(std::vector<const KnownStandard*> standards,
                       AreaLines areas)
    : standards_(std::move(standards)),
      areas_(std::move(areas)),
      everywhere_(AreNational(standards_)) {}

absl::StatusOr<Applicable> Applicable::For(
    AssessmentWriter& writer, mysql::Transaction& tx,
    std::vector<const KnownStandard*> standards,
    absl::Span<const KeptSurvey> surveys) {
  if (AreNational(standards))
    return Applicable(std::move(standards), AreaLines({}));
  std::set<std::string> villages;
  for (const KeptSurvey& survey : surveys) villages.insert(survey.village);
  RASOAT_ASSIGN_OR_RETURN(
      std::vector<AreaLine> lines,
      writer.LinesAbove(tx, {villages.begin(), villages.end()}));
  return Applicable(std::move(standards), AreaLines(std::move(lines)));
}

std::vector<const KnownStandard*> Applicable::In(
    absl::string_view village, std::optional<absl::CivilDay> day) const {
  if (everywhere_) return standards_;
  const std::vector<std::string> above =
      areas_.Above(village, day.value_or(absl::CivilDay::max()));
  std::vector<const KnownStandard*> applicable;
  for (const KnownStandard* known : standards_) {
    if (AppliesIn(known->standard, village, above)) applicable.push_back(known);
  }
  return applicable;
}

}  // namespace rasoat::scoring

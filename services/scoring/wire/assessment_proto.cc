#include "services/scoring/wire/assessment_proto.h"

namespace rasoat::scoring {
namespace {

api::v1::Settlement ToProto(Settlement settlement) {
  switch (settlement) {
    case Settlement::kRural:
      return api::v1::SETTLEMENT_RURAL;
    case Settlement::kUrban:
      return api::v1::SETTLEMENT_URBAN;
    case Settlement::kUnspecified:
      break;
  }
  return api::v1::SETTLEMENT_UNSPECIFIED;
}

}  // namespace

v1::HouseholdClass ToProto(HouseholdClass household_class) {
  switch (household_class) {
    case HouseholdClass::kPoor:
      return v1::HOUSEHOLD_CLASS_POOR;
    case HouseholdClass::kNearPoor:
      return v1::HOUSEHOLD_CLASS_NEAR_POOR;
    case HouseholdClass::kNotPoor:
      return v1::HOUSEHOLD_CLASS_NOT_POOR;
    case HouseholdClass::kUnspecified:
      break;
  }
  return v1::HOUSEHOLD_CLASS_UNSPECIFIED;
}

void Explain(const Standard& standard, const Score& score,
             v1::Assessment& assessment) {
  assessment.set_training(standard.training);
  assessment.set_declared(score.declared);
  assessment.set_settlement(ToProto(score.settlement));
  assessment.mutable_indicators()->Reserve(
      static_cast<int>(score.indicators.size()));
  for (const IndicatorScore& indicator : score.indicators) {
    v1::IndicatorScore& proto = *assessment.add_indicators();
    proto.set_indicator(indicator.indicator->code);
    proto.set_found(indicator.found);
    proto.set_points(indicator.points);
    proto.set_suppressed(indicator.suppressed);
  }
  assessment.mutable_deprivations()->Reserve(
      static_cast<int>(score.findings.size()));
  for (const Finding& finding : score.findings) {
    v1::DeprivationFinding& proto = *assessment.add_deprivations();
    proto.set_deprivation(finding.deprivation->code);
    proto.set_deprived(finding.deprived);
    for (absl::string_view member : finding.members) {
      proto.add_members(member.data(), member.size());
    }
  }
}

void FillAssessment(const Standard& standard, const Score& score,
                    v1::Assessment& assessment) {
  Explain(standard, score, assessment);
  assessment.set_standard(standard.name);
  assessment.set_standard_hash(standard.content_hash);
  assessment.set_b1(score.b1);
  assessment.set_b2(score.b2);
  assessment.set_household_class(ToProto(score.household_class));
}

void FillResult(const Standard& standard, const Score& score,
                v1::StandardResult& result) {
  result.set_standard(standard.name);
  result.set_b1(score.b1);
  result.set_b2(score.b2);
  result.set_household_class(ToProto(score.household_class));
  for (const Finding& finding : score.findings) {
    if (finding.deprived) result.add_deprivations(finding.deprivation->code);
  }
}

}  // namespace rasoat::scoring

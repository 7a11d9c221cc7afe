#include "services/scoring/engine/score_household.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/domain/class_rule.h"
#include "services/scoring/engine/deprivations.h"
#include "services/scoring/engine/household.h"
#include "services/scoring/engine/income.h"
#include "services/scoring/engine/problems.h"

namespace rasoat::scoring {
namespace {

absl::Status CheckInForce(const Standard& standard, const Facts& facts) {
  if (facts.review_date >= standard.valid_from &&
      (!standard.valid_to || facts.review_date < *standard.valid_to)) {
    return absl::OkStatus();
  }
  return Refused(
      absl::StatusCode::kFailedPrecondition,
      {.field = "household.review_date",
       .rule = "STANDARD_NOT_IN_FORCE",
       .vi =
           absl::StrCat("Chuẩn “", standard.title.vi,
                        "” không có hiệu lực vào ngày rà soát. Hãy chọn chuẩn "
                        "của đợt rà soát hoặc sửa ngày."),
       .en = absl::StrCat("The standard '", standard.title.en,
                          "' is not in force on the review date. Choose the "
                          "round's standard or correct the date.")});
}

absl::Status TotalsNeeded(const Standard& standard) {
  return Refused(
      absl::StatusCode::kFailedPrecondition,
      {.field = "household.declared",
       .rule = "TOTALS_NEEDED",
       .vi =
           absl::StrCat("Chuẩn “", standard.title.vi,
                        "” chưa có bảng điểm B1 trong hệ thống. Hãy nhập tổng "
                        "điểm từ phiếu giấy."),
       .en = absl::StrCat("The standard '", standard.title.en,
                          "' has no B1 point table here. Enter the totals from "
                          "the paper form.")});
}

void CheckPlace(const Facts& facts, Problems& problems) {
  if (facts.settlement == Settlement::kUnspecified) {
    problems.Add(
        "household.settlement", "SETTLEMENT_MISSING",
        "Chưa rõ nông thôn hay thành thị. Hãy ghi loại địa bàn của xã.",
        "Neither urban nor rural is given. Give the commune's "
        "settlement.");
  } else if (facts.settlement == Settlement::kRural && !facts.declared &&
             facts.region == Region::kUnspecified) {
    problems.Add("household.region", "REGION_MISSING",
                 "Chưa rõ vùng kinh tế. Hãy ghi vùng của tỉnh.",
                 "The region is missing. Give the province's region.");
  }
}

void ScoreDeclared(const Standard& standard, const Declared& declared,
                   Problems& problems, Score& score) {
  if (!declared.b1) {
    problems.Add("household.declared.b1", "B1_MISSING",
                 "Chưa ghi tổng điểm B1. Hãy nhập tổng điểm từ phiếu giấy.",
                 "The total of B1 is missing. Enter it from the paper form.");
  } else if (*declared.b1 < 0) {
    problems.Add("household.declared.b1", "B1_NEGATIVE",
                 "Điểm B1 không được âm. Hãy nhập lại tổng điểm.",
                 "B1 must not be negative. Enter the total again.");
  }
  score.declared = true;
  score.b1 = declared.b1.value_or(0);
  score.findings = DeclaredDeprivations(standard, declared, problems);
}

void ScoreAnswers(const Standard& standard, const Facts& facts,
                  Problems& problems, Score& score) {
  Household household(facts, problems);
  score.indicators = ScoreIncome(standard, household);
  for (const IndicatorScore& indicator : score.indicators) {
    score.b1 += indicator.points;
  }
  score.findings = FindDeprivations(standard, household);
  household.ReportContradictions(standard.contradictions);
}

}  // namespace

absl::Status StandardIncomplete(const Standard& standard,
                                absl::string_view field) {
  return Refused(
      absl::StatusCode::kFailedPrecondition,
      {.field = std::string(field),
       .rule = "STANDARD_INCOMPLETE",
       .vi = absl::StrCat("Chuẩn “", standard.title.vi,
                          "” còn số liệu chưa biết nên chưa chấm điểm được. "
                          "Hãy bổ sung số liệu từ văn bản."),
       .en = absl::StrCat("The standard '", standard.title.en,
                          "' has numbers that are not known yet, so nobody can "
                          "be scored by it. Add them from the gazette.")});
}

absl::StatusOr<Score> ScoreHousehold(const Standard& standard,
                                     const Facts& facts) {
  RASOAT_RETURN_IF_ERROR(CheckInForce(standard, facts));
  if (!IsComplete(standard)) return StandardIncomplete(standard, "standard");
  if (standard.declared_only && !facts.declared) return TotalsNeeded(standard);
  Problems problems;
  Score score;
  score.settlement = facts.settlement;
  CheckPlace(facts, problems);
  if (facts.declared) {
    ScoreDeclared(standard, *facts.declared, problems, score);
  } else {
    ScoreAnswers(standard, facts, problems, score);
  }
  if (!problems.empty()) return problems.ToStatus();
  score.b2 = standard.points_per_deprivation *
             static_cast<int>(std::count_if(
                 score.findings.begin(), score.findings.end(),
                 [](const Finding& finding) { return finding.deprived; }));
  const ClassRule* rule = RuleFor(facts.settlement, standard);
  if (rule == nullptr) {
    return Error(absl::StatusCode::kInternal, "CLASS_RULE_MISSING",
                 "a standard was used that Validate() finds faults in");
  }
  score.household_class = PlaceInClass(score.b1, score.b2, *rule);
  return score;
}

}  // namespace rasoat::scoring

#include "services/reporting/rpc/progress_reader.h"

#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::reporting {
namespace {

/// "Today" is the day in Vietnam.
absl::CivilDay Today(absl::Time now) {
  return absl::ToCivilDay(now, absl::FixedTimeZone(7 * 60 * 60));
}

}  // namespace

absl::StatusOr<ProgressReader::Answer> ProgressReader::Ask(
    const std::string& round, const std::string& area, const std::string& as_of,
    const std::string& group_by, absl::Time deadline) {
  const absl::Time now = clock_.Now();
  Answer answer;
  RASOAT_ASSIGN_OR_RETURN(
      answer.question, ParseQuestion(round, area, as_of, group_by, Today(now)));
  // Asked before the figures are read, so that it never promises too much.
  const v1::Completeness completeness = lags_.At(now);
  RASOAT_ASSIGN_OR_RETURN(const std::string state,
                          store_.ReadRound(round, deadline));
  if (!answer.round.ParseFromString(state)) {
    return Error(absl::StatusCode::kInternal, "ROUND_UNREADABLE",
                 "the stored state of the round is damaged");
  }
  RASOAT_ASSIGN_OR_RETURN(
      const Figures figures,
      store_.ReadFigures(round, answer.question.area, answer.question.tier,
                         answer.question.as_of, deadline));
  answer.report = ToProto(answer.question, figures, answer.round);
  *answer.report.mutable_completeness() = completeness;
  answer.report.mutable_read_time()->set_seconds(absl::ToUnixSeconds(now));
  return answer;
}

absl::StatusOr<v1::ProgressReport> ProgressReader::Report(
    const std::string& round, const std::string& area, const std::string& as_of,
    const std::string& group_by, absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(Answer answer,
                          Ask(round, area, as_of, group_by, deadline));
  return std::move(answer.report);
}

absl::StatusOr<v1::Bulletin> ProgressReader::Bulletin(const std::string& round,
                                                      const std::string& area,
                                                      const std::string& as_of,
                                                      absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(Answer answer, Ask(round, area, as_of, "", deadline));
  const BulletinFacts facts =
      FactsOf(answer.report, answer.round, answer.question.as_of);
  v1::Bulletin bulletin;
  bulletin.set_text_vi(BulletinVi(facts));
  bulletin.set_text_en(BulletinEn(facts));
  *bulletin.mutable_report() = std::move(answer.report);
  return bulletin;
}

}  // namespace rasoat::reporting

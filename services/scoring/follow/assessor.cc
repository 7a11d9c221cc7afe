#include "services/scoring/follow/assessor.h"

#include <algorithm>
#include <deque>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "rasoat/scoring/v1/scoring_feed.pb.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/follow/applicable.h"
#include "services/scoring/wire/names.h"

namespace rasoat::scoring {
namespace {

/// What the round's standards say of a survey, as far as they apply to it. Uses
/// what was worked out ahead if it was under the same standards.
class Judged {
 public:
  explicit Judged(const Applicable& applicable) : applicable_(applicable) {}

  /// Lives as long as this, or as `ahead`.
  const Verdicts& Of(const KeptSurvey& survey, const Verdicts* ahead) {
    const Verdicts& whole =
        ahead != nullptr && ahead->under == applicable_.all()
            ? *ahead
            : made_.emplace_back(Judge(survey, applicable_.all()));
    std::vector<const KnownStandard*> here =
        applicable_.In(survey.village, whole.day);
    if (here.size() == whole.under.size()) return whole;
    return made_.emplace_back(Narrow(whole, std::move(here)));
  }

 private:
  const Applicable& applicable_;
  std::deque<Verdicts> made_;
};

/// Tells a state unless it is what was told last, of which `last` remembers.
bool Tell(feed::Changes& out, const KeptSurvey& survey, const ToldState& state,
          NewestSurvey& last) {
  if (last.told == state.digest) return false;
  out.AddSerialized(absl::StrCat("rounds/", survey.round, "/",
                                 NameOf("households", survey.household)),
                    survey.village,
                    v1::AssessmentState::descriptor()->full_name(),
                    state.bytes);
  last.told = state.digest;
  return true;
}

}  // namespace

absl::StatusOr<std::vector<const KnownStandard*>> Assessor::StandardsOf(
    const RoundRow& round) const {
  std::vector<const KnownStandard*> standards;
  for (const RoundStandard& wanted : round.standards) {
    const KnownStandard* known =
        catalogue_.Find(absl::StrCat("standards/", wanted.standard));
    if (known == nullptr || known->standard.content_hash != wanted.hash) {
      return Refused(
          absl::StatusCode::kFailedPrecondition,
          {.field = "round_standards.standards",
           .rule = "STANDARD_CHANGED",
           .vi = absl::StrCat("Chuẩn “", wanted.standard,
                              "” đã khác với bản mà đợt rà soát đang dùng. Hãy "
                              "khôi phục bản cũ và đặt tên khác cho bản mới."),
           .en =
               absl::StrCat("The standard '", wanted.standard,
                            "' is not the version that the round uses. "
                            "Restore it and give the new one another name.")});
    }
    standards.push_back(known);
  }
  return standards;
}

absl::Status Assessor::Assess(mysql::Transaction& tx, feed::Changes& out,
                              const RoundRow& round,
                              absl::Span<const KeptSurvey> surveys,
                              absl::Span<const Verdicts* const> ahead) const {
  if (surveys.empty()) return absl::OkStatus();
  RASOAT_ASSIGN_OR_RETURN(std::vector<const KnownStandard*> standards,
                          StandardsOf(round));
  RASOAT_ASSIGN_OR_RETURN(
      const Applicable applicable,
      Applicable::For(writer_, tx, std::move(standards), surveys));
  RASOAT_ASSIGN_OR_RETURN(
      std::vector<NewestSurvey> known,
      writer_.NewestAt(tx, round.round, surveys.front().position,
                       surveys.back().position));
  std::map<Ulid, NewestSurvey> newest;
  for (NewestSurvey& one : known) newest[one.household] = std::move(one);

  std::map<Ulid, NewestSurvey> changed;
  std::vector<const AssessmentRow*> rows;
  rows.reserve(surveys.size() * applicable.all().size());
  Judged judged(applicable);
  for (std::size_t i = 0; i < surveys.size(); ++i) {
    const KeptSurvey& survey = surveys[i];
    const Verdicts* verdicts = nullptr;
    if (!applicable.all().empty()) {
      verdicts = &judged.Of(survey, ahead.empty() ? nullptr : ahead[i]);
      for (const AssessmentRow& row : verdicts->rows) rows.push_back(&row);
    }
    NewestSurvey& last =
        newest
            .try_emplace(survey.household,
                         NewestSurvey{.household = survey.household})
            .first->second;
    if (survey.position < last.position) continue;
    const bool moved = survey.survey != last.survey;
    last.survey = survey.survey;
    last.position = survey.position;
    const bool tell =
        verdicts != nullptr &&
        (last.active ? Tell(out, survey, verdicts->told, last)
                     : Tell(out, survey, Withdrawn(survey), last));
    if (moved || tell) changed[survey.household] = last;
  }
  RASOAT_RETURN_IF_ERROR(writer_.SaveAssessments(tx, rows, clock_.Now()));
  std::vector<NewestSurvey> saved;
  saved.reserve(changed.size());
  for (auto& [household, one] : changed) saved.push_back(std::move(one));
  return writer_.SaveNewest(tx, round.round, saved);
}

absl::Status Assessor::AssessMoved(mysql::Transaction& tx, feed::Changes& out,
                                   const RoundRow& round,
                                   const KeptSurvey& survey) const {
  const auto alone = absl::MakeConstSpan(&survey, 1);
  RASOAT_ASSIGN_OR_RETURN(std::vector<const KnownStandard*> standards,
                          StandardsOf(round));
  RASOAT_ASSIGN_OR_RETURN(
      const Applicable applicable,
      Applicable::For(writer_, tx, std::move(standards), alone));
  const Verdicts verdicts = Judge(survey, applicable.all());
  const std::vector<const KnownStandard*> here =
      applicable.In(survey.village, verdicts.day);
  for (std::size_t i = 0; i < verdicts.under.size(); ++i) {
    if (std::find(here.begin(), here.end(), verdicts.under[i]) != here.end()) {
      continue;
    }
    RASOAT_RETURN_IF_ERROR(
        writer_.DropAssessment(tx, survey.survey, verdicts.rows[i].standard));
  }
  const Verdicts* const ahead = &verdicts;
  return Assess(tx, out, round, alone, absl::MakeConstSpan(&ahead, 1));
}

}  // namespace rasoat::scoring

#include "services/scoring/follow/assessor.h"

#include <openssl/sha.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "rasoat/api/v1/facts.pb.h"
#include "rasoat/scoring/v1/scoring_feed.pb.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/engine/score_household.h"
#include "services/scoring/wire/assessment_proto.h"
#include "services/scoring/wire/facts_proto.h"
#include "services/scoring/wire/names.h"

namespace rasoat::scoring {
namespace {

std::string DigestOf(absl::string_view bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         digest);
  return std::string(reinterpret_cast<const char*>(digest), 16);
}

/// What a failed assessment is called: the first rule that was broken.
std::string FailureOf(const absl::Status& status) {
  const std::vector<Violation> violations = ViolationsOf(status);
  return violations.empty() ? ReasonOf(status) : violations.front().rule;
}

/// Scores one survey under every standard of its round.
class SurveyScorer {
 public:
  SurveyScorer(const std::vector<const KnownStandard*>& standards,
               absl::Time now)
      : standards_(standards), now_(now) {}

  /// Adds a row a standard to `rows`; the state to tell is left in state().
  void Score(const KeptSurvey& survey, std::vector<AssessmentRow>& rows) {
    state_.Clear();
    state_.set_household(NameOf("households", survey.household));
    state_.set_round(absl::StrCat("rounds/", survey.round));
    state_.set_village(survey.village);
    state_.set_survey(NameOf("surveys", survey.survey));
    absl::StatusOr<Facts> facts =
        facts_.ParseFromString(survey.facts)
            ? ReadFacts(facts_)
            : Error(absl::StatusCode::kInternal, "FACTS_UNREADABLE",
                    "the facts kept are damaged");
    for (const KnownStandard* known : standards_) {
      ScoreUnder(known->standard, facts, survey, rows.emplace_back());
    }
  }

  const v1::AssessmentState& state() const { return state_; }

  /// Leaves the state without results.
  void Withdraw() { state_.clear_results(); }

 private:
  void ScoreUnder(const Standard& standard, const absl::StatusOr<Facts>& facts,
                  const KeptSurvey& survey, AssessmentRow& row) {
    row.survey = survey.survey;
    row.standard = standard.name.substr(absl::string_view("standards/").size());
    row.hash = standard.content_hash;
    row.household = survey.household;
    row.round = survey.round;
    row.village = survey.village;
    row.assess_time = now_;
    v1::StandardResult& result = *state_.add_results();
    result.set_standard(standard.name);
    absl::StatusOr<rasoat::scoring::Score> score =
        facts.ok() ? ScoreHousehold(standard, *facts) : facts.status();
    breakdown_.Clear();
    if (score.ok()) {
      row.b1 = score->b1;
      row.b2 = score->b2;
      row.household_class = score->household_class;
      Explain(standard, *score, breakdown_);
      FillResult(standard, *score, result);
    } else {
      row.failure = FailureOf(score.status());
      breakdown_.set_training(standard.training);
      result.set_failure(row.failure);
    }
    row.breakdown = breakdown_.SerializeAsString();
  }

  const std::vector<const KnownStandard*>& standards_;
  const absl::Time now_;
  api::v1::HouseholdFacts facts_;
  v1::Assessment breakdown_;
  v1::AssessmentState state_;
};

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
                              absl::Span<const KeptSurvey> surveys) const {
  if (surveys.empty()) return absl::OkStatus();
  RASOAT_ASSIGN_OR_RETURN(const std::vector<const KnownStandard*> standards,
                          StandardsOf(round));
  RASOAT_ASSIGN_OR_RETURN(
      std::vector<NewestSurvey> known,
      writer_.NewestAt(tx, round.round, surveys.front().position,
                       surveys.back().position));
  std::map<Ulid, NewestSurvey> newest;
  for (NewestSurvey& one : known) newest[one.household] = std::move(one);

  std::map<Ulid, NewestSurvey> changed;
  std::vector<AssessmentRow> rows;
  rows.reserve(surveys.size() * standards.size());
  SurveyScorer scorer(standards, clock_.Now());
  for (const KeptSurvey& survey : surveys) {
    scorer.Score(survey, rows);
    NewestSurvey& last =
        newest
            .try_emplace(survey.household,
                         NewestSurvey{.household = survey.household})
            .first->second;
    if (survey.position < last.position) continue;
    const bool moved = survey.survey != last.survey;
    last.survey = survey.survey;
    last.position = survey.position;
    bool tell = false;
    if (!standards.empty()) {
      if (!last.active) scorer.Withdraw();
      std::string state = scorer.state().SerializeAsString();
      std::string digest = DigestOf(state);
      tell = last.told != digest;
      if (tell) {
        out.AddSerialized(absl::StrCat("rounds/", survey.round, "/",
                                       scorer.state().household()),
                          survey.village,
                          v1::AssessmentState::descriptor()->full_name(),
                          std::move(state));
        last.told = std::move(digest);
      }
    }
    if (moved || tell) changed[survey.household] = last;
  }
  RASOAT_RETURN_IF_ERROR(writer_.SaveAssessments(tx, rows));
  std::vector<NewestSurvey> saved;
  saved.reserve(changed.size());
  for (auto& [household, one] : changed) saved.push_back(std::move(one));
  return writer_.SaveNewest(tx, round.round, saved);
}

}  // namespace rasoat::scoring

#include "services/scoring/follow/assessor.h"

#include <openssl/sha.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "rasoat/api/v1/facts.pb.h"
#include "rasoat/scoring/v1/scoring_feed.pb.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/follow/assess_under.h"
#include "services/scoring/wire/names.h"

namespace rasoat::scoring {
namespace {

std::string DigestOf(absl::string_view bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         digest);
  return std::string(reinterpret_cast<const char*>(digest), 16);
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
    const absl::StatusOr<Facts> facts = ReadKeptFacts(survey.facts, facts_);
    for (const KnownStandard* known : standards_) {
      AssessmentRow& row = rows.emplace_back();
      row.survey = survey.survey;
      row.household = survey.household;
      row.round = survey.round;
      row.village = survey.village;
      row.assess_time = now_;
      AssessUnder(known->standard, facts, row, *state_.add_results());
    }
  }

  const v1::AssessmentState& state() const { return state_; }

  /// Leaves the state without results.
  void Withdraw() { state_.clear_results(); }

 private:
  const std::vector<const KnownStandard*>& standards_;
  const absl::Time now_;
  api::v1::HouseholdFacts facts_;
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

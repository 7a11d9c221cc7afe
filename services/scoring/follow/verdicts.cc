#include "services/scoring/follow/verdicts.h"

#include <openssl/sha.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "rasoat/api/v1/facts.pb.h"
#include "rasoat/scoring/v1/scoring_feed.pb.h"
#include "services/scoring/follow/assess_under.h"
#include "services/scoring/wire/names.h"

namespace rasoat::scoring {
namespace {

ToldState Told(const v1::AssessmentState& state) {
  ToldState told{.bytes = state.SerializeAsString()};
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(told.bytes.data()),
         told.bytes.size(), digest);
  told.digest.assign(reinterpret_cast<const char*>(digest), 16);
  return told;
}

v1::AssessmentState StateOf(const KeptSurvey& survey) {
  v1::AssessmentState state;
  state.set_household(NameOf("households", survey.household));
  state.set_round(absl::StrCat("rounds/", survey.round));
  state.set_village(survey.village);
  state.set_survey(NameOf("surveys", survey.survey));
  return state;
}

}  // namespace

Verdicts Judge(const KeptSurvey& survey, const absl::StatusOr<Facts>& facts,
               std::vector<const KnownStandard*> standards) {
  Verdicts verdicts{.under = std::move(standards)};
  if (facts.ok()) verdicts.day = facts->review_date;
  v1::AssessmentState state = StateOf(survey);
  verdicts.rows.reserve(verdicts.under.size());
  for (const KnownStandard* known : verdicts.under) {
    AssessmentRow& row = verdicts.rows.emplace_back();
    row.survey = survey.survey;
    row.household = survey.household;
    row.round = survey.round;
    row.village = survey.village;
    AssessUnder(known->standard, facts, row, *state.add_results());
  }
  verdicts.told = Told(state);
  return verdicts;
}

Verdicts Judge(const KeptSurvey& survey,
               std::vector<const KnownStandard*> standards) {
  api::v1::HouseholdFacts proto;
  return Judge(survey, ReadKeptFacts(survey.facts, proto),
               std::move(standards));
}

Verdicts Narrow(const Verdicts& verdicts,
                std::vector<const KnownStandard*> standards) {
  Verdicts narrow{.under = std::move(standards), .day = verdicts.day};
  v1::AssessmentState state;
  state.ParseFromString(verdicts.told.bytes);
  v1::AssessmentState less = state;
  less.clear_results();
  for (std::size_t i = 0; i < verdicts.under.size(); ++i) {
    if (std::find(narrow.under.begin(), narrow.under.end(),
                  verdicts.under[i]) == narrow.under.end()) {
      continue;
    }
    narrow.rows.push_back(verdicts.rows[i]);
    *less.add_results() = state.results(static_cast<int>(i));
  }
  narrow.told = Told(less);
  return narrow;
}

ToldState Withdrawn(const KeptSurvey& survey) { return Told(StateOf(survey)); }

}  // namespace rasoat::scoring

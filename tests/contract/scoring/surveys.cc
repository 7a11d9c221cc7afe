#include "tests/contract/scoring/surveys.h"

#include <random>

#include "absl/strings/str_cat.h"
#include "services/common/mysql/transaction.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/scoring/training_household.h"

namespace rasoat::scoring {
namespace {

feed::Change Told(std::int64_t position, int survey, int household,
                  api::v1::HouseholdFacts facts) {
  registry::v1::SurveyState state;
  state.set_survey(SurveyName(survey));
  state.set_household(HouseholdName(household));
  state.set_round("rounds/r1");
  state.set_village("07207001");
  *state.mutable_facts() = std::move(facts);
  return {.position = position,
          .subject = state.survey(),
          .area = "07207001",
          .kind = registry::v1::SurveyState::descriptor()->full_name(),
          .state = state.SerializeAsString()};
}

}  // namespace

absl::Time Soon() { return SystemClock().Now() + absl::Seconds(60); }

std::string SurveyName(int survey) {
  return absl::StrCat("surveys/", CountedIds::Of(1000000 + survey).ToString());
}

std::string HouseholdName(int household) {
  return absl::StrCat("households/", CountedIds::Of(household).ToString());
}

feed::Change DeclaredSurvey(std::int64_t position, int survey, int household,
                            int b1, int lacks) {
  static constexpr const char* kLacks[] = {"job", "water", "toilet", "telecom"};
  api::v1::HouseholdFacts facts;
  facts.set_settlement(api::v1::SETTLEMENT_RURAL);
  facts.set_region(api::v1::REGION_NORTHERN_MIDLANDS_AND_MOUNTAINS);
  facts.set_review_date("2021-10-10");
  facts.mutable_declared()->set_b1(b1);
  for (int i = 0; i < lacks; ++i) {
    facts.mutable_declared()->add_deprivations(kLacks[i]);
  }
  return Told(position, survey, household, std::move(facts));
}

feed::Change ItemisedSurvey(std::int64_t position, int survey, int household,
                            unsigned seed) {
  std::mt19937 chance(seed);
  return Told(position, survey, household, TrainingHousehold(chance));
}

feed::Change Standing(feed::Change change, registry::v1::FormKind kind,
                      registry::v1::SurveyStatus status) {
  registry::v1::SurveyState state;
  EXPECT_TRUE(state.ParseFromString(change.state));
  state.set_form_kind(kind);
  state.set_status(status);
  change.state = state.SerializeAsString();
  return change;
}

feed::Change HouseholdNow(std::int64_t position, int household,
                          const std::string& village, const std::string& left,
                          bool active) {
  registry::v1::HouseholdState state;
  state.set_household(HouseholdName(household));
  state.set_village(village);
  state.set_left_village(left);
  state.set_active(active);
  return {.position = position,
          .subject = state.household(),
          .area = village,
          .kind = registry::v1::HouseholdState::descriptor()->full_name(),
          .state = state.SerializeAsString()};
}

std::vector<int> ScoringOnMySql::Listed(const std::string& village,
                                        const std::string& standard) {
  auto rows = store_->ListVillage(
      {.village = village, .round = "r1", .standard = standard, .limit = 100},
      Soon());
  EXPECT_OK(rows);
  std::vector<int> households;
  for (const AssessmentRow& row : *rows) {
    for (int n = 0; n < 100; ++n) {
      if (CountedIds::Of(n) == row.household) households.push_back(n);
    }
  }
  return households;
}

ScoringOnMySql::ScoringOnMySql() {
  if (!schema_.ok()) return;
  store_ = std::make_unique<MySqlAssessmentStore>(schema_.pool());
  running_ = std::make_unique<RunningScoring>(schema_.pool(), *store_);
  EXPECT_OK(running_->status());
  if (!running_->status().ok()) {
    running_.reset();
    return;
  }
  applier_ = std::make_unique<RegistryApplier>(running_->writer(),
                                               running_->assessor());
  running_->SignIn(api::v1::ROLE_PROVINCE_OFFICER, "*");
}

absl::Status ScoringOnMySql::Apply(const std::vector<feed::Change>& changes) {
  return feed::InTransaction(
      running_->feed(), Soon(),
      [&](mysql::Transaction& tx, feed::Changes& out) -> absl::Status {
        return applier_->Apply(tx, out, changes);
      });
}

absl::Status ScoringOnMySql::Reset() {
  return mysql::InTransaction(pool(), Soon(), [&](mysql::Transaction& tx) {
    return applier_->Reset(tx);
  });
}

absl::Status ScoringOnMySql::Assign(const std::vector<std::string>& standards,
                                    bool training) {
  v1::AssignStandardsRequest request;
  request.mutable_round_standards()->set_name("roundStandards/r1");
  request.mutable_round_standards()->set_training(training);
  for (const std::string& standard : standards) {
    request.mutable_round_standards()->add_standards(
        absl::StrCat("standards/", standard));
  }
  v1::RoundStandards answer;
  running_->SignIn(api::v1::ROLE_ADMINISTRATOR, "*");
  const absl::Status status =
      running_->Call(running_->standards(),
                     &v1::Standards::Stub::AssignStandards, request, &answer);
  running_->SignIn(api::v1::ROLE_PROVINCE_OFFICER, "*");
  return status;
}

absl::StatusOr<v1::Assessment> ScoringOnMySql::Get(
    int survey, const std::string& standard) {
  v1::GetAssessmentRequest request;
  request.set_name(absl::StrCat(SurveyName(survey), "/assessments/", standard));
  v1::Assessment answer;
  absl::Status status = running_->Call(
      running_->scoring(), &v1::Scoring::Stub::GetAssessment, request, &answer);
  if (!status.ok()) return status;
  return answer;
}

std::vector<std::pair<std::string, std::string>> ScoringOnMySql::Changes() {
  using All = std::vector<std::pair<std::string, std::string>>;
  absl::StatusOr<All> all = mysql::Read(
      pool(), Soon(), [](mysql::Reader& reader) -> absl::StatusOr<All> {
        return reader.Query(
            "SELECT kind, state FROM feed_change ORDER BY position",
            [](const mysql::Row& row) {
              return std::pair(row.Text(0), row.Blob(1));
            });
      });
  EXPECT_OK(all);
  return all.ok() ? *std::move(all) : All();
}

}  // namespace rasoat::scoring

// Trying standards on a whole round, from MariaDB through the call.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "services/scoring/engine/score_household.h"
#include "services/scoring/wire/facts_proto.h"
#include "services/scoring/wire/standard_proto.h"
#include "tests/contract/scoring/surveys.h"
#include "tests/support/status_matchers.h"

namespace rasoat::scoring {
namespace {

constexpr int kItemised = 200;
constexpr int kDeclared = 20;
constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;

/// Households by class now and class then.
using Counts = std::map<std::pair<int, int>, std::int64_t>;

Counts CountsOf(const v1::SimulatedChange& change) {
  Counts counts;
  for (const v1::ClassTransition& cell : change.transitions()) {
    counts[{cell.from(), cell.to()}] = cell.households();
  }
  return counts;
}

std::int64_t SumOf(const Counts& counts) {
  std::int64_t sum = 0;
  for (const auto& [classes, count] : counts) sum += count;
  return sum;
}

feed::Change Area(std::int64_t position, const std::string& code,
                  const std::string& parent) {
  registry::v1::AreaState state;
  state.mutable_area()->set_name(absl::StrCat("areas/", code));
  if (!parent.empty()) {
    state.mutable_area()->set_parent(absl::StrCat("areas/", parent));
  }
  state.mutable_area()->set_valid_from("2021-01-01");
  return {.position = position,
          .subject = state.area().name(),
          .area = code,
          .kind = registry::v1::AreaState::descriptor()->full_name(),
          .state = state.SerializeAsString()};
}

feed::Change Head(std::int64_t position, int household,
                  const std::string& ethnic_group, api::v1::Sex sex) {
  feed::Change change = HouseholdNow(position, household, "07207001", "", true);
  registry::v1::HouseholdState state;
  EXPECT_TRUE(state.ParseFromString(change.state));
  state.set_head_ethnic_group(ethnic_group);
  state.set_head_sex(sex);
  change.state = state.SerializeAsString();
  return change;
}

api::v1::HouseholdFacts FactsIn(const feed::Change& change) {
  registry::v1::SurveyState state;
  EXPECT_TRUE(state.ParseFromString(change.state));
  return state.facts();
}

class SimulationTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(scoring_.ok());
    ASSERT_OK(scoring_.Assign({"training-2022-2"}, true));
    std::vector<feed::Change> changes = {
        Area(1, "24", ""), Area(2, "213", "24"), Area(3, "07207", "213"),
        Area(4, "07207001", "07207")};
    position_ = 4;
    for (int i = 1; i <= kItemised + kDeclared; ++i) {
      changes.push_back(
          Head(++position_, i, i % 2 == 0 ? "01" : "05",
               i % 3 == 0 ? api::v1::SEX_FEMALE : api::v1::SEX_MALE));
      surveys_.push_back(i <= kItemised
                             ? ItemisedSurvey(++position_, i, i, i)
                             : DeclaredSurvey(++position_, i, i, i, i % 5));
      changes.push_back(surveys_.back());
    }
    ASSERT_OK(scoring_.Apply(changes));
    request_.set_round("rounds/r1");
    request_.set_area("areas/24");
  }

  absl::StatusOr<std::vector<v1::SimulationResult>> Simulate() {
    grpc::ClientContext context;
    rpc::Prepare(context, Soon(), scoring_.running().token(), "");
    const auto stream =
        scoring_.running().simulations().Simulate(&context, request_);
    std::vector<v1::SimulationResult> results;
    v1::SimulateResponse response;
    while (stream->Read(&response)) {
      if (response.has_result()) results.push_back(response.result());
    }
    absl::Status status = rpc::FromWire(stream->Finish());
    if (!status.ok()) return status;
    return results;
  }

  /// The training standard with other limits of B1.
  v1::Standard Draft(int up_to) {
    v1::Standard draft =
        scoring_.running().catalogue().Find("standards/training-2022-2")->proto;
    draft.set_name(absl::StrCat("standards/draft-", up_to));
    for (v1::ClassRule& rule : *draft.mutable_class_rules()) {
      rule.set_up_to(up_to);
    }
    return draft;
  }

  /// What the readable engine makes of every survey.
  std::vector<int> ClassesUnder(const v1::Standard& proto) {
    const CheckedStandard checked = CheckStandard(proto);
    std::vector<int> classes;
    for (const feed::Change& survey : surveys_) {
      const api::v1::HouseholdFacts message = FactsIn(survey);
      const absl::StatusOr<Facts> facts = ReadFacts(message);
      EXPECT_OK(facts);
      const absl::StatusOr<Score> score =
          ScoreHousehold(checked.standard, *facts);
      classes.push_back(score.ok() ? static_cast<int>(score->household_class)
                                   : 0);
    }
    return classes;
  }

  ScoringOnMySql scoring_;
  std::int64_t position_ = 0;
  std::vector<feed::Change> surveys_;
  v1::SimulateRequest request_;
};

TEST_F(SimulationTest, UnderTheStandardOfTheRoundNobodyChanges) {
  request_.add_standards("standards/training-2022-2");
  ASSERT_OK_AND_ASSIGN(const auto results, Simulate());
  ASSERT_EQ(1u, results.size());
  const v1::SimulatedChange& change = results[0].change();
  EXPECT_EQ(kItemised + kDeclared, SumOf(CountsOf(change)));
  for (const v1::ClassTransition& cell : change.transitions()) {
    EXPECT_EQ(cell.from(), cell.to());
    EXPECT_NE(v1::HOUSEHOLD_CLASS_UNSPECIFIED, cell.to());
    EXPECT_GE(cell.members(), 0);
  }
  EXPECT_EQ(0, change.included() + change.excluded() + change.needier() +
                   change.less_needy());
  EXPECT_TRUE(results[0].training());
}

TEST_F(SimulationTest, DraftsAgreeWithScoringEverybodyOneByOne) {
  request_.add_standards("standards/training-2022-2");
  *request_.add_drafts() = Draft(60);
  *request_.add_drafts() = Draft(400);
  ASSERT_OK_AND_ASSIGN(const auto results, Simulate());
  ASSERT_EQ(3u, results.size());
  const std::vector<int> before = ClassesUnder(
      scoring_.running().catalogue().Find("standards/training-2022-2")->proto);
  for (std::size_t i = 0; i < results.size(); ++i) {
    const v1::Standard standard =
        i == 0 ? scoring_.running()
                     .catalogue()
                     .Find("standards/training-2022-2")
                     ->proto
               : request_.drafts(static_cast<int>(i) - 1);
    const std::vector<int> then = ClassesUnder(standard);
    Counts expected;
    std::int64_t included = 0;
    std::int64_t excluded = 0;
    for (std::size_t k = 0; k < then.size(); ++k) {
      ++expected[{before[k], then[k]}];
      included += before[k] == 3 && then[k] < 3;
      excluded += before[k] < 3 && then[k] == 3;
    }
    EXPECT_EQ(expected, CountsOf(results[i].change()));
    EXPECT_EQ(included, results[i].change().included());
    EXPECT_EQ(excluded, results[i].change().excluded());
  }
  EXPECT_GT(results[1].change().excluded(), 0);
  EXPECT_GT(results[2].change().included(), 0);
}

TEST_F(SimulationTest, GroupsAddUpToEverybody) {
  request_.add_standards("standards/training-2022-2");
  for (int dimension = v1::SIMULATION_DIMENSION_VILLAGE;
       dimension <= v1::SIMULATION_DIMENSION_HOUSEHOLD_SIZE; ++dimension) {
    request_.add_dimensions(static_cast<v1::SimulationDimension>(dimension));
  }
  ASSERT_OK_AND_ASSIGN(const auto results, Simulate());
  std::map<int, std::int64_t> sums;
  std::map<std::pair<int, std::string>, std::int64_t> groups;
  for (const v1::SimulationGroup& group : results[0].groups()) {
    const std::int64_t sum = SumOf(CountsOf(group.change()));
    sums[group.dimension()] += sum;
    groups[{group.dimension(), group.key()}] = sum;
  }
  EXPECT_EQ(9u, sums.size());
  for (const auto& [dimension, sum] : sums) {
    EXPECT_EQ(kItemised + kDeclared, sum) << dimension;
  }
  const auto of = [&](v1::SimulationDimension dimension, const char* key) {
    return groups[{dimension, key}];
  };
  EXPECT_EQ(220, of(v1::SIMULATION_DIMENSION_VILLAGE, "07207001"));
  EXPECT_EQ(220, of(v1::SIMULATION_DIMENSION_COMMUNE, "07207"));
  EXPECT_EQ(220, of(v1::SIMULATION_DIMENSION_DISTRICT, "213"));
  EXPECT_EQ(220, of(v1::SIMULATION_DIMENSION_PROVINCE, "24"));
  EXPECT_EQ(110, of(v1::SIMULATION_DIMENSION_ETHNIC_GROUP, "05"));
  EXPECT_EQ(73, of(v1::SIMULATION_DIMENSION_HEAD_SEX, "SEX_FEMALE"));
}

TEST_F(SimulationTest, TellsWhatItWouldCost) {
  *request_.add_drafts() = Draft(400);
  v1::SimulatedBenefit& poor = *request_.add_benefits();
  poor.set_household_class(v1::HOUSEHOLD_CLASS_POOR);
  poor.set_household_amount(1'000);
  ASSERT_OK_AND_ASSIGN(const auto results, Simulate());
  std::int64_t now = 0;
  std::int64_t then = 0;
  for (const auto& [classes, count] : CountsOf(results[0].change())) {
    if (classes.first == v1::HOUSEHOLD_CLASS_POOR) now += count;
    if (classes.second == v1::HOUSEHOLD_CLASS_POOR) then += count;
  }
  EXPECT_EQ(1'000 * now, results[0].cost().now());
  EXPECT_EQ(1'000 * then, results[0].cost().then());
  EXPECT_GT(then, now);
}

TEST_F(SimulationTest, FollowsNewSurveysMovesAndDepartures) {
  request_.add_standards("standards/training-2022-2");
  ASSERT_OK_AND_ASSIGN(auto results, Simulate());
  // Household 1 is surveyed again and is poor; household 2 leaves.
  ASSERT_OK(
      scoring_.Apply({DeclaredSurvey(position_ + 1, 900, 1, 0, 4),
                      HouseholdNow(position_ + 2, 2, "07207001", "", false)}));
  const auto newest = static_cast<std::int64_t>(scoring_.ToldCount());
  do {
    ASSERT_OK_AND_ASSIGN(results, Simulate());
  } while (results[0].position() < newest);
  surveys_[0] = DeclaredSurvey(position_ + 1, 900, 1, 0, 4);
  surveys_.erase(surveys_.begin() + 1);
  Counts expected;
  for (int household_class : ClassesUnder(scoring_.running()
                                              .catalogue()
                                              .Find("standards/training-2022-2")
                                              ->proto)) {
    ++expected[{household_class, household_class}];
  }
  EXPECT_EQ(expected, CountsOf(results[0].change()));
}

TEST_F(SimulationTest, LooksOnlyAtTheAreaAskedFor) {
  request_.set_area("areas/25");
  request_.add_standards("standards/training-2022-2");
  ASSERT_OK_AND_ASSIGN(const auto results, Simulate());
  EXPECT_EQ(0, results[0].change().transitions_size());
}

TEST_F(SimulationTest, CountsThoseForWhomTheStandardIsMade) {
  request_.clear_area();
  *request_.add_drafts() = Draft(100);
  *request_.add_drafts() = Draft(100);
  *request_.add_drafts() = Draft(100);
  for (int i : {0, 1, 2}) {
    request_.mutable_drafts(i)->set_name(absl::StrCat("standards/draft-", i));
  }
  request_.mutable_drafts(1)->set_area("213");
  request_.mutable_drafts(2)->set_area("25");
  ASSERT_OK_AND_ASSIGN(const auto results, Simulate());
  ASSERT_EQ(3u, results.size());
  EXPECT_EQ(kItemised + kDeclared, SumOf(CountsOf(results[0].change())));
  EXPECT_EQ(CountsOf(results[0].change()), CountsOf(results[1].change()));
  EXPECT_EQ(0, results[2].change().transitions_size());
}

TEST_F(SimulationTest, SaysHowManyCannotBeScoredAndLeavesThemOutOfTheCost) {
  // Needs totals, which most of these surveys do not have.
  request_.add_standards("standards/national-2022");
  v1::SimulatedBenefit& benefit = *request_.add_benefits();
  benefit.set_household_class(v1::HOUSEHOLD_CLASS_POOR);
  benefit.set_household_amount(1'000);
  ASSERT_OK_AND_ASSIGN(const auto results, Simulate());
  EXPECT_EQ(kItemised, results[0].change().unscored());
  std::int64_t poor = 0;
  for (const auto& [classes, count] : CountsOf(results[0].change())) {
    if (classes.first == v1::HOUSEHOLD_CLASS_POOR && classes.second != 0) {
      poor += count;
    }
  }
  EXPECT_EQ(1'000 * poor, results[0].cost().now());
}

TEST_F(SimulationTest, EveryNameIsGivenOnce) {
  *request_.add_drafts() = Draft(100);
  *request_.add_drafts() = Draft(100);
  EXPECT_THAT(Simulate(), StatusIs(kInvalid, "STANDARD_REPEATED"));
}

TEST_F(SimulationTest, SaysWhatIsWrongWithWhatItIsAsked) {
  EXPECT_THAT(Simulate(), StatusIs(kInvalid, "STANDARDS_COUNT"));
  request_.add_standards("standards/none");
  EXPECT_THAT(Simulate(),
              StatusIs(absl::StatusCode::kNotFound, "STANDARD_NOT_FOUND"));
  request_.set_standards(0, "standards/national-2027");
  EXPECT_THAT(Simulate(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                   "STANDARD_INCOMPLETE"));
  request_.clear_standards();
  *request_.add_drafts() = Draft(100);
  request_.mutable_drafts(0)->mutable_class_rules(0)->set_up_to(0);
  EXPECT_THAT(Simulate(), StatusIs(kInvalid, "STANDARD_MALFORMED"));
  *request_.mutable_drafts(0) = Draft(100);
  request_.add_dimensions(v1::SIMULATION_DIMENSION_UNSPECIFIED);
  EXPECT_THAT(Simulate(), StatusIs(kInvalid, "DIMENSION_UNKNOWN"));
  request_.clear_dimensions();
  request_.add_benefits()->set_member_amount(-1);
  EXPECT_THAT(Simulate(), StatusIs(kInvalid, "BENEFIT_MALFORMED"));
  request_.clear_benefits();
  request_.set_round("rounds/r9");
  EXPECT_THAT(Simulate(), StatusIs(absl::StatusCode::kNotFound,
                                   "ROUND_STANDARDS_NOT_FOUND"));
}

}  // namespace
}  // namespace rasoat::scoring

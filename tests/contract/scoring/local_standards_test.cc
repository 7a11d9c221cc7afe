// A round with standards of the country and of provinces, on MariaDB.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/contract/scoring/surveys.h"
#include "tests/support/status_matchers.h"

namespace rasoat::scoring {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr char kHere[] = "07207001";   // in province 24
constexpr char kThere[] = "09001001";  // in province 27

feed::Change Area(std::int64_t position, const std::string& code,
                  const std::string& parent) {
  registry::v1::AreaState state;
  state.mutable_area()->set_name("areas/" + code);
  if (!parent.empty()) state.mutable_area()->set_parent("areas/" + parent);
  state.mutable_area()->set_valid_from("2000-01-01");
  return {.position = position,
          .subject = state.area().name(),
          .kind = registry::v1::AreaState::descriptor()->full_name(),
          .state = state.SerializeAsString()};
}

feed::Change In(const std::string& village, feed::Change survey) {
  registry::v1::SurveyState state;
  EXPECT_TRUE(state.ParseFromString(survey.state));
  state.set_village(village);
  survey.area = village;
  survey.state = state.SerializeAsString();
  return survey;
}

/// A country, told at the positions 1 to 6.
std::vector<feed::Change> Country() {
  return {Area(1, "24", ""),       Area(2, "27", ""),
          Area(3, "07207", "24"),  Area(4, "09001", "27"),
          Area(5, kHere, "07207"), Area(6, kThere, "09001")};
}

class LocalStandardsTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(scoring_.ok());
    ASSERT_OK(AddFor("24", scoring_));
    ASSERT_OK(AddFor("27", scoring_));
    ASSERT_OK(scoring_.Apply(Country()));
  }

  /// `local-{area}`: the standard of the country, made for an area.
  static absl::Status AddFor(const std::string& area, ScoringOnMySql& to) {
    v1::Standard local =
        to.running().catalogue().Find("standards/national-2022")->proto;
    local.clear_content_hash();
    local.set_name("standards/local-" + area);
    local.set_area(area);
    return to.running().Add(local);
  }

  /// The standards under which a household was last told of.
  std::vector<std::string> ToldOf(int household) {
    std::vector<std::string> standards;
    for (const auto& state : scoring_.Told<v1::AssessmentState>()) {
      if (state.household() != HouseholdName(household)) continue;
      standards.clear();
      for (const auto& result : state.results()) {
        standards.push_back(result.standard());
      }
    }
    return standards;
  }

  ScoringOnMySql scoring_;
};

TEST_F(LocalStandardsTest, EachHouseholdIsAssessedUnderThoseOfItsPlace) {
  ASSERT_OK(scoring_.Assign({"local-24", "national-2022", "local-27"}, false));
  ASSERT_OK(scoring_.Apply({In(kHere, DeclaredSurvey(7, 1, 1, 140, 3)),
                            In(kThere, DeclaredSurvey(8, 2, 2, 140, 3))}));
  EXPECT_THAT(ToldOf(1),
              ElementsAre("standards/local-24", "standards/national-2022"));
  EXPECT_THAT(ToldOf(2),
              ElementsAre("standards/national-2022", "standards/local-27"));
  EXPECT_OK(scoring_.Get(1, "local-24"));
  EXPECT_THAT(scoring_.Get(1, "local-27"),
              StatusIs(absl::StatusCode::kNotFound, "ASSESSMENT_NOT_FOUND"));
  EXPECT_OK(scoring_.Get(2, "local-27"));
}

TEST_F(LocalStandardsTest, TheFirstThatAppliesIsListedIfNoneIsAskedFor) {
  ASSERT_OK(scoring_.Assign({"local-24", "national-2022", "local-27"}, false));
  ASSERT_OK(scoring_.Apply({In(kHere, DeclaredSurvey(7, 1, 1, 140, 3)),
                            In(kHere, DeclaredSurvey(8, 3, 3, 140, 3)),
                            In(kThere, DeclaredSurvey(9, 2, 2, 140, 3))}));
  const auto first = [&](const char* village) {
    v1::ListAssessmentsRequest request;
    request.set_village(absl::StrCat("areas/", village));
    request.set_round("rounds/r1");
    request.set_page_size(1);
    std::vector<std::string> names;
    do {
      v1::ListAssessmentsResponse page;
      EXPECT_OK(scoring_.running().Call(scoring_.running().scoring(),
                                        &v1::Scoring::Stub::ListAssessments,
                                        request, &page));
      for (const auto& one : page.assessments()) {
        names.push_back(one.standard());
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return names;
  };
  EXPECT_THAT(first(kHere),
              ElementsAre("standards/local-24", "standards/local-24"));
  EXPECT_THAT(first(kThere), ElementsAre("standards/national-2022"));
}

TEST_F(LocalStandardsTest, ASimulationStartsFromTheFirstThatApplies) {
  ASSERT_OK(scoring_.Assign({"local-24", "national-2022"}, false));
  ASSERT_OK(scoring_.Apply({In(kHere, DeclaredSurvey(7, 1, 1, 140, 3)),
                            In(kThere, DeclaredSurvey(8, 2, 2, 140, 3))}));
  v1::SimulateRequest request;
  request.set_round("rounds/r1");
  request.add_standards("standards/national-2022");
  grpc::ClientContext context;
  rpc::Prepare(context, Soon(), scoring_.running().token(), "");
  const auto stream =
      scoring_.running().simulations().Simulate(&context, request);
  v1::SimulateResponse response;
  while (stream->Read(&response)) {
    if (!response.has_result()) continue;
    ASSERT_EQ(response.result().change().transitions_size(), 1);
    const auto& both = response.result().change().transitions(0);
    EXPECT_EQ(both.from(), v1::HOUSEHOLD_CLASS_POOR);
    EXPECT_EQ(both.to(), v1::HOUSEHOLD_CLASS_POOR);
    EXPECT_EQ(both.households(), 2);
  }
  EXPECT_OK(rpc::FromWire(stream->Finish()));
  EXPECT_TRUE(response.has_result());
}

TEST_F(LocalStandardsTest, AHouseholdToWhomNoneAppliesHasNoResult) {
  ASSERT_OK(scoring_.Assign({"local-24"}, false));
  ASSERT_OK(scoring_.Apply({In(kThere, DeclaredSurvey(7, 1, 1, 140, 3))}));
  const auto told = scoring_.Told<v1::AssessmentState>();
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_THAT(told[0].results(), IsEmpty());
}

TEST_F(LocalStandardsTest, AssigningLaterFindsTheSame) {
  ASSERT_OK(scoring_.Apply({In(kHere, DeclaredSurvey(7, 1, 1, 140, 3)),
                            In(kThere, DeclaredSurvey(8, 2, 2, 140, 3))}));
  ASSERT_OK(scoring_.Assign({"local-24", "national-2022"}, false));
  EXPECT_THAT(ToldOf(1),
              ElementsAre("standards/local-24", "standards/national-2022"));
  EXPECT_THAT(ToldOf(2), ElementsAre("standards/national-2022"));
  const std::size_t before = scoring_.ToldCount();
  ASSERT_OK(scoring_.Assign({"local-24", "national-2022"}, false));
  EXPECT_EQ(scoring_.ToldCount(), before);
}

TEST_F(LocalStandardsTest, WhoMovesToAnotherProvinceIsUnderItsStandards) {
  ASSERT_OK(scoring_.Assign({"local-24", "national-2022", "local-27"}, false));
  ASSERT_OK(scoring_.Apply({In(kHere, DeclaredSurvey(7, 1, 1, 140, 3))}));
  ASSERT_OK(scoring_.Apply({HouseholdNow(8, 1, kThere, kHere, true)}));
  EXPECT_THAT(ToldOf(1),
              ElementsAre("standards/national-2022", "standards/local-27"));
  EXPECT_THAT(scoring_.Listed(kThere, "local-24"), IsEmpty());
  EXPECT_THAT(scoring_.Listed(kThere, "local-27"), ElementsAre(1));
  EXPECT_THAT(scoring_.Listed(kThere, "national-2022"), ElementsAre(1));
}

TEST_F(LocalStandardsTest, ARebuildTellsNothingTwice) {
  ASSERT_OK(scoring_.Assign({"local-24", "national-2022"}, false));
  const std::vector<feed::Change> history = {
      Area(1, "24", ""),
      Area(2, "27", ""),
      Area(3, "07207", "24"),
      Area(4, "09001", "27"),
      Area(5, kHere, "07207"),
      Area(6, kThere, "09001"),
      In(kHere, DeclaredSurvey(7, 1, 1, 140, 3)),
      In(kThere, DeclaredSurvey(8, 2, 2, 140, 3))};
  ASSERT_OK(scoring_.Apply({history.begin() + 6, history.end()}));
  const std::size_t before = scoring_.ToldCount();
  ASSERT_OK_AND_ASSIGN(v1::Assessment first, scoring_.Get(1, "local-24"));
  ASSERT_OK(scoring_.Reset());
  ASSERT_OK(scoring_.Apply(history));
  EXPECT_EQ(scoring_.ToldCount(), before);
  ASSERT_OK_AND_ASSIGN(v1::Assessment again, scoring_.Get(1, "local-24"));
  first.clear_assess_time();
  again.clear_assess_time();
  EXPECT_EQ(first.SerializeAsString(), again.SerializeAsString());
}

/// Every table that following fills, as text, without times.
std::string Everything(ScoringOnMySql& scoring) {
  std::string all;
  for (const char* select :
       {"SELECT CONCAT_WS(' ', HEX(survey), standard, HEX(standard_hash),"
        " HEX(household), village, b1, b2, class, failure, HEX(breakdown))"
        " FROM assessment ORDER BY survey, standard",
        "SELECT CONCAT_WS(' ', HEX(household), HEX(survey), position,"
        " HEX(told)) FROM newest_survey ORDER BY household",
        "SELECT CONCAT_WS(' ', subject, HEX(state)) FROM feed_change"
        " ORDER BY subject, position"}) {
    EXPECT_OK(mysql::Read(scoring.pool(), Soon(), [&](mysql::Reader& reader) {
      return reader.ForEach(select, [&](const mysql::Row& row) {
        all += row.Text(0) + "\n";
        return absl::OkStatus();
      });
    }));
  }
  return all;
}

TEST_F(LocalStandardsTest, ARebuildKeepsTheSameOfASurveyReplacedAfterAMove) {
  ASSERT_OK(scoring_.Assign({"local-24", "national-2022", "local-27"}, false));
  const std::vector<feed::Change> history = {
      In(kHere, DeclaredSurvey(7, 1, 1, 140, 3)),
      HouseholdNow(8, 1, kThere, kHere, true),
      In(kThere, DeclaredSurvey(12, 2, 1, 150, 3))};
  for (const feed::Change& change : history) {
    ASSERT_OK(scoring_.Apply({change}));
  }
  EXPECT_THAT(scoring_.Get(1, "local-24"),
              StatusIs(absl::StatusCode::kNotFound, "ASSESSMENT_NOT_FOUND"));
  EXPECT_OK(scoring_.Get(1, "local-27"));
  const std::string before = Everything(scoring_);
  ASSERT_OK(scoring_.Reset());
  ASSERT_OK(scoring_.Apply(Country()));
  for (const feed::Change& change : history) {
    ASSERT_OK(scoring_.Apply({change}));
  }
  EXPECT_EQ(Everything(scoring_), before);
  ASSERT_OK(scoring_.Reset());
  ASSERT_OK(scoring_.Apply(Country()));
  ASSERT_OK(scoring_.Apply(history));  // in one batch
  EXPECT_EQ(Everything(scoring_), before);
}

TEST_F(LocalStandardsTest, WhereABatchEndsSaysNothing) {
  registry::v1::AreaState state;
  feed::Change moved = Area(8, kHere, "09001");
  ASSERT_TRUE(state.ParseFromString(moved.state));
  state.mutable_area()->set_valid_from("2010-01-01");
  moved.state = state.SerializeAsString();
  const std::vector<feed::Change> history = {
      In(kHere, DeclaredSurvey(7, 1, 1, 140, 3)), moved,
      In(kHere, DeclaredSurvey(9, 2, 2, 140, 3))};
  ScoringOnMySql parts;
  ASSERT_TRUE(parts.ok());
  ASSERT_OK(AddFor("24", parts));
  ASSERT_OK(AddFor("27", parts));
  ASSERT_OK(parts.Apply(Country()));
  for (ScoringOnMySql* one : {&scoring_, &parts}) {
    ASSERT_OK(one->Assign({"local-24", "local-27"}, false));
  }
  ASSERT_OK(scoring_.Apply(history));
  for (const feed::Change& change : history) ASSERT_OK(parts.Apply({change}));
  EXPECT_THAT(ToldOf(1), ElementsAre("standards/local-24"));
  EXPECT_THAT(ToldOf(2), ElementsAre("standards/local-27"));
  EXPECT_EQ(Everything(scoring_), Everything(parts));
}

TEST_F(LocalStandardsTest, WhatWasJudgedAheadChangesNothing) {
  ScoringOnMySql ahead;
  ASSERT_TRUE(ahead.ok());
  ASSERT_OK(AddFor("24", ahead));
  ASSERT_OK(AddFor("27", ahead));
  ASSERT_OK(ahead.Apply(Country()));
  for (ScoringOnMySql* one : {&scoring_, &ahead}) {
    std::vector<feed::Change> changes = {
        In(kHere, ItemisedSurvey(7, 1, 1, 5)),
        In(kThere, ItemisedSurvey(8, 2, 2, 6)),
        In(kHere, ItemisedSurvey(9, 3, 1, 7)),
        In(kHere, ItemisedSurvey(10, 1, 1, 5))};
    const auto prepare = [&](std::vector<feed::Change>& some) {
      if (one != &ahead) return;
      ahead.applier().Prepare(absl::MakeSpan(some));
      for (const feed::Change& change : some) {
        EXPECT_EQ(change.prepared != nullptr,
                  change.Is<registry::v1::SurveyState>());
      }
    };
    const auto apply = [&](std::vector<feed::Change> some) {
      prepare(some);
      EXPECT_OK(one->Apply(some));
    };
    // Seen without standards first; then what was judged is under none.
    apply({In(kHere, ItemisedSurvey(6, 9, 9, 1))});
    std::vector<feed::Change> early(changes.begin(), changes.begin() + 2);
    prepare(early);
    ASSERT_OK(one->Assign({"local-24", "training-2022-2", "local-27"}, true));
    EXPECT_OK(one->Apply(early));
    apply({changes.begin() + 2, changes.end()});
    apply({In(kHere, ItemisedSurvey(11, 4, 4, 8)),
           HouseholdNow(12, 1, kThere, kHere, true)});
  }
  EXPECT_EQ(Everything(ahead), Everything(scoring_));
  EXPECT_THAT(Everything(ahead), testing::HasSubstr("training-2022-2"));
}

TEST_F(LocalStandardsTest, DamagePreparedIsStillTold) {
  feed::Change damaged = DeclaredSurvey(7, 1, 1, 140, 3);
  damaged.state = "\xff";
  std::vector<feed::Change> changes = {damaged};
  scoring_.applier().Prepare(absl::MakeSpan(changes));
  EXPECT_THAT(scoring_.Apply(changes),
              StatusIs(absl::StatusCode::kInternal, "CHANGE_UNREADABLE"));
}

}  // namespace
}  // namespace rasoat::scoring

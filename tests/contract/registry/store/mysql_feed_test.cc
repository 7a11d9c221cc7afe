// What the registry tells its followers, read from the change table.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rasoat/registry/v1/registry_feed.pb.h"
#include "services/common/feed/feed.h"
#include "services/registry/domain/reform.h"
#include "services/registry/rpc/proto_record_codec.h"
#include "services/registry/store/mysql_area_store.h"
#include "services/registry/store/mysql_household_store.h"
#include "services/registry/store/mysql_visit_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/registry/sample_keys.h"
#include "tests/support/registry/samples.h"
#include "tests/support/scratch_schema.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class FeedTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(schema_.ok()); }

  static absl::Time Soon() { return SystemClock().Now() + absl::Seconds(20); }

  std::vector<feed::Change> Changes() {
    auto all = mysql::Read(schema_.pool(), Soon(), [](mysql::Reader& reader) {
      return reader.Query(
          "SELECT position, subject, area, kind, state FROM feed_change "
          "ORDER BY position",
          [](const mysql::Row& row) {
            return feed::Change{.position = row.Int("position"),
                                .subject = row.Text("subject"),
                                .area = row.Text("area"),
                                .kind = row.Text("kind"),
                                .state = row.Blob("state")};
          });
    });
    EXPECT_OK(all);
    return *std::move(all);
  }

  static NewVisit Visit(std::uint64_t number) {
    NewVisit visit{.household = SampleHousehold(number),
                   .survey = SampleSurvey(number, number)};
    AddMemberFacts(*visit.household, *visit.survey);
    visit.survey->village = visit.household->village;
    visit.survey->place = {Settlement::kRural, Region::kRedRiverDelta};
    visit.survey->form_hash = std::string(32, 'h');
    return visit;
  }

  FakeClock clock_;
  ScratchSchema schema_{"services/registry/migrations"};
  feed::Feed feed_{schema_.pool(), clock_};
  ProtoRecordCodec codec_;
  crypto::KeyRing keys_ = SampleKeys();
  crypto::BlindIndex index_ = SampleIndex();
  MySqlHouseholdRows rows_{codec_, keys_, index_};
  MySqlSurveyRows survey_rows_{codec_, keys_};
};

TEST_F(FeedTest, TellsOfAVisitTheHouseholdThenTheSurvey) {
  MySqlVisitStore visits(feed_, rows_, survey_rows_, codec_);
  const std::vector<NewVisit> two = {Visit(1), Visit(2)};
  ASSERT_OK(visits.Take(two, Soon()));
  const std::vector<feed::Change> changes = Changes();
  ASSERT_EQ(changes.size(), 4u);
  ASSERT_OK_AND_ASSIGN(auto household, changes[0].As<v1::HouseholdState>());
  EXPECT_EQ(changes[0].subject, household.household());
  EXPECT_EQ(changes[0].area, "07207001");
  EXPECT_EQ(household.member_count(), 2);
  EXPECT_EQ(household.head_sex(), api::v1::SEX_MALE);
  EXPECT_EQ(household.head_ethnic_group(), "01");
  EXPECT_EQ(household.head_ethnic_code_system(),
            v1::ETHNIC_CODE_SYSTEM_LIST_121_TCTK);
  EXPECT_TRUE(household.active());
  ASSERT_OK_AND_ASSIGN(auto survey, changes[1].As<v1::SurveyState>());
  EXPECT_EQ(survey.household(), household.household());
  EXPECT_EQ(survey.round(), "rounds/2021-tong-ra-soat");
  EXPECT_EQ(survey.village(), "07207001");
  EXPECT_EQ(survey.replaces(), "");
  const api::v1::HouseholdFacts& facts = survey.facts();
  EXPECT_EQ(facts.settlement(), api::v1::SETTLEMENT_RURAL);
  EXPECT_EQ(facts.region(), api::v1::REGION_RED_RIVER_DELTA);
  EXPECT_EQ(facts.review_date(), "2021-10-01");
  EXPECT_EQ(facts.answers_size(), 4);
  ASSERT_EQ(facts.members_size(), 2);
  EXPECT_EQ(facts.members(1).birth_date(), "2015-02-03");
  EXPECT_TRUE(facts.members(1).answers(0).yes());
}

TEST_F(FeedTest, TellsNoNameAndNoNumberOfAPerson) {
  MySqlVisitStore visits(feed_, rows_, survey_rows_, codec_);
  const std::vector<NewVisit> one = {Visit(1)};
  ASSERT_OK(visits.Take(one, Soon()));
  for (const feed::Change& change : Changes()) {
    for (const std::string& secret :
         {one[0].household->phone, one[0].household->members[0].full_name,
          one[0].household->members[0].identity_number,
          one[0].household->address}) {
      EXPECT_THAT(change.state, Not(HasSubstr(secret)));
    }
  }
}

TEST_F(FeedTest, TellsNothingOfWhatWasRefused) {
  MySqlVisitStore visits(feed_, rows_, survey_rows_, codec_);
  std::vector<NewVisit> three = {Visit(1), Visit(2), Visit(3)};
  three[1].household->number = 1;
  ASSERT_OK(visits.Take(three, Soon()));
  const std::vector<feed::Change> changes = Changes();
  ASSERT_EQ(changes.size(), 4u);
  for (std::size_t i = 0; i < changes.size(); ++i) {
    EXPECT_EQ(changes[i].position, static_cast<std::int64_t>(i) + 1);
  }
}

TEST_F(FeedTest, TellsOfAnUpdateOnlyWhenThereIsOne) {
  MySqlVisitStore visits(feed_, rows_, survey_rows_, codec_);
  MySqlHouseholdStore households(feed_, rows_, codec_);
  const std::vector<NewVisit> one = {Visit(1)};
  ASSERT_OK(visits.Take(one, Soon()));
  const auto update = [&](bool pop) {
    return households.Update(
        IdNumber<HouseholdId>(1),
        [&](Household h) -> absl::StatusOr<Household> {
          if (pop) h.members.pop_back();
          return h;
        },
        Soon());
  };
  ASSERT_OK(update(false));
  EXPECT_EQ(Changes().size(), 2u);
  ASSERT_OK(update(true));
  const std::vector<feed::Change> changes = Changes();
  ASSERT_EQ(changes.size(), 3u);
  ASSERT_OK_AND_ASSIGN(auto state, changes[2].As<v1::HouseholdState>());
  EXPECT_EQ(state.member_count(), 1);
}

TEST_F(FeedTest, TellsOfAreasWithTheirPlace) {
  MySqlAreaStore areas(feed_, codec_);
  ASSERT_OK(areas.Import(
      [](const AreaBook& book) { return PlanImport(book, SampleAreas()); },
      Soon()));
  const std::vector<feed::Change> changes = Changes();
  ASSERT_EQ(changes.size(), 5u);
  ASSERT_OK_AND_ASSIGN(auto state, changes[3].As<v1::AreaState>());
  EXPECT_EQ(changes[3].subject, "areas/07207001");
  EXPECT_EQ(changes[3].area, "07207001");
  EXPECT_EQ(state.area().parent(), "areas/07207");
  EXPECT_EQ(state.area().settlement(), api::v1::SETTLEMENT_RURAL);
  EXPECT_EQ(state.area().region(),
            api::v1::REGION_NORTHERN_MIDLANDS_AND_MOUNTAINS);
}

TEST_F(FeedTest, TellsOfEndsAndOfNewParents) {
  MySqlAreaStore areas(feed_, codec_);
  ASSERT_OK(areas.Import(
      [](const AreaBook& book) { return PlanImport(book, SampleAreas()); },
      Soon()));
  Reform reform{.day = absl::CivilDay(2025, 7, 1), .ended = {{"07207"}}};
  reform.begun = {SampleAreas()[2]};
  reform.begun[0].valid_from = reform.day;
  reform.begun[0].settlement = Settlement::kUrban;
  reform.successions = {{.predecessor = {"07207"},
                         .successor = {"07207"},
                         .extent = Extent::kWhole,
                         .source = "thử"}};
  ASSERT_OK(areas.Import(
      [&](const AreaBook& book) { return PlanReform(book, reform); }, Soon()));
  const std::vector<feed::Change> changes = Changes();
  ASSERT_EQ(changes.size(), 11u);
  ASSERT_OK_AND_ASSIGN(auto ended, changes[5].As<v1::AreaState>());
  EXPECT_EQ(ended.area().name(), "areas/07207");
  EXPECT_EQ(ended.area().valid_to(), "2025-07-01");
  EXPECT_EQ(ended.area().settlement(), api::v1::SETTLEMENT_RURAL);
  ASSERT_OK_AND_ASSIGN(auto village, changes[9].As<v1::AreaState>());
  EXPECT_EQ(village.area().name(), "areas/07207001");
  EXPECT_EQ(village.area().valid_from(), "2025-07-01");
  EXPECT_EQ(village.area().valid_to(), "");
  EXPECT_EQ(village.area().settlement(), api::v1::SETTLEMENT_URBAN);
}

}  // namespace
}  // namespace rasoat::registry

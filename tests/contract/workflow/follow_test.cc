// The appliers behind a real follower: what the registry and scoring tell, once
// each, also after starting again from the first change.
#include "services/workflow/follow/registry_applier.h"

#include <random>

#include "rasoat/registry/v1/registry_feed.pb.h"
#include "rasoat/scoring/v1/scoring_feed.pb.h"
#include "services/common/metrics/metrics.h"
#include "services/workflow/follow/scoring_applier.h"
#include "tests/contract/common/feed/feed_fixture.h"
#include "tests/contract/workflow/workflow_fixture.h"

namespace rasoat::workflow {
namespace {

registry::v1::AreaState AreaState(const std::string& code,
                                  const std::string& parent,
                                  registry::v1::Tier tier) {
  registry::v1::AreaState state;
  state.mutable_area()->set_name("areas/" + code);
  if (!parent.empty()) state.mutable_area()->set_parent("areas/" + parent);
  state.mutable_area()->set_tier(tier);
  state.mutable_area()->set_display_name("Đơn vị " + code);
  state.mutable_area()->set_valid_from("2004-01-01");
  return state;
}

registry::v1::HouseholdState HouseholdState(int number,
                                            const std::string& village) {
  registry::v1::HouseholdState state;
  state.set_household("households/" + CountedIds::Of(number).ToString());
  state.set_village(village);
  state.set_active(true);
  return state;
}

scoring::v1::AssessmentState AssessmentState(
    int number, const std::string& round,
    const std::vector<std::string>& failures) {
  scoring::v1::AssessmentState state;
  state.set_household("households/" + CountedIds::Of(number).ToString());
  state.set_round("rounds/" + round);
  for (const std::string& failure : failures) {
    state.add_results()->set_failure(failure);
  }
  return state;
}

class FollowTest : public WorkflowTest {
 protected:
  void SetUp() override {
    WorkflowTest::SetUp();
    // What is known comes from the feeds alone.
    Follow([&](mysql::Transaction& tx) {
      return read_models_->ForgetRegistry(tx);
    });
    ASSERT_TRUE(upstream_schema_.ok());
    upstream_.emplace(upstream_schema_.options());
    registry_.emplace(*read_models_);
    scoring_.emplace(*read_models_);
  }

  template <class State>
  void Tell(const std::string& subject, const State& state) {
    ASSERT_OK(feed::InTransaction(
        upstream_->feed(), Soon(),
        [&](mysql::Transaction&, feed::Changes& out) -> absl::Status {
          out.Add(subject, "", state);
          return absl::OkStatus();
        }));
    ++told_;
  }
  void TellAreas() {
    using namespace registry::v1;
    Tell("areas/24", AreaState("24", "", TIER_PROVINCE));
    Tell("areas/213", AreaState("213", "24", TIER_DISTRICT));
    Tell("areas/07201", AreaState("07201", "213", TIER_COMMUNE));
    Tell("areas/07201001", AreaState("07201001", "07201", TIER_VILLAGE));
    Tell("areas/07201002", AreaState("07201002", "07201", TIER_VILLAGE));
  }

  /// Follows the upstream until everything told is applied.
  void FollowToTheEnd(const std::string& name, feed::Applier& applier) {
    feed::FollowerOptions options = feed::QuickOptions("this");
    options.name = name;
    options.method = feed::kWatchMethod;
    feed::Follower follower(*feed_, upstream_->Channel(), applier, metrics_,
                            options);
    follower.Start();
    EXPECT_TRUE(feed::Eventually([&] {
      return follower.Status().position >= told_;
    })) << follower.Status().position
        << " of " << told_;
    follower.Stop();
  }
  std::string Counts(const std::string& village) {
    auto found = villages_->Get({{"bg-2021"}, {village}}, Soon());
    EXPECT_OK(found);
    return std::to_string(found->households) + "/" +
           std::to_string(found->assessed);
  }

  ScratchSchema upstream_schema_{feed::kFeedMigrations};
  std::optional<feed::Replica> upstream_;
  metrics::Registry metrics_;
  std::optional<RegistryApplier> registry_;
  std::optional<ScoringApplier> scoring_;
  std::int64_t told_ = 0;
};

TEST_F(FollowTest, ARoundOpensAndMovesOnWhatWasFollowed) {
  TellAreas();
  Tell("households/1", HouseholdState(1, "07201001"));
  Tell("households/2", HouseholdState(2, "07201001"));
  FollowToTheEnd("registry", *registry_);
  scoring::v1::RoundStandardsState standards;
  standards.mutable_round_standards()->set_name("roundStandards/bg-2021");
  standards.mutable_round_standards()->add_standards("standards/a");
  standards.mutable_round_standards()->add_standards("standards/b");
  Tell("roundStandards/bg-2021", standards);
  Tell("assessments/1", AssessmentState(1, "bg-2021", {"", ""}));
  Tell("assessments/2", AssessmentState(2, "bg-2021", {"", "ANSWER_MISSING"}));
  FollowToTheEnd("scoring", *scoring_);

  auto opened = rounds_->Open(Plan(),
                              std::make_shared<const ProcedureVersion>(
                                  *procedures_.Find(Plan().procedure, "")),
                              clock_.Now(), Soon());
  ASSERT_OK(opened);
  EXPECT_EQ((*opened)->round.village_count, 2);
  EXPECT_FALSE((*opened)->round.training);
  EXPECT_THAT((*opened)->round.standards,
              testing::ElementsAre("standards/a", "standards/b"));
  EXPECT_EQ(Counts("07201001"), "2/1") << "a failed survey is not assessed";

  Tell("assessments/2", AssessmentState(2, "bg-2021", {"", ""}));
  FollowToTheEnd("scoring", *scoring_);
  EXPECT_EQ(Counts("07201001"), "2/2");
}

TEST_F(FollowTest, AnAssessmentWithoutResultsCountsAsNone) {
  TellAreas();
  Tell("households/1", HouseholdState(1, "07201001"));
  Tell("assessments/1", AssessmentState(1, "bg-2021", {}));
  FollowToTheEnd("registry", *registry_);
  FollowToTheEnd("scoring", *scoring_);
  Open();
  EXPECT_EQ(Counts("07201001"), "1/0");
}

// As the registry tells a move, once in each village, and a merger.
TEST_F(FollowTest, AHouseholdTakesItsAssessmentAlongAndAwayWithIt) {
  TellAreas();
  for (int number : {1, 2}) {
    Tell("households/" + std::to_string(number),
         HouseholdState(number, "07201001"));
    Tell("assessments/" + std::to_string(number),
         AssessmentState(number, "bg-2021", {""}));
  }
  registry::v1::HouseholdState moved = HouseholdState(1, "07201002");
  moved.set_left_village("07201001");
  Tell("households/1", moved);
  Tell("households/1", moved);
  registry::v1::HouseholdState split_off = HouseholdState(3, "07201001");
  split_off.set_event_kind(registry::v1::HOUSEHOLD_EVENT_KIND_SPLIT_OFF);
  Tell("households/3", split_off);
  FollowToTheEnd("registry", *registry_);
  FollowToTheEnd("scoring", *scoring_);
  Open();
  EXPECT_EQ(Counts("07201001"), "2/1");
  EXPECT_EQ(Counts("07201002"), "1/1");

  registry::v1::HouseholdState merged = HouseholdState(2, "07201001");
  merged.set_status(registry::v1::HOUSEHOLD_STATUS_MERGED);
  merged.set_active(false);
  Tell("households/2", merged);
  FollowToTheEnd("registry", *registry_);
  EXPECT_EQ(Counts("07201001"), "1/0");
}

TEST_F(FollowTest, StartingAgainFromTheFirstChangeGivesTheSame) {
  TellAreas();
  std::mt19937 chance(1);
  for (int i = 0; i < 60; ++i) {
    const int number = 1 + static_cast<int>(chance() % 12);
    if (chance() % 2 == 0) {
      registry::v1::HouseholdState state =
          HouseholdState(number, chance() % 2 == 0 ? "07201001" : "07201002");
      state.set_active(chance() % 4 != 0);
      Tell("households/" + std::to_string(number), state);
    } else {
      Tell("assessments/" + std::to_string(number),
           AssessmentState(number, "bg-2021",
                           {chance() % 3 == 0 ? "ANSWER_MISSING" : ""}));
    }
  }
  FollowToTheEnd("registry", *registry_);
  FollowToTheEnd("scoring", *scoring_);
  Open();
  const std::string one = Counts("07201001"), two = Counts("07201002");
  EXPECT_NE(one + two, "0/00/0");

  // One alone, then the other, then both.
  for (const auto& [again_registry, again_scoring] :
       {std::pair(true, false), std::pair(false, true),
        std::pair(true, true)}) {
    if (again_registry) {
      ASSERT_OK(feed::Rebuild(*feed_, Soon(), "registry", *registry_));
    }
    if (again_scoring) {
      ASSERT_OK(feed::Rebuild(*feed_, Soon(), "scoring", *scoring_));
    }
    FollowToTheEnd("scoring", *scoring_);
    FollowToTheEnd("registry", *registry_);
    EXPECT_EQ(Counts("07201001"), one);
    EXPECT_EQ(Counts("07201002"), two);
  }
}

TEST_F(FollowTest, AnUnreadableChangeIsNotSkipped) {
  registry::v1::AreaState broken = AreaState("24", "", {});
  std::vector<feed::Change> changes(1);
  changes[0].kind = broken.GetDescriptor()->full_name();
  changes[0].state = broken.SerializeAsString();
  EXPECT_THAT(mysql::InTransaction(schema_.pool(), Soon(),
                                   [&](mysql::Transaction& tx) -> absl::Status {
                                     feed::Changes none;
                                     return registry_->Apply(tx, none, changes);
                                   }),
              StatusIs(absl::StatusCode::kInternal, "CHANGE_UNREADABLE"));
}

}  // namespace
}  // namespace rasoat::workflow

// The two counts, whatever order facts come in.
#include <map>
#include <random>
#include <thread>

#include "tests/contract/workflow/workflow_fixture.h"

namespace rasoat::workflow {
namespace {

class ReadModelStoreTest : public WorkflowTest {
 protected:
  void SetUp() override {
    WorkflowTest::SetUp();
    Open();
    Open("other");
  }

  /// `households/assessed` of a village in a round.
  std::string Counts(const std::string& village,
                     const std::string& round = "bg-2021") {
    auto found = villages_->Get({{round}, {village}}, Soon());
    EXPECT_OK(found);
    return std::to_string(found->households) + "/" +
           std::to_string(found->assessed);
  }
};

TEST_F(ReadModelStoreTest, CountsActiveHouseholdsAndTheAssessedOfThem) {
  PutHousehold(1, "07201001");
  PutHousehold(2, "07201001");
  PutHousehold(3, "07201001", /*active=*/false);
  PutAssessment(1, "bg-2021");
  PutAssessment(2, "bg-2021", /*assessed=*/false);
  PutAssessment(3, "bg-2021");
  EXPECT_EQ(Counts("07201001"), "2/1");
  EXPECT_EQ(Counts("07201001", "other"), "2/0");
  EXPECT_EQ(Counts("07201002"), "0/0");
}

TEST_F(ReadModelStoreTest, ARepeatedFactCountsOnce) {
  for (int i = 0; i < 3; ++i) {
    PutHousehold(1, "07201001");
    PutAssessment(1, "bg-2021");
  }
  EXPECT_EQ(Counts("07201001"), "1/1");
}

TEST_F(ReadModelStoreTest, AnAssessmentMayComeBeforeItsHousehold) {
  PutAssessment(1, "bg-2021");
  EXPECT_EQ(Counts("07201001"), "0/0");
  PutHousehold(1, "07201001");
  EXPECT_EQ(Counts("07201001"), "1/1");
}

TEST_F(ReadModelStoreTest, AMoveTakesTheAssessmentsAlong) {
  PutHousehold(1, "07201001");
  PutAssessment(1, "bg-2021");
  PutAssessment(1, "other");
  PutHousehold(1, "07300001");
  EXPECT_EQ(Counts("07201001"), "0/0");
  EXPECT_EQ(Counts("07300001"), "1/1");
  EXPECT_EQ(Counts("07300001", "other"), "1/1");
}

TEST_F(ReadModelStoreTest, LeavingAndComingBackIsCounted) {
  PutHousehold(1, "07201001");
  PutAssessment(1, "bg-2021");
  PutHousehold(1, "07201001", false);
  EXPECT_EQ(Counts("07201001"), "0/0");
  PutHousehold(1, "07201001", true);
  EXPECT_EQ(Counts("07201001"), "1/1");
}

TEST_F(ReadModelStoreTest, AFailedReassessmentTakesItOutAgain) {
  PutHousehold(1, "07201001");
  PutAssessment(1, "bg-2021", true);
  PutAssessment(1, "bg-2021", false);
  EXPECT_EQ(Counts("07201001"), "1/0");
}

TEST_F(ReadModelStoreTest, InOneBatchTheLastStateCounts) {
  Follow([&](mysql::Transaction& tx) {
    return read_models_->PutHouseholds(
        tx, {{CountedIds::Of(1), {"07201001"}, true},
             {CountedIds::Of(2), {"07201001"}, true},
             {CountedIds::Of(1), {"07201002"}, true}});
  });
  EXPECT_EQ(Counts("07201001"), "1/0");
  EXPECT_EQ(Counts("07201002"), "1/0");
}

TEST_F(ReadModelStoreTest, ForgettingOneSourceLeavesTheOtherInOrder) {
  PutHousehold(1, "07201001");
  PutAssessment(1, "bg-2021");
  Follow(
      [&](mysql::Transaction& tx) { return read_models_->ForgetRegistry(tx); });
  EXPECT_EQ(Counts("07201001"), "0/0");
  PutHousehold(1, "07201001");
  EXPECT_EQ(Counts("07201001"), "1/1");
  Follow(
      [&](mysql::Transaction& tx) { return read_models_->ForgetScoring(tx); });
  EXPECT_EQ(Counts("07201001"), "1/0");
  PutAssessment(1, "bg-2021");
  EXPECT_EQ(Counts("07201001"), "1/1");
}

TEST_F(ReadModelStoreTest, CountsAreExactWithBothSourcesAtOnce) {
  constexpr int kHouseholds = 60, kBatches = 40, kSize = 30;
  const std::vector<std::string> rounds = {"bg-2021", "other"};
  std::map<int, std::pair<std::string, bool>> places;
  std::map<std::pair<int, std::string>, bool> marks;
  std::thread registry([&] {
    std::mt19937 chance(1);
    for (int batch = 0; batch < kBatches; ++batch) {
      std::vector<HouseholdPlace> some;
      for (int i = 0; i < kSize; ++i) {
        const int id = 1 + static_cast<int>(chance() % kHouseholds);
        const std::string& village = kVillages[chance() % kVillages.size()];
        const bool active = chance() % 4 != 0;
        some.push_back({CountedIds::Of(id), {village}, active});
        places[id] = {village, active};
      }
      Follow([&](mysql::Transaction& tx) {
        return read_models_->PutHouseholds(tx, some);
      });
    }
  });
  std::thread scoring([&] {
    std::mt19937 chance(2);
    for (int batch = 0; batch < kBatches; ++batch) {
      std::vector<AssessmentMark> some;
      for (int i = 0; i < kSize; ++i) {
        const int id = 1 + static_cast<int>(chance() % kHouseholds);
        const std::string& round = rounds[chance() % rounds.size()];
        const bool assessed = chance() % 4 != 0;
        some.push_back({CountedIds::Of(id), {round}, assessed});
        marks[{id, round}] = assessed;
      }
      Follow([&](mysql::Transaction& tx) {
        return read_models_->PutAssessments(tx, some);
      });
    }
  });
  registry.join();
  scoring.join();
  for (const std::string& round : rounds) {
    for (const std::string& village : kVillages) {
      int households = 0, assessed = 0;
      for (const auto& [id, place] : places) {
        if (place.first != village || !place.second) continue;
        ++households;
        auto mark = marks.find({id, round});
        assessed += mark != marks.end() && mark->second;
      }
      EXPECT_EQ(Counts(village, round),
                std::to_string(households) + "/" + std::to_string(assessed))
          << round << " " << village;
    }
  }
}

TEST_F(ReadModelStoreTest, TheTreeHasALineForEveryParentAUnitHad) {
  Follow([&](mysql::Transaction& tx) {
    return read_models_->PutAreas(
        tx, {{.unit = {{"07201"}, {"24"}, Tier::kCommune, "Phường mới"},
              .from = absl::CivilDay(2025, 7, 1)}});
  });
  ASSERT_OK_AND_ASSIGN(auto lines, read_models_->Tree(Soon()));
  std::vector<std::string> parents;
  for (const AreaLine& line : lines) {
    if (line.area.value == "07201") parents.push_back(line.parent.value);
  }
  EXPECT_THAT(parents, testing::ElementsAre("213", "24"));
}

}  // namespace
}  // namespace rasoat::workflow

#include "services/common/access/area_tree.h"

#include <atomic>
#include <thread>

#include "services/common/status/error.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"

namespace rasoat::access {
namespace {

class StoredAreaTreeTest : public testing::Test {
 protected:
  // Commune 07207 went from district 213 to district 219.
  std::vector<AreaParent> stored_ = {
      {"24", ""},       {"213", "24"},         {"219", "24"}, {"07207", "213"},
      {"07207", "219"}, {"07207001", "07207"}, {"22", ""},    {"193", "22"}};
  bool broken_ = false;
  int loads_ = 0;
  FakeClock clock_;
  StoredAreaTree tree_{[this]() -> absl::StatusOr<std::vector<AreaParent>> {
                         ++loads_;
                         if (broken_) {
                           return Error(absl::StatusCode::kUnavailable,
                                        "DATABASE_UNREACHABLE", "gone");
                         }
                         return stored_;
                       },
                       clock_};
};

struct Question {
  const char* name;
  const char* above;
  const char* below;
  bool want;
};

class ContainsTest : public StoredAreaTreeTest,
                     public testing::WithParamInterface<Question> {};

TEST_P(ContainsTest, Answers) {
  EXPECT_EQ(tree_.Contains(GetParam().above, GetParam().below),
            GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    Edges, ContainsTest,
    testing::Values(Question{"Itself", "213", "213", true},
                    Question{"Child", "213", "07207", true},
                    Question{"GrandChild", "24", "07207001", true},
                    Question{"ThroughTheOtherParent", "219", "07207001", true},
                    Question{"Parent", "07207", "213", false},
                    Question{"Sibling", "213", "219", false},
                    Question{"OtherProvince", "22", "07207", false},
                    Question{"PrefixIsNotParent", "0720", "07207", false},
                    Question{"WholeTree", "*", "07207001", true},
                    Question{"WholeTreeAndUnknown", "*", "999", true},
                    Question{"WholeTreeInItself", "*", "*", true},
                    Question{"WholeTreeInAnArea", "24", "*", false},
                    Question{"Unknown", "24", "999", false},
                    Question{"UnknownInItself", "999", "999", true},
                    Question{"NothingInNothing", "", "", false},
                    Question{"NothingInAnArea", "24", "", false}),
    [](const auto& info) { return std::string(info.param.name); });

TEST_F(StoredAreaTreeTest, LoadsAtTheFirstQuestion) {
  EXPECT_TRUE(tree_.Contains("24", "07207001"));
  EXPECT_TRUE(tree_.Contains("24", "213"));
  EXPECT_EQ(loads_, 1);
}

TEST_F(StoredAreaTreeTest, LoadsForAnUnknownAreaAtMostOnceASecond) {
  EXPECT_FALSE(tree_.Contains("24", "214"));
  stored_.push_back({"214", "24"});
  EXPECT_FALSE(tree_.Contains("24", "214"));
  EXPECT_EQ(loads_, 1);
  clock_.Advance(StoredAreaTree::kBetweenLoads);
  EXPECT_TRUE(tree_.Contains("24", "214"));
  EXPECT_EQ(loads_, 2);
}

TEST_F(StoredAreaTreeTest, LoadsBeforeANoFromAnOldPicture) {
  EXPECT_FALSE(tree_.Contains("22", "07207"));
  stored_.push_back({"07207", "193"});
  clock_.Advance(StoredAreaTree::kStale - absl::Seconds(1));
  EXPECT_FALSE(tree_.Contains("22", "07207"));
  clock_.Advance(absl::Seconds(1));
  EXPECT_TRUE(tree_.Contains("22", "07207"));
  EXPECT_EQ(loads_, 2);
}

TEST_F(StoredAreaTreeTest, KeepsTheOldPictureWhenALoadFails) {
  EXPECT_TRUE(tree_.Contains("24", "07207"));
  broken_ = true;
  clock_.Advance(absl::Hours(1));
  EXPECT_FALSE(tree_.Contains("24", "999"));
  EXPECT_TRUE(tree_.Contains("24", "07207"));
  EXPECT_THAT(tree_.Refresh(),
              StatusIs(absl::StatusCode::kUnavailable, "DATABASE_UNREACHABLE"));
}

TEST_F(StoredAreaTreeTest, TriesAgainASecondAfterAFailure) {
  broken_ = true;
  EXPECT_FALSE(tree_.Contains("24", "213"));
  EXPECT_FALSE(tree_.Contains("24", "213"));
  EXPECT_EQ(loads_, 1);
  broken_ = false;
  clock_.Advance(StoredAreaTree::kBetweenLoads);
  EXPECT_TRUE(tree_.Contains("24", "213"));
}

TEST_F(StoredAreaTreeTest, LoadsWhenTheClockWasSetBack) {
  EXPECT_FALSE(tree_.Contains("24", "214"));
  stored_.push_back({"214", "24"});
  clock_.Set(clock_.Now() - absl::Hours(1));
  EXPECT_TRUE(tree_.Contains("24", "214"));
}

TEST_F(StoredAreaTreeTest, KnowsRootsAndWhatIsBelow) {
  EXPECT_TRUE(tree_.Knows("24"));
  EXPECT_TRUE(tree_.Knows("07207001"));
  EXPECT_FALSE(tree_.Knows("999"));
  EXPECT_FALSE(tree_.Knows("*"));
}

TEST_F(StoredAreaTreeTest, RefreshNeedsNoWaiting) {
  EXPECT_FALSE(tree_.Contains("24", "214"));
  stored_.push_back({"214", "24"});
  EXPECT_OK(tree_.Refresh());
  EXPECT_TRUE(tree_.Contains("24", "214"));
}

TEST_F(StoredAreaTreeTest, SurvivesACircle) {
  stored_ = {{"1", "2"}, {"2", "3"}, {"3", "1"}};
  EXPECT_TRUE(tree_.Contains("3", "1"));
  EXPECT_FALSE(tree_.Contains("4", "1"));
}

TEST_F(StoredAreaTreeTest, AnswersManyThreadsFromOneLoad) {
  std::atomic<int> yes = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] { yes += tree_.Contains("24", "07207001"); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(yes, 8);
  EXPECT_EQ(loads_, 1);
}

}  // namespace
}  // namespace rasoat::access

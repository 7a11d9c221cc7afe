// The stream that scores many households, through a real server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "services/common/mysql/pool.h"
#include "tests/support/scoring/packer.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/scoring/one_assessment.h"
#include "tests/unit/scoring/running_scoring.h"
#include "tests/unit/scoring/training_household.h"

namespace rasoat::scoring {
namespace {

constexpr int kMessages = 20;
constexpr int kInOne = 500;
constexpr int kRounds = 100;  // a million households

class BatchServiceTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK(running_.status());
    running_.SignIn(api::v1::ROLE_REVIEWER, "07207001");
  }

  std::unique_ptr<
      grpc::ClientReaderWriter<v1::ScoreBatchRequest, v1::ScoreBatchResponse>>
  Open() {
    rpc::Prepare(context_, SystemClock().Now() + absl::Seconds(60),
                 running_.token(), "");
    return running_.batches().ScoreBatch(&context_);
  }

  mysql::Pool no_database_{{.url = "tcp://127.0.0.1:1"}};
  OneAssessment store_;
  RunningScoring running_{no_database_, store_};
  grpc::ClientContext context_;
};

TEST_F(BatchServiceTest, OfAMillionItTellsExactlyTheBadOnesAndScoresTheRest) {
  std::mt19937 chance(3);
  Packer packer;
  std::vector<v1::ScoreBatchRequest> messages(kMessages);
  for (int i = 0; i < kMessages * kInOne; ++i) {
    api::v1::HouseholdFacts facts = TrainingHousehold(chance);
    // One in a hundred says something that no standard knows.
    if (i % 100 == 42) facts.mutable_answers(0)->set_choice("gold");
    packer.Add(facts, *messages[i / kInOne].mutable_packed());
  }
  for (v1::ScoreBatchRequest& message : messages) {
    packer.Complete(*message.mutable_packed());
  }
  v1::ScoreBatchRequest opening;
  opening.set_standard("standards/training-2022-2");
  *opening.mutable_layout() = packer.layout();

  const auto stream = Open();
  std::thread writer([&] {
    bool open = stream->Write(opening);
    for (int i = 0; open && i < kMessages * kRounds; ++i) {
      open = stream->Write(messages[i % kMessages]);
    }
    stream->WritesDone();
  });
  std::vector<std::int64_t> bad;
  // By place among the households that differ, from the first round on.
  std::vector<int> classes;
  std::int64_t items = 0;
  v1::ScoreBatchResponse response;
  while (stream->Read(&response)) {
    EXPECT_EQ(items, response.first_item());
    for (int found : response.classes()) {
      const auto place =
          static_cast<std::size_t>(items++ % (kMessages * kInOne));
      if (place == classes.size()) classes.push_back(found);
      EXPECT_EQ(classes[place], found) << items;
    }
    for (const v1::BatchError& error : response.errors()) {
      bad.push_back(error.item());
    }
    if (HasFailure()) context_.TryCancel();
  }
  writer.join();
  ASSERT_OK(rpc::FromWire(stream->Finish()));
  EXPECT_EQ(kMessages * kInOne * kRounds, items);
  ASSERT_EQ(static_cast<std::size_t>(items / 100), bad.size());
  for (std::size_t i = 0; i < bad.size(); ++i) {
    ASSERT_EQ(static_cast<std::int64_t>(42 + 100 * i), bad[i]);
  }
  for (std::size_t i = 0; i < classes.size(); ++i) {
    EXPECT_EQ(i % 100 == 42, classes[i] == v1::HOUSEHOLD_CLASS_UNSPECIFIED);
  }
}

TEST_F(BatchServiceTest, EndsWithTheReasonWhenItIsNotOpened) {
  const auto stream = Open();
  stream->Write(v1::ScoreBatchRequest());
  v1::ScoreBatchResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_THAT(rpc::FromWire(stream->Finish()),
              StatusIs(absl::StatusCode::kInvalidArgument, "BATCH_NOT_OPENED"));
}

TEST_F(BatchServiceTest, LetsNobodyInWithoutARole) {
  running_.SignOut();
  const auto stream = Open();
  v1::ScoreBatchResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(absl::StatusCode::kUnauthenticated,
            rpc::FromWire(stream->Finish()).code());
}

TEST_F(BatchServiceTest, OutlivesAClientThatGoesAwayInTheMiddle) {
  std::mt19937 chance(4);
  v1::ScoreBatchRequest request;
  request.set_standard("standards/training-2022-2");
  for (int i = 0; i < 200; ++i) {
    *request.add_households() = TrainingHousehold(chance);
  }
  const auto stream = Open();
  stream->Write(request);
  context_.TryCancel();
  EXPECT_EQ(absl::StatusCode::kCancelled,
            rpc::FromWire(stream->Finish()).code());
  v1::Assessment answer;
  v1::ScoreRequest alone;
  alone.set_standard("standards/training-2022-2");
  *alone.mutable_household() = request.households(0);
  EXPECT_OK(running_.Call(running_.scoring(), &v1::Scoring::Stub::Score, alone,
                          &answer));
}

}  // namespace
}  // namespace rasoat::scoring

// Standards for devices, through a real server.
#include "services/scoring/rpc/program_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/mysql/pool.h"
#include "services/scoring/device/standard_program.h"
#include "services/scoring/flat/program.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/scoring/one_assessment.h"
#include "tests/unit/scoring/running_scoring.h"
#include "tests/unit/scoring/small_standard.h"

namespace rasoat::scoring {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ProgramServiceTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_OK(running_.status()); }

  absl::StatusOr<v1::StandardProgram> Get(const std::string& name) {
    v1::GetStandardProgramRequest request;
    request.set_name(name);
    v1::StandardProgram answer;
    absl::Status status = running_.Call(
        running_.programs(), &v1::StandardPrograms::Stub::GetStandardProgram,
        request, &answer);
    if (!status.ok()) return status;
    return answer;
  }

  mysql::Pool no_database_{{.url = "tcp://127.0.0.1:1"}};
  OneAssessment store_;
  RunningScoring running_{no_database_, store_};
};

TEST_F(ProgramServiceTest, GivesEveryStandardToWhoeverAsks) {
  int given = 0;
  for (const auto& known : running_.catalogue().all()) {
    const absl::StatusOr<v1::StandardProgram> program =
        Get(known->standard.name);
    if (!IsComplete(known->standard)) {
      EXPECT_THAT(program, StatusIs(absl::StatusCode::kFailedPrecondition,
                                    "STANDARD_INCOMPLETE"));
      continue;
    }
    ++given;
    ASSERT_OK(program);
    EXPECT_EQ(known->standard.name, program->standard());
    EXPECT_EQ(known->proto.content_hash(), program->content_hash());
    EXPECT_EQ(flat::kVersion, program->engine_version());
    EXPECT_EQ(known->proto.title().vi(), program->title().vi());
    EXPECT_EQ(known->standard.training, program->training());
    EXPECT_EQ(known->standard.declared_only, program->declared_only());
    ASSERT_EQ(known->proto.indicators_size(), program->indicators_size());
    ASSERT_EQ(known->proto.deprivations_size(), program->deprivations_size());
    EXPECT_EQ(known->proto.deprivations(0).label().vi(),
              program->deprivations(0).label().vi());
    EXPECT_EQ(Get(known->standard.name)->SerializeAsString(),
              program->SerializeAsString());
  }
  EXPECT_GE(given, 3);
}

TEST_F(ProgramServiceTest, AStandardNobodyKnowsHasNone) {
  EXPECT_THAT(Get("standards/national-1993"),
              StatusIs(absl::StatusCode::kNotFound, "STANDARD_NOT_FOUND"));
}

TEST(ProgramOfTest, QuestionsHaveTheirPlacesAndWordsTheLowestByteFirst) {
  Standard standard = SmallStandard();
  AddDeprivation(standard, "crowded", AreaPerPersonBelow{"area", 80});
  const absl::StatusOr<v1::StandardProgram> program = ProgramOf(standard);
  ASSERT_OK(program);
  ASSERT_EQ(4, program->choices_size());
  EXPECT_EQ("wall", program->choices(0).question());
  EXPECT_THAT(program->choices(0).options(), ElementsAre("straw", "brick"));
  EXPECT_THAT(program->choices(1).options(), ElementsAre("yes", "no"));
  EXPECT_THAT(program->numbers(), ElementsAre("area"));
  EXPECT_THAT(program->member_choices(), IsEmpty());
  EXPECT_EQ("wall", program->indicators(0).question());
  EXPECT_EQ("crowded", program->deprivations(3).code());
  const std::string& words = program->words();
  EXPECT_EQ(std::string({flat::kVersion, 0, 0, 0}), words.substr(0, 4));
  EXPECT_EQ(words.size() / 4, static_cast<unsigned char>(words[4]) +
                                  256 * static_cast<unsigned char>(words[5]));
}

TEST(ProgramOfTest, WhatDoesNotFitIsLeftToTheServer) {
  Standard standard = SmallStandard();
  for (int i = 0; i < flat::kMostDeprivations; ++i) {
    AddDeprivation(standard, absl::StrCat("more.", i), std::monostate());
  }
  EXPECT_THAT(
      ProgramOf(standard),
      StatusIs(absl::StatusCode::kFailedPrecondition, "STANDARD_TOO_LARGE"));
  standard = SmallStandard();
  for (int i = 0; i < 31; ++i) {
    standard.indicators[0].options.push_back(
        {absl::StrCat("wall.", i), Everywhere(0)});
  }
  EXPECT_THAT(
      ProgramOf(standard),
      StatusIs(absl::StatusCode::kFailedPrecondition, "STANDARD_TOO_LARGE"));
}

}  // namespace
}  // namespace rasoat::scoring

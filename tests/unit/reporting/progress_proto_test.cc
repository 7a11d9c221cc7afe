#include "services/reporting/rpc/progress_proto.h"

#include <gmock/gmock.h>

#include "services/common/status/error.h"

namespace rasoat::reporting {
namespace {

constexpr absl::CivilDay kToday(2026, 1, 31);

TEST(ParseQuestionTest, TakesANameOrACodeAndTodayForNoDay) {
  const auto named =
      ParseQuestion("rounds/r", "areas/24", "", "district", kToday);
  ASSERT_TRUE(named.ok());
  EXPECT_EQ(named->area, "24");
  EXPECT_EQ(named->as_of, kToday);
  const auto bare = ParseQuestion("rounds/r", "24", "2021-10-10", "", kToday);
  ASSERT_TRUE(bare.ok());
  EXPECT_EQ(bare->as_of, absl::CivilDay(2021, 10, 10));
}

workflow::v1::RoundState RoundWithDistrictPlans() {
  workflow::v1::RoundState round;
  workflow::v1::MilestoneKind& kind =
      *round.mutable_procedure()->add_milestones();
  kind.set_code("district-plan");
  kind.set_tier("district");
  return round;
}

TEST(ToProtoTest, AddsARowForWhatThePartsDoNotHold) {
  Figures figures;
  figures.total.code = "24";
  figures.total.figures["units.district"].amount = 1;
  figures.parts.resize(1);
  const Question question{.round = "rounds/r", .area = "24", .tier = "commune"};
  const auto report = ToProto(question, figures, RoundWithDistrictPlans());
  ASSERT_EQ(report.rows_size(), 2);
  EXPECT_EQ(report.rows(1).milestones(0).expected(), 1);
}

TEST(ToProtoTest, AddsNoRowThatWouldShowNothing) {
  Figures figures;
  figures.total.code = "24";
  figures.total.figures["units.province"].amount = 1;
  figures.parts.resize(1);
  const Question question{
      .round = "rounds/r", .area = "24", .tier = "district"};
  EXPECT_EQ(ToProto(question, figures, RoundWithDistrictPlans()).rows_size(),
            1);
}

struct Refusal {
  const char* name;
  const char* area;
  const char* as_of;
  const char* group_by;
  const char* rule;
};

class RefusalTest : public testing::TestWithParam<Refusal> {};

TEST_P(RefusalTest, NamesFieldRuleAndRemedyInBothLanguages) {
  const auto asked =
      ParseQuestion("rounds/r", GetParam().area, GetParam().as_of,
                    GetParam().group_by, kToday);
  ASSERT_FALSE(asked.ok());
  const auto faults = ViolationsOf(asked.status());
  ASSERT_EQ(faults.size(), 1);
  EXPECT_EQ(faults[0].rule, GetParam().rule);
  EXPECT_FALSE(faults[0].field.empty());
  EXPECT_FALSE(faults[0].vi.empty());
  EXPECT_FALSE(faults[0].en.empty());
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusalTest,
    testing::Values(
        Refusal{"NoArea", "", "", "", "AREA_REQUIRED"},
        Refusal{"OnlyPrefix", "areas/", "", "", "AREA_REQUIRED"},
        Refusal{"VietnameseDate", "24", "10/10/2021", "", "AS_OF_MALFORMED"},
        Refusal{"NoSuchDay", "24", "2021-02-30", "", "AS_OF_MALFORMED"},
        Refusal{"Tomorrow", "24", "2026-02-01", "", "AS_OF_IN_FUTURE"},
        Refusal{"ShortDate", "24", "2021-2-3", "", "AS_OF_MALFORMED"},
        Refusal{"UnknownTier", "24", "", "province", "GROUP_BY_UNKNOWN"}),
    [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace rasoat::reporting

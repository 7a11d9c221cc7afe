#include "services/reporting/domain/bulletin.h"

#include <gmock/gmock.h>

namespace rasoat::reporting {
namespace {

using testing::HasSubstr;
using testing::Not;

struct NumberCase {
  std::int64_t number;
  const char* vi;
  const char* en;
};

class NumberTest : public testing::TestWithParam<NumberCase> {};

TEST_P(NumberTest, IsGroupedByThousands) {
  EXPECT_EQ(VietnameseNumber(GetParam().number), GetParam().vi);
  EXPECT_EQ(EnglishNumber(GetParam().number), GetParam().en);
}

INSTANTIATE_TEST_SUITE_P(
    Edges, NumberTest,
    testing::Values(NumberCase{0, "0", "0"}, NumberCase{999, "999", "999"},
                    NumberCase{1000, "1.000", "1,000"},
                    NumberCase{12143, "12.143", "12,143"},
                    NumberCase{467535, "467.535", "467,535"},
                    NumberCase{1000000, "1.000.000", "1,000,000"},
                    NumberCase{-1982, "-1.982", "-1,982"}));

TEST(WholePercentTest, RoundsHalfUpButNeverUpToEverything) {
  EXPECT_EQ(WholePercent({1982, 2127}), 93);
  EXPECT_EQ(WholePercent({1019, 2127}), 48);
  EXPECT_EQ(WholePercent({1, 200}), 1);
  EXPECT_EQ(WholePercent({1, 201}), 0);
  EXPECT_EQ(WholePercent({2126, 2127}), 99);
  EXPECT_EQ(WholePercent({2127, 2127}), 100);
  EXPECT_EQ(WholePercent({0, 0}), 0);
}

/// What the committee of Bắc Giang was told on 13/10/2021.
BulletinFacts Told() {
  return {.round_title_vi = "Tổng rà soát",
          .round_title_en = "General review",
          .area_name = "Tỉnh Bắc Giang",
          .training_round = true,
          .as_of = absl::CivilDay(2021, 10, 10),
          .milestones = {{"Kế hoạch huyện",
                          "District plan",
                          {10, 10},
                          absl::CivilDay(2021, 8, 30)}},
          .classes = 10,
          .delegates = 558,
          .classes_from = absl::CivilDay(2021, 9, 8),
          .classes_to = absl::CivilDay(2021, 9, 20),
          .persons_trained = 12143,
          .trained_by = absl::CivilDay(2021, 9, 21),
          .steps = {{2, "thu thập", "collect", {1982, 2127}, 145},
                    {3, "họp dân", "meeting", {1019, 2127}, 0},
                    {4, "niêm yết", "posting", {0, 2127}, 408},
                    {5, "báo cáo", "report", {0, 2127}, 0}}};
}

TEST(BulletinTest, TellsTheCommitteesFiguresInVietnamese) {
  const std::string text = BulletinVi(Told());
  for (const char* said :
       {"1.982/2.127 thôn hoàn thành (93%)",
        "1.019/2.127 thôn hoàn thành (48%)", "408 thôn đang thực hiện",
        "10 lớp cho 558 đại biểu", "từ ngày 08/09/2021 đến ngày 20/09/2021",
        "Đến ngày 21/09/2021", "12.143 thành viên",
        "10/10 đơn vị, đến ngày 30/08/2021", "Tiến độ đến ngày 10/10/2021",
        "ĐỢT TẬP HUẤN"}) {
    EXPECT_THAT(text, HasSubstr(said));
  }
}

TEST(BulletinTest, TellsTheSameInEnglish) {
  const std::string text = BulletinEn(Told());
  for (const char* said :
       {"1,982 of 2,127 villages completed it (93%)", "408 villages are in it",
        "10 classes for 558 delegates", "12,143 committee members",
        "TRAINING ROUND"}) {
    EXPECT_THAT(text, HasSubstr(said));
  }
}

TEST(BulletinTest, LeavesOutStepsThatNoVillageHasReached) {
  EXPECT_THAT(BulletinVi(Told()), Not(HasSubstr("Bước 5")));
}

TEST(BulletinTest, SaysWhenFiguresAreIncomplete) {
  BulletinFacts facts = Told();
  EXPECT_THAT(BulletinVi(facts), Not(HasSubstr("chưa đầy đủ")));
  facts.up_to_date = false;
  EXPECT_THAT(BulletinVi(facts), HasSubstr("chưa đầy đủ"));
  EXPECT_THAT(BulletinEn(facts), HasSubstr("not complete"));
}

TEST(BulletinTest, SaysNothingOfTrainingRoundsInAnOfficialOne) {
  BulletinFacts facts = Told();
  facts.training_round = false;
  EXPECT_THAT(BulletinVi(facts), Not(HasSubstr("TẬP HUẤN")));
  EXPECT_THAT(BulletinEn(facts), Not(HasSubstr("TRAINING ROUND")));
}

}  // namespace
}  // namespace rasoat::reporting

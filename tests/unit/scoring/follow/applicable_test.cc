// Which standards apply where, at every edge.
#include "services/scoring/follow/applicable.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

namespace rasoat::scoring {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr absl::CivilDay kReform(2025, 7, 1);

KnownStandard For(const std::string& area) {
  KnownStandard known;
  known.standard.area = area;
  return known;
}

/// Two provinces; in 24 the districts were abolished, in 27 they never were,
/// and a village that begins like 24 lies in 27.
std::vector<AreaLine> Country() {
  const absl::CivilDay ever(1900, 1, 1);
  return {{"24", "", ever, std::nullopt},
          {"27", "", ever, std::nullopt},
          {"219", "24", ever, kReform},
          {"07525", "219", ever, kReform},
          {"07525", "24", kReform, std::nullopt},
          {"07525001", "07525", ever, std::nullopt},
          {"256", "27", ever, std::nullopt},
          {"24001", "256", ever, std::nullopt},
          {"24001001", "24001", ever, std::nullopt}};
}

class ApplicableTest : public testing::Test {
 protected:
  /// Areas of the standards that apply, in their order.
  std::vector<std::string> In(const std::vector<std::string>& made_for,
                              absl::string_view village,
                              std::optional<absl::CivilDay> day) {
    std::deque<KnownStandard> standards;
    std::vector<const KnownStandard*> all;
    for (const std::string& area : made_for) {
      all.push_back(&standards.emplace_back(For(area)));
    }
    std::vector<std::string> areas;
    for (const KnownStandard* known :
         Applicable(all, AreaLines(Country())).In(village, day)) {
      areas.push_back(known->standard.area);
    }
    return areas;
  }

  static constexpr absl::CivilDay kBefore = kReform - 1;
};

TEST_F(ApplicableTest, OneOfTheCountryAppliesEverywhere) {
  EXPECT_THAT(In({"*"}, "07525001", kBefore), ElementsAre("*"));
  EXPECT_THAT(In({"*"}, "24001001", kBefore), ElementsAre("*"));
  EXPECT_THAT(In({"*"}, "nobody-knows", std::nullopt), ElementsAre("*"));
}

TEST_F(ApplicableTest, ALocalOneStandsBesideItWhereItIsMadeForInTheirOrder) {
  EXPECT_THAT(In({"*", "24"}, "07525001", kBefore), ElementsAre("*", "24"));
  EXPECT_THAT(In({"24", "*"}, "07525001", kBefore), ElementsAre("24", "*"));
}

TEST_F(ApplicableTest, InAnotherProvinceOnlyTheOthersApply) {
  EXPECT_THAT(In({"24", "*", "27"}, "24001001", kBefore),
              ElementsAre("*", "27"));
  EXPECT_THAT(In({"24"}, "24001001", kBefore), IsEmpty());
}

TEST_F(ApplicableTest, ThatACodeBeginsAlikeSaysNothing) {
  EXPECT_THAT(In({"24", "2", "240", "24001"}, "24001001", kBefore),
              ElementsAre("24001"));
}

TEST_F(ApplicableTest, EveryLevelAboveAndTheVillageItselfCount) {
  EXPECT_THAT(In({"24", "219", "07525", "07525001"}, "07525001", kBefore),
              ElementsAre("24", "219", "07525", "07525001"));
  EXPECT_THAT(In({"07525001"}, "nobody-knows", kBefore), IsEmpty());
  EXPECT_THAT(In({"nobody-knows"}, "nobody-knows", kBefore),
              ElementsAre("nobody-knows"));
}

TEST_F(ApplicableTest, TheDayOfTheReviewSaysHowTheCountryWasDivided) {
  EXPECT_THAT(In({"219", "24"}, "07525001", kBefore), ElementsAre("219", "24"));
  EXPECT_THAT(In({"219", "24"}, "07525001", kReform), ElementsAre("24"));
  // Nobody can read when: as it will last lie.
  EXPECT_THAT(In({"219", "24"}, "07525001", std::nullopt), ElementsAre("24"));
}

}  // namespace
}  // namespace rasoat::scoring

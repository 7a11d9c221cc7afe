// Standards that say only what differs from their parent.
#include "services/scoring/load/inherit.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace rasoat::scoring {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

v1::Standard Parse(const std::string& name, const std::string& text) {
  v1::Standard standard;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &standard));
  standard.set_name("standards/" + name);
  return standard;
}

v1::Standard Parent() {
  return Parse("parent", R"txt(
title { vi: "cha" en: "parent" } area: "*" valid_from: "2021-01-01"
declared_only: true points_per_deprivation: 10
class_rules { settlement: SETTLEMENT_RURAL up_to: 10 }
class_rules { settlement: SETTLEMENT_URBAN up_to: 20 }
income_lines { settlement: SETTLEMENT_RURAL amount: 700 }
income_lines { settlement: SETTLEMENT_RURAL amount: 1000 }
income_lines { settlement: SETTLEMENT_URBAN amount: 900 }
deprivations { code: "water" number: 1 }
deprivations { code: "toilet" number: 2 }
contradictions { code: "young" message { en: "young" } }
)txt");
}

TEST(Inherit, DropsTheBandOfASettlementWhoseLinesAreItsOwn) {
  v1::Standard parent = Parent();
  for (const auto settlement :
       {api::v1::SETTLEMENT_RURAL, api::v1::SETTLEMENT_URBAN}) {
    v1::AverageBand& band = *parent.add_average_bands();
    band.set_settlement(settlement);
    band.set_above(1000);
    band.set_up_to(2000);
  }
  parent.add_forms("f");
  std::vector<v1::Standard> all = {parent, Parse("lines", R"txt(
parent: "standards/parent"
income_lines { settlement: SETTLEMENT_RURAL amount: 1500 }
)txt"),
                                   Parse("bands", R"txt(
parent: "standards/parent" forms: "g"
average_bands { settlement: SETTLEMENT_RURAL above: 1500 up_to: 1700 }
)txt")};
  std::vector<std::string> faults;
  CompleteByParents(all, faults);
  EXPECT_THAT(faults, IsEmpty());
  ASSERT_EQ(1, all[1].average_bands_size());
  EXPECT_EQ(api::v1::SETTLEMENT_URBAN, all[1].average_bands(0).settlement());
  EXPECT_THAT(all[1].forms(), ElementsAre("f"));
  ASSERT_EQ(2, all[2].average_bands_size());
  EXPECT_EQ(2000, all[2].average_bands(0).up_to());
  EXPECT_EQ(1700, all[2].average_bands(1).up_to());
  EXPECT_THAT(all[2].forms(), ElementsAre("g"));
}

TEST(Inherit, TakesOverWhatIsNotGiven) {
  std::vector<v1::Standard> all = {Parent(), Parse("child", R"txt(
parent: "standards/parent" area: "24"
class_rules { settlement: SETTLEMENT_URBAN up_to: 25 }
income_lines { settlement: SETTLEMENT_RURAL amount: 1500 }
deprivations { code: "toilet" number: 2 label { en: "own" } }
contradictions { code: "young" message { en: "too young" } }
contradictions { code: "old" message { en: "old" } }
)txt")};
  std::vector<std::string> faults;
  CompleteByParents(all, faults);
  EXPECT_THAT(faults, IsEmpty());
  const v1::Standard& child = all[1];
  EXPECT_EQ("standards/child", child.name());
  EXPECT_EQ("parent", child.title().en());
  EXPECT_EQ("24", child.area());
  EXPECT_TRUE(child.declared_only());
  EXPECT_EQ(10, child.class_rules(0).up_to());
  EXPECT_EQ(25, child.class_rules(1).up_to());
  ASSERT_EQ(2, child.income_lines_size());
  EXPECT_EQ(900, child.income_lines(0).amount());
  EXPECT_EQ(1500, child.income_lines(1).amount());
  ASSERT_EQ(2, child.deprivations_size());
  EXPECT_EQ("own", child.deprivations(1).label().en());
  ASSERT_EQ(2, child.contradictions_size());
  EXPECT_EQ("too young", child.contradictions(0).message().en());
  EXPECT_EQ("old", child.contradictions(1).message().en());
  EXPECT_EQ(Parent().SerializeAsString(), all[0].SerializeAsString());
}

TEST(Inherit, OverGenerationsInWhateverOrderTheyStand) {
  std::vector<v1::Standard> all = {
      Parse("grandchild", R"txt(parent: "standards/child" area: "25")txt"),
      Parse("child", R"txt(parent: "standards/parent" training: true
                           title { vi: "con" en: "child" })txt"),
      Parent()};
  std::vector<std::string> faults;
  CompleteByParents(all, faults);
  EXPECT_THAT(faults, IsEmpty());
  EXPECT_EQ("child", all[0].title().en());
  EXPECT_EQ(2, all[0].deprivations_size());
  // Made up in part by its parent.
  EXPECT_TRUE(all[0].training());
}

TEST(Inherit, WhoBringsATableNeedsNoTotals) {
  std::vector<v1::Standard> all = {
      Parent(), Parse("child", R"txt(parent: "standards/parent"
                                     indicators { code: "size" })txt")};
  std::vector<std::string> faults;
  CompleteByParents(all, faults);
  EXPECT_FALSE(all[1].declared_only());
}

TEST(Inherit, NamesAParentThatIsNotThereAndCircles) {
  std::vector<v1::Standard> all = {
      Parse("a", R"txt(parent: "standards/none")txt"),
      Parse("b", R"txt(parent: "standards/c")txt"),
      Parse("c", R"txt(parent: "standards/b")txt"),
      Parse("d", R"txt(parent: "standards/d")txt")};
  std::vector<std::string> faults;
  CompleteByParents(all, faults);
  EXPECT_THAT(faults,
              ElementsAre(HasSubstr("standards/a: parent: is "),
                          HasSubstr("standards/c: parent: leads in a "),
                          HasSubstr("standards/d: parent: leads in a ")));
}

TEST(Inherit, NobodyTakesFromAnotherProvince) {
  v1::Standard local = Parent();
  local.set_area("24");
  std::vector<v1::Standard> all = {
      local, Parse("child", R"txt(parent: "standards/parent" area: "*")txt")};
  std::vector<std::string> faults;
  CompleteByParents(all, faults);
  EXPECT_THAT(faults, ElementsAre(HasSubstr("is made for an area")));
  all = {local,
         Parse("child", R"txt(parent: "standards/parent" area: "25")txt")};
  faults.clear();
  CompleteByParents(all, faults);
  EXPECT_THAT(faults, ElementsAre(HasSubstr("is made for an area")));
}

}  // namespace
}  // namespace rasoat::scoring

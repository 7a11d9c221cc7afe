#include "services/registry/domain/duplicate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/registry/domain/name_fold.h"
#include "tests/support/registry/samples.h"

namespace rasoat::registry {
namespace {

using enum DuplicateReason;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Not the shipped points: each a power of two, so that a sum names its parts.
DuplicateMarks Marks() {
  DuplicateMarks marks;
  marks.points = {0, 64, 48, 16, 8, 12, 6, 5, 2, 10, -20, -30};
  marks.most_kin = 2;
  marks.raise_from = 30;
  return marks;
}

Person Somebody(std::uint64_t household, const std::string& member,
                const std::string& name, absl::CivilDay birth,
                const std::string& village = "07207001") {
  return {.household = IdNumber<HouseholdId>(household),
          .member_id = member,
          .village = {village},
          .commune = {village.substr(0, 5)},
          .name_key = FoldName(name),
          .birth_date = birth,
          .sex = Sex::kMale};
}

Person WithId(Person person, IdentityKind kind, const std::string& index) {
  person.identity_kind = kind;
  person.identity_index = index;
  return person;
}

const absl::CivilDay kDay(1980, 5, 6);

struct NamePair {
  const char* what;
  const char* a;
  const char* b;
  bool similar;
};

class SimilarNamesTest : public testing::TestWithParam<NamePair> {};

TEST_P(SimilarNamesTest, BothWaysRound) {
  const std::string a = FoldName(GetParam().a);
  const std::string b = FoldName(GetParam().b);
  EXPECT_EQ(SimilarNames(a, b), GetParam().similar);
  EXPECT_EQ(SimilarNames(b, a), GetParam().similar);
}

INSTANTIATE_TEST_SUITE_P(
    Edges, SimilarNamesTest,
    testing::Values(
        NamePair{"Same", "Nguyễn Văn Hùng", "Nguyen Van Hung", false},
        NamePair{"OneWrong", "Nguyễn Văn Hùng", "Nguyễn Văn Hưnh", true},
        NamePair{"OneMissing", "Nguyễn Văn Hùng", "Nguyễn Văn Hùg", true},
        NamePair{"OneMore", "Nguyễn Văn Hùng", "Nguyễn Văn Hùngg", true},
        NamePair{"Swapped", "Nguyễn Văn Hùng", "Nguyễn Văn Hugn", true},
        NamePair{"TwoWrongLong", "Nguyễn Văn Hùng", "Nguyễm Văn Hùn", true},
        NamePair{"TwoWrongInTheGiven", "Nguyễn Văn Nam", "Nguyễn Văn Lan",
                 false},
        NamePair{"ThreeWrong", "Nguyễn Văn Hùng", "Nguyễn Văn Hạt", false},
        NamePair{"OneWrongShort", "Lê An Vi", "Lê An Vu", true},
        NamePair{"TwoWrongShort", "Lê An Vinh", "Lê An Vanu", false},
        NamePair{"TooShortToTell", "Lê An", "Lê Ân", false},
        NamePair{"TooShortOneWrong", "Lê An", "Lê Am", false},
        NamePair{"MiddleLeftOut", "Nguyễn Văn Hùng", "Nguyễn Hùng", true},
        NamePair{"OneOfTwoMiddles", "Lê Thị Thu Hoài", "Lê Thu Hoài", true},
        NamePair{"GivenLeftOut", "Nguyễn Văn Hùng", "Nguyễn Văn", false},
        NamePair{"SurnameLeftOut", "Nguyễn Văn Hùng", "Văn Hùng", false},
        NamePair{"OneWordOnly", "Hùng", "Nguyễn Văn Hùng", false},
        NamePair{"OtherOrder", "Nguyễn Văn Hùng", "Hùng Nguyễn Văn", true},
        NamePair{"OtherMiddle", "Nguyễn Văn Hùng", "Nguyễn Minh Hùng", false},
        NamePair{"OtherSurname", "Nguyễn Văn Hùng", "Trần Văn Hùng", false},
        NamePair{"Nothing", "", "Nguyễn", false},
        NamePair{"BothNothing", "", "", false}),
    [](const auto& info) { return std::string(info.param.what); });

TEST(SimilarNamesTest, TheLongestKeysFit) {
  const std::string a(kMostNameKey, 'a');
  EXPECT_TRUE(SimilarNames(a, a.substr(1)));
  EXPECT_FALSE(SimilarNames(a, std::string(kMostNameKey, 'b')));
}

TEST(CompareMembersTest, EachReasonAndItsPoints) {
  const Person a = Somebody(1, "01", "Nguyễn Văn Hùng", kDay);
  Person b = Somebody(2, "01", "Nguyễn Văn Hùng", kDay);
  using P = DuplicatePoints;
  EXPECT_THAT(
      CompareMembers(a, b, Marks()),
      ElementsAre(P{kSameName, 16}, P{kSameBirthDate, 12}, P{kSameVillage, 5}));
  b.birth_date = absl::CivilDay(1980, 12, 31);
  b.village = {"07207002"};
  b.name_key = "nguyen hung";
  EXPECT_THAT(CompareMembers(a, b, Marks()),
              ElementsAre(P{kSimilarName, 8}, P{kSameBirthYear, 6},
                          P{kSameCommune, 2}));
  b.birth_date = absl::CivilDay(1981, 1, 1);
  b.village = {"07208001"};
  b.commune = {"07208"};
  b.name_key = "tran thi hoa";
  b.sex = Sex::kFemale;
  EXPECT_THAT(CompareMembers(a, b, Marks()), ElementsAre(P{kOtherSex, -20}));
}

TEST(CompareMembersTest, TakesTheCommuneOfTheDayAndNotTheCode) {
  using P = DuplicatePoints;
  Person a = Somebody(1, "01", "Nguyễn Văn An", kDay, "07207001");
  Person b = Somebody(2, "01", "Trần Thị Bình", kDay + 400, "07999001");
  // Two communes were merged: the villages kept their codes.
  b.commune = a.commune;
  EXPECT_THAT(CompareMembers(a, b, Marks()),
              testing::Contains(P{kSameCommune, 2}));
  // One was divided.
  b.village = {"07207002"};
  b.commune = {"07300"};
  EXPECT_THAT(CompareMembers(a, b, Marks()),
              testing::Not(testing::Contains(P{kSameCommune, 2})));
  // Nowhere is no commune.
  a.commune = b.commune = {};
  EXPECT_THAT(CompareMembers(a, b, Marks()),
              testing::Not(testing::Contains(P{kSameCommune, 2})));
}

TEST(CompareMembersTest, Numbers) {
  const Person a = Somebody(1, "01", "A", kDay);
  const Person b = Somebody(2, "01", "B", absl::CivilDay(1990, 1, 1), "1");
  const auto reason = [&](IdentityKind ka, const char* ia, IdentityKind kb,
                          const char* ib) {
    const auto reasons =
        CompareMembers(WithId(a, ka, ia), WithId(b, kb, ib), Marks());
    return reasons.empty() ? kUnspecified : reasons[0].reason;
  };
  constexpr auto kCitizen = IdentityKind::kCitizenId;
  constexpr auto kOld = IdentityKind::kOldId;
  constexpr auto kNone = IdentityKind::kNone;
  EXPECT_EQ(reason(kCitizen, "x", kCitizen, "x"), kSameCitizenId);
  EXPECT_EQ(reason(kCitizen, "x", kCitizen, "y"), kOtherCitizenId);
  EXPECT_EQ(reason(kOld, "x", kOld, "x"), kSameOldId);
  EXPECT_EQ(reason(kOld, "x", kOld, "y"), kUnspecified);
  EXPECT_EQ(reason(kOld, "x", kCitizen, "x"), kUnspecified);
  EXPECT_EQ(reason(kNone, "", kNone, ""), kUnspecified);
  EXPECT_EQ(reason(kCitizen, "x", kNone, ""), kUnspecified);
}

TEST(FindDuplicatesTest, NobodyAndOneHousehold) {
  EXPECT_THAT(FindDuplicates({}, Marks()), IsEmpty());
  const std::vector<Person> twins = {Somebody(1, "01", "Hoa Mai Lan", kDay),
                                     Somebody(1, "02", "Hoa Mai Lan", kDay)};
  EXPECT_THAT(FindDuplicates(twins, Marks()), IsEmpty());
}

TEST(FindDuplicatesTest, OnTheEdgeOfTheScore) {
  DuplicateMarks marks = Marks();
  const std::vector<Person> two = {Somebody(1, "01", "Nguyễn Văn Hùng", kDay),
                                   Somebody(2, "05", "Nguyễn Văn Hùng", kDay)};
  marks.raise_from = 33;
  const auto found = FindDuplicates(two, marks);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].score, 33);
  EXPECT_EQ(found[0].first, IdNumber<HouseholdId>(1));
  EXPECT_EQ(found[0].second, IdNumber<HouseholdId>(2));
  ASSERT_THAT(found[0].matches, SizeIs(1));
  EXPECT_EQ(found[0].matches[0].first, "01");
  EXPECT_EQ(found[0].matches[0].second, "05");
  marks.raise_from = 34;
  EXPECT_THAT(FindDuplicates(two, marks), IsEmpty());
}

TEST(FindDuplicatesTest, KinCountUpToTheirMost) {
  std::vector<Person> two;
  for (std::uint64_t household : {1, 2}) {
    two.push_back(Somebody(household, "01", "Nguyễn Văn Hùng", kDay));
    for (int i = 2; i <= 4; ++i) {
      two.push_back(Somebody(household, "0" + std::to_string(i),
                             "Nguyễn Thị " + std::string(i, 'x'),
                             absl::CivilDay(2000 + i, 1, household)));
    }
  }
  const auto found = FindDuplicates(two, Marks());
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].matches, SizeIs(4));
  EXPECT_EQ(found[0].score, 33 + 2 * 10);
  EXPECT_EQ(found[0].matches[0].reasons.back(),
            (DuplicatePoints{kSharedKin, 20}));
}

TEST(FindDuplicatesTest, ScoresStayWithinAHundred) {
  DuplicateMarks marks = Marks();
  marks.points[static_cast<int>(kSameCitizenId)] = 100;
  const std::vector<Person> two = {
      WithId(Somebody(1, "01", "Nguyễn Văn Hùng", kDay),
             IdentityKind::kCitizenId, "x"),
      WithId(Somebody(2, "01", "Nguyễn Văn Hùng", kDay),
             IdentityKind::kCitizenId, "x")};
  const auto found = FindDuplicates(two, marks);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].score, 100);
}

TEST(FindDuplicatesTest, EachBlockFindsItsOwn) {
  DuplicateMarks marks = Marks();
  marks.raise_from = 1;
  const auto found = [&](const Person& a, const Person& b) {
    return FindDuplicates({{a, b}}, marks).size();
  };
  const Person a = Somebody(1, "01", "Nguyễn Văn Hùng", kDay);
  EXPECT_EQ(found(a, Somebody(2, "01", "Nguyễn Văn Hùn", kDay)), 1u)
      << "similar in one village and year";
  EXPECT_EQ(found(a, Somebody(2, "01", "Nguyễn Văn Hùng",
                              absl::CivilDay(1980, 1, 1), "07207009")),
            1u)
      << "one name and year in one commune";
  EXPECT_EQ(found(a, Somebody(2, "01", "Nguyễn Văn Hùng", kDay, "99999001")),
            1u)
      << "one name and date anywhere";
  EXPECT_EQ(found(a, Somebody(2, "01", "Nguyễn Văn Hùng",
                              absl::CivilDay(1980, 1, 1), "99999001")),
            0u)
      << "one name and year elsewhere";
  EXPECT_EQ(found(a, Somebody(2, "01", "Nguyễn Văn Hùn", kDay, "07207009")), 0u)
      << "similar in another village";
}

TEST(FindDuplicatesTest, OnlyAboutWhomItIsAsked) {
  std::vector<Person> three;
  for (std::uint64_t household : {1, 2, 3}) {
    three.push_back(Somebody(household, "01", "Nguyễn Văn Hùng", kDay));
  }
  EXPECT_THAT(FindDuplicates(three, Marks()), SizeIs(3));
  EXPECT_THAT(FindDuplicates(three, Marks(), {IdNumber<HouseholdId>(2)}),
              SizeIs(2));
}

TEST(FindDuplicatesTest, FactsChangeOnlyWithWhatWasCompared) {
  std::vector<Person> two = {Somebody(1, "01", "Nguyễn Văn Hùng", kDay),
                             Somebody(2, "01", "Nguyễn Văn Hùng", kDay)};
  const std::string facts = FindDuplicates(two, Marks())[0].facts;
  std::swap(two[0], two[1]);
  EXPECT_EQ(FindDuplicates(two, Marks())[0].facts, facts);
  two.push_back(Somebody(3, "01", "Nguyễn Văn Hùng", kDay));
  two.push_back(Somebody(1, "02", "Ngô Tiến", absl::CivilDay(2001, 1, 1)));
  for (const DuplicateFinding& finding : FindDuplicates(two, Marks())) {
    if (finding.second == IdNumber<HouseholdId>(2)) {
      EXPECT_EQ(finding.facts, facts);
    }
  }
  two[0].birth_date = absl::CivilDay(1980, 5, 7);
  two[1].birth_date = absl::CivilDay(1980, 5, 7);
  EXPECT_NE(FindDuplicates(two, Marks())[0].facts, facts);
}

/// Ten thousand who share a year of birth in one village would be fifty million
/// pairs; the work stays near that of sorting.
TEST(FindDuplicatesTest, ManyInOneBlock) {
  std::vector<Person> all;
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    all.push_back(
        Somebody(i + 1, "01", "Ten " + std::to_string(i * 7919), kDay));
  }
  all.push_back(Somebody(20'000, "01", "Ten 7919", kDay));
  const auto found = FindDuplicates(all, Marks());
  const auto is_the_double = [](const DuplicateFinding& finding) {
    return finding.second == IdNumber<HouseholdId>(20'000) &&
           finding.score == 33;
  };
  EXPECT_EQ(std::count_if(found.begin(), found.end(), is_the_double), 1);
}

}  // namespace
}  // namespace rasoat::registry

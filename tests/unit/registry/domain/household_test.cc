#include "services/registry/domain/household.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "services/registry/domain/household_edit.h"
#include "services/registry/domain/text.h"
#include "tests/support/registry/samples.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr absl::CivilDay kToday(2021, 10, 10);

/// Faults as "field RULE".
std::vector<std::string> FaultsOf(const Household& household,
                                  bool training = false) {
  const PersonRules rules = SampleRules();
  std::vector<std::string> told;
  for (const Violation& fault : CheckHousehold(
           household,
           {.rules = rules, .today = kToday, .training = training})) {
    EXPECT_FALSE(fault.vi.empty());
    EXPECT_FALSE(fault.en.empty());
    told.push_back(fault.field + " " + fault.rule);
  }
  return told;
}

TEST(CheckHousehold, FindsNothingWrongWithAGoodOne) {
  EXPECT_THAT(FaultsOf(SampleHousehold()), IsEmpty());
}

struct SpoilCase {
  const char* name;
  std::function<void(Household&)> spoil;
  const char* fault;  ///< Empty: none.
};

class CheckHouseholdTest : public testing::TestWithParam<SpoilCase> {};

TEST_P(CheckHouseholdTest, TellsTheFault) {
  Household household = SampleHousehold();
  GetParam().spoil(household);
  if (*GetParam().fault == '\0') {
    EXPECT_THAT(FaultsOf(household), IsEmpty());
  } else {
    EXPECT_THAT(FaultsOf(household), ElementsAre(GetParam().fault));
  }
}

std::string NameOfCase(const testing::TestParamInfo<SpoilCase>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(
    Fields, CheckHouseholdTest,
    testing::Values(
        SpoilCase{"NumberZero", [](Household& h) { h.number = 0; },
                  "number HOUSEHOLD_NUMBER_OUT_OF_RANGE"},
        SpoilCase{"NumberOne", [](Household& h) { h.number = 1; }, ""},
        SpoilCase{"NumberMost", [](Household& h) { h.number = 99'999; }, ""},
        SpoilCase{"NumberAboveMost", [](Household& h) { h.number = 100'000; },
                  "number HOUSEHOLD_NUMBER_OUT_OF_RANGE"},
        SpoilCase{"AddressEmpty", [](Household& h) { h.address = ""; }, ""},
        SpoilCase{"AddressOf200Letters",
                  [](Household& h) {
                    h.address.clear();
                    for (int i = 0; i < 200; ++i) h.address += "ấ";
                  },
                  ""},
        SpoilCase{"AddressOf201Letters",
                  [](Household& h) { h.address = std::string(201, 'a'); },
                  "address ADDRESS_MALFORMED"},
        SpoilCase{"AddressOfTwoLines", [](Household& h) { h.address = "a\nb"; },
                  "address ADDRESS_MALFORMED"},
        SpoilCase{"PhoneEmpty", [](Household& h) { h.phone = ""; }, ""},
        SpoilCase{"PhoneOf8", [](Household& h) { h.phone = "12345678"; }, ""},
        SpoilCase{"PhoneOf7", [](Household& h) { h.phone = "1234567"; },
                  "phone PHONE_MALFORMED"},
        SpoilCase{"PhoneInternational",
                  [](Household& h) { h.phone = "+84912345678"; }, ""},
        SpoilCase{"PhoneOf16",
                  [](Household& h) { h.phone = "1234567890123456"; },
                  "phone PHONE_MALFORMED"},
        SpoilCase{"PhoneWithSpaces",
                  [](Household& h) { h.phone = "0912 345 678"; },
                  "phone PHONE_MALFORMED"},
        SpoilCase{"NoMembers", [](Household& h) { h.members.clear(); },
                  "members MEMBER_COUNT_OUT_OF_RANGE"},
        SpoilCase{
            "NoHead",
            [](Household& h) { h.members[0].relation = Relation::kOther; },
            "members HEAD_NOT_ONE"},
        SpoilCase{"TwoHeads",
                  [](Household& h) { h.members[1].relation = Relation::kHead; },
                  "members HEAD_NOT_ONE"},
        SpoilCase{"FiftyMembers",
                  [](Household& h) {
                    while (h.members.size() < 50) {
                      h.members.push_back(h.members[1]);
                      h.members.back().id =
                          "x" + std::to_string(h.members.size());
                    }
                  },
                  ""},
        SpoilCase{"FiftyOneMembers",
                  [](Household& h) {
                    while (h.members.size() < 51) {
                      h.members.push_back(h.members[1]);
                      h.members.back().id =
                          "x" + std::to_string(h.members.size());
                    }
                  },
                  "members MEMBER_COUNT_OUT_OF_RANGE"}),
    NameOfCase);

INSTANTIATE_TEST_SUITE_P(
    Members, CheckHouseholdTest,
    testing::Values(
        SpoilCase{"IdEmpty", [](Household& h) { h.members[1].id = ""; },
                  "members[1].member_id MEMBER_ID_MALFORMED"},
        SpoilCase{"IdOf27",
                  [](Household& h) { h.members[1].id = std::string(27, 'a'); },
                  "members[1].member_id MEMBER_ID_MALFORMED"},
        SpoilCase{"IdWithHyphen", [](Household& h) { h.members[1].id = "a-b"; },
                  "members[1].member_id MEMBER_ID_MALFORMED"},
        SpoilCase{"IdRepeated", [](Household& h) { h.members[1].id = "01"; },
                  "members[1].member_id MEMBER_ID_REPEATED"},
        SpoilCase{"NameEmpty",
                  [](Household& h) { h.members[1].full_name = ""; },
                  "members[1].full_name NAME_MALFORMED"},
        SpoilCase{"NameBlank",
                  [](Household& h) { h.members[1].full_name = "  "; },
                  "members[1].full_name NAME_MALFORMED"},
        SpoilCase{"NameWithTab",
                  [](Household& h) { h.members[1].full_name = "a\tb"; },
                  "members[1].full_name NAME_MALFORMED"},
        SpoilCase{"NameOf101",
                  [](Household& h) {
                    h.members[1].full_name = std::string(101, 'a');
                  },
                  "members[1].full_name NAME_MALFORMED"},
        SpoilCase{"BirthUnreadable",
                  [](Household& h) { h.members[1].birth_date = kNoDay; },
                  "members[1].birth_date BIRTH_DATE_MALFORMED"},
        SpoilCase{"BornToday",
                  [](Household& h) { h.members[1].birth_date = kToday; }, ""},
        SpoilCase{"BornTomorrow",
                  [](Household& h) { h.members[1].birth_date = kToday + 1; },
                  "members[1].birth_date BIRTH_DATE_IN_FUTURE"},
        SpoilCase{"BornIn1900",
                  [](Household& h) {
                    h.members[1].birth_date = absl::CivilDay(1900, 1, 1);
                  },
                  ""},
        SpoilCase{"BornIn1899",
                  [](Household& h) {
                    h.members[1].birth_date = absl::CivilDay(1899, 12, 31);
                  },
                  "members[1].birth_date BIRTH_DATE_TOO_EARLY"},
        SpoilCase{"NoSex",
                  [](Household& h) { h.members[1].sex = Sex::kUnspecified; },
                  "members[1].sex SEX_MISSING"},
        SpoilCase{"NoRelation",
                  [](Household& h) {
                    h.members[1].relation = Relation::kUnspecified;
                  },
                  "members[1].relation RELATION_MISSING"},
        SpoilCase{"EthnicGroupUnknown",
                  [](Household& h) { h.members[1].ethnic_group = "99"; },
                  "members[1].ethnic_group ETHNIC_GROUP_UNKNOWN"},
        SpoilCase{"EthnicGroupOfTheOtherList",
                  [](Household& h) { h.members[1].ethnic_group = "04"; },
                  "members[1].ethnic_group ETHNIC_GROUP_UNKNOWN"},
        SpoilCase{"EthnicGroupOfTheCensus",
                  [](Household& h) {
                    h.members[1].ethnic_group = "04";
                    h.members[1].ethnic_code_system = EthnicCodeSystem::kCensus;
                  },
                  ""},
        SpoilCase{"EthnicGroupNotOfTheCensus",
                  [](Household& h) {
                    h.members[1].ethnic_code_system = EthnicCodeSystem::kCensus;
                  },
                  "members[1].ethnic_group ETHNIC_GROUP_UNKNOWN"},
        SpoilCase{
            "NumberWithoutKind",
            [](Household& h) { h.members[1].identity_number = "123456789"; },
            "members[1].identity_kind IDENTITY_KIND_MISSING"},
        SpoilCase{"KindWithoutNumber",
                  [](Household& h) { h.members[0].identity_number = ""; },
                  "members[0].identity_number IDENTITY_NUMBER_MALFORMED"},
        SpoilCase{"OldNumberOf9",
                  [](Household& h) {
                    h.members[1].identity_kind = IdentityKind::kOldId;
                    h.members[1].identity_number = "123456789";
                  },
                  ""},
        SpoilCase{"OldNumberOf10",
                  [](Household& h) {
                    h.members[1].identity_kind = IdentityKind::kOldId;
                    h.members[1].identity_number = "1234567890";
                  },
                  "members[1].identity_number IDENTITY_NUMBER_MALFORMED"},
        SpoilCase{"NumberRepeated",
                  [](Household& h) {
                    h.members.push_back(h.members[0]);
                    h.members[2].id = "03";
                    h.members[2].relation = Relation::kOther;
                  },
                  "members[2].identity_number IDENTITY_NUMBER_REPEATED"}),
    NameOfCase);

TEST(CheckHousehold, TellsEveryFaultAtOnce) {
  Household household = SampleHousehold();
  household.number = 0;
  household.members[0].birth_date = kToday + 1;
  household.members[1].ethnic_group = "";
  EXPECT_THAT(FaultsOf(household),
              ElementsAre("number HOUSEHOLD_NUMBER_OUT_OF_RANGE",
                          "members[0].birth_date BIRTH_DATE_IN_FUTURE",
                          "members[1].ethnic_group ETHNIC_GROUP_UNKNOWN"));
}

struct CitizenIdCase {
  const char* name;
  const char* number;
  int birth_year;
  Sex sex;
  bool training;
  CitizenIdFit want;
};

class FitCitizenIdTest : public testing::TestWithParam<CitizenIdCase> {};

TEST_P(FitCitizenIdTest, JudgesTheNumber) {
  const CitizenIdCase& c = GetParam();
  EXPECT_EQ(FitCitizenId(c.number, absl::CivilDay(c.birth_year, 7, 1), c.sex,
                         c.training, SampleRules()),
            c.want);
}

INSTANTIATE_TEST_SUITE_P(
    Edges, FitCitizenIdTest,
    testing::Values(
        CitizenIdCase{"Man1984", "024084000999", 1984, Sex::kMale, false,
                      CitizenIdFit::kFits},
        CitizenIdCase{"Woman1999", "001199000001", 1999, Sex::kFemale, false,
                      CitizenIdFit::kFits},
        CitizenIdCase{"Woman2000", "001300000001", 2000, Sex::kFemale, false,
                      CitizenIdFit::kFits},
        CitizenIdCase{"DigitOfTheOtherSex", "024184000999", 1984, Sex::kMale,
                      false, CitizenIdFit::kOtherCentury},
        CitizenIdCase{"DigitOfTheOtherCentury", "024000000001", 2000,
                      Sex::kMale, false, CitizenIdFit::kOtherCentury},
        CitizenIdCase{"OtherYear", "024085000999", 1984, Sex::kMale, false,
                      CitizenIdFit::kOtherYear},
        CitizenIdCase{"NoSuchProvince", "097084000999", 1984, Sex::kMale, false,
                      CitizenIdFit::kUnknownProvince},
        CitizenIdCase{"BornAbroad", "123084000999", 1984, Sex::kMale, false,
                      CitizenIdFit::kFits},
        CitizenIdCase{"Eleven", "02408400099", 1984, Sex::kMale, false,
                      CitizenIdFit::kNotTwelveDigits},
        CitizenIdCase{"Letters", "02408400099a", 1984, Sex::kMale, false,
                      CitizenIdFit::kNotTwelveDigits},
        CitizenIdCase{"MadeUpInTraining", "024584000999", 1984, Sex::kMale,
                      true, CitizenIdFit::kFits},
        CitizenIdCase{"MadeUpElsewhere", "024584000999", 1984, Sex::kMale,
                      false, CitizenIdFit::kOtherCentury},
        CitizenIdCase{"MadeUpOfAnotherYear", "024585000999", 1984, Sex::kMale,
                      true, CitizenIdFit::kOtherYear},
        CitizenIdCase{"RealInTraining", "024084000999", 1984, Sex::kMale, true,
                      CitizenIdFit::kFits}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(PlainLength, CountsCharactersAndRefusesWhatIsNotText) {
  EXPECT_EQ(PlainLength(""), 0);
  EXPECT_EQ(PlainLength("Nguyễn"), 6);
  EXPECT_EQ(PlainLength("𠀀"), 1);
  EXPECT_EQ(PlainLength("a\x7f"), -1);
  EXPECT_EQ(PlainLength("\xc2\x85"), -1) << "next line";
  EXPECT_EQ(PlainLength("\xe2\x80\xa8"), -1) << "line separator";
  EXPECT_EQ(PlainLength("\xc0\xaf"), -1) << "overlong";
  EXPECT_EQ(PlainLength("\xed\xa0\x80"), -1) << "surrogate";
  EXPECT_EQ(PlainLength("\xf5\x80\x80\x80"), -1) << "beyond Unicode";
  EXPECT_EQ(PlainLength("\xe1\xba"), -1) << "cut off";
}

absl::StatusOr<Household> Edited(const Household& current, HouseholdEdit edit) {
  const PersonRules rules = SampleRules();
  edit.occasion = {.date = kToday, .actor = "staff/a"};
  return Edit(current, edit, {.rules = rules, .today = kToday});
}

TEST(Edit, ChangesOnlyTheNamedFields) {
  const Household current = SampleHousehold();
  HouseholdEdit edit{.seen_revision = 1, .wanted = current, .phone = true};
  edit.wanted.phone = "";
  edit.wanted.address = "elsewhere";
  ASSERT_OK_AND_ASSIGN(Household next, Edited(current, edit));
  EXPECT_EQ(next.phone, "");
  EXPECT_EQ(next.address, current.address);
}

TEST(Edit, SaysWhoCorrectedWhatAndRemembersWhoWasListedByMistake) {
  const Household current = SampleHousehold();
  HouseholdEdit edit{.seen_revision = 1, .wanted = current, .members = true};
  edit.wanted.members.pop_back();
  ASSERT_OK_AND_ASSIGN(Household next, Edited(current, edit));
  EXPECT_EQ(next.event.kind, EventKind::kCorrected);
  EXPECT_EQ(next.event.date, kToday);
  EXPECT_EQ(next.event.actor, "staff/a");
  ASSERT_EQ(next.former.size(), 1u);
  EXPECT_EQ(next.former[0].member.id, "02");
  EXPECT_EQ(next.former[0].why, EventKind::kCorrected);
  edit.seen_revision = next.revision;
  edit.wanted.members = current.members;
  const auto again = Edited(next, edit);
  EXPECT_THAT(again,
              StatusIs(absl::StatusCode::kInvalidArgument, "MEMBER_ID_REUSED"));
}

TEST(Edit, LeavesAHouseholdAloneThatIsNoMore) {
  Household current = SampleHousehold();
  current.status = HouseholdStatus::kMerged;
  HouseholdEdit edit{.seen_revision = 1, .wanted = current, .phone = true};
  edit.wanted.phone = "0900000000";
  EXPECT_THAT(
      Edited(current, edit),
      StatusIs(absl::StatusCode::kFailedPrecondition, "HOUSEHOLD_NOT_ACTIVE"));
}

TEST(Edit, RefusesAStaleOneWithTheFieldsThatDiffer) {
  Household current = SampleHousehold();
  current.revision = 2;
  HouseholdEdit edit{.seen_revision = 1,
                     .wanted = current,
                     .number = true,
                     .phone = true,
                     .members = true};
  edit.wanted.phone = "0900000000";
  edit.wanted.members.pop_back();
  const auto next = Edited(current, edit);
  ASSERT_THAT(next, StatusIs(absl::StatusCode::kAborted, "STALE_HOUSEHOLD"));
  std::vector<std::string> fields;
  for (const Violation& v : ViolationsOf(next.status()))
    fields.push_back(v.field);
  EXPECT_THAT(fields, ElementsAre("household.phone", "household.members"));
}

TEST(Edit, TakesTheRepeatOfAnEditThatWasMade) {
  Household current = SampleHousehold();
  current.revision = 2;
  const HouseholdEdit edit{
      .seen_revision = 1, .wanted = current, .phone = true};
  ASSERT_OK_AND_ASSIGN(Household next, Edited(current, edit));
  EXPECT_EQ(next.revision, 2);
}

TEST(Edit, LeavesAnErasedMemberAsItIs) {
  Household current = SampleHousehold();
  current.members[1].full_name.clear();
  current.members[1].identity_kind = IdentityKind::kNone;
  current.members[1].identity_number.clear();
  HouseholdEdit edit{
      .seen_revision = 1, .wanted = current, .phone = true, .members = true};
  edit.wanted.phone = "0987654321";
  ASSERT_OK_AND_ASSIGN(const Household next, Edited(current, edit));
  EXPECT_EQ(next.phone, "0987654321");
  EXPECT_EQ(next.members, current.members);
  // Whatever else is changed in it needs a name again.
  Member& member = edit.wanted.members[1];
  member.sex = member.sex == Sex::kMale ? Sex::kFemale : Sex::kMale;
  EXPECT_THAT(Edited(current, edit),
              StatusIs(absl::StatusCode::kInvalidArgument, "NAME_MALFORMED"));
}

TEST(Edit, ChecksWhatComesOut) {
  const Household current = SampleHousehold();
  HouseholdEdit edit{.seen_revision = 1, .wanted = current, .members = true};
  edit.wanted.members[1].birth_date = kToday + 1;
  const auto next = Edited(current, edit);
  ASSERT_THAT(next, StatusIs(absl::StatusCode::kInvalidArgument,
                             "BIRTH_DATE_IN_FUTURE"));
  EXPECT_EQ(ViolationsOf(next.status())[0].field,
            "household.members[1].birth_date");
}

}  // namespace
}  // namespace rasoat::registry

// What a store of people promises, asked of the one in memory and of the one on
// MariaDB; and what only the latter has to show: the unique number under
// concurrent writers, and ten thousand people.
#include "services/registry/store/person_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/feed/feed.h"
#include "services/registry/domain/name_fold.h"
#include "services/registry/rpc/proto_record_codec.h"
#include "services/registry/store/mysql_household_store.h"
#include "services/registry/store/mysql_person_rows.h"
#include "services/registry/store/mysql_person_store.h"
#include "services/registry/store/mysql_visit_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/registry/memory_people.h"
#include "tests/support/registry/sample_keys.h"
#include "tests/support/registry/samples.h"
#include "tests/support/scratch_schema.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Stores {
 public:
  virtual ~Stores() = default;
  virtual bool ok() const { return true; }
  virtual HouseholdStore& households() = 0;
  virtual VisitStore& visits() = 0;
  virtual PersonStore& people() = 0;
};

class MemoryStores final : public Stores {
 public:
  HouseholdStore& households() override { return registry_; }
  VisitStore& visits() override { return registry_; }
  PersonStore& people() override { return people_; }

 private:
  FakeClock clock_;
  MemoryRegistry registry_{clock_};
  MemoryPersonStore people_{registry_};
};

class MySqlStores final : public Stores {
 public:
  MySqlStores() {
    if (!schema_.ok()) return;
    feed_ = std::make_unique<feed::Feed>(schema_.pool(), clock_);
    households_ = std::make_unique<MySqlHouseholdStore>(*feed_, rows_, codec_);
    visits_ =
        std::make_unique<MySqlVisitStore>(*feed_, rows_, survey_rows_, codec_);
    people_ = std::make_unique<MySqlPersonStore>(schema_.pool(), index_);
  }
  bool ok() const override { return schema_.ok(); }
  HouseholdStore& households() override { return *households_; }
  VisitStore& visits() override { return *visits_; }
  PersonStore& people() override { return *people_; }
  ScratchSchema& schema() { return schema_; }
  PersonLookup& lookup() { return *people_; }

 private:
  FakeClock clock_;
  ScratchSchema schema_{"services/registry/migrations"};
  ProtoRecordCodec codec_;
  const crypto::KeyRing keys_ = SampleKeys();
  const crypto::BlindIndex index_ = SampleIndex();
  MySqlHouseholdRows rows_{codec_, keys_, index_};
  MySqlSurveyRows survey_rows_{codec_, keys_};
  std::unique_ptr<feed::Feed> feed_;
  std::unique_ptr<MySqlHouseholdStore> households_;
  std::unique_ptr<MySqlVisitStore> visits_;
  std::unique_ptr<MySqlPersonStore> people_;
};

absl::Time Soon() { return SystemClock().Now() + absl::Seconds(60); }

/// A household of one, the head, without a number.
Household Alone(std::uint64_t id, const std::string& name,
                const std::string& village = "07207001", int year = 1980) {
  Household household = SampleHousehold(id);
  household.village = {village};
  household.members.resize(1);
  household.members[0].full_name = name;
  household.members[0].birth_date = absl::CivilDay(year, 5, 6);
  household.members[0].identity_kind = IdentityKind::kNone;
  household.members[0].identity_number = "";
  return household;
}

std::vector<std::string> Take(Stores& stores, std::vector<Household> all) {
  std::vector<NewVisit> visits;
  for (Household& one : all) visits.push_back({.household = std::move(one)});
  auto statuses = stores.visits().Take(visits, Soon());
  EXPECT_OK(statuses);
  std::vector<std::string> reasons;
  if (!statuses.ok()) return reasons;
  for (const absl::Status& status : *statuses) {
    reasons.push_back(status.ok() ? "OK" : ReasonOf(status));
  }
  return reasons;
}

VillageSet Villages(std::vector<std::string> codes) {
  return {.codes = std::move(codes)};
}

/// More than are read whole, with 07207001 and 07207002 among them.
VillageSet ManyVillages() {
  VillageSet set;
  for (int i = 1; i <= 40; ++i) {
    set.codes.push_back(absl::StrFormat("07207%03d", i));
  }
  return set;
}

struct Kind {
  const char* name;
  std::unique_ptr<Stores> (*make)();
};

class PersonStoreTest : public testing::TestWithParam<Kind> {
 protected:
  void SetUp() override {
    stores_ = GetParam().make();
    ASSERT_TRUE(stores_->ok());
  }

  /// "match household" of every hit, page by page.
  std::vector<std::string> Search(const std::string& typed,
                                  const VillageSet& villages, int page = 100,
                                  BirthYears born = {}) {
    std::vector<std::string> found;
    std::optional<NamePlace> after;
    for (;;) {
      auto hits = stores_->people().FindByName(
          {.typed = FoldName(typed), .villages = villages, .born = born}, after,
          page, Soon());
      EXPECT_OK(hits);
      if (!hits.ok()) return found;
      for (const NameHit& hit : *hits) {
        found.push_back(absl::StrCat(static_cast<int>(hit.match), " ",
                                     hit.household.bytes[15]));
      }
      if (static_cast<int>(hits->size()) < page) return found;
      const NameHit& last = hits->back();
      after =
          NamePlace{last.match, last.village, last.household, last.member_id};
    }
  }

  std::unique_ptr<Stores> stores_;
};

INSTANTIATE_TEST_SUITE_P(
    All, PersonStoreTest,
    testing::Values(Kind{"Memory",
                         []() -> std::unique_ptr<Stores> {
                           return std::make_unique<MemoryStores>();
                         }},
                    Kind{"MySql",
                         []() -> std::unique_ptr<Stores> {
                           return std::make_unique<MySqlStores>();
                         }}),
    [](const auto& info) { return std::string(info.param.name); });

TEST_P(PersonStoreTest, FindsByNameBestFirst) {
  ASSERT_THAT(
      Take(*stores_, {Alone(1, "Nguyễn Văn Hùng"),
                      Alone(2, "Nguyễn Văn Hùng Anh"), Alone(3, "Nguyễn Hùng"),
                      Alone(4, "Trần Hùng"), Alone(5, "Hùng Thị Lan"),
                      Alone(6, "NGUYEN  VAN-HUNG", "07207002")}),
      testing::Each("OK"));
  for (const VillageSet& villages : {Villages({"07207001", "07207002"}),
                                     ManyVillages(), VillageSet{.all = true}}) {
    EXPECT_THAT(Search("nguyen van hung", villages),
                ElementsAre("1 1", "1 6", "2 2"));
    EXPECT_THAT(Search("nguyễn hùng", villages),
                ElementsAre("1 3", "3 1", "3 6"));
    EXPECT_THAT(Search("Hung", villages),
                ElementsAre("2 5", "4 3", "4 1", "4 6", "4 4"));
    EXPECT_THAT(Search("hung nguyen", villages),
                ElementsAre("4 3", "4 1", "4 6"));
    EXPECT_THAT(Search("van", villages), IsEmpty());
    EXPECT_THAT(Search("nguyen van hung", Villages({"07207002"})),
                ElementsAre("1 6"));
    EXPECT_THAT(Search("nguyen van hung", Villages({})), IsEmpty());
    for (int page = 1; page <= 4; ++page) {
      EXPECT_THAT(Search("hung", villages, page),
                  ElementsAre("2 5", "4 3", "4 1", "4 6", "4 4"))
          << page << " a page";
    }
  }
}

TEST_P(PersonStoreTest, BoundsTheYearOfBirth) {
  ASSERT_THAT(Take(*stores_, {Alone(1, "Lê Hoa", "07207001", 1979),
                              Alone(2, "Lê Hoa", "07207001", 1980),
                              Alone(3, "Lê Hoa", "07207001", 1981)}),
              testing::Each("OK"));
  for (const VillageSet& villages : {Villages({"07207001"}), ManyVillages()}) {
    EXPECT_THAT(Search("le hoa", villages, 100, {.from = 1980, .to = 1980}),
                ElementsAre("1 2"));
    EXPECT_THAT(Search("le hoa", villages, 1, {.from = 1980}),
                ElementsAre("1 2", "1 3"));
    EXPECT_THAT(Search("hoa", villages, 1, {.to = 1980}),
                ElementsAre("4 1", "4 2"));
  }
}

TEST_P(PersonStoreTest, FollowsAHouseholdsChanges) {
  ASSERT_THAT(Take(*stores_, {Alone(1, "Lê Hoa")}), ElementsAre("OK"));
  const VillageSet all{.all = true};
  ASSERT_OK(stores_->households().Update(
      IdNumber<HouseholdId>(1),
      [](const Household& current) -> absl::StatusOr<Household> {
        Household next = current;
        next.members[0].full_name = "Lê Mai";
        return next;
      },
      Soon()));
  EXPECT_THAT(Search("le hoa", all), IsEmpty());
  EXPECT_THAT(Search("le mai", all), ElementsAre("1 1"));
  ASSERT_OK(stores_->households().Update(
      IdNumber<HouseholdId>(1),
      [](const Household& current) -> absl::StatusOr<Household> {
        Household next = current;
        next.village = {"07207002"};
        return next;
      },
      Soon()));
  EXPECT_THAT(Search("le mai", Villages({"07207001"})), IsEmpty());
  EXPECT_THAT(Search("le mai", Villages({"07207002"})), ElementsAre("1 1"));
  ASSERT_OK(stores_->households().Update(
      IdNumber<HouseholdId>(1),
      [](const Household& current) -> absl::StatusOr<Household> {
        Household next = current;
        next.status = HouseholdStatus::kDissolved;
        next.number = 0;
        next.members.clear();
        return next;
      },
      Soon()));
  EXPECT_THAT(Search("le mai", all), IsEmpty());
  EXPECT_THAT(stores_->people().FindByPhone("0912345678", Soon()),
              testing::Property(
                  &absl::StatusOr<std::vector<HouseholdId>>::value, IsEmpty()));
}

TEST_P(PersonStoreTest, SaysWhenThePagesLastPersonIsGone) {
  EXPECT_THAT(
      stores_->people().FindByName(
          {.typed = "hoa", .villages = {.all = true}},
          NamePlace{
              NameMatch::kExact, {"07207001"}, IdNumber<HouseholdId>(9), "01"},
          10, Soon()),
      StatusIs(absl::StatusCode::kAborted, "PAGE_PERSON_GONE"));
}

TEST_P(PersonStoreTest, FindsByNumberAndTelephone) {
  Household old = Alone(2, "Lê Hoa");
  old.members[0].identity_kind = IdentityKind::kOldId;
  old.members[0].identity_number = "123456789";
  old.phone = "+84912345678";
  Household other = Alone(3, "Lê Hoa");
  other.members[0].identity_kind = IdentityKind::kOldId;
  other.members[0].identity_number = "123456789";
  other.phone = "";
  ASSERT_THAT(Take(*stores_, {SampleHousehold(1), old, other}),
              ElementsAre("OK", "OK", "OK"));
  ASSERT_OK_AND_ASSIGN(const auto citizen,
                       stores_->people().FindByIdentity(
                           IdentityKind::kCitizenId, "024080000001", Soon()));
  ASSERT_THAT(citizen, SizeIs(1));
  EXPECT_EQ(citizen[0].household, IdNumber<HouseholdId>(1));
  EXPECT_EQ(citizen[0].member_id, "01");
  EXPECT_EQ(citizen[0].identity_kind, IdentityKind::kCitizenId);
  EXPECT_EQ(citizen[0].name_key, "nguyen van mau");
  ASSERT_OK_AND_ASSIGN(const auto olds,
                       stores_->people().FindByIdentity(IdentityKind::kOldId,
                                                        "123456789", Soon()));
  EXPECT_THAT(olds, SizeIs(2));
  ASSERT_OK_AND_ASSIGN(const auto none,
                       stores_->people().FindByIdentity(
                           IdentityKind::kCitizenId, "123456789", Soon()));
  EXPECT_THAT(none, IsEmpty());
  ASSERT_OK_AND_ASSIGN(auto phones,
                       stores_->people().FindByPhone("0912345678", Soon()));
  std::sort(phones.begin(), phones.end());
  EXPECT_THAT(phones,
              ElementsAre(IdNumber<HouseholdId>(1), IdNumber<HouseholdId>(2)));
}

TEST_P(PersonStoreTest, ACitizenIdBelongsToOneHousehold) {
  ASSERT_THAT(Take(*stores_, {SampleHousehold(1)}), ElementsAre("OK"));
  Household second = SampleHousehold(2);
  second.members[0].identity_number = "024080000001";
  EXPECT_THAT(Take(*stores_, {second, SampleHousehold(3)}),
              ElementsAre("PERSON_REGISTERED", "OK"));
  EXPECT_THAT(stores_->households().Get(second.id, Soon()),
              StatusIs(absl::StatusCode::kNotFound, "HOUSEHOLD_NOT_FOUND"));
  EXPECT_THAT(stores_->households().Update(
                  IdNumber<HouseholdId>(3),
                  [](const Household& current) -> absl::StatusOr<Household> {
                    Household next = current;
                    next.members[0].identity_number = "024080000001";
                    return next;
                  },
                  Soon()),
              StatusIs(absl::StatusCode::kAlreadyExists, "PERSON_REGISTERED"));
  // The person goes from one household to the other in one step.
  ASSERT_OK(stores_->households().Record(
      {.households = {IdNumber<HouseholdId>(1), IdNumber<HouseholdId>(3)}},
      [](const std::vector<Household>& current)
          -> absl::StatusOr<std::vector<Household>> {
        std::vector<Household> next = current;
        std::swap(next[0].members[0].identity_number,
                  next[1].members[0].identity_number);
        return next;
      },
      Soon()));
  // And is free once nobody holds it.
  ASSERT_OK(stores_->households().Update(
      IdNumber<HouseholdId>(3),
      [](const Household& current) -> absl::StatusOr<Household> {
        Household next = current;
        next.members[0].identity_number = "024080000777";
        return next;
      },
      Soon()));
  EXPECT_THAT(Take(*stores_, {second}), ElementsAre("OK"));
}

class MySqlPersonStoreTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(stores_.ok()); }
  MySqlStores stores_;
};

TEST_F(MySqlPersonStoreTest, OfTwoWhoRegisterOneNumberAtOnceOneWins) {
  constexpr int kRounds = 20;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<std::string> reasons(2);
    std::vector<std::thread> writers;
    for (int writer = 0; writer < 2; ++writer) {
      writers.emplace_back([&, writer] {
        Household household = SampleHousehold(1000 + 2 * round + writer);
        household.members[0].identity_number =
            absl::StrFormat("024080%06d", round);
        NewVisit visit{.household = household};
        auto statuses =
            stores_.visits().Take(absl::MakeConstSpan(&visit, 1), Soon());
        reasons[writer] = !statuses.ok()        ? ReasonOf(statuses.status())
                          : (*statuses)[0].ok() ? "OK"
                                                : ReasonOf((*statuses)[0]);
      });
    }
    for (std::thread& writer : writers) writer.join();
    std::sort(reasons.begin(), reasons.end());
    EXPECT_THAT(reasons, ElementsAre("OK", "PERSON_REGISTERED")) << round;
  }
}

TEST_F(MySqlPersonStoreTest, TellsWhoHoldsManyNumbersAtOnce) {
  std::vector<Household> all;
  std::vector<std::string> asked = {"024080999999"};
  for (std::uint64_t id = 1; id <= 130; ++id) {
    all.push_back(SampleHousehold(id));
    asked.push_back(all.back().members[0].identity_number);
  }
  EXPECT_THAT(Take(stores_, all), testing::Each("OK"));
  ASSERT_OK_AND_ASSIGN(auto holders, stores_.lookup().HoldersOf(asked, Soon()));
  ASSERT_THAT(holders, SizeIs(130));
  for (const PersonLookup::Holder& holder : holders) {
    EXPECT_EQ(holder.citizen_id,
              absl::StrFormat("024080%06d", holder.household.bytes[15]));
  }
  ASSERT_OK_AND_ASSIGN(const auto none, stores_.lookup().HoldersOf({}, Soon()));
  EXPECT_THAT(none, IsEmpty());
}

/// Households from before the index: their members are written when their
/// content is sealed, without a number that somebody has by now.
TEST_F(MySqlPersonStoreTest, OldHouseholdsAreIndexedLater) {
  Household old = SampleHousehold(1);
  EXPECT_THAT(Take(stores_, {old, SampleHousehold(2)}), testing::Each("OK"));
  stores_.schema().Run("DELETE FROM person WHERE member_id = '02';");
  const auto index_again = [&] {
    return mysql::InTransaction(
        stores_.schema().pool(), Soon(), [&](mysql::Transaction& tx) {
          Household content;
          content.id = old.id;
          content.members = old.members;
          return IndexOldHousehold(tx, content, SampleIndex());
        });
  };
  ASSERT_OK(index_again());
  const auto found = [&](const std::string& number) {
    auto persons = stores_.people().FindByIdentity(IdentityKind::kCitizenId,
                                                   number, Soon());
    return persons.ok() ? persons->size() : 99;
  };
  EXPECT_EQ(found("024080000001"), 1u);
  ASSERT_OK_AND_ASSIGN(const auto hits,
                       stores_.people().FindByName({.typed = "nguyen thi mau",
                                                    .villages = {.all = true}},
                                                   {}, 10, Soon()));
  EXPECT_THAT(hits, SizeIs(1)) << "the other one's child is still missing";
  old.members[0].identity_number = "024080000002";
  ASSERT_OK(index_again());
  EXPECT_EQ(found("024080000001"), 0u);
  EXPECT_EQ(found("024080000002"), 1u);
}

/// The index tells what a walk over everybody tells, for ten thousand people of
/// few names in eighty villages.
TEST_F(MySqlPersonStoreTest, TellsTheSameAsAWalkOverTenThousand) {
  FakeClock clock;
  MemoryRegistry registry(clock);
  MemoryPersonStore walk(registry);
  const std::vector<std::string> surnames = {"Nguyễn", "Trần", "Lê", "Vi"};
  const std::vector<std::string> middles = {" Văn", " Thị", " Thị Thu", ""};
  const std::vector<std::string> given = {" Hùng", " Hoa", " Hoà", " Hoàng",
                                          " An",   " Anh", " Lê",  " Vân"};
  std::minstd_rand chance(7);
  const auto draw = [&](const std::vector<std::string>& from) {
    return from[chance() % from.size()];
  };
  std::vector<Household> batch;
  for (std::uint64_t id = 1; id <= 2500; ++id) {
    Household household = SampleHousehold(id);
    household.village = {absl::StrFormat("07207%03d", 1 + chance() % 80)};
    const Member like = household.members[1];
    household.members.clear();
    for (int i = 0; i < 4; ++i) {
      Member member = like;
      member.id = absl::StrFormat("%02d", i + 1);
      member.full_name = draw(surnames) + draw(middles) + draw(given);
      member.birth_date = absl::CivilDay(1950 + chance() % 70, 1, 1);
      household.members.push_back(std::move(member));
    }
    batch.push_back(household);
    if (batch.size() == 250) {
      std::vector<NewVisit> visits;
      for (Household& one : batch) visits.push_back({.household = one});
      ASSERT_OK(registry.Take(visits, Soon()));
      EXPECT_THAT(Take(stores_, std::move(batch)), testing::Each("OK"));
      batch.clear();
    }
  }
  VillageSet few;
  VillageSet many;
  for (int i = 1; i <= 80; ++i) {
    const std::string code = absl::StrFormat("07207%03d", i);
    if (i % 9 == 0) few.codes.push_back(code);
    if (i % 2 == 0) many.codes.push_back(code);
  }
  int hits = 0;
  for (const VillageSet& villages : {few, many, VillageSet{.all = true}}) {
    for (const std::string typed :
         {"nguyen van hung", "nguyen v", "hoa", "hoa tran", "le hung", "le",
          "vi thi", "vi thi thu hoang", "an", "tran le"}) {
      for (const BirthYears born :
           {BirthYears{}, BirthYears{.from = 1970, .to = 1975}}) {
        const NameSearch search{
            .typed = typed, .villages = villages, .born = born};
        std::optional<NamePlace> after;
        for (int page = 0; page < 4; ++page) {
          ASSERT_OK_AND_ASSIGN(const auto got, stores_.people().FindByName(
                                                   search, after, 37, Soon()));
          ASSERT_OK_AND_ASSIGN(const auto want,
                               walk.FindByName(search, after, 37, Soon()));
          ASSERT_EQ(got.size(), want.size()) << typed;
          for (std::size_t i = 0; i < got.size(); ++i) {
            EXPECT_EQ(got[i].match, want[i].match) << typed;
            EXPECT_EQ(got[i].name_key, want[i].name_key) << typed;
            EXPECT_EQ(got[i].household, want[i].household) << typed;
            EXPECT_EQ(got[i].member_id, want[i].member_id) << typed;
          }
          hits += static_cast<int>(got.size());
          if (got.size() < 37) break;
          const NameHit& last = got.back();
          after = NamePlace{last.match, last.village, last.household,
                            last.member_id};
        }
      }
    }
  }
  EXPECT_GT(hits, 2000);
}

}  // namespace
}  // namespace rasoat::registry

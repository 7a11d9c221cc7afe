// What finding and keeping duplicates promises, asked of the ones in memory and
// of those on MariaDB.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/feed/feed.h"
#include "services/registry/rpc/proto_record_codec.h"
#include "services/registry/store/mysql_duplicate_finder.h"
#include "services/registry/store/mysql_duplicate_scan_store.h"
#include "services/registry/store/mysql_duplicate_store.h"
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
  virtual VisitStore& visits() = 0;
  virtual DuplicateFinder& finder() = 0;
  virtual DuplicateStore& cases() = 0;
  virtual DuplicateScanStore& scans() = 0;
};

class MemoryStores final : public Stores {
 public:
  VisitStore& visits() override { return registry_; }
  DuplicateFinder& finder() override { return finder_; }
  DuplicateStore& cases() override { return cases_; }
  DuplicateScanStore& scans() override { return scans_; }

 private:
  MemoryDuplicateScanStore scans_;
  FakeClock clock_;
  MemoryRegistry registry_{clock_};
  MemoryDuplicateFinder finder_{registry_};
  MemoryDuplicateStore cases_;
};

class MySqlStores final : public Stores {
 public:
  MySqlStores() {
    if (!schema_.ok()) return;
    feed_ = std::make_unique<feed::Feed>(schema_.pool(), clock_);
    visits_ =
        std::make_unique<MySqlVisitStore>(*feed_, rows_, survey_rows_, codec_);
    finder_ = std::make_unique<MySqlDuplicateFinder>(
        schema_.pool(), index_, reasons_.marks,
        [](absl::Time) -> absl::StatusOr<CommuneOf> { return SampleCommune; });
    cases_ =
        std::make_unique<MySqlDuplicateStore>(schema_.pool(), index_, keys_);
    scans_ = std::make_unique<MySqlDuplicateScanStore>(schema_.pool());
  }
  bool ok() const override { return schema_.ok(); }
  VisitStore& visits() override { return *visits_; }
  DuplicateFinder& finder() override { return *finder_; }
  DuplicateStore& cases() override { return *cases_; }
  DuplicateScanStore& scans() override { return *scans_; }

 private:
  FakeClock clock_;
  ScratchSchema schema_{"services/registry/migrations"};
  ProtoRecordCodec codec_;
  const crypto::KeyRing keys_ = SampleKeys();
  const crypto::BlindIndex index_ = SampleIndex();
  const MarkedReasons reasons_ = SampleReasons();
  MySqlHouseholdRows rows_{codec_, keys_, index_};
  MySqlSurveyRows survey_rows_{codec_, keys_};
  std::unique_ptr<feed::Feed> feed_;
  std::unique_ptr<MySqlVisitStore> visits_;
  std::unique_ptr<MySqlDuplicateFinder> finder_;
  std::unique_ptr<MySqlDuplicateStore> cases_;
  std::unique_ptr<MySqlDuplicateScanStore> scans_;
};

struct Kind {
  const char* name;
  std::unique_ptr<Stores> (*make)();
};

absl::Time Soon() { return SystemClock().Now() + absl::Seconds(60); }

const absl::Time kNow = absl::FromUnixSeconds(1'630'000'000);

/// A household of one, without a number.
Household Alone(std::uint64_t id, const std::string& name,
                const std::string& village = "07207001",
                absl::CivilDay birth = absl::CivilDay(1980, 5, 6)) {
  Household household = SampleHousehold(id);
  household.village = {village};
  household.members.resize(1);
  household.members[0].full_name = name;
  household.members[0].birth_date = birth;
  household.members[0].identity_kind = IdentityKind::kNone;
  household.members[0].identity_number = "";
  return household;
}

std::string Text(const DuplicateFinding& finding) {
  return absl::StrCat(finding.first.bytes[15], "-", finding.second.bytes[15],
                      " ", finding.score);
}

std::vector<std::string> Texts(const std::vector<DuplicateFinding>& findings) {
  std::vector<std::string> texts;
  for (const DuplicateFinding& finding : findings) {
    texts.push_back(Text(finding));
  }
  return texts;
}

class DuplicateStoreTest : public testing::TestWithParam<Kind> {
 protected:
  void SetUp() override {
    stores_ = GetParam().make();
    ASSERT_TRUE(stores_->ok());
  }

  void Take(std::vector<Household> all) {
    std::vector<NewVisit> visits;
    for (Household& one : all) visits.push_back({.household = std::move(one)});
    ASSERT_OK_AND_ASSIGN(const auto statuses,
                         stores_->visits().Take(visits, Soon()));
    for (const absl::Status& status : statuses) EXPECT_OK(status);
  }

  std::vector<DuplicateFinding> Find(const Household& household,
                                     const FindOptions& options = {}) {
    const Household* const one[] = {&household};
    auto found = stores_->finder().Find(one, options, Soon());
    EXPECT_OK(found);
    return found.ok() ? *std::move(found) : std::vector<DuplicateFinding>();
  }

  std::vector<DuplicateFinding> Scan(std::vector<std::string> villages) {
    auto scan = stores_->finder().Scan({.codes = std::move(villages)}, Soon());
    EXPECT_OK(scan);
    return scan.ok() ? scan->findings : std::vector<DuplicateFinding>();
  }

  std::vector<RaiseEffect> Raise(const std::vector<DuplicateFinding>& found,
                                 absl::Time now = kNow) {
    auto effects = stores_->cases().Raise(found, now, Soon());
    EXPECT_OK(effects);
    return effects.ok() ? *std::move(effects) : std::vector<RaiseEffect>();
  }

  std::unique_ptr<Stores> stores_;
};

INSTANTIATE_TEST_SUITE_P(
    All, DuplicateStoreTest,
    testing::Values(Kind{"Memory",
                         []() -> std::unique_ptr<Stores> {
                           return std::make_unique<MemoryStores>();
                         }},
                    Kind{"MySql",
                         []() -> std::unique_ptr<Stores> {
                           return std::make_unique<MySqlStores>();
                         }}),
    [](const auto& info) { return std::string(info.param.name); });

TEST_P(DuplicateStoreTest, FindsBySimilarNameInTheVillage) {
  Take({Alone(1, "Nguyễn Văn Hùng"), Alone(2, "Nguyễn Văn Thành"),
        Alone(3, "Nguyễn Văn Hùng", "07207002", absl::CivilDay(1990, 1, 1))});
  EXPECT_THAT(Texts(Find(Alone(9, "Nguyen Van Hug"))), ElementsAre("1-9 65"));
  EXPECT_THAT(Find(Alone(9, "Trần Thị Bình")), IsEmpty());
}

TEST_P(DuplicateStoreTest, FindsOneNameAndDateAnywhere) {
  Household family = SampleHousehold(1);
  family.village = {"07299001"};
  Take({family});
  Household again = SampleHousehold(9);
  again.members[0].identity_kind = IdentityKind::kNone;
  again.members[0].identity_number = "";
  // Name, date, and the kin whom the index alone does not give.
  const auto found = Find(again, {.citizen_ids = false, .villages = false});
  EXPECT_THAT(Texts(found), ElementsAre("1-9 85"));
  EXPECT_THAT(found[0].matches, SizeIs(2));
  EXPECT_EQ(found[0].first_village.value, "07299001");
  EXPECT_EQ(found[0].second_village.value, "07207001");
}

TEST_P(DuplicateStoreTest, FindsByNumber) {
  Household old = Alone(2, "Lê Hoa", "07299001");
  old.members[0].identity_kind = IdentityKind::kOldId;
  old.members[0].identity_number = "123456789";
  Take({SampleHousehold(1), old});
  Household other = Alone(9, "Vũ Mai", "07288001", absl::CivilDay(1980, 1, 1));
  other.members[0].identity_kind = IdentityKind::kOldId;
  other.members[0].identity_number = "123456789";
  EXPECT_THAT(Texts(Find(other)), ElementsAre("2-9 95"));
  other.members[0].identity_kind = IdentityKind::kCitizenId;
  other.members[0].identity_number = "024080000001";
  EXPECT_THAT(Texts(Find(other)), ElementsAre("1-9 100"));
}

TEST_P(DuplicateStoreTest, FindsWithinWhatIsAskedAndNotItself) {
  const Household a = Alone(1, "Nguyễn Văn Hùng");
  const Household b = Alone(2, "Nguyễn Văn Hùng");
  Take({a});
  const Household* const both[] = {&a, &b};
  ASSERT_OK_AND_ASSIGN(const auto found,
                       stores_->finder().Find(both, {}, Soon()));
  EXPECT_THAT(Texts(found), ElementsAre("1-2 80"));
  EXPECT_THAT(Find(a), IsEmpty());
  ASSERT_OK_AND_ASSIGN(const auto none, stores_->finder().Find({}, {}, Soon()));
  EXPECT_THAT(none, IsEmpty());
}

TEST_P(DuplicateStoreTest, ScansACommuneAndBeyond) {
  Take({Alone(1, "Nguyễn Văn Hùng", "07207001"),
        Alone(2, "Nguyễn Văn Hùng", "07207001", absl::CivilDay(1980, 1, 1)),
        Alone(3, "Lê Hoa", "07207002"), Alone(4, "Lê Hoa", "07299001"),
        Alone(5, "Vũ Mai", "07299001"), Alone(6, "Vũ Mai", "07299001")});
  ASSERT_OK_AND_ASSIGN(
      const DuplicateScan scan,
      stores_->finder().Scan({.codes = {"07207001", "07207002"}}, Soon()));
  EXPECT_EQ(scan.people, 3);
  EXPECT_THAT(Texts(scan.findings), ElementsAre("1-2 65", "3-4 65"));
  EXPECT_THAT(Scan({"07277001"}), IsEmpty());
  EXPECT_THAT(Scan({}), IsEmpty());
}

TEST_P(DuplicateStoreTest, ManyAtOnce) {
  std::vector<Household> all;
  for (std::uint64_t i = 1; i <= 200; ++i) {
    all.push_back(Alone(i, absl::StrCat("Nguyễn Thị Số ", i),
                        absl::StrFormat("07207%03d", i % 20 + 1),
                        absl::CivilDay(1950 + i % 50, 1, 1 + i % 28)));
  }
  Take(all);
  std::vector<Household> again;
  for (Household household : all) {
    household.id = IdNumber<HouseholdId>(1000 + household.number);
    again.push_back(std::move(household));
  }
  std::vector<const Household*> asked;
  for (const Household& household : again) asked.push_back(&household);
  ASSERT_OK_AND_ASSIGN(
      const auto found,
      stores_->finder().Find(asked, {.villages = false}, Soon()));
  std::vector<bool> seen(201);
  for (const DuplicateFinding& finding : found) {
    if (finding.score == 80) seen[finding.first.bytes[15]] = true;
  }
  EXPECT_EQ(std::count(seen.begin(), seen.end(), true), 200);
}

TEST_P(DuplicateStoreTest, NotADuplicateIsRememberedUntilTheFactsChange) {
  Take({Alone(1, "Nguyễn Văn Hùng"), Alone(2, "Nguyễn Văn Hùng")});
  const auto found = Scan({"07207001"});
  EXPECT_THAT(Raise(found), ElementsAre(RaiseEffect::kRaised));
  EXPECT_THAT(Raise(found), ElementsAre(RaiseEffect::kOpen));
  const DuplicateId id{IdNumber<HouseholdId>(1), IdNumber<HouseholdId>(2)};
  ASSERT_OK_AND_ASSIGN(const DuplicateCase open,
                       stores_->cases().Get(id, Soon()));
  EXPECT_EQ(open.state, DuplicateState::kOpen);
  EXPECT_EQ(open.score, 80);
  EXPECT_EQ(open.matches, found[0].matches);
  EXPECT_EQ(open.raise_time, kNow);
  EXPECT_EQ(open.revision, 1);
  EXPECT_EQ(open.facts.size(), 16u);
  ASSERT_OK_AND_ASSIGN(const DuplicateCase decided,
                       stores_->cases().Update(
                           id,
                           [&](const DuplicateCase& known) {
                             return DecideCase(
                                 known,
                                 {.state = DuplicateState::kNotDuplicate,
                                  .reason = "Hai người cùng tên",
                                  .decider = "staff/a",
                                  .seen_revision = known.revision},
                                 kNow + absl::Nanoseconds(1'500));
                           },
                           Soon()));
  ASSERT_OK_AND_ASSIGN(const DuplicateCase read,
                       stores_->cases().Get(id, Soon()));
  EXPECT_EQ(read.state, DuplicateState::kNotDuplicate);
  EXPECT_EQ(read.reason, "Hai người cùng tên");
  EXPECT_EQ(read.revision, decided.revision);
  EXPECT_THAT(Raise(found), ElementsAre(RaiseEffect::kDismissed));

  auto changed = found;
  changed[0].facts += "x";
  EXPECT_THAT(Raise(changed, kNow + absl::Hours(1)),
              ElementsAre(RaiseEffect::kRaised));
  ASSERT_OK_AND_ASSIGN(const DuplicateCase again,
                       stores_->cases().Get(id, Soon()));
  EXPECT_EQ(again.state, DuplicateState::kOpen);
  EXPECT_EQ(again.decider, "");
}

TEST_P(DuplicateStoreTest, SaysWhatIsNotThere) {
  const DuplicateId id{IdNumber<HouseholdId>(1), IdNumber<HouseholdId>(2)};
  EXPECT_THAT(stores_->cases().Get(id, Soon()),
              StatusIs(absl::StatusCode::kNotFound, "DUPLICATE_NOT_FOUND"));
  EXPECT_THAT(
      stores_->cases().Update(
          id,
          [](const DuplicateCase& one) -> absl::StatusOr<DuplicateCase> {
            return one;
          },
          Soon()),
      StatusIs(absl::StatusCode::kNotFound, "DUPLICATE_NOT_FOUND"));
}

TEST_P(DuplicateStoreTest, ListsByScoreWithinAnAreaPageByPage) {
  std::vector<DuplicateFinding> findings;
  for (int i = 1; i <= 9; ++i) {
    findings.push_back(
        {.first = IdNumber<HouseholdId>(i),
         .second = IdNumber<HouseholdId>(100 + i),
         .first_village = {"07207001"},
         .second_village = {i % 3 == 0 ? "07299001" : "07207002"},
         .score = 60 + i % 2,
         .matches = {{"01", "02", 60 + i % 2, {}}},
         .facts = absl::StrCat(i)});
  }
  Raise(findings);
  const DuplicateFilter filter{.villages = {.codes = {"07207001", "07207002"}}};
  std::vector<int> listed;
  std::optional<DuplicatePlace> after;
  for (int page = 0; page < 9; ++page) {
    ASSERT_OK_AND_ASSIGN(const auto cases,
                         stores_->cases().List(filter, after, 2, Soon()));
    for (const DuplicateCase& one : cases) {
      listed.push_back(one.id.first.bytes[15]);
      after = DuplicatePlace{one.score, one.id};
    }
    if (cases.size() < 2) break;
  }
  EXPECT_THAT(listed, ElementsAre(7, 5, 1, 8, 4, 2));
  ASSERT_OK_AND_ASSIGN(
      const auto high,
      stores_->cases().List({.villages = {.all = true}, .minimum_score = 61},
                            {}, 100, Soon()));
  EXPECT_THAT(high, SizeIs(5));
  ASSERT_OK_AND_ASSIGN(const auto merged,
                       stores_->cases().List({.villages = {.all = true},
                                              .state = DuplicateState::kMerged},
                                             {}, 100, Soon()));
  EXPECT_THAT(merged, IsEmpty());
}

TEST_P(DuplicateStoreTest, TakesBackWhatNoLongerHolds) {
  Take({Alone(1, "Nguyễn Văn Hùng"), Alone(2, "Nguyễn Văn Hùng"),
        Alone(3, "Nguyễn Văn Hùng")});
  auto found = Scan({"07207001"});
  ASSERT_THAT(found, SizeIs(3));
  Raise(found);
  const auto open = [&] {
    auto cases =
        stores_->cases().List({.villages = {.all = true}}, {}, 100, Soon());
    return cases.ok() ? cases->size() : 99;
  };
  EXPECT_OK(stores_->cases().TakeBack({.codes = {"07207002"}}, {}, Soon()));
  EXPECT_EQ(open(), 3u);
  found.pop_back();
  EXPECT_OK(stores_->cases().TakeBack({.codes = {"07207001"}}, found, Soon()));
  EXPECT_EQ(open(), 2u);
}

TEST_P(DuplicateStoreTest, GivesACommuneToOneScannerAtATime) {
  DuplicateScanStore& scans = stores_->scans();
  const Ulid one{{1}};
  const Ulid other{{2}};
  const auto claim = [&](const Ulid& who, absl::Time now) -> std::string {
    auto turn = scans.Claim(who, now, now + absl::Minutes(10), Soon());
    EXPECT_OK(turn);
    if (!turn->has_value()) return "nothing";
    return absl::StrCat((*turn)->commune.value, " ", (*turn)->position);
  };
  ASSERT_OK(scans.Enroll({{{"07207"}, {"07210"}}}, kNow, Soon()));
  // Known ones keep their turn.
  ASSERT_OK(
      scans.Enroll({{{"07207"}, {"07213"}}}, kNow + absl::Hours(1), Soon()));
  EXPECT_EQ(claim(one, kNow - absl::Seconds(1)), "nothing");
  EXPECT_EQ(claim(one, kNow), "07207 0");
  EXPECT_EQ(claim(other, kNow), "07210 0");
  EXPECT_EQ(claim(other, kNow), "nothing");
  ASSERT_OK(scans.Done({{"07207"}, 41}, one, kNow + absl::Hours(2), Soon()));
  EXPECT_THAT(scans.Done({{"07210"}, 41}, one, kNow, Soon()),
              StatusIs(absl::StatusCode::kAborted, "LEASE_LOST"));
  // Who died is followed by another.
  const absl::Time later = kNow + absl::Minutes(10);
  EXPECT_EQ(claim(one, later), "07210 0");
  EXPECT_THAT(scans.Done({{"07210"}, 7}, other, later, Soon()),
              StatusIs(absl::StatusCode::kAborted, "LEASE_LOST"));
  ASSERT_OK(scans.Done({{"07210"}, 42}, one, later + absl::Hours(9), Soon()));
  EXPECT_EQ(claim(one, kNow + absl::Hours(2)), "07213 0");
  EXPECT_EQ(claim(one, kNow + absl::Hours(2)), "07207 41");
}

}  // namespace
}  // namespace rasoat::registry

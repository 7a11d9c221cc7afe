#include "services/registry/store/export_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/feed/feed.h"
#include "services/registry/rpc/proto_record_codec.h"
#include "services/registry/store/mysql_export_store.h"
#include "services/registry/store/mysql_household_store.h"
#include "services/registry/store/mysql_visit_store.h"
#include "tests/support/data_keys.h"
#include "tests/support/fake_clock.h"
#include "tests/support/registry/samples.h"
#include "tests/support/scratch_schema.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;

absl::Time Soon() { return SystemClock().Now() + absl::Seconds(30); }

class ExportStoreTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(schema_.ok()); }

  void Add(std::uint64_t number, const std::string& village = "07207001") {
    NewVisit visit;
    visit.household = SampleHousehold(number);
    visit.household->village.value = village;
    visit.household->revision = 1;
    ASSERT_OK_AND_ASSIGN(const auto statuses,
                         visits_.Take(absl::MakeConstSpan(&visit, 1), Soon()));
    ASSERT_OK(statuses[0]);
  }

  ScratchSchema schema_{"services/registry/migrations"};
  FakeClock clock_;
  feed::Feed feed_{schema_.pool(), clock_};
  ProtoRecordCodec codec_;
  const crypto::KeyRing keys_ = TestKeyRing();
  const crypto::BlindIndex index_ = TestBlindIndex();
  MySqlHouseholdRows rows_{codec_, keys_, index_};
  MySqlSurveyRows survey_rows_{codec_, keys_};
  MySqlVisitStore visits_{feed_, rows_, survey_rows_, codec_};
  MySqlExportStore exports_{schema_.pool(), rows_};
};

std::vector<AreaCode> All(const std::vector<VillageCount>& villages) {
  std::vector<AreaCode> all;
  for (const VillageCount& one : villages) all.push_back(one.village);
  return all;
}

TEST_F(ExportStoreTest, ShowsTheWantedVillagesByNumber) {
  for (std::uint64_t number : {3, 1, 2}) Add(number);
  Add(4, "07207002");
  Add(5, "07207003");
  std::vector<std::int64_t> counts;
  std::vector<std::int64_t> numbers;
  ASSERT_OK(exports_.Walk(
      [&](const std::vector<VillageCount>& villages)
          -> absl::StatusOr<std::vector<AreaCode>> {
        for (const VillageCount& one : villages) {
          counts.push_back(one.households);
        }
        return std::vector<AreaCode>{{"07207001"}, {"07207003"}};
      },
      [&](const Household& household) {
        EXPECT_EQ(household.members.size(), 2u);
        numbers.push_back(household.number);
        return absl::OkStatus();
      },
      Soon()));
  EXPECT_THAT(counts, ElementsAre(3, 1, 1));
  EXPECT_THAT(numbers, ElementsAre(1, 2, 3, 5));
}

TEST_F(ExportStoreTest, SeesOneMomentWhateverIsWrittenMeanwhile) {
  for (std::uint64_t number = 1; number <= 1500; ++number) Add(number);
  std::vector<std::int64_t> numbers;
  ASSERT_OK(exports_.Walk(
      [&](const std::vector<VillageCount>& villages)
          -> absl::StatusOr<std::vector<AreaCode>> { return All(villages); },
      [&](const Household& household) {
        numbers.push_back(household.number);
        if (household.number == 500) {
          // One comes, and one on a page to come goes to another village.
          Add(2000);
          schema_.Run(
              "UPDATE household SET village = '07207000' WHERE number = 1400;\n"
              "UPDATE household SET number = 3000 WHERE number = 1;");
        }
        return absl::OkStatus();
      },
      Soon()));
  ASSERT_EQ(numbers.size(), 1500u);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    ASSERT_EQ(numbers[i], static_cast<std::int64_t>(i + 1));
  }
}

TEST_F(ExportStoreTest, ShowsWhatWasOnADay) {
  for (std::uint64_t number : {2, 1}) Add(number);
  Add(3, "07207002");
  const HouseholdId moved = SampleHousehold(2).id;
  MySqlHouseholdStore households(feed_, rows_, codec_);
  const absl::CivilDay registered = SampleHousehold(2).register_date;
  ASSERT_OK(households.Update(
      moved,
      [&](const Household& now) -> absl::StatusOr<Household> {
        Household next = now;
        next.village.value = "07207002";
        next.number = 9;
        next.event = {.kind = EventKind::kMoved, .date = registered + 10};
        return next;
      },
      Soon()));
  const auto numbers = [&](const ExportFilter& filter,
                           const std::string& village) {
    std::vector<std::int64_t> shown;
    std::int64_t counted = -1;
    EXPECT_OK(exports_.WalkSome(
        filter, [&](const AreaCode& code) { return code.value == village; },
        [&](std::int64_t count) {
          counted = count;
          return absl::OkStatus();
        },
        [&](const Household& household) {
          shown.push_back(household.number);
          return absl::OkStatus();
        },
        Soon()));
    EXPECT_EQ(counted, static_cast<std::int64_t>(shown.size()));
    return shown;
  };
  EXPECT_THAT(numbers({.as_of = registered + 9}, "07207001"),
              ElementsAre(1, 2));
  EXPECT_THAT(numbers({.as_of = registered + 9}, "07207002"), ElementsAre(3));
  EXPECT_THAT(numbers({.as_of = registered + 10}, "07207001"), ElementsAre(1));
  EXPECT_THAT(numbers({.as_of = registered + 10}, "07207002"),
              ElementsAre(3, 9));
  EXPECT_THAT(numbers({.as_of = registered - 1}, "07207001"), ElementsAre());
  EXPECT_THAT(numbers({.changed_since = absl::InfiniteFuture()}, "07207001"),
              ElementsAre());
  EXPECT_THAT(numbers({.changed_since = absl::UnixEpoch()}, "07207002"),
              ElementsAre(3, 9));
}

TEST(ExportFilterTest, TakesTheClassThatAListSaid) {
  Household household;
  household.listing = {{.column = "class", .value = "Hộ nghèo"}};
  EXPECT_TRUE(Takes({}, household));
  EXPECT_TRUE(Takes({.listed_class = "HO NGHEO"}, household));
  EXPECT_FALSE(Takes({.listed_class = "Hộ cận nghèo"}, household));
  household.listing = {{.column = "note", .value = "Hộ nghèo"}};
  EXPECT_FALSE(Takes({.listed_class = "Hộ nghèo"}, household));
}

TEST_F(ExportStoreTest, StopsAtTheFirstError) {
  for (std::uint64_t number : {1, 2}) Add(number);
  int seen = 0;
  EXPECT_THAT(
      exports_.Walk(
          [&](const std::vector<VillageCount>& villages)
              -> absl::StatusOr<std::vector<AreaCode>> {
            return All(villages);
          },
          [&](const Household&) {
            ++seen;
            return absl::CancelledError("left");
          },
          Soon()),
      testing::Property(&absl::Status::code, absl::StatusCode::kCancelled));
  EXPECT_EQ(seen, 1);
}

}  // namespace
}  // namespace rasoat::registry

#include "services/registry/intake/duplicate_scanner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/synchronization/notification.h"
#include "tests/support/registry/field_desk.h"
#include "tests/support/registry/memory_people.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Counts how many households were compared.
class CountingFinder final : public DuplicateFinder {
 public:
  explicit CountingFinder(DuplicateFinder& finder) : finder_(finder) {}

  absl::StatusOr<std::vector<DuplicateFinding>> Find(
      absl::Span<const Household* const> households, const FindOptions& options,
      absl::Time deadline) override {
    compared += households.size();
    if (fails) return absl::DeadlineExceededError("too many people");
    return finder_.Find(households, options, deadline);
  }
  absl::StatusOr<DuplicateScan> Scan(const VillageSet& villages,
                                     absl::Time deadline) override {
    if (fails || fails_once) {
      fails_once = false;
      if (!asked.HasBeenNotified()) asked.Notify();
      return absl::DeadlineExceededError("too many people");
    }
    ++scans;
    return finder_.Scan(villages, deadline);
  }

  std::size_t compared = 0;
  int scans = 0;
  bool fails = false;
  bool fails_once = false;   ///< The next scan of a whole commune.
  absl::Notification asked;  ///< A whole commune has failed.

 private:
  DuplicateFinder& finder_;
};

class DuplicateScannerTest : public FieldDesk, public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK(ImportSamples());
    ASSERT_OK(Enter(1, "Nguyễn Văn An"));
    ASSERT_OK(scanner_.Enroll(kNever));
  }

  absl::Status Enter(std::uint64_t number, const std::string& name) {
    std::vector<VisitDraft> drafts(1);
    Household household = SampleHousehold(number);
    household.members.resize(1);
    household.members[0].full_name = name;
    household.members[0].identity_kind = IdentityKind::kNone;
    household.members[0].identity_number = "";
    drafts[0].household = household;
    auto taken = intake_.Take(
        std::move(drafts),
        {.reviewer = "staff/a", .now = clock_.Now(), .deadline = kNever});
    return taken.ok() ? (*taken)[0].status : taken.status();
  }
  /// Takes turns until nothing is due; how many communes were scanned.
  int ScanDue() {
    int scanned = 0;
    put_off_ = 0;
    for (;;) {
      auto ended = scanner_.ScanOne(kNever);
      EXPECT_OK(ended);
      if (!ended.ok() || *ended == ScanOutcome::kNothingDue) return scanned;
      ++(*ended == ScanOutcome::kScanned ? scanned : put_off_);
    }
  }
  std::vector<DuplicateCase> Open() {
    auto cases = cases_.List({.villages = {.all = true}}, {}, 10, kNever);
    EXPECT_OK(cases);
    return cases.ok() ? *cases : std::vector<DuplicateCase>();
  }

  int put_off_ = 0;  ///< Of the last ScanDue().
  AreaVillages villages_{areas_};
  MemoryDuplicateFinder memory_finder_{store_};
  CountingFinder finder_{memory_finder_};
  MemoryDuplicateStore cases_;
  MemoryDuplicateScanStore scans_;
  DuplicateScanner scanner_{{.scans = scans_,
                             .areas = areas_,
                             .villages = villages_,
                             .packages = store_,
                             .households = store_,
                             .finder = finder_,
                             .cases = cases_,
                             .clock = clock_,
                             .interval = absl::Hours(6)},
                            ids_};
};

TEST_F(DuplicateScannerTest, WaitsForItsTimeAndThenComparesEverybodyOnce) {
  EXPECT_EQ(ScanDue(), 0);
  clock_.Advance(absl::Hours(6));
  const int communes = ScanDue();
  EXPECT_GT(communes, 0);
  EXPECT_EQ(finder_.scans, communes);
  EXPECT_EQ(ScanDue(), 0);
  EXPECT_THAT(Open(), IsEmpty());
}

TEST_F(DuplicateScannerTest, ComparesOnlyWhoChangedSinceAndRaisesThem) {
  clock_.Advance(absl::Hours(6));
  const int communes = ScanDue();
  ASSERT_OK(Enter(2, "Nguyễn Văn An"));
  clock_.Advance(absl::Hours(6));
  EXPECT_EQ(ScanDue(), communes);
  EXPECT_EQ(finder_.scans, communes) << "nothing is scanned as a whole again";
  EXPECT_EQ(finder_.compared, 1u);
  EXPECT_THAT(Open(), SizeIs(1));
  clock_.Advance(absl::Hours(6));
  ScanDue();
  EXPECT_EQ(finder_.compared, 1u);
}

TEST_F(DuplicateScannerTest, BeginsAnewWhatWasCut) {
  clock_.Advance(absl::Hours(6));
  ScanDue();
  ASSERT_OK(Enter(2, "Nguyễn Văn An"));
  clock_.Advance(absl::Hours(6));
  finder_.fails = true;
  ScanDue();
  EXPECT_EQ(put_off_, 1);
  finder_.fails = false;
  EXPECT_THAT(Open(), IsEmpty());
  clock_.Advance(absl::Minutes(10));
  EXPECT_EQ(ScanDue(), 1);
  EXPECT_THAT(Open(), SizeIs(1));
}

TEST_F(DuplicateScannerTest, GoesOnWithTheOthersWhenOneCommuneFails) {
  // The samples have one commune; a village is scanned like another.
  ASSERT_OK(scans_.Enroll({{{"07207002"}}}, clock_.Now(), kNever));
  clock_.Advance(absl::Hours(6));
  finder_.fails = true;
  ScanDue();
  EXPECT_EQ(put_off_, 2);
  finder_.fails = false;
  clock_.Advance(absl::Minutes(10));
  finder_.fails_once = true;
  EXPECT_EQ(ScanDue(), 1);
  EXPECT_EQ(put_off_, 1);
  clock_.Advance(absl::Minutes(20) - absl::Seconds(1));
  EXPECT_EQ(ScanDue(), 0);
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(ScanDue(), 1);
}

TEST_F(DuplicateScannerTest, WaitsTwiceAsLongEachTimeUpToTheInterval) {
  clock_.Advance(absl::Hours(6));
  ScanDue();
  ASSERT_OK(Enter(2, "Nguyễn Văn An"));
  clock_.Advance(absl::Hours(6));
  finder_.fails = true;
  ScanDue();
  for (const int minutes : {10, 20, 40, 80, 160, 320, 360, 360}) {
    ASSERT_EQ(put_off_, 1) << minutes;
    clock_.Advance(absl::Minutes(minutes) - absl::Seconds(1));
    ScanDue();
    EXPECT_EQ(put_off_, 0) << minutes;
    clock_.Advance(absl::Seconds(1));
    ScanDue();
  }
  finder_.fails = false;
  clock_.Advance(absl::Hours(6));
  EXPECT_GT(ScanDue(), 0);
  // Once it was scanned it begins with the short pause again.
  ASSERT_OK(Enter(3, "Nguyễn Văn An"));
  clock_.Advance(absl::Hours(6));
  finder_.fails = true;
  ScanDue();
  EXPECT_EQ(put_off_, 1);
  finder_.fails = false;
  clock_.Advance(absl::Minutes(10));
  EXPECT_EQ(ScanDue(), 1);
}

TEST_F(DuplicateScannerTest, CountsWhatItPutsOff) {
  clock_.Advance(absl::Hours(6));
  finder_.fails = true;
  metrics::Registry metrics;
  {
    DuplicateScanThread thread(scanner_, metrics);
    finder_.asked.WaitForNotification();
  }
  auto& turns = metrics.Counters("rasoat_registry_duplicate_scans_total",
                                 "Communes scanned for duplicates, and put off "
                                 "since they could not be.",
                                 {"outcome"});
  EXPECT_GE(turns.With({"put_off"}).Value(), 1);
  EXPECT_EQ(turns.With({"scanned"}).Value(), 0);
}

}  // namespace
}  // namespace rasoat::registry

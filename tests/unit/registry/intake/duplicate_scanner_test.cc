#include "services/registry/intake/duplicate_scanner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
    if (fails) return absl::UnavailableError("away");
    return finder_.Find(households, options, deadline);
  }
  absl::StatusOr<DuplicateScan> Scan(const VillageSet& villages,
                                     absl::Time deadline) override {
    ++scans;
    return finder_.Scan(villages, deadline);
  }

  std::size_t compared = 0;
  int scans = 0;
  bool fails = false;

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
  /// Scans until nothing is due; how many communes.
  int ScanDue() {
    int scanned = 0;
    for (;; ++scanned) {
      auto more = scanner_.ScanOne(kNever);
      EXPECT_OK(more);
      if (!more.ok() || !*more) return scanned;
    }
  }
  std::vector<DuplicateCase> Open() {
    auto cases = cases_.List({.villages = {.all = true}}, {}, 10, kNever);
    EXPECT_OK(cases);
    return cases.ok() ? *cases : std::vector<DuplicateCase>();
  }

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
  bool failed = false;
  for (auto more = scanner_.ScanOne(kNever); !failed;
       more = scanner_.ScanOne(kNever)) {
    ASSERT_TRUE(!more.ok() || *more) << "the commune was never looked at";
    failed = !more.ok();
  }
  finder_.fails = false;
  EXPECT_THAT(Open(), IsEmpty());
  // The lease of the one that was cut ends.
  clock_.Advance(absl::Minutes(10));
  EXPECT_GT(ScanDue(), 0);
  EXPECT_THAT(Open(), SizeIs(1));
}

}  // namespace
}  // namespace rasoat::registry

// What the stores promise to devices in the field: receipts, packages, devices.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/intake/area_package.h"
#include "tests/contract/registry/store/stores.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class FieldStoreTest : public StoreTest {
 protected:
  static FieldReceipt Receipt(std::uint64_t item) {
    return {.item = IdNumber<ItemId>(item),
            .print = std::string(32, 'p'),
            .outcome = ItemOutcome::kAccepted,
            .household = IdNumber<HouseholdId>(1),
            .revision = 1,
            .survey = IdNumber<SurveyId>(1),
            .draft = IdNumber<DraftId>(4),
            .draft_revision = 3,
            .refusal = {"REASON", {{"field", "RULE", "vì sao", "why"}}},
            .device = IdNumber<DeviceId>(5),
            .stamp = {7, absl::FromUnixMicros(1'633'000'000'000'001)},
            .corrected_time = absl::FromUnixMicros(1'633'000'000'000'002),
            .clock = {absl::Milliseconds(-1234), true},
            .jumped = true,
            .reviewer = "staff/a",
            .receive_time = absl::FromUnixMicros(1'633'000'000'000'003)};
  }

  std::vector<ItemId> Kept(const std::vector<std::uint64_t>& items) {
    std::vector<ItemId> ids;
    for (std::uint64_t item : items) ids.push_back(IdNumber<ItemId>(item));
    auto found = stores_->receipts().Find(ids, Soon());
    EXPECT_OK(found);
    std::vector<ItemId> kept;
    for (const auto& [id, receipt] : *found) kept.push_back(id);
    std::sort(kept.begin(), kept.end());
    return kept;
  }

  std::vector<std::uint64_t> Changed(std::int64_t after, std::int64_t up_to,
                                     int limit, std::int64_t* reached) {
    auto changes = stores_->packages().ChangesIn({"07207001"}, after, up_to,
                                                 limit, Soon());
    EXPECT_OK(changes);
    *reached = changes->reached;
    std::vector<std::uint64_t> numbers;
    for (const HouseholdId& id : changes->households) {
      numbers.push_back(id.bytes[15]);
    }
    return numbers;
  }

  std::int64_t Position() {
    auto position = stores_->packages().Position(Soon());
    EXPECT_OK(position);
    return *position;
  }

  absl::StatusOr<Household> SetPhone(std::uint64_t household,
                                     const std::string& phone) {
    return stores_->households().Update(
        IdNumber<HouseholdId>(household),
        [&](Household next) -> absl::StatusOr<Household> {
          next.phone = phone;
          return next;
        },
        Soon());
  }
};

INSTANTIATE_TEST_SUITE_P(All, FieldStoreTest, BothKinds(), NameOfKind);

TEST_P(FieldStoreTest, GivesBackAReceiptAsItWasKept) {
  FieldReceipt bare{.item = IdNumber<ItemId>(2),
                    .print = std::string(32, 'q'),
                    .outcome = ItemOutcome::kInvalid,
                    .device = IdNumber<DeviceId>(5),
                    .reviewer = "staff/a",
                    .receive_time = Receipt(1).receive_time};
  ASSERT_OK_AND_ASSIGN(auto kept,
                       stores_->receipts().Keep({Receipt(1), bare}, Soon()));
  EXPECT_THAT(kept, SizeIs(2));
  const ItemId ids[] = {IdNumber<ItemId>(1), IdNumber<ItemId>(2),
                        IdNumber<ItemId>(3)};
  ASSERT_OK_AND_ASSIGN(auto found, stores_->receipts().Find(ids, Soon()));
  ASSERT_THAT(found, SizeIs(2));
  const FieldReceipt& got = found.at(ids[0]);
  const FieldReceipt want = Receipt(1);
  EXPECT_EQ(got.print, want.print);
  EXPECT_EQ(got.outcome, want.outcome);
  EXPECT_EQ(got.household, want.household);
  EXPECT_EQ(got.revision, want.revision);
  EXPECT_EQ(got.survey, want.survey);
  EXPECT_EQ(got.draft, want.draft);
  EXPECT_EQ(got.draft_revision, want.draft_revision);
  EXPECT_EQ(got.refusal.reason, want.refusal.reason);
  EXPECT_EQ(got.refusal.faults, want.refusal.faults);
  EXPECT_EQ(got.device, want.device);
  EXPECT_EQ(got.stamp.sequence, want.stamp.sequence);
  EXPECT_EQ(got.stamp.time, want.stamp.time);
  EXPECT_EQ(got.corrected_time, want.corrected_time);
  EXPECT_EQ(got.clock.offset, want.clock.offset);
  EXPECT_TRUE(got.clock.wrong);
  EXPECT_TRUE(got.jumped);
  EXPECT_EQ(got.reviewer, want.reviewer);
  EXPECT_EQ(got.receive_time, want.receive_time);
  const FieldReceipt& empty = found.at(ids[1]);
  EXPECT_TRUE(empty.household.empty());
  EXPECT_TRUE(empty.survey.empty());
  EXPECT_TRUE(empty.refusal.reason.empty());
  EXPECT_EQ(empty.stamp.time, std::nullopt);
}

TEST_P(FieldStoreTest, KeepsTheFirstReceiptOfAnItem) {
  ASSERT_OK(stores_->receipts().Keep({Receipt(1)}, Soon()));
  FieldReceipt other = Receipt(1);
  other.outcome = ItemOutcome::kInvalid;
  ASSERT_OK_AND_ASSIGN(auto kept, stores_->receipts().Keep({other}, Soon()));
  EXPECT_EQ(kept.at(other.item).outcome, ItemOutcome::kAccepted);
}

TEST_P(FieldStoreTest, KeepsTheCorrectedTimeOfASurvey) {
  NewVisit visit = Visit(1);
  visit.survey->device_time = absl::FromUnixMicros(1'633'000'000'000'001);
  visit.survey->corrected_device_time =
      absl::FromUnixMicros(1'633'000'000'000'002);
  ASSERT_THAT(Take({visit, Visit(2)}), testing::Each("OK"));
  ASSERT_OK_AND_ASSIGN(const Survey kept,
                       stores_->surveys().Get(IdNumber<SurveyId>(1), Soon()));
  EXPECT_EQ(kept.device_time, visit.survey->device_time);
  EXPECT_EQ(kept.corrected_device_time, visit.survey->corrected_device_time);
  ASSERT_OK_AND_ASSIGN(const Survey right,
                       stores_->surveys().Get(IdNumber<SurveyId>(2), Soon()));
  EXPECT_EQ(right.corrected_device_time, std::nullopt);
}

TEST_P(FieldStoreTest, KeepsAReceiptWithItsVisitOrNeither) {
  NewVisit first = Visit(1);
  first.receipt = Receipt(1);
  NewVisit same_number = Visit(2);
  same_number.household->number = 1;
  same_number.receipt = Receipt(2);
  ASSERT_THAT(Take({first}), ElementsAre("OK"));
  EXPECT_THAT(Take({same_number}), ElementsAre("HOUSEHOLD_NUMBER_TAKEN"));
  EXPECT_THAT(Kept({1, 2}), ElementsAre(IdNumber<ItemId>(1)));
  // An item that was judged meanwhile keeps its visit out.
  NewVisit raced = Visit(3);
  raced.receipt = Receipt(1);
  EXPECT_THAT(Take({raced, Visit(4)}), ElementsAre("VISIT_RACED", "OK"));
  EXPECT_THAT(stores_->households().Get(IdNumber<HouseholdId>(3), Soon()),
              StatusIs(absl::StatusCode::kNotFound, "HOUSEHOLD_NOT_FOUND"));
}

TEST_P(FieldStoreTest, KeepsAReceiptWithItsDraftOrNeither) {
  SurveyDraft draft{.id = IdNumber<DraftId>(1),
                    .writer = "staff/a",
                    .household = IdNumber<HouseholdId>(1),
                    .round = {"2021"},
                    .kind = FormKind::kSurvey,
                    .village = {"07207001"},
                    .content = "a",
                    .save_time = Receipt(1).receive_time};
  const FieldReceipt first = Receipt(1);
  ASSERT_OK(stores_->drafts().Save(draft, 0, &first, Soon()));
  const ItemId item = IdNumber<ItemId>(1);
  ASSERT_OK_AND_ASSIGN(auto found, stores_->receipts().Find(
                                       absl::MakeConstSpan(&item, 1), Soon()));
  EXPECT_EQ(found.at(item).draft, draft.id);
  EXPECT_EQ(found.at(item).draft_revision, 1);
  draft.content = "b";
  EXPECT_THAT(stores_->drafts().Save(draft, 1, &first, Soon()),
              StatusIs(absl::StatusCode::kAlreadyExists, "RECEIPT_KEPT"));
  ASSERT_OK_AND_ASSIGN(const SurveyDraft there,
                       stores_->drafts().Like(draft, Soon()));
  EXPECT_EQ(there.content, "a");
  const FieldReceipt stale = Receipt(2);
  EXPECT_THAT(stores_->drafts().Save(draft, 7, &stale, Soon()),
              StatusIs(absl::StatusCode::kAborted, "STALE_DRAFT"));
  EXPECT_THAT(Kept({1, 2}), ElementsAre(item));
}

TEST_P(FieldStoreTest, KeepsAReceiptWithItsChangeOrNeither) {
  ASSERT_THAT(Take({Visit(1)}), ElementsAre("OK"));
  const auto change = [&](const FieldReceipt& receipt,
                          const std::string& phone) {
    return stores_->households().Record(
        {.households = {IdNumber<HouseholdId>(1)}, .receipt = &receipt},
        [&](const std::vector<Household>& there)
            -> absl::StatusOr<std::vector<Household>> {
          if (phone == "refused") return HouseholdNotFound();
          std::vector<Household> next = there;
          next[0].phone = phone;
          return next;
        },
        Soon());
  };
  ASSERT_OK(change(Receipt(1), "0911111111"));
  EXPECT_FALSE(change(Receipt(2), "refused").ok());
  EXPECT_THAT(change(Receipt(1), "0922222222"),
              StatusIs(absl::StatusCode::kAlreadyExists, "RECEIPT_KEPT"));
  // One that changes nothing has its receipt too.
  ASSERT_OK(change(Receipt(3), "0911111111"));
  EXPECT_THAT(Kept({1, 2, 3}),
              ElementsAre(IdNumber<ItemId>(1), IdNumber<ItemId>(3)));
  const ItemId ids[] = {IdNumber<ItemId>(1), IdNumber<ItemId>(3)};
  ASSERT_OK_AND_ASSIGN(auto found, stores_->receipts().Find(ids, Soon()));
  EXPECT_EQ(found.at(ids[0]).revision, 2);
  EXPECT_EQ(found.at(ids[1]).revision, 2);
  ASSERT_OK_AND_ASSIGN(
      Household household,
      stores_->households().Get(IdNumber<HouseholdId>(1), Soon()));
  EXPECT_EQ(household.phone, "0911111111");
}

TEST_P(FieldStoreTest, TellsWhatChangedInAVillage) {
  ASSERT_THAT(Take({Visit(1), Visit(2)}), testing::Each("OK"));
  const std::int64_t before = Position();
  NewVisit elsewhere = Visit(3);
  elsewhere.household->village = {"07207002"};
  elsewhere.survey->village = {"07207002"};
  ASSERT_THAT(Take({elsewhere, Visit(4)}), testing::Each("OK"));
  ASSERT_THAT(Take({SurveyOnly(5, 1, 1)}), ElementsAre("OK"));
  ASSERT_OK(SetPhone(2, ""));
  const std::int64_t now = Position();
  std::int64_t reached = 0;
  EXPECT_THAT(Changed(before, now, 100, &reached),
              UnorderedElementsAre(4, 1, 2));
  EXPECT_EQ(reached, now);
  EXPECT_THAT(Changed(now, now, 100, &reached), IsEmpty());
  // Piece by piece nothing is left out.
  std::set<std::uint64_t> all;
  for (std::int64_t after = before; after < now; after = reached) {
    for (std::uint64_t one : Changed(after, now, 1, &reached)) all.insert(one);
    ASSERT_GT(reached, after);
  }
  EXPECT_THAT(all, ElementsAre(1, 2, 4));
}

TEST_P(FieldStoreTest, FindsSurveysMadeInAnotherVillage) {
  ASSERT_THAT(Take({Visit(1), Visit(2)}), testing::Each("OK"));
  ASSERT_OK(stores_->households().Update(
      IdNumber<HouseholdId>(2),
      [](Household next) -> absl::StatusOr<Household> {
        next.village = {"07207002"};
        return next;
      },
      Soon()));
  const auto elsewhere = [&](const char* village, std::uint64_t after) {
    auto found = stores_->packages().SurveyedElsewhere(
        {village}, IdNumber<HouseholdId>(after), 10, Soon());
    EXPECT_OK(found);
    return *found;
  };
  EXPECT_THAT(elsewhere("07207001", 0), IsEmpty());
  EXPECT_THAT(elsewhere("07207002", 0), ElementsAre(IdNumber<HouseholdId>(2)));
  EXPECT_THAT(elsewhere("07207002", 2), IsEmpty());
}

TEST_P(FieldStoreTest, NotesTheNewestSurveysOfEveryRound) {
  ASSERT_THAT(Take({Visit(1), Visit(2)}), testing::Each("OK"));
  ASSERT_THAT(Take({SurveyOnly(3, 1, 1)}), ElementsAre("OK"));
  NewVisit earlier = SurveyOnly(4, 1);
  earlier.survey->round = {"2020"};
  ASSERT_THAT(Take({earlier}), ElementsAre("OK"));
  const HouseholdId ids[] = {IdNumber<HouseholdId>(1)};
  ASSERT_OK_AND_ASSIGN(auto notes,
                       stores_->packages().NewestSurveys(ids, Soon()));
  std::map<std::string, SurveyId> by_round;
  for (const SurveyNote& note : notes) by_round[note.round.value] = note.id;
  EXPECT_THAT(
      by_round,
      ElementsAre(testing::Pair("2020", IdNumber<SurveyId>(4)),
                  testing::Pair("2021-tong-ra-soat", IdNumber<SurveyId>(3))));
  const SurveyId wanted[] = {IdNumber<SurveyId>(3), IdNumber<SurveyId>(9)};
  ASSERT_OK_AND_ASSIGN(auto surveys,
                       stores_->surveys().GetMany(wanted, Soon()));
  ASSERT_THAT(surveys, SizeIs(1));
  EXPECT_EQ(surveys[0].replaces, IdNumber<SurveyId>(1));
}

// While writers change households of two villages and move them, a device takes
// one delta after the other; what it puts together is what there is.
TEST_P(FieldStoreTest, MissesNoChangeOfConcurrentWriters) {
  constexpr std::uint64_t kHouseholds = 12;
  std::vector<NewVisit> visits;
  for (std::uint64_t i = 1; i <= kHouseholds; ++i) visits.push_back(Visit(i));
  ASSERT_THAT(Take(visits), testing::Each("OK"));
  Packer packer(stores_->households(), stores_->surveys(), stores_->reviews(),
                stores_->packages());
  std::map<HouseholdId, std::int64_t> device;
  std::int64_t position = 0;
  const auto take = [&] {
    const PackageRequest request{.villages = {{"07207001"}},
                                 .round = {"2021-tong-ra-soat"},
                                 .after_position = position};
    ASSERT_OK_AND_ASSIGN(
        PackagePlace place,
        packer.Begin(request, absl::FromUnixSeconds(0), Soon()));
    position = place.position;
    while (place.stage != PackagePlace::Stage::kDone) {
      ASSERT_OK_AND_ASSIGN(PackagePart part,
                           packer.Next(request, place, Soon()));
      for (const Departed& gone : part.departed) device.erase(gone.id);
      for (const PackedHousehold& packed : part.households) {
        device[packed.household.id] = packed.household.revision;
      }
      place = part.next;
    }
  };
  take();
  std::atomic<int> running = 3;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 3; ++writer) {
    writers.emplace_back([&, writer] {
      for (int n = 0; n < 40; ++n) {
        const auto id =
            IdNumber<HouseholdId>(1 + (n * 7 + writer * 5) % kHouseholds);
        EXPECT_OK(stores_->households().Update(
            id,
            [&](Household next) -> absl::StatusOr<Household> {
              if ((n + writer) % 5 == 0) {
                next.village.value =
                    next.village.value == "07207001" ? "07207002" : "07207001";
              } else {
                next.phone = absl::StrCat("0911", 100'000 + n * 10 + writer);
              }
              return next;
            },
            Soon()));
      }
      --running;
    });
  }
  while (running > 0) take();
  for (std::thread& writer : writers) writer.join();
  take();
  std::map<HouseholdId, std::int64_t> there;
  ASSERT_OK_AND_ASSIGN(
      auto households,
      stores_->households().List({.village = {"07207001"}}, {}, 100, Soon()));
  for (const Household& household : households) {
    there[household.id] = household.revision;
  }
  EXPECT_EQ(device, there);
}

TEST_P(FieldStoreTest, KnowsDevicesByWhatTheyLastDid) {
  DeviceStore& devices = stores_->devices();
  const absl::Time day = absl::FromUnixMicros(1'633'000'000'000'000);
  Device device{.id = IdNumber<DeviceId>(1),
                .area = {"07207001"},
                .model = "Máy 5",
                .reviewer = "staff/a",
                .last_seen = day};
  ASSERT_OK_AND_ASSIGN(auto nobody, devices.Find(device.id, Soon()));
  EXPECT_EQ(nobody, std::nullopt);
  ASSERT_OK(devices.Register(device, Soon()));
  Device batch{.id = device.id,
               .area = {"07207002"},
               .reviewer = "staff/b",
               .last_seen = day + absl::Hours(1),
               .clock_offset = absl::Milliseconds(-5),
               .last = {9, day}};
  ASSERT_OK(devices.NoteBatch(batch, Soon()));
  batch.last = {3, day + absl::Hours(5)};  // came late
  ASSERT_OK(devices.NoteBatch(batch, Soon()));
  ASSERT_OK(devices.NotePackage({.id = device.id,
                                 .reviewer = "staff/b",
                                 .last_seen = day + absl::Hours(2),
                                 .package_position = 77},
                                Soon()));
  ASSERT_OK_AND_ASSIGN(auto got, devices.Find(device.id, Soon()));
  ASSERT_TRUE(got);
  EXPECT_EQ(got->area.value, "07207001");
  EXPECT_EQ(got->model, "Máy 5");
  EXPECT_EQ(got->reviewer, "staff/b");
  EXPECT_EQ(got->last_seen, day + absl::Hours(2));
  EXPECT_EQ(got->clock_offset, absl::Milliseconds(-5));
  EXPECT_EQ(got->package_position, 77);
  EXPECT_EQ(got->last.sequence, 9);
  EXPECT_EQ(got->last.time, day);
  // One that nobody registered is known by its work.
  batch.id = IdNumber<DeviceId>(2);
  ASSERT_OK(devices.NoteBatch(batch, Soon()));
  const auto list = [&](const DevicePlace& after, int limit,
                        absl::Time silent_since) {
    auto found = devices.List(
        {.areas = {{"07207001"}, {"07207002"}}, .silent_since = silent_since},
        after, limit, Soon());
    EXPECT_OK(found);
    std::vector<int> ids;
    for (const Device& one : *found) ids.push_back(one.id.bytes[15]);
    return ids;
  };
  constexpr absl::Time kAny = absl::InfiniteFuture();
  EXPECT_THAT(list({}, 10, kAny), ElementsAre(1, 2));
  EXPECT_THAT(list({}, 1, kAny), ElementsAre(1));
  EXPECT_THAT(list({{"07207001"}, IdNumber<DeviceId>(1)}, 10, kAny),
              ElementsAre(2));
  EXPECT_THAT(list({}, 10, day + absl::Hours(2)), ElementsAre(2));
  // A whole province is one read.
  DeviceFilter province;
  for (int i = 7000000; i < 7210000; i += 70) {
    province.areas.push_back({absl::StrCat("0", i)});
  }
  province.areas.push_back({"07207001"});
  province.areas.push_back({"07207002"});
  std::sort(province.areas.begin(), province.areas.end());
  ASSERT_OK_AND_ASSIGN(auto all, devices.List(province, {}, 10, Soon()));
  EXPECT_THAT(all, SizeIs(2));
}

TEST_P(FieldStoreTest, TellsHowFarTheWorkIs) {
  std::vector<NewVisit> visits = {Visit(1), Visit(2), Visit(3), Visit(4)};
  visits[1].survey.reset();
  visits[2].household->village = visits[2].survey->village = {"07207002"};
  visits[2].survey->reviewer = "staff/b";
  visits[3].survey->round = {"2020"};
  ASSERT_THAT(Take(visits), testing::Each("OK"));
  WorkFilter filter{.villages = {{"07207001"}, {"07207002"}},
                    .round = {"2021-tong-ra-soat"}};
  const auto numbers = [&](const WorkPlace& after, int limit) {
    auto notes = stores_->work().List(filter, after, limit, Soon());
    EXPECT_OK(notes);
    std::vector<std::int64_t> all;
    for (const WorkNote& note : *notes) all.push_back(note.number);
    return all;
  };
  EXPECT_THAT(numbers({}, 10), ElementsAre(1, 2, 4, 3));
  EXPECT_THAT(numbers({{"07207001"}, 2}, 1), ElementsAre(4));
  EXPECT_THAT(numbers({{"07207001"}, 4}, 9), ElementsAre(3));
  filter.state = WorkState::kLeft;
  EXPECT_THAT(numbers({}, 10), ElementsAre(2, 4));
  filter.state = WorkState::kDone;
  EXPECT_THAT(numbers({}, 10), ElementsAre(1, 3));
  filter.reviewer = "staff/b";
  EXPECT_THAT(numbers({}, 10), ElementsAre(3));
  ASSERT_OK_AND_ASSIGN(WorkSummary summary,
                       stores_->work().Count(filter, Soon()));
  EXPECT_EQ(summary.counts, (WorkCounts{.left = 2, .done = 2}));
  ASSERT_THAT(summary.reviewers, SizeIs(2));
  EXPECT_EQ(summary.reviewers[1].reviewer, "staff/b");
  EXPECT_EQ(summary.reviewers[1].counts, (WorkCounts{.done = 1}));
  EXPECT_EQ(summary.reviewers[0].last_submit_time, Taken(1, 1).submit_time);
}

}  // namespace
}  // namespace rasoat::registry

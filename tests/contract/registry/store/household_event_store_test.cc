// What the household stores promise of events and of the past.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <thread>

#include "services/registry/domain/household_events.h"
#include "services/registry/domain/member_events.h"
#include "tests/contract/registry/store/stores.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr std::int64_t kAll = std::numeric_limits<std::int64_t>::max();

class EventStoreTest : public StoreTest {
 protected:
  static HouseholdId Id(std::uint64_t number) {
    return IdNumber<HouseholdId>(number);
  }

  static std::string Print(char fill) { return std::string(32, fill); }

  void SetUp() override {
    StoreTest::SetUp();
    std::vector<NewVisit> visits = {Visit(1), Visit(2)};
    visits[1].household->members[0].identity_number = "024080000002";
    ASSERT_THAT(Take(visits), ElementsAre("OK", "OK"));
  }

  HouseholdStore& store() { return stores_->households(); }

  absl::StatusOr<std::vector<Household>> SplitOne(std::uint64_t fresh,
                                                  std::int64_t seen,
                                                  std::string print,
                                                  std::int64_t number = 0) {
    return store().Record(
        {.households = {Id(1)}, .print = std::move(print)},
        [&](const std::vector<Household>& now)
            -> absl::StatusOr<std::vector<Household>> {
          RASOAT_RETURN_IF_ERROR(CheckSeen(now[0], seen, "etag"));
          const SplitOff off{
              .id = Id(fresh),
              .number = number == 0 ? static_cast<std::int64_t>(fresh) : number,
              .member_ids = {"02"},
              .headship = {.head = "02"}};
          return Split(now[0], off, {}, occasion_, context_);
        },
        Soon());
  }

  absl::StatusOr<std::vector<Household>> MergeTwoIntoOne(std::string print) {
    return store().Record(
        {.households = {Id(2), Id(1)}, .print = std::move(print)},
        [&](const std::vector<Household>& now) {
          EXPECT_EQ(now[0].id, Id(2));
          EXPECT_EQ(now[1].id, Id(1));
          return Merge(now[0], now[1], {}, occasion_, context_);
        },
        Soon());
  }

  absl::StatusOr<Household> Renumber(std::int64_t number) {
    return store().Update(
        Id(1),
        [&](Household h) -> absl::StatusOr<Household> {
          h.number = number;
          h.event = {.kind = EventKind::kCorrected,
                     .date = absl::CivilDay(2021, 10, 2),
                     .reason = "đánh số lại",
                     .actor = "staff/b"};
          return h;
        },
        Soon());
  }

  const PersonRules rules_ = SampleRules();
  const HouseholdContext context_{.rules = rules_,
                                  .today = absl::CivilDay(2021, 10, 15)};
  const Occasion occasion_{.date = absl::CivilDay(2021, 10, 1),
                           .reason = "ra ở riêng",
                           .actor = "staff/a"};
};

INSTANTIATE_TEST_SUITE_P(All, EventStoreTest, BothKinds(), NameOfKind);

TEST_P(EventStoreTest, KeepsEveryStateWithItsEvent) {
  ASSERT_OK(Renumber(11));
  ASSERT_OK(Renumber(12));
  ASSERT_OK_AND_ASSIGN(auto states, store().History(Id(1), kAll, 10, Soon()));
  ASSERT_EQ(states.size(), 3u);
  EXPECT_EQ(states[0].revision, 3);
  EXPECT_EQ(states[0].number, 12);
  EXPECT_EQ(states[1].number, 11);
  EXPECT_EQ(states[1].event.reason, "đánh số lại");
  EXPECT_EQ(states[1].event.actor, "staff/b");
  EXPECT_EQ(states[1].event.date, absl::CivilDay(2021, 10, 2));
  const Household first = SampleHousehold(1);
  EXPECT_TRUE(SameContent(states[2], first));
  EXPECT_EQ(states[2].event, first.event);
  EXPECT_EQ(states[2].register_date, first.register_date);
  EXPECT_EQ(states[2].update_time, first.update_time);
}

TEST_P(EventStoreTest, GivesTheHistoryByPages) {
  ASSERT_OK(Renumber(11));
  ASSERT_OK(Renumber(12));
  const auto revisions = [&](std::int64_t before, int limit) {
    auto states = store().History(Id(1), before, limit, Soon());
    EXPECT_OK(states);
    std::vector<std::int64_t> all;
    for (const Household& h : *states) all.push_back(h.revision);
    return all;
  };
  EXPECT_THAT(revisions(kAll, 1), ElementsAre(3));
  EXPECT_THAT(revisions(3, 1), ElementsAre(2));
  EXPECT_THAT(revisions(3, 5), ElementsAre(2, 1));
  EXPECT_THAT(revisions(1, 5), IsEmpty());
  EXPECT_THAT(store().History(Id(9), kAll, 1, Soon()),
              StatusIs(absl::StatusCode::kNotFound, "HOUSEHOLD_NOT_FOUND"));
}

TEST_P(EventStoreTest, RecordsASplitOfOneHouseholdIntoTwo) {
  ASSERT_OK_AND_ASSIGN(auto both, SplitOne(7, 1, Print('a')));
  ASSERT_EQ(both.size(), 2u);
  EXPECT_EQ(both[0].revision, 2);
  EXPECT_EQ(both[1].revision, 1);
  ASSERT_OK_AND_ASSIGN(Household rest, store().Get(Id(1), Soon()));
  ASSERT_OK_AND_ASSIGN(Household fresh, store().Get(Id(7), Soon()));
  EXPECT_TRUE(SameContent(rest, both[0]));
  EXPECT_EQ(rest.event, both[0].event);
  EXPECT_EQ(rest.former, both[0].former);
  EXPECT_TRUE(SameContent(fresh, both[1]));
  EXPECT_EQ(fresh.event, both[1].event);
  EXPECT_EQ(fresh.register_date, occasion_.date);
  EXPECT_EQ(fresh.create_time, fresh.update_time);
}

TEST_P(EventStoreTest, KnowsARequestAgain) {
  ASSERT_OK_AND_ASSIGN(auto first, SplitOne(7, 1, Print('a')));
  ASSERT_OK(Renumber(11));
  ASSERT_OK_AND_ASSIGN(auto again, SplitOne(7, 1, Print('a')));
  std::vector<std::pair<HouseholdId, std::int64_t>> got;
  for (const Household& h : again) got.emplace_back(h.id, h.revision);
  EXPECT_THAT(got,
              UnorderedElementsAre(std::pair(Id(1), 2), std::pair(Id(7), 1)));
  for (const Household& h : again) {
    EXPECT_TRUE(SameContent(h, h.id == Id(1) ? first[0] : first[1]));
  }
  EXPECT_THAT(SplitOne(8, 1, Print('b')),
              StatusIs(absl::StatusCode::kAborted, "STALE_HOUSEHOLD"));
}

TEST_P(EventStoreTest, WithoutAPrintNothingIsKnownAgain) {
  ASSERT_OK(SplitOne(7, 1, ""));
  EXPECT_THAT(SplitOne(7, 1, ""),
              StatusIs(absl::StatusCode::kAborted, "STALE_HOUSEHOLD"));
}

TEST_P(EventStoreTest, RefusesWhatIsTaken) {
  EXPECT_THAT(SplitOne(2, 1, Print('a'), 30),
              StatusIs(absl::StatusCode::kAlreadyExists, "HOUSEHOLD_EXISTS"));
  EXPECT_THAT(
      SplitOne(7, 1, Print('a'), 1),
      StatusIs(absl::StatusCode::kAlreadyExists, "HOUSEHOLD_NUMBER_TAKEN"));
  // Nothing of any of them is left.
  ASSERT_OK_AND_ASSIGN(Household still, store().Get(Id(1), Soon()));
  EXPECT_EQ(still.revision, 1);
  EXPECT_EQ(still.members.size(), 2u);
}

TEST_P(EventStoreTest, FreesTheNumberOfAMergedHousehold) {
  ASSERT_OK_AND_ASSIGN(auto both, MergeTwoIntoOne(Print('m')));
  EXPECT_EQ(both[0].status, HouseholdStatus::kMerged);
  ASSERT_OK_AND_ASSIGN(Household gone, store().Get(Id(2), Soon()));
  EXPECT_TRUE(SameContent(gone, both[0]));
  EXPECT_EQ(gone.merged_into, Id(1));
  EXPECT_EQ(gone.number, 0);
  ASSERT_OK_AND_ASSIGN(Household renumbered, Renumber(2));
  EXPECT_EQ(renumbered.number, 2);
  ASSERT_OK_AND_ASSIGN(auto again, MergeTwoIntoOne(Print('m')));
  EXPECT_EQ(again.size(), 2u);
  ASSERT_OK_AND_ASSIGN(AreaCode village, store().VillageOf(Id(2), Soon()));
  EXPECT_EQ(village.value, "07207001");
}

TEST_P(EventStoreTest, ListsThoseThatLeftByThemselves) {
  ASSERT_OK(MergeTwoIntoOne(""));
  const auto ids = [&](HouseholdFilter filter, HouseholdPlace after) {
    filter.village = {"07207001"};
    auto found = store().List(filter, after, 10, Soon());
    EXPECT_OK(found);
    std::vector<int> all;
    for (const Household& h : *found) all.push_back(h.id.bytes[15]);
    return all;
  };
  EXPECT_THAT(ids({}, {}), ElementsAre(1));
  EXPECT_THAT(ids({.status = HouseholdStatus::kMerged}, {}), ElementsAre(2));
  EXPECT_THAT(ids({.status = HouseholdStatus::kMerged}, {.id = Id(2)}),
              IsEmpty());
  EXPECT_THAT(ids({.status = HouseholdStatus::kDissolved}, {}), IsEmpty());
}

TEST_P(EventStoreTest, ListsByTheDigitsANumberStartsWith) {
  std::vector<NewVisit> visits = {Visit(12), Visit(120), Visit(21)};
  for (NewVisit& visit : visits) {
    visit.household->members[0].identity_kind = IdentityKind::kNone;
    visit.household->members[0].identity_number = "";
  }
  ASSERT_THAT(Take(visits), testing::Each("OK"));
  auto found = store().List({.village = {"07207001"}, .number_prefix = "12"},
                            {}, 10, Soon());
  ASSERT_OK(found);
  std::vector<std::int64_t> numbers;
  for (const Household& h : *found) numbers.push_back(h.number);
  EXPECT_THAT(numbers, ElementsAre(12, 120));
}

TEST_P(EventStoreTest, MovesAHouseholdToAnotherVillage) {
  ASSERT_OK_AND_ASSIGN(Household moved,
                       store().Update(
                           Id(1),
                           [&](const Household& h) {
                             return Moved(
                                 h, {.village = {"07207002"}, .number = 2},
                                 occasion_, context_);
                           },
                           Soon()));
  EXPECT_EQ(moved.village.value, "07207002");
  ASSERT_OK_AND_ASSIGN(AreaCode village, store().VillageOf(Id(1), Soon()));
  EXPECT_EQ(village.value, "07207002");
  ASSERT_OK_AND_ASSIGN(auto states, store().History(Id(1), kAll, 10, Soon()));
  EXPECT_EQ(states[1].village.value, "07207001");
}

TEST_P(EventStoreTest, LetsOneOfTwoSplitsWin) {
  for (int round = 0; round < 5; ++round) {
    ASSERT_OK_AND_ASSIGN(Household before, store().Get(Id(1), Soon()));
    ASSERT_OK(store().Update(
        Id(1),
        [&](Household h) -> absl::StatusOr<Household> {
          h.members.erase(h.members.begin() + 1, h.members.end());
          for (int i = 0; i < 2; ++i) {
            Member child = SampleHousehold(1).members[1];
            child.id = absl::StrCat("r", round, i);
            h.members.push_back(child);
          }
          return h;
        },
        Soon()));
    std::vector<absl::Status> outcomes(2);
    std::vector<std::thread> writers;
    for (int i = 0; i < 2; ++i) {
      writers.emplace_back([&, i] {
        const int fresh = 50 + round * 2 + i;
        outcomes[i] =
            store()
                .Record(
                    {.households = {Id(1)}, .print = Print('A' + fresh)},
                    [&](const std::vector<Household>& now)
                        -> absl::StatusOr<std::vector<Household>> {
                      RASOAT_RETURN_IF_ERROR(
                          CheckSeen(now[0], before.revision + 1, "etag"));
                      const std::string member = absl::StrCat("r", round, i);
                      return Split(now[0],
                                   {.id = Id(fresh),
                                    .number = fresh,
                                    .member_ids = {member},
                                    .headship = {.head = member}},
                                   {}, occasion_, context_);
                    },
                    Soon())
                .status();
      });
    }
    for (std::thread& writer : writers) writer.join();
    EXPECT_NE(outcomes[0].ok(), outcomes[1].ok());
    EXPECT_THAT(outcomes[outcomes[0].ok() ? 1 : 0],
                StatusIs(absl::StatusCode::kAborted, "STALE_HOUSEHOLD"));
  }
}

// Two that need the same two households, each in its own order.
TEST_P(EventStoreTest, TwoMergersOfOneAnotherDoNotLockForEver) {
  std::vector<absl::Status> outcomes(2);
  std::vector<std::thread> writers;
  for (int i = 0; i < 2; ++i) {
    writers.emplace_back([&, i] {
      outcomes[i] =
          store()
              .Record(
                  {.households = {Id(1 + i), Id(2 - i)}},
                  [&](const std::vector<Household>& now)
                      -> absl::StatusOr<std::vector<Household>> {
                    for (const Household& h : now) {
                      RASOAT_RETURN_IF_ERROR(CheckSeen(h, 1, "etag"));
                    }
                    return Merge(now[0], now[1], {}, occasion_, context_);
                  },
                  Soon())
              .status();
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_NE(outcomes[0].ok(), outcomes[1].ok());
}

}  // namespace
}  // namespace rasoat::registry

// Two devices and an officer change the same households, the devices without a
// signal and over a network that loses replies, repeats, reorders and cuts
// batches. Whatever happens, each item that was accepted is there exactly once,
// and nothing that was accepted is lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>

#include "absl/strings/str_cat.h"
#include "services/registry/intake/area_package.h"
#include "tests/support/registry/field_desk.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

/// What a device has of a household.
struct Copy {
  Household household;  ///< With the device's own changes.
  std::int64_t etag = 0;
  ItemId last_change;  ///< Not acknowledged by a package yet; none: none.
};

/// An item, and what the device heard of it.
struct Sent {
  FieldItem item;
  std::optional<ToldAgain> told;  ///< Once it was final.
  bool heard = false;             ///< The device has that reply.
};

class FieldRandomTest : public FieldDesk, public testing::TestWithParam<int> {
 protected:
  struct Device {
    std::uint64_t number = 0;
    std::map<HouseholdId, Copy> copies;
    std::vector<Sent> items;
    std::int64_t position = 0;
  };

  int Roll(int sides) {
    return std::uniform_int_distribution<int>(0, sides - 1)(chance_);
  }

  ItemId NextItem() { return IdNumber<ItemId>(++last_item_); }

  void TakePackage(Device& device) {
    const PackageRequest request{.villages = {{"07207001"}},
                                 .round = {"2021-tong-ra-soat"},
                                 .after_position = device.position};
    ASSERT_OK_AND_ASSIGN(PackagePlace place,
                         packer_.Begin(request, clock_.Now(), kNever));
    device.position = place.position;
    for (bool more = true; more;) {
      ASSERT_OK_AND_ASSIGN(PackagePart part,
                           packer_.Next(request, place, kNever));
      for (PackedHousehold& packed : part.households) {
        // A household with changes on their way stays as the device has it.
        Copy& copy = device.copies[packed.household.id];
        if (!copy.last_change.empty() && !Heard(device, copy.last_change)) {
          continue;
        }
        copy = {.household = packed.household,
                .etag = packed.household.revision};
      }
      more = !part.complete();
      place = part.next;
    }
  }

  static bool Heard(const Device& device, const ItemId& item) {
    for (const Sent& sent : device.items) {
      if (sent.item.id == item) return sent.heard;
    }
    return true;
  }

  void Register(Device& device) {
    const std::uint64_t number = ++last_household_;
    FieldItem item = Registration(0, number);
    item.id = NextItem();
    device.items.push_back({.item = item});
    if (Roll(2) == 0) return;
    FieldItem survey = SurveyOf(0, ++last_survey_, number);
    survey.id = NextItem();
    device.items.push_back({.item = survey});
  }

  void Change(Device& device) {
    if (device.copies.empty()) return;
    auto at = device.copies.begin();
    std::advance(at, Roll(static_cast<int>(device.copies.size())));
    Copy& copy = at->second;
    FieldItem item{.id = NextItem(), .village = {"07207001"}};
    item.print = absl::StrCat("change ", last_item_);
    item.print.resize(32, '.');
    FieldChange& change = item.change.emplace();
    change.household = at->first;
    change.edit.seen_revision = copy.etag;
    if (!copy.last_change.empty()) {
      change.base = copy.household;
      change.after = copy.last_change;
    }
    Edit(copy.household, change.edit);
    change.edit.wanted = copy.household;
    copy.last_change = item.id;
    device.items.push_back({.item = item});
  }

  /// Changes one field, to one of few values so that sides meet.
  void Edit(Household& household, HouseholdEdit& edit) {
    switch (Roll(3)) {
      case 0:
        edit.phone = true;
        household.phone = absl::StrCat("091111111", Roll(3));
        break;
      case 1:
        edit.address = true;
        household.address = absl::StrCat("Xóm ", Roll(3));
        break;
      default:
        edit.members = true;
        household.members[Roll(2)].full_name = absl::StrCat("Tên ", Roll(3));
    }
  }

  void OfficerChanges() {
    if (last_household_ == 0) return;
    const auto id = IdNumber<HouseholdId>(1 + Roll(last_household_));
    const absl::StatusOr<Household> changed = store_.Update(
        id,
        [&](Household next) -> absl::StatusOr<Household> {
          HouseholdEdit unused;
          Edit(next, unused);
          next.event.actor = "staff/officer";
          return next;
        },
        kNever);
    EXPECT_TRUE(changed.ok() || absl::IsNotFound(changed.status()));
  }

  /// Sends some of what was not heard of, and perhaps some of what was, in any
  /// order; the reply may be lost.
  void Send(Device& device, bool all) {
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < device.items.size(); ++i) {
      const bool wanted = all                     ? !device.items[i].heard
                          : device.items[i].heard ? Roll(8) == 0
                                                  : Roll(3) != 0;
      if (wanted) chosen.push_back(i);
      if (!all && Roll(10) == 0) break;  // the batch is cut
    }
    if (!all && Roll(3) == 0) {
      std::shuffle(chosen.begin(), chosen.end(), chance_);
    }
    if (!all && !chosen.empty() && Roll(4) == 0) chosen.push_back(chosen[0]);
    if (chosen.empty()) return;
    std::vector<FieldItem> items;
    for (std::size_t i : chosen) items.push_back(device.items[i].item);
    ASSERT_OK_AND_ASSIGN(
        FieldOutcome outcome,
        FieldDesk::Send(std::move(items), clock_.Now(), device.number));
    const bool lost = !all && Roll(3) == 0;
    for (std::size_t k = 0; k < chosen.size(); ++k) {
      Sent& sent = device.items[chosen[k]];
      const FieldResult& result = outcome.results[k];
      if (!result.final) {
        EXPECT_EQ(sent.told, std::nullopt) << "final is for ever";
        continue;
      }
      if (sent.told) {
        EXPECT_EQ(Told(result), *sent.told);
      }
      sent.told = Told(result);
      sent.heard |= !lost;
    }
  }

  void CheckRegister() {
    // Who made which revision, by the receipts.
    std::multimap<std::pair<HouseholdId, std::int64_t>, const FieldItem*> made;
    std::map<HouseholdId, int> registered;
    std::map<SurveyId, int> surveyed;
    for (const Device& device : devices_of_the_test_) {
      for (const Sent& sent : device.items) {
        ASSERT_TRUE(sent.told) << "every item ends";
        if (sent.told->outcome != ItemOutcome::kAccepted) continue;
        if (sent.item.change) {
          made.emplace(std::pair(sent.told->household, sent.told->revision),
                       &sent.item);
        } else if (sent.item.visit->household) {
          ++registered[sent.told->household];
        } else {
          ++surveyed[sent.told->survey];
        }
      }
    }
    for (const auto& [id, times] : registered) {
      EXPECT_EQ(times, 1);
      ASSERT_OK_AND_ASSIGN(std::vector<Household> states,
                           store_.History(id, 1'000'000, 1'000, kNever));
      for (std::size_t i = 0; i + 1 < states.size(); ++i) {
        const Household& now = states[i];
        const Household& before = states[i + 1];
        EXPECT_EQ(now.revision, before.revision + 1);
        if (now.event.actor == "staff/officer") continue;
        // Others may have wanted the same and been told of the same revision.
        const auto [from, to] = made.equal_range(std::pair(id, now.revision));
        EXPECT_TRUE(std::any_of(from, to, [&](const auto& one) {
          return Explains(before, now, one.second->change->edit);
        })) << "a revision that nobody was told of";
      }
    }
    for (const auto& [id, times] : surveyed) {
      EXPECT_EQ(times, 1);
      EXPECT_OK(static_cast<SurveyStore&>(store_).Get(id, kNever));
    }
  }

  /// True if the step took over what the item changed, and nothing else.
  static bool Explains(const Household& before, const Household& now,
                       const HouseholdEdit& edit) {
    if (now.phone != (edit.phone ? edit.wanted.phone : before.phone) ||
        now.address != (edit.address ? edit.wanted.address : before.address)) {
      return false;
    }
    int renamed = 0;
    for (std::size_t i = 0; i < now.members.size(); ++i) {
      if (now.members[i] == before.members[i]) continue;
      ++renamed;
      if (now.members[i].full_name != edit.wanted.members[i].full_name) {
        return false;
      }
    }
    return renamed == (edit.members ? 1 : 0);
  }

  std::mt19937 chance_{static_cast<std::mt19937::result_type>(GetParam())};
  std::uint64_t last_item_ = 0;
  std::uint64_t last_household_ = 0;
  std::uint64_t last_survey_ = 0;
  Packer packer_{store_, store_, store_, store_};
  Device devices_of_the_test_[2] = {{.number = 1}, {.number = 2}};
};

TEST_P(FieldRandomTest, EndsWithEachAcceptedItemExactlyOnce) {
  ASSERT_OK(ImportSamples());
  for (int step = 0; step < 150; ++step) {
    Device& device = devices_of_the_test_[Roll(2)];
    clock_.Advance(absl::Minutes(Roll(60)));
    switch (Roll(8)) {
      case 0:
        Register(device);
        break;
      case 1:
      case 2:
      case 3:
        Change(device);
        break;
      case 4:
        OfficerChanges();
        break;
      case 5:
        TakePackage(device);
        break;
      default:
        Send(device, /*all=*/false);
    }
    if (HasFatalFailure()) return;
  }
  for (Device& device : devices_of_the_test_) {
    for (int round = 0; round < 3; ++round) Send(device, /*all=*/true);
  }
  CheckRegister();
}

INSTANTIATE_TEST_SUITE_P(Seeds, FieldRandomTest, testing::Range(1, 101));

}  // namespace
}  // namespace rasoat::registry

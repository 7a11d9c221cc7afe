// Whatever happens to households, nobody is lost and nobody is in two: random
// sequences of every event, over a small province.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "services/registry/domain/household_events.h"
#include "services/registry/domain/household_history.h"
#include "services/registry/domain/member_events.h"
#include "tests/support/registry/samples.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

const PersonRules kRules = SampleRules();
const absl::CivilDay kStart(2021, 1, 1);

/// A register that is only the domain. A person's name is unique, so it can be
/// followed through all households.
class World {
 public:
  explicit World(unsigned seed) : chance_(seed) {
    for (int i = 0; i < 6; ++i) Register();
  }

  void Step() {
    today_ += Pick(3);
    const Household h = Any();
    switch (Pick(9)) {
      case 0:
        return Put(Born(h, Newcomer(h), {}, Context()));
      case 1:
        return Put(Died(h, AnyMember(h), Heads(h), Now(), Context()));
      case 2:
        return Put(CameIn(h, {Newcomer(h)}, {}, Now(), Context()));
      case 3:
        return Put(WentOut(h, Some(h), Heads(h), Now(), Context()));
      case 4:
        return Put(WentOver(h, Any(), Some(h), Heads(h), {}, Now(), Context()));
      case 5:
        return Put(Merge(h, Any(), {}, Now(), Context()));
      case 6: {
        SplitOff off{.id = IdNumber<HouseholdId>(++ids_),
                     .number = Pick(60) + 1,
                     .member_ids = Some(h)};
        if (!off.member_ids.empty()) off.headship.head = off.member_ids[0];
        return Put(Split(h, off, Heads(h), Now(), Context()));
      }
      case 7:
        return Put(Moved(h, {.village = Village(), .number = Pick(60) + 1},
                         Now(), Context()));
      default: {
        std::vector<Departure> all;
        for (const Member& m : h.members) {
          all.push_back(
              {m.id, Pick(2) ? EventKind::kDied : EventKind::kMovedOut});
        }
        if (h.members.size() > 2) return;  // or the province is soon empty
        return Put(Dissolved(h, all, Now(), Context()));
      }
    }
  }

  void Check() const {
    std::map<std::string, int> found;
    std::set<std::pair<AreaCode, std::int64_t>> numbers;
    for (const auto& [id, states] : households_) {
      const Household& h = states.back();
      CheckIds(h);
      if (!h.active()) {
        EXPECT_TRUE(h.members.empty());
        EXPECT_EQ(h.number, 0);
      } else {
        EXPECT_TRUE(numbers.insert({h.village, h.number}).second);
        EXPECT_EQ(std::count_if(h.members.begin(), h.members.end(),
                                [](const Member& m) {
                                  return m.relation == Relation::kHead;
                                }),
                  1);
      }
      for (const Member& m : h.members) ++found[m.full_name];
      for (const FormerMember& f : h.former) {
        // Who went to another household is counted there.
        if (f.to.empty()) {
          ++found[f.member.full_name];
          EXPECT_EQ(f.why == EventKind::kDied, f.member.death_date != kNoDay);
        } else {
          CheckTrace(f);
        }
      }
    }
    EXPECT_EQ(found.size(), static_cast<std::size_t>(people_));
    for (const auto& [name, times] : found) EXPECT_EQ(times, 1) << name;
  }

  int events() const { return events_; }
  int refused() const { return refused_; }

  /// On the last day everything has happened.
  void CheckAsOf() const {
    for (const auto& [id, states] : households_) {
      const std::optional<Household> now = StateOn(states, today_);
      ASSERT_TRUE(now.has_value());
      EXPECT_TRUE(SameContent(*now, states.back()));
    }
  }

 private:
  int Pick(int below) {
    return std::uniform_int_distribution<int>(0, below - 1)(chance_);
  }
  AreaCode Village() { return {"0720700" + std::to_string(1 + Pick(2))}; }
  HouseholdContext Context() const {
    return {.rules = kRules, .today = today_};
  }
  Occasion Now() const { return {.date = today_, .reason = "vì"}; }

  Member Person(std::string id, Relation relation) {
    Member person = SampleHousehold().members[1];
    person.id = std::move(id);
    person.full_name = "Người " + std::to_string(people_ + 1);
    person.relation = relation;
    person.birth_date = today_;
    return person;
  }

  Member Newcomer(const Household& h) {
    return Person("n" + std::to_string(h.members.size() + h.former.size()),
                  Relation::kOther);
  }

  void Register() {
    Household h = SampleHousehold(++ids_);
    h.village = Village();
    h.number += 1000;  // above those of splits and moves
    h.register_date = today_;
    h.event = {.kind = EventKind::kRegistered, .date = today_};
    h.members.clear();
    const int size = 1 + Pick(4);
    for (int i = 0; i < size; ++i) {
      h.members.push_back(Person("0" + std::to_string(i + 1),
                                 i == 0 ? Relation::kHead : Relation::kOther));
      ++people_;
    }
    households_[h.id] = {h};
  }

  const Household& Any() {
    std::vector<const Household*> active;
    for (const auto& [id, states] : households_) {
      if (states.back().active()) active.push_back(&states.back());
    }
    if (active.size() < 3) {
      Register();
      return Any();
    }
    return *active[Pick(static_cast<int>(active.size()))];
  }

  std::string AnyMember(const Household& h) {
    return h.members[Pick(static_cast<int>(h.members.size()))].id;
  }

  std::vector<std::string> Some(const Household& h) {
    std::vector<std::string> some;
    for (const Member& m : h.members) {
      if (Pick(2) == 0) some.push_back(m.id);
    }
    return some;
  }

  /// Mostly nobody, now and then anybody.
  Headship Heads(const Household& h) {
    return {.head = Pick(2) == 0 ? "" : AnyMember(h)};
  }

  void Put(absl::StatusOr<Household> next) {
    if (!next.ok()) return Refused(next.status());
    Put(absl::StatusOr<std::vector<Household>>(
        std::vector<Household>{*std::move(next)}));
  }

  void Put(absl::StatusOr<std::vector<Household>> next) {
    if (!next.ok()) return Refused(next.status());
    if (AnyNumberTwice(*next)) {
      ++refused_;
      return;
    }
    ++events_;
    const EventKind kind = next->front().event.kind;
    if (kind == EventKind::kBorn || kind == EventKind::kMovedIn) ++people_;
    for (Household& h : *next) {
      std::vector<Household>& states = households_[h.id];
      h.revision = static_cast<std::int64_t>(states.size()) + 1;
      states.push_back(std::move(h));
    }
  }

  /// What the store's unique key finds.
  bool AnyNumberTwice(const std::vector<Household>& next) const {
    std::map<HouseholdId, const Household*> all;
    for (const auto& [id, states] : households_) all[id] = &states.back();
    for (const Household& h : next) all[h.id] = &h;
    std::set<std::pair<AreaCode, std::int64_t>> numbers;
    return std::any_of(all.begin(), all.end(), [&](const auto& one) {
      return one.second->active() &&
             !numbers.insert({one.second->village, one.second->number}).second;
    });
  }

  void Refused(const absl::Status& status) {
    ++refused_;
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
  }

  static void CheckIds(const Household& h) {
    std::set<std::string> ids;
    for (const Member& m : h.members) EXPECT_TRUE(ids.insert(m.id).second);
    for (const FormerMember& f : h.former) {
      EXPECT_TRUE(ids.insert(f.member.id).second) << "an id given twice";
    }
  }

  /// Who went to another household is, or was, there under the noted id.
  void CheckTrace(const FormerMember& f) const {
    const Household& there = households_.at(f.to).back();
    const Member* now = there.Find(f.to_id);
    const bool was = std::any_of(
        there.former.begin(), there.former.end(), [&](const FormerMember& g) {
          return g.member.id == f.to_id &&
                 g.member.full_name == f.member.full_name;
        });
    EXPECT_TRUE(was ||
                (now != nullptr && now->full_name == f.member.full_name));
  }

  std::mt19937 chance_;
  absl::CivilDay today_ = kStart;
  std::map<HouseholdId, std::vector<Household>> households_;
  std::uint64_t ids_ = 0;
  int people_ = 0;
  int events_ = 0;
  int refused_ = 0;
};

TEST(PeopleConservedTest, NobodyIsLostAndNobodyIsInTwoHouseholds) {
  int events = 0;
  int refused = 0;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    World world(seed);
    for (int step = 0; step < 120; ++step) {
      world.Step();
      world.Check();
      if (HasFailure()) return;
    }
    world.CheckAsOf();
    events += world.events();
    refused += world.refused();
  }
  // Both happen often enough to mean something.
  EXPECT_GT(events, 2000);
  EXPECT_GT(refused, 500);
}

}  // namespace
}  // namespace rasoat::registry

// The state machine against another way of saying the same: a village is a list
// of the moves it made, and a move is allowed if the list with it is a prefix
// of the only possible list.
#include <gtest/gtest.h>

#include <random>
#include <utility>
#include <vector>

#include "services/workflow/domain/village.h"

namespace rasoat::workflow {
namespace {

using absl::CivilDay;

constexpr CivilDay kFirst(2021, 9, 1);
constexpr int kRoundDays = 12;
constexpr int kToday = 9;  // days after the first

/// A move as the model sees it: `done` is what it does to a step.
struct Made {
  int step;
  bool complete;
  int day;

  friend bool operator==(const Made&, const Made&) = default;
};

class Model {
 public:
  Model(const Procedure& procedure) : procedure_(procedure) { ByItself(0); }

  /// Whether the move is allowed and, if it is new, makes it.
  bool Allows(const Move& move, bool assessed) {
    const int day = static_cast<int>(move.date - kFirst);
    const bool complete = move.kind == Move::Kind::kComplete;
    const int steps = static_cast<int>(procedure_.steps.size());
    if (move.step < 1 || move.step > steps) return false;
    if (day < 0 || day >= kRoundDays || day > kToday) return false;
    const Made wanted{move.step, complete, day};
    for (const Made& made : made_) {
      if (made == wanted) {
        return !complete || MeetingOf(move.step) == move.meeting ||
               !Meets(move.step);
      }
    }
    // The one thing that can happen next.
    const std::size_t place =
        2 * static_cast<std::size_t>(move.step - 1) + (complete ? 1 : 0);
    if (made_.size() != place) return false;
    if (!made_.empty() && day < made_.back().day) return false;
    if (complete) {
      const Step& step = procedure_.steps[move.step - 1];
      if (move.meeting.has_value() != Meets(move.step)) return false;
      if (step.Asks(StepGuard::kHouseholdsAssessed) && !assessed) return false;
      if (Meets(move.step) &&
          !Good(*move.meeting, made_.back().day, day, step.agreement_percent)) {
        return false;
      }
      if (Meets(move.step)) meeting_ = move.meeting;
    }
    made_.push_back(wanted);
    if (complete) ByItself(day);
    return true;
  }

  /// The standing that the moves amount to.
  Standing Now() const {
    Standing now;
    now.steps.resize(procedure_.steps.size());
    for (const Made& made : made_) {
      StepDays& days = now.steps[made.step - 1];
      (made.complete ? days.complete : days.start) = kFirst + made.day;
    }
    now.meeting = meeting_;
    return now;
  }

 private:
  bool Meets(int step) const {
    return procedure_.steps[step - 1].Asks(StepGuard::kMeetingAgreed);
  }
  std::optional<Meeting> MeetingOf(int step) const {
    return Meets(step) ? meeting_ : std::nullopt;
  }
  static bool Good(const Meeting& meeting, int start, int complete,
                   int percent) {
    const int day = static_cast<int>(meeting.date - kFirst);
    // The share as a fraction of whole percents, rounded down.
    return meeting.attended > 0 && meeting.agreed >= 0 &&
           meeting.agreed <= meeting.attended && day >= start &&
           day <= complete &&
           meeting.agreed * 100 / meeting.attended >= percent;
  }
  void ByItself(int day) {
    const std::size_t next = made_.size() / 2;
    if (next < procedure_.steps.size() &&
        procedure_.steps[next].starts_by_itself) {
      made_.push_back({static_cast<int>(next) + 1, false, day});
    }
  }

  const Procedure& procedure_;
  std::vector<Made> made_;
  std::optional<Meeting> meeting_;
};

Procedure SomeProcedure(std::mt19937& chance) {
  Procedure procedure{.id = {"any"}};
  const int steps = 1 + static_cast<int>(chance() % 5);
  bool meets = false;
  for (int i = 1; i <= steps; ++i) {
    Step step{.number = i, .starts_by_itself = chance() % 2 == 0};
    if (chance() % 3 == 0) {
      step.guards.push_back(StepGuard::kHouseholdsAssessed);
    }
    if (!meets && chance() % 3 == 0) {
      meets = true;
      step.guards.push_back(StepGuard::kMeetingAgreed);
      step.agreement_percent = 1 + static_cast<int>(chance() % 100);
    }
    procedure.steps.push_back(std::move(step));
  }
  return procedure;
}

Move SomeMove(std::mt19937& chance, int steps) {
  Move move{
      .kind = chance() % 3 == 0 ? Move::Kind::kStart : Move::Kind::kComplete,
      .step = static_cast<int>(chance() % (steps + 2)),
      .date = kFirst + static_cast<int>(chance() % (kRoundDays + 2)) - 1};
  if (chance() % 2 == 0) {
    const int attended = static_cast<int>(chance() % 5);
    move.meeting =
        Meeting{.date = kFirst + static_cast<int>(chance() % kRoundDays),
                .attended = attended,
                .agreed = static_cast<int>(chance() % 6) - 1};
  }
  return move;
}

TEST(VillageRandomTest, AgreesWithTheModelOnEveryMove) {
  int made = 0;
  for (unsigned seed = 1; seed <= 4'000; ++seed) {
    std::mt19937 chance(seed);
    const Procedure procedure = SomeProcedure(chance);
    const int steps = static_cast<int>(procedure.steps.size());
    Model model(procedure);
    Standing now = AtTheStart(procedure, kFirst);
    for (int i = 0; i < 60; ++i) {
      const Move move = SomeMove(chance, steps);
      const bool assessed = chance() % 2 == 0;
      const Surroundings around{.round_start = kFirst,
                                .round_end = kFirst + (kRoundDays - 1),
                                .today = kFirst + kToday,
                                .households = 3,
                                .assessed = assessed ? 3 : 2};
      absl::StatusOr<Standing> next = After(move, now, procedure, around);
      ASSERT_EQ(next.ok(), model.Allows(move, assessed))
          << "seed " << seed << " move " << i << ": " << next.status();
      if (next.ok()) {
        made += *next != now;
        now = *next;
      }
      ASSERT_EQ(now, model.Now()) << "seed " << seed << " move " << i;
    }
  }
  // Chance alone must have got somewhere, or this proves nothing.
  EXPECT_GT(made, 4'000);
}

}  // namespace
}  // namespace rasoat::workflow

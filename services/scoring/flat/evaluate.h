// Scores a household under a program: the quick engine.
//
// For standards with a table; one that takes declared totals only has nothing
// to add up here. Gives exactly what ScoreHousehold() gives, or nothing: a
// household that the readable engine would refuse comes out with class 0. Never
// allocates; needs no library.
#pragma once

#include <stdint.h>

#include "services/scoring/flat/program.h"

namespace rasoat::scoring::flat {

/// A household in the codebook's places.
struct View {
  int32_t review_day = 0;  ///< In days from 1970-01-01.
  bool urban = false;
  int column = 0;  ///< Of points.
  const Chosen* choices = nullptr;
  const int64_t* numbers = nullptr;
  int people = 0;
  const uint8_t* ages = nullptr;           ///< One a member.
  const Chosen* member_choices = nullptr;  ///< `Head::member_choices` a member.
};

/// One member alone.
People OfMember(const Program& program, int age, const Chosen* choices);

/// Where the household's own answers count.
struct Setting {
  int column = 0;
  bool all_dependent = false;  ///< Guards close.
};

/// What one answer of the household is worth; 0 if the program does not read
/// it. Answers that must not be missing are not looked for here.
Word OfChoice(const Program& program, Setting setting, int slot, Chosen chosen);
Word OfNumber(const Program& program, Setting setting, int slot,
              int64_t number);

/// True if every member depends on others, as guards ask.
inline bool AllDependent(const Program& program, const People& together,
                         int people) {
  return program.head().dependants >= 0 &&
         static_cast<int>(together.counts & 0xFF) == people;
}

/// What item `item`, an indicator or a deprivation behind them, makes of the
/// members and the floor area; 0 if it reads neither.
Word OfPeople(const Program& program, int item, Setting setting,
              const People& together, int people, int64_t area);

/// The class of a household with these scores.
int32_t ClassOf(const Program& program, bool urban, int32_t b1, int32_t b2);

/// What everything together comes to.
Outcome Conclude(const Program& program, bool urban, Word word,
                 uint64_t member_bits);

/// The end of the reckoning: from what members and answers add up to.
Outcome Finish(const Program& program, bool urban, Setting setting,
               Word answers, const People& together, int people, int64_t area);

/// All of it, for one household.
Outcome Evaluate(const Program& program, const View& household);

/// The points of one indicator, 0 if a guard suppresses it; only for a
/// household that Evaluate() gave a class.
int32_t PointsOf(const Program& program, const View& household, int indicator);

/// Tells whether deprivation `deprivation` is because of member `member`; only
/// for a household that is deprived of it.
bool BecauseOf(const Program& program, const View& household, int deprivation,
               int member);

}  // namespace rasoat::scoring::flat

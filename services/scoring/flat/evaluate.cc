#include "services/scoring/flat/evaluate.h"

#include "services/scoring/flat/member_rules.h"

namespace rasoat::scoring::flat {
namespace {

constexpr Word kTrouble = Word{1} << kTroubleAt;

Word Points(int32_t points) {
  return static_cast<Word>(static_cast<uint16_t>(points)) << kPointsAt;
}

/// The row of the band a number falls in, or null.
const BandRow* Band(const Program& program, const Item& item, int64_t number) {
  const auto* rows = reinterpret_cast<const BandRow*>(program.at(item.at));
  for (int i = 0; i < item.count; ++i) {
    if (rows[i].Holds(number)) return rows + i;
  }
  return nullptr;
}

int CountOf(const People& together, int field) {
  return static_cast<int>(together.counts >> (8 * field) & 0xFF);
}

/// Points that are looked up by a number the household comes to.
Word OfBand(const Program& program, const Item& item, Setting setting,
            int64_t number) {
  const BandRow* band = Band(program, item, number);
  if (band == nullptr) return kTrouble;
  if (item.guarded != 0 && setting.all_dependent) return 0;
  return Points(band->points[setting.column]);
}

Word OfOptions(const Program& program, const Item& item, Setting setting,
               Chosen chosen) {
  if ((chosen & kUnnamed) != 0) return kTrouble;
  const OptionRow* rows = Options(program, item);
  int32_t sum = 0;
  for (Chosen left = chosen & ~kAnswered; left != 0; left &= left - 1) {
    const OptionRow& row = rows[LowestBit(left)];
    if (row.place < 0) return kTrouble;
    sum += row.points[setting.column];
  }
  return item.guarded != 0 && setting.all_dependent ? 0 : Points(sum);
}

Word OfHighest(const Program& program, const Item& item, Setting setting,
               const People& together) {
  const uint32_t places = static_cast<uint32_t>(together.bits >> item.extra) &
                          ((uint32_t{1} << item.count) - 1);
  if (places == 0) return kTrouble;
  const int highest = 31 - __builtin_clz(places);
  const OptionRow* rows = Options(program, item);
  for (int code = 1; code <= kMostOptions; ++code) {
    if (rows[code].place != highest) continue;
    return item.guarded != 0 && setting.all_dependent
               ? 0
               : Points(rows[code].points[setting.column]);
  }
  return kTrouble;
}

Word PointsByPeople(const Program& program, const Item& item, Setting setting,
                    const People& together, int people, int64_t area) {
  switch (item.kind) {
    case Kind::kSize:
      return OfBand(program, item, setting, people);
    case Kind::kDependants:
      return OfBand(program, item, setting, CountOf(together, 0));
    case Kind::kPensioners:
      return OfBand(program, item, setting, CountOf(together, item.extra));
    case Kind::kAreaPerPerson:
      return OfBand(program, item, setting, area / people);
    case Kind::kHighest:
      return OfHighest(program, item, setting, together);
    default:
      return 0;
  }
}

/// What a deprivation makes of members and floor area.
Word DeprivedByPeople(const Program& program, int number,
                      const People& together, int people, int64_t area) {
  const Item& item = program.deprivation(number);
  const bool bit = (together.bits >> number & 1) != 0;
  switch (item.kind) {
    case Kind::kAnyMember:
      return Word{bit} << number;
    case Kind::kShareAbove:
      return Word{CountOf(together, item.extra) * 100 > people * item.count}
             << number;
    case Kind::kNoMember:
      if ((together.bits >> item.extra & 1) == 0) return kTrouble;
      return Word{!bit} << number;
    case Kind::kAreaBelow:
      return Word{area < int64_t{item.extra} * people} << number;
    default:
      return 0;
  }
}

Word OfChoiceItem(const Program& program, const Item& item, Setting setting,
                  Chosen chosen, int number) {
  const bool named = (chosen & item.options) != 0;
  switch (item.kind) {
    case Kind::kOneOption:
    case Kind::kSumOfOptions:
      return OfOptions(program, item, setting, chosen);
    case Kind::kHouseholdAnswer:
      return Word{named} << number;
    case Kind::kNoneChosen:
      return Word{!named} << number;
    default:
      return 0;
  }
}

/// The answers that an item which counts several questions counts of this one.
Chosen Counted(const Program& program, const Item& item, int slot) {
  const int32_t* questions = program.at(item.at);
  for (int32_t i = 0; i < questions[0]; ++i) {
    if (questions[1 + 2 * i] == slot) {
      return static_cast<Chosen>(questions[2 + 2 * i]);
    }
  }
  return 0;
}

/// Deprivations by how many of some questions were answered in some way.
Word Tallied(const Program& program, Word answers) {
  Word deprived = 0;
  for (int i = 0; i < program.head().deprivations; ++i) {
    const Item& item = program.deprivation(i);
    if (item.kind != Kind::kAtLeast) continue;
    const int tally =
        static_cast<int>(answers >> (kTallyAt + kTallyWidth * item.extra) &
                         ((1 << kTallyWidth) - 1));
    deprived += Word{tally >= item.count} << i;
  }
  return deprived;
}

int ItemsOf(const Program& program) {
  return program.head().indicators + program.head().deprivations;
}

People Together(const Program& program, const View& household) {
  People together;
  for (int i = 0; i < household.people; ++i) {
    together.Add(
        OfMember(program, household.ages[i],
                 household.member_choices + i * program.head().member_choices));
  }
  return together;
}

/// What an item makes of the household's own answers.
Word OfAnswers(const Program& program, int number, Setting setting,
               const View& household) {
  const Item& item = program.item(number);
  switch (item.kind) {
    case Kind::kBand:
      return OfBand(program, item, setting, household.numbers[item.slot]);
    case Kind::kAtLeast: {
      const int32_t* questions = program.at(item.at);
      Word word = 0;
      for (int32_t i = 0; i < questions[0]; ++i) {
        const Chosen chosen = household.choices[questions[1 + 2 * i]];
        const bool counts =
            (chosen & static_cast<Chosen>(questions[2 + 2 * i])) != 0;
        word += Word{counts} << (kTallyAt + kTallyWidth * item.extra);
      }
      return word;
    }
    case Kind::kOneOption:
    case Kind::kSumOfOptions:
    case Kind::kHouseholdAnswer:
    case Kind::kNoneChosen:
      return OfChoiceItem(program, item, setting, household.choices[item.slot],
                          number - program.head().indicators);
    default:
      return 0;
  }
}

int64_t AreaOf(const Program& program, const View& household) {
  const int32_t slot = program.head().area;
  return slot < 0 ? 0 : household.numbers[slot];
}

}  // namespace

Word OfChoice(const Program& program, Setting setting, int slot,
              Chosen chosen) {
  const int indicators = program.head().indicators;
  Word word = 0;
  for (int i = 0; i < ItemsOf(program); ++i) {
    const Item& item = program.item(i);
    if (item.kind == Kind::kAtLeast) {
      if ((chosen & Counted(program, item, slot)) != 0) {
        word += Word{1} << (kTallyAt + kTallyWidth * item.extra);
      }
    } else if (item.slot == slot) {
      word += OfChoiceItem(program, item, setting, chosen, i - indicators);
    }
  }
  return word;
}

Word OfNumber(const Program& program, Setting setting, int slot,
              int64_t number) {
  Word word = 0;
  for (int i = 0; i < program.head().indicators; ++i) {
    const Item& item = program.item(i);
    if (item.kind == Kind::kBand && item.slot == slot) {
      word += OfBand(program, item, setting, number);
    }
  }
  return word;
}

Word OfPeople(const Program& program, int item, Setting setting,
              const People& together, int people, int64_t area) {
  const int number = item - program.head().indicators;
  return number < 0 ? PointsByPeople(program, program.item(item), setting,
                                     together, people, area)
                    : DeprivedByPeople(program, number, together, people, area);
}

int32_t ClassOf(const Program& program, bool urban, int32_t b1, int32_t b2) {
  const Head& head = program.head();
  const int row = urban ? 0 : 1;
  if (b1 <= head.poor_alone[row]) return 1;
  if (b1 > head.up_to[row]) return 3;
  return b2 >= head.deprived_from[row] ? 1 : 2;
}

Outcome Conclude(const Program& program, bool urban, Word word,
                 uint64_t member_bits) {
  const Head& head = program.head();
  Outcome outcome;
  const bool trouble = (word >> kTroubleAt & ((1 << 6) - 1)) != 0 ||
                       (member_bits >> kTroubleBit & 1) != 0;
  if (trouble) return outcome;
  outcome.b1 = static_cast<int16_t>(word >> kPointsAt);
  outcome.deprived =
      static_cast<uint32_t>(word & ((1u << kMostDeprivations) - 1));
  outcome.b2 =
      head.points_per_deprivation * __builtin_popcount(outcome.deprived);
  outcome.household_class = ClassOf(program, urban, outcome.b1, outcome.b2);
  return outcome;
}

Outcome Finish(const Program& program, bool urban, Setting setting,
               Word answers, const People& together, int people, int64_t area) {
  Word word = answers;
  for (int i = 0; i < ItemsOf(program); ++i) {
    word += OfPeople(program, i, setting, together, people, area);
  }
  word += Tallied(program, answers);
  return Conclude(program, urban, word, together.bits);
}

Outcome Evaluate(const Program& program, const View& household) {
  const Head& head = program.head();
  for (int slot = 0; slot < head.choices; ++slot) {
    if ((head.needed >> slot & 1) != 0 && household.choices[slot] == 0) {
      return {};
    }
  }
  for (int slot = 0; slot < head.numbers; ++slot) {
    if ((head.needed_numbers >> slot & 1) != 0 && household.numbers[slot] < 0) {
      return {};
    }
  }
  if (household.people == 0 || household.review_day < head.valid_from ||
      household.review_day >= head.valid_to) {
    return {};
  }
  const People together = Together(program, household);
  const Setting setting = {household.column,
                           AllDependent(program, together, household.people)};
  Word word = 0;
  for (int i = 0; i < ItemsOf(program); ++i) {
    word += OfAnswers(program, i, setting, household);
  }
  return Finish(program, household.urban, setting, word, together,
                household.people, AreaOf(program, household));
}

int32_t PointsOf(const Program& program, const View& household, int indicator) {
  const Item& item = program.item(indicator);
  const People together = Together(program, household);
  const Setting setting = {household.column,
                           AllDependent(program, together, household.people)};
  Word word = 0;
  switch (item.kind) {
    case Kind::kOneOption:
    case Kind::kSumOfOptions:
      word = OfOptions(program, item, setting, household.choices[item.slot]);
      break;
    case Kind::kBand:
      word = OfBand(program, item, setting, household.numbers[item.slot]);
      break;
    default:
      word = PointsByPeople(program, item, setting, together, household.people,
                            AreaOf(program, household));
  }
  return static_cast<int16_t>(word >> kPointsAt);
}

bool BecauseOf(const Program& program, const View& household, int deprivation,
               int member) {
  const Item& item = program.deprivation(deprivation);
  if (item.kind != Kind::kAnyMember && item.kind != Kind::kShareAbove) {
    return false;
  }
  Rules rules(
      program, household.ages[member],
      household.member_choices + member * program.head().member_choices);
  return Concerned(item, rules);
}

}  // namespace rasoat::scoring::flat

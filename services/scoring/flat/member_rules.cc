#include "services/scoring/flat/member_rules.h"

#include "services/scoring/flat/evaluate.h"

namespace rasoat::scoring::flat {

People OfMember(const Program& program, int age, const Chosen* choices) {
  const Head& head = program.head();
  Rules rules(program, age, choices);
  People alone;
  if (head.dependants >= 0 && rules.Satisfy(head.dependants)) alone.counts += 1;
  for (int i = 0; i < head.indicators; ++i) {
    const Item& item = program.item(i);
    if (item.kind == Kind::kPensioners) {
      const bool counts = (choices[item.slot] & item.options) != 0;
      alone.counts += uint64_t{counts} << (8 * item.extra);
    } else if (item.kind == Kind::kHighest && choices[item.slot] != 0) {
      const Chosen chosen = choices[item.slot] & ~kAnswered;
      const int32_t place =
          (chosen & kUnnamed) != 0 || chosen == 0
              ? -1
              : Options(program, item)[LowestBit(chosen)].place;
      alone.bits |= place < 0 ? uint64_t{1} << kTroubleBit
                              : uint64_t{1} << (item.extra + place);
    }
  }
  for (int i = 0; i < head.deprivations; ++i) {
    const Item& item = program.deprivation(i);
    if (item.kind == Kind::kAnyMember) {
      alone.bits |= uint64_t{Concerned(item, rules)} << i;
    } else if (item.kind == Kind::kShareAbove) {
      alone.counts += uint64_t{Concerned(item, rules)} << (8 * item.extra);
    } else if (item.kind == Kind::kNoMember) {
      const Chosen chosen = choices[item.slot];
      alone.bits |= uint64_t{chosen != 0} << item.extra;
      alone.bits |= uint64_t{(chosen & item.options) != 0} << i;
    }
  }
  const bool contradict = rules.Contradict(head.contradictions);
  alone.bits |= uint64_t{rules.trouble() || contradict} << kTroubleBit;
  return alone;
}

}  // namespace rasoat::scoring::flat

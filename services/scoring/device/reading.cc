#include "services/scoring/device/reading.h"

#include "services/scoring/flat/member_rules.h"

namespace rasoat::scoring::device {
namespace {

using flat::Chosen;
using flat::Item;
using flat::Kind;

/// Place of an option in the indicator, or -1.
int32_t PlaceOf(const flat::OptionRow* rows, int32_t code) {
  return code > 0 && code <= flat::kMostOptions ? rows[code].place : -1;
}

bool Names(Chosen options, const Answer& answer) {
  for (int32_t i = 0; i < answer.count; ++i) {
    const int32_t code = answer.codes[i];
    if (code > 0 && code <= flat::kMostOptions && (options >> code & 1) != 0) {
      return true;
    }
  }
  return false;
}

}  // namespace

void Writer::PutFault(const Fault& fault) {
  Put(static_cast<int32_t>(fault.rule));
  Put(static_cast<int32_t>(fault.place));
  Put(fault.slot);
  Put(fault.member);
  Put(fault.detail);
  PutNumber(fault.number);
}

void Reading::Run() {
  const flat::Head& head = program_.head();
  for (int i = 0; i < head.indicators; ++i) {
    ReadIndicator(i);
    found_[i].suppressed =
        program_.item(i).guarded != 0 && Dependants() == household_.people();
  }
  for (int i = 0; i < head.deprivations; ++i) {
    ReadDeprivation(program_.deprivation(i));
  }
  for (int member = 0; member < household_.people(); ++member) {
    ReadContradictions(member);
  }
}

void Reading::ReadContradictions(int member) {
  const int32_t* at = program_.at(program_.head().contradictions);
  const int32_t rules = *at++;
  for (int32_t rule = 0; rule < rules; ++rule) {
    const int32_t count = *at++;
    const auto* conditions = reinterpret_cast<const flat::Condition*>(at);
    at += count * flat::kConditionSize;
    if (!Contradict(member, conditions, count)) continue;
    int32_t last = count - 1;
    while (conditions[last].slot < 0) --last;
    Tell(Rule::kContradict, Place::kMember, conditions[last].slot, member,
         rule);
  }
}

bool Reading::Contradict(int member, const flat::Condition* conditions,
                         int32_t count) {
  for (int32_t i = 0; i < count; ++i) {
    const flat::Condition& condition = conditions[i];
    if (!InAge(member, condition)) return false;
    if (condition.slot < 0) continue;
    if (!household_.choice(member, condition.slot).given()) return false;
    if (!IsSo(member, condition)) return false;
  }
  return true;
}

void Reading::ReadIndicator(int indicator) {
  const Item& item = program_.item(indicator);
  const int64_t people = household_.people();
  switch (item.kind) {
    case Kind::kOneOption:
    case Kind::kSumOfOptions:
      return ReadOptions(item, found_[indicator]);
    case Kind::kBand:
      if (const int64_t number = NumberAt(item.slot); number >= 0) {
        ReadBand(indicator, number, Place::kNumber, item.slot);
      }
      return;
    case Kind::kSize:
      return ReadBand(indicator, people, Place::kMembers, 0);
    case Kind::kDependants:
      return ReadBand(indicator, Dependants(), Place::kMembers, 0);
    case Kind::kPensioners:
      return ReadBand(indicator, Pensioners(item), Place::kMembers, 0);
    case Kind::kAreaPerPerson:
      if (const int64_t area = NumberAt(item.slot); area >= 0 && people > 0) {
        ReadBand(indicator, area / people, Place::kNumber, item.slot);
      }
      return;
    case Kind::kHighest:
      return ReadHighest(item, found_[indicator]);
    default:
      return;
  }
}

void Reading::ReadOptions(const Item& item, Found& found) {
  const Answer* answer = Required(item.slot);
  if (answer == nullptr) return;
  const bool several = item.kind == Kind::kSumOfOptions;
  if (!answer->coded() || (answer->way == Way::kChoices) != several) {
    return Tell(Rule::kWrongKind, Place::kChoice, item.slot);
  }
  const flat::OptionRow* rows = flat::Options(program_, item);
  bool twice = false;
  for (int32_t i = 0; i < answer->count; ++i) {
    const int32_t code = answer->codes[i];
    if (PlaceOf(rows, code) < 0) {
      Tell(Rule::kUnknown, Place::kChoice, item.slot, 0, i);
      continue;
    }
    const Chosen bit = Chosen{1} << code;
    twice = twice || (found.options & bit) != 0;
    found.options |= bit;
  }
  if (twice) Tell(Rule::kChosenTwice, Place::kChoice, item.slot);
}

void Reading::ReadBand(int indicator, int64_t number, Place place,
                       int32_t slot) {
  const Item& item = program_.item(indicator);
  found_[indicator].is_number = true;
  found_[indicator].number = number;
  const auto* rows =
      reinterpret_cast<const flat::BandRow*>(program_.at(item.at));
  for (int32_t i = 0; i < item.count; ++i) {
    if (rows[i].Holds(number)) return;
  }
  Tell(Rule::kOutOfBands, place, slot, 0, indicator, number);
}

void Reading::ReadHighest(const Item& item, Found& found) {
  const flat::OptionRow* rows = flat::Options(program_, item);
  int32_t highest = -1;
  bool answered = false;
  for (int member = 0; member < household_.people(); ++member) {
    const Answer& answer = household_.choice(member, item.slot);
    if (!answer.given()) continue;
    answered = true;
    if (answer.way != Way::kChoice && answer.way != Way::kYesNo) {
      Tell(Rule::kWrongKind, Place::kMember, item.slot, member);
      continue;
    }
    const int32_t code = answer.count > 0 ? answer.codes[0] : 0;
    const int32_t place = PlaceOf(rows, code);
    if (place < 0) Tell(Rule::kUnknown, Place::kMember, item.slot, member);
    if (place <= highest) continue;
    highest = place;
    found.options = Chosen{1} << code;
  }
  if (!answered) Tell(Rule::kMissing, Place::kAnyMember, item.slot);
}

int64_t Reading::Pensioners(const Item& item) {
  int64_t count = 0;
  for (int member = 0; member < household_.people(); ++member) {
    const Answer& answer = household_.choice(member, item.slot);
    if (!answer.given()) continue;
    if (answer.way != Way::kYesNo) {
      Tell(Rule::kWrongKind, Place::kMember, item.slot, member);
    } else if (Names(item.options, answer)) {
      ++count;
    }
  }
  return count;
}

int64_t Reading::Dependants() {
  if (dependants_ < 0) {
    dependants_ = 0;
    for (int member = 0; member < household_.people(); ++member) {
      if (Satisfies(member, program_.head().dependants)) ++dependants_;
    }
  }
  return dependants_;
}

void Reading::ReadDeprivation(const Item& item) {
  switch (item.kind) {
    case Kind::kAnyMember:
    case Kind::kShareAbove:
      return ReadMembers(item);
    case Kind::kHouseholdAnswer:
    case Kind::kNoneChosen:
      return RequireOptions(item.slot);
    case Kind::kAtLeast: {
      const int32_t* questions = program_.at(item.at);
      for (int32_t i = 0; i < questions[0]; ++i) {
        RequireOptions(questions[1 + 2 * i]);
      }
      return;
    }
    case Kind::kAreaBelow:
      NumberAt(item.slot);
      return;
    case Kind::kNoMember:
      return ReadAnyAnswer(item);
    default:
      return;
  }
}

void Reading::ReadMembers(const Item& item) {
  const int32_t except =
      flat::Rules(program_, 0, nullptr).After(item.at);  // of kAnyMember
  for (int member = 0; member < household_.people(); ++member) {
    const bool concerned = Satisfies(member, item.at);
    if (concerned && item.kind == Kind::kAnyMember) {
      Satisfies(member, except);
    }
  }
}

void Reading::ReadAnyAnswer(const Item& item) {
  bool answered = false;
  for (int member = 0; member < household_.people(); ++member) {
    const Answer& answer = household_.choice(member, item.slot);
    if (!answer.given()) continue;
    answered = true;
    if (!answer.coded()) {
      Tell(Rule::kWrongKind, Place::kMember, item.slot, member);
    }
  }
  if (!answered) Tell(Rule::kMissing, Place::kAnyMember, item.slot);
}

void Reading::RequireOptions(int32_t slot) {
  const Answer* answer = Required(slot);
  if (answer != nullptr && !answer->coded()) {
    Tell(Rule::kWrongKind, Place::kChoice, slot);
  }
}

const Answer* Reading::Required(int32_t slot) {
  const Answer& answer = household_.choice(slot);
  if (answer.given()) return &answer;
  Tell(Rule::kMissing, Place::kChoice, slot);
  return nullptr;
}

int64_t Reading::NumberAt(int32_t slot) {
  const Number& number = household_.number(slot);
  if (number.way == Way::kNumber && number.value >= 0) return number.value;
  Tell(number.way == Way::kNot      ? Rule::kMissing
       : number.way == Way::kNumber ? Rule::kNegative
                                    : Rule::kWrongKind,
       Place::kNumber, slot);
  return -1;
}

bool Reading::Satisfies(int member, int32_t group) {
  const int32_t* at = program_.at(group);
  const int32_t rules = *at++;
  for (int32_t rule = 0; rule < rules; ++rule) {
    const int32_t conditions = *at++;
    const auto* condition = reinterpret_cast<const flat::Condition*>(at);
    at += conditions * flat::kConditionSize;
    int32_t held = 0;
    while (held < conditions && Holds(member, condition[held])) ++held;
    if (held == conditions) return true;
  }
  return false;
}

bool Reading::InAge(int member, const flat::Condition& condition) const {
  const int32_t age = household_.age(member);
  return age >= condition.age_from &&
         (condition.age_below <= 0 || age < condition.age_below);
}

bool Reading::Holds(int member, const flat::Condition& condition) {
  if (!InAge(member, condition)) return false;
  if (condition.slot < 0) return true;
  if (household_.choice(member, condition.slot).given()) {
    return IsSo(member, condition);
  }
  Tell(Rule::kMissing, Place::kMember, condition.slot, member);
  return false;
}

bool Reading::IsSo(int member, const flat::Condition& condition) {
  const Answer& answer = household_.choice(member, condition.slot);
  if (!answer.coded()) {
    Tell(Rule::kWrongKind, Place::kMember, condition.slot, member);
  }
  return Names(condition.options, answer) != (condition.negate != 0);
}

}  // namespace rasoat::scoring::device

// Reads the rules of a program for one member.
#pragma once

#include <stdint.h>

#include "services/scoring/flat/program.h"

namespace rasoat::scoring::flat {

inline int LowestBit(uint32_t set) { return __builtin_ctz(set); }

inline const OptionRow* Options(const Program& program, const Item& item) {
  return reinterpret_cast<const OptionRow*>(program.at(item.at));
}

/// Reads a group of rules for one member.
class Rules {
 public:
  Rules(const Program& program, int age, const Chosen* choices)
      : program_(program), age_(age), choices_(choices) {}

  /// Tells whether one rule of the group holds. A question that is reached and
  /// was not answered is trouble.
  bool Satisfy(int group) {
    const int32_t* at = program_.at(group);
    const int32_t rules = *at++;
    for (int32_t rule = 0; rule < rules; ++rule) {
      const int32_t conditions = *at++;
      const auto* condition = reinterpret_cast<const Condition*>(at);
      at += conditions * kConditionSize;
      int32_t held = 0;
      while (held < conditions && Holds(condition[held])) ++held;
      if (held == conditions) return true;
    }
    return false;
  }

  /// The same of rules that answers contradict each other by: a question that
  /// was not answered contradicts nothing.
  bool Contradict(int group) {
    const bool before = trouble_;
    const bool holds = Satisfy(group);
    trouble_ = before;
    return holds;
  }

  /// The group behind `group`.
  int After(int group) const {
    const int32_t* at = program_.at(group);
    int place = group + 1;
    for (int32_t rules = *at; rules > 0; --rules) {
      place += 1 + *program_.at(place) * kConditionSize;
    }
    return place;
  }

  bool trouble() const { return trouble_; }

 private:
  bool Holds(const Condition& condition) {
    if (age_ < condition.age_from) return false;
    if (condition.age_below > 0 && age_ >= condition.age_below) return false;
    if (condition.slot < 0) return true;
    const Chosen chosen = choices_[condition.slot];
    if (chosen == 0) {
      trouble_ = true;
      return false;
    }
    return ((chosen & condition.options) != 0) != (condition.negate != 0);
  }

  const Program& program_;
  const int age_;
  const Chosen* const choices_;
  bool trouble_ = false;
};

/// Tells whether a member is one of those a deprivation speaks of.
inline bool Concerned(const Item& item, Rules& rules) {
  return rules.Satisfy(item.at) && (item.kind == Kind::kShareAbove ||
                                    !rules.Satisfy(rules.After(item.at)));
}

}  // namespace rasoat::scoring::flat

// The conditions of a standard: on one member, and on a household that may be
// deprived. Plain data; protos/rasoat/scoring/v1/standards.proto says what each
// part means.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace rasoat::scoring {

/// A condition on one member; all parts that are given must hold.
struct MemberCondition {
  int age_from = 0;   ///< Completed years, inclusive.
  int age_below = 0;  ///< Exclusive; 0: no upper end.
  std::string question;
  std::vector<std::string> answers;  ///< Option codes, or `yes` / `no`.
  bool negate = false;
};

/// Conditions that must all hold, looked at in order.
struct MemberRule {
  std::vector<MemberCondition> all;
};

/// Deprived if a member satisfies one of `rules` and none of `except`.
struct AnyMember {
  std::vector<MemberRule> rules;
  std::vector<MemberRule> except;
};
/// Deprived if strictly more than `percent` of the members satisfy `of`.
struct ShareAbove {
  int percent = 0;
  std::vector<MemberRule> of;
};
/// Deprived if the household's answer is one of `answers`.
struct HouseholdAnswer {
  std::string question;
  std::vector<std::string> answers;
};
/// Deprived if none of `options` is chosen.
struct NoneChosen {
  std::string question;
  std::vector<std::string> options;
};
/// Deprived if `count` of `questions` are answered by one of `answers`.
struct AtLeast {
  int count = 0;
  std::vector<std::string> questions;
  std::vector<std::string> answers;
};
/// Deprived if area < `limit` × members.
struct AreaPerPersonBelow {
  std::string question;
  std::int64_t limit = 0;
};
/// Deprived if no member answers by one of `answers`.
struct NoMember {
  std::string question;
  std::vector<std::string> answers;
};
/// What makes a household deprived; monostate: only the paper form knows.
using DeprivationRule =
    std::variant<std::monostate, AnyMember, ShareAbove, HouseholdAnswer,
                 NoneChosen, AtLeast, AreaPerPersonBelow, NoMember>;

}  // namespace rasoat::scoring

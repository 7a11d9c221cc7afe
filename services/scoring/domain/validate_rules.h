// The part of Validate() that looks into deprivations and member rules.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/scoring/domain/rules.h"
#include "services/scoring/domain/standard.h"
#include "services/scoring/domain/validate.h"

namespace rasoat::scoring {

/// Adds the faults of one member rule; `place` is its.
void ValidateMemberRule(const MemberRule& rule, absl::string_view place,
                        const Standard& standard, std::vector<Fault>& faults);

/// Adds the faults of member rules; `place` is theirs.
void ValidateMemberRules(const std::vector<MemberRule>& rules,
                         absl::string_view place, const Standard& standard,
                         std::vector<Fault>& faults);

/// Adds the faults of a deprivation's rule.
void ValidateDeprivationRule(const DeprivationRule& rule,
                             absl::string_view place, const Standard& standard,
                             std::vector<Fault>& faults);

}  // namespace rasoat::scoring

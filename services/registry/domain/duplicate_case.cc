#include "services/registry/domain/duplicate_case.h"

#include <utility>

#include "services/common/status/error.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/domain/text.h"

namespace rasoat::registry {
namespace {

RaiseEffect EffectOf(const DuplicateCase* known, bool same_facts) {
  if (known == nullptr) return RaiseEffect::kRaised;
  if (known->state == DuplicateState::kOpen) return RaiseEffect::kOpen;
  if (!same_facts) return RaiseEffect::kRaised;
  return known->state == DuplicateState::kMerged ? RaiseEffect::kMerged
                                                 : RaiseEffect::kDismissed;
}

}  // namespace

RaisedCase RaiseCase(const DuplicateCase* known,
                     const DuplicateFinding& finding, const std::string& facts,
                     absl::Time now) {
  RaisedCase raise;
  raise.effect = EffectOf(known, known != nullptr && known->facts == facts);
  if (known != nullptr) raise.next = *known;
  if (raise.effect == RaiseEffect::kDismissed ||
      raise.effect == RaiseEffect::kMerged) {
    return raise;
  }
  DuplicateCase& next = raise.next;
  next.id = {finding.first, finding.second};
  next.first_village = finding.first_village;
  next.second_village = finding.second_village;
  next.score = finding.score;
  next.matches = finding.matches;
  next.facts = facts;
  next.state = DuplicateState::kOpen;
  if (raise.effect == RaiseEffect::kRaised) {
    next.raise_time = now;
    next.decide_time = std::nullopt;
    next.decider.clear();
    next.reason.clear();
  }
  raise.changed = known == nullptr || next != *known;
  if (raise.changed) ++next.revision;
  return raise;
}

absl::StatusOr<DuplicateCase> DecideCase(const DuplicateCase& known,
                                         const DuplicateDecision& decision,
                                         absl::Time now) {
  const int length = PlainLength(decision.reason);
  if (length < 1 || length > 500) {
    return Invalid(
        Violation{"reason", "REASON_MALFORMED",
                  "Hãy ghi lý do, 1 đến 500 ký tự, trên một dòng.",
                  "Give the reason, 1 to 500 characters on one line."});
  }
  if (known.state == decision.state && known.reason == decision.reason &&
      known.decider == decision.decider) {
    return known;
  }
  if (known.state != DuplicateState::kOpen) return DuplicateDecided();
  if (known.revision != decision.seen_revision) return StaleDuplicate();
  DuplicateCase next = known;
  next.state = decision.state;
  next.reason = decision.reason;
  next.decider = decision.decider;
  next.decide_time = now;
  ++next.revision;
  return next;
}

}  // namespace rasoat::registry

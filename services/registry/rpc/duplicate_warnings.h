// What an entry's answer says of people who stand in the register already, as
// far as the caller may know.
#pragma once

#include <cstddef>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/types/span.h"
#include "google/protobuf/repeated_field.h"
#include "rasoat/registry/v1/suspected_duplicate.pb.h"
#include "services/common/access/area_tree.h"
#include "services/common/rpc/call.h"
#include "services/registry/intake/duplicate_watch.h"
#include "services/registry/intake/event_recorder.h"
#include "services/registry/intake/intake.h"
#include "services/registry/load/duplicate_marks.h"

namespace rasoat::registry {

/// Warnings about duplicates. Thread safe; what it is made of must outlive it.
class DuplicateWarnings {
 public:
  using Shown = google::protobuf::RepeatedPtrField<v1::SuspectedDuplicate>;

  DuplicateWarnings(DuplicateWatch& watch, access::AreaTree& tree,
                    const MarkedReasons& reasons)
      : watch_(watch), tree_(tree), reasons_(reasons) {}

  /// Adds what is suspected of the household that was entered, the ten
  /// likeliest at most; ListDuplicates has all. The other one is named only to
  /// who reaches its village.
  void Warn(const HouseholdId& entered,
            absl::Span<const DuplicateFinding> suspects, const rpc::Call& call,
            Shown& out) const;

  /// PERSON_REGISTERED with a violation for each member somebody else holds the
  /// citizen id of, naming the holder's household to who reaches its village;
  /// `refusal` itself where no holder is known.
  absl::Status Named(absl::Status refusal,
                     absl::Span<const IdentityHolder> holders,
                     const rpc::Call& call) const;

  /// The same of an event: each violation stands at the person the event
  /// brings.
  absl::Status Named(const EventOrder& order, const EventOutcome& outcome,
                     const rpc::Call& call) const;

  /// Whether one of the caller's grants reaches the village.
  bool Reaches(const rpc::Call& call, const AreaCode& village) const;

  /// Looks at once, for calls that do not go through Intake.
  DuplicateWatch& watch() const { return watch_; }

 private:
  absl::Status Named(
      absl::Status refusal, absl::Span<const IdentityHolder> holders,
      const rpc::Call& call,
      absl::FunctionRef<std::string(std::size_t member)> place) const;
  DuplicateWatch& watch_;
  access::AreaTree& tree_;
  const MarkedReasons& reasons_;
};

/// Adds what is suspected of a visit's household; nothing without `warnings`.
void Warn(const DuplicateWarnings* warnings, const VisitOutcome& outcome,
          const rpc::Call& call, DuplicateWarnings::Shown& out);

/// The refusal of a visit, or of an event, with who stands in its way as far as
/// `warnings` tells it.
absl::Status WithWarnings(const DuplicateWarnings* warnings,
                          const VisitOutcome& outcome, const rpc::Call& call);
absl::Status WithWarnings(const DuplicateWarnings* warnings,
                          const EventOrder& order, const EventOutcome& outcome,
                          const rpc::Call& call);

}  // namespace rasoat::registry

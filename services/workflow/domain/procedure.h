// How a round goes, as the rules of moving see it. The law's numbers are data:
// they come from procedures/, never from code.
#pragma once

#include <string>
#include <vector>

#include "services/workflow/domain/ids.h"

namespace rasoat::workflow {

/// A text in the two languages of the product.
struct Text {
  std::string vi;
  std::string en;

  friend bool operator==(const Text&, const Text&) = default;
};

/// The tier of a unit. Which tiers there are on a day is a matter of the areas.
enum class Tier { kProvince, kDistrict, kCommune, kVillage };

/// What must hold before a step may be completed.
enum class StepGuard {
  kHouseholdsAssessed,  ///< every household of the village, and there is one
  kMeetingAgreed,       ///< a meeting was held and enough attendants agreed
};

/// One step of a procedure.
struct Step {
  int number = 0;  ///< from 1, without gaps
  Text label;
  /// Begins when the one before is complete (the first: with the round), not
  /// by hand.
  bool starts_by_itself = false;
  std::vector<StepGuard> guards;
  /// Least share of those attending who must agree, in percent, inclusive; 0
  /// without kMeetingAgreed.
  int agreement_percent = 0;

  /// True when `guard` must hold.
  bool Asks(StepGuard guard) const;
};

/// A kind of milestone of the preparation.
struct MilestoneKind {
  std::string code;
  Text label;
  Tier tier = Tier::kVillage;  ///< of the units that must reach it
};

/// The steps of a village and what is prepared before, for one kind of round.
/// A version in use never changes; its content hash names it.
struct Procedure {
  ProcedureId id;
  std::string content_hash;  ///< SHA-256, 64 hexadecimal digits
  std::vector<Step> steps;   ///< by number, at least one
  std::vector<MilestoneKind> milestones;

  /// The kind with this code, or null.
  const MilestoneKind* FindMilestone(const std::string& code) const;
};

/// A procedure with the serialized message it was made from, which is what is
/// kept, shown and told to others.
struct ProcedureVersion {
  Procedure rules;
  std::string content;
};

/// The word for a tier in files and in the API: `province` … `village`.
const char* WordOf(Tier tier);
/// The word for a tier in Vietnamese sentences: `cấp tỉnh` …
const char* WordViOf(Tier tier);

}  // namespace rasoat::workflow

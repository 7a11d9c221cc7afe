// Where households and surveys come in: the one way to write either.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/registry/domain/field_receipt.h"
#include "services/registry/domain/household.h"
#include "services/registry/domain/survey.h"

namespace rasoat::registry {

/// How an id that a client chose stands.
enum class Standing {
  kFree,   ///< Nobody has it.
  kSame,   ///< The same content came in under it before.
  kOther,  ///< It belongs to other content.
};

/// A household to register, a survey to keep, or both: both or neither.
struct NewVisit {
  std::optional<Household> household;
  std::optional<Survey> survey;
  /// For a survey of a household already there: the revision the survey was
  /// checked against.
  std::int64_t seen_revision = 0;
  /// The draft of `survey`, removed with it if it is the reviewer's own and of
  /// the same household; none: no draft.
  DraftId draft;
  /// Kept with the visit, if it is a device's item; one that is there already
  /// is VISIT_RACED.
  std::optional<FieldReceipt> receipt;
};

/// Takes what is new. Thread safe. Every method may also return what the
/// database says of itself.
class VisitStore {
 public:
  virtual ~VisitStore() = default;

  /// How the ids of these stand, in their order. A household counts as the same
  /// by what it was registered with, whatever has become of it since.
  virtual absl::StatusOr<std::vector<Standing>> HouseholdStandings(
      absl::Span<const Household* const> households, absl::Time deadline) = 0;
  virtual absl::StatusOr<std::vector<Standing>> SurveyStandings(
      absl::Span<const Survey* const> surveys, absl::Time deadline) = 0;

  /// Keeps the visits, as many as can be in one transaction, and tells the
  /// feed: the household first, then the survey. A refused visit holds no other
  /// up. No two visits may have an id or a household in common.
  ///
  /// Returns one status a visit:
  ///   ALREADY_EXISTS  HOUSEHOLD_NUMBER_TAKEN, PERSON_REGISTERED, and those of
  ///       MayReplace()
  ///   ABORTED         VISIT_RACED  an id was taken or the household changed
  ///       since the visit was checked: look at the standings again
  ///
  /// When the whole call fails, every visit is whole or absent.
  virtual absl::StatusOr<std::vector<absl::Status>> Take(
      absl::Span<const NewVisit> visits, absl::Time deadline) = 0;

  /// The same, in one transaction: the quick way for visits that are new, as
  /// most are. May also keep none and fail as a whole:
  ///   ALREADY_EXISTS  VISITS_COLLIDE  a key of one is taken: use Take()
  virtual absl::StatusOr<std::vector<absl::Status>> TakeNew(
      absl::Span<const NewVisit> visits, absl::Time deadline) {
    return Take(visits, deadline);
  }
};

}  // namespace rasoat::registry

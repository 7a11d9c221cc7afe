// Asking that what is personal be erased, and deciding it: two persons.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/status/error.h"
#include "services/registry/domain/household.h"
#include "services/registry/domain/survey.h"
#include "services/registry/domain/village_set.h"

namespace rasoat::registry {

/// Where a request stands. The order is the API's, the number is stored.
enum class ErasureState { kUnspecified, kRequested, kDone, kRejected };

/// How much an erasure went through.
struct ErasureCounts {
  std::int64_t states = 0;   ///< Of the household, the present one included.
  std::int64_t surveys = 0;  ///< Versions of all rounds.
  std::int64_t drafts = 0;   ///< Removed.
  std::int64_t files = 0;    ///< Removed.
  std::int64_t imports = 0;  ///< Whose files and rows were removed.
  friend bool operator==(const ErasureCounts&, const ErasureCounts&) = default;
};

/// A request. `member_id` is empty for the whole household.
struct Erasure {
  ErasureId id;
  HouseholdId household;
  std::string member_id;
  AreaCode village;  ///< Of the household, when it was asked.
  std::string reason;
  std::string legal_ground;
  ErasureState state = ErasureState::kRequested;
  std::string creator;  ///< `staff/{id}`.
  absl::Time create_time;
  std::string decider;                    ///< Empty until it is decided.
  std::optional<absl::Time> decide_time;  ///< None until it is decided.
  std::string remark;                     ///< The decider's; may be empty.
  ErasureCounts counts;

  /// True when both ask for the same, of the same person, in the same words.
  bool SameRequest(const Erasure& other) const;
};

/// A unit whose imported files may hold a household: a village it lives or
/// lived in, or a unit above one, with all the villages there.
struct ErasureArea {
  AreaCode area;
  VillageSet villages;
};

/// What somebody decides of a request.
struct ErasureDecision {
  ErasureState state = ErasureState::kUnspecified;  ///< kDone or kRejected.
  std::string decider;
  std::string remark;
  /// Whether the decider is of the district or above. Who is not can only take
  /// back a request of their own.
  bool supervises = false;
};

/// Everything wrong with the words of a request.
///
/// Rules: REASON_MALFORMED, LEGAL_GROUND_MALFORMED
std::vector<Violation> CheckErasure(const Erasure& erasure);

/// Refuses a member whom none of the states of the household knows.
///
/// Errors: NOT_FOUND  MEMBER_NOT_FOUND
absl::Status CheckErasedMember(const std::vector<Household>& states,
                               const std::string& member_id);

/// The request as decided; unchanged when the same person decided the same
/// before.
///
/// Errors:
///   PERMISSION_DENIED    ERASURE_OF_OWN_REQUEST  who asked approves
///   PERMISSION_DENIED    ERASURE_OF_ANOTHER  of a commune, and did not ask
///   FAILED_PRECONDITION  ERASURE_DECIDED  it is decided otherwise
///   INVALID_ARGUMENT     REASON_MALFORMED  a rejection says why, 1 to 500
///                        characters; an approval may say something
absl::StatusOr<Erasure> Decided(Erasure erasure,
                                const ErasureDecision& decision,
                                absl::Time now);

/// The state without that member, or with "" without anybody: see
/// WithoutPersons(). What cannot be told apart goes with every member: the
/// words of events. What is the household's own, its address and telephone,
/// stays with the others.
Household WithoutPerson(Household household, const std::string& member_id);

/// True when the state knows the member, now or formerly; always for "".
bool Knows(const Household& household, const std::string& member_id);

/// The survey without that member, or with "" without anybody. Answers in
/// words, the reason of a correction and the place go in either case; of a
/// birth date so much stays that the age in completed years on the review date,
/// the year and so every point and count are what they were.
Survey WithoutPerson(Survey survey, const std::string& member_id);

/// Refusals.
absl::Status ErasureNotFound();
absl::Status ErasureExists();
/// FAILED_PRECONDITION  LEGAL_HOLD
absl::Status HeldByLaw();
/// FAILED_PRECONDITION  ERASURE_WAITS_FOR_IMPORT
absl::Status ErasureWaitsForImport();
/// FAILED_PRECONDITION  IMPORT_FILE_HELD  the file of `import`, by its resource
/// name, may hold that many households under a legal hold
absl::Status ImportFileHeld(const std::string& import, std::int64_t households);
/// ABORTED  ERASURE_RACED
absl::Status ErasureRaced();

}  // namespace rasoat::registry

// Standards that were imported.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace rasoat::scoring {

/// Where an imported standard stands; numbers as in the API.
enum class DraftState { kDraft = 1, kActive = 2, kRejected = 3 };

/// An imported standard.
struct StandardDraft {
  std::string standard;  ///< Id.
  DraftState state = DraftState::kDraft;
  std::string hash;     ///< Of the content, hexadecimal.
  std::string content;  ///< rasoat.scoring.v1.Standard, serialized.
  std::string imported_by;
  absl::Time import_time;
  std::optional<std::string> decided_by;
  std::optional<absl::Time> decide_time;
  std::string reason;

  friend bool operator==(const StandardDraft&, const StandardDraft&) = default;
};

/// Thread safe. Errors of all: those of the database.
class StandardDraftStore {
 public:
  virtual ~StandardDraftStore() = default;

  /// All, by id; without `content` if it is not wanted.
  virtual absl::StatusOr<std::vector<StandardDraft>> All(
      bool with_content, absl::Time deadline) = 0;

  /// Keeps a draft in place of one, or of a rejected standard, of the id. The
  /// same content as a draft there changes nothing. What is kept afterwards.
  ///
  /// Errors: ALREADY_EXISTS STANDARD_EXISTS, there is an active one.
  virtual absl::StatusOr<StandardDraft> Keep(const StandardDraft& draft,
                                             absl::Time deadline) = 0;

  /// Moves a draft of this hash to `decided.state`, with who, when and why. One
  /// that is in that state with the hash stays as it is. What is kept
  /// afterwards.
  ///
  /// Errors:
  ///   NOT_FOUND            STANDARD_NOT_FOUND    none of the id
  ///   ABORTED              STANDARD_DRAFT_STALE  another hash
  ///   FAILED_PRECONDITION  STANDARD_DECIDED      the other way
  ///   FAILED_PRECONDITION  SECOND_PERSON_NEEDED  to approve what one imported
  virtual absl::StatusOr<StandardDraft> Decide(const StandardDraft& decided,
                                               absl::Time deadline) = 0;
};

/// ABORTED  STANDARD_DRAFT_STALE  at `content_hash`.
absl::Status StandardDraftStale();

}  // namespace rasoat::scoring

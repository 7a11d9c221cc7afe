// The erasing itself, over all tables that hold what is personal.
#pragma once

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/common/crypto/key_ring.h"
#include "services/common/feed/change.h"
#include "services/common/mysql/transaction.h"
#include "services/registry/domain/erasure.h"
#include "services/registry/store/mysql_attachment_rows.h"
#include "services/registry/store/mysql_household_rows.h"
#include "services/registry/store/mysql_survey_rows.h"
#include "services/registry/store/record_codec.h"

namespace rasoat::registry {

/// Refuses what a legal hold protects; call it with the household locked.
///
/// Errors: FAILED_PRECONDITION  LEGAL_HOLD
absl::Status CheckNotHeld(mysql::Transaction& tx, const HouseholdId& id);

/// Takes a person, or everybody, out of one household's records. Thread safe;
/// what it is made of must outlive it.
class MySqlErasing {
 public:
  MySqlErasing(const MySqlHouseholdRows& rows, const MySqlSurveyRows& surveys,
               const RecordCodec& codec, const crypto::KeyRing& keys)
      : rows_(rows),
        surveys_(surveys),
        codec_(codec),
        keys_(keys),
        files_(keys) {}

  /// Carries out a request that was just approved, of a household that is
  /// locked: a new state of the household without the person, then all former
  /// ones, surveys, reviews, drafts, files, reasons of duplicate cases, and the
  /// files of imports for `areas`, which must be every village of a state and
  /// what lies above. Adds the new states to `changes`.
  ///
  /// Errors: FAILED_PRECONDITION  ERASURE_WAITS_FOR_IMPORT, IMPORT_FILE_HELD;
  ///         ABORTED  ERASURE_RACED  it lives or lived in no village of `areas`
  absl::StatusOr<ErasureCounts> Run(mysql::Transaction& tx,
                                    const Erasure& erasure,
                                    const Household& present,
                                    absl::Span<const ErasureArea> areas,
                                    feed::Changes& changes) const;

 private:
  absl::StatusOr<std::int64_t> EraseStates(mysql::Transaction& tx,
                                           const Erasure& erasure,
                                           const Household& present,
                                           absl::Span<const ErasureArea> areas,
                                           feed::Changes& changes) const;
  absl::Status EraseSurveys(mysql::Transaction& tx, const Erasure& erasure,
                            absl::Span<const SurveyId> ids,
                            feed::Changes& changes) const;
  absl::Status EraseComments(mysql::Transaction& tx,
                             absl::Span<const SurveyId> surveys) const;
  absl::StatusOr<std::int64_t> RemoveFiles(
      mysql::Transaction& tx, const HouseholdId& household,
      absl::Span<const SurveyId> surveys) const;

  const MySqlHouseholdRows& rows_;
  const MySqlSurveyRows& surveys_;
  const RecordCodec& codec_;
  const crypto::KeyRing& keys_;
  MySqlAttachmentRows files_;
};

}  // namespace rasoat::registry

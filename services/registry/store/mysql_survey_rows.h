// Surveys as rows, for the stores of this folder: the one reader and writer of
// the table `survey`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/common/crypto/key_ring.h"
#include "services/common/mysql/transaction.h"
#include "services/registry/domain/survey.h"
#include "services/registry/store/record_codec.h"
#include "services/registry/store/survey_store.h"

namespace rasoat::registry {

/// Reads and writes surveys, sealing what is personal under the newest key; a
/// sealed value belongs to its survey and cannot be opened in another row.
/// Thread safe; what it is made of must outlive it.
///
/// Every method that reads may also return
///   INTERNAL  what KeyRing::Open and RecordCodec say of a value that was
///             tampered with, or whose key is missing
class MySqlSurveyRows {
 public:
  MySqlSurveyRows(const RecordCodec& codec, const crypto::KeyRing& keys)
      : codec_(codec), keys_(keys) {}

  /// One survey, or nothing.
  absl::StatusOr<std::optional<Survey>> Read(mysql::Reader& reader,
                                             const SurveyId& id) const;

  /// Those of `ids` that there are, in no order.
  absl::StatusOr<std::vector<Survey>> ReadMany(
      mysql::Reader& reader, absl::Span<const SurveyId> ids) const;

  /// Those of `ids` that there are, each locked until the transaction ends.
  absl::StatusOr<std::vector<Survey>> ReadForUpdate(
      mysql::Transaction& tx, absl::Span<const SurveyId> ids) const;

  /// A page: see SurveyStore::List.
  absl::StatusOr<std::vector<Survey>> ReadList(mysql::Reader& reader,
                                               const SurveyFilter& filter,
                                               const SurveyId& after,
                                               int limit) const;

  /// Versions of the survey that came in after `after`; null: from the first.
  absl::StatusOr<std::vector<Survey>> ReadVersions(mysql::Reader& reader,
                                                   const Survey& of,
                                                   const Survey* after,
                                                   int limit) const;

  /// The newest of the household, round and kind of `like`.
  absl::StatusOr<std::optional<CurrentSurvey>> ReadCurrent(
      mysql::Reader& reader, const Survey& like) const;

  /// Inserts new surveys, each the current one of its household, round and
  /// kind.
  absl::Status Insert(mysql::Transaction& tx,
                      absl::Span<const Survey* const> surveys) const;

  /// Takes from a survey that it is the current one.
  absl::Status Retire(mysql::Transaction& tx, const SurveyId& id) const;

  /// Has these surveys stand so, each one revision further.
  absl::Status SetStatus(mysql::Transaction& tx, absl::Span<const SurveyId> ids,
                         SurveyStatus status) const;

 private:
  absl::StatusOr<Survey> ReadRow(const mysql::Row& row) const;
  absl::StatusOr<std::vector<Survey>> ReadByIds(mysql::Reader& reader,
                                                absl::Span<const SurveyId> ids,
                                                absl::string_view lock) const;

  const RecordCodec& codec_;
  const crypto::KeyRing& keys_;
};

}  // namespace rasoat::registry

// Surveys as rows, for the stores of this folder.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/common/mysql/transaction.h"
#include "services/registry/domain/survey.h"
#include "services/registry/store/record_codec.h"
#include "services/registry/store/survey_store.h"

namespace rasoat::registry {

/// Reads one survey, or nothing.
absl::StatusOr<std::optional<Survey>> ReadSurvey(mysql::Reader& reader,
                                                 const SurveyId& id,
                                                 const RecordCodec& codec);

/// Reads a page, by id.
absl::StatusOr<std::vector<Survey>> ReadSurveys(mysql::Reader& reader,
                                                const SurveyFilter& filter,
                                                const SurveyId& after,
                                                int limit,
                                                const RecordCodec& codec);

/// Inserts new surveys, each the current one of its household and round.
absl::Status InsertSurveys(mysql::Transaction& tx,
                           absl::Span<const Survey* const> surveys,
                           const RecordCodec& codec);

/// Takes from a survey that it is the current one.
absl::Status RetireSurvey(mysql::Transaction& tx, const SurveyId& id);

}  // namespace rasoat::registry

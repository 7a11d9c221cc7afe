// What is known of a household: proto to domain.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "rasoat/api/v1/facts.pb.h"
#include "services/scoring/domain/facts.h"

namespace rasoat::scoring {

/// Reads facts; the result is full of views into `proto`, which must outlive
/// it. With declared totals the answers and members are left out, since nothing
/// looks at them.
///
/// Errors:
///   INVALID_ARGUMENT  DATE_MALFORMED  each date that is not a YYYY-MM-DD day
absl::StatusOr<Facts> ReadFacts(const api::v1::HouseholdFacts& proto);

/// The same of a survey that the register keeps: totals without B1 were kept by
/// a version that did not write zeros, and have one of 0.
absl::StatusOr<Facts> ReadKeptFacts(const api::v1::HouseholdFacts& proto);

/// Answers alone, whose texts point into the messages.
std::vector<Answer> ReadAnswers(
    const google::protobuf::RepeatedPtrField<api::v1::Answer>& protos);

}  // namespace rasoat::scoring

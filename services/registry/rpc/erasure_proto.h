// Erasures and legal holds as the API has them, and back.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "rasoat/registry/v1/erasures.pb.h"
#include "rasoat/registry/v1/legal_holds.pb.h"
#include "services/registry/domain/erasure.h"
#include "services/registry/store/legal_hold_store.h"

namespace rasoat::registry {

/// `erasures/{id}`.
std::string NameOf(const ErasureId& id);
/// The inverse. Errors: INVALID_ARGUMENT  RESOURCE_NAME_MALFORMED
absl::StatusOr<ErasureId> ParseErasure(absl::string_view name,
                                       absl::string_view field);
/// The household of `legalHolds/{id}`. Errors: the same
absl::StatusOr<HouseholdId> ParseLegalHold(absl::string_view name,
                                           absl::string_view field);

v1::Erasure ToProto(const Erasure& erasure);
v1::LegalHold ToProto(const LegalHold& hold);
v1::PastLegalHold ToProto(const PastHold& past);

}  // namespace rasoat::registry

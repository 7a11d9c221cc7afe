// Procedures as messages ↔ procedures as rules.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "rasoat/workflow/v1/rounds.pb.h"
#include "services/workflow/domain/procedure.h"

namespace rasoat::workflow {

/// The rules in a message that load/ has found faultless, with its content:
/// content_hash is set there, and `content` is the message's bytes.
ProcedureVersion VersionOf(v1::Procedure message);

/// The version that was kept as `content`.
///
/// Errors: INTERNAL  PROCEDURE_UNREADABLE  not what VersionOf() made
absl::StatusOr<ProcedureVersion> VersionFrom(const std::string& content);

/// The message of a version.
v1::Procedure ToProto(const ProcedureVersion& version);

/// The tier that a file or an area calls so: `province` … `village`.
///
/// Errors: INVALID_ARGUMENT  TIER_UNKNOWN
absl::StatusOr<Tier> TierOf(absl::string_view word);

}  // namespace rasoat::workflow

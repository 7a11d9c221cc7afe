// A standard as devices get it.
#pragma once

#include "absl/status/statusor.h"
#include "rasoat/scoring/v1/standard_program.pb.h"
#include "services/scoring/domain/standard.h"

namespace rasoat::scoring {

/// The program of `standard`, a valid one, with the places of its questions:
/// those of a codebook of this standard alone. The same input gives the same
/// message.
///
/// Errors, at `name` of the request:
///   FAILED_PRECONDITION  STANDARD_INCOMPLETE  a number that decides is unknown
///   FAILED_PRECONDITION  STANDARD_TOO_LARGE   left to the readable engine
absl::StatusOr<v1::StandardProgram> ProgramOf(const Standard& standard);

}  // namespace rasoat::scoring

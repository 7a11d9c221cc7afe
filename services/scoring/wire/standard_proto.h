// Standards: proto to domain.
#pragma once

#include <vector>

#include "rasoat/scoring/v1/standards.pb.h"
#include "services/scoring/domain/standard.h"
#include "services/scoring/domain/validate.h"

namespace rasoat::scoring {

/// A standard and what is wrong with it.
struct CheckedStandard {
  Standard standard;
  /// What the message cannot be read as, then what Validate() says.
  std::vector<Fault> faults;
};

/// Reads and checks a standard. With faults the standard is not to be used.
CheckedStandard CheckStandard(const v1::Standard& proto);

/// SHA-256, hexadecimal, of what assessments rest on: without name, hash,
/// state, import, forms and bands of average living standard. Comments and the
/// layout of a file do not count.
std::string ContentHash(v1::Standard proto);

}  // namespace rasoat::scoring

// Creates that a client may repeat while the first try is still running.
#pragma once

#include <type_traits>

#include "services/common/mysql/transaction.h"
#include "services/common/status/error.h"

namespace rasoat::workflow {

/// Runs `body`, a whole transaction that looks for a row and inserts it if it
/// is not there, and runs it once more if somebody else inserted it in between:
/// the second time it is found.
template <class Body>
std::invoke_result_t<Body> AgainIfTaken(Body body) {
  auto result = body();
  if (ReasonOf(mysql::StatusOf(result)) == "DUPLICATE_KEY") return body();
  return result;
}

}  // namespace rasoat::workflow

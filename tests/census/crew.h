#pragma once

#include <functional>

#include "absl/status/status.h"

namespace rasoat::census {

/// Does jobs 0 … count - 1 on `workers` threads and shows how many are done,
/// one line every two seconds, headed by `what`. Stops giving out jobs at the
/// first failure and returns it.
absl::Status DoAll(const char* what, int count, int workers,
                   const std::function<absl::Status(int)>& job);

/// The same for `count` items done `chunk` at a time: `job` gets the first item
/// of a chunk and the one after its last.
absl::Status DoChunks(const char* what, int count, int chunk, int workers,
                      const std::function<absl::Status(int, int)>& job);

}  // namespace rasoat::census

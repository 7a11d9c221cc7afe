// Passwords, kept as Argon2id hashes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"

namespace rasoat::workflow {

/// What one hash costs. The defaults are libsodium's interactive ones: about a
/// tenth of a second and 64 MiB.
struct PasswordCost {
  std::uint64_t passes = 2;
  std::size_t bytes = std::size_t{64} << 20;
};

/// Hashes and checks passwords. Thread safe. Slow on purpose: call it on a
/// worker, never on gRPC's own thread.
class Passwords {
 public:
  /// Fewest characters of a password …
  static constexpr std::size_t kShortest = 10;
  /// … and most.
  static constexpr std::size_t kLongest = 200;

  /// At most `at_once` hashes are computed at a time, others wait: memory is
  /// bounded by their product. Aborts the process if libsodium cannot start.
  explicit Passwords(PasswordCost cost = {}, int at_once = 4);

  /// The hash of a new password, in Argon2's text form with a fresh salt.
  ///
  /// Errors:
  ///   INVALID_ARGUMENT    PASSWORD_TOO_SHORT  fewer than kShortest characters
  ///   INVALID_ARGUMENT    PASSWORD_TOO_LONG   more than kLongest
  ///   RESOURCE_EXHAUSTED  PASSWORD_MEMORY     no memory for it
  absl::StatusOr<std::string> Hash(absl::string_view password);

  /// True when `hash` was made of `password`.
  bool Matches(const std::string& hash, absl::string_view password);

  /// Takes as long as Matches() and tells nothing: for accounts that are not
  /// there, so that time does not tell them from those that are.
  void PretendToMatch(absl::string_view password);

 private:
  /// Holds one of the places for computing.
  class Place;

  const PasswordCost cost_;
  absl::Mutex mu_;
  int free_ ABSL_GUARDED_BY(mu_);
  std::string nobodys_;
};

}  // namespace rasoat::workflow

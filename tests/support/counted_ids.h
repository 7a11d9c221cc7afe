// Identifiers that a test can foretell.
#pragma once

#include <atomic>
#include <cstdint>

#include "services/common/ids/ulid.h"

namespace rasoat {

/// Gives 1, 2, 3 … as Ulids. Thread safe.
class CountedIds final : public IdSource {
 public:
  Ulid Next() override { return Of(++last_); }
  /// The identifier with this number.
  static Ulid Of(std::uint64_t number) {
    Ulid id;
    for (int i = 15; i >= 8; --i, number >>= 8) {
      id.bytes[i] = static_cast<std::uint8_t>(number);
    }
    return id;
  }

 private:
  std::atomic<std::uint64_t> last_ = 0;
};

}  // namespace rasoat

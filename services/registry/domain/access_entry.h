// What is written down when somebody from outside a commune looks at the files
// of its households.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/registry/domain/ids.h"

namespace rasoat::registry {

/// One look. Texts are those of the API.
struct AccessEntry {
  absl::Time time;         ///< To the microsecond.
  std::string subject;     ///< Who: `staff/{staff}`.
  std::string authority;   ///< By which grants: `ROLE@area ROLE@area`.
  std::string method;      ///< `rasoat.registry.v1.Households/GetHousehold`
  std::string request_id;  ///< By which the log lines of the call are found.
  std::string purpose;     ///< As stated; may be empty.
  std::string scope;       ///< What was asked for; may be empty.
  /// True when everything in `scope` was shown, as by a stream.
  bool whole_scope = false;
  std::vector<HouseholdId> households;  ///< Those shown, rising, each once.

  friend bool operator==(const AccessEntry&, const AccessEntry&) = default;
};

/// A place in the chains: each of them counts its entries from 1.
struct AccessPlace {
  int shard = 0;
  std::int64_t position = 0;
  friend auto operator<=>(const AccessPlace&, const AccessPlace&) = default;
};

/// An entry where it stands.
struct KeptAccess {
  AccessPlace place;
  AccessEntry entry;
};

/// The end of a chain. Whoever keeps a copy elsewhere can tell later whether
/// the chain was replaced by an older state of itself.
struct AccessHead {
  AccessPlace place;  ///< Of the last entry; position 0: there is none.
  std::string proof;  ///< 32 bytes.
};

/// What is wrong with a chain.
enum class AccessFault {
  kMissing,   ///< An entry between others, or the noted one, is not there.
  kChanged,   ///< An entry is not what was written, or not where.
  kInserted,  ///< An entry stands after the end.
  kEnd,       ///< The end itself is missing or was changed.
};

/// The first place at which a chain does not hold.
struct AccessBreak {
  AccessPlace place;
  AccessFault fault = AccessFault::kChanged;
  friend bool operator==(const AccessBreak&, const AccessBreak&) = default;
};

/// How far a walk along the chains came.
struct AccessWalk {
  std::int64_t checked = 0;           ///< Entries that hold.
  std::optional<AccessBreak> broken;  ///< The first that does not.
  std::optional<AccessPlace> next;    ///< Where to go on; none: all walked.
};

}  // namespace rasoat::registry

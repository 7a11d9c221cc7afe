#pragma once

#include <algorithm>
#include <vector>

#include "services/common/access/identity.h"

namespace rasoat::access {

/// By which of its grants a caller reaches what it asked for.
struct Reach {
  /// Grants with a role that the method allows.
  std::vector<Grant> grants;
  /// True when each of them reaches all that was asked for by itself; false
  /// when that is only known of all together.
  bool alone = true;

  /// Whether what `may(grant)` says of single grants holds for what was asked:
  /// of any grant that reaches it by itself, otherwise only if of all.
  template <class May>
  bool Holds(May may) const {
    return alone ? std::any_of(grants.begin(), grants.end(), may)
                 : !grants.empty() &&
                       std::all_of(grants.begin(), grants.end(), may);
  }
};

}  // namespace rasoat::access

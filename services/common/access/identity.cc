#include "services/common/access/identity.h"

#include <algorithm>

namespace rasoat::access {

bool Holds(const Identity& identity, Role role) {
  return std::any_of(identity.grants.begin(), identity.grants.end(),
                     [role](const Grant& grant) { return grant.role == role; });
}

}  // namespace rasoat::access

#include "services/reporting/domain/round_units.h"

namespace rasoat::reporting {

void RoundTree::Add(const std::string& code, const std::string& parent) {
  parent_[code] = parent;
}

std::vector<std::string> RoundTree::UpFrom(const std::string& code) const {
  std::vector<std::string> up;
  for (auto it = parent_.find(code); it != parent_.end();
       it = parent_.find(it->second)) {
    up.push_back(it->first);
  }
  return up;
}

}  // namespace rasoat::reporting

#include "services/registry/rpc/duplicate_places.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "services/common/status/status_macros.h"
#include "services/registry/rpc/duplicate_proto.h"

namespace rasoat::registry {
namespace {

/// The unit and those above it, as they are today or were last.
std::vector<AreaCode> Upwards(const AreaBook& book, AreaCode code,
                              absl::CivilDay today) {
  std::vector<AreaCode> line;
  while (!code.empty() &&
         std::find(line.begin(), line.end(), code) == line.end()) {
    line.push_back(code);
    const Area* area = book.FindLatest(code, today);
    code = area == nullptr ? AreaCode() : area->parent;
  }
  return line;
}

}  // namespace

absl::StatusOr<std::string> DuplicatePlaces::AreaOf(absl::string_view name,
                                                    absl::Time deadline) {
  if (!absl::StartsWith(name, "duplicates/")) {
    return rest_.AreaOf(name, deadline);
  }
  RASOAT_ASSIGN_OR_RETURN(const DuplicateId id, ParseDuplicate(name, "name"));
  RASOAT_ASSIGN_OR_RETURN(const AreaCode first,
                          households_.VillageOf(id.first, deadline));
  RASOAT_ASSIGN_OR_RETURN(const AreaCode second,
                          households_.VillageOf(id.second, deadline));
  if (first == second) return first.value;
  RASOAT_ASSIGN_OR_RETURN(const AreaCatalog::Book book, areas_.Fresh(deadline));
  const absl::CivilDay today = DayInVietnam(clock_.Now());
  const std::vector<AreaCode> above = Upwards(*book, second, today);
  for (const AreaCode& code : Upwards(*book, first, today)) {
    if (std::find(above.begin(), above.end(), code) != above.end()) {
      return code.value;
    }
  }
  return std::string(access::kWholeTree);
}

}  // namespace rasoat::registry

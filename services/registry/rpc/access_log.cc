#include "services/registry/rpc/access_log.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/area.h"
#include "services/registry/rpc/names.h"

namespace rasoat::registry {

bool AccessLog::IsLocal(absl::string_view area) {
  const Tier tier = TierOfCode({std::string(area)});
  return tier == Tier::kCommune || tier == Tier::kVillage;
}

absl::Status AccessLog::Record(access::Reading reading, absl::Time deadline) {
  AccessEntry entry{.time = reading.time,
                    .subject = std::move(reading.subject),
                    .method = std::move(reading.method),
                    .request_id = std::move(reading.request_id),
                    .purpose = std::move(reading.purpose),
                    .scope = std::move(reading.scope),
                    .whole_scope = reading.whole_scope};
  for (const access::Grant& grant : reading.grants) {
    absl::StrAppend(&entry.authority, entry.authority.empty() ? "" : " ",
                    api::v1::Role_Name(grant.role), "@", grant.area);
  }
  for (const std::string& name : reading.records) {
    RASOAT_ASSIGN_OR_RETURN(const HouseholdId id,
                            ParseHousehold(name, "household"));
    entry.households.push_back(id);
  }
  std::sort(entry.households.begin(), entry.households.end());
  return store_.Append(std::move(entry), deadline);
}

}  // namespace rasoat::registry

#include "services/registry/rpc/household_past.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "services/common/status/status_macros.h"
#include "services/registry/domain/household_history.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/domain/text.h"
#include "services/registry/rpc/names.h"

namespace rasoat::registry {
namespace {

constexpr std::int64_t kNewest = std::numeric_limits<std::int64_t>::max();
/// More changes than a household has in a lifetime.
constexpr int kWholeHistory = 10'000;

absl::StatusOr<Household> AsOf(HouseholdStore& store, const HouseholdId& id,
                               absl::CivilDay day, absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(std::vector<Household> states,
                          store.History(id, kNewest, kWholeHistory, deadline));
  std::reverse(states.begin(), states.end());
  std::optional<Household> then = StateOn(states, day);
  if (!then) return HouseholdNotThen();
  return *std::move(then);
}

absl::StatusOr<Household> AtRevision(HouseholdStore& store,
                                     const HouseholdId& id,
                                     std::int64_t revision,
                                     absl::Time deadline) {
  if (revision < 0 || revision == kNewest) return RevisionNotFound();
  RASOAT_ASSIGN_OR_RETURN(std::vector<Household> states,
                          store.History(id, revision + 1, 1, deadline));
  if (states.empty() || states[0].revision != revision) {
    return RevisionNotFound();
  }
  return std::move(states[0]);
}

}  // namespace

absl::StatusOr<Household> HouseholdAsked(HouseholdStore& store,
                                         const v1::GetHouseholdRequest& request,
                                         absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(HouseholdId id,
                          ParseHousehold(request.name(), "name"));
  if (!request.as_of().empty() && request.revision() != 0) {
    return Invalid(Violation{
        "revision", "AS_OF_OR_REVISION",
        "Chỉ chọn ngày hoặc phiên bản, không chọn cả hai; hãy bỏ một mục.",
        "Give a day or a revision, not both; leave one out."});
  }
  if (request.revision() != 0) {
    return AtRevision(store, id, request.revision(), deadline);
  }
  if (request.as_of().empty()) return store.Get(id, deadline);
  RASOAT_ASSIGN_OR_RETURN(const absl::CivilDay day,
                          ParseDay(request.as_of(), "as_of"));
  return AsOf(store, id, day, deadline);
}

absl::StatusOr<HouseholdFilter> FilterOf(
    const v1::ListHouseholdsRequest& request) {
  HouseholdFilter filter;
  RASOAT_ASSIGN_OR_RETURN(filter.village,
                          ParseArea(request.village(), "village"));
  if (request.status() != v1::HOUSEHOLD_STATUS_UNSPECIFIED &&
      v1::HouseholdStatus_IsValid(request.status())) {
    filter.status = static_cast<HouseholdStatus>(request.status());
  }
  filter.number_prefix = request.number_prefix();
  const bool fits = AllDigits(filter.number_prefix) &&
                    filter.number_prefix.size() <= 5 &&
                    filter.status == HouseholdStatus::kActive;
  if (!filter.number_prefix.empty() && !fits) {
    return Invalid(Violation{
        "number_prefix", "NUMBER_PREFIX_MALFORMED",
        "Chữ số đầu của số hộ phải là 1 đến 5 chữ số, và chỉ dùng cho hộ đang "
        "có trong sổ.",
        "Give 1 to 5 digits that the number starts with, and only for "
        "households in the register."});
  }
  return filter;
}

}  // namespace rasoat::registry

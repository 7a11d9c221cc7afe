// Lists of what belongs to households, page by page, of an area.
#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/rpc/paging.h"
#include "services/common/status/status_macros.h"
#include "services/registry/intake/area_villages.h"
#include "services/registry/rpc/names.h"

namespace rasoat::registry {

/// Which page of a list is asked for.
struct VillagePage {
  VillageSet villages;
  int size = 0;
  /// The name of the last one of the page before; empty for the first page.
  std::string after;
};

/// The page that `request` asks for: of its `area`, by `page_size` (50, at most
/// 200) and `page_token`.
///
/// Errors: INVALID_ARGUMENT  those of ParseArea(), PageSize() and PageStart();
///         NOT_FOUND  AREA_NOT_FOUND
template <class Request>
absl::StatusOr<VillagePage> VillagePageOf(const Request& request,
                                          AreaVillages& villages,
                                          absl::Time deadline) {
  VillagePage page;
  AreaCode area;
  if (!request.area().empty()) {
    RASOAT_ASSIGN_OR_RETURN(area, ParseArea(request.area(), "area"));
  }
  RASOAT_ASSIGN_OR_RETURN(page.size, rpc::PageSize(request.page_size(),
                                                   {.usual = 50, .most = 200}));
  RASOAT_ASSIGN_OR_RETURN(auto start, (rpc::PageStart<std::string>(request)));
  if (start) page.after = std::get<0>(*std::move(start));
  RASOAT_ASSIGN_OR_RETURN(page.villages, villages.Of(area, deadline));
  return page;
}

/// Shows `found`, which was asked for with one more than the page's size, by
/// `show(one)`; the token of the next page, by `name(one)`; "" after the last.
template <class Request, class Found, class Show, class Name>
std::string ShowPage(const Request& request, const VillagePage& page,
                     const Found& found, Show show, Name name) {
  const auto size = static_cast<std::size_t>(page.size);
  for (std::size_t i = 0; i < found.size() && i < size; ++i) show(found[i]);
  if (found.size() <= size) return "";
  return rpc::NextPageToken(request, name(found[size - 1]));
}

}  // namespace rasoat::registry

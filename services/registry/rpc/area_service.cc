#include "services/registry/rpc/area_service.h"

#include <string>
#include <vector>

#include "services/common/rpc/paging.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/rpc/area_proto.h"
#include "services/registry/rpc/item_error.h"
#include "services/registry/rpc/names.h"

namespace rasoat::registry {
namespace {

constexpr int kMostImported = 5000;

}  // namespace

grpc::ServerUnaryReactor* AreaService::GetArea(
    grpc::CallbackServerContext* context, const v1::GetAreaRequest* request,
    v1::Area* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Get(*request, call); });
}

grpc::ServerUnaryReactor* AreaService::ListAreas(
    grpc::CallbackServerContext* context, const v1::ListAreasRequest* request,
    v1::ListAreasResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return List(*request, call); });
}

grpc::ServerUnaryReactor* AreaService::ImportAreas(
    grpc::CallbackServerContext* context, const v1::ImportAreasRequest* request,
    v1::ImportAreasResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Import(*request, call); });
}

absl::StatusOr<v1::Area> AreaService::Get(const v1::GetAreaRequest& request,
                                          const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(AreaCode code, ParseArea(request.name(), "name"));
  RASOAT_ASSIGN_OR_RETURN(absl::CivilDay day,
                          DayAsked(request.as_of(), "as_of", call.now));
  RASOAT_ASSIGN_OR_RETURN(AreaCatalog::Book book,
                          areas_.Knowing(code, day, call.deadline));
  const Area* area = book->Find(code, day);
  if (area == nullptr) return AreaNotFound();
  return ToProto(book->Told(*area, day));
}

absl::StatusOr<v1::ListAreasResponse> AreaService::List(
    const v1::ListAreasRequest& request, const rpc::Call& call) {
  AreaFilter filter{.tier = FromProto(request.tier())};
  if (!request.parent().empty()) {
    RASOAT_ASSIGN_OR_RETURN(filter.parent,
                            ParseArea(request.parent(), "parent"));
  }
  RASOAT_ASSIGN_OR_RETURN(filter.day,
                          DayAsked(request.as_of(), "as_of", call.now));
  RASOAT_ASSIGN_OR_RETURN(
      int size,
      rpc::PageSize(request.page_size(), {.usual = 500, .most = 5000}));
  RASOAT_ASSIGN_OR_RETURN(auto after, rpc::PageStart<std::string>(request));
  RASOAT_ASSIGN_OR_RETURN(AreaCatalog::Book book, areas_.Fresh(call.deadline));
  if (!filter.parent.empty() &&
      book->Find(filter.parent, filter.day) == nullptr) {
    return AreaNotFound();
  }
  const AreaCode start{after ? std::get<0>(*after) : ""};
  std::vector<const Area*> found = book->List(filter, start, size + 1);
  v1::ListAreasResponse response;
  if (static_cast<int>(found.size()) > size) {
    found.pop_back();
    response.set_next_page_token(
        rpc::NextPageToken(request, found.back()->code.value));
  }
  for (const Area* area : found) {
    *response.add_areas() = ToProto(book->Told(*area, filter.day));
  }
  return response;
}

absl::StatusOr<v1::ImportAreasResponse> AreaService::Import(
    const v1::ImportAreasRequest& request, const rpc::Call& call) {
  RASOAT_RETURN_IF_ERROR(
      CheckItemCount(request.areas_size(), kMostImported, "areas"));
  std::vector<Area> areas;
  for (const v1::Area& area : request.areas()) areas.push_back(FromProto(area));
  RASOAT_ASSIGN_OR_RETURN(ImportPlan done, store_.Import(
                                               [&](const AreaBook& book) {
                                                 return PlanImport(book, areas);
                                               },
                                               call.deadline));
  RASOAT_RETURN_IF_ERROR(tree_.Refresh());
  v1::ImportAreasResponse response;
  response.set_created_count(static_cast<int>(done.created.size()));
  response.set_unchanged_count(done.unchanged);
  return response;
}

}  // namespace rasoat::registry

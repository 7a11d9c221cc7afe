#include "services/registry/rpc/erasure_service.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/status/status_macros.h"
#include "services/registry/rpc/erasure_proto.h"
#include "services/registry/rpc/names.h"
#include "services/registry/rpc/office_tiers.h"
#include "services/registry/rpc/village_page.h"
#include "services/registry/rpc/visit_proto.h"

namespace rasoat::registry {
namespace {

constexpr int kReadAtOnce = 200;

/// The unit and every one it has ever lain in.
void AddUpwards(const AreaBook& book, const AreaCode& area,
                std::vector<AreaCode>& areas) {
  if (std::find(areas.begin(), areas.end(), area) != areas.end()) return;
  areas.push_back(area);
  for (const Area& version : book.Versions(area)) {
    if (!version.parent.empty()) AddUpwards(book, version.parent, areas);
  }
}

}  // namespace

grpc::ServerUnaryReactor* ErasureService::CreateErasure(
    grpc::CallbackServerContext* context,
    const v1::CreateErasureRequest* request, v1::Erasure* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Create(*request, call); });
}

grpc::ServerUnaryReactor* ErasureService::GetErasure(
    grpc::CallbackServerContext* context, const v1::GetErasureRequest* request,
    v1::Erasure* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) -> absl::StatusOr<v1::Erasure> {
        RASOAT_ASSIGN_OR_RETURN(const ErasureId id,
                                ParseErasure(request->name(), "name"));
        RASOAT_ASSIGN_OR_RETURN(const Erasure erasure,
                                erasures_.Get(id, call.deadline));
        return ToProto(erasure);
      });
}

grpc::ServerUnaryReactor* ErasureService::ListErasures(
    grpc::CallbackServerContext* context,
    const v1::ListErasuresRequest* request,
    v1::ListErasuresResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return List(*request, call); });
}

grpc::ServerUnaryReactor* ErasureService::ApproveErasure(
    grpc::CallbackServerContext* context,
    const v1::ApproveErasureRequest* request, v1::Erasure* response) {
  return calls_.Unary(context, request, response,
                      [=, this](const rpc::Call& call) {
                        return Decide(request->name(), ErasureState::kDone,
                                      request->remark(), call);
                      });
}

grpc::ServerUnaryReactor* ErasureService::RejectErasure(
    grpc::CallbackServerContext* context,
    const v1::RejectErasureRequest* request, v1::Erasure* response) {
  return calls_.Unary(context, request, response,
                      [=, this](const rpc::Call& call) {
                        return Decide(request->name(), ErasureState::kRejected,
                                      request->remark(), call);
                      });
}

absl::StatusOr<v1::Erasure> ErasureService::Create(
    const v1::CreateErasureRequest& request, const rpc::Call& call) {
  const v1::Erasure& asked = request.erasure();
  Erasure erasure{.member_id = asked.member(),
                  .reason = asked.reason(),
                  .legal_ground = asked.legal_ground(),
                  .creator = SubmissionOf(call).reviewer,
                  .create_time = call.now};
  RASOAT_ASSIGN_OR_RETURN(
      erasure.id, ParseErasure(absl::StrCat("erasures/", request.erasure_id()),
                               "erasure_id"));
  RASOAT_ASSIGN_OR_RETURN(
      erasure.household,
      ParseHousehold(asked.household(), "erasure.household"));
  std::vector<Violation> faults = CheckErasure(erasure);
  if (!faults.empty()) return Invalid(std::move(faults));
  RASOAT_ASSIGN_OR_RETURN(const Erasure kept,
                          erasures_.Create(erasure, call.deadline));
  return ToProto(kept);
}

absl::StatusOr<v1::ListErasuresResponse> ErasureService::List(
    const v1::ListErasuresRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(VillagePage page,
                          VillagePageOf(request, villages_, call.deadline));
  ErasureFilter filter{.state = static_cast<ErasureState>(request.state()),
                       .villages = std::move(page.villages)};
  if (!page.after.empty()) {
    const auto id = ParseErasure(page.after, "page_token");
    if (!id.ok()) return rpc::PageTokenWrong();
    filter.after = *id;
  }
  RASOAT_ASSIGN_OR_RETURN(const std::vector<Erasure> found,
                          erasures_.List(filter, page.size + 1, call.deadline));
  v1::ListErasuresResponse response;
  response.set_next_page_token(ShowPage(
      request, page, found,
      [&](const Erasure& one) { *response.add_erasures() = ToProto(one); },
      [](const Erasure& one) { return NameOf(one.id); }));
  return response;
}

absl::StatusOr<std::vector<ErasureArea>> ErasureService::AreasAbove(
    const HouseholdId& household, absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(const AreaCatalog::Book book, areas_.Fresh(deadline));
  std::vector<AreaCode> above;
  std::int64_t before = std::numeric_limits<std::int64_t>::max();
  for (;;) {
    RASOAT_ASSIGN_OR_RETURN(
        const std::vector<Household> states,
        households_.History(household, before, kReadAtOnce, deadline));
    for (const Household& state : states) {
      AddUpwards(*book, state.village, above);
    }
    if (states.size() < kReadAtOnce) break;
    before = states.back().revision;
  }
  std::vector<ErasureArea> areas;
  for (AreaCode& area : above) {
    RASOAT_ASSIGN_OR_RETURN(VillageSet villages, villages_.Of(area, deadline));
    areas.push_back({std::move(area), std::move(villages)});
  }
  return areas;
}

absl::StatusOr<v1::Erasure> ErasureService::Decide(absl::string_view name,
                                                   ErasureState state,
                                                   const std::string& remark,
                                                   const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(const ErasureId id, ParseErasure(name, "name"));
  RASOAT_ASSIGN_OR_RETURN(const Erasure asked,
                          erasures_.Get(id, call.deadline));
  RASOAT_ASSIGN_OR_RETURN(
      const AreaCode village,
      households_.VillageOf(asked.household, call.deadline));
  std::vector<ErasureArea> areas;
  if (state == ErasureState::kDone) {
    RASOAT_ASSIGN_OR_RETURN(areas, AreasAbove(asked.household, call.deadline));
  }
  RASOAT_ASSIGN_OR_RETURN(
      const Erasure decided,
      erasures_.Decide(id,
                       {.state = state,
                        .decider = SubmissionOf(call).reviewer,
                        .remark = remark,
                        .supervises = TierOver(call, tree_, village) >=
                                      OfficeTier::kDistrict},
                       areas, call.now, call.deadline));
  return ToProto(decided);
}

}  // namespace rasoat::registry

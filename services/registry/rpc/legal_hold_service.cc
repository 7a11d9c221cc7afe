#include "services/registry/rpc/legal_hold_service.h"

#include <string>
#include <utility>
#include <vector>

#include "services/common/status/status_macros.h"
#include "services/registry/rpc/erasure_proto.h"
#include "services/registry/rpc/names.h"
#include "services/registry/rpc/office_tiers.h"
#include "services/registry/rpc/village_page.h"
#include "services/registry/rpc/visit_proto.h"

namespace rasoat::registry {
namespace {

constexpr int kMostPast = 200;
}  // namespace

grpc::ServerUnaryReactor* LegalHoldService::CreateLegalHold(
    grpc::CallbackServerContext* context,
    const v1::CreateLegalHoldRequest* request, v1::LegalHold* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Create(*request, call); });
}

grpc::ServerUnaryReactor* LegalHoldService::ListLegalHolds(
    grpc::CallbackServerContext* context,
    const v1::ListLegalHoldsRequest* request,
    v1::ListLegalHoldsResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return List(*request, call); });
}

grpc::ServerUnaryReactor* LegalHoldService::ListPastLegalHolds(
    grpc::CallbackServerContext* context,
    const v1::ListPastLegalHoldsRequest* request,
    v1::ListPastLegalHoldsResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return ListPast(*request, call); });
}

grpc::ServerUnaryReactor* LegalHoldService::ReleaseLegalHold(
    grpc::CallbackServerContext* context,
    const v1::ReleaseLegalHoldRequest* request,
    v1::ReleaseLegalHoldResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Release(*request, call); });
}

absl::StatusOr<v1::LegalHold> LegalHoldService::Create(
    const v1::CreateLegalHoldRequest& request, const rpc::Call& call) {
  LegalHold hold{.reason = request.legal_hold().reason(),
                 .holder = SubmissionOf(call).reviewer,
                 .hold_time = call.now};
  RASOAT_ASSIGN_OR_RETURN(
      hold.household,
      ParseHousehold(request.legal_hold().household(), "legal_hold.household"));
  RASOAT_RETURN_IF_ERROR(CheckHoldReason(hold.reason, "legal_hold.reason"));
  RASOAT_ASSIGN_OR_RETURN(hold.tier, TierOf(hold.household, call));
  RASOAT_ASSIGN_OR_RETURN(const LegalHold kept,
                          holds_.Hold(hold, call.deadline));
  return ToProto(kept);
}

absl::StatusOr<v1::ReleaseLegalHoldResponse> LegalHoldService::Release(
    const v1::ReleaseLegalHoldRequest& request, const rpc::Call& call) {
  HoldRelease release{.reason = request.reason(),
                      .actor = SubmissionOf(call).reviewer,
                      .time = call.now};
  RASOAT_ASSIGN_OR_RETURN(release.household,
                          ParseLegalHold(request.name(), "name"));
  RASOAT_RETURN_IF_ERROR(CheckHoldReason(release.reason, "reason"));
  RASOAT_ASSIGN_OR_RETURN(release.tier, TierOf(release.household, call));
  RASOAT_RETURN_IF_ERROR(holds_.Release(release, call.deadline));
  return v1::ReleaseLegalHoldResponse();
}

absl::StatusOr<v1::ListPastLegalHoldsResponse> LegalHoldService::ListPast(
    const v1::ListPastLegalHoldsRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(const HouseholdId household,
                          ParseHousehold(request.parent(), "parent"));
  RASOAT_ASSIGN_OR_RETURN(const std::vector<PastHold> past,
                          holds_.Past(household, kMostPast, call.deadline));
  v1::ListPastLegalHoldsResponse response;
  for (const PastHold& one : past) {
    *response.add_past_legal_holds() = ToProto(one);
  }
  return response;
}

absl::StatusOr<OfficeTier> LegalHoldService::TierOf(
    const HouseholdId& household, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(const AreaCode village,
                          households_.VillageOf(household, call.deadline));
  return TierOver(call, tree_, village);
}

absl::StatusOr<v1::ListLegalHoldsResponse> LegalHoldService::List(
    const v1::ListLegalHoldsRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(VillagePage page,
                          VillagePageOf(request, villages_, call.deadline));
  HoldFilter filter{.villages = std::move(page.villages)};
  if (!page.after.empty()) {
    const auto id = ParseHousehold(page.after, "page_token");
    if (!id.ok()) return rpc::PageTokenWrong();
    filter.after = *id;
  }
  RASOAT_ASSIGN_OR_RETURN(const std::vector<LegalHold> found,
                          holds_.List(filter, page.size + 1, call.deadline));
  v1::ListLegalHoldsResponse response;
  response.set_next_page_token(ShowPage(
      request, page, found,
      [&](const LegalHold& one) { *response.add_legal_holds() = ToProto(one); },
      [](const LegalHold& one) { return NameOf(one.household); }));
  return response;
}

}  // namespace rasoat::registry

#include "services/registry/rpc/legal_hold_service.h"

#include <string>
#include <utility>
#include <vector>

#include "services/common/rpc/paging.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/text.h"
#include "services/registry/rpc/erasure_proto.h"
#include "services/registry/rpc/names.h"
#include "services/registry/rpc/visit_proto.h"

namespace rasoat::registry {
namespace {

constexpr int kReadAtOnce = 200;
constexpr int kMostCharacters = 400;

absl::Status ReasonMalformed() {
  return Invalid(
      Violation{"legal_hold.reason", "REASON_MALFORMED",
                "Hãy ghi lý do giữ hồ sơ, 1 đến 400 ký tự, trên một dòng.",
                "Give the reason, 1 to 400 characters on one line."});
}

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

grpc::ServerUnaryReactor* LegalHoldService::ReleaseLegalHold(
    grpc::CallbackServerContext* context,
    const v1::ReleaseLegalHoldRequest* request,
    v1::ReleaseLegalHoldResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call)
          -> absl::StatusOr<v1::ReleaseLegalHoldResponse> {
        RASOAT_ASSIGN_OR_RETURN(const HouseholdId household,
                                ParseLegalHold(request->name(), "name"));
        RASOAT_RETURN_IF_ERROR(holds_.Release(household, call.deadline));
        return v1::ReleaseLegalHoldResponse();
      });
}

absl::StatusOr<v1::LegalHold> LegalHoldService::Create(
    const v1::CreateLegalHoldRequest& request, const rpc::Call& call) {
  LegalHold hold{.reason = request.legal_hold().reason(),
                 .holder = SubmissionOf(call).reviewer,
                 .hold_time = call.now};
  RASOAT_ASSIGN_OR_RETURN(
      hold.household,
      ParseHousehold(request.legal_hold().household(), "legal_hold.household"));
  const int length = PlainLength(hold.reason);
  if (length < 1 || length > kMostCharacters) return ReasonMalformed();
  RASOAT_ASSIGN_OR_RETURN(const LegalHold kept,
                          holds_.Hold(hold, call.deadline));
  return ToProto(kept);
}

absl::StatusOr<v1::ListLegalHoldsResponse> LegalHoldService::List(
    const v1::ListLegalHoldsRequest& request, const rpc::Call& call) {
  AreaCode area;
  if (!request.area().empty()) {
    RASOAT_ASSIGN_OR_RETURN(area, ParseArea(request.area(), "area"));
  }
  RASOAT_ASSIGN_OR_RETURN(
      const int size,
      rpc::PageSize(request.page_size(), {.usual = 50, .most = 200}));
  RASOAT_ASSIGN_OR_RETURN(const auto start,
                          (rpc::PageStart<std::string>(request)));
  HouseholdId after;
  if (start) {
    const auto id = ParseHousehold(std::get<0>(*start), "page_token");
    if (!id.ok()) return rpc::PageTokenWrong();
    after = *id;
  }
  RASOAT_ASSIGN_OR_RETURN(const VillageSet villages,
                          villages_.Of(area, call.deadline));
  v1::ListLegalHoldsResponse response;
  for (;;) {
    RASOAT_ASSIGN_OR_RETURN(const std::vector<LegalHold> found,
                            holds_.List(after, kReadAtOnce, call.deadline));
    for (const LegalHold& hold : found) {
      if (area.empty() || villages.Contains(hold.village)) {
        if (response.legal_holds_size() == size) {
          response.set_next_page_token(
              rpc::NextPageToken(request, NameOf(after)));
          return response;
        }
        *response.add_legal_holds() = ToProto(hold);
      }
      after = hold.household;
    }
    if (found.size() < kReadAtOnce) return response;
  }
}

}  // namespace rasoat::registry

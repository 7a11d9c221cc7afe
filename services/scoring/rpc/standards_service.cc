#include "services/scoring/rpc/standards_service.h"

#include "services/common/rpc/paging.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/rpc/refusals.h"
#include "services/scoring/wire/names.h"

namespace rasoat::scoring {
namespace {

constexpr rpc::PageLimits kPages{.usual = 50, .most = 50};

}  // namespace

grpc::ServerUnaryReactor* StandardsService::GetStandard(
    grpc::CallbackServerContext* context, const v1::GetStandardRequest* request,
    v1::Standard* response) {
  return calls_.UnaryInline(
      context, request, response,
      [&](const rpc::Call&) -> absl::StatusOr<v1::Standard> {
        return FindStandard(catalogue_, drafts_, request->name(), "name");
      });
}

grpc::ServerUnaryReactor* StandardsService::ListStandards(
    grpc::CallbackServerContext* context,
    const v1::ListStandardsRequest* request,
    v1::ListStandardsResponse* response) {
  return calls_.UnaryInline(
      context, request, response, [&](const rpc::Call&) -> absl::Status {
        RASOAT_ASSIGN_OR_RETURN(int left,
                                rpc::PageSize(request->page_size(), kPages));
        RASOAT_ASSIGN_OR_RETURN(const auto start,
                                (rpc::PageStart<std::string>(*request)));
        for (const v1::Standard& one : AllStandards(catalogue_, drafts_)) {
          const std::string& name = one.name();
          if (start && name <= std::get<0>(*start)) continue;
          if (left-- == 0) {
            response->set_next_page_token(rpc::NextPageToken(
                *request, response->standards().rbegin()->name()));
            break;
          }
          *response->add_standards() = one;
        }
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* StandardsService::AssignStandards(
    grpc::CallbackServerContext* context,
    const v1::AssignStandardsRequest* request, v1::RoundStandards* response) {
  return calls_.Unary(
      context, request, response, [request, this](const rpc::Call& call) {
        return assigner_.Assign(request->round_standards(), call.deadline);
      });
}

grpc::ServerUnaryReactor* StandardsService::GetRoundStandards(
    grpc::CallbackServerContext* context,
    const v1::GetRoundStandardsRequest* request, v1::RoundStandards* response) {
  return calls_.Unary(
      context, request, response,
      [request,
       this](const rpc::Call& call) -> absl::StatusOr<v1::RoundStandards> {
        RASOAT_ASSIGN_OR_RETURN(
            const std::string round,
            ParseIdName(request->name(), "roundStandards", "name"));
        RASOAT_ASSIGN_OR_RETURN(const std::optional<RoundRow> found,
                                store_.FindRound(round, call.deadline));
        if (!found) return RoundStandardsNotFound("name");
        return ToProto(*found);
      });
}

}  // namespace rasoat::scoring

#include "services/workflow/rpc/staff_services.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "services/common/rpc/paging.h"
#include "services/common/status/status_macros.h"
#include "services/workflow/rpc/count_limits.h"
#include "services/workflow/wire/workflow_proto.h"

namespace rasoat::workflow {
namespace {

constexpr int kMostStaff = 1000;
constexpr rpc::PageLimits kStaffPages{.usual = 100, .most = 1000};

/// What the caller holds, in the words of the domain.
std::vector<StaffGrant> GrantsOf(const rpc::Call& call) {
  std::vector<StaffGrant> grants;
  if (call.identity == nullptr) return grants;
  for (const access::Grant& grant : call.identity->grants) {
    if (auto role = RoleFrom(grant.role)) {
      grants.push_back({*role, {grant.area}});
    }
  }
  return grants;
}

absl::Status CheckReach(const rpc::Call& call, access::AreaTree& tree,
                        const std::vector<StaffGrant>& wanted,
                        const std::string& field) {
  return workflow::CheckReach(
      GrantsOf(call), wanted, field,
      [&](const AreaCode& above, const AreaCode& below) {
        return tree.Contains(above.value, below.value);
      });
}

}  // namespace

grpc::ServerUnaryReactor* StaffRosterService::BatchCreateStaff(
    grpc::CallbackServerContext* context,
    const v1::BatchCreateStaffRequest* request,
    v1::BatchCreateStaffResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call)
          -> absl::StatusOr<v1::BatchCreateStaffResponse> {
        RASOAT_RETURN_IF_ERROR(
            CheckCount(request->staff_size(), kMostStaff, "staff"));
        RASOAT_ASSIGN_OR_RETURN(std::vector<Staff> staff,
                                StaffFrom(request->staff()));
        RASOAT_RETURN_IF_ERROR(CheckStaff(staff));
        for (std::size_t i = 0; i < staff.size(); ++i) {
          RASOAT_RETURN_IF_ERROR(
              CheckReach(call, tree_, staff[i].grants,
                         absl::StrCat("staff[", i, "].grants")));
        }
        RASOAT_ASSIGN_OR_RETURN(int created, staff_.Add(staff, call.deadline));
        v1::BatchCreateStaffResponse answer;
        answer.set_created_count(created);
        return answer;
      });
}

grpc::ServerUnaryReactor* StaffRosterService::GetStaff(
    grpc::CallbackServerContext* context, const v1::GetStaffRequest* request,
    v1::Staff* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) -> absl::StatusOr<v1::Staff> {
        RASOAT_ASSIGN_OR_RETURN(StaffId id,
                                ParseStaffName(request->name(), "name"));
        RASOAT_ASSIGN_OR_RETURN(Staff staff, staff_.Get(id, call.deadline));
        return ToProto(staff);
      });
}

grpc::ServerUnaryReactor* StaffRosterService::ListStaff(
    grpc::CallbackServerContext* context, const v1::ListStaffRequest* request,
    v1::ListStaffResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=,
       this](const rpc::Call& call) -> absl::StatusOr<v1::ListStaffResponse> {
        RASOAT_ASSIGN_OR_RETURN(AreaCode area,
                                ParseArea(request->area(), "area"));
        RASOAT_ASSIGN_OR_RETURN(
            int size, rpc::PageSize(request->page_size(), kStaffPages));
        RASOAT_ASSIGN_OR_RETURN(auto key,
                                (rpc::PageStart<std::string>(*request)));
        std::optional<StaffId> after;
        if (key) after = StaffId{std::get<0>(*key)};
        RASOAT_ASSIGN_OR_RETURN(
            std::vector<Staff> staff,
            staff_.List(area, after, size + 1, call.deadline));
        v1::ListStaffResponse page;
        const bool more = static_cast<int>(staff.size()) > size;
        if (more) staff.pop_back();
        for (const Staff& one : staff) *page.add_staff() = ToProto(one);
        if (more) {
          page.set_next_page_token(
              rpc::NextPageToken(*request, staff.back().id.value));
        }
        return page;
      });
}

grpc::ServerUnaryReactor* AccountsService::SetAccount(
    grpc::CallbackServerContext* context, const v1::SetAccountRequest* request,
    v1::Account* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) -> absl::StatusOr<v1::Account> {
        RASOAT_ASSIGN_OR_RETURN(StaffId id,
                                ParseStaffName(request->name(), "name"));
        if (!IsAccountName(request->account())) return AccountMalformed();
        RASOAT_ASSIGN_OR_RETURN(Staff staff, staff_.Get(id, call.deadline));
        // A password for somebody is all that somebody may do.
        RASOAT_RETURN_IF_ERROR(CheckReach(call, tree_, staff.grants, "name"));
        RASOAT_ASSIGN_OR_RETURN(std::string hash,
                                passwords_.Hash(request->password()));
        RASOAT_RETURN_IF_ERROR(accounts_.Set(
            {request->account(), id, std::move(hash)}, call.deadline));
        v1::Account account;
        account.set_name(request->name());
        account.set_account(request->account());
        return account;
      });
}

grpc::ServerUnaryReactor* AccountsService::SignIn(
    grpc::CallbackServerContext* context, const v1::SignInRequest* request,
    v1::Session* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) -> absl::StatusOr<v1::Session> {
        RASOAT_ASSIGN_OR_RETURN(
            Staff staff,
            sign_in_.Verify(request->account(), request->password(), call.now,
                            call.deadline));
        std::vector<access::Grant> grants;
        for (const StaffGrant& grant : staff.grants) {
          grants.push_back({ToProto(grant.role), grant.area.value});
        }
        v1::Session session;
        session.set_token(people_.Issue(NameOf(staff.id), std::move(grants),
                                        call.now, kTokenLife));
        *session.mutable_expire_time() =
            google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
                absl::ToUnixMicros(call.now + kTokenLife));
        *session.mutable_staff() = ToProto(staff);
        return session;
      });
}

}  // namespace rasoat::workflow

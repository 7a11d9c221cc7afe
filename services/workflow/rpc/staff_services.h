#pragma once

#include "rasoat/workflow/v1/staff.grpc.pb.h"
#include "services/common/access/area_tree.h"
#include "services/common/access/signer.h"
#include "services/common/rpc/calls.h"
#include "services/workflow/sign_in/sign_in.h"
#include "services/workflow/store/account_store.h"
#include "services/workflow/store/staff_store.h"

namespace rasoat::workflow {

/// Serves rasoat.workflow.v1.StaffRoster. Thread safe; what it refers to must
/// outlive it.
class StaffRosterService final : public v1::StaffRoster::CallbackService {
 public:
  StaffRosterService(rpc::Calls& calls, access::AreaTree& tree,
                     StaffStore& staff)
      : calls_(calls), tree_(tree), staff_(staff) {}

  grpc::ServerUnaryReactor* BatchCreateStaff(
      grpc::CallbackServerContext* context,
      const v1::BatchCreateStaffRequest* request,
      v1::BatchCreateStaffResponse* response) override;
  grpc::ServerUnaryReactor* GetStaff(grpc::CallbackServerContext* context,
                                     const v1::GetStaffRequest* request,
                                     v1::Staff* response) override;
  grpc::ServerUnaryReactor* ListStaff(grpc::CallbackServerContext* context,
                                      const v1::ListStaffRequest* request,
                                      v1::ListStaffResponse* response) override;

 private:
  rpc::Calls& calls_;
  access::AreaTree& tree_;
  StaffStore& staff_;
};

/// Serves rasoat.workflow.v1.Accounts. Thread safe; what it refers to must
/// outlive it.
class AccountsService final : public v1::Accounts::CallbackService {
 public:
  /// How long a token is good.
  static constexpr absl::Duration kTokenLife = absl::Minutes(30);

  /// `people` signs for persons.
  AccountsService(rpc::Calls& calls, access::AreaTree& tree, StaffStore& staff,
                  AccountStore& accounts, Passwords& passwords,
                  const access::Signer& people)
      : calls_(calls),
        tree_(tree),
        staff_(staff),
        accounts_(accounts),
        passwords_(passwords),
        people_(people),
        sign_in_(accounts, staff, passwords) {}

  grpc::ServerUnaryReactor* SetAccount(grpc::CallbackServerContext* context,
                                       const v1::SetAccountRequest* request,
                                       v1::Account* response) override;
  grpc::ServerUnaryReactor* SignIn(grpc::CallbackServerContext* context,
                                   const v1::SignInRequest* request,
                                   v1::Session* response) override;

 private:
  rpc::Calls& calls_;
  access::AreaTree& tree_;
  StaffStore& staff_;
  AccountStore& accounts_;
  Passwords& passwords_;
  const access::Signer& people_;
  workflow::SignIn sign_in_;
};

}  // namespace rasoat::workflow

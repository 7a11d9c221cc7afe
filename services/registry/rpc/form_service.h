#pragma once

#include "rasoat/registry/v1/forms.grpc.pb.h"
#include "services/common/rpc/calls.h"
#include "services/registry/load/form_shelf.h"

namespace rasoat::registry {

/// rasoat.registry.v1.Forms, answered from memory. What it is made of must
/// outlive it.
class FormService final : public v1::Forms::CallbackService {
 public:
  FormService(rpc::Calls& calls, const FormShelf& forms)
      : calls_(calls), forms_(forms) {}

  grpc::ServerUnaryReactor* GetForm(grpc::CallbackServerContext* context,
                                    const v1::GetFormRequest* request,
                                    v1::Form* response) override;
  grpc::ServerUnaryReactor* ListForms(grpc::CallbackServerContext* context,
                                      const v1::ListFormsRequest* request,
                                      v1::ListFormsResponse* response) override;

 private:
  rpc::Calls& calls_;
  const FormShelf& forms_;
};

}  // namespace rasoat::registry

#include "services/registry/rpc/form_service.h"

#include <string>

#include "services/common/rpc/paging.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/rpc/names.h"

namespace rasoat::registry {
namespace {

absl::StatusOr<v1::Form> Get(const FormShelf& forms, const std::string& name) {
  RASOAT_ASSIGN_OR_RETURN(FormId id, ParseForm(name, "name"));
  const FormShelf::Entry* entry = forms.Find(id);
  if (entry == nullptr) return FormNotFound();
  return entry->shown;
}

absl::StatusOr<v1::ListFormsResponse> List(
    const FormShelf& forms, const v1::ListFormsRequest& request) {
  RASOAT_ASSIGN_OR_RETURN(
      int size, rpc::PageSize(request.page_size(), {.usual = 50, .most = 50}));
  RASOAT_ASSIGN_OR_RETURN(auto after, rpc::PageStart<std::string>(request));
  v1::ListFormsResponse response;
  auto next = after ? forms.entries().upper_bound(std::get<0>(*after))
                    : forms.entries().begin();
  std::string last;
  for (; next != forms.entries().end() && response.forms_size() < size;
       ++next) {
    *response.add_forms() = next->second.shown;
    last = next->first;
  }
  if (next != forms.entries().end()) {
    response.set_next_page_token(rpc::NextPageToken(request, last));
  }
  return response;
}

}  // namespace

grpc::ServerUnaryReactor* FormService::GetForm(
    grpc::CallbackServerContext* context, const v1::GetFormRequest* request,
    v1::Form* response) {
  return calls_.UnaryInline(context, request, response, [&](const rpc::Call&) {
    return Get(forms_, request->name());
  });
}

grpc::ServerUnaryReactor* FormService::ListForms(
    grpc::CallbackServerContext* context, const v1::ListFormsRequest* request,
    v1::ListFormsResponse* response) {
  return calls_.UnaryInline(context, request, response, [&](const rpc::Call&) {
    return List(forms_, *request);
  });
}

}  // namespace rasoat::registry

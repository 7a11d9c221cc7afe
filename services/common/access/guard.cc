#include "services/common/access/guard.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/access/read_method_rule.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::access {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

absl::Status NotSignedIn() {
  return Refused(absl::StatusCode::kUnauthenticated,
                 {.field = "",
                  .rule = "NOT_SIGNED_IN",
                  .vi = "Bạn chưa đăng nhập. Hãy đăng nhập rồi thử lại.",
                  .en = "You are not signed in. Sign in and try again."});
}

absl::Status RoleNotAllowed() {
  return Refused(
      absl::StatusCode::kPermissionDenied,
      {.field = "",
       .rule = "ROLE_NOT_ALLOWED",
       .vi = "Vai trò của bạn không được làm việc này. Nếu cần, hãy đề nghị "
             "người quản trị cấp quyền.",
       .en = "Your role does not allow this. If you need it, ask your "
             "administrator for the role."});
}

absl::Status AreaOutOfReach(absl::string_view field) {
  return Refused(
      absl::StatusCode::kPermissionDenied,
      {.field = std::string(field),
       .rule = "AREA_OUT_OF_REACH",
       .vi = "Địa bàn này không thuộc phạm vi được giao cho bạn. Hãy chọn địa "
             "bàn trong phạm vi của bạn.",
       .en = "This area is not within your reach. Choose an area that is."});
}

absl::Status AreaRequired(absl::string_view field) {
  return Invalid({.field = std::string(field),
                  .rule = "AREA_REQUIRED",
                  .vi = "Chưa có địa bàn. Hãy chọn một địa bàn.",
                  .en = "The area is missing. Choose an area."});
}

bool Allows(const MethodRule& rule, Role role) {
  return std::find(rule.roles.begin(), rule.roles.end(), role) !=
         rule.roles.end();
}

/// The code in `areas/{code}` or in a bare code; empty for any other name.
absl::string_view CodeIn(absl::string_view value) {
  absl::ConsumePrefix(&value, "areas/");
  return absl::StrContains(value, '/') ? absl::string_view() : value;
}

/// What only administrators may do touches every area alike, unless its rule
/// names one: an administrator of a part is not enough.
absl::Status CheckWithoutArea(const MethodRule& rule, const Identity& caller) {
  const auto administrator = [](Role role) {
    return role == api::v1::ROLE_ADMINISTRATOR;
  };
  if (!std::all_of(rule.roles.begin(), rule.roles.end(), administrator)) {
    return absl::OkStatus();
  }
  const bool of_all = std::any_of(
      caller.grants.begin(), caller.grants.end(), [&](const Grant& grant) {
        return administrator(grant.role) && grant.area == kWholeTree;
      });
  return of_all ? absl::OkStatus() : AreaOutOfReach("");
}

}  // namespace

absl::StatusOr<std::vector<const ServiceDescriptor*>> FindServices(
    std::initializer_list<const char*> names) {
  std::vector<const ServiceDescriptor*> services;
  for (const char* name : names) {
    services.push_back(
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
            name));
    if (services.back() == nullptr) {
      return Error(absl::StatusCode::kFailedPrecondition, "SERVICE_UNKNOWN",
                   absl::StrCat("no service ", name, " in this program"));
    }
  }
  return services;
}

/// One area that a request has to be checked for.
struct Guard::Asked {
  const MethodRule& rule;
  const AreaPath& path;
  bool empty_is_fine;
  const Identity& caller;
  absl::Time deadline;
};

absl::StatusOr<Guard> Guard::Build(
    absl::Span<const ServiceDescriptor* const> services, AreaTree& tree,
    AreaResolver* resolver) {
  Guard guard(tree, resolver);
  for (const ServiceDescriptor* service : services) {
    for (int i = 0; i < service->method_count(); ++i) {
      RASOAT_RETURN_IF_ERROR(guard.Add(*service->method(i)));
    }
  }
  return guard;
}

absl::Status Guard::Add(const MethodDescriptor& method) {
  RASOAT_ASSIGN_OR_RETURN(MethodRule read, ReadMethodRule(method));
  auto rule = std::make_unique<MethodRule>(std::move(read));
  const std::string name = rule->name;
  auto [other, added] = rules_.emplace(method.input_type(), std::move(rule));
  if (!added) {
    return Error(
        absl::StatusCode::kFailedPrecondition, "REQUEST_SHARED",
        absl::StrCat(name, " takes the same request as ", other->second->name));
  }
  return absl::OkStatus();
}

const MethodRule* Guard::RuleOf(const Descriptor* request) const {
  auto found = rules_.find(request);
  return found == rules_.end() ? nullptr : found->second.get();
}

std::vector<const MethodRule*> Guard::Rules() const {
  std::vector<const MethodRule*> rules;
  for (const auto& [request, rule] : rules_) rules.push_back(rule.get());
  return rules;
}

absl::Status Guard::Check(const Message& request, const Identity* caller,
                          absl::Time deadline) const {
  const MethodRule* rule = RuleOf(request.GetDescriptor());
  if (rule == nullptr) {
    return Error(absl::StatusCode::kInternal, "ACCESS_RULE_MISSING",
                 absl::StrCat("no method takes a ",
                              request.GetDescriptor()->full_name()));
  }
  return Check(*rule, request, caller, deadline);
}

absl::Status Guard::Check(const MethodRule& rule, const Message& request,
                          const Identity* caller, absl::Time deadline) const {
  if (rule.anonymous) return absl::OkStatus();
  if (caller == nullptr) return NotSignedIn();
  if (std::none_of(
          caller->grants.begin(), caller->grants.end(),
          [&](const Grant& grant) { return Allows(rule, grant.role); })) {
    return RoleNotAllowed();
  }
  if (rule.areas.empty()) return CheckWithoutArea(rule, *caller);
  for (const AreaPath& path : rule.areas) {
    const bool first = &path == &rule.areas.front();
    RASOAT_RETURN_IF_ERROR(CheckPath({.rule = rule,
                                      .path = path,
                                      .empty_is_fine = !first && path.optional,
                                      .caller = *caller,
                                      .deadline = deadline},
                                     0, request));
  }
  return absl::OkStatus();
}

absl::StatusOr<Reach> Guard::ReachOf(const MethodRule& rule,
                                     const Message& request,
                                     const Identity* caller,
                                     absl::Time deadline) const {
  Reach reach;
  if (caller == nullptr) return reach;
  for (const Grant& grant : caller->grants) {
    if (Allows(rule, grant.role)) reach.grants.push_back(grant);
  }
  if (reach.grants.size() <= 1) return reach;
  if (rule.areas.empty()) {
    reach.alone = false;
    return reach;
  }
  std::vector<Grant> alone;
  Identity one = *caller;
  for (const Grant& grant : reach.grants) {
    one.grants = {grant};
    const absl::Status status = Check(rule, request, &one, deadline);
    if (status.ok()) {
      alone.push_back(grant);
    } else if (status.code() != absl::StatusCode::kPermissionDenied) {
      return status;
    }
  }
  reach.alone = !alone.empty();
  if (reach.alone) reach.grants = std::move(alone);
  return reach;
}

absl::Status Guard::CheckPath(const Asked& asked, std::size_t step,
                              const Message& message) const {
  const FieldDescriptor* field = asked.path.steps[step];
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  const bool last = step + 1 == asked.path.steps.size();
  std::string scratch;
  if (!field->is_repeated()) {
    if (last) {
      return CheckArea(asked,
                       reflection.GetStringReference(message, field, &scratch));
    }
    return CheckPath(asked, step + 1, reflection.GetMessage(message, field));
  }
  const int size = reflection.FieldSize(message, field);
  if (size == 0) return CheckArea(asked, "");
  for (int i = 0; i < size; ++i) {
    RASOAT_RETURN_IF_ERROR(
        last ? CheckArea(asked, reflection.GetRepeatedStringReference(
                                    message, field, i, &scratch))
             : CheckPath(asked, step + 1,
                         reflection.GetRepeatedMessage(message, field, i)));
  }
  return absl::OkStatus();
}

absl::Status Guard::CheckArea(const Asked& asked,
                              absl::string_view value) const {
  if (value.empty()) {
    if (asked.empty_is_fine) return absl::OkStatus();
    if (!asked.path.optional) return AreaRequired(asked.path.field);
  }
  for (const Grant& grant : asked.caller.grants) {
    if (grant.area == kWholeTree && Allows(asked.rule, grant.role)) {
      return absl::OkStatus();
    }
  }
  std::string area(value.empty() ? kWholeTree : CodeIn(value));
  if (area.empty()) {
    if (resolver_ == nullptr) return AreaOutOfReach(asked.path.field);
    RASOAT_ASSIGN_OR_RETURN(area, resolver_->AreaOf(value, asked.deadline));
  }
  for (const Grant& grant : asked.caller.grants) {
    if (Allows(asked.rule, grant.role) && tree_->Contains(grant.area, area)) {
      return absl::OkStatus();
    }
  }
  return AreaOutOfReach(asked.path.field);
}

}  // namespace rasoat::access

#include "services/common/access/read_method_rule.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::access {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

absl::Status Wrong(absl::string_view method, absl::string_view what) {
  return Error(absl::StatusCode::kFailedPrecondition, "ACCESS_RULE_WRONG",
               absl::StrCat("access rule of ", method, ": ", what));
}

absl::Status ReadRoles(const api::v1::AccessRule& option, MethodRule& rule) {
  rule.anonymous = option.anonymous();
  if (rule.anonymous && (option.roles_size() > 0 || option.has_area())) {
    return Wrong(rule.name, "anonymous excludes roles and area");
  }
  if (!rule.anonymous && option.roles_size() == 0) {
    return Wrong(rule.name, "neither anonymous nor any role");
  }
  for (int role : option.roles()) {
    if (role == api::v1::ROLE_UNSPECIFIED || !api::v1::Role_IsValid(role)) {
      return Wrong(rule.name, absl::StrCat("role ", role, " does not exist"));
    }
    rule.roles.push_back(static_cast<Role>(role));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<const FieldDescriptor*>> PathToText(
    absl::string_view path, const Descriptor& message, absl::string_view wrong,
    absl::string_view method) {
  std::vector<const FieldDescriptor*> steps;
  const Descriptor* in = &message;
  for (absl::string_view step : absl::StrSplit(path, '.')) {
    const FieldDescriptor* field =
        in == nullptr ? nullptr : in->FindFieldByName(std::string(step));
    if (field == nullptr || field->is_map()) {
      return Error(absl::StatusCode::kFailedPrecondition, wrong,
                   absl::StrCat(method, ": no field '", path, "' in ",
                                message.full_name()));
    }
    steps.push_back(field);
    in = field->message_type();
  }
  if (steps.back()->type() != FieldDescriptor::TYPE_STRING) {
    return Error(absl::StatusCode::kFailedPrecondition, wrong,
                 absl::StrCat(method, ": field '", path, "' is not a string"));
  }
  return steps;
}

absl::Status ReadPersonal(const MethodDescriptor& method, MethodRule& rule) {
  constexpr char kWrong[] = "PERSONAL_RULE_WRONG";
  RASOAT_ASSIGN_OR_RETURN(rule.shown,
                          PersonalFields::Of(*method.output_type()));
  RASOAT_ASSIGN_OR_RETURN(rule.told, PersonalFields::Of(*method.input_type()));
  rule.streams = method.server_streaming();
  rule.reads = method.options().HasExtension(api::v1::reads);
  if (!rule.reads) return absl::OkStatus();
  const api::v1::PersonalRead& option =
      method.options().GetExtension(api::v1::reads);
  for (const std::string& path : option.households()) {
    RASOAT_ASSIGN_OR_RETURN(
        auto steps, PathToText(path, *method.output_type(), kWrong, rule.name));
    rule.read_paths.push_back(std::move(steps));
  }
  if (!option.scope().empty()) {
    RASOAT_ASSIGN_OR_RETURN(
        auto steps,
        PathToText(option.scope(), *method.input_type(), kWrong, rule.name));
    if (steps.size() == 1 && !steps[0]->is_repeated()) {
      rule.read_scope = steps[0];
    }
  }
  if (rule.read_scope == nullptr && (rule.streams || rule.read_paths.empty())) {
    return Error(absl::StatusCode::kFailedPrecondition, kWrong,
                 absl::StrCat(rule.name,
                              ": neither the households shown nor "
                              "a single field with the scope"));
  }
  return absl::OkStatus();
}

absl::StatusOr<AreaPath> ReadAreaPath(const api::v1::AreaSource& area,
                                      const Descriptor& request,
                                      absl::string_view method) {
  AreaPath path{.field = area.field(), .optional = area.optional()};
  RASOAT_ASSIGN_OR_RETURN(path.steps, PathToText(area.field(), request,
                                                 "ACCESS_RULE_WRONG", method));
  return path;
}

absl::Status ReadAreas(const api::v1::AccessRule& option, MethodRule& rule) {
  if (!option.has_area()) {
    if (option.also().empty()) return absl::OkStatus();
    return Wrong(rule.name, "further areas without a first");
  }
  RASOAT_ASSIGN_OR_RETURN(
      AreaPath first, ReadAreaPath(option.area(), *rule.request, rule.name));
  rule.areas.push_back(std::move(first));
  for (const api::v1::AreaSource& area : option.also()) {
    RASOAT_ASSIGN_OR_RETURN(AreaPath path,
                            ReadAreaPath(area, *rule.request, rule.name));
    rule.areas.push_back(std::move(path));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<MethodRule> ReadMethodRule(const MethodDescriptor& method) {
  MethodRule rule;
  rule.name = absl::StrCat(method.service()->full_name(), "/", method.name());
  rule.request = method.input_type();
  if (!method.options().HasExtension(api::v1::access)) {
    return Error(absl::StatusCode::kFailedPrecondition, "ACCESS_RULE_MISSING",
                 absl::StrCat(rule.name,
                              " does not say who may call it; add the option "
                              "(rasoat.api.v1.access)"));
  }
  const api::v1::AccessRule& option =
      method.options().GetExtension(api::v1::access);
  RASOAT_RETURN_IF_ERROR(ReadRoles(option, rule));
  RASOAT_RETURN_IF_ERROR(ReadAreas(option, rule));
  RASOAT_RETURN_IF_ERROR(ReadPersonal(method, rule));
  return rule;
}

}  // namespace rasoat::access

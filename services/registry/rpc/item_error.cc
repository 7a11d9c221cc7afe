#include "services/registry/rpc/item_error.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/status/error.h"

namespace rasoat::registry {

v1::ItemError ItemErrorOf(const absl::Status& status, absl::string_view own) {
  v1::ItemError error;
  error.set_reason(ReasonOf(status));
  for (const Violation& violation : ViolationsOf(status)) {
    v1::FieldFault& fault = *error.add_faults();
    fault = ToProto(violation);
    fault.set_field(std::string(absl::StripPrefix(violation.field, own)));
  }
  return error;
}

v1::FieldFault ToProto(const Violation& violation) {
  v1::FieldFault fault;
  fault.set_field(violation.field);
  fault.set_rule(violation.rule);
  fault.set_message_vi(violation.vi);
  fault.set_message_en(violation.en);
  return fault;
}

v1::ItemError ToProto(const Refusal& refusal) {
  v1::ItemError error;
  error.set_reason(refusal.reason);
  for (const Violation& fault : refusal.faults) {
    *error.add_faults() = ToProto(fault);
  }
  return error;
}

Refusal FromProto(const v1::ItemError& error) {
  Refusal refusal{.reason = error.reason()};
  for (const v1::FieldFault& shown : error.faults()) {
    refusal.faults.push_back({.field = shown.field(),
                              .rule = shown.rule(),
                              .vi = shown.message_vi(),
                              .en = shown.message_en()});
  }
  return refusal;
}

absl::Status CheckItemCount(int count, int most, absl::string_view field) {
  if (count >= 1 && count <= most) return absl::OkStatus();
  return Invalid(Violation{
      std::string(field), "ITEM_COUNT_OUT_OF_RANGE",
      absl::StrCat("Một lần gửi được 1 đến ", most, " mục; hãy chia nhỏ."),
      absl::StrCat("One call takes 1 to ", most, " items; split it.")});
}

}  // namespace rasoat::registry

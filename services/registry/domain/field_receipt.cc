#include "services/registry/domain/field_receipt.h"

#include "absl/strings/match.h"
#include "services/common/status/error.h"

namespace rasoat::registry {
namespace {

/// Rules about what an earlier item brings, such as a member who was added, and
/// about days that are still to come.
bool OfTheMoment(const std::string& rule) {
  return absl::EndsWith(rule, "_IN_FUTURE") || rule == "MEMBER_UNKNOWN" ||
         rule == "MEMBER_MISSING" || rule == "EARLIER_ITEM_MISSING";
}

}  // namespace

Refusal RefusalOf(const absl::Status& status) {
  return {.reason = ReasonOf(status), .faults = ViolationsOf(status)};
}

bool FieldReceipt::IsOf(const std::string& of) const {
  return print == of || print == std::string(kPrintSize, '\0');
}

bool MayPassLater(const absl::Status& refusal) {
  switch (refusal.code()) {
    case absl::StatusCode::kOk:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kPermissionDenied:
      return false;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
      break;
    default:
      return true;
  }
  for (const Violation& fault : ViolationsOf(refusal)) {
    if (OfTheMoment(fault.rule)) return true;
  }
  return false;
}

}  // namespace rasoat::registry

#include "services/common/status/error.h"

#include <optional>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"

namespace rasoat {
namespace {

constexpr char kErrorInfo[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr char kBadRequest[] = "type.googleapis.com/google.rpc.BadRequest";
constexpr char kLocalized[] = "type.googleapis.com/google.rpc.LocalizedMessage";

template <class Message>
std::optional<Message> PayloadOf(const absl::Status& status, const char* url) {
  auto payload = status.GetPayload(url);
  Message message;
  if (!payload || !message.ParseFromString(std::string(*payload))) {
    return std::nullopt;
  }
  return message;
}

Detail DetailOf(const char* url, const google::protobuf::Message& message) {
  return {.type_url = url, .bytes = message.SerializeAsString()};
}

Detail Localized(const char* locale, std::string text) {
  google::rpc::LocalizedMessage message;
  message.set_locale(locale);
  message.set_message(std::move(text));
  return DetailOf(kLocalized, message);
}

absl::Status WithViolations(absl::StatusCode code, absl::string_view reason,
                            std::vector<Violation> violations) {
  google::rpc::BadRequest bad;
  std::string message;
  for (Violation& violation : violations) {
    absl::StrAppend(&message, message.empty() ? "" : "; ", violation.en);
    auto& out = *bad.add_field_violations();
    out.set_field(std::move(violation.field));
    out.set_reason(std::move(violation.rule));
    out.set_description(std::move(violation.en));
    out.mutable_localized_message()->set_locale("vi");
    out.mutable_localized_message()->set_message(std::move(violation.vi));
  }
  absl::Status status = Error(code, reason, message);
  status.SetPayload(kBadRequest, absl::Cord(bad.SerializeAsString()));
  return status;
}

}  // namespace

absl::Status Error(absl::StatusCode code, absl::string_view reason,
                   absl::string_view message_en) {
  google::rpc::ErrorInfo info;
  info.set_reason(reason.data(), reason.size());
  info.set_domain("rasoat");
  absl::Status status(code, message_en);
  status.SetPayload(kErrorInfo, absl::Cord(info.SerializeAsString()));
  return status;
}

absl::Status Invalid(Violation violation) {
  return Refused(absl::StatusCode::kInvalidArgument, std::move(violation));
}

absl::Status Invalid(std::vector<Violation> violations) {
  if (violations.empty()) return absl::OkStatus();
  std::string reason =
      violations.size() == 1 ? violations.front().rule : "INVALID_FIELDS";
  return WithViolations(absl::StatusCode::kInvalidArgument, reason,
                        std::move(violations));
}

absl::Status Refused(absl::StatusCode code, Violation violation) {
  std::string reason = violation.rule;
  std::vector<Violation> one;
  one.push_back(std::move(violation));
  return WithViolations(code, reason, std::move(one));
}

absl::Status Refused(absl::StatusCode code, absl::string_view reason,
                     std::vector<Violation> violations) {
  return WithViolations(code, reason, std::move(violations));
}

std::string ReasonOf(const absl::Status& status) {
  auto info = PayloadOf<google::rpc::ErrorInfo>(status, kErrorInfo);
  return info ? info->reason() : std::string();
}

std::vector<Violation> ViolationsOf(const absl::Status& status) {
  std::vector<Violation> violations;
  auto bad = PayloadOf<google::rpc::BadRequest>(status, kBadRequest);
  if (!bad) return violations;
  for (const auto& violation : bad->field_violations()) {
    violations.push_back({.field = violation.field(),
                          .rule = violation.reason(),
                          .vi = violation.localized_message().message(),
                          .en = violation.description()});
  }
  return violations;
}

std::vector<Detail> DetailsOf(const absl::Status& status) {
  std::vector<Detail> details;
  if (auto info = status.GetPayload(kErrorInfo)) {
    details.push_back({.type_url = kErrorInfo, .bytes = std::string(*info)});
  }
  auto bad = status.GetPayload(kBadRequest);
  if (!bad) return details;
  details.push_back({.type_url = kBadRequest, .bytes = std::string(*bad)});
  std::string vi, en;
  for (const Violation& violation : ViolationsOf(status)) {
    absl::StrAppend(&vi, vi.empty() ? "" : "\n", violation.vi);
    absl::StrAppend(&en, en.empty() ? "" : "\n", violation.en);
  }
  details.push_back(Localized("vi", std::move(vi)));
  details.push_back(Localized("en", std::move(en)));
  return details;
}

absl::Status WithDetails(absl::StatusCode code, absl::string_view message,
                         const std::vector<Detail>& details) {
  absl::Status status(code, message);
  for (const Detail& detail : details) {
    if (detail.type_url == kErrorInfo || detail.type_url == kBadRequest) {
      status.SetPayload(detail.type_url, absl::Cord(detail.bytes));
    }
  }
  return status;
}

}  // namespace rasoat

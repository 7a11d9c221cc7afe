#include "services/common/rpc/status_wire.h"

#include <string>
#include <vector>

#include "absl/strings/cord.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/common/status/error.h"

namespace rasoat::rpc {
namespace {

constexpr char kRetryInfo[] = "type.googleapis.com/google.rpc.RetryInfo";

// Together below 8 KiB in base64, with the message once more beside them.
constexpr std::size_t kMaxMessageBytes = 256;
constexpr std::size_t kMaxViolationBytes = 3 * 1024;
constexpr std::size_t kMaxLocalizedBytes = 640;

/// The longest beginning of `text`, of whole characters, within `size` bytes.
absl::string_view Beginning(absl::string_view text, std::size_t size) {
  if (text.size() <= size) return text;
  const auto continues = [&](std::size_t at) {
    return (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
  };
  while (size > 0 && continues(size)) --size;
  return text.substr(0, size);
}

/// As many violations from the first on as fit.
void Fit(google::rpc::BadRequest& told) {
  std::size_t bytes = 0;
  int fit = 0;
  for (; fit < told.field_violations_size(); ++fit) {
    bytes += told.field_violations(fit).ByteSizeLong() + 4;
    if (bytes > kMaxViolationBytes) break;
  }
  told.mutable_field_violations()->DeleteSubrange(
      fit, told.field_violations_size() - fit);
}

void Fit(google::rpc::LocalizedMessage& told) {
  told.set_message(std::string(Beginning(told.message(), kMaxLocalizedBytes)));
}

/// `detail`, cut to what fits, if it is a `Message`.
template <class Message>
bool FitAs(const Detail& detail, google::protobuf::Any& any) {
  any.set_type_url(detail.type_url);
  any.set_value(detail.bytes);
  Message message;
  if (!any.Is<Message>() || !message.ParseFromString(detail.bytes)) {
    return false;
  }
  Fit(message);
  any.set_value(message.SerializeAsString());
  return true;
}

}  // namespace

grpc::Status ToWire(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  std::vector<Detail> details = DetailsOf(status);
  if (absl::optional<absl::Cord> retry = status.GetPayload(kRetryInfo)) {
    details.push_back({kRetryInfo, std::string(*retry)});
  }
  const auto code = static_cast<grpc::StatusCode>(status.raw_code());
  std::string message(Beginning(status.message(), kMaxMessageBytes));
  if (details.empty()) return grpc::Status(code, std::move(message));

  google::rpc::Status wire;
  wire.set_code(code);
  wire.set_message(message);
  for (const Detail& detail : details) {
    google::protobuf::Any& any = *wire.add_details();
    if (FitAs<google::rpc::BadRequest>(detail, any)) continue;
    FitAs<google::rpc::LocalizedMessage>(detail, any);
  }
  return grpc::Status(code, std::move(message), wire.SerializeAsString());
}

absl::Status FromWire(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  google::rpc::Status wire;
  std::vector<Detail> details;
  const google::protobuf::Any* retry = nullptr;
  if (wire.ParseFromString(status.error_details())) {
    for (const google::protobuf::Any& any : wire.details()) {
      if (any.type_url() == kRetryInfo) {
        retry = &any;
      } else {
        details.push_back({any.type_url(), any.value()});
      }
    }
  }
  absl::Status heard = WithDetails(code, status.error_message(), details);
  if (retry != nullptr)
    heard.SetPayload(kRetryInfo, absl::Cord(retry->value()));
  return heard;
}

void SetRetryAfter(absl::Status& status, absl::Duration delay) {
  google::rpc::RetryInfo advice;
  const std::int64_t seconds = absl::ToInt64Seconds(delay);
  advice.mutable_retry_delay()->set_seconds(seconds);
  advice.mutable_retry_delay()->set_nanos(static_cast<std::int32_t>(
      absl::ToInt64Nanoseconds(delay - absl::Seconds(seconds))));
  status.SetPayload(kRetryInfo, absl::Cord(advice.SerializeAsString()));
}

absl::Duration RetryAfter(const absl::Status& status) {
  absl::optional<absl::Cord> payload = status.GetPayload(kRetryInfo);
  google::rpc::RetryInfo advice;
  if (!payload || !advice.ParseFromString(std::string(*payload))) {
    return absl::ZeroDuration();
  }
  return absl::Seconds(advice.retry_delay().seconds()) +
         absl::Nanoseconds(advice.retry_delay().nanos());
}

}  // namespace rasoat::rpc

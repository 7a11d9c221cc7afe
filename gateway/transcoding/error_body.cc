#include "gateway/transcoding/error_body.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "gateway/transcoding/json_print.h"
#include "gateway/transcoding/json_writer.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace rasoat::gateway {
namespace {

using absl::StatusCode;
using google::protobuf::DescriptorPool;
using google::protobuf::MessageFactory;

constexpr char kTypePrefix[] = "type.googleapis.com/";

// What the gateway says where a service says nothing.
struct Stock {
  const char* reason;
  const char* vi;
  const char* en;
};

Stock StockFor(StatusCode code) {
  switch (code) {
    case StatusCode::kCancelled:
      return {"CANCELLED", "Yêu cầu đã bị hủy. Hãy gửi lại nếu vẫn cần.",
              "The request was cancelled. Send it again if still needed."};
    case StatusCode::kInvalidArgument:
    case StatusCode::kOutOfRange:
      return {"INVALID_REQUEST", "Yêu cầu không hợp lệ. Hãy kiểm tra lại.",
              "The request is not valid. Check it."};
    case StatusCode::kDeadlineExceeded:
      return {"DEADLINE_EXCEEDED",
              "Hệ thống chưa kịp trả lời. Hãy thử lại sau ít phút.",
              "The system did not answer in time. Try again in a few minutes."};
    case StatusCode::kNotFound:
      return {"NOT_FOUND", "Không tìm thấy. Hãy kiểm tra lại tên hoặc mã.",
              "Not found. Check the name or code."};
    case StatusCode::kAlreadyExists:
      return {"ALREADY_EXISTS", "Đã có sẵn. Hãy dùng bản đã có.",
              "It exists already. Use the one there is."};
    case StatusCode::kPermissionDenied:
      return {"PERMISSION_DENIED",
              "Tài khoản không có quyền này. Hãy liên hệ người quản trị.",
              "The account may not do this. Ask the administrator."};
    case StatusCode::kUnauthenticated:
      return {"UNAUTHENTICATED", "Hãy đăng nhập rồi thử lại.",
              "Sign in and try again."};
    case StatusCode::kResourceExhausted:
      return {"OVERLOADED", "Hệ thống đang quá tải. Hãy thử lại sau giây lát.",
              "The system is busy. Try again in a moment."};
    case StatusCode::kFailedPrecondition:
      return {"FAILED_PRECONDITION",
              "Chưa thể thực hiện lúc này. Hãy kiểm tra trạng thái hiện tại.",
              "This cannot be done now. Check the current state."};
    case StatusCode::kAborted:
      return {"ABORTED", "Dữ liệu vừa thay đổi. Hãy tải lại rồi thử lại.",
              "The data has just changed. Read it again and retry."};
    case StatusCode::kUnimplemented:
      return {"UNIMPLEMENTED", "Chức năng này chưa có.",
              "This function is not available."};
    case StatusCode::kUnavailable:
      return {"UNAVAILABLE",
              "Dịch vụ tạm thời gián đoạn. Hãy thử lại sau giây lát.",
              "The service is unavailable. Try again in a moment."};
    default:
      return {"INTERNAL",
              "Hệ thống gặp lỗi. Hãy thử lại; nếu vẫn lỗi, báo người quản trị.",
              "The system failed. Try again; if it persists, tell the "
              "administrator."};
  }
}

template <class Message>
bool Find(const std::vector<Detail>& details, Message& message) {
  const std::string url = kTypePrefix + message.GetDescriptor()->full_name();
  for (const Detail& detail : details) {
    if (detail.type_url == url) return message.ParseFromString(detail.bytes);
  }
  return false;
}

void Append(const google::protobuf::Message& message,
            std::vector<Detail>& details) {
  details.push_back({kTypePrefix + message.GetDescriptor()->full_name(),
                     message.SerializeAsString()});
}

bool HasLocale(const std::vector<Detail>& details, const std::string& locale) {
  google::rpc::LocalizedMessage message;
  const std::string url = kTypePrefix + message.GetDescriptor()->full_name();
  return std::any_of(details.begin(), details.end(), [&](const Detail& detail) {
    return detail.type_url == url && message.ParseFromString(detail.bytes) &&
           message.locale().substr(0, 2) == locale;
  });
}

// Adds what every failure must have; the transport's words are not shown.
void Complete(Failure& failure) {
  const Stock stock = StockFor(failure.code);
  google::rpc::ErrorInfo info;
  if (!Find(failure.details, info)) {
    const bool transport = failure.code == StatusCode::kUnavailable ||
                           failure.code == StatusCode::kUnknown ||
                           failure.code == StatusCode::kInternal;
    if (transport || failure.message.empty()) failure.message = stock.en;
    info.set_reason(stock.reason);
    info.set_domain("rasoat");
    Append(info, failure.details);
  }
  for (const auto& [locale, text] :
       {std::pair{"vi", stock.vi}, std::pair{"en", stock.en}}) {
    if (HasLocale(failure.details, locale)) continue;
    google::rpc::LocalizedMessage localized;
    localized.set_locale(locale);
    localized.set_message(text);
    Append(localized, failure.details);
  }
}

void PrintDetail(const Detail& detail, JsonWriter& out) {
  const std::string name =
      detail.type_url.substr(detail.type_url.rfind('/') + 1);
  const auto* type =
      DescriptorPool::generated_pool()->FindMessageTypeByName(name);
  if (type != nullptr) {
    std::unique_ptr<google::protobuf::Message> message(
        MessageFactory::generated_factory()->GetPrototype(type)->New());
    if (message->ParseFromString(detail.bytes)) {
      return PrintJson(*message, detail.type_url, out);
    }
  }
  out.BeginObject();
  out.Member("@type", detail.type_url);
  out.EndObject();
}

}  // namespace

Failure FailureFrom(const absl::Status& status, int http_status) {
  Failure failure{.code = status.code(),
                  .http_status = http_status,
                  .message = std::string(status.message()),
                  .details = DetailsOf(status)};
  if (http_status == 0) failure.http_status = HttpStatusOf(failure.code);
  Complete(failure);
  return failure;
}

Failure FailureFrom(const grpc::Status& status) {
  Failure failure{.code = static_cast<StatusCode>(status.error_code()),
                  .message = status.error_message()};
  google::rpc::Status wire;
  if (wire.ParseFromString(status.error_details())) {
    for (const auto& any : wire.details()) {
      failure.details.push_back({any.type_url(), any.value()});
    }
  }
  failure.http_status = HttpStatusOf(failure.code);
  Complete(failure);
  return failure;
}

std::string ReasonOf(const Failure& failure) {
  google::rpc::ErrorInfo info;
  return Find(failure.details, info) ? info.reason() : "";
}

absl::Duration RetryAfter(const Failure& failure) {
  google::rpc::RetryInfo info;
  if (Find(failure.details, info) && info.retry_delay().seconds() > 0) {
    return absl::Seconds(info.retry_delay().seconds());
  }
  const bool later = failure.code == StatusCode::kResourceExhausted ||
                     failure.code == StatusCode::kUnavailable;
  return later ? absl::Seconds(1) : absl::ZeroDuration();
}

std::string ErrorJson(const Failure& failure) {
  std::string text;
  JsonWriter out(text);
  out.BeginObject();
  out.Key("error").BeginObject();
  out.Key("code").Int(failure.http_status);
  out.Member("status", CodeName(failure.code));
  out.Member("message", failure.message);
  out.Key("details").BeginArray();
  for (const Detail& detail : failure.details) PrintDetail(detail, out);
  out.EndArray();
  out.EndObject();
  out.EndObject();
  return text;
}

int HttpStatusOf(StatusCode code) {
  switch (code) {
    case StatusCode::kOk:
      return 200;
    case StatusCode::kCancelled:
      return 499;  // the caller left; nobody reads it
    case StatusCode::kInvalidArgument:
    case StatusCode::kFailedPrecondition:
    case StatusCode::kOutOfRange:
      return 400;
    case StatusCode::kUnauthenticated:
      return 401;
    case StatusCode::kPermissionDenied:
      return 403;
    case StatusCode::kNotFound:
      return 404;
    case StatusCode::kAlreadyExists:
    case StatusCode::kAborted:
      return 409;
    case StatusCode::kResourceExhausted:
      return 429;
    case StatusCode::kUnimplemented:
      return 501;
    case StatusCode::kUnavailable:
      return 503;
    case StatusCode::kDeadlineExceeded:
      return 504;
    default:
      return 500;
  }
}

std::string CodeName(StatusCode code) { return absl::StatusCodeToString(code); }

}  // namespace rasoat::gateway

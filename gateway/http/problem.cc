#include "gateway/http/problem.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace rasoat::gateway {
namespace {

using absl::StatusCode;

Failure Make(int http_status, StatusCode code, const char* rule, std::string vi,
             std::string en, absl::string_view field = "") {
  return FailureFrom(Refused(code, Violation{std::string(field), rule,
                                             std::move(vi), std::move(en)}),
                     http_status);
}

}  // namespace

Failure BadHttp() {
  return Make(400, StatusCode::kInvalidArgument, "BAD_HTTP_REQUEST",
              "Yêu cầu HTTP không đúng cú pháp. Hãy kiểm tra phần mềm gửi.",
              "The HTTP request is malformed. Check the program that sent it.");
}

Failure BadHeader(absl::string_view name) {
  return Make(
      400, StatusCode::kInvalidArgument, "BAD_HEADER",
      absl::StrCat("Phần đầu ", name,
                   " có giá trị không hợp lệ. Hãy sửa hoặc bỏ phần này."),
      absl::StrCat("The header ", name,
                   " has a value it may not have. Correct or remove it."),
      name);
}

Failure NoSuchPath() {
  return Make(
      404, StatusCode::kNotFound, "NO_SUCH_PATH",
      "Không có địa chỉ này. Hãy xem danh sách địa chỉ tại /docs.",
      "There is nothing at this address. See /docs for those there are.");
}

Failure MethodNotAllowed() {
  return Make(405, StatusCode::kUnimplemented, "METHOD_NOT_ALLOWED",
              "Địa chỉ này không nhận phương thức đó. Hãy dùng một phương "
              "thức ghi ở phần đầu Allow.",
              "This address does not take that method. Use one that the Allow "
              "header lists.");
}

Failure BodyTooLarge(std::size_t limit) {
  return Make(413, StatusCode::kInvalidArgument, "BODY_TOO_LARGE",
              absl::StrCat("Nội dung vượt quá ", limit,
                           " byte. Hãy chia thành nhiều yêu cầu nhỏ hơn."),
              absl::StrCat("The body is over ", limit,
                           " bytes. Split it into smaller requests."));
}

Failure UnsupportedMediaType() {
  return Make(415, StatusCode::kInvalidArgument, "UNSUPPORTED_MEDIA_TYPE",
              "Nội dung phải là JSON. Hãy đặt Content-Type: application/json.",
              "The body must be JSON. Send Content-Type: application/json.",
              "Content-Type");
}

Failure HeaderTooLarge(std::size_t limit) {
  return Make(431, StatusCode::kInvalidArgument, "HEADER_TOO_LARGE",
              absl::StrCat("Phần đầu vượt quá ", limit,
                           " byte. Hãy rút ngắn địa chỉ hoặc phần đầu."),
              absl::StrCat("The header is over ", limit,
                           " bytes. Shorten the address or the headers."));
}

Failure TooManyConnections() {
  return Make(503, StatusCode::kUnavailable, "TOO_MANY_CONNECTIONS",
              "Hệ thống có quá nhiều kết nối. Hãy thử lại sau giây lát.",
              "The system has too many connections. Try again in a moment.");
}

Failure OurBug() { return FailureFrom(absl::InternalError(""), 500); }

Reply ReplyFor(const Failure& failure) {
  Reply reply{.status = failure.http_status, .body = ErrorJson(failure)};
  reply.headers.emplace_back("Cache-Control", "no-store");
  const absl::Duration wait = RetryAfter(failure);
  if (wait > absl::ZeroDuration()) {
    reply.headers.emplace_back("Retry-After",
                               absl::StrCat(absl::ToInt64Seconds(wait)));
  }
  if (failure.http_status == 401) {
    reply.headers.emplace_back("WWW-Authenticate", "Bearer");
  }
  return reply;
}

}  // namespace rasoat::gateway

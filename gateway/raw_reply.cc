#include "gateway/raw_reply.h"

namespace rasoat::gateway {

RawBody RawBodyIn(const Route& route,
                  const google::protobuf::Message& message) {
  if (route.response_field == nullptr) return ReadRawBody(message);
  return ReadRawBody(
      message.GetReflection()->GetMessage(message, route.response_field));
}

Reply RawHead(const RawBody& raw) {
  Reply head{.content_type = raw.content_type};
  head.headers.emplace_back("Cache-Control", "no-store");
  head.headers.emplace_back("Content-Security-Policy",
                            "default-src 'none'; sandbox");
  if (!raw.file_name.empty()) {
    head.headers.emplace_back("Content-Disposition",
                              ContentDisposition(raw.file_name));
  }
  return head;
}

}  // namespace rasoat::gateway

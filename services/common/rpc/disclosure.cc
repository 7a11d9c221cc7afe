#include "services/common/rpc/disclosure.h"

#include "services/common/log/log.h"
#include "services/common/rpc/reading.h"
#include "services/common/rpc/status_wire.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::rpc {
namespace {

absl::Status MaskedValue(const std::string& field) {
  return Invalid(
      {.field = field,
       .rule = "MASKED_VALUE",
       .vi =
           "Giá trị này là bản đã che, không thể ghi đè lên giá trị thật. Hãy "
           "bỏ trường này khỏi lần sửa, hoặc nhờ cán bộ cấp xã sửa.",
       .en = "This is a masked value and cannot replace the real one. Leave "
             "the field out of the change, or ask an officer of the commune "
             "to make it."});
}

absl::Status ReadNotLogged() {
  absl::Status status = Refused(
      absl::StatusCode::kUnavailable,
      {.field = "",
       .rule = "READ_NOT_LOGGED",
       .vi = "Chưa ghi được nhật ký truy cập nên chưa thể cho xem hồ sơ. Hãy "
             "thử lại sau ít phút.",
       .en = "The access log could not be written, so the file cannot be "
             "shown. Try again in a few minutes."});
  SetRetryAfter(status, absl::Seconds(1));
  return status;
}

absl::string_view PurposeOf(const Call& call) {
  const auto& metadata = call.context->client_metadata();
  const auto found = metadata.find(kPurposeKey);
  if (found == metadata.end()) return {};
  return {found->second.data(), found->second.size()};
}

absl::Status Record(const CallsOptions& options,
                    const google::protobuf::Message& request,
                    const google::protobuf::Message* response,
                    const Call& call) {
  const access::MethodRule& rule = *call.method->rule;
  if (options.reads == nullptr) return ReadNotLogged();
  if (call.reach.Holds([&](const access::Grant& grant) {
        return options.reads->IsLocal(grant.area);
      })) {
    return absl::OkStatus();
  }
  const absl::Status recorded = options.reads->Record(
      ReadingOf(rule, request, response, call, PurposeOf(call)), call.deadline);
  if (recorded.ok()) return absl::OkStatus();
  log::Line("read_not_logged", log::Level::kError)
      .Add("method", rule.name)
      .Add("reason", ReasonOf(recorded))
      .Add("request_id", call.request_id)
      .Write();
  return ReadNotLogged();
}

}  // namespace

absl::Status BeforeWork(const CallsOptions& options,
                        const google::protobuf::Message& request, Call& call) {
  const access::MethodRule& rule = *call.method->rule;
  if (rule.told != nullptr) {
    if (const auto field = rule.told->FindMasked(request)) {
      return MaskedValue(*field);
    }
  }
  if (rule.NeedsReach()) {
    RASOAT_ASSIGN_OR_RETURN(
        call.reach, options.guard.ReachOf(rule, request, call.identity.get(),
                                          call.deadline));
  }
  return absl::OkStatus();
}

absl::Status BeforeAnswer(const CallsOptions& options,
                          const google::protobuf::Message& request,
                          google::protobuf::Message* response,
                          const Call& call) {
  if (call.method->rule->reads) {
    RASOAT_RETURN_IF_ERROR(Record(options, request, response, call));
  }
  if (response != nullptr) call.Hide(*response);
  return absl::OkStatus();
}

}  // namespace rasoat::rpc

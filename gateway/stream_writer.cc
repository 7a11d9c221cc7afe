#include "gateway/stream_writer.h"

#include "absl/strings/str_cat.h"
#include "gateway/transcoding/field_text.h"
#include "gateway/transcoding/json_print.h"

namespace rasoat::gateway {
namespace {

using google::protobuf::FieldDescriptor;

const FieldDescriptor* Int64Field(const google::protobuf::Descriptor& type,
                                  const char* name) {
  const FieldDescriptor* field = type.FindFieldByName(name);
  const bool usable = field != nullptr && !field->is_repeated() &&
                      field->cpp_type() == FieldDescriptor::CPPTYPE_INT64;
  return usable ? field : nullptr;
}

}  // namespace

std::string StreamWriter::ContentType() const {
  return form_ == Form::kEvents ? "text/event-stream" : "application/x-ndjson";
}

std::string StreamWriter::Message(
    const google::protobuf::Message& message) const {
  std::string piece;
  if (form_ == Form::kEvents) {
    if (const auto* position =
            Int64Field(*message.GetDescriptor(), "position")) {
      absl::StrAppend(
          &piece, "id: ", message.GetReflection()->GetInt64(message, position),
          "\n");
    }
    piece.append("data: ");
  }
  PrintResponse(route_, message, piece);
  piece.append(form_ == Form::kEvents ? "\n\n" : "\n");
  return piece;
}

std::string StreamWriter::Heartbeat() const {
  return form_ == Form::kEvents ? ":\n\n" : "";
}

std::string StreamWriter::Last(const Failure& outcome) const {
  const bool failed = outcome.code != absl::StatusCode::kOk;
  if (form_ == Form::kLines) {
    return failed ? absl::StrCat(ErrorJson(outcome), "\n") : "";
  }
  if (!failed) return "event: end\ndata: {}\n\n";
  return absl::StrCat("event: error\ndata: ", ErrorJson(outcome), "\n\n");
}

void PrintResponse(const Route& route, const google::protobuf::Message& message,
                   std::string& out) {
  if (route.response_field != nullptr) {
    PrintJsonField(message, *route.response_field, out);
  } else {
    PrintJson(message, out);
  }
}

bool ResumeAfter(const std::string& last_event_id,
                 google::protobuf::Message& request) {
  const auto* after = Int64Field(*request.GetDescriptor(), "after_position");
  return after == nullptr || SetFromText(request, *after, last_event_id);
}

}  // namespace rasoat::gateway

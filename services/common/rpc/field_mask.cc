#include "services/common/rpc/field_mask.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"

namespace rasoat::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

absl::Status Unknown(absl::string_view path) {
  return Invalid({.field = "update_mask",
                  .rule = "FIELD_UNKNOWN",
                  .vi = absl::StrCat("Không có trường \"", path,
                                     "\". Hãy sửa update_mask."),
                  .en = absl::StrCat("There is no field \"", path,
                                     "\". Correct update_mask.")});
}

absl::Status NotMutable(absl::string_view path) {
  return Invalid(
      {.field = "update_mask",
       .rule = "FIELD_NOT_MUTABLE",
       .vi = absl::StrCat("Trường \"", path,
                          "\" không sửa được bằng thao tác này. Hãy bỏ trường "
                          "này khỏi update_mask."),
       .en = absl::StrCat("The field \"", path,
                          "\" cannot be changed by an update. Leave it out of "
                          "update_mask.")});
}

bool Set(const Message& message, const FieldDescriptor* field) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  return field->is_repeated() ? reflection.FieldSize(message, field) > 0
                              : reflection.HasField(message, field);
}

}  // namespace

absl::Status ApplyUpdateMask(const google::protobuf::FieldMask& mask,
                             const Message& from,
                             absl::Span<const absl::string_view> allowed,
                             Message& to) {
  const auto may_change = [&](absl::string_view name) {
    return allowed.empty() ||
           std::find(allowed.begin(), allowed.end(), name) != allowed.end();
  };
  const google::protobuf::Descriptor& type = *from.GetDescriptor();
  std::vector<const FieldDescriptor*> fields;
  const bool every = mask.paths_size() == 1 && mask.paths(0) == "*";
  if (every || mask.paths().empty()) {
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor* field = type.field(i);
      if (may_change(field->name()) && (every || Set(from, field))) {
        fields.push_back(field);
      }
    }
  } else {
    for (const std::string& path : mask.paths()) {
      const FieldDescriptor* field = type.FindFieldByName(path);
      if (field == nullptr) return Unknown(path);
      if (!may_change(path)) return NotMutable(path);
      fields.push_back(field);
    }
  }

  // A message with nothing but the fields to copy, merged over `to` once they
  // are cleared there: reflection has no copy of a single field.
  std::unique_ptr<Message> part(from.New());
  part->CopyFrom(from);
  for (int i = 0; i < type.field_count(); ++i) {
    if (std::find(fields.begin(), fields.end(), type.field(i)) ==
        fields.end()) {
      part->GetReflection()->ClearField(part.get(), type.field(i));
    }
  }
  part->GetReflection()->MutableUnknownFields(part.get())->Clear();
  for (const FieldDescriptor* field : fields) {
    to.GetReflection()->ClearField(&to, field);
  }
  to.MergeFrom(*part);
  return absl::OkStatus();
}

}  // namespace rasoat::rpc

// Services made of text, for tests of access rules.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rasoat/api/v1/access.pb.h"

namespace rasoat::access {

/// The service `test.Houses` with one method a rule: `Call0` takes `Request0`
/// under the first, and so on. A rule is the text of an AccessRule; "-" leaves
/// the option out. Every request has the same fields:
///
///   string name = 1;  House house = 2;  repeated House houses = 3;
///   repeated string areas = 4;  int32 count = 5;  map<string, string> labels =
///   6; House { string area = 1;  repeated Room rooms = 2; }  Room { string
///   area = 1; }
class Schema {
 public:
  /// With `shared`, every method takes `Request0`.
  explicit Schema(const std::vector<std::string>& rules, bool shared = false) {
    std::string text = absl::StrCat(
        "name: 'test.proto' package: 'test' syntax: 'proto3' ",
        "dependency: 'rasoat/api/v1/access.proto' ",
        "message_type { name: 'Room' ", Field("area", 1, kString), "} ",
        "message_type { name: 'House' ", Field("area", 1, kString),
        Field("rooms", 2, ".test.Room", "LABEL_REPEATED"), "} ");
    std::string methods;
    for (std::size_t i = 0; i < rules.size(); ++i) {
      absl::StrAppend(&text, "message_type { name: 'Request", i, "' ",
                      RequestFields(i), "} ");
      absl::StrAppend(&methods, "method { name: 'Call", i,
                      "' input_type: '.test.Request", shared ? 0 : i,
                      "' output_type: '.test.House' ");
      if (rules[i] != "-") {
        absl::StrAppend(&methods, "options { [rasoat.api.v1.access] { ",
                        rules[i], " } } ");
      }
      absl::StrAppend(&methods, "} ");
    }
    absl::StrAppend(&text, "service { name: 'Houses' ", methods, "}");
    // Makes sure that the option is linked in.
    api::v1::AccessRule::descriptor();
    google::protobuf::FileDescriptorProto file;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &file))
        << text;
    const google::protobuf::FileDescriptor* built = pool_.BuildFile(file);
    EXPECT_NE(built, nullptr) << text;
    service_ = built->service(0);
  }

  const google::protobuf::ServiceDescriptor* service() const {
    return service_;
  }

  /// The request of the method `Call{index}` with this text.
  std::unique_ptr<google::protobuf::Message> Request(int index,
                                                     const std::string& text) {
    std::unique_ptr<google::protobuf::Message> request(
        factory_.GetPrototype(service_->method(index)->input_type())->New());
    EXPECT_TRUE(
        google::protobuf::TextFormat::ParseFromString(text, request.get()))
        << text;
    return request;
  }

 private:
  static constexpr char kString[] = "";

  static std::string Field(const std::string& name, int number,
                           const std::string& message,
                           const std::string& label = "LABEL_OPTIONAL") {
    return absl::StrCat(
        "field { name: '", name, "' number: ", number, " label: ", label,
        message.empty()
            ? std::string(" type: TYPE_STRING")
            : absl::StrCat(" type: TYPE_MESSAGE type_name: '", message, "'"),
        " } ");
  }

  static std::string RequestFields(std::size_t index) {
    return absl::StrCat(
        Field("name", 1, kString), Field("house", 2, ".test.House"),
        Field("houses", 3, ".test.House", "LABEL_REPEATED"),
        Field("areas", 4, kString, "LABEL_REPEATED"),
        "field { name: 'count' number: 5 label: LABEL_OPTIONAL ",
        "type: TYPE_INT32 } ",
        Field("labels", 6, absl::StrCat(".test.Request", index, ".LabelsEntry"),
              "LABEL_REPEATED"),
        "nested_type { name: 'LabelsEntry' ", Field("key", 1, kString),
        Field("value", 2, kString), "options { map_entry: true } } ");
  }

  google::protobuf::DescriptorPool pool_{
      google::protobuf::DescriptorPool::generated_pool()};
  google::protobuf::DynamicMessageFactory factory_{&pool_};
  const google::protobuf::ServiceDescriptor* service_ = nullptr;
};

}  // namespace rasoat::access

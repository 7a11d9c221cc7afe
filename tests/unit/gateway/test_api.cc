#include "tests/unit/gateway/test_api.h"

#include <cstdlib>

#include "google/api/annotations.pb.h"
#include "google/api/httpbody.pb.h"
#include "google/protobuf/any.pb.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/wrappers.pb.h"
#include "rasoat/api/v1/access.pb.h"

namespace rasoat::gateway {
namespace {

using google::protobuf::FileDescriptorProto;
using google::protobuf::FileDescriptorSet;
using google::protobuf::Message;
using google::protobuf::TextFormat;

// Adds the file of a generated class with all that it imports, once each.
void AddFile(const google::protobuf::FileDescriptor& file,
             FileDescriptorSet& set) {
  for (const auto& there : set.file()) {
    if (there.name() == file.name()) return;
  }
  for (int i = 0; i < file.dependency_count(); ++i) {
    AddFile(*file.dependency(i), set);
  }
  file.CopyTo(set.add_file());
}

constexpr char kShop[] = R"pb(
  name: "rasoat/shop/v1/shop.proto"
  package: "rasoat.shop.v1"
  syntax: "proto3"
  dependency: "google/api/annotations.proto"
  dependency: "google/api/httpbody.proto"
  dependency: "rasoat/api/v1/access.proto"
  dependency: "google/protobuf/any.proto"
  dependency: "google/protobuf/duration.proto"
  dependency: "google/protobuf/field_mask.proto"
  dependency: "google/protobuf/struct.proto"
  dependency: "google/protobuf/timestamp.proto"
  dependency: "google/protobuf/wrappers.proto"
  enum_type {
    name: "Colour"
    value { name: "COLOUR_UNSPECIFIED" number: 0 }
    value { name: "RED" number: 1 }
    value { name: "GREEN" number: 2 }
  }
  message_type {
    name: "Shelf"
    field { name: "name" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
    field {
      name: "colour"
      number: 2
      type: TYPE_ENUM
      type_name: ".rasoat.shop.v1.Colour"
      label: LABEL_OPTIONAL
    }
    field {
      name: "book_count"
      number: 3
      type: TYPE_INT64
      label: LABEL_OPTIONAL
    }
    field { name: "width" number: 4 type: TYPE_INT32 label: LABEL_OPTIONAL }
    field { name: "weight" number: 5 type: TYPE_DOUBLE label: LABEL_OPTIONAL }
    field { name: "open" number: 6 type: TYPE_BOOL label: LABEL_OPTIONAL }
    field { name: "cover" number: 7 type: TYPE_BYTES label: LABEL_OPTIONAL }
    field {
      name: "books"
      number: 8
      type: TYPE_MESSAGE
      type_name: ".rasoat.shop.v1.Book"
      label: LABEL_REPEATED
    }
    field {
      name: "built"
      number: 9
      type: TYPE_MESSAGE
      type_name: ".google.protobuf.Timestamp"
      label: LABEL_OPTIONAL
    }
    field {
      name: "lease"
      number: 10
      type: TYPE_MESSAGE
      type_name: ".google.protobuf.Duration"
      label: LABEL_OPTIONAL
    }
    field { name: "labels" number: 11 type: TYPE_STRING label: LABEL_REPEATED }
    field {
      name: "extra"
      number: 12
      type: TYPE_MESSAGE
      type_name: ".google.protobuf.Struct"
      label: LABEL_OPTIONAL
    }
    field {
      name: "limit"
      number: 13
      type: TYPE_MESSAGE
      type_name: ".google.protobuf.Int64Value"
      label: LABEL_OPTIONAL
    }
    field {
      name: "by_shop"
      number: 14
      type: TYPE_STRING
      label: LABEL_OPTIONAL
      oneof_index: 0
    }
    field {
      name: "by_person"
      number: 15
      type: TYPE_STRING
      label: LABEL_OPTIONAL
      oneof_index: 0
    }
    field {
      name: "places"
      number: 16
      type: TYPE_MESSAGE
      type_name: ".rasoat.shop.v1.Shelf.PlacesEntry"
      label: LABEL_REPEATED
    }
    field {
      name: "anything"
      number: 17
      type: TYPE_MESSAGE
      type_name: ".google.protobuf.Any"
      label: LABEL_OPTIONAL
    }
    field { name: "ratio" number: 18 type: TYPE_FLOAT label: LABEL_OPTIONAL }
    field { name: "copies" number: 19 type: TYPE_UINT32 label: LABEL_OPTIONAL }
    field {
      name: "note"
      number: 20
      type: TYPE_STRING
      label: LABEL_OPTIONAL
      oneof_index: 1
      proto3_optional: true
    }
    oneof_decl { name: "owner" }
    oneof_decl { name: "_note" }
    nested_type {
      name: "PlacesEntry"
      field { name: "key" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
      field { name: "value" number: 2 type: TYPE_INT32 label: LABEL_OPTIONAL }
      options { map_entry: true }
    }
  }
  message_type {
    name: "Book"
    field { name: "title" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
    field {
      name: "page_count"
      number: 2
      type: TYPE_INT32
      label: LABEL_OPTIONAL
    }
  }
  message_type {
    name: "GetShelfRequest"
    field { name: "name" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
    field {
      name: "read_mask"
      number: 2
      type: TYPE_MESSAGE
      type_name: ".google.protobuf.FieldMask"
      label: LABEL_OPTIONAL
    }
  }
  message_type {
    name: "CreateShelfRequest"
    field {
      name: "shelf"
      number: 1
      type: TYPE_MESSAGE
      type_name: ".rasoat.shop.v1.Shelf"
      label: LABEL_OPTIONAL
    }
    field {
      name: "request_id"
      number: 2
      type: TYPE_STRING
      label: LABEL_OPTIONAL
    }
  }
  message_type {
    name: "MergeShelvesRequest"
    field { name: "name" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
    field { name: "other" number: 2 type: TYPE_STRING label: LABEL_OPTIONAL }
  }
  message_type {
    name: "ListShelvesRequest"
    field { name: "page_size" number: 1 type: TYPE_INT32 label: LABEL_OPTIONAL }
    field {
      name: "colours"
      number: 2
      type: TYPE_ENUM
      type_name: ".rasoat.shop.v1.Colour"
      label: LABEL_REPEATED
    }
    field {
      name: "like"
      number: 3
      type: TYPE_MESSAGE
      type_name: ".rasoat.shop.v1.Shelf"
      label: LABEL_OPTIONAL
    }
  }
  message_type {
    name: "ListShelvesResponse"
    field {
      name: "shelves"
      number: 1
      type: TYPE_MESSAGE
      type_name: ".rasoat.shop.v1.Shelf"
      label: LABEL_REPEATED
    }
    field {
      name: "next_page_token"
      number: 2
      type: TYPE_STRING
      label: LABEL_OPTIONAL
    }
  }
  message_type {
    name: "WatchShelvesRequest"
    field {
      name: "after_position"
      number: 1
      type: TYPE_INT64
      label: LABEL_OPTIONAL
    }
  }
  message_type {
    name: "WatchShelvesResponse"
    field { name: "position" number: 1 type: TYPE_INT64 label: LABEL_OPTIONAL }
    field {
      name: "shelf"
      number: 2
      type: TYPE_MESSAGE
      type_name: ".rasoat.shop.v1.Shelf"
      label: LABEL_OPTIONAL
    }
  }
  message_type {
    name: "SetPlanRequest"
    field { name: "name" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
    field {
      name: "plan"
      number: 2
      type: TYPE_MESSAGE
      type_name: ".google.api.HttpBody"
      label: LABEL_OPTIONAL
    }
    field { name: "scale" number: 3 type: TYPE_INT32 label: LABEL_OPTIONAL }
  }
  service {
    name: "Shelves"
    method {
      name: "GetShelf"
      input_type: ".rasoat.shop.v1.GetShelfRequest"
      output_type: ".rasoat.shop.v1.Shelf"
      options {
        [google.api.http] { get: "/v1/{name=shelves/*}" }
        [rasoat.api.v1.access] {
          roles: ROLE_REVIEWER
          area { field: "name" }
        }
      }
    }
    method {
      name: "CreateShelf"
      input_type: ".rasoat.shop.v1.CreateShelfRequest"
      output_type: ".rasoat.shop.v1.Shelf"
      options {
        [google.api.http] { post: "/v1/shelves" body: "shelf" }
      }
    }
    method {
      name: "MergeShelves"
      input_type: ".rasoat.shop.v1.MergeShelvesRequest"
      output_type: ".rasoat.shop.v1.Shelf"
      options {
        [google.api.http] { post: "/v1/{name=shelves/*}:merge" body: "*" }
      }
    }
    method {
      name: "ListShelves"
      input_type: ".rasoat.shop.v1.ListShelvesRequest"
      output_type: ".rasoat.shop.v1.ListShelvesResponse"
      options {
        [google.api.http] { get: "/v1/shelves" }
        [rasoat.api.v1.access] { anonymous: true }
      }
    }
    method {
      name: "DeleteShelf"
      input_type: ".rasoat.shop.v1.GetShelfRequest"
      output_type: ".rasoat.shop.v1.Shelf"
      options {
        [google.api.http] { delete: "/v1/{name=shelves/*}" }
      }
    }
    method {
      name: "WatchShelves"
      input_type: ".rasoat.shop.v1.WatchShelvesRequest"
      output_type: ".rasoat.shop.v1.WatchShelvesResponse"
      server_streaming: true
      options {
        [google.api.http] { get: "/v1/shelves:watch" }
      }
    }
    method {
      name: "GetPlan"
      input_type: ".rasoat.shop.v1.GetShelfRequest"
      output_type: ".google.api.HttpBody"
      options {
        [google.api.http] { get: "/v1/{name=shelves/*}/plan" }
      }
    }
    method {
      name: "SetPlan"
      input_type: ".rasoat.shop.v1.SetPlanRequest"
      output_type: ".google.api.HttpBody"
      options {
        [google.api.http] { put: "/v1/{name=shelves/*}/plan" body: "plan" }
      }
    }
    method {
      name: "ExportShelves"
      input_type: ".rasoat.shop.v1.WatchShelvesRequest"
      output_type: ".google.api.HttpBody"
      server_streaming: true
      options {
        [google.api.http] { get: "/v1/shelves:export" }
      }
    }
  }
)pb";

}  // namespace

FileDescriptorSet ShopFiles() {
  FileDescriptorSet set;
  AddFile(*google::api::HttpRule::descriptor()->file(), set);
  AddFile(*google::protobuf::DescriptorPool::generated_pool()->FindFileByName(
              "google/api/annotations.proto"),
          set);
  AddFile(*google::api::HttpBody::descriptor()->file(), set);
  AddFile(*api::v1::AccessRule::descriptor()->file(), set);
  AddFile(*google::protobuf::Any::descriptor()->file(), set);
  AddFile(*google::protobuf::Duration::descriptor()->file(), set);
  AddFile(*google::protobuf::FieldMask::descriptor()->file(), set);
  AddFile(*google::protobuf::Struct::descriptor()->file(), set);
  AddFile(*google::protobuf::Timestamp::descriptor()->file(), set);
  AddFile(*google::protobuf::Int64Value::descriptor()->file(), set);
  if (!TextFormat::ParseFromString(kShop, set.add_file())) std::abort();
  return set;
}

std::unique_ptr<Descriptors> ShopApi() {
  auto built = Descriptors::Build(ShopFiles());
  if (!built.ok()) {
    fprintf(stderr, "%s\n", built.status().ToString().c_str());
    std::abort();
  }
  return *std::move(built);
}

std::unique_ptr<Message> NewShop(const Descriptors& api,
                                 const std::string& name) {
  const auto* file = api.files().back();
  return std::unique_ptr<Message>(
      api.Prototype(*file->FindMessageTypeByName(name)).New());
}

std::string Text(const Message& message) { return message.ShortDebugString(); }

}  // namespace rasoat::gateway

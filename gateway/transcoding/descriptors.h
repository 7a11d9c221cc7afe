#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/message.h"

namespace rasoat::gateway {

/// The API as the descriptor set tells it, and messages made from it.
///
/// Immutable once built; thread safe. Must outlive every message it made.
class Descriptors {
 public:
  /// Errors: INVALID_ARGUMENT BAD_DESCRIPTORS  a file of the set does not
  ///         build, or imports one that is not in the set before it.
  static absl::StatusOr<std::unique_ptr<Descriptors>> Build(
      const google::protobuf::FileDescriptorSet& set);

  /// Reads a serialized set from `path` and builds it.
  ///
  /// Errors: those of Build(); NOT_FOUND NO_DESCRIPTORS  no such file;
  ///         INVALID_ARGUMENT BAD_DESCRIPTORS  no descriptor set.
  static absl::StatusOr<std::unique_ptr<Descriptors>> Load(
      const std::string& path);

  /// The files in the order of the set.
  const std::vector<const google::protobuf::FileDescriptor*>& files() const {
    return files_;
  }

  /// An empty message of `type`, which is of this pool; kept by this object.
  const google::protobuf::Message& Prototype(
      const google::protobuf::Descriptor& type) const;

 private:
  Descriptors() : factory_(&pool_) {}

  google::protobuf::DescriptorPool pool_;
  // Locks inside; const for those who only make messages.
  mutable google::protobuf::DynamicMessageFactory factory_;
  std::vector<const google::protobuf::FileDescriptor*> files_;
};

}  // namespace rasoat::gateway

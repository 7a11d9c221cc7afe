#include "gateway/transcoding/descriptors.h"

#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"

namespace rasoat::gateway {
namespace {

// Keeps the first complaint of the pool for the status.
class FirstError : public google::protobuf::DescriptorPool::ErrorCollector {
 public:
  void AddError(const std::string& file, const std::string& element,
                const google::protobuf::Message*, ErrorLocation,
                const std::string& message) override {
    if (text.empty()) text = absl::StrCat(file, ": ", element, ": ", message);
  }
  std::string text;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Descriptors>> Descriptors::Build(
    const google::protobuf::FileDescriptorSet& set) {
  auto built = std::unique_ptr<Descriptors>(new Descriptors);
  for (const auto& proto : set.file()) {
    FirstError errors;
    const auto* file = built->pool_.BuildFileCollectingErrors(proto, &errors);
    if (file == nullptr) {
      return Error(absl::StatusCode::kInvalidArgument, "BAD_DESCRIPTORS",
                   errors.text);
    }
    built->files_.push_back(file);
  }
  return built;
}

absl::StatusOr<std::unique_ptr<Descriptors>> Descriptors::Load(
    const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return Error(absl::StatusCode::kNotFound, "NO_DESCRIPTORS",
                 absl::StrCat("cannot read the descriptor set ", path));
  }
  google::protobuf::FileDescriptorSet set;
  if (!set.ParseFromIstream(&file)) {
    return Error(absl::StatusCode::kInvalidArgument, "BAD_DESCRIPTORS",
                 absl::StrCat(path, " is not a descriptor set"));
  }
  return Build(set);
}

const google::protobuf::Message& Descriptors::Prototype(
    const google::protobuf::Descriptor& type) const {
  return *factory_.GetPrototype(&type);
}

}  // namespace rasoat::gateway

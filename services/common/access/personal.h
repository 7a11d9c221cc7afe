#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rasoat/api/v1/personal.pb.h"
#include "services/common/access/reach.h"

namespace rasoat::access {

/// `text` as the others see it; empty stays empty.
std::string Masked(api::v1::Mask mask, absl::string_view text);

/// True for what Masked() makes of long enough a text: four `*` in a row.
bool LooksMasked(absl::string_view text);

/// The personal fields of a type of message and of all it holds, found once so
/// that a message without any costs nothing. Immutable, thread safe.
class PersonalFields {
 public:
  /// Reads the option (rasoat.api.v1.personal) of the fields of `type`; null
  /// when none has it.
  ///
  /// Errors:
  ///   FAILED_PRECONDITION  PERSONAL_RULE_WRONG  no mask, one that does not
  ///       fit the field's type, or a role that does not exist; names the field
  static absl::StatusOr<std::shared_ptr<const PersonalFields>> Of(
      const google::protobuf::Descriptor& type);

  /// Masks what a caller with this reach does not see whole.
  void Hide(const Reach& reach, google::protobuf::Message& message) const;

  /// The path of the first field that holds a masked value, as a violation
  /// names it: `household.members[0].identity_number`.
  ///
  /// If `message` has a field `update_mask` that is not empty, only what it
  /// names is looked at: its paths are relative to the field beside it.
  std::optional<std::string> FindMasked(
      const google::protobuf::Message& message) const;

  PersonalFields(const PersonalFields&) = delete;

 private:
  using Field = google::protobuf::FieldDescriptor;
  struct Leaf {
    const Field* field;
    api::v1::Mask mask;
    std::uint32_t whole_for;  ///< Bits by role.
  };
  struct Node;
  struct Branch {
    const Field* field;
    const Node* node;
  };
  struct Node {
    std::vector<Leaf> leaves;
    std::vector<Branch> branches;
  };
  class Search;

  PersonalFields() = default;

  absl::StatusOr<const Node*> Add(const google::protobuf::Descriptor& type);
  static void HideIn(const Node& node, const Reach& reach,
                     google::protobuf::Message& message);

  std::map<const google::protobuf::Descriptor*, std::unique_ptr<Node>> nodes_;
  const Node* root_ = nullptr;
};

}  // namespace rasoat::access

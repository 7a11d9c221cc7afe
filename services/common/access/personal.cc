#include "services/common/access/personal.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::access {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr char kUpdateMask[] = "update_mask";
constexpr std::size_t kShortText = 8;
constexpr std::size_t kLastShown = 4;

std::size_t CharactersIn(absl::string_view text) {
  std::size_t count = 0;
  for (const char c : text)
    count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

absl::Status Wrong(const FieldDescriptor& field, absl::string_view what) {
  return Error(
      absl::StatusCode::kFailedPrecondition, "PERSONAL_RULE_WRONG",
      absl::StrCat("personal rule of ", field.full_name(), ": ", what));
}

absl::StatusOr<std::uint32_t> RolesOf(const FieldDescriptor& field,
                                      const api::v1::Personal& rule) {
  std::uint32_t roles = 0;
  for (const int role : rule.whole_for()) {
    if (role == api::v1::ROLE_UNSPECIFIED || !api::v1::Role_IsValid(role)) {
      return Wrong(field, absl::StrCat("role ", role, " does not exist"));
    }
    roles |= 1u << role;
  }
  const bool text = field.type() == FieldDescriptor::TYPE_STRING;
  switch (rule.mask()) {
    case api::v1::MASK_LAST_FOUR:
    case api::v1::MASK_WHOLE:
      if (!text) return Wrong(field, "only a string can be shown masked");
      return roles;
    case api::v1::MASK_ABSENT:
      return roles;
    default:
      return Wrong(field, "no mask");
  }
}

/// Calls `visit(message)` for what the field holds, once an element.
template <class Visit>
void ForEachIn(const Message& message, const FieldDescriptor& field,
               Visit visit) {
  const Reflection& reflection = *message.GetReflection();
  if (field.is_repeated()) {
    const int size = reflection.FieldSize(message, &field);
    for (int i = 0; i < size; ++i) {
      visit(reflection.GetRepeatedMessage(message, &field, i), i);
    }
  } else if (reflection.HasField(message, &field)) {
    visit(reflection.GetMessage(message, &field), -1);
  }
}

}  // namespace

std::string Masked(api::v1::Mask mask, absl::string_view text) {
  if (text.empty() || mask == api::v1::MASK_ABSENT) return "";
  if (mask != api::v1::MASK_LAST_FOUR) return std::string(kShortText, '*');
  const std::size_t characters = CharactersIn(text);
  if (characters <= kShortText) return std::string(kShortText, '*');
  std::size_t shown = text.size();
  for (std::size_t left = kLastShown; left > 0;) {
    left -= (static_cast<unsigned char>(text[--shown]) & 0xC0) != 0x80;
  }
  return absl::StrCat(std::string(characters - kLastShown, '*'),
                      text.substr(shown));
}

bool LooksMasked(absl::string_view text) {
  return absl::StrContains(text, "****");
}

absl::StatusOr<std::shared_ptr<const PersonalFields>> PersonalFields::Of(
    const Descriptor& type) {
  std::shared_ptr<PersonalFields> fields(new PersonalFields());
  RASOAT_ASSIGN_OR_RETURN(fields->root_, fields->Add(type));
  // Branches that lead to nothing are cut from the ends on, until none is left.
  for (bool cut = true; cut;) {
    cut = false;
    for (auto& [unused, node] : fields->nodes_) {
      cut |=
          std::erase_if(node->branches, [](const Branch& branch) {
            return branch.node->leaves.empty() && branch.node->branches.empty();
          }) > 0;
    }
  }
  // Types that hold one another, and nothing personal, keep each other alive.
  bool any = false;
  for (auto& [unused, node] : fields->nodes_) any |= !node->leaves.empty();
  if (!any) return std::shared_ptr<const PersonalFields>();
  return fields;
}

absl::StatusOr<const PersonalFields::Node*> PersonalFields::Add(
    const Descriptor& type) {
  std::unique_ptr<Node>& place = nodes_[&type];
  if (place != nullptr) return place.get();
  place = std::make_unique<Node>();
  Node& node = *place;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.options().HasExtension(api::v1::personal)) {
      const api::v1::Personal& rule =
          field.options().GetExtension(api::v1::personal);
      RASOAT_ASSIGN_OR_RETURN(const std::uint32_t roles, RolesOf(field, rule));
      node.leaves.push_back(
          {.field = &field, .mask = rule.mask(), .whole_for = roles});
    } else if (field.message_type() != nullptr) {
      RASOAT_ASSIGN_OR_RETURN(const Node* below, Add(*field.message_type()));
      node.branches.push_back({.field = &field, .node = below});
    }
  }
  return &node;
}

void PersonalFields::Hide(const Reach& reach, Message& message) const {
  HideIn(*root_, reach, message);
}

void PersonalFields::HideIn(const Node& node, const Reach& reach,
                            Message& message) {
  const Reflection& reflection = *message.GetReflection();
  for (const Leaf& leaf : node.leaves) {
    if (reach.Holds([&](const Grant& grant) {
          return (leaf.whole_for >> grant.role & 1u) != 0;
        })) {
      continue;
    }
    const FieldDescriptor* field = leaf.field;
    if (leaf.mask == api::v1::MASK_ABSENT) {
      reflection.ClearField(&message, field);
    } else if (field->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        reflection.SetRepeatedString(
            &message, field, i,
            Masked(leaf.mask, reflection.GetRepeatedString(message, field, i)));
      }
    } else if (std::string text = reflection.GetString(message, field);
               !text.empty()) {
      reflection.SetString(&message, field, Masked(leaf.mask, text));
    }
  }
  for (const Branch& branch : node.branches) {
    if (branch.field->is_repeated()) {
      const int size = reflection.FieldSize(message, branch.field);
      for (int i = 0; i < size; ++i) {
        HideIn(*branch.node, reach,
               *reflection.MutableRepeatedMessage(&message, branch.field, i));
      }
    } else if (reflection.HasField(message, branch.field)) {
      HideIn(*branch.node, reach,
             *reflection.MutableMessage(&message, branch.field));
    }
  }
}

/// One look for masked values through a request.
class PersonalFields::Search {
 public:
  /// A step on the way to a message; the way is written out only when needed.
  struct Step {
    const Step* before;
    const FieldDescriptor* field;
    int place;  ///< -1 where the field is not repeated.
  };

  explicit Search(std::vector<std::string> update)
      : update_(std::move(update)) {}

  /// Looks below `message`, which is reached by `way`.
  bool In(const Node& node, const Message& message, const Step* way) {
    const Reflection& reflection = *message.GetReflection();
    std::string scratch;
    for (const Leaf& leaf : node.leaves) {
      if (leaf.field->type() != FieldDescriptor::TYPE_STRING) continue;
      const bool many = leaf.field->is_repeated();
      const int size = many ? reflection.FieldSize(message, leaf.field) : 1;
      for (int i = 0; i < size; ++i) {
        const std::string& text =
            many ? reflection.GetRepeatedStringReference(message, leaf.field, i,
                                                         &scratch)
                 : reflection.GetStringReference(message, leaf.field, &scratch);
        const Step last{way, leaf.field, many ? i : -1};
        if (!LooksMasked(text) || !IsUpdated(last)) continue;
        found_ = Written(&last, true);
        return true;
      }
    }
    for (const Branch& branch : node.branches) {
      bool found = false;
      ForEachIn(message, *branch.field, [&](const Message& below, int place) {
        const Step next{way, branch.field, place};
        found = found || In(*branch.node, below, &next);
      });
      if (found) return true;
    }
    return false;
  }

  std::string found() const { return found_; }

 private:
  static std::string Written(const Step* step, bool places) {
    std::string path;
    if (step->before != nullptr) {
      path = absl::StrCat(Written(step->before, places), ".");
    }
    absl::StrAppend(&path, step->field->name());
    if (places && step->place >= 0)
      absl::StrAppend(&path, "[", step->place, "]");
    return path;
  }

  bool IsUpdated(const Step& last) const {
    if (update_.empty()) return true;
    // The resource's own field is no part of the mask's paths.
    const std::string whole = Written(&last, false);
    const std::string path = whole.substr(whole.find('.') + 1);
    for (const std::string& named : update_) {
      if (named == "*" || path == named ||
          absl::StartsWith(path, absl::StrCat(named, ".")) ||
          absl::StartsWith(named, absl::StrCat(path, "."))) {
        return true;
      }
    }
    return false;
  }

  const std::vector<std::string> update_;
  std::string found_;
};

std::optional<std::string> PersonalFields::FindMasked(
    const Message& message) const {
  std::vector<std::string> update;
  const FieldDescriptor* mask =
      message.GetDescriptor()->FindFieldByName(kUpdateMask);
  if (mask != nullptr && mask->message_type() != nullptr &&
      mask->message_type()->full_name() == "google.protobuf.FieldMask") {
    const Message& named = message.GetReflection()->GetMessage(message, mask);
    const FieldDescriptor* paths = mask->message_type()->field(0);
    for (int i = 0; i < named.GetReflection()->FieldSize(named, paths); ++i) {
      update.push_back(
          named.GetReflection()->GetRepeatedString(named, paths, i));
    }
  }
  Search search(std::move(update));
  if (!search.In(*root_, message, nullptr)) return std::nullopt;
  return search.found();
}

}  // namespace rasoat::access

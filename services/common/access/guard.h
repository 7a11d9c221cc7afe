#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/common/access/area_tree.h"
#include "services/common/access/identity.h"
#include "services/common/access/personal.h"
#include "services/common/access/reach.h"

namespace rasoat::access {

/// Places resources in areas: the part of a service that knows where the
/// household `households/01H…` lives. Thread safe.
class AreaResolver {
 public:
  virtual ~AreaResolver() = default;

  /// The code of the area `name` belongs to, or kWholeTree for what belongs to
  /// all of them. May do I/O, but not beyond `deadline`.
  ///
  /// Errors: NOT_FOUND with the service's own reason; what its store says.
  virtual absl::StatusOr<std::string> AreaOf(absl::string_view name,
                                             absl::Time deadline) = 0;
};

/// Where in a request an area stands.
struct AreaPath {
  /// The steps to the field.
  std::vector<const google::protobuf::FieldDescriptor*> steps;
  std::string field;  ///< The same as written in the proto.
  bool optional = false;
};

/// What a method asks of its caller, read from its descriptor.
struct MethodRule {
  std::string name;  ///< `rasoat.registry.v1.Households/GetHousehold`
  const google::protobuf::Descriptor* request = nullptr;
  bool anonymous = false;
  std::vector<Role> roles;
  /// The areas to be reached, each of them; none: any area will do. Of all but
  /// the first, an empty optional one asks for nothing.
  std::vector<AreaPath> areas;
  /// What of the answer is personal; null: nothing.
  std::shared_ptr<const PersonalFields> shown;
  /// What of the request is personal; null: nothing.
  std::shared_ptr<const PersonalFields> told;
  /// Whether the method shows a person's file: (rasoat.api.v1.reads).
  bool reads = false;
  /// The steps to the answer's fields that name the households shown.
  std::vector<std::vector<const google::protobuf::FieldDescriptor*>> read_paths;
  /// The field of the request that says what was asked for; null: none.
  const google::protobuf::FieldDescriptor* read_scope = nullptr;
  bool streams = false;  ///< Whether the answer is a stream.

  /// Whether Guard::ReachOf() matters to what the caller is shown.
  bool NeedsReach() const { return shown != nullptr || reads || streams; }
};

/// The services with these full names, as linked into the program: the linker
/// leaves a proto file out if the program mentions none of its messages.
///
/// Errors: FAILED_PRECONDITION  SERVICE_UNKNOWN  no such service, named.
absl::StatusOr<std::vector<const google::protobuf::ServiceDescriptor*>>
FindServices(std::initializer_list<const char*> names);

/// Enforces the access rules of a service's methods: the one place where a
/// call is allowed or refused. Immutable, thread safe.
class Guard {
 public:
  /// Reads the rules of `services`. `resolver` may be null if no rule meets
  /// names other than areas'; both must outlive the guard.
  ///
  /// Errors, each naming the method:
  ///   FAILED_PRECONDITION  ACCESS_RULE_MISSING  a method without the option
  ///   FAILED_PRECONDITION  ACCESS_RULE_WRONG    neither anonymous nor with
  ///       roles, or both; ROLE_UNSPECIFIED or an unknown role; an area path
  ///       that does not lead to a string; further areas without a first
  ///   FAILED_PRECONDITION  PERSONAL_RULE_WRONG  as PersonalFields::Of(); or
  ///       the paths of (rasoat.api.v1.reads) do not lead to strings, or there
  ///       is none
  ///   FAILED_PRECONDITION  REQUEST_SHARED       two methods take the same
  ///       request message, by which rules are found
  static absl::StatusOr<Guard> Build(
      absl::Span<const google::protobuf::ServiceDescriptor* const> services,
      AreaTree& tree, AreaResolver* resolver);

  /// The rule for the method that takes `request`; null when there is none.
  const MethodRule* RuleOf(const google::protobuf::Descriptor* request) const;

  /// Every rule, in no order.
  std::vector<const MethodRule*> Rules() const;

  /// OK when `caller` (null: not signed in) may make this request. May do the
  /// I/O of the resolver and of the tree, when an area has to be placed.
  ///
  /// Who holds an allowed role on the whole tree is let through without
  /// placing anything. Every refusal carries text in both languages.
  ///
  /// Errors:
  ///   UNAUTHENTICATED    NOT_SIGNED_IN      no caller, and one is needed
  ///   PERMISSION_DENIED  ROLE_NOT_ALLOWED   none of the roles, in any area
  ///   PERMISSION_DENIED  AREA_OUT_OF_REACH  no grant with such a role reaches
  ///                                         the area; or it is unknown
  ///   INVALID_ARGUMENT   AREA_REQUIRED      the area field is empty
  ///   INTERNAL           ACCESS_RULE_MISSING  no method takes such a request
  ///   what the resolver says, NOT_FOUND above all
  absl::Status Check(const google::protobuf::Message& request,
                     const Identity* caller, absl::Time deadline) const;

  /// The same for who has the rule at hand.
  absl::Status Check(const MethodRule& rule,
                     const google::protobuf::Message& request,
                     const Identity* caller, absl::Time deadline) const;

  /// By which of its grants a caller that Check() let through reaches what it
  /// asked for. Does I/O only for who holds several grants with such roles.
  ///
  /// Errors: what the resolver says.
  absl::StatusOr<Reach> ReachOf(const MethodRule& rule,
                                const google::protobuf::Message& request,
                                const Identity* caller,
                                absl::Time deadline) const;

 private:
  Guard(AreaTree& tree, AreaResolver* resolver)
      : tree_(&tree), resolver_(resolver) {}

  absl::Status Add(const google::protobuf::MethodDescriptor& method);
  struct Asked;
  absl::Status CheckArea(const Asked& asked, absl::string_view value) const;
  absl::Status CheckPath(const Asked& asked, std::size_t step,
                         const google::protobuf::Message& message) const;

  AreaTree* tree_;
  AreaResolver* resolver_;
  absl::flat_hash_map<const google::protobuf::Descriptor*,
                      std::unique_ptr<const MethodRule>>
      rules_;
};

}  // namespace rasoat::access

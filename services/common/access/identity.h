#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "rasoat/api/v1/access.pb.h"

namespace rasoat::access {

/// What a caller may be; the words are those of the API.
using Role = api::v1::Role;

/// The area that has every other in it.
inline constexpr absl::string_view kWholeTree = "*";

/// The issuer that signs for persons. Every other issuer is a service and
/// signs for itself only.
inline constexpr absl::string_view kPeople = "people";

/// A role in an area and everything below it.
struct Grant {
  Role role = api::v1::ROLE_UNSPECIFIED;
  std::string area;  ///< An area's code, or kWholeTree.

  friend bool operator==(const Grant&, const Grant&) = default;
};

/// Who calls, and what the caller may reach, as a verified token said it.
struct Identity {
  std::string issuer;         ///< kPeople, or a service's name.
  std::string subject;        ///< `staff/{staff}` or `services/{service}`.
  std::vector<Grant> grants;  ///< At most 64.
  absl::Time issue_time;      ///< Valid from this moment …
  absl::Time expire_time;     ///< … until just before this one.
};

/// True when `identity` holds `role` anywhere.
bool Holds(const Identity& identity, Role role);

}  // namespace rasoat::access

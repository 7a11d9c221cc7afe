// What differs when two people changed the same without knowing of each other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "absl/time/civil_time.h"
#include "services/registry/domain/household.h"

namespace rasoat::registry {

/// A value of a field; nothing, where there is none. Answers come as text.
using FieldValue = std::variant<std::monostate, std::string, std::int64_t,
                                absl::CivilDay, Sex, Relation>;

/// One field that was changed to different values on both sides.
struct FieldConflict {
  /// Its path: `phone`, `members[02].full_name`, `answers[house.wall]`; or
  /// `members[02]` for a member as a whole, who is then in the last three.
  std::string field;
  FieldValue base;    ///< Before either change.
  FieldValue server;  ///< As the register has it.
  FieldValue device;  ///< As the device sent it.
  std::optional<Member> base_member;
  std::optional<Member> server_member;
  std::optional<Member> device_member;
};

}  // namespace rasoat::registry

#pragma once

#include <string>

#include "absl/status/status.h"
#include "tests/census/session.h"

namespace rasoat::census {

/// A person of the example whose password the README tells.
struct ExampleAccount {
  const char* account;
  const char* staff;
  const char* full_name;
  api::v1::Role role;
  const char* area;
  workflow::v1::Position position;
};

/// Everybody's password in the example. The example is for trying things out;
/// it holds nobody's data.
inline constexpr char kExamplePassword[] = "ra-soat-2021";

/// Puts the example's people on the roster and gives them accounts: one each
/// for province, district, commune and village.
absl::Status AddExampleAccounts(Session& administrator);

/// Gives the player itself an account that may do in `area` what a province
/// officer, a commune officer and a reviewer may, with this password.
absl::Status AddPlayer(Session& administrator, const std::string& area,
                       const std::string& account, const std::string& password);

}  // namespace rasoat::census

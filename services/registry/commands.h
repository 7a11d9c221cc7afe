// What registryd does besides serving: work on what is stored.
#pragma once

#include <map>
#include <string>

#include "services/common/server/run_service.h"

namespace rasoat::registry {

/// The sub-commands by name; each tells what it does in lines of the log:
///
///   rotate-keys         rewrites what is not sealed under the newest key
///   count-keys          tells how many rows are under which key
///   verify-access-log   walks along the chains of the access log; fails, and
///                       names the place, where they do not hold
///   retain [--apply]    takes out what is due by the rules of retention, or
///                       only tells how much that is
///   hold HOUSEHOLD WHY  keeps a household's records from being erased
///   release HOUSEHOLD WHY  no longer
std::map<std::string, server::Command> Commands();

}  // namespace rasoat::registry

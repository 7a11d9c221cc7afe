#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/access/identity.h"

namespace rasoat::access {

/// One look at the files of persons by somebody from outside their commune.
struct Reading {
  std::string subject;        ///< Who: `staff/{staff}` or `services/{service}`.
  std::vector<Grant> grants;  ///< By which of the grants it was allowed.
  std::string method;         ///< `rasoat.registry.v1.Households/GetHousehold`
  absl::Time time;            ///< When, by the service's clock.
  std::string request_id;     ///< By which the log lines of the call are found.
  std::string purpose;        ///< As the caller stated it; may be empty.
  std::string scope;          ///< What was asked for, as the request names it.
  bool whole_scope = false;   ///< All of `scope` is shown: a stream.
  std::vector<std::string> records;  ///< The resources shown, by name.
};

/// Where looks from outside are written down: the part of a service that knows
/// what a commune is, and has a store. Thread safe.
class ReadLog {
 public:
  virtual ~ReadLog() = default;

  /// True when `area` is a commune or lies in one: who holds a grant there and
  /// reaches a household with it is at home. Unknown areas are not. In memory
  /// as a rule.
  virtual bool IsLocal(absl::string_view area) = 0;

  /// Writes the reading down, for good before it returns OK.
  virtual absl::Status Record(Reading reading, absl::Time deadline) = 0;
};

}  // namespace rasoat::access

// What Calls is made with.
#pragma once

#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/access/guard.h"
#include "services/common/access/read_log.h"
#include "services/common/access/verifier.h"
#include "services/common/clock/clock.h"
#include "services/common/ids/ulid.h"
#include "services/common/metrics/metrics.h"

namespace rasoat::rpc {

/// Which calls get a log line: the setting RASOAT_LOG_CALLS.
enum class LogCalls {
  kErrors,  ///< `errors`: those that did not end OK.
  kWork,    ///< `work`, the default: all but UnaryInline() calls that ended OK;
          ///< those are only counted, since the line costs more than the call.
  kAll,  ///< `all`: every call.
};

/// Errors: INVALID_ARGUMENT  SETTING_WRONG  naming the words it may be.
absl::StatusOr<LogCalls> ParseLogCalls(absl::string_view text);

/// What Calls needs; everything referred to must outlive it.
struct CallsOptions {
  const access::Guard& guard;
  const access::Verifier& verifier;
  const Clock& clock;  ///< The handlers' `now`, and what tokens expire by.
  IdSource& ids;       ///< For request ids of calls that bring none.
  metrics::Registry& metrics;
  std::size_t workers = 16;           ///< Threads for Unary().
  std::size_t queue_capacity = 256;   ///< Calls waiting for one of them.
  std::size_t later_capacity = 1024;  ///< Calls of UnaryLater() unanswered.
  LogCalls log = LogCalls::kWork;
  /// Where looks at persons' files from outside the commune are written down;
  /// needed where a method has (rasoat.api.v1.reads).
  access::ReadLog* reads = nullptr;
};

}  // namespace rasoat::rpc

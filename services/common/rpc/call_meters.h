#pragma once

#include <google/protobuf/descriptor.h>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/common/access/guard.h"
#include "services/common/metrics/metrics.h"

namespace rasoat::rpc {

/// What is counted of a service's calls:
///
///   rasoat_rpc_calls_total{method,code}  calls that ended
///   rasoat_rpc_call_seconds{method}      from arrival to answer
///   rasoat_rpc_in_flight                 arrived, not ended
///
/// Thread safe.
class CallMeters {
 public:
  /// The rule of a method and its series, found together.
  struct Method {
    const access::MethodRule* rule;
    metrics::Counter ok;
    metrics::Histogram seconds;
  };

  /// `guard` and `registry` must outlive this.
  CallMeters(const access::Guard& guard, metrics::Registry& registry);

  /// The method that takes `request`; null when the guard knows none.
  const Method* Of(const google::protobuf::Descriptor* request) const;

  void Began() const { in_flight_.Add(1); }
  void Ended(const Method& method, absl::StatusCode code,
             absl::Duration took) const;

 private:
  metrics::Family<metrics::Counter>& calls_;
  metrics::Gauge in_flight_;
  absl::flat_hash_map<const google::protobuf::Descriptor*, Method> methods_;
};

}  // namespace rasoat::rpc

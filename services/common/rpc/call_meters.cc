#include "services/common/rpc/call_meters.h"

namespace rasoat::rpc {

CallMeters::CallMeters(const access::Guard& guard, metrics::Registry& registry)
    : calls_(registry.Counters("rasoat_rpc_calls_total", "Calls that ended.",
                               {"method", "code"})),
      in_flight_(registry
                     .Gauges("rasoat_rpc_in_flight",
                             "Calls that arrived and have not ended.")
                     .With({})) {
  metrics::Family<metrics::Histogram>& seconds = registry.Histograms(
      "rasoat_rpc_call_seconds", "From a call's arrival to its answer.",
      metrics::CallSeconds(), {"method"});
  for (const access::MethodRule* rule : guard.Rules()) {
    methods_.insert(
        {rule->request, Method{.rule = rule,
                               .ok = calls_.With({rule->name, "OK"}),
                               .seconds = seconds.With({rule->name})}});
  }
}

const CallMeters::Method* CallMeters::Of(
    const google::protobuf::Descriptor* request) const {
  auto found = methods_.find(request);
  return found == methods_.end() ? nullptr : &found->second;
}

void CallMeters::Ended(const Method& method, absl::StatusCode code,
                       absl::Duration took) const {
  in_flight_.Add(-1);
  method.seconds.Observe(took);
  if (code == absl::StatusCode::kOk) {
    method.ok.Increment();
  } else {
    calls_.With({method.rule->name, absl::StatusCodeToString(code)})
        .Increment();
  }
}

}  // namespace rasoat::rpc

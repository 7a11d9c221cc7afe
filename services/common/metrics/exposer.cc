#include <prometheus/exposer.h>

#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/metrics/metrics.h"
#include "services/common/metrics/registry_state.h"
#include "services/common/status/error.h"

namespace rasoat::metrics {

struct Exposer::State {
  explicit State(const std::string& listen) : exposer(listen, 1) {}
  prometheus::Exposer exposer;
};

absl::StatusOr<std::unique_ptr<Exposer>> Exposer::Start(
    const Registry& registry, absl::string_view listen) {
  // The library's web server reports a taken port by throwing.
  try {
    auto state = std::make_unique<State>(std::string(listen));
    state->exposer.RegisterCollectable(registry.state_);
    return std::unique_ptr<Exposer>(new Exposer(std::move(state)));
  } catch (const std::exception&) {
    return Error(absl::StatusCode::kUnavailable, "METRICS_LISTEN_FAILED",
                 absl::StrCat("cannot serve metrics on ", listen));
  }
}

Exposer::Exposer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Exposer::~Exposer() = default;

int Exposer::port() const {
  const std::vector<int> ports = state_->exposer.GetListeningPorts();
  return ports.empty() ? 0 : ports.front();
}

}  // namespace rasoat::metrics

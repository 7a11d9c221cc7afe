#include "gateway/gateway.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/openapi/document.h"
#include "gateway/router.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::gateway {

std::map<std::string, std::string> AddressSettings(const RouteTable& routes) {
  std::map<std::string, std::string> settings;
  for (const Route& route : routes.routes()) {
    const std::string name = UpstreamName(route.method->file()->package());
    settings.emplace(name, AddressSetting(name));
  }
  return settings;
}

absl::StatusOr<std::map<std::string, std::string>> AddressesFrom(
    const config::Env& env, const RouteTable& routes) {
  std::map<std::string, std::string> addresses;
  for (const auto& [name, setting] : AddressSettings(routes)) {
    RASOAT_ASSIGN_OR_RETURN(addresses[name], env.Require(setting));
  }
  return addresses;
}

// In order of construction: each needs those above it.
struct Gateway::Parts {
  std::unique_ptr<Descriptors> descriptors;
  RouteTable routes;
  Upstreams upstreams;
  StaticFiles pages;
  metrics::Registry metrics;
  std::shared_ptr<Readiness> readiness;
  std::optional<ApiCalls> calls;
  std::optional<Router> router;
  std::unique_ptr<Server> server;
};

Gateway::Gateway(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Gateway::~Gateway() = default;

absl::StatusOr<std::unique_ptr<Gateway>> Gateway::Start(
    const Settings& settings, std::unique_ptr<Descriptors> descriptors,
    const std::map<std::string, std::string>& addresses) {
  auto parts = std::make_unique<Parts>();
  parts->descriptors = std::move(descriptors);
  RASOAT_ASSIGN_OR_RETURN(parts->routes,
                          RouteTable::Build(*parts->descriptors));
  for (const auto& [name, setting] : AddressSettings(parts->routes)) {
    if (!addresses.contains(name)) {
      return Error(absl::StatusCode::kFailedPrecondition, "SETTING_MISSING",
                   absl::StrCat(setting, " is not set"));
    }
  }
  RASOAT_ASSIGN_OR_RETURN(parts->upstreams,
                          Upstreams::Make(addresses, settings.tls));
  parts->pages = StaticFiles::Load(settings.web);
  parts->readiness = Readiness::Make(parts->upstreams);
  parts->calls.emplace(parts->upstreams, parts->metrics, settings.pace);
  parts->router.emplace(
      Router::Parts{.routes = parts->routes,
                    .calls = *parts->calls,
                    .readiness = *parts->readiness,
                    .metrics = parts->metrics,
                    .pages = parts->pages,
                    .openapi = OpenApiDocument(parts->routes)});
  Server::Options options = settings.server;
  options.on_connection =
      [connections =
           parts->metrics
               .Gauges("rasoat_gateway_connections", "Connections open now.")
               .With({})](int by) { connections.Add(by); };
  RASOAT_ASSIGN_OR_RETURN(parts->server,
                          Server::Start(std::move(options), *parts->router));
  return std::unique_ptr<Gateway>(new Gateway(std::move(parts)));
}

std::uint16_t Gateway::port() const { return parts_->server->port(); }

void Gateway::Drain(std::chrono::milliseconds patience) {
  parts_->router->Drain();
  parts_->server->Drain(patience);
}

}  // namespace rasoat::gateway

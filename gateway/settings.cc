#include "gateway/settings.h"

#include <algorithm>
#include <thread>

#include "services/common/status/status_macros.h"

namespace rasoat::gateway {

absl::StatusOr<Settings> SettingsFrom(const config::Env& env) {
  Settings settings;
  settings.server.listen = env.Get("GATEWAY_LISTEN", "127.0.0.1:8080");
  const int cores = std::max(1u, std::thread::hardware_concurrency());
  RASOAT_ASSIGN_OR_RETURN(settings.server.threads,
                          env.Int("GATEWAY_THREADS", cores, 1, 256));
  RASOAT_ASSIGN_OR_RETURN(
      settings.server.limits.connections,
      env.Int("GATEWAY_MAX_CONNECTIONS", 10'000, 1, 1'000'000));
  RASOAT_ASSIGN_OR_RETURN(settings.descriptors,
                          env.Require("GATEWAY_DESCRIPTORS"));
  settings.web = env.Get("GATEWAY_WEB", "");
  settings.tls = {.ca = env.Get("RASOAT_TLS_CA", ""),
                  .cert = env.Get("RASOAT_TLS_CERT", ""),
                  .key = env.Get("RASOAT_TLS_KEY", "")};
  return settings;
}

}  // namespace rasoat::gateway

// The registry: reads its settings, puts its parts together, serves.
#include <utility>

#include "services/common/access/verifier.h"
#include "services/common/server/run_service.h"
#include "services/common/server/settings.h"
#include "services/common/status/status_macros.h"
#include "services/registry/commands.h"
#include "services/registry/parts.h"

namespace rasoat::registry {
namespace {

absl::Status Serve(const config::Env& env) {
  RASOAT_ASSIGN_OR_RETURN(const auto database,
                          server::DatabaseSettings::Read(env, kName));
  RASOAT_ASSIGN_OR_RETURN(auto settings,
                          server::ServeSettings::Read(env, kName));
  RASOAT_ASSIGN_OR_RETURN(const Shipped shipped, Shipped::Read(env));
  RASOAT_ASSIGN_OR_RETURN(const Keys keys, Keys::Read(env));
  RASOAT_ASSIGN_OR_RETURN(const Limits limits, Limits::Read(env));
  SystemClock clock;
  RandomIdSource ids(clock);
  metrics::Registry metrics;
  mysql::Pool pool(database.pool);
  Core core(pool, shipped, keys, limits, clock, ids);
  RASOAT_ASSIGN_OR_RETURN(const access::Guard guard, GuardOf(core));
  const access::Verifier verifier(std::move(settings.trust));
  rpc::Calls calls({.guard = guard,
                    .verifier = verifier,
                    .clock = clock,
                    .ids = ids,
                    .metrics = metrics,
                    .workers = settings.workers,
                    .log = settings.log_calls,
                    .reads = &core.access_log});
  feed::WatchSource watch(
      core.feed, [&core](absl::string_view above, absl::string_view below) {
        return core.tree.Contains(above, below);
      });
  RASOAT_ASSIGN_OR_RETURN(ImportSettings imports, ReadImportSettings(env));
  Services services(calls, core, watch, clock, ids, std::move(imports));
  DuplicateScanThread scans(core.scanner, metrics);
  return server::ServeUntilStopped(
      env, kName,
      {.services = services.Served(),
       .probes = {{"database",
                   server::SchemaCheck(pool, database.migrations, clock)}},
       .on_drain = {[&watch] { watch.Shutdown(); },
                    [&services] { services.import_worker.Stop(); },
                    [&scans] { scans.Stop(); }},
       .metrics = &metrics});
}

}  // namespace
}  // namespace rasoat::registry

int main(int argc, char** argv) {
  using namespace rasoat;
  return server::RunService(argc, argv,
                            {.name = registry::kName,
                             .serve = registry::Serve,
                             .migrate = server::MigrateCommand(registry::kName),
                             .commands = registry::Commands()});
}

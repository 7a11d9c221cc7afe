// reportingd: where a round stands, in figures and in words.
#include "services/common/clock/clock.h"
#include "services/common/feed/follower.h"
#include "services/common/metrics/metrics.h"
#include "services/common/rpc/channel.h"
#include "services/common/server/own_signer.h"
#include "services/common/server/run_service.h"
#include "services/common/server/settings.h"
#include "services/common/status/status_macros.h"
#include "services/reporting/followers.h"
#include "services/reporting/rpc/progress_service.h"
#include "services/reporting/store/mysql_progress_store.h"

namespace rasoat::reporting {
namespace {

constexpr char kProgress[] = "rasoat.reporting.v1.Progress";

access::StoredAreaTree::Load LinesOf(ProgressStore& store, const Clock& clock) {
  return [&]() -> absl::StatusOr<std::vector<access::AreaParent>> {
    RASOAT_ASSIGN_OR_RETURN(const std::vector<UnitParent> units,
                            store.ReadTree(clock.Now() + absl::Seconds(2)));
    std::vector<access::AreaParent> lines;
    for (const UnitParent& u : units) lines.push_back({u.unit, u.parent});
    return lines;
  };
}

absl::Status Serve(const config::Env& env) {
  RASOAT_ASSIGN_OR_RETURN(const auto database,
                          server::DatabaseSettings::Read(env, kName));
  RASOAT_ASSIGN_OR_RETURN(auto settings,
                          server::ServeSettings::Read(env, kName));
  RASOAT_ASSIGN_OR_RETURN(auto signer, server::OwnSigner(env, kName));
  RASOAT_ASSIGN_OR_RETURN(const auto services,
                          access::FindServices({kProgress}));
  SystemClock clock;
  RandomIdSource ids(clock);
  metrics::Registry metrics;
  mysql::Pool pool(database.pool);
  feed::Feed feed(pool, clock);
  access::OwnToken token(std::move(signer), clock);
  RASOAT_ASSIGN_OR_RETURN(
      const auto followers,
      Followers::Make(env, feed, metrics, ids.Next().ToString(),
                      [&token] { return token.Current(); }));

  MySqlProgressStore store(pool);
  access::StoredAreaTree tree(LinesOf(store, clock), clock);
  RASOAT_ASSIGN_OR_RETURN(const access::Guard guard,
                          access::Guard::Build(services, tree, nullptr));
  const access::Verifier verifier(std::move(settings.trust));
  rpc::Calls calls({.guard = guard,
                    .verifier = verifier,
                    .clock = clock,
                    .ids = ids,
                    .metrics = metrics,
                    .workers = settings.workers,
                    .log = settings.log_calls});
  ProgressReader reader(store, followers->lags(), clock);
  ProgressStreams streams(reader, followers->lags(), clock);
  ProgressService progress(calls, reader, streams);
  followers->Start();
  return server::ServeUntilStopped(
      env, kName,
      {.services = {{&progress, kProgress}},
       .probes = {{"database",
                   server::SchemaCheck(pool, database.migrations, clock)}},
       .on_drain = {[&streams] { streams.Shutdown(); }},
       .metrics = &metrics});
}

}  // namespace
}  // namespace rasoat::reporting

int main(int argc, char** argv) {
  using namespace rasoat;
  return server::RunService(
      argc, argv,
      {.name = reporting::kName,
       .serve = reporting::Serve,
       .migrate = server::MigrateCommand(reporting::kName),
       .commands = {{"rebuild", reporting::RebuildCommand}}});
}

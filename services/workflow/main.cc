// workflowd: where each village stands, who is on it, who may sign in.
#include "services/common/access/verifier.h"
#include "services/common/feed/watch.h"
#include "services/common/rpc/channel.h"
#include "services/common/server/own_signer.h"
#include "services/common/server/run_service.h"
#include "services/common/server/settings.h"
#include "services/workflow/follow/registry_applier.h"
#include "services/workflow/follow/scoring_applier.h"
#include "services/workflow/parts.h"
#include "services/workflow/rpc/area_of_resource.h"
#include "services/workflow/rpc/preparation_service.h"
#include "services/workflow/rpc/rounds_service.h"
#include "services/workflow/rpc/staff_services.h"
#include "services/workflow/rpc/workflow_feed_service.h"
#include "services/workflow/store/mysql_account_store.h"
#include "services/workflow/store/mysql_preparation_store.h"
#include "services/workflow/store/mysql_read_model_store.h"
#include "services/workflow/store/mysql_round_store.h"
#include "services/workflow/store/mysql_staff_store.h"
#include "services/workflow/store/mysql_village_store.h"

namespace rasoat::workflow {
namespace {

absl::Status Serve(const config::Env& env) {
  RASOAT_ASSIGN_OR_RETURN(auto database,
                          server::DatabaseSettings::Read(env, "workflow"));
  RASOAT_ASSIGN_OR_RETURN(auto serving,
                          server::ServeSettings::Read(env, "workflow"));
  RASOAT_ASSIGN_OR_RETURN(auto signer, server::OwnSigner(env, "workflow"));
  RASOAT_ASSIGN_OR_RETURN(const Settings settings, Settings::Read(env));
  RASOAT_ASSIGN_OR_RETURN(const rpc::Tls tls, rpc::Tls::FromEnv(env));
  RASOAT_ASSIGN_OR_RETURN(const auto procedures,
                          LoadProcedures(settings.procedures));
  SystemClock clock;
  RandomIdSource ids(clock);
  metrics::Registry metrics;
  mysql::Pool pool(database.pool);
  feed::Feed feed(pool, clock);
  MySqlRounds open_rounds;
  MySqlRoundStore rounds(feed, open_rounds);
  MySqlVillageStore villages(feed, open_rounds);
  MySqlPreparationStore preparation(feed, open_rounds);
  MySqlStaffStore staff(pool);
  MySqlAccountStore accounts(pool);
  MySqlReadModelStore read_models(pool);
  Passwords passwords;

  access::StoredAreaTree tree(LinesOf(read_models, clock), clock);
  AreaOfResource places(preparation, staff);
  RASOAT_ASSIGN_OR_RETURN(
      const auto served,
      access::FindServices(
          {"rasoat.workflow.v1.Rounds", "rasoat.workflow.v1.Preparation",
           "rasoat.workflow.v1.StaffRoster", "rasoat.workflow.v1.Accounts",
           "rasoat.workflow.v1.WorkflowFeed"}));
  RASOAT_ASSIGN_OR_RETURN(const auto guard,
                          access::Guard::Build(served, tree, &places));
  const access::Verifier verifier(std::move(serving.trust));
  access::OwnToken token(std::move(signer), clock);
  feed::WatchSource watch(feed, [&](auto above, auto below) {
    return tree.Contains(above, below);
  });
  rpc::Calls calls({.guard = guard,
                    .verifier = verifier,
                    .clock = clock,
                    .ids = ids,
                    .metrics = metrics,
                    .workers = serving.workers,
                    .log = serving.log_calls});
  RoundsService rounds_service(calls, procedures, rounds, villages);
  PreparationService preparation_service(calls, rounds, preparation);
  StaffRosterService staff_service(calls, tree, staff);
  AccountsService accounts_service(calls, tree, staff, accounts, passwords,
                                   settings.people);
  WorkflowFeedService feed_service(calls, watch);

  RegistryApplier registry_applier(read_models);
  ScoringApplier scoring_applier(read_models);
  feed::Follower registry(
      feed, rpc::MakeChannel(settings.registry_address, tls), registry_applier,
      metrics, Following<RegistryApplier>(ids, token));
  feed::Follower scoring(feed, rpc::MakeChannel(settings.scoring_address, tls),
                         scoring_applier, metrics,
                         Following<ScoringApplier>(ids, token));
  registry.Start();
  scoring.Start();
  grpc::Service* const services[] = {&rounds_service, &preparation_service,
                                     &staff_service, &accounts_service,
                                     &feed_service};
  server::Parts parts{
      .probes = {{"database",
                  server::SchemaCheck(pool, database.migrations, clock)},
                 {"first_account",
                  FirstAccountCheck(settings, accounts, passwords, clock)}},
      .on_drain = {[&watch] { watch.Shutdown(); }},
      .metrics = &metrics};
  for (std::size_t i = 0; i < served.size(); ++i) {
    parts.services.push_back({services[i], served[i]->full_name()});
  }
  return server::ServeUntilStopped(env, "workflow", std::move(parts));
}

}  // namespace
}  // namespace rasoat::workflow

int main(int argc, char** argv) {
  using namespace rasoat;
  return server::RunService(argc, argv,
                            {.name = "workflow",
                             .serve = workflow::Serve,
                             .migrate = server::MigrateCommand("workflow"),
                             .commands = {{"rebuild", workflow::Rebuild}}});
}

// scoringd: answers to points, deprivations and class.
#include "services/common/metrics/metrics.h"
#include "services/common/rpc/channel.h"
#include "services/common/server/own_signer.h"
#include "services/common/server/run_service.h"
#include "services/common/server/settings.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/follow/registry_applier.h"
#include "services/scoring/follow/round_assigner.h"
#include "services/scoring/parts.h"
#include "services/scoring/rpc/batch_service.h"
#include "services/scoring/rpc/draft_service.h"
#include "services/scoring/rpc/explanation_service.h"
#include "services/scoring/rpc/feed_service.h"
#include "services/scoring/rpc/program_service.h"
#include "services/scoring/rpc/scoring_service.h"
#include "services/scoring/rpc/screening_service.h"
#include "services/scoring/rpc/simulation_service.h"
#include "services/scoring/rpc/standards_service.h"
#include "services/scoring/rpc/survey_areas.h"
#include "services/scoring/store/mysql_assessment_store.h"
#include "services/scoring/store/mysql_assessment_writer.h"
#include "services/scoring/store/mysql_census_store.h"
#include "services/scoring/store/mysql_standard_draft_store.h"

namespace rasoat::scoring {
namespace {

constexpr char kScoring[] = "rasoat.scoring.v1.Scoring";
constexpr char kBatch[] = "rasoat.scoring.v1.BatchScoring";
constexpr char kScreenings[] = "rasoat.scoring.v1.Screenings";
constexpr char kDrafts[] = "rasoat.scoring.v1.StandardDrafts";
constexpr char kSimulations[] = "rasoat.scoring.v1.Simulations";
constexpr char kExplanations[] = "rasoat.scoring.v1.Explanations";
constexpr char kStandards[] = "rasoat.scoring.v1.Standards";
constexpr char kPrograms[] = "rasoat.scoring.v1.StandardPrograms";
constexpr char kFeed[] = "rasoat.scoring.v1.ScoringFeed";

absl::Status Serve(const config::Env& env) {
  RASOAT_ASSIGN_OR_RETURN(const auto database,
                          server::DatabaseSettings::Read(env, kName));
  RASOAT_ASSIGN_OR_RETURN(auto settings,
                          server::ServeSettings::Read(env, kName));
  RASOAT_ASSIGN_OR_RETURN(auto signer, server::OwnSigner(env, kName));
  RASOAT_ASSIGN_OR_RETURN(const std::string folder,
                          env.Require("SCORING_STANDARDS"));
  RASOAT_ASSIGN_OR_RETURN(const std::string registry,
                          env.Require("REGISTRY_ADDRESS"));
  RASOAT_ASSIGN_OR_RETURN(const rpc::Tls tls, rpc::Tls::FromEnv(env));
  RASOAT_ASSIGN_OR_RETURN(Catalogue catalogue, Catalogue::Load(folder));
  RASOAT_ASSIGN_OR_RETURN(
      const auto services,
      access::FindServices({kScoring, kBatch, kExplanations, kScreenings,
                            kDrafts, kSimulations, kStandards, kPrograms,
                            kFeed}));

  SystemClock clock;
  RandomIdSource ids(clock);
  metrics::Registry metrics;
  mysql::Pool pool(database.pool);
  feed::Feed feed(pool, clock);
  MySqlAssessmentStore store(pool);
  MySqlAssessmentWriter writer;
  MySqlStandardDraftStore imported(pool);
  DraftWatcher imports(imported, catalogue, clock);
  Assessor assessor(catalogue, writer, clock);
  RegistryApplier applier(writer, assessor);
  RoundAssigner assigner(feed, catalogue, writer, assessor);

  access::StoredAreaTree tree(LinesOf(store, clock), clock);
  SurveyAreas areas(store);
  RASOAT_ASSIGN_OR_RETURN(const access::Guard guard,
                          access::Guard::Build(services, tree, &areas));
  const access::Verifier verifier(std::move(settings.trust));
  access::OwnToken token(std::move(signer), clock);
  feed::WatchSource watch(feed, ContainsOf(tree));
  rpc::Calls calls({.guard = guard,
                    .verifier = verifier,
                    .clock = clock,
                    .ids = ids,
                    .metrics = metrics,
                    .workers = settings.workers,
                    .log = settings.log_calls});
  ScoringService scoring(calls, catalogue, store);
  BatchService batches(calls, catalogue);
  ExplanationService explanations(calls, catalogue, store);
  ScreeningService screenings(calls, catalogue);
  RASOAT_ASSIGN_OR_RETURN(const SimulationSettings simulations,
                          SimulationSettings::Read(env));
  MySqlCensusStore census(pool);
  CensusKeeper keeper(census, clock, simulations.KeeperOptions(tree));
  SimulationService simulation({.calls = calls,
                                .catalogue = catalogue,
                                .store = store,
                                .keeper = keeper,
                                .tree = tree,
                                .area = simulations.area,
                                .threads = simulations.threads});
  DraftService drafts(calls, catalogue, imported, imports);
  StandardsService standards(calls, catalogue, imports, assigner, store);
  ProgramService programs(calls, catalogue);
  FeedService changes(calls, watch);

  feed::Follower follower(feed, rpc::MakeChannel(registry, tls), applier,
                          metrics, RegistryFeed(ids, token));
  imports.Start();
  follower.Start();
  return server::ServeUntilStopped(
      env, kName,
      {.services = {{&scoring, kScoring},
                    {&batches, kBatch},
                    {&explanations, kExplanations},
                    {&screenings, kScreenings},
                    {&simulation, kSimulations},
                    {&standards, kStandards},
                    {&drafts, kDrafts},
                    {&programs, kPrograms},
                    {&changes, kFeed}},
       .probes = {{"database",
                   server::SchemaCheck(pool, database.migrations, clock)}},
       .on_drain = {[&watch] { watch.Shutdown(); },
                    [&keeper] { keeper.Stop(); },
                    [&imports] { imports.Stop(); }},
       .metrics = &metrics});
}

}  // namespace
}  // namespace rasoat::scoring

int main(int argc, char** argv) {
  using namespace rasoat;
  return server::RunService(argc, argv,
                            {.name = scoring::kName,
                             .serve = scoring::Serve,
                             .migrate = server::MigrateCommand(scoring::kName),
                             .commands = {{"rebuild", scoring::Rebuild}}});
}

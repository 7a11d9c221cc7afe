// The registry: reads its settings, puts its parts together, serves.
#include "services/common/access/verifier.h"
#include "services/common/server/run_service.h"
#include "services/common/server/settings.h"
#include "services/registry/load/person_rule_files.h"
#include "services/registry/rpc/area_places.h"
#include "services/registry/rpc/area_service.h"
#include "services/registry/rpc/feed_service.h"
#include "services/registry/rpc/form_service.h"
#include "services/registry/rpc/household_service.h"
#include "services/registry/rpc/proto_record_codec.h"
#include "services/registry/rpc/survey_service.h"
#include "services/registry/store/mysql_area_store.h"
#include "services/registry/store/mysql_household_store.h"
#include "services/registry/store/mysql_survey_store.h"
#include "services/registry/store/mysql_visit_store.h"

namespace {

using namespace rasoat;

constexpr char kName[] = "registry";

absl::Status Serve(const config::Env& env) {
  RASOAT_ASSIGN_OR_RETURN(const auto database,
                          server::DatabaseSettings::Read(env, kName));
  RASOAT_ASSIGN_OR_RETURN(auto settings,
                          server::ServeSettings::Read(env, kName));
  RASOAT_ASSIGN_OR_RETURN(const std::string folder,
                          env.Require("REGISTRY_FORMS"));
  RASOAT_ASSIGN_OR_RETURN(auto forms, registry::FormShelf::Read(folder));
  // Beside the forms unless told otherwise, as in the source tree.
  RASOAT_ASSIGN_OR_RETURN(
      auto rules, registry::ReadPersonRules(
                      env.Get("REGISTRY_IDENTITY", folder + "/../identity")));
  SystemClock clock;
  RandomIdSource ids(clock);
  metrics::Registry metrics;
  mysql::Pool pool(database.pool);
  feed::Feed feed(pool, clock);
  registry::ProtoRecordCodec codec;
  registry::MySqlAreaStore areas(feed, codec);
  registry::MySqlHouseholdStore households(feed, codec);
  registry::MySqlSurveyStore surveys(pool, codec);
  registry::MySqlVisitStore visits(feed, codec);
  registry::AreaCatalog catalog(areas);
  registry::Intake intake(catalog, households, visits, forms, rules, ids);

  constexpr absl::Duration kTreeLoad = absl::Seconds(5);
  access::StoredAreaTree tree(
      [&] { return registry::AreaLines(catalog, clock.Now() + kTreeLoad); },
      clock);
  registry::AreaPlaces places(households, surveys);
  RASOAT_ASSIGN_OR_RETURN(
      auto services,
      access::FindServices(
          {"rasoat.registry.v1.Areas", "rasoat.registry.v1.Households",
           "rasoat.registry.v1.Forms", "rasoat.registry.v1.Surveys",
           "rasoat.registry.v1.RegistryFeed"}));
  RASOAT_ASSIGN_OR_RETURN(auto guard,
                          access::Guard::Build(services, tree, &places));
  access::Verifier verifier(std::move(settings.trust));
  rpc::Calls calls({.guard = guard,
                    .verifier = verifier,
                    .clock = clock,
                    .ids = ids,
                    .metrics = metrics,
                    .workers = settings.workers,
                    .log = settings.log_calls});
  feed::WatchSource watch(
      feed, [&](absl::string_view above, absl::string_view below) {
        return tree.Contains(above, below);
      });
  registry::AreaService area_service(calls, catalog, areas, tree);
  registry::HouseholdService household_service(calls, intake, households,
                                               catalog, rules);
  registry::FormService form_service(calls, forms);
  registry::SurveyService survey_service(calls, intake, surveys);
  registry::FeedService feed_service(calls, watch);
  return server::ServeUntilStopped(
      env, kName,
      {.services = {{&area_service, services[0]->full_name()},
                    {&household_service, services[1]->full_name()},
                    {&form_service, services[2]->full_name()},
                    {&survey_service, services[3]->full_name()},
                    {&feed_service, services[4]->full_name()}},
       .probes = {{"database",
                   server::SchemaCheck(pool, database.migrations, clock)}},
       .on_drain = {[&] { watch.Shutdown(); }},
       .metrics = &metrics});
}

}  // namespace

int main(int argc, char** argv) {
  return rasoat::server::RunService(argc, argv,
                                    {.name = kName,
                                     .serve = Serve,
                                     .migrate = server::MigrateCommand(kName)});
}

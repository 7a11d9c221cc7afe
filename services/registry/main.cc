// The registry: reads its settings, puts its parts together, serves.
#include "services/common/access/verifier.h"
#include "services/common/mysql/migrate.h"
#include "services/common/server/run_service.h"
#include "services/registry/load/person_rule_files.h"
#include "services/registry/rpc/area_places.h"
#include "services/registry/rpc/area_service.h"
#include "services/registry/rpc/feed_service.h"
#include "services/registry/rpc/form_service.h"
#include "services/registry/rpc/household_service.h"
#include "services/registry/rpc/proto_record_codec.h"
#include "services/registry/rpc/survey_service.h"
#include "services/registry/settings.h"
#include "services/registry/store/mysql_area_store.h"
#include "services/registry/store/mysql_household_store.h"
#include "services/registry/store/mysql_survey_store.h"
#include "services/registry/store/mysql_visit_store.h"

namespace {

using namespace rasoat;

absl::Status SchemaReady(mysql::Pool& pool, const registry::Settings& settings,
                         absl::Time now) {
  RASOAT_ASSIGN_OR_RETURN(bool current,
                          mysql::SchemaIsCurrent(pool, settings.migrations,
                                                 now + absl::Seconds(3)));
  if (current) return absl::OkStatus();
  return Error(
      absl::StatusCode::kUnavailable, "SCHEMA_NOT_CURRENT",
      "the schema is not that of this program; run `registryd migrate`");
}

absl::Status Serve(const config::Env& env) {
  RASOAT_ASSIGN_OR_RETURN(auto settings, registry::Settings::Read(env));
  RASOAT_ASSIGN_OR_RETURN(auto trust, access::Trust::Parse(settings.trust));
  RASOAT_ASSIGN_OR_RETURN(auto forms,
                          registry::FormShelf::Read(settings.forms));
  RASOAT_ASSIGN_OR_RETURN(auto rules,
                          registry::ReadPersonRules(settings.code_lists));
  SystemClock clock;
  RandomIdSource ids(clock);
  metrics::Registry metrics;
  mysql::Pool pool(settings.database);
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
  access::Verifier verifier(trust);
  rpc::Calls calls({.guard = guard,
                    .verifier = verifier,
                    .clock = clock,
                    .ids = ids,
                    .metrics = metrics,
                    .workers = settings.workers,
                    .log = settings.log});
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
      env, "registry",
      {.services = {{&area_service, services[0]->full_name()},
                    {&household_service, services[1]->full_name()},
                    {&form_service, services[2]->full_name()},
                    {&survey_service, services[3]->full_name()},
                    {&feed_service, services[4]->full_name()}},
       .probes = {{"database",
                   [&] { return SchemaReady(pool, settings, clock.Now()); }}},
       .on_drain = {[&] { watch.Shutdown(); }},
       .metrics = &metrics});
}

absl::Status Migrate(const config::Env& env) {
  RASOAT_ASSIGN_OR_RETURN(auto database, registry::DatabaseSettings(env));
  RASOAT_ASSIGN_OR_RETURN(auto migrations, env.Require("REGISTRY_MIGRATIONS"));
  mysql::Pool pool(database);
  return mysql::Migrate(pool, migrations);
}

}  // namespace

int main(int argc, char** argv) {
  return rasoat::server::RunService(
      argc, argv, {.name = "registry", .serve = Serve, .migrate = Migrate});
}

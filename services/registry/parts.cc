#include "services/registry/parts.h"

#include <string>
#include <utility>

#include "services/common/status/status_macros.h"
#include "services/registry/rpc/survey_draft_proto.h"

namespace rasoat::registry {
namespace {

constexpr absl::Duration kTreeLoad = absl::Seconds(5);

constexpr char kAreas[] = "rasoat.registry.v1.Areas";
constexpr char kReforms[] = "rasoat.registry.v1.AreaReforms";
constexpr char kHouseholds[] = "rasoat.registry.v1.Households";
constexpr char kHouseholdEvents[] = "rasoat.registry.v1.HouseholdEvents";
constexpr char kForms[] = "rasoat.registry.v1.Forms";
constexpr char kImports[] = "rasoat.registry.v1.Imports";
constexpr char kSurveys[] = "rasoat.registry.v1.Surveys";
constexpr char kDrafts[] = "rasoat.registry.v1.SurveyDrafts";
constexpr char kReviews[] = "rasoat.registry.v1.SurveyReviews";
constexpr char kAttachments[] = "rasoat.registry.v1.Attachments";
constexpr char kPersonalData[] = "rasoat.registry.v1.PersonalDataLog";
constexpr char kErasures[] = "rasoat.registry.v1.Erasures";
constexpr char kLegalHolds[] = "rasoat.registry.v1.LegalHolds";
constexpr char kPeople[] = "rasoat.registry.v1.People";
constexpr char kDuplicates[] = "rasoat.registry.v1.Duplicates";
constexpr char kExports[] = "rasoat.registry.v1.Exports";
constexpr char kFieldWork[] = "rasoat.registry.v1.FieldWork";
constexpr char kFeed[] = "rasoat.registry.v1.RegistryFeed";

}  // namespace

Core::Core(mysql::Pool& pool, const Shipped& shipped, const Keys& keys,
           const Limits& limits, const Clock& clock, IdSource& ids)
    : shipped(shipped),
      keys(keys),
      ids(ids),
      feed(pool, clock),
      rows(codec, keys.data, keys.index),
      survey_rows(codec, keys.data),
      areas(feed, codec),
      households(feed, rows, codec),
      surveys(pool, survey_rows),
      visits(feed, rows, survey_rows, codec),
      reviews(feed, survey_rows, codec, keys.data),
      drafts(pool, keys.data, codec),
      attachments(pool, keys.data),
      imports(feed, rows, codec, keys.data, shipped.lists),
      // Replicas begin at different chains, by chance.
      accesses(pool, keys.index, ids.Next().bytes.back()),
      access_log(accesses),
      people(pool, keys.index),
      roll(pool, keys.index),
      finder(pool, keys.index, shipped.reasons.marks,
             [this, &clock](absl::Time deadline) {
               return CommunesOn(catalog, DayInVietnam(clock.Now()), deadline);
             }),
      cases(pool, keys.index, keys.data),
      scans(pool),
      packages(pool),
      receipts(pool, codec),
      devices(pool),
      work(pool),
      erasures(feed, rows, survey_rows, codec, keys.data),
      holds(pool),
      catalog(areas, clock),
      villages(catalog),
      watch(finder, cases, people),
      intake(catalog, households, visits, shipped.forms, shipped.rules, ids,
             &watch),
      recorder(households, catalog, shipped.rules, &watch),
      desk(drafts, households, shipped.forms, ids),
      packer(households, surveys, reviews, packages),
      field_intake({.intake = intake,
                    .areas = catalog,
                    .households = households,
                    .surveys = surveys,
                    .receipts = receipts,
                    .devices = devices,
                    .recorder = recorder,
                    .desk = desk,
                    .read_draft = ReadDraft,
                    .forms = shipped.forms,
                    .rules = shipped.rules,
                    .clock_limit = limits.device_clock}),
      batcher(intake),
      checker(catalog, households, surveys, shipped.forms, shipped.rules),
      exports(pool, rows),
      tree([this,
            &clock] { return AreaLines(catalog, clock.Now() + kTreeLoad); },
           clock),
      places(households, surveys, drafts, attachments),
      duplicate_places(places, households, catalog, clock),
      erasure_places(duplicate_places, erasures, households),
      warnings(watch, tree, shipped.reasons),
      scanner({.scans = scans,
               .areas = catalog,
               .villages = villages,
               .packages = packages,
               .households = households,
               .finder = finder,
               .cases = cases,
               .clock = clock,
               .interval = limits.duplicate_scan},
              ids) {}

absl::StatusOr<access::Guard> GuardOf(Core& core) {
  RASOAT_ASSIGN_OR_RETURN(
      const auto services,
      access::FindServices(
          {kAreas, kReforms, kHouseholds, kHouseholdEvents, kForms, kSurveys,
           kDrafts, kReviews, kAttachments, kImports, kExports, kPersonalData,
           kErasures, kLegalHolds, kPeople, kDuplicates, kFieldWork, kFeed}));
  return access::Guard::Build(services, core.tree, &core.erasure_places);
}

absl::StatusOr<ImportSettings> ReadImportSettings(const config::Env& env) {
  RASOAT_ASSIGN_OR_RETURN(const std::int64_t most_mib,
                          env.Int("REGISTRY_IMPORT_MOST_MIB", 512, 1, 4096));
  RASOAT_ASSIGN_OR_RETURN(
      const absl::Duration kept,
      env.Duration("REGISTRY_IMPORT_KEPT", absl::Hours(24 * 30)));
  return ImportSettings{.most_bytes = most_mib << 20,
                        .kept = kept,
                        .scratch_folder = env.Get("REGISTRY_SCRATCH", "/tmp")};
}

Services::Services(rpc::Calls& calls, Core& core, feed::WatchSource& watch,
                   const Clock& clock, IdSource& ids, ImportSettings settings)
    : areas(calls, core.catalog, core.areas, core.tree),
      reforms(calls, core.catalog, core.areas, core.tree),
      households(calls, core.batcher, core.households, core.catalog,
                 core.shipped.rules, &core.warnings),
      household_events(calls, core.recorder, core.households, core.ids,
                       &core.warnings),
      forms(calls, core.shipped.forms),
      surveys(calls, core.batcher, core.checker, core.surveys, &core.warnings),
      drafts(calls, core.desk, core.drafts),
      reviews(calls, core.reviews, core.surveys, core.tree),
      attachments(calls, core.attachments, core.ids,
                  core.shipped.upload_kept_for),
      import_worker({.store = core.imports,
                     .people = core.people,
                     .areas = core.catalog,
                     .layout = core.shipped.lists,
                     .rules = core.shipped.rules,
                     .clock = clock,
                     .roll = &core.roll,
                     .marks = &core.shipped.reasons.marks,
                     .watch = &core.watch},
                    ids),
      imports(calls, core.imports, core.catalog, core.shipped.lists, ids,
              import_worker, settings),
      personal_data(calls, core.accesses, core.households, core.catalog),
      erasures(calls, core.erasures, core.households, core.catalog,
               core.villages, core.tree),
      legal_holds(calls, core.holds, core.households, core.villages, core.tree),
      people(calls, core.villages, core.households, core.people),
      duplicates(calls, {.areas = core.catalog,
                         .villages = core.villages,
                         .households = core.households,
                         .finder = core.finder,
                         .cases = core.cases,
                         .rules = core.shipped.rules,
                         .reasons = core.shipped.reasons}),
      exports(calls, core.exports, core.catalog, core.tree, core.shipped.lists,
              {.scratch_folder = settings.scratch_folder}),
      field_work(calls, {.packer = core.packer,
                         .intake = core.field_intake,
                         .devices = core.devices,
                         .work = core.work,
                         .reviews = core.reviews,
                         .areas = core.catalog,
                         .forms = core.shipped.forms,
                         .warnings = &core.warnings}),
      changes(calls, watch) {}

std::vector<server::Served> Services::Served() {
  return {{&areas, kAreas},
          {&reforms, kReforms},
          {&households, kHouseholds},
          {&household_events, kHouseholdEvents},
          {&forms, kForms},
          {&surveys, kSurveys},
          {&drafts, kDrafts},
          {&reviews, kReviews},
          {&attachments, kAttachments},
          {&imports, kImports},
          {&personal_data, kPersonalData},
          {&erasures, kErasures},
          {&legal_holds, kLegalHolds},
          {&people, kPeople},
          {&duplicates, kDuplicates},
          {&exports, kExports},
          {&field_work, kFieldWork},
          {&changes, kFeed}};
}

}  // namespace rasoat::registry

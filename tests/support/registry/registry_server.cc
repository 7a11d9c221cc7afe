#include "tests/support/registry/registry_server.h"

#include <cstdlib>
#include <optional>
#include <utility>

#include "services/common/access/verifier.h"
#include "services/registry/rpc/duplicate_places.h"
#include "services/registry/rpc/erasure_places.h"
#include "services/registry/rpc/import_service.h"
#include "services/registry/rpc/survey_draft_proto.h"
#include "tests/support/registry/import_samples.h"
#include "tests/support/registry/memory_erasures.h"
#include "tests/support/registry/memory_imports.h"
#include "tests/support/registry/memory_people.h"
#include "tests/support/registry/samples.h"

namespace rasoat::registry {
namespace {

/// The value; a test's set-up does not fail.
template <class T>
T Sure(absl::StatusOr<T> value) {
  if (!value.ok()) std::abort();
  return *std::move(value);
}

access::Signer PeopleSigner() {
  return Sure(
      access::Signer::FromSeed(std::string(access::kPeople),
                               "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="));
}

FormShelf Forms() {
  FormShelf forms;
  if (!forms.Add("sample", SampleFormText()).ok()) std::abort();
  return forms;
}

}  // namespace

struct RegistryServer::Parts {
  Parts(const Stores& stores, const Clock& clock, IdSource& ids)
      : clock(clock),
        areas(stores.areas, clock),
        villages(areas),
        watch(WatchOf(stores)),
        intake(areas, stores.households, stores.visits, forms, rules, ids,
               watch.get()),
        recorder(stores.households, areas, rules, watch.get()),
        desk(stores.drafts, stores.households, forms, ids),
        batcher(intake),
        checker(areas, stores.households, stores.surveys, forms, rules),
        tree([this] { return AreaLines(areas, absl::InfiniteFuture()); },
             clock),
        places(stores.households, stores.surveys, stores.drafts,
               stores.attachments),
        duplicate_places(places, stores.households, areas, clock),
        erasure_places(PlacesOf(*this, stores)),
        warnings(WarningsOf(*this)),
        guard(Sure(access::Guard::Build(
            Sure(access::FindServices(
                {"rasoat.registry.v1.Areas", "rasoat.registry.v1.AreaReforms",
                 "rasoat.registry.v1.Households",
                 "rasoat.registry.v1.HouseholdEvents",
                 "rasoat.registry.v1.Forms", "rasoat.registry.v1.Surveys",
                 "rasoat.registry.v1.Imports",
                 "rasoat.registry.v1.SurveyDrafts",
                 "rasoat.registry.v1.SurveyReviews",
                 "rasoat.registry.v1.Attachments",
                 "rasoat.registry.v1.PersonalDataLog",
                 "rasoat.registry.v1.People", "rasoat.registry.v1.Duplicates",
                 "rasoat.registry.v1.FieldWork", "rasoat.registry.v1.Erasures",
                 "rasoat.registry.v1.LegalHolds"})),
            tree, PlacesOf(*this)))),
        verifier(Sure(access::Trust::Parse("people:" + signer.PublicKey()))),
        calls({.guard = guard,
               .verifier = verifier,
               .clock = clock,
               .ids = ids,
               .metrics = metrics,
               .workers = 4,
               .log = rpc::LogCalls::kErrors,
               .reads = &access_log}),
        area_service(calls, areas, stores.areas, tree),
        reform_service(calls, areas, stores.areas, tree),
        household_service(calls, batcher, stores.households, areas, rules,
                          warnings.get()),
        household_event_service(calls, recorder, stores.households, ids,
                                warnings.get()),
        form_service(calls, forms),
        survey_service(calls, batcher, checker, stores.surveys, warnings.get()),
        draft_service(calls, desk, stores.drafts),
        review_service(calls, stores.reviews, stores.surveys, tree),
        attachment_service(calls, stores.attachments, ids, absl::Hours(24)),
        personal_data_service(calls, accesses, stores.households, areas) {
    if (stores.people != nullptr) {
      people_service.emplace(calls, villages, stores.households,
                             *stores.people);
      duplicate_service.emplace(
          calls, DuplicateService::Parts{.areas = areas,
                                         .villages = villages,
                                         .households = stores.households,
                                         .finder = *stores.finder,
                                         .cases = *stores.cases,
                                         .rules = rules,
                                         .reasons = reasons});
    }
    grpc::ServerBuilder builder;
    builder.RegisterService(&area_service);
    builder.RegisterService(&reform_service);
    builder.RegisterService(&household_service);
    builder.RegisterService(&household_event_service);
    builder.RegisterService(&form_service);
    builder.RegisterService(&survey_service);
    builder.RegisterService(&draft_service);
    builder.RegisterService(&review_service);
    builder.RegisterService(&attachment_service);
    if (stores.imports != nullptr) {
      import_worker.emplace(ImportWorkshop{.store = *stores.imports,
                                           .people = *stores.imports,
                                           .areas = areas,
                                           .layout = ShippedLayout(),
                                           .rules = rules,
                                           .clock = clock,
                                           .batch = 2},
                            ids);
      import_service.emplace(calls, *stores.imports, areas, ShippedLayout(),
                             ids, *import_worker, ImportSettings{});
      builder.RegisterService(&*import_service);
    }
    builder.RegisterService(&personal_data_service);
    if (people_service) builder.RegisterService(&*people_service);
    if (duplicate_service) builder.RegisterService(&*duplicate_service);
    if (stores.devices != nullptr) {
      field.emplace(*this, stores);
      builder.RegisterService(&field->service);
    }
    if (stores.erasures != nullptr) {
      erasure_service.emplace(calls, *stores.erasures, stores.households, areas,
                              villages, tree);
      hold_service.emplace(calls, *stores.erasures, stores.households, villages,
                           tree);
      builder.RegisterService(&*erasure_service);
      builder.RegisterService(&*hold_service);
    }
    server = builder.BuildAndStart();
  }

  static std::unique_ptr<DuplicateWatch> WatchOf(const Stores& stores) {
    if (stores.people == nullptr) return nullptr;
    return std::make_unique<DuplicateWatch>(*stores.finder, *stores.cases,
                                            *stores.people);
  }
  static std::unique_ptr<ErasurePlaces> PlacesOf(Parts& parts,
                                                 const Stores& stores) {
    if (stores.erasures == nullptr) return nullptr;
    return std::make_unique<ErasurePlaces>(parts.duplicate_places,
                                           *stores.erasures, stores.households);
  }
  static access::AreaResolver* PlacesOf(Parts& parts) {
    if (parts.erasure_places != nullptr) return parts.erasure_places.get();
    return &parts.duplicate_places;
  }
  static std::unique_ptr<DuplicateWarnings> WarningsOf(Parts& parts) {
    if (parts.watch == nullptr) return nullptr;
    return std::make_unique<DuplicateWarnings>(*parts.watch, parts.tree,
                                               parts.reasons);
  }

  struct Field {
    Field(Parts& parts, const Stores& stores)
        : packer(stores.households, stores.surveys, stores.reviews,
                 *stores.packages),
          intake({.intake = parts.intake,
                  .areas = parts.areas,
                  .households = stores.households,
                  .surveys = stores.surveys,
                  .receipts = *stores.receipts,
                  .devices = *stores.devices,
                  .recorder = parts.recorder,
                  .desk = parts.desk,
                  .read_draft = ReadDraft,
                  .forms = parts.forms,
                  .rules = parts.rules,
                  .clock_limit = absl::Minutes(10)}),
          service(parts.calls, {.packer = packer,
                                .intake = intake,
                                .devices = *stores.devices,
                                .work = *stores.work,
                                .reviews = stores.reviews,
                                .areas = parts.areas,
                                .forms = parts.forms,
                                .warnings = parts.warnings.get()}) {}

    Packer packer;
    FieldIntake intake;
    FieldService service;
  };

  const Clock& clock;
  const access::Signer signer = PeopleSigner();
  const FormShelf forms = Forms();
  const PersonRules rules = SampleRules();
  const MarkedReasons reasons = SampleReasons();
  metrics::Registry metrics;
  AreaCatalog areas;
  AreaVillages villages;
  const std::unique_ptr<DuplicateWatch> watch;
  Intake intake;
  EventRecorder recorder;
  DraftDesk desk;
  VisitBatcher batcher;
  SurveyChecker checker;
  access::StoredAreaTree tree;
  AreaPlaces places;
  DuplicatePlaces duplicate_places;
  const std::unique_ptr<ErasurePlaces> erasure_places;
  const std::unique_ptr<DuplicateWarnings> warnings;
  access::Guard guard;
  access::Verifier verifier;
  MemoryAccessStore accesses;
  AccessLog access_log{accesses};
  rpc::Calls calls;
  AreaService area_service;
  AreaReformService reform_service;
  HouseholdService household_service;
  HouseholdEventService household_event_service;
  FormService form_service;
  SurveyService survey_service;
  SurveyDraftService draft_service;
  SurveyReviewService review_service;
  AttachmentService attachment_service;
  std::optional<ImportWorker> import_worker;
  std::optional<ImportService> import_service;
  PersonalDataLogService personal_data_service;
  std::optional<PeopleService> people_service;
  std::optional<DuplicateService> duplicate_service;
  std::optional<ErasureService> erasure_service;
  std::optional<LegalHoldService> hold_service;
  std::optional<Field> field;
  std::unique_ptr<grpc::Server> server;
};

RegistryServer::RegistryServer(const Stores& stores, const Clock& clock,
                               IdSource& ids)
    : parts_(std::make_unique<Parts>(stores, clock, ids)),
      channel_(parts_->server->InProcessChannel({})) {}

RegistryServer::~RegistryServer() {
  channel_.reset();
  parts_->server->Shutdown();
}

MemoryAccessStore& RegistryServer::accesses() { return parts_->accesses; }

std::string RegistryServer::Token(std::vector<access::Grant> grants) const {
  return parts_->signer.Issue("staff/test", std::move(grants),
                              parts_->clock.Now(), absl::Minutes(30));
}

std::string RegistryServer::Token(access::Role role, const std::string& area,
                                  const std::string& who) const {
  return parts_->signer.Issue(who, {{role, area}}, parts_->clock.Now(),
                              absl::Minutes(30));
}

}  // namespace rasoat::registry

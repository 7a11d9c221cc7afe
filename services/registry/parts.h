// What registryd is made of, in the order in which one part needs another. A
// new service stands in three places here: its member, its making, its name.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "services/common/access/area_tree.h"
#include "services/common/access/guard.h"
#include "services/common/clock/clock.h"
#include "services/common/crypto/key_ring.h"
#include "services/common/feed/feed.h"
#include "services/common/feed/watch.h"
#include "services/common/rpc/calls.h"
#include "services/common/server/server.h"
#include "services/registry/intake/duplicate_scanner.h"
#include "services/registry/rpc/access_log.h"
#include "services/registry/rpc/area_places.h"
#include "services/registry/rpc/area_reform_service.h"
#include "services/registry/rpc/area_service.h"
#include "services/registry/rpc/attachment_service.h"
#include "services/registry/rpc/duplicate_places.h"
#include "services/registry/rpc/duplicate_service.h"
#include "services/registry/rpc/erasure_places.h"
#include "services/registry/rpc/erasure_service.h"
#include "services/registry/rpc/export_service.h"
#include "services/registry/rpc/feed_service.h"
#include "services/registry/rpc/field_service.h"
#include "services/registry/rpc/form_service.h"
#include "services/registry/rpc/household_event_service.h"
#include "services/registry/rpc/household_service.h"
#include "services/registry/rpc/import_service.h"
#include "services/registry/rpc/legal_hold_service.h"
#include "services/registry/rpc/people_service.h"
#include "services/registry/rpc/personal_data_log_service.h"
#include "services/registry/rpc/proto_record_codec.h"
#include "services/registry/rpc/survey_draft_service.h"
#include "services/registry/rpc/survey_review_service.h"
#include "services/registry/rpc/survey_service.h"
#include "services/registry/store/mysql_access_store.h"
#include "services/registry/store/mysql_area_store.h"
#include "services/registry/store/mysql_attachment_store.h"
#include "services/registry/store/mysql_device_store.h"
#include "services/registry/store/mysql_draft_store.h"
#include "services/registry/store/mysql_duplicate_finder.h"
#include "services/registry/store/mysql_duplicate_scan_store.h"
#include "services/registry/store/mysql_duplicate_store.h"
#include "services/registry/store/mysql_erasure_store.h"
#include "services/registry/store/mysql_export_store.h"
#include "services/registry/store/mysql_household_store.h"
#include "services/registry/store/mysql_import_store.h"
#include "services/registry/store/mysql_legal_holds.h"
#include "services/registry/store/mysql_package_store.h"
#include "services/registry/store/mysql_person_roll.h"
#include "services/registry/store/mysql_person_store.h"
#include "services/registry/store/mysql_receipt_store.h"
#include "services/registry/store/mysql_review_store.h"
#include "services/registry/store/mysql_survey_store.h"
#include "services/registry/store/mysql_visit_store.h"
#include "services/registry/store/mysql_work_store.h"

namespace rasoat::registry {

/// The service's name; its capitals are the prefix of its settings.
inline constexpr char kName[] = "registry";

/// The data shipped with the service, and the limits it is run with.
struct Shipped {
  FormShelf forms;
  PersonRules rules;
  ImportLayout lists;
  MarkedReasons reasons;
  /// An upload that is not finished is given up after this.
  absl::Duration upload_kept_for;

  /// Reads the folders REGISTRY_FORMS, REGISTRY_IDENTITY, REGISTRY_IMPORTS and
  /// REGISTRY_DUPLICATES, and REGISTRY_UPLOAD_KEPT_FOR.
  ///
  /// Errors: SETTING_MISSING, SETTING_WRONG; those of FormShelf::Read,
  /// ReadPersonRules, ReadImportLayout and ReadDuplicateMarks.
  static absl::StatusOr<Shipped> Read(const config::Env& env);
};

/// The keys of personal data: what is sealed at rest, what can be looked up.
struct Keys {
  crypto::KeyRing data;
  crypto::BlindIndex index;

  /// Reads REGISTRY_DATA_KEYS and REGISTRY_INDEX_KEY.
  ///
  /// Errors: SETTING_MISSING, DATA_KEYS_WRONG, INDEX_KEY_WRONG.
  static absl::StatusOr<Keys> Read(const config::Env& env);
};

/// What may be set otherwise.
struct Limits {
  /// How far a device's clock may be off before anybody is told.
  absl::Duration device_clock;
  /// From one scan of a commune for duplicates to the next.
  absl::Duration duplicate_scan;

  /// Reads REGISTRY_DEVICE_CLOCK_LIMIT and REGISTRY_DUPLICATE_SCAN_EVERY.
  /// Errors: SETTING_WRONG.
  static absl::StatusOr<Limits> Read(const config::Env& env);
};

/// Everything below the calls. What it is made of must outlive it.
struct Core {
  Core(mysql::Pool& pool, const Shipped& shipped, const Keys& keys,
       const Limits& limits, const Clock& clock, IdSource& ids);

  const Shipped& shipped;
  const Keys& keys;
  IdSource& ids;
  feed::Feed feed;
  ProtoRecordCodec codec;
  MySqlHouseholdRows rows;
  MySqlSurveyRows survey_rows;
  MySqlAreaStore areas;
  MySqlHouseholdStore households;
  MySqlSurveyStore surveys;
  MySqlVisitStore visits;
  MySqlReviewStore reviews;
  MySqlDraftStore drafts;
  MySqlAttachmentStore attachments;
  MySqlImportStore imports;
  MySqlAccessStore accesses;
  AccessLog access_log;
  MySqlPersonStore people;
  MySqlPersonRoll roll;
  MySqlDuplicateFinder finder;
  MySqlDuplicateStore cases;
  MySqlDuplicateScanStore scans;
  MySqlPackageStore packages;
  MySqlReceiptStore receipts;
  MySqlDeviceStore devices;
  MySqlWorkStore work;
  MySqlErasureStore erasures;
  MySqlLegalHolds holds;
  AreaCatalog catalog;
  AreaVillages villages;
  DuplicateWatch watch;
  Intake intake;
  EventRecorder recorder;
  DraftDesk desk;
  Packer packer;
  FieldIntake field_intake;
  VisitBatcher batcher;
  SurveyChecker checker;
  MySqlExportStore exports;
  access::StoredAreaTree tree;
  AreaPlaces places;
  DuplicatePlaces duplicate_places;
  ErasurePlaces erasure_places;
  DuplicateWarnings warnings;
  DuplicateScanner scanner;
};

/// The rules of who may call what. Errors: those of access::FindServices and
/// access::Guard::Build.
absl::StatusOr<access::Guard> GuardOf(Core& core);

/// Reads REGISTRY_IMPORT_MOST_MIB, REGISTRY_IMPORT_KEPT and
/// REGISTRY_SCRATCH.
///
/// Errors: SETTING_WRONG.
absl::StatusOr<ImportSettings> ReadImportSettings(const config::Env& env);

/// The services. What they are made of must outlive them.
struct Services {
  Services(rpc::Calls& calls, Core& core, feed::WatchSource& watch,
           const Clock& clock, IdSource& ids, ImportSettings imports);

  AreaService areas;
  AreaReformService reforms;
  HouseholdService households;
  HouseholdEventService household_events;
  FormService forms;
  SurveyService surveys;
  SurveyDraftService drafts;
  SurveyReviewService reviews;
  AttachmentService attachments;
  ImportWorker import_worker;
  ImportService imports;
  PersonalDataLogService personal_data;
  ErasureService erasures;
  LegalHoldService legal_holds;
  PeopleService people;
  DuplicateService duplicates;
  ExportService exports;
  FieldService field_work;
  FeedService changes;

  /// Each with its full name.
  std::vector<server::Served> Served();
};

}  // namespace rasoat::registry

// One replica of what imports on a real database.
#pragma once

#include <atomic>
#include <string>

#include "absl/status/statusor.h"
#include "services/common/feed/feed.h"
#include "services/registry/rpc/proto_record_codec.h"
#include "services/registry/store/mysql_area_store.h"
#include "services/registry/store/mysql_duplicate_finder.h"
#include "services/registry/store/mysql_duplicate_store.h"
#include "services/registry/store/mysql_household_store.h"
#include "services/registry/store/mysql_import_store.h"
#include "services/registry/store/mysql_person_roll.h"
#include "services/registry/store/mysql_person_store.h"
#include "services/registry/transfer/import_job.h"
#include "tests/support/registry/import_samples.h"
#include "tests/support/registry/sample_keys.h"
#include "tests/support/registry/samples.h"

namespace rasoat::registry {

/// Stores, areas and keys over a pool, which must outlive it.
class ImportReplica {
 public:
  explicit ImportReplica(mysql::Pool& pool);

  /// Puts units there.
  absl::Status AddAreas(const std::vector<Area>& areas);
  /// Announces and uploads a file for an area in pieces of a MiB.
  absl::StatusOr<Import> Upload(const ImportId& id, const std::string& area,
                                const std::string& bytes);
  /// Has a file that was uploaded checked or run, by this thread, to its end.
  absl::StatusOr<Import> Check(const ImportId& id,
                               const ImportOptions& options = {});
  absl::StatusOr<Import> Run(const ImportId& id);
  /// Works on whatever import waits until none does.
  absl::Status WorkOff();

  /// Used by the work; may be set to another before it.
  ImportStore* store = nullptr;
  std::size_t batch = 1000;
  absl::Duration lease = absl::Seconds(30);

  MySqlImportStore& imports() { return imports_; }
  MySqlHouseholdStore& households() { return households_; }
  AreaCatalog& catalog() { return catalog_; }

 private:
  mysql::Pool& pool_;
  SystemClock clock_;
  feed::Feed feed_{pool_, clock_};
  ProtoRecordCodec codec_;
  crypto::KeyRing keys_ = SampleKeys();
  crypto::BlindIndex index_ = SampleIndex();
  PersonRules rules_ = SampleRules();
  MySqlHouseholdRows rows_{codec_, keys_, index_};
  MySqlAreaStore areas_{feed_, codec_};
  MySqlHouseholdStore households_{feed_, rows_, codec_};
  MySqlImportStore imports_{feed_, rows_, codec_, keys_, ShippedLayout()};
  MySqlPersonStore people_{pool_, index_};
  MySqlPersonRoll roll_{pool_, index_};
  MySqlDuplicateFinder finder_{
      pool_, index_, ShippedMarks(), [this](absl::Time deadline) {
        return CommunesOn(catalog_, DayInVietnam(clock_.Now()), deadline);
      }};
  MySqlDuplicateStore cases_{pool_, index_, keys_};
  DuplicateWatch watch_{finder_, cases_, people_};
  AreaCatalog catalog_{areas_, clock_};
  std::atomic<bool> never_ = false;
};

/// When a test gives up.
absl::Time ImportDeadline();

}  // namespace rasoat::registry

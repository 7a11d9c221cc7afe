#include "tests/support/registry/import_replica.h"

#include <algorithm>

#include "services/common/status/status_macros.h"
#include "services/registry/load/content_hash.h"

namespace rasoat::registry {

absl::Time ImportDeadline() { return SystemClock().Now() + absl::Minutes(2); }

ImportReplica::ImportReplica(mysql::Pool& pool)
    : store(&imports_), pool_(pool) {}

absl::Status ImportReplica::AddAreas(const std::vector<Area>& areas) {
  return areas_
      .Import([&](const AreaBook& book) { return PlanImport(book, areas); },
              ImportDeadline())
      .status();
}

absl::StatusOr<Import> ImportReplica::Upload(const ImportId& id,
                                             const std::string& area,
                                             const std::string& bytes) {
  const absl::Time now = absl::FromUnixMicros(absl::ToUnixMicros(clock_.Now()));
  Import import{.id = id,
                .area = {area},
                .file_name = "list",
                .size = static_cast<std::int64_t>(bytes.size()),
                .sha256 = Sha256(bytes),
                .creator = "staff/test",
                .create_time = now,
                .update_time = now,
                .expire_time = now + absl::Hours(1)};
  RASOAT_ASSIGN_OR_RETURN(import, imports_.Create(import, ImportDeadline()));
  constexpr std::size_t kPiece = 1 << 20;
  for (std::size_t at = 0; at < bytes.size(); at += kPiece) {
    RASOAT_ASSIGN_OR_RETURN(
        import, imports_.Append(id, static_cast<std::int64_t>(at),
                                absl::string_view(bytes).substr(at, kPiece),
                                ImportDeadline()));
  }
  return import;
}

absl::StatusOr<Import> ImportReplica::Check(const ImportId& id,
                                            const ImportOptions& options) {
  RASOAT_RETURN_IF_ERROR(
      imports_
          .Update(
              id,
              [&](const Import& import) { return BeginCheck(import, options); },
              ImportDeadline())
          .status());
  RASOAT_RETURN_IF_ERROR(WorkOff());
  return imports_.Get(id, ImportDeadline());
}

absl::StatusOr<Import> ImportReplica::Run(const ImportId& id) {
  RASOAT_RETURN_IF_ERROR(
      imports_.Update(id, BeginRun, ImportDeadline()).status());
  RASOAT_RETURN_IF_ERROR(WorkOff());
  return imports_.Get(id, ImportDeadline());
}

absl::Status ImportReplica::WorkOff() {
  constexpr char kHolder[] = "replica";
  for (;;) {
    RASOAT_ASSIGN_OR_RETURN(std::optional<Import> import,
                            store->Claim(kHolder, lease, ImportDeadline()));
    if (!import) return absl::OkStatus();
    const ImportId id = import->id;
    ImportJob job({.store = *store,
                   .people = people_,
                   .areas = catalog_,
                   .layout = ShippedLayout(),
                   .rules = rules_,
                   .clock = clock_,
                   .roll = &roll_,
                   .marks = &ShippedMarks(),
                   .watch = &watch_,
                   .lease = lease,
                   .batch = batch},
                  *std::move(import), kHolder, never_);
    RASOAT_RETURN_IF_ERROR(job.Run());
    RASOAT_RETURN_IF_ERROR(store->Release(id, kHolder, ImportDeadline()));
  }
}

}  // namespace rasoat::registry

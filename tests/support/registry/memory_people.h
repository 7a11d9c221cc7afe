// The people of a MemoryRegistry, looked up by walking over all of them.
#pragma once

#include <map>
#include <mutex>

#include "services/registry/load/duplicate_marks.h"
#include "services/registry/store/duplicate_finder.h"
#include "services/registry/store/duplicate_scan_store.h"
#include "services/registry/store/duplicate_store.h"
#include "services/registry/store/person_store.h"
#include "tests/support/registry/memory_registry.h"

namespace rasoat::registry {

/// Thread safe; the registry must outlive it.
class MemoryPersonStore final : public PersonStore {
 public:
  explicit MemoryPersonStore(MemoryRegistry& registry) : registry_(registry) {}

  absl::StatusOr<std::vector<NameHit>> FindByName(
      const NameSearch& search, const std::optional<NamePlace>& after,
      int limit, absl::Time deadline) override;
  absl::StatusOr<std::vector<Person>> FindByIdentity(
      IdentityKind kind, absl::string_view number,
      absl::Time deadline) override;
  absl::StatusOr<std::vector<HouseholdId>> FindByPhone(
      absl::string_view phone, absl::Time deadline) override;

 private:
  MemoryRegistry& registry_;
};

/// Marks as they are shipped today, with words of one letter.
MarkedReasons SampleReasons();

/// Whose turn it is to be scanned, in memory. Thread safe.
class MemoryDuplicateScanStore final : public DuplicateScanStore {
 public:
  absl::Status Enroll(absl::Span<const AreaCode> communes, absl::Time first,
                      absl::Time deadline) override;
  absl::StatusOr<std::optional<ScanTurn>> Claim(const Ulid& holder,
                                                absl::Time now,
                                                absl::Time lease_end,
                                                absl::Time deadline) override;
  absl::Status Done(const ScanTurn& turn, const Ulid& holder, absl::Time next,
                    absl::Time deadline) override;

 private:
  struct Row {
    std::int64_t position = 0;
    absl::Time due;
    Ulid holder;
    absl::Time lease_end = absl::InfinitePast();
  };
  std::mutex mu_;
  std::map<AreaCode, Row> rows_;
};

/// The commune that a village of the samples lies in.
AreaCode SampleCommune(const AreaCode& village);

/// Compares everybody with everybody by SampleReasons(). Thread safe; the
/// registry must outlive it.
class MemoryDuplicateFinder final : public DuplicateFinder {
 public:
  explicit MemoryDuplicateFinder(MemoryRegistry& registry)
      : registry_(registry) {}

  absl::StatusOr<std::vector<DuplicateFinding>> Find(
      absl::Span<const Household* const> households, const FindOptions& options,
      absl::Time deadline) override;
  absl::StatusOr<DuplicateScan> Scan(const VillageSet& villages,
                                     absl::Time deadline) override;

 private:
  MemoryRegistry& registry_;
};

/// Keeps cases. Thread safe.
class MemoryDuplicateStore final : public DuplicateStore {
 public:
  absl::StatusOr<std::vector<RaiseEffect>> Raise(
      absl::Span<const DuplicateFinding> findings, absl::Time now,
      absl::Time deadline) override;
  absl::Status TakeBack(const VillageSet& villages,
                        absl::Span<const DuplicateFinding> findings,
                        absl::Time deadline) override;
  absl::StatusOr<DuplicateCase> Get(const DuplicateId& id,
                                    absl::Time deadline) override;
  absl::StatusOr<std::vector<DuplicateCase>> List(
      const DuplicateFilter& filter, const std::optional<DuplicatePlace>& after,
      int limit, absl::Time deadline) override;
  absl::StatusOr<DuplicateCase> Update(const DuplicateId& id, Change change,
                                       absl::Time deadline) override;

 private:
  std::mutex mu_;
  std::map<DuplicateId, DuplicateCase> cases_;
};

}  // namespace rasoat::registry

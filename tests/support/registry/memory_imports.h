// The import store in memory, over the registry in memory.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "services/common/clock/clock.h"
#include "services/registry/store/import_store.h"
#include "tests/support/registry/memory_registry.h"

namespace rasoat::registry {

/// Keeps imports; its households go to the registry. Thread safe.
class MemoryImportStore final : public ImportStore, public PersonLookup {
 public:
  MemoryImportStore(MemoryRegistry& registry, const Clock& clock)
      : registry_(registry), clock_(clock) {}

  absl::StatusOr<Import> Create(const Import& import,
                                absl::Time deadline) override;
  absl::StatusOr<Import> Get(const ImportId& id, absl::Time deadline) override;
  absl::StatusOr<std::vector<Import>> List(const AreaCode& area,
                                           const ImportId& before, int limit,
                                           absl::Time deadline) override;
  absl::StatusOr<Import> Append(const ImportId& id, std::int64_t offset,
                                absl::string_view bytes,
                                absl::Time deadline) override;
  absl::StatusOr<Import> Update(const ImportId& id, Change change,
                                absl::Time deadline) override;
  absl::StatusOr<std::vector<ImportChunk>> Chunks(const ImportId& id,
                                                  absl::Time deadline) override;
  absl::StatusOr<std::string> ReadChunk(const ImportId& id, std::int64_t offset,
                                        absl::Time deadline) override;
  absl::StatusOr<std::vector<ImportRow>> Rows(const ImportRowFilter& filter,
                                              int limit,
                                              absl::Time deadline) override;
  absl::StatusOr<std::optional<Import>> Claim(const std::string& holder,
                                              absl::Duration lease,
                                              absl::Time deadline) override;
  absl::Status Release(const ImportId& id, const std::string& holder,
                       absl::Time deadline) override;
  absl::Status Commit(const Import& seen, const ImportBatch& batch,
                      const std::string& holder, absl::Duration lease,
                      absl::Time deadline) override;
  absl::StatusOr<std::vector<Household>> AtNumbers(
      const AreaCode& village, absl::Span<const std::int64_t> numbers,
      absl::Time deadline) override;
  absl::StatusOr<int> RemoveExpired(absl::Time now, int limit,
                                    absl::Time deadline) override;
  absl::StatusOr<std::vector<Holder>> HoldersOf(
      absl::Span<const std::string> citizen_ids, absl::Time deadline) override;

 private:
  struct Held {
    Import import;
    std::map<std::int64_t, std::string> chunks;
    std::map<ImportRowAt, ImportRow> rows;
    std::string holder;
    absl::Time until = absl::InfinitePast();
  };

  absl::Status CommitStep(const ImportStep& step, const ImportBatch& batch,
                          const std::string& holder, absl::Duration lease,
                          absl::Time deadline);
  absl::StatusOr<Held*> Find(const ImportId& id);
  absl::StatusOr<std::vector<Household>> All(const AreaCode& village,
                                             absl::Time deadline);

  MemoryRegistry& registry_;
  const Clock& clock_;
  std::mutex mu_;
  std::map<ImportId, Held> imports_;
};

}  // namespace rasoat::registry

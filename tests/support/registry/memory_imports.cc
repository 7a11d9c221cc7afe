#include "tests/support/registry/memory_imports.h"

#include <algorithm>
#include <utility>

#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"
#include "tests/support/registry/samples.h"

namespace rasoat::registry {
namespace {

using absl::StatusCode;

bool HasKind(const ImportRow& row, FindingKind kind) {
  if (kind == FindingKind::kUnspecified) return true;
  return std::any_of(
      row.findings.begin(), row.findings.end(),
      [&](const ImportFinding& finding) { return finding.kind == kind; });
}

}  // namespace

absl::StatusOr<MemoryImportStore::Held*> MemoryImportStore::Find(
    const ImportId& id) {
  auto found = imports_.find(id);
  if (found == imports_.end()) return ImportNotFound();
  return &found->second;
}

absl::StatusOr<Import> MemoryImportStore::Create(const Import& import,
                                                 absl::Time) {
  std::lock_guard lock(mu_);
  const auto [at, added] = imports_.try_emplace(import.id);
  if (added) at->second.import = import;
  if (!SameFile(at->second.import, import)) return ImportExists();
  return at->second.import;
}

absl::StatusOr<Import> MemoryImportStore::Get(const ImportId& id, absl::Time) {
  std::lock_guard lock(mu_);
  RASOAT_ASSIGN_OR_RETURN(Held * held, Find(id));
  return held->import;
}

absl::StatusOr<std::vector<Import>> MemoryImportStore::List(
    const AreaCode& area, const ImportId& before, int limit, absl::Time) {
  std::lock_guard lock(mu_);
  std::vector<Import> found;
  for (auto at = imports_.rbegin(); at != imports_.rend(); ++at) {
    if (at->second.import.area != area) continue;
    if (!before.empty() && !(at->first < before)) continue;
    if (static_cast<int>(found.size()) == limit) break;
    found.push_back(at->second.import);
  }
  return found;
}

absl::StatusOr<Import> MemoryImportStore::Append(const ImportId& id,
                                                 std::int64_t offset,
                                                 absl::string_view bytes,
                                                 absl::Time) {
  std::lock_guard lock(mu_);
  RASOAT_ASSIGN_OR_RETURN(Held * held, Find(id));
  Import& import = held->import;
  RASOAT_ASSIGN_OR_RETURN(
      const std::int64_t fresh,
      AcceptChunk(import, offset, static_cast<std::int64_t>(bytes.size())));
  if (fresh == 0) return import;
  held->chunks[import.received] =
      std::string(bytes.substr(bytes.size() - static_cast<std::size_t>(fresh)));
  import.received += fresh;
  if (import.received == import.size) import.state = ImportState::kUploaded;
  import.update_time = clock_.Now();
  return import;
}

absl::StatusOr<Import> MemoryImportStore::Update(const ImportId& id,
                                                 Change change, absl::Time) {
  std::lock_guard lock(mu_);
  RASOAT_ASSIGN_OR_RETURN(Held * held, Find(id));
  RASOAT_ASSIGN_OR_RETURN(Import next, change(held->import));
  if (next.busy() && next.state != held->import.state) held->rows.clear();
  held->import = std::move(next);
  held->import.update_time = clock_.Now();
  return held->import;
}

absl::StatusOr<std::vector<ImportChunk>> MemoryImportStore::Chunks(
    const ImportId& id, absl::Time) {
  std::lock_guard lock(mu_);
  RASOAT_ASSIGN_OR_RETURN(Held * held, Find(id));
  std::vector<ImportChunk> chunks;
  for (const auto& [offset, bytes] : held->chunks) {
    chunks.push_back({offset, static_cast<std::int64_t>(bytes.size())});
  }
  return chunks;
}

absl::StatusOr<std::string> MemoryImportStore::ReadChunk(const ImportId& id,
                                                         std::int64_t offset,
                                                         absl::Time) {
  std::lock_guard lock(mu_);
  RASOAT_ASSIGN_OR_RETURN(Held * held, Find(id));
  auto found = held->chunks.find(offset);
  if (found == held->chunks.end()) return ImportFileGone();
  return found->second;
}

absl::StatusOr<std::vector<ImportRow>> MemoryImportStore::Rows(
    const ImportRowFilter& filter, int limit, absl::Time) {
  std::lock_guard lock(mu_);
  RASOAT_ASSIGN_OR_RETURN(Held * held, Find(filter.import));
  std::vector<ImportRow> rows;
  for (auto at = held->rows.upper_bound(filter.after);
       at != held->rows.end() && static_cast<int>(rows.size()) < limit; ++at) {
    if (HasKind(at->second, filter.kind)) rows.push_back(at->second);
  }
  return rows;
}

absl::StatusOr<std::optional<Import>> MemoryImportStore::Claim(
    const std::string& holder, absl::Duration lease, absl::Time) {
  std::lock_guard lock(mu_);
  const absl::Time now = SystemClock().Now();
  for (auto& [id, held] : imports_) {
    if (!held.import.busy() || held.until > now) continue;
    held.holder = holder;
    held.until = now + lease;
    ++held.import.attempts;
    return std::optional<Import>(held.import);
  }
  return std::optional<Import>();
}

absl::Status MemoryImportStore::Release(const ImportId& id,
                                        const std::string& holder, absl::Time) {
  std::lock_guard lock(mu_);
  RASOAT_ASSIGN_OR_RETURN(Held * held, Find(id));
  if (held->holder == holder) held->until = absl::InfinitePast();
  return absl::OkStatus();
}

absl::Status MemoryImportStore::Commit(const Import& seen,
                                       const ImportBatch& batch,
                                       const std::string& holder,
                                       absl::Duration lease,
                                       absl::Time deadline) {
  ImportStep step{.seen = seen, .next = batch.next};
  if (batch.turn != nullptr) {
    RASOAT_ASSIGN_OR_RETURN(step, batch.turn());
  }
  return CommitStep(step, batch, holder, lease, deadline);
}

absl::Status MemoryImportStore::CommitStep(const ImportStep& step,
                                           const ImportBatch& batch,
                                           const std::string& holder,
                                           absl::Duration lease,
                                           absl::Time deadline) {
  std::lock_guard lock(mu_);
  const Import& seen = step.seen;
  RASOAT_ASSIGN_OR_RETURN(Held * held, Find(seen.id));
  if (held->holder != holder || held->import.state != seen.state ||
      held->import.done != seen.done) {
    return Error(StatusCode::kAborted, "IMPORT_LOST", "lost");
  }
  for (const Household* household : batch.created) {
    RASOAT_ASSIGN_OR_RETURN(
        const auto there,
        AtNumbers(household->village,
                  absl::MakeConstSpan(&household->number, 1), deadline));
    if (!there.empty()) {
      return Error(StatusCode::kAlreadyExists, "IMPORT_COLLIDED", "taken");
    }
  }
  for (const Household* household : batch.created) {
    const NewVisit visit{.household = *household};
    RASOAT_RETURN_IF_ERROR(
        registry_.Take(absl::MakeConstSpan(&visit, 1), deadline).status());
  }
  for (const Household* household : batch.updated) {
    RASOAT_RETURN_IF_ERROR(
        registry_
            .Update(
                household->id,
                [&](const Household& now) -> absl::StatusOr<Household> {
                  if (now.revision != household->revision) {
                    return Error(StatusCode::kAborted, "IMPORT_RACED", "raced");
                  }
                  return *household;
                },
                deadline)
            .status());
  }
  for (const ImportRow* row : batch.rows) held->rows[row->at] = *row;
  held->import = step.next;
  held->until = SystemClock().Now() + lease;
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Household>> MemoryImportStore::All(
    const AreaCode& village, absl::Time deadline) {
  return registry_.List(HouseholdFilter{.village = village}, HouseholdPlace(),
                        1'000'000, deadline);
}

absl::StatusOr<std::vector<Household>> MemoryImportStore::AtNumbers(
    const AreaCode& village, absl::Span<const std::int64_t> numbers,
    absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(std::vector<Household> all, All(village, deadline));
  std::erase_if(all, [&](const Household& household) {
    return std::find(numbers.begin(), numbers.end(), household.number) ==
           numbers.end();
  });
  return all;
}

absl::StatusOr<int> MemoryImportStore::RemoveExpired(absl::Time now, int limit,
                                                     absl::Time) {
  std::lock_guard lock(mu_);
  int removed = 0;
  for (auto& [id, held] : imports_) {
    if (removed == limit) break;
    if (held.import.expire_time > now || held.import.busy()) continue;
    if (held.chunks.empty() && held.rows.empty()) continue;
    held.chunks.clear();
    held.rows.clear();
    ++removed;
  }
  return removed;
}

absl::StatusOr<std::vector<PersonLookup::Holder>> MemoryImportStore::HoldersOf(
    absl::Span<const std::string> citizen_ids, absl::Time deadline) {
  std::vector<Holder> holders;
  for (const Area& area : SampleAreas()) {
    if (area.tier != Tier::kVillage) continue;
    RASOAT_ASSIGN_OR_RETURN(const std::vector<Household> all,
                            All(area.code, deadline));
    for (const Household& household : all) {
      for (const Member& member : household.members) {
        if (member.identity_kind == IdentityKind::kCitizenId &&
            std::find(citizen_ids.begin(), citizen_ids.end(),
                      member.identity_number) != citizen_ids.end()) {
          holders.push_back({member.identity_number, household.id});
        }
      }
    }
  }
  return holders;
}

}  // namespace rasoat::registry

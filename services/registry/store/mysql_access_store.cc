#include "services/registry/store/mysql_access_store.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/store/mysql_access_chain.h"
#include "services/registry/store/mysql_id_lists.h"

namespace rasoat::registry {
namespace {

constexpr char kInsertHead[] =
    "INSERT INTO access_chain (shard, position, proof, seal) VALUES";
constexpr char kKeepHead[] = "ON DUPLICATE KEY UPDATE shard = shard";

constexpr char kUpdateHead[] = R"sql(
  UPDATE access_chain SET position = ?, proof = ?, seal = ?
   WHERE shard = ?)sql";

constexpr char kSelectHeads[] = R"sql(
  SELECT shard, position, proof
    FROM access_chain
   WHERE position > 0
   ORDER BY shard)sql";

constexpr char kSelectStray[] = R"sql(
  SELECT shard, position FROM access_entry
   WHERE shard < 0 OR shard >= ?
   ORDER BY shard, position
   LIMIT 1)sql";

constexpr char kSelectLast[] = R"sql(
  SELECT position FROM access_entry
   WHERE shard = ? ORDER BY position LIMIT 1)sql";

#define RASOAT_ACCESS_COLUMNS                                              \
  "SELECT e.shard, e.position, e.time, e.subject, e.authority, e.method, " \
  "e.request_id, e.purpose, e.scope, e.whole_scope, e.household_count, "   \
  "e.proof"
#define RASOAT_ACCESS_BEFORE                                               \
  " time >= ? AND time <= ? AND (time < ? OR shard < ? OR (shard = ? AND " \
  "position < ?)) "
#define RASOAT_ACCESS_ORDER \
  " ORDER BY time DESC, shard DESC, position DESC LIMIT ?"

constexpr char kListAll[] = RASOAT_ACCESS_COLUMNS
    " FROM access_entry e WHERE" RASOAT_ACCESS_BEFORE RASOAT_ACCESS_ORDER;

constexpr char kListOfSubject[] = RASOAT_ACCESS_COLUMNS
    " FROM access_entry e WHERE subject = ? AND" RASOAT_ACCESS_BEFORE
        RASOAT_ACCESS_ORDER;

// An entry names a household, or was a look at all of one of the scopes.
constexpr char kListOfHousehold[] = RASOAT_ACCESS_COLUMNS
    " FROM ((SELECT time, shard, position FROM access_household"
    "         WHERE household_id = ? AND" RASOAT_ACCESS_BEFORE
        RASOAT_ACCESS_ORDER
    ") UNION (SELECT time, shard, position FROM access_entry"
    "         WHERE whole_scope = 1 AND scope IN (?, ?, ?, ?, ?, ?, ?, ?, ?, "
    "?, ?, ?, ?, ?, ?, ?) AND" RASOAT_ACCESS_BEFORE RASOAT_ACCESS_ORDER
    ")) k JOIN access_entry e ON e.shard = k.shard AND e.position = k.position"
    " ORDER BY e.time DESC, e.shard DESC, e.position DESC LIMIT ?";
constexpr std::size_t kMostScopes = 16;

#undef RASOAT_ACCESS_COLUMNS
#undef RASOAT_ACCESS_BEFORE
#undef RASOAT_ACCESS_ORDER

// What a DATETIME can hold.
const absl::Time kFirstTime = absl::FromUnixSeconds(0);
const absl::Time kLastTime =
    absl::FromCivil(absl::CivilYear(9999), absl::UTCTimeZone());

absl::Status Broken() {
  return Error(absl::StatusCode::kDataLoss, "ACCESS_LOG_BROKEN",
               "the end of a chain of the access log is not what was written");
}

/// What is wrong with `access`, which should stand after `previous`.
std::optional<AccessBreak> Judge(const crypto::BlindIndex& key,
                                 const AccessPlace& want,
                                 const std::string& previous,
                                 const StoredAccess* access) {
  if (access == nullptr || access->kept.place != want) {
    return AccessBreak{want, AccessFault::kMissing};
  }
  const bool whole =
      !access->time_differs &&
      access->household_count ==
          static_cast<std::int64_t>(access->kept.entry.households.size()) &&
      access->proof == ProofOf(key, want, previous, access->kept.entry);
  if (whole) return std::nullopt;
  return AccessBreak{want, AccessFault::kChanged};
}

}  // namespace

absl::Status MySqlAccessStore::Append(AccessEntry entry, absl::Time deadline) {
  // What is proved is what is stored.
  entry.time = absl::FromUnixMicros(absl::ToUnixMicros(entry.time));
  Waiting mine{.entry = std::move(entry), .deadline = deadline};
  std::unique_lock lock(mu_);
  queue_.push_back(&mine);
  while (!mine.done) {
    if (writing_) {
      ended_.wait(lock);
      continue;
    }
    // Nobody writes: this caller does, for all who wait.
    writing_ = true;
    const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(
                                          std::min(kBatch, queue_.size()));
    const std::vector<Waiting*> batch(queue_.begin(), end);
    queue_.erase(queue_.begin(), end);
    lock.unlock();
    const absl::Status status = Write(batch);
    lock.lock();
    writing_ = false;
    for (Waiting* one : batch) {
      one->status = status;
      one->done = true;
    }
    ended_.notify_all();
  }
  return mine.status;
}

absl::Status MySqlAccessStore::Write(absl::Span<Waiting* const> batch) {
  absl::Time deadline = absl::InfinitePast();
  for (const Waiting* one : batch) deadline = std::max(deadline, one->deadline);
  absl::Status status;
  for (int tried = 0; tried < kShards; ++tried) {
    status = WriteTo(shard_, batch, deadline);
    if (ReasonOf(status) != "ACCESS_LOG_BROKEN") break;
    shard_ = (shard_ + 1) % kShards;
  }
  return status;
}

absl::Status MySqlAccessStore::WriteTo(int shard,
                                       absl::Span<Waiting* const> batch,
                                       absl::Time deadline) {
  return mysql::InTransaction(
      pool_, deadline, [&](mysql::Transaction& tx) -> absl::Status {
        RASOAT_ASSIGN_OR_RETURN(auto stored, ReadHead(tx, shard, true));
        if (!stored) {
          const AccessHead none{{shard, 0}, kNoProof};
          const std::string seal = SealOf(key_, none);
          RASOAT_RETURN_IF_ERROR(tx.InsertRows(
                                       kInsertHead, 1, 4,
                                       [&](std::size_t, mysql::Params& out) {
                                         out.AddAll(shard, 0,
                                                    mysql::Blob{none.proof},
                                                    mysql::Blob{seal});
                                       },
                                       kKeepHead)
                                     .status());
          RASOAT_ASSIGN_OR_RETURN(stored, ReadHead(tx, shard, true));
          if (!stored) return Broken();
        }
        AccessHead head = stored->head;
        if (stored->seal != SealOf(key_, head)) return Broken();
        const AccessPlace first{shard, head.place.position + 1};
        std::vector<const AccessEntry*> entries;
        std::vector<std::string> proofs;
        for (const Waiting* one : batch) {
          ++head.place.position;
          head.proof = ProofOf(key_, head.place, head.proof, one->entry);
          entries.push_back(&one->entry);
          proofs.push_back(head.proof);
        }
        absl::Status inserted = InsertAccesses(tx, first, entries, proofs);
        // Somebody put a row where the next one belongs.
        if (ReasonOf(inserted) == "DUPLICATE_KEY") return Broken();
        RASOAT_RETURN_IF_ERROR(inserted);
        return tx
            .Execute(kUpdateHead, head.place.position, mysql::Blob{head.proof},
                     mysql::Blob{SealOf(key_, head)}, shard)
            .status();
      });
}

absl::StatusOr<std::vector<KeptAccess>> MySqlAccessStore::List(
    const AccessFilter& filter, const AccessCursor& before, int limit,
    absl::Time deadline) {
  const absl::Time start = std::max(filter.start, kFirstTime);
  const absl::Time end = std::min(before.time, kLastTime);
  const AccessPlace& place = before.place;
  return mysql::Read(
      pool_, deadline,
      [&](mysql::Reader& reader) -> absl::StatusOr<std::vector<KeptAccess>> {
        absl::StatusOr<std::vector<StoredAccess>> found;
        if (!filter.household.empty()) {
          std::vector<std::string> s = filter.scopes;
          s.resize(kMostScopes);
          found = reader.Query(
              kListOfHousehold, ReadAccessRow, Stored(filter.household), start,
              end, end, place.shard, place.shard, place.position, limit, s[0],
              s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8], s[9], s[10],
              s[11], s[12], s[13], s[14], s[15], start, end, end, place.shard,
              place.shard, place.position, limit, limit);
        } else if (!filter.subject.empty()) {
          found = reader.Query(kListOfSubject, ReadAccessRow, filter.subject,
                               start, end, end, place.shard, place.shard,
                               place.position, limit);
        } else {
          found = reader.Query(kListAll, ReadAccessRow, start, end, end,
                               place.shard, place.shard, place.position, limit);
        }
        if (!found.ok()) return found.status();
        std::vector<KeptAccess> kept;
        for (StoredAccess& access : *found) {
          if (access.household_count > 0) {
            RASOAT_RETURN_IF_ERROR(AddHouseholds(reader, access));
          }
          kept.push_back(std::move(access.kept));
        }
        return kept;
      });
}

absl::StatusOr<AccessWalk> MySqlAccessStore::Walk(const AccessPlace& after,
                                                  int limit,
                                                  absl::Time deadline) {
  return mysql::Read(
      pool_, deadline,
      [&](mysql::Reader& reader) -> absl::StatusOr<AccessWalk> {
        AccessWalk walk;
        if (after.shard >= kShards) {
          RASOAT_ASSIGN_OR_RETURN(const auto stray,
                                  reader.QueryOne(
                                      kSelectStray,
                                      [](const mysql::Row& row) {
                                        return AccessPlace{
                                            static_cast<int>(row.Int("shard")),
                                            row.Int("position")};
                                      },
                                      kShards));
          if (stray) walk.broken = {*stray, AccessFault::kInserted};
          return walk;
        }
        RASOAT_ASSIGN_OR_RETURN(const auto stored,
                                ReadHead(reader, after.shard, false));
        const AccessPlace next_chain{after.shard + 1, 0};
        if (!stored) {
          RASOAT_ASSIGN_OR_RETURN(
              const auto orphan,
              reader.QueryOne(
                  kSelectLast,
                  [](const mysql::Row& row) { return row.Int("position"); },
                  after.shard));
          if (orphan || after.position > 0) {
            walk.broken = {{after.shard, orphan.value_or(1)},
                           AccessFault::kEnd};
          } else {
            walk.next = next_chain;
          }
          return walk;
        }
        const AccessHead& head = stored->head;
        if (stored->seal != SealOf(key_, head)) {
          walk.broken = {head.place, AccessFault::kEnd};
          return walk;
        }
        std::string previous = kNoProof;
        if (after.position > 0) {
          RASOAT_ASSIGN_OR_RETURN(
              const auto last,
              ReadChain(reader, {after.shard, after.position - 1},
                        after.position));
          if (last.empty()) {
            walk.broken = {after, AccessFault::kMissing};
            return walk;
          }
          previous = last[0].proof;
        }
        const std::int64_t until =
            std::min(head.place.position, after.position + limit);
        RASOAT_ASSIGN_OR_RETURN(const auto chain,
                                ReadChain(reader, after, until));
        AccessPlace want = after;
        for (std::size_t i = 0; want.position < until; ++i) {
          ++want.position;
          const StoredAccess* access = i < chain.size() ? &chain[i] : nullptr;
          walk.broken = Judge(key_, want, previous, access);
          if (walk.broken) return walk;
          previous = access->proof;
          ++walk.checked;
        }
        if (until < head.place.position) {
          walk.next = want;
        } else if (previous != head.proof) {
          walk.broken = {head.place, AccessFault::kEnd};
        } else if (stored->last > head.place.position) {
          walk.broken = {{after.shard, stored->last}, AccessFault::kInserted};
        } else {
          walk.next = next_chain;
        }
        return walk;
      });
}

absl::StatusOr<std::vector<AccessHead>> MySqlAccessStore::Heads(
    absl::Time deadline) {
  return mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
    return reader.Query(kSelectHeads, [](const mysql::Row& row) {
      return AccessHead{
          {static_cast<int>(row.Int("shard")), row.Int("position")},
          row.Blob("proof")};
    });
  });
}

absl::StatusOr<std::optional<AccessBreak>> MySqlAccessStore::Compare(
    const AccessHead& noted, absl::Time deadline) {
  return mysql::Read(
      pool_, deadline,
      [&](mysql::Reader& reader) -> absl::StatusOr<std::optional<AccessBreak>> {
        AccessPlace before = noted.place;
        --before.position;
        RASOAT_ASSIGN_OR_RETURN(
            const auto found, ReadChain(reader, before, noted.place.position));
        std::optional<AccessBreak> broken;
        if (found.empty()) {
          broken = {noted.place, AccessFault::kMissing};
        } else if (found[0].proof != noted.proof) {
          broken = {noted.place, AccessFault::kChanged};
        }
        return broken;
      });
}

}  // namespace rasoat::registry

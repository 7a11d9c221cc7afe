#include "services/registry/store/mysql_access_chain.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/status/status_macros.h"
#include "services/registry/store/mysql_id_lists.h"

namespace rasoat::registry {
namespace {

// A chain without entries has no row to tell the highest of.
constexpr char kSelectHead[] = R"sql(
  SELECT c.shard, c.position, c.proof, c.seal,
         (SELECT COALESCE(MAX(e.position), 0)
            FROM access_entry e WHERE e.shard = c.shard) AS last
    FROM access_chain c
   WHERE c.shard = ?)sql";

constexpr char kLockHead[] = R"sql(
  SELECT shard, position, proof, seal, position AS last
    FROM access_chain
   WHERE shard = ?
     FOR UPDATE)sql";

constexpr char kSelectChain[] = R"sql(
  SELECT shard, position, time, subject, authority, method, request_id,
         purpose, scope, whole_scope, household_count, proof
    FROM access_entry
   WHERE shard = ? AND position > ? AND position <= ?
   ORDER BY position)sql";

constexpr char kSelectChainHouseholds[] = R"sql(
  SELECT position, household_id, time
    FROM access_household
   WHERE shard = ? AND position > ? AND position <= ?
   ORDER BY position, household_id)sql";

constexpr char kInsertEntries[] =
    "INSERT INTO access_entry (shard, position, time, subject, authority, "
    "method, request_id, purpose, scope, whole_scope, household_count, proof) "
    "VALUES";

constexpr char kInsertHouseholds[] =
    "INSERT INTO access_household (household_id, time, shard, position) VALUES";

void AppendText(std::string& out, absl::string_view text) {
  absl::StrAppend(&out, text.size(), ":", text);
}

std::string BytesOf(const HouseholdId& id) {
  return std::string(id.bytes.begin(), id.bytes.end());
}

}  // namespace

std::string ProofOf(const crypto::BlindIndex& key, const AccessPlace& place,
                    const std::string& previous, const AccessEntry& entry) {
  // Every part says how long it is: no two entries make one text.
  std::string text =
      absl::StrCat(place.shard, " ", place.position, " ",
                   absl::ToUnixMicros(entry.time), " ", entry.whole_scope, " ");
  for (const std::string* part :
       {&previous, &entry.subject, &entry.authority, &entry.method,
        &entry.request_id, &entry.purpose, &entry.scope}) {
    AppendText(text, *part);
  }
  absl::StrAppend(&text, entry.households.size(), ":");
  for (const HouseholdId& id : entry.households) text += BytesOf(id);
  return key.Proof("access_entry", text);
}

std::string SealOf(const crypto::BlindIndex& key, const AccessHead& head) {
  return key.Proof("access_chain",
                   absl::StrCat(head.place.shard, " ", head.place.position, " ",
                                head.proof));
}

absl::StatusOr<std::optional<StoredHead>> ReadHead(mysql::Reader& reader,
                                                   int shard, bool lock) {
  return reader.QueryOne(
      lock ? kLockHead : kSelectHead,
      [](const mysql::Row& row) {
        return StoredHead{.head = {.place = {static_cast<int>(row.Int("shard")),
                                             row.Int("position")},
                                   .proof = row.Blob("proof")},
                          .seal = row.Blob("seal"),
                          .last = row.Int("last")};
      },
      shard);
}

StoredAccess ReadAccessRow(const mysql::Row& row) {
  StoredAccess access;
  access.kept.place = {static_cast<int>(row.Int("shard")), row.Int("position")};
  AccessEntry& entry = access.kept.entry;
  entry.time = row.Time("time");
  entry.subject = row.Text("subject");
  entry.authority = row.Text("authority");
  entry.method = row.Text("method");
  entry.request_id = row.Text("request_id");
  entry.purpose = row.Text("purpose");
  entry.scope = row.Text("scope");
  entry.whole_scope = row.Bool("whole_scope");
  access.household_count = row.Int("household_count");
  access.proof = row.Blob("proof");
  return access;
}

absl::StatusOr<std::vector<StoredAccess>> ReadChain(mysql::Reader& reader,
                                                    const AccessPlace& after,
                                                    std::int64_t until) {
  RASOAT_ASSIGN_OR_RETURN(std::vector<StoredAccess> all,
                          reader.Query(kSelectChain, ReadAccessRow, after.shard,
                                       after.position, until));
  auto at = all.begin();
  RASOAT_RETURN_IF_ERROR(reader.ForEach(
      kSelectChainHouseholds,
      [&](const mysql::Row& row) -> absl::Status {
        const std::int64_t position = row.Int("position");
        while (at != all.end() && at->kept.place.position < position) ++at;
        if (at == all.end() || at->kept.place.position != position) {
          return absl::OkStatus();  // of an entry that is missing
        }
        at->kept.entry.households.push_back(
            IdOf<HouseholdId>(row.Id("household_id")));
        at->time_differs |= row.Time("time") != at->kept.entry.time;
        return absl::OkStatus();
      },
      after.shard, after.position, until));
  return all;
}

absl::Status AddHouseholds(mysql::Reader& reader, StoredAccess& access) {
  const AccessPlace place = access.kept.place;
  return reader.ForEach(
      kSelectChainHouseholds,
      [&](const mysql::Row& row) -> absl::Status {
        access.kept.entry.households.push_back(
            IdOf<HouseholdId>(row.Id("household_id")));
        return absl::OkStatus();
      },
      place.shard, place.position - 1, place.position);
}

absl::Status InsertAccesses(mysql::Transaction& tx, const AccessPlace& first,
                            const std::vector<const AccessEntry*>& entries,
                            const std::vector<std::string>& proofs) {
  std::vector<std::pair<const HouseholdId*, std::size_t>> households;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    for (const HouseholdId& id : entries[i]->households) {
      households.emplace_back(&id, i);
    }
  }
  const auto position = [&](std::size_t i) {
    return first.position + static_cast<std::int64_t>(i);
  };
  RASOAT_RETURN_IF_ERROR(
      tx.InsertRows(kInsertEntries, entries.size(), 12,
                    [&](std::size_t i, mysql::Params& out) {
                      const AccessEntry& entry = *entries[i];
                      out.AddAll(first.shard, position(i), entry.time,
                                 entry.subject, entry.authority, entry.method,
                                 entry.request_id, entry.purpose, entry.scope,
                                 entry.whole_scope, entry.households.size(),
                                 mysql::Blob{proofs[i]});
                    })
          .status());
  return tx
      .InsertRows(kInsertHouseholds, households.size(), 4,
                  [&](std::size_t row, mysql::Params& out) {
                    const auto& [id, i] = households[row];
                    out.AddAll(Stored(*id), entries[i]->time, first.shard,
                               position(i));
                  })
      .status();
}

}  // namespace rasoat::registry

#include "services/registry/store/mysql_household_rows.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/status/status_macros.h"
#include "services/registry/store/mysql_id_lists.h"
#include "services/registry/store/mysql_person_rows.h"

namespace rasoat::registry {
namespace {

// What both tables have, besides the household's id.
#define RASOAT_STATE_COLUMNS                                           \
  "village, number, status, merged_into, register_date, create_time, " \
  "update_time, revision, event_kind, event_date, event_actor, "       \
  "event_related, event_request, key_id, content"

constexpr char kSelect[] =
    "SELECT id, " RASOAT_STATE_COLUMNS "  FROM household WHERE id";

constexpr char kSelectPast[] =
    "SELECT household_id AS id, " RASOAT_STATE_COLUMNS
    "  FROM household_past"
    " WHERE household_id = ? AND revision < ?"
    " ORDER BY revision DESC"
    " LIMIT ?";

constexpr char kSelectByRequest[] =
    "SELECT id, " RASOAT_STATE_COLUMNS
    "  FROM household WHERE id = ? AND event_request = ?"
    " UNION ALL "
    "SELECT household_id, " RASOAT_STATE_COLUMNS
    "  FROM household_past WHERE household_id = ? AND event_request = ?";

constexpr char kSelectActive[] =
    "SELECT id, " RASOAT_STATE_COLUMNS
    "  FROM household"
    " WHERE village = ? AND number > ? AND number LIKE ?"
    " ORDER BY number"
    " LIMIT ?";

// Equal numbers lie by id in the index.
constexpr char kSelectGone[] =
    "SELECT id, " RASOAT_STATE_COLUMNS
    "  FROM household"
    " WHERE village = ? AND number IS NULL AND status = ? AND id > ?"
    " ORDER BY id"
    " LIMIT ?";

constexpr char kInsert[] =
    "INSERT INTO household (id, fingerprint, phone_index, " RASOAT_STATE_COLUMNS
    ") VALUES";
constexpr std::size_t kInsertColumns = 18;

constexpr char kKeep[] =
    "INSERT INTO household_past (household_id, " RASOAT_STATE_COLUMNS
    ") SELECT id, " RASOAT_STATE_COLUMNS "  FROM household WHERE id = ?";

constexpr char kUpdate[] =
    "UPDATE household"
    "   SET phone_index = ?, village = ?, number = ?, status = ?,"
    "       merged_into = ?, register_date = ?, create_time = ?,"
    "       update_time = ?, revision = ?, event_kind = ?, event_date = ?,"
    "       event_actor = ?, event_related = ?, event_request = ?, key_id = ?,"
    "       content = ?"
    " WHERE id = ?";

constexpr char kRewrite[] =
    "UPDATE household SET key_id = ?, content = ?, event_request = NULL"
    " WHERE id = ? AND revision = ?";
constexpr char kRewritePast[] =
    "UPDATE household_past SET key_id = ?, content = ?, event_request = NULL"
    " WHERE household_id = ? AND revision = ?";

constexpr char kSetPrint[] =
    "UPDATE household SET fingerprint = ? WHERE id = ?";

#undef RASOAT_STATE_COLUMNS

/// The key id of content that a migration wrote: JSON, not sealed.
constexpr std::uint32_t kNotSealed = 0;

template <class AnyId>
std::optional<Ulid> StoredOrNull(const AnyId& id) {
  return id.empty() ? std::nullopt : std::optional<Ulid>(Stored(id));
}

std::optional<mysql::Blob> BlobOrNull(const std::string& bytes) {
  if (bytes.empty()) return std::nullopt;
  return mysql::Blob{bytes};
}

/// Gives the values of the columns of both tables to `put`, in their order.
template <class Put>
auto WithState(const Household& household, const crypto::Sealed& content,
               Put put) {
  const HouseholdEvent& event = household.event;
  std::optional<std::int64_t> number;
  if (household.number != 0) number = household.number;
  return put(household.village.value, number,
             static_cast<int>(household.status),
             StoredOrNull(household.merged_into), household.register_date,
             household.create_time, household.update_time, household.revision,
             static_cast<int>(event.kind), event.date, event.actor,
             StoredOrNull(event.related), BlobOrNull(event.request),
             content.key_id, mysql::Blob{content.bytes});
}

}  // namespace

std::string SealedFor(const HouseholdId& id, std::int64_t revision) {
  const std::string bytes(id.bytes.begin(), id.bytes.end());
  return absl::StrCat("household", bytes, revision);
}

absl::Status MySqlHouseholdRows::ReadContent(const mysql::Row& row,
                                             Household& household) const {
  const auto key = static_cast<std::uint32_t>(row.Int("key_id"));
  const std::string content = row.Blob("content");
  if (key == kNotSealed) return codec_.UnpackJson(content, household);
  RASOAT_ASSIGN_OR_RETURN(
      const std::string packed,
      keys_.Open(key, content, SealedFor(household.id, household.revision)));
  return codec_.UnpackContent(packed, household);
}

crypto::Sealed MySqlHouseholdRows::Seal(const Household& household) const {
  return keys_.Seal(codec_.PackContent(household),
                    SealedFor(household.id, household.revision));
}

/// Empty for none: who left the register is not found by telephone.
std::string MySqlHouseholdRows::PhoneIndex(const Household& household) const {
  if (!household.active() || household.phone.empty()) return "";
  return index_.Of("phone", PhoneKey(household.phone));
}

absl::StatusOr<Household> MySqlHouseholdRows::ReadRow(
    const mysql::Row& row) const {
  Household household;
  household.id = IdOf<HouseholdId>(row.Id("id"));
  household.village.value = row.Text("village");
  household.number = row.MaybeInt("number").value_or(0);
  household.status = static_cast<HouseholdStatus>(row.Int("status"));
  household.merged_into =
      IdOf<HouseholdId>(row.MaybeId("merged_into").value_or(Ulid{}));
  household.register_date = row.Day("register_date");
  household.create_time = row.Time("create_time");
  household.update_time = row.Time("update_time");
  household.revision = row.Int("revision");
  household.event.kind = static_cast<EventKind>(row.Int("event_kind"));
  household.event.date = row.Day("event_date");
  household.event.actor = row.Text("event_actor");
  household.event.related =
      IdOf<HouseholdId>(row.MaybeId("event_related").value_or(Ulid{}));
  household.event.request = row.MaybeBlob("event_request").value_or("");
  RASOAT_RETURN_IF_ERROR(ReadContent(row, household));
  return household;
}

absl::StatusOr<std::vector<Household>> MySqlHouseholdRows::Read(
    mysql::Reader& reader, absl::Span<const HouseholdId> ids) const {
  std::vector<Ulid> stored;
  stored.reserve(ids.size());
  for (const HouseholdId& id : ids) stored.push_back(Stored(id));
  std::vector<Household> households;
  households.reserve(ids.size());
  RASOAT_RETURN_IF_ERROR(
      ForEachById(reader, kSelect, stored, "ORDER BY id",
                  [&](const mysql::Row& row) -> absl::Status {
                    RASOAT_ASSIGN_OR_RETURN(Household household, ReadRow(row));
                    households.push_back(std::move(household));
                    return absl::OkStatus();
                  }));
  return households;
}

absl::StatusOr<std::vector<Household>> MySqlHouseholdRows::ReadForUpdate(
    mysql::Transaction& tx, absl::Span<const HouseholdId> ids) const {
  std::vector<HouseholdId> sorted(ids.begin(), ids.end());
  std::sort(sorted.begin(), sorted.end());
  std::vector<Household> households;
  for (const HouseholdId& id : sorted) {
    const Ulid stored = Stored(id);
    RASOAT_RETURN_IF_ERROR(
        ForEachById(tx, kSelect, absl::MakeConstSpan(&stored, 1), "FOR UPDATE",
                    [&](const mysql::Row& row) -> absl::Status {
                      RASOAT_ASSIGN_OR_RETURN(Household one, ReadRow(row));
                      households.push_back(std::move(one));
                      return absl::OkStatus();
                    }));
  }
  return households;
}

absl::StatusOr<std::vector<Household>> MySqlHouseholdRows::ReadVillage(
    mysql::Reader& reader, const HouseholdFilter& filter,
    const HouseholdPlace& after, int limit) const {
  const auto read = [&](const mysql::Row& row) { return ReadRow(row); };
  if (filter.status == HouseholdStatus::kActive) {
    return reader.Query(kSelectActive, read, filter.village.value, after.number,
                        absl::StrCat(filter.number_prefix, "%"), limit);
  }
  return reader.Query(kSelectGone, read, filter.village.value,
                      static_cast<int>(filter.status), Stored(after.id), limit);
}

absl::StatusOr<std::vector<Household>> MySqlHouseholdRows::ReadPast(
    mysql::Reader& reader, const HouseholdId& id, std::int64_t before,
    int limit) const {
  return reader.Query(
      kSelectPast, [&](const mysql::Row& row) { return ReadRow(row); },
      Stored(id), before, limit);
}

absl::StatusOr<std::vector<Household>> MySqlHouseholdRows::ReadByRequest(
    mysql::Reader& reader, const HouseholdId& id,
    const std::string& request) const {
  return reader.Query(
      kSelectByRequest, [&](const mysql::Row& row) { return ReadRow(row); },
      Stored(id), mysql::Blob{request}, Stored(id), mysql::Blob{request});
}

absl::Status MySqlHouseholdRows::Insert(
    mysql::Transaction& tx,
    absl::Span<const Household* const> households) const {
  RASOAT_RETURN_IF_ERROR(
      tx.InsertRows(kInsert, households.size(), kInsertColumns,
                    [&](std::size_t row, mysql::Params& out) {
                      const Household& household = *households[row];
                      const std::string print = codec_.Fingerprint(household);
                      const std::string phone = PhoneIndex(household);
                      out.AddAll(Stored(household.id), mysql::Blob{print},
                                 BlobOrNull(phone));
                      WithState(household, Seal(household),
                                [&](const auto&... values) {
                                  out.AddAll(values...);
                                });
                    })
          .status());
  return InsertPersons(tx, households, index_);
}

absl::Status MySqlHouseholdRows::Replace(
    mysql::Transaction& tx,
    absl::Span<const Household* const> households) const {
  // All leave before any comes, so that a citizen id can go from one household
  // to another.
  for (const Household* household : households) {
    RASOAT_RETURN_IF_ERROR(DeletePersons(tx, household->id));
  }
  for (const Household* household : households) {
    const Ulid id = Stored(household->id);
    RASOAT_RETURN_IF_ERROR(tx.Execute(kKeep, id).status());
    const std::string phone = PhoneIndex(*household);
    RASOAT_RETURN_IF_ERROR(
        WithState(*household, Seal(*household), [&](const auto&... values) {
          return tx.Execute(kUpdate, BlobOrNull(phone), values..., id).status();
        }));
  }
  return InsertPersons(tx, households, index_);
}

absl::Status MySqlHouseholdRows::RewriteContent(
    mysql::Transaction& tx, const Household& household) const {
  const crypto::Sealed content = Seal(household);
  for (const char* statement : {kRewrite, kRewritePast}) {
    RASOAT_RETURN_IF_ERROR(tx.Execute(statement, content.key_id,
                                      mysql::Blob{content.bytes},
                                      Stored(household.id), household.revision)
                               .status());
  }
  // The print of the household is that of its first state.
  return household.revision == 1 ? SetPrint(tx, household) : absl::OkStatus();
}

absl::Status MySqlHouseholdRows::SetPrint(mysql::Transaction& tx,
                                          const Household& household) const {
  return tx
      .Execute(kSetPrint, mysql::Blob{codec_.Fingerprint(household)},
               Stored(household.id))
      .status();
}

}  // namespace rasoat::registry

#include "services/registry/store/mysql_erasure_store.h"

#include <limits>
#include <string>
#include <utility>

#include "rasoat/registry/v1/erasures.pb.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/store/mysql_id_lists.h"
#include "services/registry/store/mysql_village_words.h"
#include "services/registry/store/row_seal.h"

namespace rasoat::registry {
namespace {

constexpr int kStatesAtOnce = 100;

#define RASOAT_ERASURE_COLUMNS                                         \
  "id, household_id, member_id, village, state, creator, create_time," \
  " decider, decide_time, states_count, surveys_count, drafts_count,"  \
  " files_count, imports_count, key_id, content"

constexpr char kSelect[] =
    "SELECT " RASOAT_ERASURE_COLUMNS " FROM erasure_request WHERE id = ?";
constexpr char kSelectForUpdate[] =
    "SELECT " RASOAT_ERASURE_COLUMNS
    " FROM erasure_request WHERE id = ? FOR UPDATE";
// Followed by conditions and kInOrder.
constexpr char kSelectPage[] =
    "SELECT " RASOAT_ERASURE_COLUMNS " FROM erasure_request WHERE id > ?";
constexpr char kOfState[] = " AND state = ?";
constexpr char kOfVillages[] =
    " AND household_id IN (SELECT h.id FROM household h WHERE 1";
constexpr char kInOrder[] = " ORDER BY id LIMIT ?";
constexpr char kInsert[] =
    "INSERT INTO erasure_request (" RASOAT_ERASURE_COLUMNS
    ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
    " ?, ?)";
constexpr char kUpdate[] =
    "UPDATE erasure_request SET state = ?, decider = ?, decide_time = ?,"
    " states_count = ?, surveys_count = ?, drafts_count = ?, files_count = ?,"
    " imports_count = ?, key_id = ?, content = ? WHERE id = ?";

#undef RASOAT_ERASURE_COLUMNS

std::string RowOf(const ErasureId& id) {
  return RowSeal("erasure_request", Stored(id));
}

absl::Status Unreadable() {
  return Error(absl::StatusCode::kInternal, "CONTENT_UNREADABLE",
               "the stored words of an erasure cannot be read");
}

}  // namespace

absl::StatusOr<Erasure> MySqlErasureStore::ReadRow(
    const mysql::Row& row) const {
  Erasure erasure;
  erasure.id = IdOf<ErasureId>(row.Id("id"));
  erasure.household = IdOf<HouseholdId>(row.Id("household_id"));
  erasure.member_id = row.Text("member_id");
  erasure.village.value = row.Text("village");
  erasure.state = static_cast<ErasureState>(row.Int("state"));
  erasure.creator = row.Text("creator");
  erasure.create_time = row.Time("create_time");
  erasure.decider = row.Text("decider");
  erasure.decide_time = row.MaybeTime("decide_time");
  erasure.counts = {.states = row.Int("states_count"),
                    .surveys = row.Int("surveys_count"),
                    .drafts = row.Int("drafts_count"),
                    .files = row.Int("files_count"),
                    .imports = row.Int("imports_count")};
  RASOAT_ASSIGN_OR_RETURN(
      const std::string packed,
      keys_.Open(static_cast<std::uint32_t>(row.Int("key_id")),
                 row.Blob("content"), RowOf(erasure.id)));
  v1::Erasure words;
  if (!words.ParseFromString(packed)) return Unreadable();
  erasure.reason = words.reason();
  erasure.legal_ground = words.legal_ground();
  erasure.remark = words.remark();
  return erasure;
}

crypto::Sealed MySqlErasureStore::Seal(const Erasure& erasure) const {
  v1::Erasure words;
  words.set_reason(erasure.reason);
  words.set_legal_ground(erasure.legal_ground);
  words.set_remark(erasure.remark);
  return keys_.Seal(words.SerializeAsString(), RowOf(erasure.id));
}

absl::StatusOr<std::optional<Erasure>> MySqlErasureStore::Lock(
    mysql::Transaction& tx, const ErasureId& id) const {
  return tx.QueryOne(
      kSelectForUpdate, [&](const mysql::Row& row) { return ReadRow(row); },
      Stored(id));
}

absl::Status MySqlErasureStore::CheckMember(
    mysql::Transaction& tx, const Household& present,
    const std::string& member_id) const {
  std::vector<Household> states = {present};
  for (;;) {
    const absl::Status known = CheckErasedMember(states, member_id);
    if (known.ok()) return known;
    RASOAT_ASSIGN_OR_RETURN(
        states,
        rows_.ReadPast(tx, present.id, states.back().revision, kStatesAtOnce));
    if (states.empty()) return known;
  }
}

absl::StatusOr<Erasure> MySqlErasureStore::Create(const Erasure& erasure,
                                                  absl::Time deadline) {
  absl::StatusOr<Erasure> created = mysql::InTransaction(
      feed_.pool(), deadline,
      [&](mysql::Transaction& tx) -> absl::StatusOr<Erasure> {
        RASOAT_ASSIGN_OR_RETURN(
            const std::vector<Household> found,
            rows_.ReadForUpdate(tx,
                                absl::MakeConstSpan(&erasure.household, 1)));
        if (found.empty()) return HouseholdNotFound();
        RASOAT_ASSIGN_OR_RETURN(const std::optional<Erasure> before,
                                Lock(tx, erasure.id));
        if (before) {
          if (before->SameRequest(erasure)) return *before;
          return ErasureExists();
        }
        RASOAT_RETURN_IF_ERROR(CheckMember(tx, found[0], erasure.member_id));
        RASOAT_RETURN_IF_ERROR(CheckNotHeld(tx, erasure.household));
        Erasure kept = erasure;
        kept.village = found[0].village;
        const crypto::Sealed words = Seal(kept);
        RASOAT_RETURN_IF_ERROR(
            tx.Execute(kInsert, Stored(kept.id), Stored(kept.household),
                       kept.member_id, kept.village.value,
                       static_cast<int>(kept.state), kept.creator,
                       kept.create_time, kept.decider, kept.decide_time, 0, 0,
                       0, 0, 0, words.key_id, mysql::Blob{words.bytes})
                .status());
        return kept;
      });
  // Another household's request took the id at the same moment.
  if (ReasonOf(created.status()) == "DUPLICATE_KEY") return ErasureExists();
  return created;
}

absl::StatusOr<Erasure> MySqlErasureStore::Get(const ErasureId& id,
                                               absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<Erasure> found,
      mysql::Read(feed_.pool(), deadline, [&](mysql::Reader& reader) {
        return reader.QueryOne(
            kSelect, [&](const mysql::Row& row) { return ReadRow(row); },
            Stored(id));
      }));
  if (!found) return ErasureNotFound();
  return *std::move(found);
}

absl::StatusOr<std::vector<Erasure>> MySqlErasureStore::List(
    const ErasureFilter& filter, int limit, absl::Time deadline) {
  std::vector<mysql::Param> params = {mysql::Param(Stored(filter.after))};
  std::string sql = kSelectPage;
  if (filter.state != ErasureState::kUnspecified) {
    sql += kOfState;
    params.emplace_back(static_cast<int>(filter.state));
  }
  if (!filter.villages.all) {
    absl::StrAppend(&sql, kOfVillages,
                    VillageWords("h.village", filter.villages, params), ")");
  }
  sql += kInOrder;
  params.emplace_back(limit);
  return mysql::Read(
      feed_.pool(), deadline,
      [&](mysql::Reader& reader) -> absl::StatusOr<std::vector<Erasure>> {
        std::vector<Erasure> found;
        RASOAT_RETURN_IF_ERROR(reader.ForEachOf(
            sql, params, [&](const mysql::Row& row) -> absl::Status {
              RASOAT_ASSIGN_OR_RETURN(found.emplace_back(), ReadRow(row));
              return absl::OkStatus();
            }));
        return found;
      });
}

absl::StatusOr<Erasure> MySqlErasureStore::Decide(
    const ErasureId& id, const ErasureDecision& decision,
    absl::Span<const ErasureArea> areas, absl::Time now, absl::Time deadline) {
  // Read first: the household is locked before the request, as by Create.
  RASOAT_ASSIGN_OR_RETURN(const Erasure asked, Get(id, deadline));
  return feed::InTransaction(
      feed_, deadline,
      [&](mysql::Transaction& tx,
          feed::Changes& changes) -> absl::StatusOr<Erasure> {
        RASOAT_ASSIGN_OR_RETURN(
            const std::vector<Household> found,
            rows_.ReadForUpdate(tx, absl::MakeConstSpan(&asked.household, 1)));
        if (found.empty()) return HouseholdNotFound();
        RASOAT_ASSIGN_OR_RETURN(const std::optional<Erasure> known,
                                Lock(tx, id));
        if (!known) return ErasureNotFound();
        RASOAT_ASSIGN_OR_RETURN(Erasure next, Decided(*known, decision, now));
        if (next.state == known->state) return next;
        if (next.state == ErasureState::kDone) {
          RASOAT_RETURN_IF_ERROR(CheckNotHeld(tx, next.household));
          RASOAT_ASSIGN_OR_RETURN(
              next.counts, erasing_.Run(tx, next, found[0], areas, changes));
        }
        const crypto::Sealed words = Seal(next);
        RASOAT_RETURN_IF_ERROR(
            tx.Execute(kUpdate, static_cast<int>(next.state), next.decider,
                       next.decide_time, next.counts.states,
                       next.counts.surveys, next.counts.drafts,
                       next.counts.files, next.counts.imports, words.key_id,
                       mysql::Blob{words.bytes}, Stored(id))
                .status());
        return next;
      });
}

}  // namespace rasoat::registry

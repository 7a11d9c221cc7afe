#include "services/registry/store/mysql_erasing.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/common/status/status_macros.h"
#include "services/registry/store/mysql_id_lists.h"
#include "services/registry/store/mysql_import_removal.h"
#include "services/registry/store/mysql_receipt_rows.h"
#include "services/registry/store/row_seal.h"

namespace rasoat::registry {
namespace {

constexpr int kAtOnce = 100;
/// Names the rule in `erasure`, where rules of retention leave it alone.
constexpr char kByRequest[] = "request";

constexpr char kSelectHold[] =
    "SELECT household_id FROM legal_hold WHERE household_id = ? FOR UPDATE";

constexpr char kInsertErasure[] =
    "INSERT INTO erasure (household_id, revision, rule, erase_time)"
    " VALUES (?, ?, ?, ?)"
    " ON DUPLICATE KEY UPDATE revision = VALUES(revision)";

constexpr char kSelectSurveys[] =
    "SELECT id FROM survey WHERE household_id = ? ORDER BY id FOR UPDATE";
constexpr char kRewriteSurvey[] =
    "UPDATE survey SET facts = ?, fingerprint = ?, key_id = ?, sealed = ?"
    " WHERE id = ?";
constexpr char kSelectReviews[] =
    "SELECT survey_id, revision FROM survey_review WHERE survey_id";
constexpr char kRewriteReview[] =
    "UPDATE survey_review SET key_id = ?, comments = ?"
    " WHERE survey_id = ? AND revision = ?";

constexpr char kDeleteDrafts[] =
    "DELETE FROM survey_draft WHERE household_id = ?";

constexpr char kSelectFiles[] = "SELECT id FROM attachment WHERE parent_id";

constexpr char kSelectCases[] =
    "SELECT first_household FROM duplicate_case WHERE second_household = ?";
constexpr char kClearFirst[] =
    "UPDATE duplicate_case SET key_id = 0, sealed_reason = NULL WHERE "
    "first_household = ?";
constexpr char kClearCase[] =
    "UPDATE duplicate_case SET key_id = 0, sealed_reason = NULL"
    " WHERE first_household = ? AND second_household = ?";

/// Refuses a village that the caller did not know of when it named the areas.
absl::Status CheckAmong(absl::Span<const ErasureArea> areas,
                        const AreaCode& village) {
  for (const ErasureArea& area : areas) {
    if (area.area == village) return absl::OkStatus();
  }
  return ErasureRaced();
}

/// What officers wrote of cases may name anybody.
absl::Status ClearReasons(mysql::Transaction& tx, const HouseholdId& id) {
  RASOAT_RETURN_IF_ERROR(tx.Execute(kClearFirst, Stored(id)).status());
  RASOAT_ASSIGN_OR_RETURN(
      const std::vector<Ulid> others,
      tx.Query(
          kSelectCases,
          [](const mysql::Row& row) { return row.Id("first_household"); },
          Stored(id)));
  for (const Ulid& other : others) {
    RASOAT_RETURN_IF_ERROR(tx.Execute(kClearCase, other, Stored(id)).status());
  }
  return absl::OkStatus();
}

std::vector<Ulid> StoredOf(absl::Span<const SurveyId> ids) {
  std::vector<Ulid> stored;
  for (const SurveyId& id : ids) stored.push_back(Stored(id));
  return stored;
}

}  // namespace

absl::Status CheckNotHeld(mysql::Transaction& tx, const HouseholdId& id) {
  RASOAT_ASSIGN_OR_RETURN(
      const auto held,
      tx.QueryOne(
          kSelectHold, [](const mysql::Row&) { return true; }, Stored(id)));
  return held ? HeldByLaw() : absl::OkStatus();
}

absl::StatusOr<ErasureCounts> MySqlErasing::Run(
    mysql::Transaction& tx, const Erasure& erasure, const Household& present,
    absl::Span<const ErasureArea> areas, feed::Changes& changes) const {
  const Ulid id = Stored(present.id);
  ErasureCounts counts;
  RASOAT_ASSIGN_OR_RETURN(counts.states,
                          EraseStates(tx, erasure, present, areas, changes));
  RASOAT_ASSIGN_OR_RETURN(
      const std::vector<SurveyId> surveys,
      tx.Query(
          kSelectSurveys,
          [](const mysql::Row& row) { return IdOf<SurveyId>(row.Id("id")); },
          id));
  counts.surveys = static_cast<std::int64_t>(surveys.size());
  RASOAT_RETURN_IF_ERROR(EraseSurveys(tx, erasure, surveys, changes));
  RASOAT_RETURN_IF_ERROR(EraseComments(tx, surveys));
  RASOAT_ASSIGN_OR_RETURN(counts.drafts, tx.Execute(kDeleteDrafts, id));
  RASOAT_ASSIGN_OR_RETURN(counts.files, RemoveFiles(tx, present.id, surveys));
  RASOAT_RETURN_IF_ERROR(ClearReasons(tx, present.id));
  RASOAT_RETURN_IF_ERROR(ForgetNamelessPrints(tx));
  RASOAT_ASSIGN_OR_RETURN(counts.imports, RemoveImports(tx, areas));
  return counts;
}

absl::StatusOr<std::int64_t> MySqlErasing::EraseStates(
    mysql::Transaction& tx, const Erasure& erasure, const Household& present,
    absl::Span<const ErasureArea> areas, feed::Changes& changes) const {
  RASOAT_RETURN_IF_ERROR(CheckAmong(areas, present.village));
  const absl::Time now = *erasure.decide_time;
  Household next = WithoutPerson(present, erasure.member_id);
  next.revision = present.revision + 1;
  next.update_time = now;
  next.event = {.kind = EventKind::kCorrected,
                .date = DayInVietnam(now),
                .actor = erasure.decider};
  const Household* const one[] = {&next};
  RASOAT_RETURN_IF_ERROR(rows_.Replace(tx, one));
  // A print of what was there could still be tried against guesses.
  RASOAT_RETURN_IF_ERROR(rows_.SetPrint(tx, next));
  RASOAT_RETURN_IF_ERROR(ForgetPrints(tx, next.id, next.revision));
  codec_.Tell(next, next.village, changes);
  std::int64_t count = 0;
  const auto record = [&](std::int64_t revision) -> absl::Status {
    ++count;
    // One member's erasure leaves the others to the rules of retention.
    if (!erasure.member_id.empty()) return absl::OkStatus();
    return tx
        .Execute(kInsertErasure, Stored(next.id), revision, kByRequest, now)
        .status();
  };
  RASOAT_RETURN_IF_ERROR(record(next.revision));
  std::int64_t before = std::numeric_limits<std::int64_t>::max();
  for (;;) {
    RASOAT_ASSIGN_OR_RETURN(std::vector<Household> past,
                            rows_.ReadPast(tx, next.id, before, kAtOnce));
    if (past.empty()) return count;
    before = past.back().revision;
    for (Household& state : past) {
      RASOAT_RETURN_IF_ERROR(CheckAmong(areas, state.village));
      RASOAT_RETURN_IF_ERROR(record(state.revision));
      RASOAT_RETURN_IF_ERROR(rows_.RewriteContent(
          tx, WithoutPerson(std::move(state), erasure.member_id)));
    }
  }
}

absl::Status MySqlErasing::EraseSurveys(mysql::Transaction& tx,
                                        const Erasure& erasure,
                                        absl::Span<const SurveyId> ids,
                                        feed::Changes& changes) const {
  RASOAT_ASSIGN_OR_RETURN(std::vector<Survey> surveys,
                          surveys_.ReadForUpdate(tx, ids));
  for (Survey& survey : surveys) {
    survey = WithoutPerson(std::move(survey), erasure.member_id);
    const std::string personal = codec_.PackPersonal(survey);
    std::optional<crypto::Sealed> sealed;
    std::optional<mysql::Blob> bytes;
    if (!personal.empty()) {
      sealed = keys_.Seal(personal, RowSeal("survey", Stored(survey.id)));
      bytes = mysql::Blob{sealed->bytes};
    }
    RASOAT_RETURN_IF_ERROR(
        tx.Execute(kRewriteSurvey, mysql::Blob{codec_.PackFacts(survey)},
                   mysql::Blob{codec_.Fingerprint(survey)},
                   sealed ? sealed->key_id : 0, bytes, Stored(survey.id))
            .status());
    codec_.Tell(survey, changes);
  }
  return absl::OkStatus();
}

absl::Status MySqlErasing::EraseComments(
    mysql::Transaction& tx, absl::Span<const SurveyId> surveys) const {
  std::vector<std::pair<SurveyId, std::int64_t>> reviews;
  RASOAT_RETURN_IF_ERROR(
      ForEachById(tx, kSelectReviews, StoredOf(surveys), "FOR UPDATE",
                  [&](const mysql::Row& row) -> absl::Status {
                    reviews.emplace_back(IdOf<SurveyId>(row.Id("survey_id")),
                                         row.Int("revision"));
                    return absl::OkStatus();
                  }));
  const std::string nothing = codec_.PackComments({});
  for (const auto& [survey, revision] : reviews) {
    const crypto::Sealed sealed =
        keys_.Seal(nothing, RowSeal("survey_review", Stored(survey), revision));
    RASOAT_RETURN_IF_ERROR(tx.Execute(kRewriteReview, sealed.key_id,
                                      mysql::Blob{sealed.bytes}, Stored(survey),
                                      revision)
                               .status());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::int64_t> MySqlErasing::RemoveFiles(
    mysql::Transaction& tx, const HouseholdId& household,
    absl::Span<const SurveyId> surveys) const {
  std::vector<Ulid> parents = StoredOf(surveys);
  parents.push_back(Stored(household));
  std::vector<AttachmentId> found;
  RASOAT_RETURN_IF_ERROR(
      ForEachById(tx, kSelectFiles, parents, "FOR UPDATE",
                  [&](const mysql::Row& row) -> absl::Status {
                    found.push_back(IdOf<AttachmentId>(row.Id("id")));
                    return absl::OkStatus();
                  }));
  std::int64_t count = 0;
  for (const AttachmentId& id : found) {
    RASOAT_ASSIGN_OR_RETURN(const std::optional<Attachment> file,
                            files_.FindForUpdate(tx, id));
    if (!file) continue;
    ++count;
    RASOAT_RETURN_IF_ERROR(files_.Delete(tx, id));
    RASOAT_RETURN_IF_ERROR(file->finished()
                               ? files_.DropIfUnused(tx, file->hash)
                               : files_.DeleteChunks(tx, id));
  }
  return count;
}

}  // namespace rasoat::registry

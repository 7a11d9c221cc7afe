#include "services/registry/store/mysql_survey_rows.h"

#include "services/common/status/status_macros.h"
#include "services/registry/store/mysql_id_lists.h"
#include "services/registry/store/row_seal.h"

namespace rasoat::registry {
namespace {

#define RASOAT_SURVEY_COLUMNS                                             \
  "SELECT id, household_id, village, round, form, form_hash, form_kind, " \
  "review_date, facts, replaces, is_current, device_time, submit_time, "  \
  "reviewer, status, revision, key_id, sealed, corrected_device_time "    \
  "FROM survey "

constexpr char kSelectOne[] = RASOAT_SURVEY_COLUMNS "WHERE id = ?";

constexpr char kSelectMany[] = RASOAT_SURVEY_COLUMNS "WHERE id";

// 0 stands for any status, any kind.
#define RASOAT_SURVEY_FILTER                    \
  "WHERE village = ? AND round = ? AND id > ? " \
  "AND (? = 0 OR status = ?) AND (? = 0 OR form_kind = ?) "

constexpr char kSelectCurrent[] = RASOAT_SURVEY_COLUMNS RASOAT_SURVEY_FILTER
    "AND is_current = 1 ORDER BY id LIMIT ?";

constexpr char kSelectAll[] =
    RASOAT_SURVEY_COLUMNS RASOAT_SURVEY_FILTER "ORDER BY id LIMIT ?";

constexpr char kSelectVersions[] = RASOAT_SURVEY_COLUMNS
    "WHERE household_id = ? AND round = ? AND form_kind = ? "
    "AND (submit_time, id) > (?, ?) ORDER BY submit_time, id LIMIT ?";

#undef RASOAT_SURVEY_FILTER
#undef RASOAT_SURVEY_COLUMNS

constexpr char kSelectNewest[] =
    "SELECT id, status FROM survey WHERE household_id = ? AND round = ? "
    "AND form_kind = ? AND is_current = 1";

constexpr char kInsert[] =
    "INSERT INTO survey (id, household_id, village, round, form, form_hash, "
    "form_kind, review_date, facts, replaces, is_current, device_time, "
    "submit_time, reviewer, fingerprint, status, revision, key_id, sealed, "
    "corrected_device_time) VALUES";
constexpr std::size_t kInsertColumns = 20;

constexpr char kRetire[] = "UPDATE survey SET is_current = NULL WHERE id = ?";

constexpr char kSetStatus[] =
    "UPDATE survey SET revision = revision + 1, status = ? WHERE id";

}  // namespace

absl::StatusOr<Survey> MySqlSurveyRows::ReadRow(const mysql::Row& row) const {
  Survey survey;
  survey.id = IdOf<SurveyId>(row.Id("id"));
  survey.household = IdOf<HouseholdId>(row.Id("household_id"));
  survey.village.value = row.Text("village");
  survey.round.value = row.Text("round");
  survey.form.value = row.Text("form");
  survey.form_hash = row.Blob("form_hash");
  survey.kind = static_cast<FormKind>(row.Int("form_kind"));
  survey.review_date = row.Day("review_date");
  RASOAT_RETURN_IF_ERROR(codec_.UnpackFacts(row.Blob("facts"), survey));
  if (const auto replaces = row.MaybeId("replaces")) {
    survey.replaces = IdOf<SurveyId>(*replaces);
  }
  survey.is_current = row.MaybeInt("is_current").has_value();
  survey.device_time = row.MaybeTime("device_time");
  survey.submit_time = row.Time("submit_time");
  survey.corrected_device_time = row.MaybeTime("corrected_device_time");
  survey.reviewer = row.Text("reviewer");
  survey.status = static_cast<SurveyStatus>(row.Int("status"));
  survey.revision = row.Int("revision");
  if (const auto sealed = row.MaybeBlob("sealed")) {
    RASOAT_ASSIGN_OR_RETURN(const std::string personal,
                            keys_.Open(row.Int("key_id"), *sealed,
                                       RowSeal("survey", Stored(survey.id))));
    RASOAT_RETURN_IF_ERROR(codec_.UnpackPersonal(personal, survey));
  }
  return survey;
}

absl::StatusOr<std::optional<Survey>> MySqlSurveyRows::Read(
    mysql::Reader& reader, const SurveyId& id) const {
  return reader.QueryOne(
      kSelectOne, [&](const mysql::Row& row) { return ReadRow(row); },
      Stored(id));
}

absl::StatusOr<std::vector<Survey>> MySqlSurveyRows::ReadMany(
    mysql::Reader& reader, absl::Span<const SurveyId> ids) const {
  return ReadByIds(reader, ids, "");
}

absl::StatusOr<std::vector<Survey>> MySqlSurveyRows::ReadForUpdate(
    mysql::Transaction& tx, absl::Span<const SurveyId> ids) const {
  return ReadByIds(tx, ids, "FOR UPDATE");
}

absl::StatusOr<std::vector<Survey>> MySqlSurveyRows::ReadByIds(
    mysql::Reader& reader, absl::Span<const SurveyId> ids,
    absl::string_view lock) const {
  std::vector<Survey> surveys;
  std::vector<Ulid> stored;
  for (const SurveyId& id : ids) stored.push_back(Stored(id));
  RASOAT_RETURN_IF_ERROR(
      ForEachById(reader, kSelectMany, stored, lock,
                  [&](const mysql::Row& row) -> absl::Status {
                    RASOAT_ASSIGN_OR_RETURN(Survey survey, ReadRow(row));
                    surveys.push_back(std::move(survey));
                    return absl::OkStatus();
                  }));
  return surveys;
}

absl::StatusOr<std::vector<Survey>> MySqlSurveyRows::ReadList(
    mysql::Reader& reader, const SurveyFilter& filter, const SurveyId& after,
    int limit) const {
  const auto status = static_cast<int>(filter.status);
  const auto kind = static_cast<int>(filter.kind);
  return reader.Query(
      filter.show_replaced ? kSelectAll : kSelectCurrent,
      [&](const mysql::Row& row) { return ReadRow(row); }, filter.village.value,
      filter.round.value, Stored(after), status, status, kind, kind, limit);
}

absl::StatusOr<std::vector<Survey>> MySqlSurveyRows::ReadVersions(
    mysql::Reader& reader, const Survey& of, const Survey* after,
    int limit) const {
  return reader.Query(
      kSelectVersions, [&](const mysql::Row& row) { return ReadRow(row); },
      Stored(of.household), of.round.value, static_cast<int>(of.kind),
      after == nullptr ? absl::UnixEpoch() : after->submit_time,
      after == nullptr ? Ulid() : Stored(after->id), limit);
}

absl::StatusOr<std::optional<CurrentSurvey>> MySqlSurveyRows::ReadCurrent(
    mysql::Reader& reader, const Survey& like) const {
  return reader.QueryOne(
      kSelectNewest,
      [](const mysql::Row& row) {
        return CurrentSurvey{IdOf<SurveyId>(row.Id("id")),
                             static_cast<SurveyStatus>(row.Int("status"))};
      },
      Stored(like.household), like.round.value, static_cast<int>(like.kind));
}

absl::Status MySqlSurveyRows::Insert(
    mysql::Transaction& tx, absl::Span<const Survey* const> surveys) const {
  // Sealed before the rows are filled, which cannot fail.
  std::vector<std::optional<crypto::Sealed>> sealed(surveys.size());
  for (std::size_t i = 0; i < surveys.size(); ++i) {
    const std::string personal = codec_.PackPersonal(*surveys[i]);
    if (personal.empty()) continue;
    sealed[i] = keys_.Seal(personal, RowSeal("survey", Stored(surveys[i]->id)));
  }
  return tx
      .InsertRows(kInsert, surveys.size(), kInsertColumns,
                  [&](std::size_t row, mysql::Params& out) {
                    const Survey& survey = *surveys[row];
                    const std::string facts = codec_.PackFacts(survey);
                    const std::string print = codec_.Fingerprint(survey);
                    std::optional<Ulid> replaces;
                    if (!survey.replaces.empty())
                      replaces = Stored(survey.replaces);
                    std::optional<mysql::Blob> personal;
                    if (sealed[row]) personal = mysql::Blob{sealed[row]->bytes};
                    out.AddAll(Stored(survey.id), Stored(survey.household),
                               survey.village.value, survey.round.value,
                               survey.form.value, mysql::Blob{survey.form_hash},
                               static_cast<int>(survey.kind),
                               survey.review_date, mysql::Blob{facts}, replaces,
                               1, survey.device_time, survey.submit_time,
                               survey.reviewer, mysql::Blob{print},
                               static_cast<int>(survey.status), survey.revision,
                               sealed[row] ? sealed[row]->key_id : 0, personal,
                               survey.corrected_device_time);
                  })
      .status();
}

absl::Status MySqlSurveyRows::Retire(mysql::Transaction& tx,
                                     const SurveyId& id) const {
  return tx.Execute(kRetire, Stored(id)).status();
}

absl::Status MySqlSurveyRows::SetStatus(mysql::Transaction& tx,
                                        absl::Span<const SurveyId> ids,
                                        SurveyStatus status) const {
  std::vector<Ulid> stored;
  for (const SurveyId& id : ids) stored.push_back(Stored(id));
  return ExecuteById(tx, kSetStatus, stored, static_cast<int>(status));
}

}  // namespace rasoat::registry

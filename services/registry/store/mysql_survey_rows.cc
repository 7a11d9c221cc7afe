#include "services/registry/store/mysql_survey_rows.h"

#include "services/common/status/status_macros.h"
#include "services/registry/store/mysql_id_lists.h"

namespace rasoat::registry {
namespace {

#define RASOAT_SURVEY_COLUMNS                                               \
  "SELECT id, household_id, village, round, form, form_hash, review_date, " \
  "facts, replaces, device_time, submit_time, reviewer FROM survey "

constexpr char kSelectOne[] = RASOAT_SURVEY_COLUMNS "WHERE id = ?";

constexpr char kSelectCurrent[] = RASOAT_SURVEY_COLUMNS
    "WHERE village = ? AND round = ? AND id > ? AND is_current = 1 "
    "ORDER BY id LIMIT ?";

constexpr char kSelectAll[] = RASOAT_SURVEY_COLUMNS
    "WHERE village = ? AND round = ? AND id > ? ORDER BY id LIMIT ?";

#undef RASOAT_SURVEY_COLUMNS

constexpr char kInsert[] =
    "INSERT INTO survey (id, household_id, village, round, form, form_hash, "
    "review_date, facts, replaces, is_current, device_time, submit_time, "
    "reviewer, fingerprint) VALUES";

constexpr char kRetire[] = "UPDATE survey SET is_current = NULL WHERE id = ?";

absl::StatusOr<Survey> ReadRow(const mysql::Row& row,
                               const RecordCodec& codec) {
  Survey survey;
  survey.id = IdOf<SurveyId>(row.Id("id"));
  survey.household = IdOf<HouseholdId>(row.Id("household_id"));
  survey.village.value = row.Text("village");
  survey.round.value = row.Text("round");
  survey.form.value = row.Text("form");
  survey.form_hash = row.Blob("form_hash");
  survey.review_date = row.Day("review_date");
  RASOAT_RETURN_IF_ERROR(codec.UnpackFacts(row.Blob("facts"), survey));
  if (const auto replaces = row.MaybeId("replaces")) {
    survey.replaces = IdOf<SurveyId>(*replaces);
  }
  survey.device_time = row.MaybeTime("device_time");
  survey.submit_time = row.Time("submit_time");
  survey.reviewer = row.Text("reviewer");
  return survey;
}

}  // namespace

absl::StatusOr<std::optional<Survey>> ReadSurvey(mysql::Reader& reader,
                                                 const SurveyId& id,
                                                 const RecordCodec& codec) {
  return reader.QueryOne(
      kSelectOne, [&](const mysql::Row& row) { return ReadRow(row, codec); },
      Stored(id));
}

absl::StatusOr<std::vector<Survey>> ReadSurveys(mysql::Reader& reader,
                                                const SurveyFilter& filter,
                                                const SurveyId& after,
                                                int limit,
                                                const RecordCodec& codec) {
  return reader.Query(
      filter.show_replaced ? kSelectAll : kSelectCurrent,
      [&](const mysql::Row& row) { return ReadRow(row, codec); },
      filter.village.value, filter.round.value, Stored(after), limit);
}

absl::Status InsertSurveys(mysql::Transaction& tx,
                           absl::Span<const Survey* const> surveys,
                           const RecordCodec& codec) {
  return tx
      .InsertRows(kInsert, surveys.size(), 14,
                  [&](std::size_t row, mysql::Params& out) {
                    const Survey& survey = *surveys[row];
                    const std::string facts = codec.PackFacts(survey);
                    const std::string print = codec.Fingerprint(survey);
                    std::optional<Ulid> replaces;
                    if (!survey.replaces.empty())
                      replaces = Stored(survey.replaces);
                    out.AddAll(Stored(survey.id), Stored(survey.household),
                               survey.village.value, survey.round.value,
                               survey.form.value, mysql::Blob{survey.form_hash},
                               survey.review_date, mysql::Blob{facts}, replaces,
                               1, survey.device_time, survey.submit_time,
                               survey.reviewer, mysql::Blob{print});
                  })
      .status();
}

absl::Status RetireSurvey(mysql::Transaction& tx, const SurveyId& id) {
  return tx.Execute(kRetire, Stored(id)).status();
}

}  // namespace rasoat::registry

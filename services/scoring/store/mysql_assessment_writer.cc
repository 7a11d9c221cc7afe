#include "services/scoring/store/mysql_assessment_writer.h"

#include "absl/container/flat_hash_set.h"
#include "absl/strings/escaping.h"
#include "services/common/mysql/transaction.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/store/mysql_rows.h"

namespace rasoat::scoring {
namespace {

// On a row that is there, IGNORE leaves a shared lock on it, and the update an
// exclusive one: each caller gets the lock it wants at once, none is raised
// later, so two callers cannot wait for each other.
constexpr char kMakeRoundShared[] =
    "INSERT IGNORE INTO scored_round (round) VALUES (?)";
constexpr char kMakeRoundExclusive[] = R"sql(
INSERT INTO scored_round (round) VALUES (?)
ON DUPLICATE KEY UPDATE round = VALUES(round))sql";
constexpr char kLockRoundShared[] = R"sql(
SELECT round, assigned, training, caught_up
FROM scored_round WHERE round = ?
LOCK IN SHARE MODE)sql";
constexpr char kLockRoundExclusive[] = R"sql(
SELECT round, assigned, training, caught_up
FROM scored_round WHERE round = ?
FOR UPDATE)sql";

constexpr char kAssignRound[] =
    "UPDATE scored_round SET assigned = TRUE, training = ? WHERE round = ?";
constexpr char kInsertRoundStandards[] = R"sql(
INSERT INTO round_standard (round, place, standard, standard_hash) VALUES)sql";
constexpr char kNoteCaughtUp[] =
    "UPDATE scored_round SET caught_up = TRUE WHERE round = ?";

constexpr char kInsertSurveys[] = R"sql(
INSERT INTO survey (survey, household, round, village, position, facts)
VALUES)sql";
constexpr char kKeepSurveys[] =
    "ON DUPLICATE KEY UPDATE survey = VALUES(survey)";
constexpr char kSurveysAt[] = R"sql(
SELECT survey
FROM survey
WHERE round = ? AND position BETWEEN ? AND ?
ORDER BY position)sql";
constexpr char kUnassessed[] = R"sql(
SELECT s.survey, s.household, s.round, s.village, s.position, s.facts
FROM survey s
LEFT JOIN assessment a ON a.survey = s.survey
WHERE s.round = ? AND s.position > ? AND a.survey IS NULL
ORDER BY s.position
LIMIT ?)sql";

constexpr char kNewestAt[] = R"sql(
SELECT DISTINCT n.household, n.survey, n.position, n.told, n.active
FROM survey s
JOIN newest_survey n ON n.round = s.round AND n.household = s.household
WHERE s.round = ? AND s.position BETWEEN ? AND ?
ORDER BY n.household)sql";
constexpr char kInsertNewest[] = R"sql(
INSERT INTO newest_survey (round, household, survey, position, told)
VALUES)sql";
constexpr char kSaveNewest[] = R"sql(
ON DUPLICATE KEY UPDATE survey = VALUES(survey), position = VALUES(position),
                        told = VALUES(told))sql";

constexpr char kRoundsOf[] =
    "SELECT round FROM newest_survey WHERE household = ? ORDER BY round";
constexpr char kNoteActive[] =
    "UPDATE newest_survey SET active = ? WHERE round = ? AND household = ?";
// Of what is kept, not of what is remembered: in a rebuild the newest survey
// may be yet to come, and it was so when the household moved.
constexpr char kNewestOf[] = R"sql(
SELECT survey, household, round, village, position, facts
FROM survey
WHERE household = ? AND round = ?
ORDER BY position DESC
LIMIT 1)sql";
constexpr char kPlaceSurvey[] =
    "UPDATE survey SET village = ? WHERE survey = ?";
constexpr char kPlaceAssessments[] =
    "UPDATE assessment SET village = ? WHERE survey = ?";

constexpr char kInsertAssessments[] = R"sql(
INSERT INTO assessment (survey, standard, standard_hash, household, round,
                        village, b1, b2, class, failure, breakdown, assess_time)
VALUES)sql";
constexpr char kKeepAssessments[] =
    "ON DUPLICATE KEY UPDATE survey = VALUES(survey)";

constexpr char kDropAssessment[] =
    "DELETE FROM assessment WHERE survey = ? AND standard = ?";

constexpr char kInsertTraits[] =
    "INSERT INTO household_trait (household, ethnic_group, head_sex) VALUES";
constexpr char kSaveTraits[] = R"sql(
ON DUPLICATE KEY UPDATE ethnic_group = VALUES(ethnic_group),
                        head_sex = VALUES(head_sex))sql";

constexpr char kInsertAreas[] =
    "INSERT INTO area_parent (area, parent, valid_from, valid_to) VALUES";
constexpr char kLinesOf[] =
    "SELECT area, parent, valid_from, valid_to FROM area_parent WHERE area IN "
    "(";
constexpr char kKeepAreas[] = R"sql(
ON DUPLICATE KEY UPDATE valid_from = VALUES(valid_from),
                        valid_to = VALUES(valid_to))sql";

// In pieces, so that no statement runs into its time limit.
constexpr char kEmptySurveys[] = "DELETE FROM survey ORDER BY survey LIMIT ?";
constexpr char kEmptyAssessments[] =
    "DELETE FROM assessment ORDER BY survey, standard LIMIT ?";
constexpr char kEmptyTraits[] =
    "DELETE FROM household_trait ORDER BY household LIMIT ?";
constexpr char kEmptyAreas[] =
    "DELETE FROM area_parent ORDER BY area, parent LIMIT ?";
constexpr std::int64_t kDeletedAtOnce = 20000;

KeptSurvey ReadSurvey(const mysql::Row& row) {
  return {.survey = row.Id(0),
          .household = row.Id(1),
          .round = row.Text(2),
          .village = row.Text(3),
          .position = row.Int(4),
          .facts = row.Blob(5)};
}

absl::Status DeleteAll(mysql::Transaction& tx, absl::string_view statement) {
  while (true) {
    RASOAT_ASSIGN_OR_RETURN(std::int64_t deleted,
                            tx.Execute(statement, kDeletedAtOnce));
    if (deleted < kDeletedAtOnce) return absl::OkStatus();
  }
}

}  // namespace

absl::StatusOr<RoundRow> MySqlAssessmentWriter::LockRound(
    mysql::Transaction& tx, const std::string& round, RoundLock lock) {
  const bool shared = lock == RoundLock::kShared;
  RASOAT_RETURN_IF_ERROR(
      tx.Execute(shared ? kMakeRoundShared : kMakeRoundExclusive, round)
          .status());
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<RoundRow> found,
      tx.QueryOne(shared ? kLockRoundShared : kLockRoundExclusive, ReadRound,
                  round));
  if (!found) {
    return Error(absl::StatusCode::kInternal, "ROUND_LOST",
                 "a round's row is gone, though nothing deletes it");
  }
  RASOAT_ASSIGN_OR_RETURN(found->standards, ReadRoundStandards(tx, round));
  return *std::move(found);
}

absl::Status MySqlAssessmentWriter::AssignRound(mysql::Transaction& tx,
                                                const RoundRow& round) {
  RASOAT_RETURN_IF_ERROR(
      tx.Execute(kAssignRound, round.training, round.round).status());
  return tx
      .InsertRows(kInsertRoundStandards, round.standards.size(), 4,
                  [&](std::size_t i, mysql::Params& out) {
                    const std::string hash =
                        absl::HexStringToBytes(round.standards[i].hash);
                    out.AddAll(round.round, static_cast<std::int64_t>(i),
                               round.standards[i].standard, mysql::Blob{hash});
                  })
      .status();
}

absl::Status MySqlAssessmentWriter::NoteCaughtUp(mysql::Transaction& tx,
                                                 const std::string& round) {
  return tx.Execute(kNoteCaughtUp, round).status();
}

absl::Status MySqlAssessmentWriter::KeepSurveys(
    mysql::Transaction& tx, absl::Span<const KeptSurvey> surveys) {
  return tx
      .InsertRows(
          kInsertSurveys, surveys.size(), 6,
          [&](std::size_t i, mysql::Params& out) {
            const KeptSurvey& kept = surveys[i];
            out.AddAll(kept.survey, kept.household, kept.round, kept.village,
                       kept.position, mysql::Blob{kept.facts});
          },
          kKeepSurveys)
      .status();
}

absl::StatusOr<std::vector<Ulid>> MySqlAssessmentWriter::SurveysAt(
    mysql::Transaction& tx, const std::string& round, std::int64_t first,
    std::int64_t last) {
  return tx.Query(
      kSurveysAt, [](const mysql::Row& row) { return row.Id(0); }, round, first,
      last);
}

absl::StatusOr<std::vector<KeptSurvey>> MySqlAssessmentWriter::Unassessed(
    mysql::Transaction& tx, const std::string& round, std::int64_t after,
    int limit) {
  return tx.Query(kUnassessed, ReadSurvey, round, after, limit);
}

absl::StatusOr<std::vector<NewestSurvey>> MySqlAssessmentWriter::NewestAt(
    mysql::Transaction& tx, const std::string& round, std::int64_t first,
    std::int64_t last) {
  return tx.Query(
      kNewestAt,
      [](const mysql::Row& row) {
        return NewestSurvey{.household = row.Id(0),
                            .survey = row.Id(1),
                            .position = row.Int(2),
                            .told = row.MaybeBlob(3),
                            .active = row.Bool(4)};
      },
      round, first, last);
}

absl::Status MySqlAssessmentWriter::SaveNewest(
    mysql::Transaction& tx, const std::string& round,
    absl::Span<const NewestSurvey> newest) {
  return tx
      .InsertRows(
          kInsertNewest, newest.size(), 5,
          [&](std::size_t i, mysql::Params& out) {
            out.AddAll(round, newest[i].household, newest[i].survey,
                       newest[i].position);
            if (newest[i].told) {
              out.Add(mysql::Blob{*newest[i].told});
            } else {
              out.Add(nullptr);
            }
          },
          kSaveNewest)
      .status();
}

absl::StatusOr<std::vector<std::string>> MySqlAssessmentWriter::RoundsOf(
    mysql::Transaction& tx, const Ulid& household) {
  return tx.Query(
      kRoundsOf, [](const mysql::Row& row) { return row.Text(0); }, household);
}

absl::StatusOr<std::optional<KeptSurvey>> MySqlAssessmentWriter::Place(
    mysql::Transaction& tx, const std::string& round,
    const HouseholdPlace& place) {
  RASOAT_RETURN_IF_ERROR(
      tx.Execute(kNoteActive, place.active, round, place.household).status());
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<KeptSurvey> newest,
      tx.QueryOne(kNewestOf, ReadSurvey, place.household, round));
  if (!newest) return newest;
  for (const char* statement : {kPlaceSurvey, kPlaceAssessments}) {
    RASOAT_RETURN_IF_ERROR(
        tx.Execute(statement, place.village, newest->survey).status());
  }
  newest->village = place.village;
  return newest;
}

absl::Status MySqlAssessmentWriter::SaveAssessments(
    mysql::Transaction& tx, absl::Span<const AssessmentRow* const> assessments,
    absl::Time assess_time) {
  return tx
      .InsertRows(
          kInsertAssessments, assessments.size(), 12,
          [&](std::size_t i, mysql::Params& out) {
            const AssessmentRow& row = *assessments[i];
            const std::string hash = absl::HexStringToBytes(row.hash);
            out.AddAll(row.survey, row.standard, mysql::Blob{hash},
                       row.household, row.round, row.village, row.b1, row.b2,
                       static_cast<int>(row.household_class), row.failure,
                       mysql::Blob{row.breakdown}, assess_time);
          },
          kKeepAssessments)
      .status();
}

absl::Status MySqlAssessmentWriter::DropAssessment(
    mysql::Transaction& tx, const Ulid& survey, const std::string& standard) {
  return tx.Execute(kDropAssessment, survey, standard).status();
}

absl::StatusOr<std::vector<AreaLine>> MySqlAssessmentWriter::LinesAbove(
    mysql::Transaction& tx, std::vector<std::string> areas) {
  std::vector<AreaLine> lines;
  absl::flat_hash_set<std::string> asked(areas.begin(), areas.end());
  // A level a round trip; no area is asked about twice.
  while (!areas.empty()) {
    std::vector<std::string> parents;
    RASOAT_RETURN_IF_ERROR(tx.ForEachAmong(
        kLinesOf, areas.size(), 1,
        [&](std::size_t i, mysql::Params& out) { out.Add(areas[i]); },
        [&](const mysql::Row& row) -> absl::Status {
          AreaLine& line = lines.emplace_back(ReadAreaLine(row));
          if (!line.parent.empty() && asked.insert(line.parent).second) {
            parents.push_back(line.parent);
          }
          return absl::OkStatus();
        }));
    areas = std::move(parents);
  }
  return lines;
}

absl::Status MySqlAssessmentWriter::SaveTraits(
    mysql::Transaction& tx, absl::Span<const HouseholdTrait> traits) {
  return tx
      .InsertRows(
          kInsertTraits, traits.size(), 3,
          [&](std::size_t i, mysql::Params& out) {
            out.AddAll(traits[i].household, traits[i].ethnic_group,
                       traits[i].head_sex);
          },
          kSaveTraits)
      .status();
}

absl::Status MySqlAssessmentWriter::SaveAreas(
    mysql::Transaction& tx, absl::Span<const AreaLine> areas) {
  return tx
      .InsertRows(
          kInsertAreas, areas.size(), 4,
          [&](std::size_t i, mysql::Params& out) {
            out.AddAll(areas[i].area, areas[i].parent, areas[i].valid_from);
            if (areas[i].valid_to) {
              out.Add(*areas[i].valid_to);
            } else {
              out.Add(nullptr);
            }
          },
          kKeepAreas)
      .status();
}

absl::Status MySqlAssessmentWriter::Empty(mysql::Transaction& tx) {
  RASOAT_RETURN_IF_ERROR(DeleteAll(tx, kEmptyAssessments));
  RASOAT_RETURN_IF_ERROR(DeleteAll(tx, kEmptySurveys));
  RASOAT_RETURN_IF_ERROR(DeleteAll(tx, kEmptyTraits));
  return DeleteAll(tx, kEmptyAreas);
}

}  // namespace rasoat::scoring

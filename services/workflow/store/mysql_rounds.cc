#include "services/workflow/store/mysql_rounds.h"

#include <utility>

#include "absl/strings/str_split.h"
#include "services/common/status/error.h"
#include "services/workflow/wire/procedure_proto.h"

namespace rasoat::workflow {
namespace {

constexpr char kSelectRound[] = R"sql(
  SELECT id, title_vi, title_en, area, procedure_id, procedure_hash, start_date,
         end_date, training, standards, village_count, opened_at
    FROM review_round
   WHERE id = ?)sql";

constexpr char kSelectProcedure[] = R"sql(
  SELECT content FROM procedure_version WHERE content_hash = ?)sql";

}  // namespace

Round MySqlRounds::Read(const mysql::Row& row) {
  return Round{.plan = {.id = {row.Text("id")},
                        .title = {row.Text("title_vi"), row.Text("title_en")},
                        .area = {row.Text("area")},
                        .procedure = {row.Text("procedure_id")},
                        .start = row.Day("start_date"),
                        .end = row.Day("end_date")},
               .procedure_hash = row.Text("procedure_hash"),
               .training = row.Bool("training"),
               .standards = absl::StrSplit(row.Text("standards"), ',',
                                           absl::SkipEmpty()),
               .village_count = static_cast<int>(row.Int("village_count")),
               .opened_at = row.Time("opened_at")};
}

absl::StatusOr<std::shared_ptr<const OpenRound>> MySqlRounds::Find(
    mysql::Reader& reader, const RoundId& id) {
  {
    absl::MutexLock lock(&mu_);
    if (auto found = rounds_.find(id); found != rounds_.end()) {
      return found->second;
    }
  }
  RASOAT_ASSIGN_OR_RETURN(std::optional<Round> round,
                          reader.QueryOne(kSelectRound, Read, id.value));
  if (!round) {
    return Refused(absl::StatusCode::kNotFound,
                   {"round", "ROUND_NOT_FOUND",
                    "Không có đợt rà soát này; hãy xem danh sách các đợt.",
                    "There is no such round; look at the list of rounds."});
  }
  return Complete(reader, *std::move(round));
}

absl::StatusOr<std::shared_ptr<const OpenRound>> MySqlRounds::Complete(
    mysql::Reader& reader, Round round) {
  RASOAT_ASSIGN_OR_RETURN(std::shared_ptr<const ProcedureVersion> procedure,
                          ProcedureOf(reader, round.procedure_hash));
  auto open = std::make_shared<const OpenRound>(
      OpenRound{std::move(round), std::move(procedure)});
  absl::MutexLock lock(&mu_);
  return rounds_.try_emplace(open->plan().id, open).first->second;
}

absl::StatusOr<std::shared_ptr<const ProcedureVersion>>
MySqlRounds::ProcedureOf(mysql::Reader& reader, const std::string& hash) {
  {
    absl::MutexLock lock(&mu_);
    if (auto found = procedures_.find(hash); found != procedures_.end()) {
      return found->second;
    }
  }
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<std::string> content,
      reader.QueryOne(
          kSelectProcedure,
          [](const mysql::Row& row) { return row.Blob("content"); }, hash));
  if (!content) {
    return Error(absl::StatusCode::kInternal, "PROCEDURE_LOST",
                 "a round's procedure is not stored");
  }
  RASOAT_ASSIGN_OR_RETURN(ProcedureVersion version, VersionFrom(*content));
  auto shared = std::make_shared<const ProcedureVersion>(std::move(version));
  absl::MutexLock lock(&mu_);
  return procedures_.try_emplace(hash, shared).first->second;
}

}  // namespace rasoat::workflow

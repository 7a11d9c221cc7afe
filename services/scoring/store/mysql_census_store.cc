#include "services/scoring/store/mysql_census_store.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/common/mysql/transaction.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/store/mysql_rows.h"

namespace rasoat::scoring {
namespace {

constexpr char kNewest[] = "SELECT position FROM feed_head WHERE stream = 0";
constexpr char kTold[] = R"sql(
SELECT position, subject
FROM feed_change
WHERE position > ?
ORDER BY position
LIMIT 5000)sql";
constexpr std::size_t kToldAtOnce = 5000;

// The class is that of the first of the round's standards under which the
// survey was assessed: the first that applies where the household lives.
constexpr char kPage[] = R"sql(
SELECT n.household, n.active, s.village, s.facts, t.ethnic_group, t.head_sex,
       (SELECT a.class
        FROM round_standard r
        JOIN assessment a ON a.survey = n.survey AND a.standard = r.standard
        WHERE r.round = n.round
        ORDER BY r.place
        LIMIT 1)
FROM newest_survey n
JOIN survey s ON s.survey = n.survey
LEFT JOIN household_trait t ON t.household = n.household
WHERE n.round = ? AND n.household > ?
ORDER BY n.household
LIMIT ?)sql";
constexpr char kNamed[] = R"sql(
SELECT n.household, n.active, s.village, s.facts, t.ethnic_group, t.head_sex,
       (SELECT a.class
        FROM round_standard r
        JOIN assessment a ON a.survey = n.survey AND a.standard = r.standard
        WHERE r.round = n.round
        ORDER BY r.place
        LIMIT 1)
FROM newest_survey n
JOIN survey s ON s.survey = n.survey
LEFT JOIN household_trait t ON t.household = n.household
WHERE n.round = ? AND n.household = ?)sql";

constexpr char kAreas[] = R"sql(
SELECT area, parent, valid_from, valid_to
FROM area_parent
ORDER BY area, parent)sql";

SurveyedHousehold ReadHousehold(const mysql::Row& row) {
  SurveyedHousehold household = {.household = row.Id(0),
                                 .active = row.Int(1) != 0,
                                 .village = row.Text(2),
                                 .facts = row.Blob(3)};
  household.ethnic_group = row.MaybeText(4).value_or("");
  household.head_sex = static_cast<int>(row.MaybeInt(5).value_or(0));
  household.household_class = static_cast<int>(row.MaybeInt(6).value_or(0));
  return household;
}

/// The subject of an assessment: `rounds/{id}/households/{ulid}`.
std::optional<ToldHouseholds::One> ReadSubject(const std::string& subject) {
  const std::vector<std::string> parts = absl::StrSplit(subject, '/');
  if (parts.size() != 4 || parts[0] != "rounds" || parts[2] != "households") {
    return std::nullopt;
  }
  const absl::StatusOr<Ulid> household = ParseUlid(parts[3]);
  if (!household.ok()) return std::nullopt;
  return ToldHouseholds::One{.round = parts[1], .household = *household};
}

}  // namespace

absl::StatusOr<std::int64_t> MySqlCensusStore::Newest(absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(
      const std::optional<std::int64_t> newest,
      mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
        return reader.QueryOne(
            kNewest, [](const mysql::Row& row) { return row.Int(0); });
      }));
  return newest.value_or(0);
}

absl::StatusOr<ToldHouseholds> MySqlCensusStore::ToldAfter(
    std::int64_t position, absl::Time deadline) {
  ToldHouseholds told = {.position = position};
  std::size_t rows = 0;
  RASOAT_RETURN_IF_ERROR(
      mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
        return reader.ForEach(
            kTold,
            [&](const mysql::Row& row) {
              ++rows;
              told.position = row.Int(0);
              if (auto one = ReadSubject(row.Text(1))) {
                told.households.push_back(*std::move(one));
              }
              return absl::OkStatus();
            },
            position);
      }));
  told.more = rows == kToldAtOnce;
  return told;
}

absl::StatusOr<std::vector<SurveyedHousehold>> MySqlCensusStore::Page(
    const SurveyedQuery& query, absl::Time deadline) {
  return mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
    return reader.Query(kPage, ReadHousehold, query.round,
                        query.after.value_or(Ulid{}), query.limit);
  });
}

absl::StatusOr<std::vector<SurveyedHousehold>> MySqlCensusStore::Named(
    const std::string& round, absl::Span<const Ulid> households,
    absl::Time deadline) {
  std::vector<SurveyedHousehold> all;
  RASOAT_RETURN_IF_ERROR(
      mysql::Read(pool_, deadline, [&](mysql::Reader& reader) -> absl::Status {
        for (const Ulid& household : households) {
          RASOAT_ASSIGN_OR_RETURN(
              std::optional<SurveyedHousehold> one,
              reader.QueryOne(kNamed, ReadHousehold, round, household));
          if (one) all.push_back(*std::move(one));
        }
        return absl::OkStatus();
      }));
  return all;
}

absl::StatusOr<std::vector<AreaLine>> MySqlCensusStore::DatedAreas(
    absl::Time deadline) {
  return mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
    return reader.Query(kAreas, ReadAreaLine);
  });
}

}  // namespace rasoat::scoring

#include "services/registry/store/mysql_visit_store.h"

#include <string>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/store/mysql_id_lists.h"
#include "services/registry/store/mysql_person_rows.h"
#include "services/registry/store/mysql_receipt_rows.h"
#include "services/registry/store/mysql_survey_rows.h"

namespace rasoat::registry {
namespace {

constexpr char kHouseholdPrints[] =
    "SELECT id, fingerprint FROM household WHERE id";
constexpr char kSurveyPrints[] = "SELECT id, fingerprint FROM survey WHERE id";

// Shared, so that surveys of one household do not wait for one another here.
constexpr char kRevisions[] = "SELECT id, revision FROM household WHERE id";
constexpr char kShared[] = "LOCK IN SHARE MODE";

constexpr char kCurrentSurveys[] =
    "SELECT id, household_id, round, form_kind, status FROM survey "
    "WHERE is_current = 1 AND household_id";

constexpr char kSelectDrafts[] =
    "SELECT id, writer, household_id FROM survey_draft WHERE id";
constexpr char kDeleteDrafts[] = "DELETE FROM survey_draft WHERE id";

using Outcomes = std::vector<absl::Status>;

template <class Record>
absl::StatusOr<std::vector<Standing>> Standings(
    mysql::Pool& pool, absl::Time deadline, absl::string_view sql,
    absl::Span<const Record* const> records, const RecordCodec& codec) {
  std::vector<Standing> standings(records.size(), Standing::kFree);
  if (records.empty()) return standings;
  std::vector<Ulid> ids;
  for (const Record* record : records) ids.push_back(Stored(record->id));
  absl::flat_hash_map<Ulid, std::string> prints;
  RASOAT_RETURN_IF_ERROR(
      mysql::Read(pool, deadline, [&](mysql::Reader& reader) -> absl::Status {
        return ForEachById(
            reader, sql, ids, "", [&](const mysql::Row& row) -> absl::Status {
              prints.emplace(row.Id("id"), row.Blob("fingerprint"));
              return absl::OkStatus();
            });
      }));
  for (std::size_t i = 0; i < records.size(); ++i) {
    auto found = prints.find(ids[i]);
    if (found == prints.end()) continue;
    standings[i] = found->second == codec.Fingerprint(*records[i])
                       ? Standing::kSame
                       : Standing::kOther;
  }
  return standings;
}

/// The households of surveys that are not registered in the same visit.
std::vector<Ulid> SurveyedBefore(absl::Span<const NewVisit> visits) {
  std::vector<Ulid> ids;
  for (const NewVisit& visit : visits) {
    if (!visit.household && visit.survey) {
      ids.push_back(Stored(visit.survey->household));
    }
  }
  return ids;
}

/// Refuses the visits whose household is not as it was when they were checked.
absl::Status CheckRevisions(mysql::Transaction& tx,
                            absl::Span<const NewVisit> visits,
                            absl::Span<const Ulid> ids, Outcomes& outcomes) {
  absl::flat_hash_map<Ulid, std::int64_t> revisions;
  RASOAT_RETURN_IF_ERROR(ForEachById(
      tx, kRevisions, ids, kShared, [&](const mysql::Row& row) -> absl::Status {
        revisions.emplace(row.Id("id"), row.Int("revision"));
        return absl::OkStatus();
      }));
  for (std::size_t i = 0; i < visits.size(); ++i) {
    if (visits[i].household || !visits[i].survey) continue;
    auto found = revisions.find(Stored(visits[i].survey->household));
    if (found == revisions.end() || found->second != visits[i].seen_revision) {
      outcomes[i] = VisitRaced();
    }
  }
  return absl::OkStatus();
}

/// Refuses the surveys that are in the way of another, and retires those that
/// the others replace.
absl::Status Replace(mysql::Transaction& tx, const MySqlSurveyRows& surveys,
                     absl::Span<const NewVisit> visits,
                     absl::Span<const Ulid> ids, Outcomes& outcomes) {
  using Key = std::tuple<Ulid, std::string, FormKind>;
  absl::flat_hash_map<Key, CurrentSurvey> current;
  RASOAT_RETURN_IF_ERROR(ForEachById(
      tx, kCurrentSurveys, ids, "FOR UPDATE",
      [&](const mysql::Row& row) -> absl::Status {
        current.emplace(
            Key(row.Id("household_id"), row.Text("round"),
                static_cast<FormKind>(row.Int("form_kind"))),
            CurrentSurvey{IdOf<SurveyId>(row.Id("id")),
                          static_cast<SurveyStatus>(row.Int("status"))});
        return absl::OkStatus();
      }));
  for (std::size_t i = 0; i < visits.size(); ++i) {
    if (!visits[i].survey || !outcomes[i].ok()) continue;
    const Survey& survey = *visits[i].survey;
    auto found = current.find(
        Key(Stored(survey.household), survey.round.value, survey.kind));
    const CurrentSurvey* newest =
        found == current.end() ? nullptr : &found->second;
    if (newest != nullptr && newest->id == survey.id) {
      outcomes[i] = VisitRaced();  // its own repeat was quicker
      continue;
    }
    outcomes[i] = MayReplace(survey, newest);
    if (newest != nullptr && outcomes[i].ok()) {
      RASOAT_RETURN_IF_ERROR(surveys.Retire(tx, newest->id));
    }
  }
  return absl::OkStatus();
}

/// Removes the drafts that the visits were written as: each only if it is the
/// reviewer's own and of the same household.
absl::Status RemoveDrafts(mysql::Transaction& tx,
                          absl::Span<const NewVisit* const> visits) {
  if (visits.empty()) return absl::OkStatus();
  absl::flat_hash_map<Ulid, const Survey*> written;
  std::vector<Ulid> named;
  for (const NewVisit* visit : visits) {
    if (written.emplace(Stored(visit->draft), &*visit->survey).second) {
      named.push_back(Stored(visit->draft));
    }
  }
  std::vector<Ulid> own;
  RASOAT_RETURN_IF_ERROR(
      ForEachById(tx, kSelectDrafts, named, "FOR UPDATE",
                  [&](const mysql::Row& row) -> absl::Status {
                    const Survey& survey = *written.at(row.Id("id"));
                    if (row.Text("writer") == survey.reviewer &&
                        row.Id("household_id") == Stored(survey.household)) {
                      own.push_back(row.Id("id"));
                    }
                    return absl::OkStatus();
                  }));
  return ExecuteById(tx, kDeleteDrafts, own);
}

absl::Status Insert(mysql::Transaction& tx, feed::Changes& changes,
                    absl::Span<const NewVisit> visits, const Outcomes& outcomes,
                    const MySqlHouseholdRows& household_rows,
                    const MySqlSurveyRows& survey_rows,
                    const RecordCodec& codec) {
  std::vector<const Household*> households;
  std::vector<const Survey*> surveys;
  std::vector<const NewVisit*> drafted;
  std::vector<const FieldReceipt*> receipts;
  for (std::size_t i = 0; i < visits.size(); ++i) {
    if (!outcomes[i].ok()) continue;
    if (visits[i].receipt) receipts.push_back(&*visits[i].receipt);
    if (visits[i].household) {
      households.push_back(&*visits[i].household);
      codec.Tell(*visits[i].household, visits[i].household->village, changes);
    }
    if (visits[i].survey) {
      surveys.push_back(&*visits[i].survey);
      if (!visits[i].draft.empty()) drafted.push_back(&visits[i]);
      codec.Tell(*visits[i].survey, changes);
    }
  }
  RASOAT_RETURN_IF_ERROR(household_rows.Insert(tx, households));
  RASOAT_RETURN_IF_ERROR(survey_rows.Insert(tx, surveys));
  RASOAT_RETURN_IF_ERROR(InsertReceipts(tx, receipts, codec, OnKept::kCollide));
  return RemoveDrafts(tx, drafted);
}

/// The collision of a visit that was alone in its transaction.
absl::Status Renamed(const absl::Status& collision) {
  const std::string key = mysql::KeyOf(collision);
  if (key == "village_number") return HouseholdNumberTaken();
  if (key == kIdentityKey) return PersonRegistered();
  if (key == "household_round_kind_current") return SurveyExists();
  return VisitRaced();
}

}  // namespace

absl::StatusOr<std::vector<Standing>> MySqlVisitStore::HouseholdStandings(
    absl::Span<const Household* const> households, absl::Time deadline) {
  return Standings(feed_.pool(), deadline, kHouseholdPrints, households,
                   codec_);
}

absl::StatusOr<std::vector<Standing>> MySqlVisitStore::SurveyStandings(
    absl::Span<const Survey* const> surveys, absl::Time deadline) {
  return Standings(feed_.pool(), deadline, kSurveyPrints, surveys, codec_);
}

absl::StatusOr<std::vector<absl::Status>> MySqlVisitStore::TakeTogether(
    absl::Span<const NewVisit> visits, absl::Time deadline) {
  const std::vector<Ulid> known = SurveyedBefore(visits);
  return feed::InTransaction(
      feed_, deadline,
      [&](mysql::Transaction& tx,
          feed::Changes& changes) -> absl::StatusOr<Outcomes> {
        Outcomes outcomes(visits.size());
        RASOAT_RETURN_IF_ERROR(CheckRevisions(tx, visits, known, outcomes));
        RASOAT_RETURN_IF_ERROR(Replace(tx, surveys_, visits, known, outcomes));
        RASOAT_RETURN_IF_ERROR(
            Insert(tx, changes, visits, outcomes, rows_, surveys_, codec_));
        return outcomes;
      });
}

absl::StatusOr<std::vector<absl::Status>> MySqlVisitStore::Take(
    absl::Span<const NewVisit> visits, absl::Time deadline) {
  if (visits.empty()) return Outcomes();
  absl::StatusOr<Outcomes> together = TakeTogether(visits, deadline);
  if (ReasonOf(together.status()) != "DUPLICATE_KEY") return together;
  if (visits.size() == 1) return Outcomes{Renamed(together.status())};
  // One collides and the server does not say which: halves are quicker than
  // one by one, since most of them go through whole.
  const std::size_t half = visits.size() / 2;
  RASOAT_ASSIGN_OR_RETURN(Outcomes outcomes,
                          Take(visits.subspan(0, half), deadline));
  RASOAT_ASSIGN_OR_RETURN(const Outcomes rest,
                          Take(visits.subspan(half), deadline));
  outcomes.insert(outcomes.end(), rest.begin(), rest.end());
  return outcomes;
}

absl::StatusOr<std::vector<absl::Status>> MySqlVisitStore::TakeNew(
    absl::Span<const NewVisit> visits, absl::Time deadline) {
  if (visits.empty()) return Outcomes();
  absl::StatusOr<Outcomes> together = TakeTogether(visits, deadline);
  if (ReasonOf(together.status()) != "DUPLICATE_KEY") return together;
  return Error(absl::StatusCode::kAlreadyExists, "VISITS_COLLIDE",
               "a key of one of the visits is taken");
}

}  // namespace rasoat::registry

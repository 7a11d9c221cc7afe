#include "services/registry/store/mysql_review_store.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/store/mysql_id_lists.h"
#include "services/registry/store/row_seal.h"

namespace rasoat::registry {
namespace {

#define RASOAT_REVIEW_COLUMNS                                              \
  "SELECT survey_id, revision, act, request_id, supervisor, review_time, " \
  "key_id, comments FROM survey_review "

constexpr char kSelectPage[] = RASOAT_REVIEW_COLUMNS
    "WHERE survey_id = ? AND revision > ? ORDER BY revision LIMIT ?";

constexpr char kSelectOfSurveys[] = RASOAT_REVIEW_COLUMNS "WHERE survey_id";

#undef RASOAT_REVIEW_COLUMNS

constexpr char kInsert[] =
    "INSERT INTO survey_review (survey_id, revision, act, request_id, "
    "supervisor, review_time, key_id, comments) VALUES";

/// Binds sealed comments to their row.
std::string RowOf(const SurveyReview& review) {
  return RowSeal("survey_review", Stored(review.survey), review.revision);
}

using Request = std::pair<SurveyId, RequestId>;

/// What a batch of orders makes of the surveys and acts there were.
class Acting {
 public:
  Acting(std::vector<Survey> surveys, std::vector<SurveyReview> done,
         ReviewStore::Permit permit)
      : permit_(permit) {
    for (Survey& survey : surveys) {
      const SurveyId id = survey.id;
      surveys_.emplace(id, std::move(survey));
    }
    for (SurveyReview& review : done) Remember(review);
  }

  absl::StatusOr<Survey> Act(const ReviewOrder& order) {
    auto survey = surveys_.find(order.survey);
    if (survey == surveys_.end()) return SurveyNotFound();
    RASOAT_RETURN_IF_ERROR(permit_(survey->second));
    if (!order.request.empty()) {
      auto before = done_.find(Request(order.survey, order.request));
      if (before != done_.end()) {
        if (!SameAct(before->second, order)) return RequestIdTaken();
        return survey->second;
      }
    }
    RASOAT_ASSIGN_OR_RETURN(Survey next, Reviewed(survey->second, order));
    survey->second = next;
    fresh_.push_back(ReviewOf(order, next));
    Remember(fresh_.back());
    return next;
  }

  const std::vector<SurveyReview>& fresh() const { return fresh_; }
  const Survey& StateOf(const SurveyId& id) const { return surveys_.at(id); }

 private:
  void Remember(const SurveyReview& review) {
    if (review.request.empty()) return;
    done_.emplace(Request(review.survey, review.request), review);
  }

  const ReviewStore::Permit permit_;
  absl::flat_hash_map<SurveyId, Survey> surveys_;
  absl::flat_hash_map<Request, SurveyReview> done_;
  std::vector<SurveyReview> fresh_;
};

std::vector<SurveyId> SurveysOf(absl::Span<const ReviewOrder> orders) {
  absl::flat_hash_set<SurveyId> seen;
  std::vector<SurveyId> ids;
  for (const ReviewOrder& order : orders) {
    if (seen.insert(order.survey).second) ids.push_back(order.survey);
  }
  return ids;
}

bool AnyRequest(absl::Span<const ReviewOrder> orders) {
  for (const ReviewOrder& order : orders) {
    if (!order.request.empty()) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<SurveyReview> MySqlReviewStore::ReadRow(
    const mysql::Row& row) const {
  SurveyReview review{.survey = IdOf<SurveyId>(row.Id("survey_id")),
                      .revision = row.Int("revision"),
                      .act = static_cast<SurveyAct>(row.Int("act")),
                      .supervisor = row.Text("supervisor"),
                      .time = row.Time("review_time")};
  if (const auto request = row.MaybeId("request_id")) {
    review.request = IdOf<RequestId>(*request);
  }
  RASOAT_ASSIGN_OR_RETURN(
      const std::string comments,
      keys_.Open(row.Int("key_id"), row.Blob("comments"), RowOf(review)));
  RASOAT_ASSIGN_OR_RETURN(review.comments, codec_.UnpackComments(comments));
  return review;
}

absl::StatusOr<std::vector<SurveyReview>> MySqlReviewStore::ReadRequests(
    mysql::Transaction& tx, absl::Span<const SurveyId> surveys) const {
  std::vector<SurveyReview> reviews;
  std::vector<Ulid> ids;
  for (const SurveyId& id : surveys) ids.push_back(Stored(id));
  RASOAT_RETURN_IF_ERROR(
      ForEachById(tx, kSelectOfSurveys, ids, "",
                  [&](const mysql::Row& row) -> absl::Status {
                    RASOAT_ASSIGN_OR_RETURN(SurveyReview one, ReadRow(row));
                    reviews.push_back(std::move(one));
                    return absl::OkStatus();
                  }));
  return reviews;
}

absl::Status MySqlReviewStore::Insert(
    mysql::Transaction& tx, absl::Span<const SurveyReview> reviews) const {
  std::vector<crypto::Sealed> sealed;
  for (const SurveyReview& review : reviews) {
    sealed.push_back(
        keys_.Seal(codec_.PackComments(review.comments), RowOf(review)));
  }
  return tx
      .InsertRows(kInsert, reviews.size(), 8,
                  [&](std::size_t row, mysql::Params& out) {
                    const SurveyReview& review = reviews[row];
                    std::optional<Ulid> request;
                    if (!review.request.empty())
                      request = Stored(review.request);
                    out.AddAll(Stored(review.survey), review.revision,
                               static_cast<int>(review.act), request,
                               review.supervisor, review.time,
                               sealed[row].key_id,
                               mysql::Blob{sealed[row].bytes});
                  })
      .status();
}

absl::StatusOr<std::vector<absl::StatusOr<Survey>>> MySqlReviewStore::Act(
    absl::Span<const ReviewOrder> orders, Permit permit, absl::Time deadline) {
  using Outcomes = std::vector<absl::StatusOr<Survey>>;
  const std::vector<SurveyId> ids = SurveysOf(orders);
  return feed::InTransaction(
      feed_, deadline,
      [&](mysql::Transaction& tx,
          feed::Changes& changes) -> absl::StatusOr<Outcomes> {
        RASOAT_ASSIGN_OR_RETURN(std::vector<Survey> surveys,
                                surveys_.ReadForUpdate(tx, ids));
        std::vector<SurveyReview> done;
        if (AnyRequest(orders)) {
          RASOAT_ASSIGN_OR_RETURN(done, ReadRequests(tx, ids));
        }
        Acting acting(std::move(surveys), std::move(done), permit);
        Outcomes outcomes;
        for (const ReviewOrder& order : orders) {
          outcomes.push_back(acting.Act(order));
        }
        absl::flat_hash_map<SurveyStatus, std::vector<SurveyId>> moved;
        for (const SurveyReview& review : acting.fresh()) {
          const Survey& survey = acting.StateOf(review.survey);
          moved[survey.status].push_back(survey.id);
          codec_.Tell(survey, changes);
        }
        for (const auto& [status, of] : moved) {
          RASOAT_RETURN_IF_ERROR(surveys_.SetStatus(tx, of, status));
        }
        RASOAT_RETURN_IF_ERROR(Insert(tx, acting.fresh()));
        return outcomes;
      });
}

absl::StatusOr<std::vector<SurveyReview>> MySqlReviewStore::List(
    const SurveyId& survey, std::int64_t after, int limit,
    absl::Time deadline) {
  return mysql::Read(feed_.pool(), deadline, [&](mysql::Reader& reader) {
    return reader.Query(
        kSelectPage, [&](const mysql::Row& row) { return ReadRow(row); },
        Stored(survey), after, limit);
  });
}

}  // namespace rasoat::registry

#include "services/scoring/rpc/scoring_service.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/rpc/paging.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/engine/score_household.h"
#include "services/scoring/rpc/assessment_answer.h"
#include "services/scoring/rpc/refusals.h"
#include "services/scoring/wire/assessment_proto.h"
#include "services/scoring/wire/facts_proto.h"
#include "services/scoring/wire/names.h"

namespace rasoat::scoring {
namespace {

constexpr rpc::PageLimits kPages{.usual = 50, .most = 500};

}  // namespace

grpc::ServerUnaryReactor* ScoringService::Score(
    grpc::CallbackServerContext* context, const v1::ScoreRequest* request,
    v1::Assessment* response) {
  return calls_.UnaryInline(
      context, request, response, [&](const rpc::Call&) -> absl::Status {
        RASOAT_ASSIGN_OR_RETURN(
            const KnownStandard* known,
            catalogue_.Need(request->standard(), "standard"));
        RASOAT_ASSIGN_OR_RETURN(const Facts facts,
                                ReadFacts(request->household()));
        RASOAT_ASSIGN_OR_RETURN(const rasoat::scoring::Score score,
                                ScoreHousehold(known->standard, facts));
        FillAssessment(known->standard, score, *response);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* ScoringService::GetAssessment(
    grpc::CallbackServerContext* context,
    const v1::GetAssessmentRequest* request, v1::Assessment* response) {
  return calls_.Unary(
      context, request, response,
      [request, this](const rpc::Call& call) -> absl::StatusOr<v1::Assessment> {
        RASOAT_ASSIGN_OR_RETURN(const AssessmentName name,
                                ParseAssessmentName(request->name(), "name"));
        RASOAT_ASSIGN_OR_RETURN(
            const std::optional<AssessmentRow> row,
            store_.Find(name.survey, name.standard, call.deadline));
        if (!row) return AssessmentNotFound("name");
        return ToProto(*row);
      });
}

grpc::ServerUnaryReactor* ScoringService::ListAssessments(
    grpc::CallbackServerContext* context,
    const v1::ListAssessmentsRequest* request,
    v1::ListAssessmentsResponse* response) {
  return calls_.Unary(
      context, request, response,
      [request, response, this](const rpc::Call& call) -> absl::Status {
        VillageQuery query;
        RASOAT_ASSIGN_OR_RETURN(
            query.village, ParseIdName(request->village(), "areas", "village"));
        RASOAT_ASSIGN_OR_RETURN(
            query.round, ParseIdName(request->round(), "rounds", "round"));
        RASOAT_ASSIGN_OR_RETURN(query.limit,
                                rpc::PageSize(request->page_size(), kPages));
        RASOAT_ASSIGN_OR_RETURN(const auto start,
                                (rpc::PageStart<std::string>(*request)));
        if (start) {
          const absl::StatusOr<Ulid> after =
              Ulid::FromBytes(std::get<0>(*start));
          if (!after.ok()) return rpc::PageTokenWrong();
          query.after = *after;
        }
        if (request->standard().empty()) {
          RASOAT_ASSIGN_OR_RETURN(const std::optional<RoundRow> round,
                                  store_.FindRound(query.round, call.deadline));
          if (!round) return RoundStandardsNotFound("round");
        } else {
          RASOAT_ASSIGN_OR_RETURN(
              query.standard,
              ParseIdName(request->standard(), "standards", "standard"));
          RASOAT_RETURN_IF_ERROR(
              catalogue_.Need(request->standard(), "standard").status());
        }
        // One more than asked for tells whether there is another page.
        const std::size_t wanted = query.limit++;
        RASOAT_ASSIGN_OR_RETURN(const std::vector<AssessmentRow> rows,
                                store_.ListVillage(query, call.deadline));
        for (std::size_t i = 0; i < rows.size() && i < wanted; ++i) {
          RASOAT_ASSIGN_OR_RETURN(*response->add_assessments(),
                                  ToProto(rows[i]));
        }
        if (rows.size() > wanted) {
          response->set_next_page_token(rpc::NextPageToken(
              *request, rows[wanted - 1].household.ToBytes()));
        }
        return absl::OkStatus();
      });
}

}  // namespace rasoat::scoring

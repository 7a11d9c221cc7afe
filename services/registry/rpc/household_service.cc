#include "services/registry/rpc/household_service.h"

#include <utility>
#include <vector>

#include "services/common/clock/clock.h"
#include "services/common/rpc/paging.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/household_edit.h"
#include "services/registry/rpc/household_past.h"
#include "services/registry/rpc/household_proto.h"
#include "services/registry/rpc/item_error.h"
#include "services/registry/rpc/names.h"
#include "services/registry/rpc/take_in_batch.h"
#include "services/registry/rpc/visit_proto.h"

namespace rasoat::registry {
namespace {

constexpr int kMostCreated = 500;

absl::StatusOr<HouseholdEdit> EditOf(const v1::UpdateHouseholdRequest& request,
                                     const rpc::Call& call) {
  HouseholdEdit edit;
  edit.occasion = {.date = request.event_date().empty()
                               ? DayInVietnam(call.now)
                               : DayOf(request.event_date()),
                   .reason = request.reason(),
                   .actor = SubmissionOf(call).reviewer};
  RASOAT_ASSIGN_OR_RETURN(
      edit.seen_revision,
      SeenRevision(request.household().etag(), "household.etag"));
  std::vector<Violation> village_is_not_read;
  edit.wanted = FromProto(request.household(), village_is_not_read);
  RASOAT_RETURN_IF_ERROR(PutMask(request.update_mask(), edit));
  return edit;
}

/// The refusal of a change, with who stands in its way.
absl::Status WithWarnings(const DuplicateWarnings* warnings,
                          absl::Status refusal, const Household& wanted,
                          const rpc::Call& call) {
  if (warnings == nullptr || ReasonOf(refusal) != "PERSON_REGISTERED") {
    return refusal;
  }
  // Without them the refusal stands as it is.
  auto holders = warnings->watch().HoldersOf(wanted, call.deadline);
  if (!holders.ok()) return refusal;
  return warnings->Named(std::move(refusal), *holders, call);
}

}  // namespace

grpc::ServerUnaryReactor* HouseholdService::CreateHousehold(
    grpc::CallbackServerContext* context,
    const v1::CreateHouseholdRequest* request, v1::Household* response) {
  return calls_.UnaryLater(context, request, response,
                           [=, this](rpc::Later<v1::Household> later) {
                             Create(*request, std::move(later));
                           });
}

grpc::ServerUnaryReactor* HouseholdService::BatchCreateHouseholds(
    grpc::CallbackServerContext* context,
    const v1::BatchCreateHouseholdsRequest* request,
    v1::BatchCreateHouseholdsResponse* response) {
  return calls_.UnaryLater(
      context, request, response,
      [=, this](rpc::Later<v1::BatchCreateHouseholdsResponse> later) {
        BatchCreate(*request, std::move(later));
      });
}

grpc::ServerUnaryReactor* HouseholdService::GetHousehold(
    grpc::CallbackServerContext* context,
    const v1::GetHouseholdRequest* request, v1::Household* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) -> absl::StatusOr<v1::Household> {
        RASOAT_ASSIGN_OR_RETURN(
            Household household,
            HouseholdAsked(store_, *request, call.deadline));
        return ToProto(household);
      });
}

grpc::ServerUnaryReactor* HouseholdService::ListHouseholds(
    grpc::CallbackServerContext* context,
    const v1::ListHouseholdsRequest* request,
    v1::ListHouseholdsResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return List(*request, call); });
}

grpc::ServerUnaryReactor* HouseholdService::UpdateHousehold(
    grpc::CallbackServerContext* context,
    const v1::UpdateHouseholdRequest* request, v1::Household* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Update(*request, call); });
}

void HouseholdService::Create(const v1::CreateHouseholdRequest& request,
                              rpc::Later<v1::Household> later) {
  std::vector<VisitDraft> drafts;
  drafts.push_back(FromProto(request));
  TakeInBatch(
      batcher_, std::move(drafts), request.ByteSizeLong(), std::move(later),
      [this](std::vector<VisitOutcome> outcomes,
             rpc::Later<v1::Household> later) {
        VisitOutcome& outcome = outcomes[0];
        if (!outcome.status.ok()) {
          return std::move(later).Answer(
              WithWarnings(warnings_, outcome, later.call()));
        }
        if (outcome.kept.household) {
          v1::Household kept = ToProto(*outcome.kept.household);
          Warn(warnings_, outcome, later.call(),
               *kept.mutable_suspected_duplicates());
          return std::move(later).Answer(std::move(kept));
        }
        std::move(later).AnswerWith(
            [this, id = outcome.household](
                const rpc::Call& call) -> absl::StatusOr<v1::Household> {
              RASOAT_ASSIGN_OR_RETURN(Household household,
                                      store_.Get(id, call.deadline));
              return ToProto(household);
            });
      });
}

void HouseholdService::BatchCreate(
    const v1::BatchCreateHouseholdsRequest& request,
    rpc::Later<v1::BatchCreateHouseholdsResponse> later) {
  if (absl::Status count =
          CheckItemCount(request.requests_size(), kMostCreated, "requests");
      !count.ok()) {
    return std::move(later).Answer(std::move(count));
  }
  std::vector<VisitDraft> drafts;
  for (const auto& one : request.requests()) drafts.push_back(FromProto(one));
  TakeInBatch(
      batcher_, std::move(drafts), request.ByteSizeLong(), std::move(later),
      [this](const std::vector<VisitOutcome>& outcomes,
             rpc::Later<v1::BatchCreateHouseholdsResponse> later) {
        v1::BatchCreateHouseholdsResponse response;
        for (const VisitOutcome& outcome : outcomes) {
          v1::ItemResult& result = *response.add_results();
          if (outcome.status.ok()) {
            result.set_name(NameOf(outcome.household));
            result.set_created(!outcome.repeated);
            Warn(warnings_, outcome, later.call(),
                 *result.mutable_suspected_duplicates());
          } else {
            *result.mutable_error() = ItemErrorOf(
                WithWarnings(warnings_, outcome, later.call()), "household.");
          }
        }
        std::move(later).Answer(std::move(response));
      });
}

absl::StatusOr<v1::ListHouseholdsResponse> HouseholdService::List(
    const v1::ListHouseholdsRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(const HouseholdFilter filter, FilterOf(request));
  RASOAT_ASSIGN_OR_RETURN(
      int size, rpc::PageSize(request.page_size(), {.usual = 50, .most = 500}));
  RASOAT_ASSIGN_OR_RETURN(auto start,
                          (rpc::PageStart<std::int64_t, std::string>(request)));
  HouseholdPlace after;
  if (start) {
    absl::StatusOr<HouseholdId> id =
        ParseHousehold(std::get<1>(*start), "page_token");
    if (!id.ok()) return rpc::PageTokenWrong();
    after = {.number = std::get<0>(*start), .id = *id};
  }
  RASOAT_ASSIGN_OR_RETURN(std::vector<Household> households,
                          store_.List(filter, after, size + 1, call.deadline));
  v1::ListHouseholdsResponse response;
  if (static_cast<int>(households.size()) > size) {
    households.pop_back();
    response.set_next_page_token(rpc::NextPageToken(
        request, households.back().number, NameOf(households.back().id)));
  }
  for (const Household& household : households) {
    *response.add_households() = ToProto(household);
  }
  return response;
}

absl::StatusOr<v1::Household> HouseholdService::Update(
    const v1::UpdateHouseholdRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(
      HouseholdId id,
      ParseHousehold(request.household().name(), "household.name"));
  RASOAT_ASSIGN_OR_RETURN(HouseholdEdit edit, EditOf(request, call));
  RASOAT_ASSIGN_OR_RETURN(AreaCatalog::Book book, areas_.Fresh(call.deadline));
  const absl::CivilDay today = DayInVietnam(call.now);
  std::int64_t before = 0;
  absl::StatusOr<Household> household = store_.Update(
      id,
      [&](const Household& current) {
        before = current.revision;
        const Area* village = book->FindLatest(current.village, today);
        return Edit(current, edit,
                    {.rules = rules_,
                     .today = today,
                     .training = village != nullptr && village->synthetic});
      },
      call.deadline);
  if (!household.ok()) {
    edit.wanted.id = id;
    return WithWarnings(warnings_, household.status(), edit.wanted, call);
  }
  v1::Household shown = ToProto(*household);
  if (warnings_ != nullptr && household->revision != before) {
    const Household* const changed[] = {&*household};
    warnings_->Warn(
        id,
        warnings_->watch().Look(changed, DuplicateWatch::Entry::kByHand,
                                call.now, call.deadline),
        call, *shown.mutable_suspected_duplicates());
  }
  return shown;
}

}  // namespace rasoat::registry

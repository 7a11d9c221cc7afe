#include "services/registry/rpc/household_event_service.h"

#include <limits>
#include <utility>
#include <vector>

#include "services/common/rpc/paging.h"
#include "services/common/status/status_macros.h"
#include "services/registry/rpc/event_orders.h"
#include "services/registry/rpc/household_event_proto.h"
#include "services/registry/rpc/visit_proto.h"

namespace rasoat::registry {
namespace {

constexpr std::int64_t kNewest = std::numeric_limits<std::int64_t>::max();

using Households = std::vector<Household>;

/// The household named first, and the other one.
v1::HouseholdEventResponse ResponseOf(const Households& recorded,
                                      const HouseholdId& named) {
  v1::HouseholdEventResponse response;
  for (const Household& household : recorded) {
    (household.id == named ? *response.mutable_household()
                           : *response.mutable_related()) = ToProto(household);
  }
  return response;
}

Teller TellerOf(const rpc::Call& call) {
  return {.actor = SubmissionOf(call).reviewer};
}

}  // namespace

absl::StatusOr<v1::HouseholdEventResponse> HouseholdEventService::Record(
    const absl::StatusOr<EventOrder>& order, const rpc::Call& call) {
  RASOAT_RETURN_IF_ERROR(order.status());
  const EventOutcome outcome = recorder_.Record(*order, SubmissionOf(call));
  if (!outcome.status.ok()) {
    return WithWarnings(warnings_, *order, outcome, call);
  }
  const HouseholdId& named = order->seen[0].id;
  v1::HouseholdEventResponse response = ResponseOf(outcome.households, named);
  if (warnings_ != nullptr) {
    warnings_->Warn(
        named, outcome.suspects, call,
        *response.mutable_household()->mutable_suspected_duplicates());
  }
  return response;
}

absl::StatusOr<v1::Household> HouseholdEventService::RecordOne(
    const absl::StatusOr<EventOrder>& order, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(v1::HouseholdEventResponse response,
                          Record(order, call));
  return std::move(*response.mutable_household());
}

grpc::ServerUnaryReactor* HouseholdEventService::RecordBirth(
    grpc::CallbackServerContext* context, const v1::RecordBirthRequest* request,
    v1::Household* response) {
  return calls_.Unary(
      context, request, response, [=, this](const rpc::Call& call) {
        return RecordOne(OrderOf(*request, TellerOf(call)), call);
      });
}

grpc::ServerUnaryReactor* HouseholdEventService::RecordDeath(
    grpc::CallbackServerContext* context, const v1::RecordDeathRequest* request,
    v1::Household* response) {
  return calls_.Unary(
      context, request, response, [=, this](const rpc::Call& call) {
        return RecordOne(OrderOf(*request, TellerOf(call)), call);
      });
}

grpc::ServerUnaryReactor* HouseholdEventService::AddMembers(
    grpc::CallbackServerContext* context, const v1::AddMembersRequest* request,
    v1::Household* response) {
  return calls_.Unary(
      context, request, response, [=, this](const rpc::Call& call) {
        return RecordOne(OrderOf(*request, TellerOf(call)), call);
      });
}

grpc::ServerUnaryReactor* HouseholdEventService::MoveMembers(
    grpc::CallbackServerContext* context, const v1::MoveMembersRequest* request,
    v1::HouseholdEventResponse* response) {
  return calls_.Unary(context, request, response,
                      [=, this](const rpc::Call& call) {
                        return Record(OrderOf(*request, TellerOf(call)), call);
                      });
}

grpc::ServerUnaryReactor* HouseholdEventService::SplitHousehold(
    grpc::CallbackServerContext* context,
    const v1::SplitHouseholdRequest* request,
    v1::HouseholdEventResponse* response) {
  return calls_.Unary(
      context, request, response, [=, this](const rpc::Call& call) {
        return Record(OrderOf(*request, TellerOf(call), ids_), call);
      });
}

grpc::ServerUnaryReactor* HouseholdEventService::MergeHousehold(
    grpc::CallbackServerContext* context,
    const v1::MergeHouseholdRequest* request,
    v1::HouseholdEventResponse* response) {
  return calls_.Unary(context, request, response,
                      [=, this](const rpc::Call& call) {
                        return Record(OrderOf(*request, TellerOf(call)), call);
                      });
}

grpc::ServerUnaryReactor* HouseholdEventService::MoveHousehold(
    grpc::CallbackServerContext* context,
    const v1::MoveHouseholdRequest* request, v1::Household* response) {
  return calls_.Unary(
      context, request, response, [=, this](const rpc::Call& call) {
        return RecordOne(OrderOf(*request, TellerOf(call)), call);
      });
}

grpc::ServerUnaryReactor* HouseholdEventService::DissolveHousehold(
    grpc::CallbackServerContext* context,
    const v1::DissolveHouseholdRequest* request, v1::Household* response) {
  return calls_.Unary(
      context, request, response, [=, this](const rpc::Call& call) {
        return RecordOne(OrderOf(*request, TellerOf(call)), call);
      });
}

grpc::ServerUnaryReactor* HouseholdEventService::ListHouseholdHistory(
    grpc::CallbackServerContext* context,
    const v1::ListHouseholdHistoryRequest* request,
    v1::ListHouseholdHistoryResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return History(*request, call); });
}

absl::StatusOr<v1::ListHouseholdHistoryResponse> HouseholdEventService::History(
    const v1::ListHouseholdHistoryRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(HouseholdId id,
                          ParseHousehold(request.name(), "name"));
  RASOAT_ASSIGN_OR_RETURN(
      const int size,
      rpc::PageSize(request.page_size(), {.usual = 50, .most = 200}));
  RASOAT_ASSIGN_OR_RETURN(auto before, rpc::PageStart<std::int64_t>(request));
  // One more than is shown, to compare the last one with.
  RASOAT_ASSIGN_OR_RETURN(
      const Households states,
      store_.History(id, before ? std::get<0>(*before) : kNewest, size + 1,
                     call.deadline));
  v1::ListHouseholdHistoryResponse response;
  for (std::size_t i = 0; i < states.size() && response.changes_size() < size;
       ++i) {
    const Household* was = i + 1 < states.size() ? &states[i + 1] : nullptr;
    *response.add_changes() = ChangeToProto(states[i], was);
  }
  if (static_cast<int>(states.size()) > size) {
    response.set_next_page_token(
        rpc::NextPageToken(request, states[size - 1].revision));
  }
  return response;
}

}  // namespace rasoat::registry

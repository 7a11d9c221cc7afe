#pragma once

#include "rasoat/registry/v1/household_events.grpc.pb.h"
#include "services/common/ids/ulid.h"
#include "services/common/rpc/calls.h"
#include "services/registry/intake/event_recorder.h"
#include "services/registry/rpc/duplicate_warnings.h"
#include "services/registry/store/household_store.h"

namespace rasoat::registry {

/// rasoat.registry.v1.HouseholdEvents. What it is made of must outlive it.
class HouseholdEventService final
    : public v1::HouseholdEvents::CallbackService {
 public:
  /// Without `warnings` nobody is told of duplicates.
  HouseholdEventService(rpc::Calls& calls, EventRecorder& recorder,
                        HouseholdStore& store, IdSource& ids,
                        const DuplicateWarnings* warnings = nullptr)
      : calls_(calls),
        recorder_(recorder),
        store_(store),
        ids_(ids),
        warnings_(warnings) {}

  grpc::ServerUnaryReactor* RecordBirth(grpc::CallbackServerContext* context,
                                        const v1::RecordBirthRequest* request,
                                        v1::Household* response) override;
  grpc::ServerUnaryReactor* RecordDeath(grpc::CallbackServerContext* context,
                                        const v1::RecordDeathRequest* request,
                                        v1::Household* response) override;
  grpc::ServerUnaryReactor* AddMembers(grpc::CallbackServerContext* context,
                                       const v1::AddMembersRequest* request,
                                       v1::Household* response) override;
  grpc::ServerUnaryReactor* MoveMembers(
      grpc::CallbackServerContext* context,
      const v1::MoveMembersRequest* request,
      v1::HouseholdEventResponse* response) override;
  grpc::ServerUnaryReactor* SplitHousehold(
      grpc::CallbackServerContext* context,
      const v1::SplitHouseholdRequest* request,
      v1::HouseholdEventResponse* response) override;
  grpc::ServerUnaryReactor* MergeHousehold(
      grpc::CallbackServerContext* context,
      const v1::MergeHouseholdRequest* request,
      v1::HouseholdEventResponse* response) override;
  grpc::ServerUnaryReactor* MoveHousehold(
      grpc::CallbackServerContext* context,
      const v1::MoveHouseholdRequest* request,
      v1::Household* response) override;
  grpc::ServerUnaryReactor* DissolveHousehold(
      grpc::CallbackServerContext* context,
      const v1::DissolveHouseholdRequest* request,
      v1::Household* response) override;
  grpc::ServerUnaryReactor* ListHouseholdHistory(
      grpc::CallbackServerContext* context,
      const v1::ListHouseholdHistoryRequest* request,
      v1::ListHouseholdHistoryResponse* response) override;

 private:
  absl::StatusOr<v1::ListHouseholdHistoryResponse> History(
      const v1::ListHouseholdHistoryRequest& request, const rpc::Call& call);

  /// Records an event and returns what it led to.
  absl::StatusOr<v1::HouseholdEventResponse> Record(
      const absl::StatusOr<EventOrder>& order, const rpc::Call& call);
  /// The same for an event of the named household alone.
  absl::StatusOr<v1::Household> RecordOne(
      const absl::StatusOr<EventOrder>& order, const rpc::Call& call);

  rpc::Calls& calls_;
  EventRecorder& recorder_;
  HouseholdStore& store_;
  IdSource& ids_;
  const DuplicateWarnings* const warnings_;
};

}  // namespace rasoat::registry

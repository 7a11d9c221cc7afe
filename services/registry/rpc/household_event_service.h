#pragma once

#include <vector>

#include "absl/functional/function_ref.h"
#include "rasoat/registry/v1/household_events.grpc.pb.h"
#include "services/common/ids/ulid.h"
#include "services/common/rpc/calls.h"
#include "services/registry/intake/area_catalog.h"
#include "services/registry/rpc/household_event_proto.h"
#include "services/registry/store/household_store.h"

namespace rasoat::registry {

/// rasoat.registry.v1.HouseholdEvents. What it is made of must outlive it.
class HouseholdEventService final
    : public v1::HouseholdEvents::CallbackService {
 public:
  HouseholdEventService(rpc::Calls& calls, HouseholdStore& store,
                        AreaCatalog& areas, const PersonRules& rules,
                        IdSource& ids)
      : calls_(calls), store_(store), areas_(areas), rules_(rules), ids_(ids) {}

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
  /// Decides what comes of the households as they are; `context` is that of a
  /// village.
  using Decide = absl::FunctionRef<absl::StatusOr<std::vector<Household>>(
      const std::vector<Household>& now, const AreaBook& book,
      absl::CivilDay today)>;

  absl::StatusOr<v1::HouseholdEventResponse> MoveSome(
      const v1::MoveMembersRequest& request, const rpc::Call& call);
  absl::StatusOr<v1::HouseholdEventResponse> Split(
      const v1::SplitHouseholdRequest& request, const rpc::Call& call);
  absl::StatusOr<v1::HouseholdEventResponse> Merge(
      const v1::MergeHouseholdRequest& request, const rpc::Call& call);
  absl::StatusOr<v1::Household> Move(const v1::MoveHouseholdRequest& request,
                                     const rpc::Call& call);
  absl::StatusOr<v1::ListHouseholdHistoryResponse> History(
      const v1::ListHouseholdHistoryRequest& request, const rpc::Call& call);

  /// Records an event of the households, the first of which the request names,
  /// and returns what it led to.
  absl::StatusOr<v1::HouseholdEventResponse> Record(
      const google::protobuf::Message& request, const std::string& request_id,
      const std::vector<SeenHousehold>& seen, const rpc::Call& call,
      Decide decide);
  /// The same for an event of the named household alone.
  template <class Request, class Happen>
  absl::StatusOr<v1::Household> RecordOne(const Request& request,
                                          const rpc::Call& call, Happen happen);

  HouseholdContext ContextOf(const AreaCode& village, const AreaBook& book,
                             absl::CivilDay today) const;
  absl::Status WithDifferences(const absl::Status& refusal,
                               const std::vector<SeenHousehold>& seen,
                               absl::Time deadline);

  rpc::Calls& calls_;
  HouseholdStore& store_;
  AreaCatalog& areas_;
  const PersonRules& rules_;
  IdSource& ids_;
};

}  // namespace rasoat::registry

#pragma once

#include "rasoat/registry/v1/people.grpc.pb.h"
#include "services/common/rpc/calls.h"
#include "services/registry/intake/area_villages.h"
#include "services/registry/store/household_store.h"
#include "services/registry/store/person_store.h"

namespace rasoat::registry {

/// rasoat.registry.v1.People. What it is made of must outlive it.
class PeopleService final : public v1::People::CallbackService {
 public:
  PeopleService(rpc::Calls& calls, AreaVillages& villages,
                HouseholdStore& households, PersonStore& people)
      : calls_(calls),
        villages_(villages),
        households_(households),
        people_(people) {}

  grpc::ServerUnaryReactor* SearchPeople(
      grpc::CallbackServerContext* context,
      const v1::SearchPeopleRequest* request,
      v1::SearchPeopleResponse* response) override;

 private:
  struct Search;

  absl::StatusOr<v1::SearchPeopleResponse> ByName(const Search& search);
  absl::StatusOr<v1::SearchPeopleResponse> ByIdentity(const Search& search);
  absl::StatusOr<v1::SearchPeopleResponse> OfHouseholds(
      const Search& search, std::vector<HouseholdId> ids,
      v1::PersonMatch match);
  absl::StatusOr<v1::SearchPeopleResponse> Find(
      const v1::SearchPeopleRequest& request, const rpc::Call& call);

  rpc::Calls& calls_;
  AreaVillages& villages_;
  HouseholdStore& households_;
  PersonStore& people_;
};

}  // namespace rasoat::registry

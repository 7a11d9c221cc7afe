#include "tests/support/registry/visits.h"

#include <utility>

#include "rasoat/registry/v1/areas.grpc.pb.h"
#include "rasoat/registry/v1/forms.grpc.pb.h"
#include "services/common/rpc/client_call.h"
#include "services/common/rpc/status_wire.h"
#include "services/common/status/status_macros.h"
#include "tests/census/answers.h"
#include "tests/census/people.h"
#include "tests/support/registry/registry_process.h"
#include "tests/support/source_dir.h"

namespace rasoat::registry {
namespace {

constexpr std::uint64_t kSeed = 2021;
constexpr int kMembers = 4;
constexpr int kAreasACall = 1000;
constexpr char kForm[] = "forms/survey-2021-training";

v1::Area AreaOf(const census::Unit& unit) {
  v1::Area area;
  area.set_name("areas/" + unit.code);
  if (!unit.parent.empty()) area.set_parent("areas/" + unit.parent);
  area.set_display_name(unit.name);
  area.set_valid_from("2021-01-01");
  if (unit.tier == "province") {
    area.set_tier(v1::TIER_PROVINCE);
    area.set_region(api::v1::REGION_NORTHERN_MIDLANDS_AND_MOUNTAINS);
    return area;
  }
  if (unit.tier == "district") {
    area.set_tier(v1::TIER_DISTRICT);
    return area;
  }
  area.set_tier(unit.tier == "commune" ? v1::TIER_COMMUNE : v1::TIER_VILLAGE);
  area.set_settlement(unit.urban ? api::v1::SETTLEMENT_URBAN
                                 : api::v1::SETTLEMENT_RURAL);
  area.set_synthetic(unit.tier == "village");
  return area;
}

template <class Stub, class Request, class Response>
absl::StatusOr<Response> Ask(Stub& stub,
                             grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                          const Request&,
                                                          Response*),
                             const Request& request) {
  grpc::ClientContext context;
  rpc::Prepare(context, SystemClock().Now() + absl::Seconds(30),
               RegistryProcess::Token(api::v1::ROLE_ADMINISTRATOR, "*"), "");
  Response response;
  RASOAT_RETURN_IF_ERROR(
      rpc::FromWire((stub.*method)(&context, request, &response)));
  return response;
}

}  // namespace

absl::StatusOr<VisitMaker> VisitMaker::Make(int villages) {
  RASOAT_ASSIGN_OR_RETURN(
      census::World world,
      census::LoadWorld(SourceDir() + "/tests/census/data", villages));
  return VisitMaker(std::move(world));
}

absl::Status VisitMaker::Prepare(
    const std::shared_ptr<grpc::Channel>& channel) {
  std::vector<v1::Area> areas = {AreaOf(world_.province)};
  for (const auto* units :
       {&world_.districts, &world_.communes, &world_.villages}) {
    for (const census::Unit& unit : *units) areas.push_back(AreaOf(unit));
  }
  auto stub = v1::Areas::NewStub(channel);
  for (std::size_t at = 0; at < areas.size();) {
    v1::ImportAreasRequest request;
    for (; at < areas.size() && request.areas_size() < kAreasACall; ++at) {
      *request.add_areas() = areas[at];
    }
    RASOAT_RETURN_IF_ERROR(
        Ask(*stub, &v1::Areas::Stub::ImportAreas, request).status());
  }
  auto forms = v1::Forms::NewStub(channel);
  v1::GetFormRequest get;
  get.set_name(kForm);
  RASOAT_ASSIGN_OR_RETURN(form_, Ask(*forms, &v1::Forms::Stub::GetForm, get));
  return absl::OkStatus();
}

v1::Visit VisitMaker::Next() {
  const std::size_t villages = world_.villages.size();
  const census::Unit& village = world_.villages[made_ % villages];
  const int number = 1 + static_cast<int>(made_ / villages);
  ++made_;
  v1::Visit visit;
  visit.set_village("areas/" + village.code);
  v1::CreateHouseholdRequest& create = *visit.mutable_household();
  do {
    *create.mutable_household() =
        census::MakeHousehold(world_, kSeed, village, number, drawn_++);
  } while (create.household().members_size() != kMembers);
  create.set_household_id(ids_->Next().ToString());
  v1::SubmitSurveyRequest& submit = *visit.mutable_survey();
  submit.set_survey_id(ids_->Next().ToString());
  *submit.mutable_survey() = census::FillForm(
      form_, create.household(), absl::CivilDay(2021, 10, 9), kSeed, drawn_);
  submit.mutable_survey()->set_round("rounds/load");
  return visit;
}

}  // namespace rasoat::registry

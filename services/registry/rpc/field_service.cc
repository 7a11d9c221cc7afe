#include "services/registry/rpc/field_service.h"

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/rpc/paging.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/areas_within.h"
#include "services/registry/domain/field_refusals.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/rpc/field_proto.h"
#include "services/registry/rpc/field_reply.h"
#include "services/registry/rpc/item_error.h"
#include "services/registry/rpc/names.h"
#include "services/registry/rpc/package_stream.h"
#include "services/registry/rpc/survey_review_proto.h"
#include "services/registry/rpc/timestamps.h"
#include "services/registry/rpc/visit_proto.h"

namespace rasoat::registry {

grpc::ServerWriteReactor<v1::AreaPackagePart>* FieldService::GetAreaPackage(
    grpc::CallbackServerContext* context,
    const v1::GetAreaPackageRequest* request) {
  auto stream = std::make_unique<PackageStream>(
      *request, PackageStream::Parts{.packer = parts_.packer,
                                     .areas = parts_.areas,
                                     .devices = parts_.devices,
                                     .forms = parts_.forms});
  return calls_.Stream<v1::GetAreaPackageRequest, v1::AreaPackagePart>(
      context, request,
      [stream = std::move(stream)](const rpc::Call& call,
                                   v1::AreaPackagePart& part) {
        return stream->Next(call, part);
      });
}

grpc::ServerUnaryReactor* FieldService::SubmitFieldWork(
    grpc::CallbackServerContext* context,
    const v1::SubmitFieldWorkRequest* request,
    v1::SubmitFieldWorkResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Submit(*request, call); });
}

grpc::ServerUnaryReactor* FieldService::ListWork(
    grpc::CallbackServerContext* context, const v1::ListWorkRequest* request,
    v1::ListWorkResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Work(*request, call); });
}

grpc::ServerUnaryReactor* FieldService::RegisterDevice(
    grpc::CallbackServerContext* context,
    const v1::RegisterDeviceRequest* request, v1::Device* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Register(*request, call); });
}

grpc::ServerUnaryReactor* FieldService::ListDevices(
    grpc::CallbackServerContext* context, const v1::ListDevicesRequest* request,
    v1::ListDevicesResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return List(*request, call); });
}

absl::StatusOr<v1::SubmitFieldWorkResponse> FieldService::Submit(
    const v1::SubmitFieldWorkRequest& request, const rpc::Call& call) {
  const Submission submission = SubmissionOf(call);
  RASOAT_ASSIGN_OR_RETURN(FieldBatch batch,
                          FromProto(request, submission.reviewer,
                                    [&](const google::protobuf::Message& one) {
                                      return calls_.MayCall(one, call);
                                    }));
  RASOAT_ASSIGN_OR_RETURN(FieldOutcome outcome,
                          parts_.intake.Submit(std::move(batch), submission));
  v1::SubmitFieldWorkResponse response = ToProto(request, outcome, call.now);
  if (parts_.warnings != nullptr) WarnOf(outcome, call, response);
  FitReply(kMostReplyBytes, response);
  return response;
}

void FieldService::WarnOf(const FieldOutcome& outcome, const rpc::Call& call,
                          v1::SubmitFieldWorkResponse& response) const {
  for (std::size_t i = 0; i < outcome.results.size(); ++i) {
    const FieldResult& result = outcome.results[i];
    v1::ItemLookalikes told;
    const auto tell = [&](const auto& judged) {
      parts_.warnings->Warn(result.receipt.household, judged.suspects, call,
                            *told.mutable_suspected_duplicates());
      for (const IdentityHolder& holder : judged.holders) {
        if (parts_.warnings->Reaches(call, holder.village)) {
          told.add_holders(NameOf(holder.household));
        }
      }
    };
    if (result.visit) tell(*result.visit);
    if (result.event) tell(*result.event);
    if (told.ByteSizeLong() == 0) continue;
    told.set_item_id(response.receipts(static_cast<int>(i)).item_id());
    *response.add_lookalikes() = std::move(told);
  }
}

absl::StatusOr<WorkFilter> FieldService::FilterOf(
    const v1::ListWorkRequest& request, const rpc::Call& call) {
  constexpr int kMostAreas = 20;
  constexpr std::size_t kMostVillages = 100;
  RASOAT_RETURN_IF_ERROR(
      CheckItemCount(request.areas_size(), kMostAreas, "areas"));
  WorkFilter filter{.reviewer = request.reviewer()};
  RASOAT_ASSIGN_OR_RETURN(filter.round, ParseRound(request.round(), "round"));
  if (v1::WorkState_IsValid(request.state())) {
    filter.state = static_cast<WorkState>(request.state());
  }
  if (request.form_kind() != v1::FORM_KIND_UNSPECIFIED &&
      v1::FormKind_IsValid(request.form_kind())) {
    filter.kind = static_cast<FormKind>(request.form_kind());
  }
  RASOAT_ASSIGN_OR_RETURN(AreaCatalog::Book book,
                          parts_.areas.Fresh(call.deadline));
  std::set<AreaCode> villages;
  for (int i = 0; i < request.areas_size(); ++i) {
    const std::string field = absl::StrCat("areas[", i, "]");
    RASOAT_ASSIGN_OR_RETURN(const AreaCode area,
                            ParseArea(request.areas(i), field));
    for (AreaCode& village : VillagesWithin(*book, area)) {
      villages.insert(std::move(village));
    }
  }
  if (villages.empty()) return AreaNotFound();
  if (villages.size() > kMostVillages) {
    return VillagesOutOfRange("areas", static_cast<int>(kMostVillages));
  }
  filter.villages.assign(villages.begin(), villages.end());
  return filter;
}

absl::StatusOr<v1::ListWorkResponse> FieldService::Work(
    const v1::ListWorkRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(const WorkFilter filter, FilterOf(request, call));
  RASOAT_ASSIGN_OR_RETURN(
      int size, rpc::PageSize(request.page_size(), {.usual = 50, .most = 500}));
  RASOAT_ASSIGN_OR_RETURN(const auto start,
                          (rpc::PageStart<std::string, std::int64_t>(request)));
  WorkPlace after;
  if (start)
    after = {.village = {std::get<0>(*start)}, .number = std::get<1>(*start)};
  RASOAT_ASSIGN_OR_RETURN(
      std::vector<WorkNote> notes,
      parts_.work.List(filter, after, size + 1, call.deadline));
  v1::ListWorkResponse response;
  if (static_cast<int>(notes.size()) > size) {
    notes.pop_back();
    response.set_next_page_token(rpc::NextPageToken(
        request, notes.back().village.value, notes.back().number));
  }
  for (const WorkNote& note : notes) {
    v1::WorkItem& item = *response.add_items();
    item = ToProto(note);
    if (note.state != WorkState::kReturned) continue;
    RASOAT_ASSIGN_OR_RETURN(const ReviewComments comments,
                            CommentsOf(parts_.reviews, note.survey,
                                       note.survey_revision, call.deadline));
    *item.mutable_comments() = ToProto(comments);
  }
  if (!start) {
    RASOAT_ASSIGN_OR_RETURN(const WorkSummary summary,
                            parts_.work.Count(filter, call.deadline));
    Write(summary, response);
  }
  return response;
}

absl::StatusOr<v1::Device> FieldService::Register(
    const v1::RegisterDeviceRequest& request, const rpc::Call& call) {
  std::vector<Violation> faults;
  Device device{
      .id =
          OrFault(ParseDevice(request.device().name(), "device.name"), faults),
      .area =
          OrFault(ParseArea(request.device().area(), "device.area"), faults),
      .model = request.device().model(),
      .reviewer = SubmissionOf(call).reviewer,
      .last_seen = call.now};
  for (Violation& fault : CheckDevice(device)) {
    faults.push_back(std::move(fault));
  }
  RASOAT_RETURN_IF_ERROR(Invalid(std::move(faults)));
  RASOAT_RETURN_IF_ERROR(parts_.devices.Register(device, call.deadline));
  RASOAT_ASSIGN_OR_RETURN(std::optional<Device> kept,
                          parts_.devices.Find(device.id, call.deadline));
  return ToProto(kept ? *kept : device);
}

absl::StatusOr<v1::ListDevicesResponse> FieldService::List(
    const v1::ListDevicesRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(const AreaCode area,
                          ParseArea(request.area(), "area"));
  RASOAT_ASSIGN_OR_RETURN(
      int size, rpc::PageSize(request.page_size(), {.usual = 50, .most = 500}));
  RASOAT_ASSIGN_OR_RETURN(const auto start,
                          (rpc::PageStart<std::string, std::string>(request)));
  DevicePlace after;
  if (start) {
    after.area.value = std::get<0>(*start);
    absl::StatusOr<DeviceId> id =
        ParseDevice(std::get<1>(*start), "page_token");
    if (!id.ok()) return rpc::PageTokenWrong();
    after.id = *id;
  }
  RASOAT_ASSIGN_OR_RETURN(AreaCatalog::Book book,
                          parts_.areas.Fresh(call.deadline));
  DeviceFilter filter{.areas = AreasWithin(*book, area)};
  if (request.has_silent_since()) {
    filter.silent_since = TimeOf(request.silent_since());
  }
  RASOAT_ASSIGN_OR_RETURN(
      std::vector<Device> devices,
      parts_.devices.List(filter, after, size + 1, call.deadline));
  v1::ListDevicesResponse response;
  if (static_cast<int>(devices.size()) > size) {
    devices.pop_back();
    response.set_next_page_token(rpc::NextPageToken(
        request, devices.back().area.value, NameOf(devices.back().id)));
  }
  for (const Device& device : devices) {
    *response.add_devices() = ToProto(device);
  }
  return response;
}

}  // namespace rasoat::registry

#include "services/workflow/rpc/preparation_service.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/clock/clock.h"
#include "services/common/rpc/paging.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/workflow/rpc/count_limits.h"
#include "services/workflow/wire/workflow_proto.h"

namespace rasoat::workflow {
namespace {

constexpr int kMostMilestones = 1000;
constexpr int kMostAttendees = 2000;
constexpr rpc::PageLimits kMilestonePages{.usual = 100, .most = 3000};
constexpr rpc::PageLimits kClassPages{.usual = 100, .most = 1000};

}  // namespace

grpc::ServerUnaryReactor* PreparationService::RecordMilestones(
    grpc::CallbackServerContext* context,
    const v1::RecordMilestonesRequest* request,
    v1::RecordMilestonesResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call)
          -> absl::StatusOr<v1::RecordMilestonesResponse> {
        RASOAT_ASSIGN_OR_RETURN(RoundId id,
                                ParseRoundName(request->round(), "round"));
        RASOAT_RETURN_IF_ERROR(CheckCount(request->milestones_size(),
                                          kMostMilestones, "milestones"));
        RASOAT_ASSIGN_OR_RETURN(std::vector<Milestone> milestones,
                                MilestonesFrom(request->milestones()));
        RASOAT_ASSIGN_OR_RETURN(RoundStore::Found round,
                                rounds_.Get(id, call.deadline));
        RASOAT_RETURN_IF_ERROR(CheckMilestones(
            milestones, round->rules(), round->plan(), DayInVietnam(call.now)));
        RASOAT_ASSIGN_OR_RETURN(
            int created,
            preparation_.RecordMilestones(*round, milestones, call.deadline));
        v1::RecordMilestonesResponse answer;
        answer.set_created_count(created);
        return answer;
      });
}

grpc::ServerUnaryReactor* PreparationService::ListMilestones(
    grpc::CallbackServerContext* context,
    const v1::ListMilestonesRequest* request,
    v1::ListMilestonesResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](
          const rpc::Call& call) -> absl::StatusOr<v1::ListMilestonesResponse> {
        RASOAT_ASSIGN_OR_RETURN(RoundId round,
                                ParseRoundName(request->round(), "round"));
        RASOAT_ASSIGN_OR_RETURN(AreaCode area,
                                ParseArea(request->area(), "area"));
        RASOAT_ASSIGN_OR_RETURN(
            int size, rpc::PageSize(request->page_size(), kMilestonePages));
        RASOAT_ASSIGN_OR_RETURN(
            auto key, (rpc::PageStart<std::string, std::string>(*request)));
        std::optional<PreparationStore::MilestonePlace> after;
        if (key) after.emplace(AreaCode{std::get<0>(*key)}, std::get<1>(*key));
        RASOAT_ASSIGN_OR_RETURN(
            std::vector<Milestone> milestones,
            preparation_.ListMilestones(round, area, after, size + 1,
                                        call.deadline));
        v1::ListMilestonesResponse page;
        const bool more = static_cast<int>(milestones.size()) > size;
        if (more) milestones.pop_back();
        for (const Milestone& one : milestones) {
          *page.add_milestones() = ToProto(one);
        }
        if (more) {
          page.set_next_page_token(rpc::NextPageToken(
              *request, milestones.back().unit.value, milestones.back().kind));
        }
        return page;
      });
}

grpc::ServerUnaryReactor* PreparationService::CreateTrainingClass(
    grpc::CallbackServerContext* context,
    const v1::CreateTrainingClassRequest* request,
    v1::TrainingClass* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) -> absl::StatusOr<v1::TrainingClass> {
        RASOAT_ASSIGN_OR_RETURN(RoundId id,
                                ParseRoundName(request->round(), "round"));
        RASOAT_ASSIGN_OR_RETURN(TrainingClass training, ClassFrom(*request));
        RASOAT_ASSIGN_OR_RETURN(RoundStore::Found round,
                                rounds_.Get(id, call.deadline));
        RASOAT_RETURN_IF_ERROR(CheckClass(training, round->plan()));
        RASOAT_ASSIGN_OR_RETURN(
            AttendedClass added,
            preparation_.AddClass(*round, training, call.deadline));
        return ToProto(id, added.training, added.attendees);
      });
}

grpc::ServerUnaryReactor* PreparationService::ListTrainingClasses(
    grpc::CallbackServerContext* context,
    const v1::ListTrainingClassesRequest* request,
    v1::ListTrainingClassesResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call)
          -> absl::StatusOr<v1::ListTrainingClassesResponse> {
        RASOAT_ASSIGN_OR_RETURN(RoundId round,
                                ParseRoundName(request->round(), "round"));
        RASOAT_ASSIGN_OR_RETURN(AreaCode area,
                                ParseArea(request->area(), "area"));
        RASOAT_ASSIGN_OR_RETURN(
            int size, rpc::PageSize(request->page_size(), kClassPages));
        RASOAT_ASSIGN_OR_RETURN(auto key,
                                (rpc::PageStart<std::string>(*request)));
        std::optional<ClassId> after;
        if (key) after = ClassId{std::get<0>(*key)};
        RASOAT_ASSIGN_OR_RETURN(
            std::vector<AttendedClass> classes,
            preparation_.ListClasses(round, area, after, size + 1,
                                     call.deadline));
        v1::ListTrainingClassesResponse page;
        const bool more = static_cast<int>(classes.size()) > size;
        if (more) classes.pop_back();
        for (const AttendedClass& one : classes) {
          *page.add_training_classes() =
              ToProto(round, one.training, one.attendees);
        }
        if (more) {
          page.set_next_page_token(
              rpc::NextPageToken(*request, classes.back().training.id.value));
        }
        return page;
      });
}

grpc::ServerUnaryReactor* PreparationService::RecordAttendance(
    grpc::CallbackServerContext* context,
    const v1::RecordAttendanceRequest* request, v1::TrainingClass* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) -> absl::StatusOr<v1::TrainingClass> {
        RASOAT_ASSIGN_OR_RETURN(ClassName name,
                                ParseClassName(request->name(), "name"));
        RASOAT_RETURN_IF_ERROR(
            CheckCount(request->attendees_size(), kMostAttendees, "attendees"));
        std::vector<StaffId> attendees;
        for (int i = 0; i < request->attendees_size(); ++i) {
          RASOAT_ASSIGN_OR_RETURN(
              StaffId id, ParseStaffName(request->attendees(i),
                                         absl::StrCat("attendees[", i, "]")));
          attendees.push_back(std::move(id));
        }
        RASOAT_ASSIGN_OR_RETURN(
            AttendedClass attended,
            preparation_.RecordAttendance(name, attendees, call.deadline));
        return ToProto(name.round, attended.training, attended.attendees);
      });
}

}  // namespace rasoat::workflow

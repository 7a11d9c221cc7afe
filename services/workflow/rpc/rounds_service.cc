#include "services/workflow/rpc/rounds_service.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/clock/clock.h"
#include "services/common/rpc/paging.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/workflow/wire/procedure_proto.h"
#include "services/workflow/wire/workflow_proto.h"

namespace rasoat::workflow {
namespace {

constexpr rpc::PageLimits kRoundPages{.usual = 50, .most = 50};
constexpr rpc::PageLimits kVillagePages{.usual = 100, .most = 3000};

v1::Village ToProto(const Village& village) {
  v1::Village message;
  message.set_name(NameOf(village.name));
  message.set_display_name(village.display_name);
  AddSteps(village.standing, *message.mutable_steps());
  message.set_household_count(village.households);
  message.set_assessed_count(village.assessed);
  if (village.standing.meeting) {
    *message.mutable_meeting() = ToProto(*village.standing.meeting);
  }
  message.set_etag(absl::StrCat(village.revision));
  return message;
}

absl::StatusOr<std::optional<std::int64_t>> SeenIn(const std::string& etag) {
  if (etag.empty()) return std::nullopt;
  std::int64_t revision = 0;
  if (absl::SimpleAtoi(etag, &revision)) return revision;
  return Invalid(Violation{
      "etag", "ETAG_MALFORMED",
      "etag không hợp lệ; hãy gửi lại đúng giá trị đã nhận, hoặc để trống.",
      "This is no etag of ours; send the one last read, or none."});
}

}  // namespace

grpc::ServerUnaryReactor* RoundsService::CreateRound(
    grpc::CallbackServerContext* context, const v1::CreateRoundRequest* request,
    v1::Round* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) -> absl::StatusOr<v1::Round> {
        RASOAT_ASSIGN_OR_RETURN(RoundPlan plan, PlanFrom(*request));
        RASOAT_RETURN_IF_ERROR(CheckPlan(plan));
        RASOAT_ASSIGN_OR_RETURN(
            ProcedureVersion procedure,
            procedures_.Find(plan.procedure, "round.procedure"));
        RASOAT_ASSIGN_OR_RETURN(
            RoundStore::Found round,
            rounds_.Open(
                plan,
                std::make_shared<const ProcedureVersion>(std::move(procedure)),
                call.now, call.deadline));
        return ToProto(round->round);
      });
}

grpc::ServerUnaryReactor* RoundsService::GetRound(
    grpc::CallbackServerContext* context, const v1::GetRoundRequest* request,
    v1::Round* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) -> absl::StatusOr<v1::Round> {
        RASOAT_ASSIGN_OR_RETURN(RoundId id,
                                ParseRoundName(request->name(), "name"));
        RASOAT_ASSIGN_OR_RETURN(RoundStore::Found round,
                                rounds_.Get(id, call.deadline));
        return ToProto(round->round);
      });
}

grpc::ServerUnaryReactor* RoundsService::ListRounds(
    grpc::CallbackServerContext* context, const v1::ListRoundsRequest* request,
    v1::ListRoundsResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=,
       this](const rpc::Call& call) -> absl::StatusOr<v1::ListRoundsResponse> {
        RASOAT_ASSIGN_OR_RETURN(
            int size, rpc::PageSize(request->page_size(), kRoundPages));
        RASOAT_ASSIGN_OR_RETURN(
            auto key, (rpc::PageStart<std::int64_t, std::string>(*request)));
        std::optional<RoundStore::Place> after;
        if (key) {
          after.emplace(absl::FromUnixMicros(std::get<0>(*key)),
                        RoundId{std::get<1>(*key)});
        }
        RASOAT_ASSIGN_OR_RETURN(std::vector<RoundStore::Found> rounds,
                                rounds_.List(after, size + 1, call.deadline));
        v1::ListRoundsResponse page;
        const bool more = static_cast<int>(rounds.size()) > size;
        if (more) rounds.pop_back();
        for (const RoundStore::Found& round : rounds) {
          *page.add_rounds() = ToProto(round->round);
        }
        if (more) {
          const Round& last = rounds.back()->round;
          page.set_next_page_token(
              rpc::NextPageToken(*request, absl::ToUnixMicros(last.opened_at),
                                 last.plan.id.value));
        }
        return page;
      });
}

grpc::ServerUnaryReactor* RoundsService::GetProcedure(
    grpc::CallbackServerContext* context,
    const v1::GetProcedureRequest* request, v1::Procedure* response) {
  return calls_.UnaryInline(
      context, request, response,
      [&](const rpc::Call&) -> absl::StatusOr<v1::Procedure> {
        RASOAT_ASSIGN_OR_RETURN(ProcedureId id,
                                ParseProcedureName(request->name(), "name"));
        RASOAT_ASSIGN_OR_RETURN(ProcedureVersion version,
                                procedures_.Find(id, "name"));
        return ToProto(version);
      });
}

grpc::ServerUnaryReactor* RoundsService::GetVillage(
    grpc::CallbackServerContext* context, const v1::GetVillageRequest* request,
    v1::Village* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) -> absl::StatusOr<v1::Village> {
        RASOAT_ASSIGN_OR_RETURN(VillageName name,
                                ParseVillageName(request->name(), "name"));
        RASOAT_ASSIGN_OR_RETURN(Village village,
                                villages_.Get(name, call.deadline));
        return ToProto(village);
      });
}

grpc::ServerUnaryReactor* RoundsService::ListVillages(
    grpc::CallbackServerContext* context,
    const v1::ListVillagesRequest* request,
    v1::ListVillagesResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](
          const rpc::Call& call) -> absl::StatusOr<v1::ListVillagesResponse> {
        RASOAT_ASSIGN_OR_RETURN(RoundId round,
                                ParseRoundName(request->round(), "round"));
        RASOAT_ASSIGN_OR_RETURN(AreaCode area,
                                ParseArea(request->area(), "area"));
        RASOAT_ASSIGN_OR_RETURN(
            int size, rpc::PageSize(request->page_size(), kVillagePages));
        RASOAT_ASSIGN_OR_RETURN(auto key,
                                (rpc::PageStart<std::string>(*request)));
        std::optional<AreaCode> after;
        if (key) after = AreaCode{std::get<0>(*key)};
        RASOAT_ASSIGN_OR_RETURN(
            std::vector<Village> villages,
            villages_.List(round, area, after, size + 1, call.deadline));
        v1::ListVillagesResponse page;
        const bool more = static_cast<int>(villages.size()) > size;
        if (more) villages.pop_back();
        for (const Village& village : villages) {
          *page.add_villages() = ToProto(village);
        }
        if (more) {
          page.set_next_page_token(
              rpc::NextPageToken(*request, villages.back().name.village.value));
        }
        return page;
      });
}

grpc::ServerUnaryReactor* RoundsService::StartStep(
    grpc::CallbackServerContext* context, const v1::StartStepRequest* request,
    v1::Village* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) -> absl::StatusOr<v1::Village> {
        Move move{.kind = Move::Kind::kStart, .step = request->step()};
        RASOAT_ASSIGN_OR_RETURN(move.date, ParseDay(request->date(), "date"));
        return Go(call, request->name(), request->etag(), move);
      });
}

grpc::ServerUnaryReactor* RoundsService::CompleteStep(
    grpc::CallbackServerContext* context,
    const v1::CompleteStepRequest* request, v1::Village* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) -> absl::StatusOr<v1::Village> {
        Move move{.kind = Move::Kind::kComplete, .step = request->step()};
        RASOAT_ASSIGN_OR_RETURN(move.date, ParseDay(request->date(), "date"));
        if (request->has_meeting()) {
          RASOAT_ASSIGN_OR_RETURN(move.meeting,
                                  MeetingFrom(request->meeting()));
        }
        return Go(call, request->name(), request->etag(), move);
      });
}

absl::StatusOr<v1::Village> RoundsService::Go(const rpc::Call& call,
                                              const std::string& name,
                                              const std::string& etag,
                                              const Move& move) {
  RASOAT_ASSIGN_OR_RETURN(VillageName village, ParseVillageName(name, "name"));
  RASOAT_ASSIGN_OR_RETURN(std::optional<std::int64_t> seen, SeenIn(etag));
  RASOAT_ASSIGN_OR_RETURN(Village moved,
                          villages_.Move(
                              village, seen,
                              [&](const Village& now, const OpenRound& round) {
                                return After(move, now.standing, round.rules(),
                                             {.round_start = round.plan().start,
                                              .round_end = round.plan().end,
                                              .today = DayInVietnam(call.now),
                                              .households = now.households,
                                              .assessed = now.assessed});
                              },
                              call.deadline));
  return ToProto(moved);
}

}  // namespace rasoat::workflow

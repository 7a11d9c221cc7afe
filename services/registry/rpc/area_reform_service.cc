#include "services/registry/rpc/area_reform_service.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/rpc/paging.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/area_lineage.h"
#include "services/registry/domain/reform.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/rpc/area_proto.h"
#include "services/registry/rpc/names.h"

namespace rasoat::registry {
namespace {

constexpr int kMostItems = 20'000;
constexpr std::size_t kMostLooseTold = 1000;

absl::Status CheckCount(int count, absl::string_view field) {
  if (count <= kMostItems) return absl::OkStatus();
  return Invalid(Violation{std::string(field), "ITEM_COUNT_OUT_OF_RANGE",
                           absl::StrCat("Mỗi lần gửi nhiều nhất ", kMostItems,
                                        " mục; hãy chia nhỏ theo tỉnh."),
                           absl::StrCat("Send at most ", kMostItems,
                                        " items a call; split by province.")});
}

absl::StatusOr<Reform> ReformOf(const v1::ImportReformRequest& request) {
  RASOAT_RETURN_IF_ERROR(CheckCount(request.ended_size(), "ended"));
  RASOAT_RETURN_IF_ERROR(CheckCount(request.begun_size(), "begun"));
  RASOAT_RETURN_IF_ERROR(CheckCount(request.successions_size(), "successions"));
  Reform reform;
  reform.day = DayOf(request.day());
  std::vector<Violation> faults;
  for (int i = 0; i < request.ended_size(); ++i) {
    reform.ended.push_back(OrFault(
        ParseArea(request.ended(i), absl::StrCat("ended[", i, "]")), faults));
  }
  for (const v1::Area& shown : request.begun()) {
    Area& area = reform.begun.emplace_back(FromProto(shown));
    if (shown.valid_from().empty()) area.valid_from = reform.day;
  }
  for (int i = 0; i < request.successions_size(); ++i) {
    const v1::Succession& shown = request.successions(i);
    const std::string at = absl::StrCat("successions[", i, "].");
    Succession& one = reform.successions.emplace_back();
    one.predecessor =
        OrFault(ParseArea(shown.predecessor(), at + "predecessor"), faults);
    one.successor =
        OrFault(ParseArea(shown.successor(), at + "successor"), faults);
    one.extent = v1::Extent_IsValid(shown.extent())
                     ? static_cast<Extent>(shown.extent())
                     : Extent::kUnspecified;
    one.source = shown.source();
    one.note = shown.note();
  }
  if (!faults.empty()) return Invalid(std::move(faults));
  return reform;
}

v1::ImportReformResponse ToProto(const AreaBook& book, const ImportPlan& plan) {
  v1::ImportReformResponse response;
  response.set_ended_count(static_cast<int>(plan.ended.size()));
  response.set_begun_count(static_cast<int>(plan.created.size()));
  response.set_moved_village_count(plan.moved_villages);
  response.set_succession_count(static_cast<int>(plan.successions.size()));
  response.set_unchanged_count(plan.unchanged);
  response.set_loose_count(static_cast<int>(plan.loose.size()));
  for (std::size_t i = 0; i < std::min(plan.loose.size(), kMostLooseTold);
       ++i) {
    const Area& area = plan.loose[i];
    *response.add_loose() = ToProto(book.Told(area, *area.valid_to - 1));
  }
  return response;
}

absl::Status DaysNotOrdered(std::string field) {
  return Invalid(Violation{std::move(field), "DAYS_NOT_ORDERED",
                           "Hai ngày ngược thứ tự; hãy đổi lại.",
                           "The two days are the wrong way round."});
}

/// Adds what a lineage found, as of `day`, and what it did not.
template <class Response>
void Tell(const AreaBook& book, const Lineage& lineage, absl::CivilDay day,
          bool ended, Response& response) {
  for (const Related& one : lineage.units) {
    v1::RelatedUnit& unit = *response.add_units();
    if (const Area* area = book.Find(one.code, day)) {
      *unit.mutable_area() = ToProto(book.Told(*area, day));
    }
    unit.set_extent(static_cast<v1::Extent>(one.extent));
  }
  for (const LooseEnd& end : lineage.unknown) {
    const absl::CivilDay known = ended ? end.day - 1 : end.day;
    if (const Area* area = book.Find(end.code, known)) {
      *response.add_unknown() = ToProto(book.Told(*area, known));
    }
  }
}

}  // namespace

grpc::ServerUnaryReactor* AreaReformService::ImportReform(
    grpc::CallbackServerContext* context,
    const v1::ImportReformRequest* request,
    v1::ImportReformResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Import(*request, call); });
}

grpc::ServerUnaryReactor* AreaReformService::ListSuccessors(
    grpc::CallbackServerContext* context,
    const v1::ListSuccessorsRequest* request,
    v1::ListSuccessorsResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Successors(*request, call); });
}

grpc::ServerUnaryReactor* AreaReformService::ListPredecessors(
    grpc::CallbackServerContext* context,
    const v1::ListPredecessorsRequest* request,
    v1::ListPredecessorsResponse* response) {
  return calls_.Unary(context, request, response,
                      [=, this](const rpc::Call& call) {
                        return Predecessors(*request, call);
                      });
}

grpc::ServerUnaryReactor* AreaReformService::ListLooseUnits(
    grpc::CallbackServerContext* context,
    const v1::ListLooseUnitsRequest* request,
    v1::ListLooseUnitsResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Loose(*request, call); });
}

absl::StatusOr<v1::ImportReformResponse> AreaReformService::Import(
    const v1::ImportReformRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(const Reform reform, ReformOf(request));
  if (request.validate_only()) {
    RASOAT_ASSIGN_OR_RETURN(AreaCatalog::Book book,
                            areas_.Fresh(call.deadline));
    RASOAT_ASSIGN_OR_RETURN(const ImportPlan plan, PlanReform(*book, reform));
    return ToProto(*book, plan);
  }
  RASOAT_ASSIGN_OR_RETURN(
      const ImportPlan done,
      store_.Import(
          [&](const AreaBook& book) { return PlanReform(book, reform); },
          call.deadline));
  RASOAT_RETURN_IF_ERROR(tree_.Refresh());
  RASOAT_ASSIGN_OR_RETURN(AreaCatalog::Book book, areas_.Fresh(call.deadline));
  return ToProto(*book, done);
}

absl::StatusOr<v1::ListSuccessorsResponse> AreaReformService::Successors(
    const v1::ListSuccessorsRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(AreaCode code, ParseArea(request.name(), "name"));
  RASOAT_ASSIGN_OR_RETURN(absl::CivilDay as_of,
                          DayAsked(request.as_of(), "as_of", call.now));
  RASOAT_ASSIGN_OR_RETURN(absl::CivilDay on,
                          DayAsked(request.on(), "on", call.now));
  if (on < as_of) return DaysNotOrdered("on");
  RASOAT_ASSIGN_OR_RETURN(AreaCatalog::Book book, areas_.Fresh(call.deadline));
  if (book->Find(code, as_of) == nullptr) return AreaNotFound();
  const Lineage lineage = SuccessorsOf(*book, code, as_of, on);
  v1::ListSuccessorsResponse response;
  Tell(*book, lineage, on, /*ended=*/true, response);
  response.set_certain(lineage.Certain());
  return response;
}

absl::StatusOr<v1::ListPredecessorsResponse> AreaReformService::Predecessors(
    const v1::ListPredecessorsRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(AreaCode code, ParseArea(request.name(), "name"));
  RASOAT_ASSIGN_OR_RETURN(absl::CivilDay as_of,
                          DayAsked(request.as_of(), "as_of", call.now));
  RASOAT_ASSIGN_OR_RETURN(absl::CivilDay on,
                          DayAsked(request.on(), "on", call.now));
  if (on > as_of) return DaysNotOrdered("on");
  RASOAT_ASSIGN_OR_RETURN(AreaCatalog::Book book, areas_.Fresh(call.deadline));
  if (book->Find(code, as_of) == nullptr) return AreaNotFound();
  v1::ListPredecessorsResponse response;
  Tell(*book, PredecessorsOf(*book, code, as_of, on), on, /*ended=*/false,
       response);
  return response;
}

absl::StatusOr<v1::ListLooseUnitsResponse> AreaReformService::Loose(
    const v1::ListLooseUnitsRequest& request, const rpc::Call& call) {
  AreaCode parent;
  if (!request.parent().empty()) {
    RASOAT_ASSIGN_OR_RETURN(parent, ParseArea(request.parent(), "parent"));
  }
  const Tier tier = FromProto(request.tier());
  RASOAT_ASSIGN_OR_RETURN(
      int size,
      rpc::PageSize(request.page_size(), {.usual = 500, .most = 5000}));
  using Key = std::pair<std::string, std::string>;
  RASOAT_ASSIGN_OR_RETURN(auto after,
                          (rpc::PageStart<std::string, std::string>(request)));
  const Key start =
      after ? Key(std::get<0>(*after), std::get<1>(*after)) : Key();
  RASOAT_ASSIGN_OR_RETURN(AreaCatalog::Book book, areas_.Fresh(call.deadline));
  v1::ListLooseUnitsResponse response;
  Key last;
  book->ForEach([&](const Area& area) {
    if (!response.next_page_token().empty() || !area.valid_to) return;
    if (tier != Tier::kUnspecified && area.tier != tier) return;
    const Key key(area.code.value, TextOf(area.valid_from));
    const absl::CivilDay last_day = *area.valid_to - 1;
    if (key <= start ||
        (!parent.empty() && !book->Below(area, parent, last_day))) {
      return;
    }
    if (FateOf(*book, area) == Fate::kPassed) return;
    if (response.units_size() == size) {
      response.set_next_page_token(
          rpc::NextPageToken(request, last.first, last.second));
      return;
    }
    last = key;
    v1::LooseUnit& unit = *response.add_units();
    *unit.mutable_area() = ToProto(book->Told(area, last_day));
    for (const Succession& one : book->successions().From(area.code)) {
      if (one.day == *area.valid_to) {
        unit.add_successors(NameOf(one.successor));
      }
    }
  });
  return response;
}

}  // namespace rasoat::registry

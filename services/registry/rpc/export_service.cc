#include "services/registry/rpc/export_service.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>

#include "services/common/access/personal.h"
#include "services/common/clock/clock.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/rpc/household_proto.h"
#include "services/registry/rpc/names.h"
#include "services/registry/rpc/timestamps.h"

namespace rasoat::registry {
namespace {

constexpr absl::Duration kLongest = absl::Minutes(10);

}  // namespace

grpc::ServerWriteReactor<google::api::HttpBody>*
ExportService::ExportHouseholds(grpc::CallbackServerContext* context,
                                const v1::ExportHouseholdsRequest* request) {
  absl::StatusOr<rpc::Call> call = calls_.Admit(context, *request);
  if (!call.ok()) {
    return rpc::RefusedStream<google::api::HttpBody>(call.status());
  }
  absl::StatusOr<Order> order = Read(*request);
  if (!order.ok()) {
    return rpc::RefusedStream<google::api::HttpBody>(order.status());
  }
  return SendFile(
      makers_, [this, call = *std::move(call),
                order = *std::move(order)](const std::function<bool()>& gone) {
        return Make(call, order, gone);
      });
}

absl::StatusOr<ExportService::Order> ExportService::Read(
    const v1::ExportHouseholdsRequest& request) {
  Order order{.format = request.format()};
  RASOAT_ASSIGN_OR_RETURN(order.area, ParseArea(request.area(), "area"));
  for (const std::string& name : request.areas()) {
    RASOAT_ASSIGN_OR_RETURN(AreaCode area, ParseArea(name, "areas"));
    order.within.push_back(std::move(area));
  }
  if (!request.as_of().empty()) {
    RASOAT_ASSIGN_OR_RETURN(order.filter.as_of,
                            ParseDay(request.as_of(), "as_of"));
  }
  if (request.has_changed_since()) {
    order.filter.changed_since = TimeOf(request.changed_since());
  }
  order.filter.listed_class = request.listed_class();
  return order;
}

bool ExportService::Wants(const Order& order, const AreaCode& village) const {
  if (!tree_.Contains(order.area.value, village.value)) return false;
  return order.within.empty() ||
         std::any_of(order.within.begin(), order.within.end(),
                     [&](const AreaCode& area) {
                       return tree_.Contains(area.value, village.value);
                     });
}

absl::StatusOr<SentFile> ExportService::Make(
    const rpc::Call& call, const Order& order,
    const std::function<bool()>& gone) {
  const absl::Time deadline =
      std::min(call.deadline, SystemClock().Now() + kLongest);
  RASOAT_ASSIGN_OR_RETURN(const AreaCatalog::Book book, areas_.Fresh(deadline));
  // The table that every answer with households is masked by.
  RASOAT_ASSIGN_OR_RETURN(
      const std::shared_ptr<const access::PersonalFields> personal,
      access::PersonalFields::Of(*v1::Household::descriptor()));
  ExportHead head{
      .area = order.area,
      .time = call.now,
      .exporter = call.identity == nullptr ? "" : call.identity->subject,
      .mark = call.request_id,
      .as_of = order.filter.as_of};
  if (book->FindLatest(order.area, head.Day()) == nullptr) {
    return AreaNotFound();
  }
  std::unique_ptr<HouseholdExport> file;
  const auto begin = [&](std::int64_t count) -> absl::Status {
    head.households = count;
    RASOAT_ASSIGN_OR_RETURN(
        file,
        BeginHouseholdExport(order.format, {*book, layout_}, head, options_));
    return absl::OkStatus();
  };
  const auto each = [&](const Household& household) -> absl::Status {
    if (gone()) {
      return Error(absl::StatusCode::kCancelled, "CALL_CANCELLED",
                   "the caller left before the end");
    }
    v1::Household shown = ToProto(household);
    if (personal != nullptr) personal->Hide(call.reach, shown);
    return file->Add(shown);
  };
  const auto wants = [&](const AreaCode& village) {
    return Wants(order, village);
  };
  RASOAT_RETURN_IF_ERROR(
      order.filter.everything()
          ? WalkAll(wants, begin, each, deadline)
          : store_.WalkSome(order.filter, wants, begin, each, deadline));
  RASOAT_ASSIGN_OR_RETURN(sheet::FileSource bytes, file->Finish());
  return SentFile{.name = ExportFileName(order.format, head),
                  .content_type = ExportContentType(order.format),
                  .file = std::move(bytes)};
}

absl::Status ExportService::WalkAll(
    absl::FunctionRef<bool(const AreaCode&)> wants,
    absl::FunctionRef<absl::Status(std::int64_t)> begin,
    absl::FunctionRef<absl::Status(const Household&)> each,
    absl::Time deadline) {
  return store_.Walk(
      [&](const std::vector<VillageCount>& villages)
          -> absl::StatusOr<std::vector<AreaCode>> {
        std::vector<AreaCode> wanted;
        std::int64_t count = 0;
        for (const VillageCount& one : villages) {
          if (!wants(one.village)) continue;
          wanted.push_back(one.village);
          count += one.households;
        }
        RASOAT_RETURN_IF_ERROR(begin(count));
        return wanted;
      },
      each, deadline);
}

}  // namespace rasoat::registry

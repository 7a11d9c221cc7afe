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
#include "services/registry/rpc/file_stream.h"
#include "services/registry/rpc/household_proto.h"
#include "services/registry/rpc/names.h"

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
  absl::StatusOr<AreaCode> area = ParseArea(request->area(), "area");
  if (!area.ok()) {
    return rpc::RefusedStream<google::api::HttpBody>(area.status());
  }
  return SendFile(
      makers_,
      [this, call = *std::move(call), area = *std::move(area),
       format = request->format()](
          const std::function<bool()>& gone) -> absl::StatusOr<SentFile> {
        const absl::Time deadline =
            std::min(call.deadline, SystemClock().Now() + kLongest);
        RASOAT_ASSIGN_OR_RETURN(const AreaCatalog::Book book,
                                areas_.Fresh(deadline));
        // The table that every answer with households is masked by.
        RASOAT_ASSIGN_OR_RETURN(
            const std::shared_ptr<const access::PersonalFields> personal,
            access::PersonalFields::Of(*v1::Household::descriptor()));
        ExportHead head{
            .area = area,
            .time = call.now,
            .exporter = call.identity == nullptr ? "" : call.identity->subject,
            .mark = call.request_id};
        if (book->FindLatest(area, DayInVietnam(call.now)) == nullptr) {
          return AreaNotFound();
        }
        std::unique_ptr<HouseholdExport> file;
        RASOAT_RETURN_IF_ERROR(store_.Walk(
            [&](const std::vector<VillageCount>& villages)
                -> absl::StatusOr<std::vector<AreaCode>> {
              std::vector<AreaCode> wanted;
              for (const VillageCount& one : villages) {
                if (!tree_.Contains(area.value, one.village.value)) continue;
                wanted.push_back(one.village);
                head.households += one.households;
              }
              RASOAT_ASSIGN_OR_RETURN(
                  file, BeginHouseholdExport(format, *book, head, options_));
              return wanted;
            },
            [&](const Household& household) -> absl::Status {
              if (gone()) {
                return Error(absl::StatusCode::kCancelled, "CALL_CANCELLED",
                             "the caller left before the end");
              }
              v1::Household shown = ToProto(household);
              if (personal != nullptr) personal->Hide(call.reach, shown);
              return file->Add(shown);
            },
            deadline));
        RASOAT_ASSIGN_OR_RETURN(sheet::FileSource bytes, file->Finish());
        return SentFile{.name = ExportFileName(format, head),
                        .content_type = ExportContentType(format),
                        .file = std::move(bytes)};
      });
}

}  // namespace rasoat::registry

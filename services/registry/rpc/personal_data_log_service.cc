#include "services/registry/rpc/personal_data_log_service.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "services/common/rpc/paging.h"
#include "services/common/status/status_macros.h"
#include "services/registry/rpc/item_error.h"
#include "services/registry/rpc/names.h"

namespace rasoat::registry {
namespace {

constexpr int kCheckedAtOnce = 500;
constexpr std::int64_t kCheckedACall = 10'000;
constexpr std::size_t kMostScopes = 16;
constexpr int kMostNoted = 16;

absl::Time TimeOf(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) +
         absl::Nanoseconds(time.nanos());
}

void SetTime(absl::Time time, google::protobuf::Timestamp& out) {
  const std::int64_t micros = absl::ToUnixMicros(time);
  out.set_seconds(micros / 1'000'000);
  out.set_nanos(static_cast<std::int32_t>(micros % 1'000'000 * 1000));
}

absl::Status HouseholdOrPerson() {
  return Invalid(Violation{
      "person", "HOUSEHOLD_OR_PERSON",
      "Chỉ lọc theo hộ hoặc theo người xem, không theo cả hai; hãy bỏ một.",
      "Choose the household or the person, not both; leave one out."});
}

absl::Status TimeRangeEmpty() {
  return Invalid(Violation{
      "end_time", "TIME_RANGE_EMPTY",
      "Thời điểm cuối phải sau thời điểm đầu; hãy sửa khoảng thời gian.",
      "The end must come after the start; correct the interval."});
}

/// Every area the unit has ever lain in, itself included.
void AddAreasAbove(const AreaBook& book, const AreaCode& area,
                   std::vector<std::string>& names) {
  std::string name = NameOf(area);
  if (names.size() == kMostScopes ||
      std::find(names.begin(), names.end(), name) != names.end()) {
    return;
  }
  names.push_back(std::move(name));
  for (const Area& version : book.Versions(area)) {
    if (!version.parent.empty()) AddAreasAbove(book, version.parent, names);
  }
}

v1::AccessLogFault ToProto(AccessFault fault) {
  switch (fault) {
    case AccessFault::kMissing:
      return v1::ACCESS_LOG_FAULT_MISSING;
    case AccessFault::kChanged:
      return v1::ACCESS_LOG_FAULT_CHANGED;
    case AccessFault::kInserted:
      return v1::ACCESS_LOG_FAULT_INSERTED;
    case AccessFault::kEnd:
      return v1::ACCESS_LOG_FAULT_END;
  }
  return v1::ACCESS_LOG_FAULT_UNSPECIFIED;
}

void SetBreak(const AccessBreak& broken, v1::AccessLogBreak& out) {
  out.set_shard(broken.place.shard);
  out.set_position(broken.place.position);
  out.set_fault(ToProto(broken.fault));
}

v1::AccessRecord ToProto(const KeptAccess& kept) {
  v1::AccessRecord out;
  const AccessEntry& entry = kept.entry;
  SetTime(entry.time, *out.mutable_access_time());
  out.set_person(entry.subject);
  for (absl::string_view one :
       absl::StrSplit(entry.authority, ' ', absl::SkipEmpty())) {
    out.add_authority(std::string(one));
  }
  out.set_method(entry.method);
  out.set_request_id(entry.request_id);
  out.set_purpose(entry.purpose);
  out.set_scope(entry.scope);
  out.set_whole_scope(entry.whole_scope);
  for (const HouseholdId& id : entry.households) {
    out.add_households(NameOf(id));
  }
  out.set_shard(kept.place.shard);
  out.set_position(kept.place.position);
  return out;
}

}  // namespace

grpc::ServerUnaryReactor* PersonalDataLogService::ListAccesses(
    grpc::CallbackServerContext* context,
    const v1::ListAccessesRequest* request,
    v1::ListAccessesResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return List(*request, call); });
}

grpc::ServerUnaryReactor* PersonalDataLogService::VerifyAccessLog(
    grpc::CallbackServerContext* context,
    const v1::VerifyAccessLogRequest* request,
    v1::VerifyAccessLogResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Verify(*request, call); });
}

absl::StatusOr<AccessFilter> PersonalDataLogService::FilterOf(
    const v1::ListAccessesRequest& request, const rpc::Call& call) {
  AccessFilter filter{.subject = request.person()};
  if (request.has_start_time()) filter.start = TimeOf(request.start_time());
  if (request.has_start_time() && request.has_end_time() &&
      filter.start >= TimeOf(request.end_time())) {
    return TimeRangeEmpty();
  }
  if (request.household().empty()) return filter;
  if (!request.person().empty()) return HouseholdOrPerson();
  RASOAT_ASSIGN_OR_RETURN(filter.household,
                          ParseHousehold(request.household(), "household"));
  RASOAT_ASSIGN_OR_RETURN(
      const AreaCode village,
      households_.VillageOf(filter.household, call.deadline));
  RASOAT_ASSIGN_OR_RETURN(const AreaCatalog::Book book,
                          areas_.Fresh(call.deadline));
  filter.scopes.push_back(request.household());
  AddAreasAbove(*book, village, filter.scopes);
  return filter;
}

absl::StatusOr<v1::ListAccessesResponse> PersonalDataLogService::List(
    const v1::ListAccessesRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(
      const int size,
      rpc::PageSize(request.page_size(), {.usual = 50, .most = 500}));
  RASOAT_ASSIGN_OR_RETURN(
      const auto after,
      (rpc::PageStart<std::int64_t, std::int64_t, std::int64_t>(request)));
  RASOAT_ASSIGN_OR_RETURN(const AccessFilter filter, FilterOf(request, call));
  // A page begins just before the last one's end; the first before `end_time`.
  AccessCursor before{.time = request.has_end_time()
                                  ? TimeOf(request.end_time())
                                  : absl::InfiniteFuture(),
                      .place = {-1, 0}};
  if (after) {
    before.time = absl::FromUnixMicros(std::get<0>(*after));
    before.place = {static_cast<int>(std::get<1>(*after)), std::get<2>(*after)};
  }
  RASOAT_ASSIGN_OR_RETURN(std::vector<KeptAccess> found,
                          log_.List(filter, before, size + 1, call.deadline));
  v1::ListAccessesResponse response;
  if (static_cast<int>(found.size()) > size) {
    found.pop_back();
    const KeptAccess& last = found.back();
    response.set_next_page_token(rpc::NextPageToken(
        request, absl::ToUnixMicros(last.entry.time),
        std::int64_t{last.place.shard}, last.place.position));
  }
  for (const KeptAccess& kept : found) {
    *response.add_accesses() = ToProto(kept);
  }
  return response;
}

absl::StatusOr<v1::VerifyAccessLogResponse> PersonalDataLogService::Verify(
    const v1::VerifyAccessLogRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(
      const auto start, (rpc::PageStart<std::int64_t, std::int64_t>(request)));
  v1::VerifyAccessLogResponse response;
  AccessPlace after;
  if (start) {
    after = {static_cast<int>(std::get<0>(*start)), std::get<1>(*start)};
  } else if (request.noted_size() > 0) {
    RASOAT_RETURN_IF_ERROR(
        CheckItemCount(request.noted_size(), kMostNoted, "noted"));
    for (const v1::AccessLogHead& noted : request.noted()) {
      const AccessHead head{{noted.shard(), noted.position()},
                            absl::HexStringToBytes(noted.proof())};
      RASOAT_ASSIGN_OR_RETURN(const auto broken,
                              log_.Compare(head, call.deadline));
      if (!broken) continue;
      SetBreak(*broken, *response.mutable_broken());
      return response;
    }
  }
  std::optional<AccessPlace> next = after;
  while (next && response.checked_count() < kCheckedACall) {
    RASOAT_ASSIGN_OR_RETURN(const AccessWalk walk,
                            log_.Walk(*next, kCheckedAtOnce, call.deadline));
    response.set_checked_count(response.checked_count() + walk.checked);
    if (walk.broken) {
      SetBreak(*walk.broken, *response.mutable_broken());
      return response;
    }
    next = walk.next;
  }
  if (next) {
    response.set_next_page_token(
        rpc::NextPageToken(request, std::int64_t{next->shard}, next->position));
    return response;
  }
  RASOAT_ASSIGN_OR_RETURN(const auto heads, log_.Heads(call.deadline));
  for (const AccessHead& head : heads) {
    v1::AccessLogHead& out = *response.add_heads();
    out.set_shard(head.place.shard);
    out.set_position(head.place.position);
    out.set_proof(absl::BytesToHexString(head.proof));
  }
  return response;
}

}  // namespace rasoat::registry

#include "services/registry/rpc/duplicate_service.h"

#include <algorithm>
#include <string>
#include <utility>

#include "services/common/clock/clock.h"
#include "services/common/rpc/paging.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/duplicate_merge.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/domain/side_by_side.h"
#include "services/registry/load/content_hash.h"
#include "services/registry/rpc/duplicate_proto.h"
#include "services/registry/rpc/household_proto.h"
#include "services/registry/rpc/names.h"
#include "services/registry/rpc/visit_proto.h"

namespace rasoat::registry {
namespace {

absl::StatusOr<std::int64_t> SeenRevision(const std::string& etag) {
  const std::int64_t revision = RevisionOf(etag);
  if (revision > 0) return revision;
  return Invalid(
      Violation{"etag", "ETAG_MISSING",
                "Thiếu etag của bản đã đọc; hãy đọc lại rồi gửi kèm etag.",
                "The etag last read is missing; read it and send its etag."});
}

absl::Status AreaTooLarge() {
  return Invalid(Violation{
      "area", "AREA_TOO_LARGE",
      "Mỗi lần chỉ quét một xã hoặc một thôn; hãy quét từng xã.",
      "Only a commune or a village is scanned at a time; name the communes one "
      "by one."});
}

absl::Status KeepWrong() {
  return Invalid(Violation{
      "keep", "KEEP_WRONG",
      "Hộ được giữ lại phải là một trong hai hộ của trường hợp này.",
      "The household that stays must be one of the two of the case."});
}

/// The households of a list: where they are, nobody's data.
void PutBrief(const Household& household, v1::Household& out) {
  out.set_name(NameOf(household.id));
  out.set_village(NameOf(household.village));
  out.set_number(static_cast<std::int32_t>(household.number));
}

}  // namespace

grpc::ServerUnaryReactor* DuplicateService::ListDuplicates(
    grpc::CallbackServerContext* context,
    const v1::ListDuplicatesRequest* request,
    v1::ListDuplicatesResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return List(*request, call); });
}

grpc::ServerUnaryReactor* DuplicateService::GetDuplicate(
    grpc::CallbackServerContext* context,
    const v1::GetDuplicateRequest* request, v1::Duplicate* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) -> absl::StatusOr<v1::Duplicate> {
        RASOAT_ASSIGN_OR_RETURN(const DuplicateId id,
                                ParseDuplicate(request->name(), "name"));
        RASOAT_ASSIGN_OR_RETURN(const DuplicateCase one,
                                parts_.cases.Get(id, call.deadline));
        return Shown(one, call.deadline);
      });
}

grpc::ServerUnaryReactor* DuplicateService::DismissDuplicate(
    grpc::CallbackServerContext* context,
    const v1::DismissDuplicateRequest* request, v1::Duplicate* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Dismiss(*request, call); });
}

grpc::ServerUnaryReactor* DuplicateService::MergeDuplicate(
    grpc::CallbackServerContext* context,
    const v1::MergeDuplicateRequest* request, v1::Duplicate* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Merge(*request, call); });
}

grpc::ServerUnaryReactor* DuplicateService::ScanDuplicates(
    grpc::CallbackServerContext* context,
    const v1::ScanDuplicatesRequest* request,
    v1::ScanDuplicatesResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Scan(*request, call); });
}

absl::StatusOr<v1::ListDuplicatesResponse> DuplicateService::List(
    const v1::ListDuplicatesRequest& request, const rpc::Call& call) {
  DuplicateFilter filter{.minimum_score = request.minimum_score()};
  AreaCode area;
  if (!request.area().empty()) {
    RASOAT_ASSIGN_OR_RETURN(area, ParseArea(request.area(), "area"));
  }
  if (request.state() != v1::DUPLICATE_STATE_UNSPECIFIED) {
    filter.state = static_cast<DuplicateState>(request.state());
  }
  RASOAT_ASSIGN_OR_RETURN(
      const int size,
      rpc::PageSize(request.page_size(), {.usual = 50, .most = 200}));
  RASOAT_ASSIGN_OR_RETURN(auto start,
                          (rpc::PageStart<std::int64_t, std::string>(request)));
  std::optional<DuplicatePlace> after;
  if (start) {
    const auto id = ParseDuplicate(std::get<1>(*start), "page_token");
    if (!id.ok()) return rpc::PageTokenWrong();
    after = DuplicatePlace{static_cast<int>(std::get<0>(*start)), *id};
  }
  RASOAT_ASSIGN_OR_RETURN(filter.villages,
                          parts_.villages.Of(area, call.deadline));
  RASOAT_ASSIGN_OR_RETURN(
      std::vector<DuplicateCase> cases,
      parts_.cases.List(filter, after, size + 1, call.deadline));
  v1::ListDuplicatesResponse response;
  if (static_cast<int>(cases.size()) > size) {
    cases.pop_back();
    response.set_next_page_token(rpc::NextPageToken(
        request, std::int64_t{cases.back().score}, NameOf(cases.back().id)));
  }
  std::vector<HouseholdId> ids;
  for (const DuplicateCase& one : cases) {
    ids.push_back(one.id.first);
    ids.push_back(one.id.second);
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  RASOAT_ASSIGN_OR_RETURN(const auto households,
                          parts_.households.GetMany(ids, call.deadline));
  for (const DuplicateCase& one : cases) {
    auto first = households.find(one.id.first);
    auto second = households.find(one.id.second);
    if (first == households.end() || second == households.end()) continue;
    // One of them has left the register meanwhile: nothing is to be decided.
    if (one.state == DuplicateState::kOpen &&
        !(first->second.active() && second->second.active())) {
      continue;
    }
    v1::Duplicate& shown = *response.add_duplicates();
    shown = ToProto(one, parts_.reasons);
    PutBrief(first->second, *shown.mutable_first());
    PutBrief(second->second, *shown.mutable_second());
  }
  return response;
}

absl::StatusOr<v1::Duplicate> DuplicateService::Shown(const DuplicateCase& one,
                                                      absl::Time deadline) {
  RASOAT_ASSIGN_OR_RETURN(
      const auto households,
      parts_.households.GetMany({{one.id.first, one.id.second}}, deadline));
  auto first = households.find(one.id.first);
  auto second = households.find(one.id.second);
  if (first == households.end() || second == households.end()) {
    return DuplicateNotFound();
  }
  v1::Duplicate shown = ToProto(one, parts_.reasons);
  *shown.mutable_first() = ToProto(first->second);
  *shown.mutable_second() = ToProto(second->second);
  for (const FieldComparison& comparison :
       SideBySide(first->second, second->second, one.matches)) {
    *shown.add_comparisons() = ToProto(comparison);
  }
  return shown;
}

absl::StatusOr<v1::Duplicate> DuplicateService::Dismiss(
    const v1::DismissDuplicateRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(const DuplicateId id,
                          ParseDuplicate(request.name(), "name"));
  RASOAT_ASSIGN_OR_RETURN(const std::int64_t seen,
                          SeenRevision(request.etag()));
  const DuplicateDecision decision{.state = DuplicateState::kNotDuplicate,
                                   .reason = request.reason(),
                                   .decider = SubmissionOf(call).reviewer,
                                   .seen_revision = seen};
  RASOAT_ASSIGN_OR_RETURN(const DuplicateCase one,
                          parts_.cases.Update(
                              id,
                              [&](const DuplicateCase& known) {
                                return DecideCase(known, decision, call.now);
                              },
                              call.deadline));
  return Shown(one, call.deadline);
}

absl::Status DuplicateService::Unite(const v1::MergeDuplicateRequest& request,
                                     const DuplicateCase& one,
                                     const HouseholdId& keep,
                                     const rpc::Call& call) {
  const bool keeps_first = keep == one.id.first;
  const HouseholdId other = keeps_first ? one.id.second : one.id.first;
  std::vector<SamePerson> same;
  for (const MemberMatch& match : one.matches) {
    same.push_back(keeps_first ? SamePerson{match.second, match.first}
                               : SamePerson{match.first, match.second});
  }
  const Occasion occasion{.date = request.date().empty()
                                      ? DayInVietnam(call.now)
                                      : DayOf(request.date()),
                          .reason = request.reason(),
                          .actor = SubmissionOf(call).reviewer};
  const std::vector<std::string> removed(request.remove_members().begin(),
                                         request.remove_members().end());
  RASOAT_ASSIGN_OR_RETURN(const AreaCatalog::Book book,
                          parts_.areas.Fresh(call.deadline));
  const absl::CivilDay today = DayInVietnam(call.now);
  return parts_.households
      .Record(
          {.households = {other, keep},
           .print = Sha256(absl::StrCat("MergeDuplicate", occasion.actor, "\n",
                                        request.SerializeAsString()))},
          [&](const std::vector<Household>& current)
              -> absl::StatusOr<std::vector<Household>> {
            if (!current[0].active() || !current[1].active()) {
              return HouseholdNotActive();
            }
            const Area* village = book->FindLatest(current[1].village, today);
            const HouseholdContext context{
                .rules = parts_.rules,
                .today = today,
                .training = village != nullptr && village->synthetic};
            return removed.empty()
                       ? MergeTwice(current[0], current[1], same, occasion,
                                    context)
                       : TakeOutTwice(current[0], current[1], removed, same,
                                      occasion, context);
          },
          call.deadline)
      .status();
}

absl::StatusOr<v1::Duplicate> DuplicateService::Merge(
    const v1::MergeDuplicateRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(const DuplicateId id,
                          ParseDuplicate(request.name(), "name"));
  RASOAT_ASSIGN_OR_RETURN(const HouseholdId keep,
                          ParseHousehold(request.keep(), "keep"));
  RASOAT_ASSIGN_OR_RETURN(const std::int64_t seen,
                          SeenRevision(request.etag()));
  if (keep != id.first && keep != id.second) return KeepWrong();
  RASOAT_ASSIGN_OR_RETURN(const DuplicateCase known,
                          parts_.cases.Get(id, call.deadline));
  DuplicateDecision decision{.state = DuplicateState::kMerged,
                             .reason = request.reason(),
                             .decider = SubmissionOf(call).reviewer,
                             .seen_revision = seen};
  // Whether it may be decided so, before anything is changed.
  RASOAT_ASSIGN_OR_RETURN(const DuplicateCase decided,
                          DecideCase(known, decision, call.now));
  if (decided == known) return Shown(known, call.deadline);
  RASOAT_RETURN_IF_ERROR(Unite(request, known, keep, call));
  // The households are as decided now: should the case have changed meanwhile,
  // it follows them. A call that was cut here is finished by its repeat.
  RASOAT_ASSIGN_OR_RETURN(const DuplicateCase one,
                          parts_.cases.Update(
                              id,
                              [&](const DuplicateCase& current) {
                                decision.seen_revision = current.revision;
                                return DecideCase(current, decision, call.now);
                              },
                              call.deadline));
  return Shown(one, call.deadline);
}

absl::StatusOr<v1::ScanDuplicatesResponse> DuplicateService::Scan(
    const v1::ScanDuplicatesRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(const AreaCode area,
                          ParseArea(request.area(), "area"));
  const Tier tier = TierOfCode(area);
  if (tier != Tier::kCommune && tier != Tier::kVillage) return AreaTooLarge();
  RASOAT_ASSIGN_OR_RETURN(const VillageSet villages,
                          parts_.villages.Of(area, call.deadline));
  RASOAT_ASSIGN_OR_RETURN(const DuplicateScan scan,
                          parts_.finder.Scan(villages, call.deadline));
  RASOAT_ASSIGN_OR_RETURN(
      const std::vector<RaiseEffect> effects,
      parts_.cases.Raise(scan.findings, call.now, call.deadline));
  RASOAT_RETURN_IF_ERROR(
      parts_.cases.TakeBack(villages, scan.findings, call.deadline));
  const auto count = [&](RaiseEffect effect) {
    return static_cast<std::int32_t>(
        std::count(effects.begin(), effects.end(), effect));
  };
  v1::ScanDuplicatesResponse response;
  response.set_people_count(static_cast<std::int32_t>(scan.people));
  response.set_raised_count(count(RaiseEffect::kRaised));
  response.set_open_count(count(RaiseEffect::kOpen));
  response.set_dismissed_count(count(RaiseEffect::kDismissed));
  return response;
}

}  // namespace rasoat::registry

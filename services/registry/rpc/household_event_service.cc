#include "services/registry/rpc/household_event_service.h"

#include <limits>
#include <optional>
#include <utility>

#include "services/common/clock/clock.h"
#include "services/common/rpc/paging.h"
#include "services/common/status/error.h"
#include "services/registry/domain/household_history.h"
#include "services/registry/domain/member_events.h"
#include "services/registry/domain/refusals.h"

namespace rasoat::registry {
namespace {

constexpr std::int64_t kNewest = std::numeric_limits<std::int64_t>::max();

using Households = std::vector<Household>;

/// The only household of an event that has one.
absl::StatusOr<Households> Alone(absl::StatusOr<Household> next) {
  if (!next.ok()) return next.status();
  return Households{*std::move(next)};
}

/// The household named first, and the other one.
v1::HouseholdEventResponse ResponseOf(const Households& recorded,
                                      const HouseholdId& named) {
  v1::HouseholdEventResponse response;
  for (const Household& household : recorded) {
    (household.id == named ? *response.mutable_household()
                           : *response.mutable_related()) = ToProto(household);
  }
  return response;
}

}  // namespace

HouseholdContext HouseholdEventService::ContextOf(const AreaCode& village,
                                                  const AreaBook& book,
                                                  absl::CivilDay today) const {
  const Area* area = book.FindLatest(village, today);
  return {.rules = rules_,
          .today = today,
          .training = area != nullptr && area->synthetic};
}

/// A stale refusal with what has changed since the caller read.
absl::Status HouseholdEventService::WithDifferences(
    const absl::Status& refusal, const std::vector<SeenHousehold>& seen,
    absl::Time deadline) {
  for (const SeenHousehold& one : seen) {
    if (one.revision <= 0 || one.revision == kNewest) continue;
    RASOAT_ASSIGN_OR_RETURN(const Household now, store_.Get(one.id, deadline));
    if (now.revision == one.revision) continue;
    RASOAT_ASSIGN_OR_RETURN(
        const Households read,
        store_.History(one.id, one.revision + 1, 1, deadline));
    if (read.empty() || read[0].revision != one.revision) continue;
    return StaleHousehold(one.etag_field, ChangedFields(read[0], now));
  }
  return refusal;
}

absl::StatusOr<v1::HouseholdEventResponse> HouseholdEventService::Record(
    const google::protobuf::Message& request, const std::string& request_id,
    const std::vector<SeenHousehold>& seen, const rpc::Call& call,
    Decide decide) {
  HouseholdRequest wanted;
  for (const SeenHousehold& one : seen) wanted.households.push_back(one.id);
  RASOAT_ASSIGN_OR_RETURN(wanted.print, PrintOf(request, request_id));
  RASOAT_ASSIGN_OR_RETURN(const AreaCatalog::Book book,
                          areas_.Fresh(call.deadline));
  const absl::CivilDay today = DayInVietnam(call.now);
  const absl::StatusOr<Households> recorded = store_.Record(
      wanted,
      [&](const Households& now) -> absl::StatusOr<Households> {
        for (std::size_t i = 0; i < seen.size(); ++i) {
          RASOAT_RETURN_IF_ERROR(
              CheckSeen(now[i], seen[i].revision, seen[i].etag_field));
        }
        return decide(now, *book, today);
      },
      call.deadline);
  if (ReasonOf(recorded.status()) == "STALE_HOUSEHOLD") {
    return WithDifferences(recorded.status(), seen, call.deadline);
  }
  if (!recorded.ok()) return recorded.status();
  return ResponseOf(*recorded, seen[0].id);
}

template <class Request, class Happen>
absl::StatusOr<v1::Household> HouseholdEventService::RecordOne(
    const Request& request, const rpc::Call& call, Happen happen) {
  RASOAT_ASSIGN_OR_RETURN(
      const SeenHousehold seen,
      SeenOf(request.name(), request.etag(), "name", "etag"));
  RASOAT_ASSIGN_OR_RETURN(
      v1::HouseholdEventResponse response,
      Record(request, request.request_id(), {seen}, call,
             [&](const Households& now, const AreaBook& book,
                 absl::CivilDay today) {
               return Alone(
                   happen(now[0], ContextOf(now[0].village, book, today)));
             }));
  return std::move(*response.mutable_household());
}

grpc::ServerUnaryReactor* HouseholdEventService::RecordBirth(
    grpc::CallbackServerContext* context, const v1::RecordBirthRequest* request,
    v1::Household* response) {
  return calls_.Unary(
      context, request, response, [=, this](const rpc::Call& call) {
        return RecordOne(
            *request, call,
            [&](const Household& now, const HouseholdContext& context) {
              return Born(now, FromProto(request->member()),
                          OccasionOf("", request->reason(), call), context);
            });
      });
}

grpc::ServerUnaryReactor* HouseholdEventService::RecordDeath(
    grpc::CallbackServerContext* context, const v1::RecordDeathRequest* request,
    v1::Household* response) {
  return calls_.Unary(
      context, request, response, [=, this](const rpc::Call& call) {
        return RecordOne(
            *request, call,
            [&](const Household& now, const HouseholdContext& context) {
              return Died(
                  now, request->member_id(), HeadshipOf(*request),
                  OccasionOf(request->event_date(), request->reason(), call),
                  context);
            });
      });
}

grpc::ServerUnaryReactor* HouseholdEventService::AddMembers(
    grpc::CallbackServerContext* context, const v1::AddMembersRequest* request,
    v1::Household* response) {
  return calls_.Unary(
      context, request, response, [=, this](const rpc::Call& call) {
        std::vector<Member> people;
        for (const v1::Member& member : request->members()) {
          people.push_back(FromProto(member));
        }
        return RecordOne(
            *request, call,
            [&](const Household& now, const HouseholdContext& context) {
              return CameIn(
                  now, people, HeadshipOf(*request),
                  OccasionOf(request->event_date(), request->reason(), call),
                  context);
            });
      });
}

grpc::ServerUnaryReactor* HouseholdEventService::DissolveHousehold(
    grpc::CallbackServerContext* context,
    const v1::DissolveHouseholdRequest* request, v1::Household* response) {
  return calls_.Unary(
      context, request, response, [=, this](const rpc::Call& call) {
        return RecordOne(
            *request, call,
            [&](const Household& now, const HouseholdContext& context) {
              return Dissolved(
                  now, FromProto(request->departures()),
                  OccasionOf(request->event_date(), request->reason(), call),
                  context);
            });
      });
}

grpc::ServerUnaryReactor* HouseholdEventService::MoveMembers(
    grpc::CallbackServerContext* context, const v1::MoveMembersRequest* request,
    v1::HouseholdEventResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return MoveSome(*request, call); });
}

grpc::ServerUnaryReactor* HouseholdEventService::SplitHousehold(
    grpc::CallbackServerContext* context,
    const v1::SplitHouseholdRequest* request,
    v1::HouseholdEventResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Split(*request, call); });
}

grpc::ServerUnaryReactor* HouseholdEventService::MergeHousehold(
    grpc::CallbackServerContext* context,
    const v1::MergeHouseholdRequest* request,
    v1::HouseholdEventResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Merge(*request, call); });
}

grpc::ServerUnaryReactor* HouseholdEventService::MoveHousehold(
    grpc::CallbackServerContext* context,
    const v1::MoveHouseholdRequest* request, v1::Household* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Move(*request, call); });
}

grpc::ServerUnaryReactor* HouseholdEventService::ListHouseholdHistory(
    grpc::CallbackServerContext* context,
    const v1::ListHouseholdHistoryRequest* request,
    v1::ListHouseholdHistoryResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return History(*request, call); });
}

absl::StatusOr<v1::HouseholdEventResponse> HouseholdEventService::MoveSome(
    const v1::MoveMembersRequest& request, const rpc::Call& call) {
  const std::vector<std::string> ids(request.member_ids().begin(),
                                     request.member_ids().end());
  const Occasion occasion =
      OccasionOf(request.event_date(), request.reason(), call);
  RASOAT_ASSIGN_OR_RETURN(
      const SeenHousehold from,
      SeenOf(request.name(), request.etag(), "name", "etag"));
  if (request.destination().empty()) {
    return Record(
        request, request.request_id(), {from}, call,
        [&](const Households& now, const AreaBook& book, absl::CivilDay today) {
          return Alone(WentOut(now[0], ids, HeadshipOf(request), occasion,
                               ContextOf(now[0].village, book, today)));
        });
  }
  RASOAT_ASSIGN_OR_RETURN(
      const SeenHousehold to,
      SeenOf(request.destination(), request.destination_etag(), "destination",
             "destination_etag"));
  if (to.id == from.id) return SameHousehold("destination");
  return Record(
      request, request.request_id(), {from, to}, call,
      [&](const Households& now, const AreaBook& book, absl::CivilDay today) {
        return WentOver(now[0], now[1], ids, HeadshipOf(request),
                        FromProto(request.destination_relations()), occasion,
                        ContextOf(now[1].village, book, today));
      });
}

absl::StatusOr<v1::HouseholdEventResponse> HouseholdEventService::Split(
    const v1::SplitHouseholdRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(
      const SeenHousehold seen,
      SeenOf(request.name(), request.etag(), "name", "etag"));
  RASOAT_ASSIGN_OR_RETURN(SplitOff wanted, FromProto(request.new_household()));
  if (wanted.id.empty()) wanted.id.bytes = ids_.Next().bytes;
  return Record(
      request, request.request_id(), {seen}, call,
      [&](const Households& now, const AreaBook& book, absl::CivilDay today) {
        return registry::Split(
            now[0], wanted, HeadshipOf(request),
            OccasionOf(request.event_date(), request.reason(), call),
            ContextOf(now[0].village, book, today));
      });
}

absl::StatusOr<v1::HouseholdEventResponse> HouseholdEventService::Merge(
    const v1::MergeHouseholdRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(
      const SeenHousehold absorbed,
      SeenOf(request.name(), request.etag(), "name", "etag"));
  RASOAT_ASSIGN_OR_RETURN(
      const SeenHousehold survivor,
      SeenOf(request.into(), request.into_etag(), "into", "into_etag"));
  if (survivor.id == absorbed.id) return SameHousehold("into");
  return Record(
      request, request.request_id(), {absorbed, survivor}, call,
      [&](const Households& now, const AreaBook& book, absl::CivilDay today) {
        return registry::Merge(
            now[0], now[1], FromProto(request.relations()),
            OccasionOf(request.event_date(), request.reason(), call),
            ContextOf(now[1].village, book, today));
      });
}

absl::StatusOr<v1::Household> HouseholdEventService::Move(
    const v1::MoveHouseholdRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(
      const SeenHousehold seen,
      SeenOf(request.name(), request.etag(), "name", "etag"));
  Destination to{.number = request.number(),
                 .address = request.address(),
                 .phone = request.phone()};
  RASOAT_ASSIGN_OR_RETURN(to.village, ParseArea(request.village(), "village"));
  RASOAT_ASSIGN_OR_RETURN(
      v1::HouseholdEventResponse response,
      Record(request, request.request_id(), {seen}, call,
             [&](const Households& now, const AreaBook& book,
                 absl::CivilDay today) -> absl::StatusOr<Households> {
               const Area* village = book.FindLatest(to.village, today);
               if (village == nullptr || village->tier != Tier::kVillage) {
                 return VillageNotFound("village");
               }
               return Alone(Moved(
                   now[0], to,
                   OccasionOf(request.event_date(), request.reason(), call),
                   ContextOf(to.village, book, today)));
             }));
  return std::move(*response.mutable_household());
}

absl::StatusOr<v1::ListHouseholdHistoryResponse> HouseholdEventService::History(
    const v1::ListHouseholdHistoryRequest& request, const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(HouseholdId id,
                          ParseHousehold(request.name(), "name"));
  RASOAT_ASSIGN_OR_RETURN(
      const int size,
      rpc::PageSize(request.page_size(), {.usual = 50, .most = 200}));
  RASOAT_ASSIGN_OR_RETURN(auto before, rpc::PageStart<std::int64_t>(request));
  // One more than is shown, to compare the last one with.
  RASOAT_ASSIGN_OR_RETURN(
      const Households states,
      store_.History(id, before ? std::get<0>(*before) : kNewest, size + 1,
                     call.deadline));
  v1::ListHouseholdHistoryResponse response;
  for (std::size_t i = 0; i < states.size() && response.changes_size() < size;
       ++i) {
    const Household* was = i + 1 < states.size() ? &states[i + 1] : nullptr;
    *response.add_changes() = ChangeToProto(states[i], was);
  }
  if (static_cast<int>(states.size()) > size) {
    response.set_next_page_token(
        rpc::NextPageToken(request, states[size - 1].revision));
  }
  return response;
}

}  // namespace rasoat::registry

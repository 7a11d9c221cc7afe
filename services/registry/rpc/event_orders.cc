#include "services/registry/rpc/event_orders.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/household_events.h"
#include "services/registry/domain/member_events.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/rpc/household_event_proto.h"

namespace rasoat::registry {
namespace {

using Households = std::vector<Household>;
using Next = absl::StatusOr<Households>;

/// The only household of an event that has one.
Next Alone(absl::StatusOr<Household> next) {
  if (!next.ok()) return next.status();
  return Households{*std::move(next)};
}

/// What every order has: the named household and the print.
template <class Request>
absl::StatusOr<EventOrder> Begun(const Request& request, const Teller& teller) {
  EventOrder order;
  RASOAT_ASSIGN_OR_RETURN(order.print, PrintOf(request, request.request_id()));
  SeenHousehold seen;
  RASOAT_ASSIGN_OR_RETURN(seen.id, ParseHousehold(request.name(), "name"));
  if (!request.etag().empty() || !teller.etag_may_be_missing) {
    RASOAT_ASSIGN_OR_RETURN(seen.revision,
                            SeenRevision(request.etag(), "etag"));
  }
  order.seen.push_back(std::move(seen));
  return order;
}

template <class Request>
Occasion OccasionIn(const Request& request, const Teller& teller) {
  return OccasionOf(request.event_date(), request.reason(), teller.actor);
}

}  // namespace

absl::StatusOr<EventOrder> OrderOf(const v1::RecordBirthRequest& request,
                                   const Teller& teller) {
  RASOAT_ASSIGN_OR_RETURN(EventOrder order, Begun(request, teller));
  order.newcomers = {{request.member().member_id(), "member."}};
  order.decide = [child = FromProto(request.member()),
                  occasion = OccasionOf("", request.reason(), teller.actor)](
                     const Households& now, const EventGround& ground) {
    return Alone(
        Born(now[0], child, occasion, ground.ContextOf(now[0].village)));
  };
  return order;
}

absl::StatusOr<EventOrder> OrderOf(const v1::RecordDeathRequest& request,
                                   const Teller& teller) {
  RASOAT_ASSIGN_OR_RETURN(EventOrder order, Begun(request, teller));
  order.decide = [member = request.member_id(), headship = HeadshipOf(request),
                  occasion = OccasionIn(request, teller)](
                     const Households& now, const EventGround& ground) {
    return Alone(Died(now[0], member, headship, occasion,
                      ground.ContextOf(now[0].village)));
  };
  return order;
}

absl::StatusOr<EventOrder> OrderOf(const v1::AddMembersRequest& request,
                                   const Teller& teller) {
  RASOAT_ASSIGN_OR_RETURN(EventOrder order, Begun(request, teller));
  std::vector<Member> people;
  for (const v1::Member& member : request.members()) {
    order.newcomers.push_back(
        {member.member_id(), absl::StrCat("members[", people.size(), "].")});
    people.push_back(FromProto(member));
  }
  order.decide = [people = std::move(people), headship = HeadshipOf(request),
                  occasion = OccasionIn(request, teller)](
                     const Households& now, const EventGround& ground) {
    return Alone(CameIn(now[0], people, headship, occasion,
                        ground.ContextOf(now[0].village)));
  };
  return order;
}

absl::StatusOr<EventOrder> OrderOf(const v1::MoveMembersRequest& request,
                                   const Teller& teller) {
  RASOAT_ASSIGN_OR_RETURN(EventOrder order, Begun(request, teller));
  std::vector<std::string> ids(request.member_ids().begin(),
                               request.member_ids().end());
  if (request.destination().empty()) {
    order.decide = [ids = std::move(ids), headship = HeadshipOf(request),
                    occasion = OccasionIn(request, teller)](
                       const Households& now, const EventGround& ground) {
      return Alone(WentOut(now[0], ids, headship, occasion,
                           ground.ContextOf(now[0].village)));
    };
    return order;
  }
  RASOAT_ASSIGN_OR_RETURN(
      SeenHousehold to,
      SeenOf(request.destination(), request.destination_etag(), "destination",
             "destination_etag"));
  if (to.id == order.seen[0].id) return SameHousehold("destination");
  order.seen.push_back(std::move(to));
  order.decide = [ids = std::move(ids), headship = HeadshipOf(request),
                  there = FromProto(request.destination_relations()),
                  occasion = OccasionIn(request, teller)](
                     const Households& now, const EventGround& ground) {
    return WentOver(now[0], now[1], ids, headship, there, occasion,
                    ground.ContextOf(now[1].village));
  };
  return order;
}

absl::StatusOr<EventOrder> OrderOf(const v1::MergeHouseholdRequest& request,
                                   const Teller& teller) {
  RASOAT_ASSIGN_OR_RETURN(EventOrder order, Begun(request, teller));
  RASOAT_ASSIGN_OR_RETURN(
      SeenHousehold survivor,
      SeenOf(request.into(), request.into_etag(), "into", "into_etag"));
  if (survivor.id == order.seen[0].id) return SameHousehold("into");
  order.seen.push_back(std::move(survivor));
  order.decide = [relations = FromProto(request.relations()),
                  occasion = OccasionIn(request, teller)](
                     const Households& now, const EventGround& ground) {
    return Merge(now[0], now[1], relations, occasion,
                 ground.ContextOf(now[1].village));
  };
  return order;
}

absl::StatusOr<EventOrder> OrderOf(const v1::MoveHouseholdRequest& request,
                                   const Teller& teller) {
  RASOAT_ASSIGN_OR_RETURN(EventOrder order, Begun(request, teller));
  Destination to{.number = request.number(),
                 .address = request.address(),
                 .phone = request.phone()};
  RASOAT_ASSIGN_OR_RETURN(to.village, ParseArea(request.village(), "village"));
  order.decide = [to = std::move(to), occasion = OccasionIn(request, teller)](
                     const Households& now, const EventGround& ground) -> Next {
    if (!ground.IsVillage(to.village)) return VillageNotFound("village");
    return Alone(Moved(now[0], to, occasion, ground.ContextOf(to.village)));
  };
  return order;
}

absl::StatusOr<EventOrder> OrderOf(const v1::DissolveHouseholdRequest& request,
                                   const Teller& teller) {
  RASOAT_ASSIGN_OR_RETURN(EventOrder order, Begun(request, teller));
  order.decide = [departures = FromProto(request.departures()),
                  occasion = OccasionIn(request, teller)](
                     const Households& now, const EventGround& ground) {
    return Alone(Dissolved(now[0], departures, occasion,
                           ground.ContextOf(now[0].village)));
  };
  return order;
}

absl::StatusOr<EventOrder> OrderOf(const v1::SplitHouseholdRequest& request,
                                   const Teller& teller, IdSource& ids) {
  RASOAT_ASSIGN_OR_RETURN(EventOrder order, Begun(request, teller));
  RASOAT_ASSIGN_OR_RETURN(SplitOff off, FromProto(request.new_household()));
  if (off.id.empty()) off.id.bytes = ids.Next().bytes;
  order.decide = [off = std::move(off), headship = HeadshipOf(request),
                  occasion = OccasionIn(request, teller)](
                     const Households& now, const EventGround& ground) {
    return Split(now[0], off, headship, occasion,
                 ground.ContextOf(now[0].village));
  };
  return order;
}

}  // namespace rasoat::registry

// Events of households through a real server, over stores in memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/registry/rpc/area_proto.h"
#include "services/registry/rpc/household_proto.h"
#include "services/registry/rpc/names.h"
#include "tests/support/counted_ids.h"
#include "tests/support/fake_clock.h"
#include "tests/support/registry/memory_attachments.h"
#include "tests/support/registry/memory_registry.h"
#include "tests/support/registry/registry_server.h"
#include "tests/support/registry/samples.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using absl::StatusCode;
using ::testing::ElementsAre;
using Events = v1::HouseholdEvents::Stub;

class HouseholdEventsApiTest : public testing::Test {
 protected:
  void SetUp() override {
    v1::ImportAreasRequest areas;
    for (const Area& area : SampleAreas()) *areas.add_areas() = ToProto(area);
    auto stub = server_.Stub<v1::Areas>();
    ASSERT_OK(server_.Call(*stub, &v1::Areas::Stub::ImportAreas, areas,
                           server_.Token(api::v1::ROLE_ADMINISTRATOR, "*")));
    ASSERT_OK_AND_ASSIGN(one_, Create(1));
    ASSERT_OK_AND_ASSIGN(two_, Create(2));
  }

  absl::StatusOr<v1::Household> Create(std::uint64_t number) {
    v1::CreateHouseholdRequest request;
    Household household = SampleHousehold(number);
    household.members[0].identity_number = absl::StrCat("02408000000", number);
    *request.mutable_household() = ContentToProto(household);
    request.set_household_id(CountedIds::Of(number).ToString());
    return server_.Call(*households_, &v1::Households::Stub::CreateHousehold,
                        request, officer_);
  }

  template <class Request, class Response>
  absl::StatusOr<Response> Call(
      grpc::Status (Events::*method)(grpc::ClientContext*, const Request&,
                                     Response*),
      const Request& request, const std::string& token) {
    return server_.Call(*events_, method, request, token);
  }
  template <class Request, class Response>
  absl::StatusOr<Response> Call(
      grpc::Status (Events::*method)(grpc::ClientContext*, const Request&,
                                     Response*),
      const Request& request) {
    return Call(method, request, officer_);
  }

  absl::StatusOr<v1::Household> Get(const v1::GetHouseholdRequest& request) {
    return server_.Call(*households_, &v1::Households::Stub::GetHousehold,
                        request, officer_);
  }
  absl::StatusOr<v1::Household> Get(const std::string& name) {
    v1::GetHouseholdRequest request;
    request.set_name(name);
    return Get(request);
  }

  /// Fills in what every request has.
  template <class Request>
  Request For(const v1::Household& household) {
    Request request;
    request.set_name(household.name());
    request.set_etag(household.etag());
    request.set_event_date("2021-10-10");
    request.set_reason("vì lý do riêng");
    return request;
  }

  v1::SplitHouseholdRequest SplitRequest(int number = 7) {
    auto request = For<v1::SplitHouseholdRequest>(one_);
    request.mutable_new_household()->set_number(number);
    request.mutable_new_household()->add_member_ids("02");
    request.mutable_new_household()->set_new_head("02");
    return request;
  }

  v1::MergeHouseholdRequest MergeRequest() {
    auto request = For<v1::MergeHouseholdRequest>(two_);
    request.set_into(one_.name());
    request.set_into_etag(one_.etag());
    return request;
  }

  static std::vector<std::string> FaultsOf(const absl::Status& status) {
    std::vector<std::string> told;
    for (const Violation& v : ViolationsOf(status)) {
      EXPECT_FALSE(v.vi.empty());
      told.push_back(v.field + " " + v.rule);
    }
    return told;
  }

  // Noon in Vietnam on 10 October 2021.
  FakeClock clock_{absl::FromUnixSeconds(1'633'842'000)};
  CountedIds ids_;
  MemoryAreaStore area_store_;
  MemoryRegistry store_{clock_};
  MemoryAttachments attachments_{store_, store_};
  RegistryServer server_{
      {area_store_, store_, store_, store_, store_, store_, attachments_},
      clock_,
      ids_};
  std::unique_ptr<Events> events_ = server_.Stub<v1::HouseholdEvents>();
  std::unique_ptr<v1::Households::Stub> households_ =
      server_.Stub<v1::Households>();
  const std::string officer_ =
      server_.Token(api::v1::ROLE_COMMUNE_OFFICER, "07207");
  const std::string villager_ =
      server_.Token(api::v1::ROLE_COMMUNE_OFFICER, "07207001");
  v1::Household one_;
  v1::Household two_;
};

TEST_F(HouseholdEventsApiTest, ANewHouseholdSaysHowItCameIn) {
  EXPECT_EQ(one_.status(), v1::HOUSEHOLD_STATUS_ACTIVE);
  EXPECT_EQ(one_.event().kind(), v1::HOUSEHOLD_EVENT_KIND_REGISTERED);
  EXPECT_EQ(one_.event().actor(), "staff/test");
  EXPECT_EQ(one_.event().event_date(), one_.register_date());
}

TEST_F(HouseholdEventsApiTest, RecordsABirthAndADeath) {
  v1::RecordBirthRequest birth;
  birth.set_name(one_.name());
  birth.set_etag(one_.etag());
  *birth.mutable_member() = one_.members(1);
  birth.mutable_member()->set_member_id("03");
  birth.mutable_member()->set_birth_date(one_.register_date());
  ASSERT_OK_AND_ASSIGN(v1::Household born, Call(&Events::RecordBirth, birth));
  EXPECT_EQ(born.members_size(), 3);
  EXPECT_EQ(born.event().kind(), v1::HOUSEHOLD_EVENT_KIND_BORN);

  auto death = For<v1::RecordDeathRequest>(born);
  death.set_event_date(one_.register_date());
  death.set_member_id("01");
  const auto headless = Call(&Events::RecordDeath, death);
  EXPECT_THAT(FaultsOf(headless.status()),
              ElementsAre("new_head HEAD_MISSING"));
  death.set_new_head("02");
  ASSERT_OK_AND_ASSIGN(v1::Household died, Call(&Events::RecordDeath, death));
  EXPECT_EQ(died.members_size(), 2);
  EXPECT_EQ(died.members(0).relation(), v1::RELATION_HEAD);
  ASSERT_EQ(died.former_members_size(), 1);
  EXPECT_EQ(died.former_members(0).member().death_date(), one_.register_date());
}

TEST_F(HouseholdEventsApiTest, RecordsWhoComesAndWhoGoes) {
  auto add = For<v1::AddMembersRequest>(one_);
  *add.add_members() = one_.members(1);
  add.mutable_members(0)->set_member_id("09");
  ASSERT_OK_AND_ASSIGN(v1::Household added, Call(&Events::AddMembers, add));
  EXPECT_EQ(added.members_size(), 3);

  auto move = For<v1::MoveMembersRequest>(added);
  move.add_member_ids("09");
  move.set_destination(two_.name());
  const auto unread = Call(&Events::MoveMembers, move);
  EXPECT_THAT(FaultsOf(unread.status()),
              ElementsAre("destination_etag ETAG_MISSING"));
  move.set_destination_etag(two_.etag());
  ASSERT_OK_AND_ASSIGN(v1::HouseholdEventResponse moved,
                       Call(&Events::MoveMembers, move));
  EXPECT_EQ(moved.household().members_size(), 2);
  EXPECT_EQ(moved.related().name(), two_.name());
  EXPECT_EQ(moved.related().members_size(), 3);
  EXPECT_EQ(moved.household().former_members(0).household(), two_.name());

  auto leave = For<v1::MoveMembersRequest>(moved.related());
  leave.add_member_ids("09");
  ASSERT_OK_AND_ASSIGN(v1::HouseholdEventResponse left,
                       Call(&Events::MoveMembers, leave));
  EXPECT_EQ(left.household().members_size(), 2);
  EXPECT_FALSE(left.has_related());
  leave.set_destination(two_.name());
  leave.set_destination_etag(two_.etag());
  EXPECT_THAT(Call(&Events::MoveMembers, leave),
              StatusIs(StatusCode::kInvalidArgument, "SAME_HOUSEHOLD"));
}

TEST_F(HouseholdEventsApiTest, ARepeatedSplitGetsTheSameReply) {
  v1::SplitHouseholdRequest request = SplitRequest();
  request.set_request_id("6f1c2c1e-1f4e-4a44-9d0e-000000000001");
  ASSERT_OK_AND_ASSIGN(v1::HouseholdEventResponse first,
                       Call(&Events::SplitHousehold, request));
  EXPECT_EQ(first.household().members_size(), 1);
  EXPECT_EQ(first.related().members_size(), 1);
  EXPECT_EQ(first.related().number(), 7);
  // Something else happens to both meanwhile.
  for (const std::string& name :
       {first.household().name(), first.related().name()}) {
    v1::UpdateHouseholdRequest update;
    ASSERT_OK_AND_ASSIGN(*update.mutable_household(), Get(name));
    update.mutable_household()->set_phone("0900000000");
    ASSERT_OK(server_.Call(*households_, &v1::Households::Stub::UpdateHousehold,
                           update, officer_));
  }
  ASSERT_OK_AND_ASSIGN(v1::HouseholdEventResponse again,
                       Call(&Events::SplitHousehold, request));
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());

  request.set_request_id("another");
  EXPECT_THAT(Call(&Events::SplitHousehold, request),
              StatusIs(StatusCode::kAborted, "STALE_HOUSEHOLD"));
  request.set_request_id("no spaces");
  EXPECT_THAT(Call(&Events::SplitHousehold, request),
              StatusIs(StatusCode::kInvalidArgument, "REQUEST_ID_MALFORMED"));
}

TEST_F(HouseholdEventsApiTest, AStaleEventIsToldWhatHasChanged) {
  v1::UpdateHouseholdRequest update;
  *update.mutable_household() = one_;
  update.mutable_household()->set_phone("0900000000");
  update.mutable_household()->mutable_members(1)->set_full_name("Tên Khác");
  ASSERT_OK(server_.Call(*households_, &v1::Households::Stub::UpdateHousehold,
                         update, officer_));
  EXPECT_THAT(FaultsOf(Call(&Events::SplitHousehold, SplitRequest()).status()),
              ElementsAre("household.phone STALE_HOUSEHOLD",
                          "household.members[02].full_name STALE_HOUSEHOLD"));
  v1::SplitHouseholdRequest strange = SplitRequest();
  strange.set_etag("xyz");
  EXPECT_THAT(FaultsOf(Call(&Events::SplitHousehold, strange).status()),
              ElementsAre("etag STALE_HOUSEHOLD"));
  strange.set_etag("");
  EXPECT_THAT(FaultsOf(Call(&Events::SplitHousehold, strange).status()),
              ElementsAre("etag ETAG_MISSING"));
}

TEST_F(HouseholdEventsApiTest, ASplitTakesTheClientsIdOrMakesOne) {
  v1::SplitHouseholdRequest request = SplitRequest();
  request.mutable_new_household()->set_household_id("x");
  EXPECT_THAT(Call(&Events::SplitHousehold, request),
              StatusIs(StatusCode::kInvalidArgument, "ULID_MALFORMED"));
  request.mutable_new_household()->set_household_id(
      CountedIds::Of(77).ToString());
  ASSERT_OK_AND_ASSIGN(v1::HouseholdEventResponse both,
                       Call(&Events::SplitHousehold, request));
  EXPECT_EQ(both.related().name(),
            "households/" + CountedIds::Of(77).ToString());
}

TEST_F(HouseholdEventsApiTest, AMergerLeavesOneAndKeepsBothHistories) {
  ASSERT_OK_AND_ASSIGN(v1::HouseholdEventResponse both,
                       Call(&Events::MergeHousehold, MergeRequest()));
  EXPECT_EQ(both.household().status(), v1::HOUSEHOLD_STATUS_MERGED);
  EXPECT_EQ(both.household().merged_into(), one_.name());
  EXPECT_EQ(both.related().members_size(), 4);

  v1::ListHouseholdHistoryRequest request;
  request.set_name(two_.name());
  ASSERT_OK_AND_ASSIGN(v1::ListHouseholdHistoryResponse history,
                       Call(&Events::ListHouseholdHistory, request));
  ASSERT_EQ(history.changes_size(), 2);
  EXPECT_EQ(history.changes(0).event().kind(), v1::HOUSEHOLD_EVENT_KIND_MERGED);
  EXPECT_EQ(history.changes(0).event().related(), one_.name());
  EXPECT_EQ(history.changes(0).event().reason(), "vì lý do riêng");
  EXPECT_EQ(history.changes(0).event().actor(), "staff/test");
  EXPECT_THAT(history.changes(0).changed_fields(),
              ElementsAre("number", "status", "merged_into", "members[01]",
                          "members[02]"));
  EXPECT_EQ(history.changes(1).changed_fields_size(), 0);

  // What is no more takes neither events nor edits, and is listed apart.
  auto death = For<v1::RecordDeathRequest>(both.household());
  death.set_member_id("01");
  EXPECT_THAT(
      Call(&Events::RecordDeath, death),
      StatusIs(StatusCode::kFailedPrecondition, "HOUSEHOLD_NOT_ACTIVE"));
  v1::ListHouseholdsRequest list;
  list.set_village(two_.village());
  list.set_status(v1::HOUSEHOLD_STATUS_MERGED);
  ASSERT_OK_AND_ASSIGN(
      v1::ListHouseholdsResponse gone,
      server_.Call(*households_, &v1::Households::Stub::ListHouseholds, list,
                   officer_));
  ASSERT_EQ(gone.households_size(), 1);
  EXPECT_EQ(gone.households(0).name(), two_.name());
  list.set_number_prefix("1");
  EXPECT_THAT(
      server_.Call(*households_, &v1::Households::Stub::ListHouseholds, list,
                   officer_),
      StatusIs(StatusCode::kInvalidArgument, "NUMBER_PREFIX_MALFORMED"));
}

TEST_F(HouseholdEventsApiTest, ListsAHistoryByPages) {
  v1::Household now = one_;
  for (const char* phone : {"0900000001", "0900000002", "0900000003"}) {
    v1::UpdateHouseholdRequest update;
    *update.mutable_household() = now;
    update.mutable_household()->set_phone(phone);
    update.set_reason("đổi số");
    ASSERT_OK_AND_ASSIGN(
        now, server_.Call(*households_, &v1::Households::Stub::UpdateHousehold,
                          update, officer_));
  }
  v1::ListHouseholdHistoryRequest request;
  request.set_name(one_.name());
  request.set_page_size(3);
  ASSERT_OK_AND_ASSIGN(v1::ListHouseholdHistoryResponse first,
                       Call(&Events::ListHouseholdHistory, request));
  ASSERT_EQ(first.changes_size(), 3);
  EXPECT_EQ(first.changes(0).revision(), 4);
  EXPECT_THAT(first.changes(2).changed_fields(), ElementsAre("phone"));
  EXPECT_EQ(first.changes(2).event().reason(), "đổi số");
  request.set_page_token(first.next_page_token());
  ASSERT_OK_AND_ASSIGN(v1::ListHouseholdHistoryResponse second,
                       Call(&Events::ListHouseholdHistory, request));
  ASSERT_EQ(second.changes_size(), 1);
  EXPECT_EQ(second.changes(0).event().kind(),
            v1::HOUSEHOLD_EVENT_KIND_REGISTERED);
  EXPECT_EQ(second.next_page_token(), "");
}

TEST_F(HouseholdEventsApiTest, ReadsWhatWasOnADayAndByRevision) {
  ASSERT_OK(Call(&Events::SplitHousehold, SplitRequest()));
  v1::GetHouseholdRequest request;
  request.set_name(one_.name());
  request.set_revision(1);
  ASSERT_OK_AND_ASSIGN(v1::Household first, Get(request));
  EXPECT_EQ(first.SerializeAsString(), one_.SerializeAsString());
  request.set_revision(9);
  EXPECT_THAT(Get(request),
              StatusIs(StatusCode::kNotFound, "REVISION_NOT_FOUND"));
  request.set_as_of("2021-10-10");
  EXPECT_THAT(Get(request),
              StatusIs(StatusCode::kInvalidArgument, "AS_OF_OR_REVISION"));
  request.clear_revision();
  ASSERT_OK_AND_ASSIGN(v1::Household then, Get(request));
  EXPECT_EQ(then.members_size(), 1);
  request.set_as_of("2021-10-09");
  EXPECT_THAT(Get(request),
              StatusIs(StatusCode::kNotFound, "HOUSEHOLD_NOT_THEN"));
  request.set_as_of("9/10/2021");
  EXPECT_THAT(Get(request),
              StatusIs(StatusCode::kInvalidArgument, "DATE_MALFORMED"));
}

TEST_F(HouseholdEventsApiTest, AMoveNeedsBothVillages) {
  auto move = For<v1::MoveHouseholdRequest>(one_);
  move.set_village("areas/07207002");
  move.set_number(3);
  EXPECT_THAT(Call(&Events::MoveHousehold, move, villager_),
              StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
  move.set_village("areas/07207009");
  EXPECT_THAT(Call(&Events::MoveHousehold, move,
                   server_.Token(api::v1::ROLE_PROVINCE_OFFICER, "*")),
              StatusIs(StatusCode::kNotFound, "VILLAGE_NOT_FOUND"));
  move.set_village("areas/07207002");
  ASSERT_OK_AND_ASSIGN(v1::Household moved, Call(&Events::MoveHousehold, move));
  EXPECT_EQ(moved.village(), "areas/07207002");
  EXPECT_EQ(moved.number(), 3);
  // Who had it in reach before has it no more.
  v1::GetHouseholdRequest get;
  get.set_name(one_.name());
  EXPECT_THAT(server_.Call(*households_, &v1::Households::Stub::GetHousehold,
                           get, villager_),
              StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
}

TEST_F(HouseholdEventsApiTest, DissolvesAHouseholdWithoutPeople) {
  auto dissolve = For<v1::DissolveHouseholdRequest>(one_);
  v1::MemberDeparture& first = *dissolve.add_departures();
  first.set_member_id("01");
  first.set_kind(v1::HOUSEHOLD_EVENT_KIND_DIED);
  EXPECT_THAT(FaultsOf(Call(&Events::DissolveHousehold, dissolve).status()),
              ElementsAre("departures MEMBER_LEFT_OVER"));
  v1::MemberDeparture& second = *dissolve.add_departures();
  second.set_member_id("02");
  second.set_kind(v1::HOUSEHOLD_EVENT_KIND_MOVED_OUT);
  ASSERT_OK_AND_ASSIGN(v1::Household gone,
                       Call(&Events::DissolveHousehold, dissolve));
  EXPECT_EQ(gone.status(), v1::HOUSEHOLD_STATUS_DISSOLVED);
  EXPECT_EQ(gone.number(), 0);
}

TEST_F(HouseholdEventsApiTest, ASurveyOfWhatIsNoMoreIsRefused) {
  ASSERT_OK(Call(&Events::MergeHousehold, MergeRequest()));
  v1::SubmitSurveyRequest request;
  v1::Survey& survey = *request.mutable_survey();
  survey.set_household(two_.name());
  survey.set_round("rounds/2021");
  survey.set_form("forms/sample");
  survey.set_review_date("2021-10-01");
  auto surveys = server_.Stub<v1::Surveys>();
  const auto submitted = server_.Call(
      *surveys, &v1::Surveys::Stub::SubmitSurvey, request, officer_);
  EXPECT_FALSE(submitted.ok());
}

}  // namespace
}  // namespace rasoat::registry

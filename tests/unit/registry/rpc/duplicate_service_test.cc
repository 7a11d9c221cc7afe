// Duplicates through a real server, over stores in memory: warned of at entry,
// listed, compared, dismissed, merged.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/registry/rpc/duplicate_proto.h"
#include "services/registry/rpc/household_proto.h"
#include "services/registry/rpc/names.h"
#include "tests/support/counted_ids.h"
#include "tests/support/fake_clock.h"
#include "tests/support/registry/memory_attachments.h"
#include "tests/support/registry/memory_people.h"
#include "tests/support/registry/memory_registry.h"
#include "tests/support/registry/registry_server.h"
#include "tests/support/registry/samples.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using absl::StatusCode;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class DuplicateServiceTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK(area_store_.Import(
        [](const AreaBook& book) { return PlanImport(book, SampleAreas()); },
        absl::InfiniteFuture()));
  }

  /// Household `number`, of which the head has no number.
  static Household Twin(std::uint64_t number, const std::string& village) {
    Household household = SampleHousehold(number);
    household.village = {village};
    household.members[0].identity_kind = IdentityKind::kNone;
    household.members[0].identity_number = "";
    return household;
  }

  static v1::CreateHouseholdRequest Request(const Household& household) {
    v1::CreateHouseholdRequest request;
    *request.mutable_household() = ContentToProto(household);
    request.set_household_id(
        CountedIds::Of(static_cast<std::uint64_t>(household.number))
            .ToString());
    return request;
  }

  absl::StatusOr<v1::Household> Create(const Household& household,
                                       const std::string& token) {
    return server_.Call(*households_, &v1::Households::Stub::CreateHousehold,
                        Request(household), token);
  }

  absl::StatusOr<v1::ListDuplicatesResponse> List(const std::string& area,
                                                  const std::string& token) {
    v1::ListDuplicatesRequest request;
    request.set_area(area);
    return server_.Call(*duplicates_, &v1::Duplicates::Stub::ListDuplicates,
                        request, token);
  }

  absl::StatusOr<v1::Duplicate> Get(const std::string& name,
                                    const std::string& token) {
    v1::GetDuplicateRequest request;
    request.set_name(name);
    return server_.Call(*duplicates_, &v1::Duplicates::Stub::GetDuplicate,
                        request, token);
  }

  absl::StatusOr<v1::Duplicate> Dismiss(
      const v1::DismissDuplicateRequest& request, const std::string& token) {
    return server_.Call(*duplicates_, &v1::Duplicates::Stub::DismissDuplicate,
                        request, token);
  }

  absl::StatusOr<v1::Duplicate> Merge(const v1::MergeDuplicateRequest& request,
                                      const std::string& token) {
    return server_.Call(*duplicates_, &v1::Duplicates::Stub::MergeDuplicate,
                        request, token);
  }

  absl::StatusOr<v1::ScanDuplicatesResponse> Scan(const std::string& area) {
    v1::ScanDuplicatesRequest request;
    request.set_area(area);
    return server_.Call(*duplicates_, &v1::Duplicates::Stub::ScanDuplicates,
                        request, commune_);
  }

  /// Two households that are one, in the two villages of the commune.
  v1::Duplicate TwoThatAreOne() {
    EXPECT_OK(Create(Twin(1, "07207001"), commune_));
    EXPECT_OK(Create(Twin(2, "07207002"), commune_));
    auto list = List("areas/07207", commune_);
    EXPECT_OK(list);
    EXPECT_THAT(list->duplicates(), SizeIs(1));
    return list->duplicates(0);
  }

  static HouseholdId IdOf(std::uint64_t number) {
    return HouseholdId{CountedIds::Of(number).bytes};
  }

  FakeClock clock_;
  CountedIds ids_;
  MemoryAreaStore area_store_;
  MemoryRegistry store_{clock_};
  MemoryPersonStore people_store_{store_};
  MemoryDuplicateFinder finder_{store_};
  MemoryDuplicateStore cases_;
  MemoryAttachments attachments_{store_, store_};
  RegistryServer server_{{.areas = area_store_,
                          .households = store_,
                          .surveys = store_,
                          .visits = store_,
                          .reviews = store_,
                          .drafts = store_,
                          .attachments = attachments_,
                          .people = &people_store_,
                          .finder = &finder_,
                          .cases = &cases_},
                         clock_,
                         ids_};
  std::unique_ptr<v1::Households::Stub> households_ =
      server_.Stub<v1::Households>();
  std::unique_ptr<v1::Duplicates::Stub> duplicates_ =
      server_.Stub<v1::Duplicates>();
  const std::string commune_ =
      server_.Token(api::v1::ROLE_COMMUNE_OFFICER, "07207");
  const std::string village_ =
      server_.Token(api::v1::ROLE_COMMUNE_OFFICER, "07207002");
};

TEST_F(DuplicateServiceTest, WarnsAtEntryWithoutHoldingItUp) {
  ASSERT_OK_AND_ASSIGN(const auto first, Create(Twin(1, "07207001"), commune_));
  EXPECT_THAT(first.suspected_duplicates(), IsEmpty());
  ASSERT_OK_AND_ASSIGN(const auto second,
                       Create(Twin(2, "07207001"), commune_));
  ASSERT_THAT(second.suspected_duplicates(), SizeIs(1));
  const v1::SuspectedDuplicate& warned = second.suspected_duplicates(0);
  EXPECT_EQ(warned.household(), NameOf(IdOf(1)));
  EXPECT_EQ(warned.village(), "areas/07207001");
  EXPECT_EQ(warned.score(), 100);
  ASSERT_THAT(warned.matches(), SizeIs(2));
  ASSERT_THAT(warned.matches(0).reasons(), SizeIs(4));
  EXPECT_EQ(warned.matches(0).reasons(0).reason(),
            v1::DUPLICATE_REASON_SAME_NAME);
  EXPECT_EQ(warned.matches(0).reasons(0).points(), 35);
  EXPECT_EQ(warned.matches(0).reasons(0).label().vi(), "v");
  EXPECT_OK(Get(warned.duplicate(), commune_));
  EXPECT_OK(store_.Get(IdOf(2), absl::InfiniteFuture()));
}

TEST_F(DuplicateServiceTest, NamesTheOtherOnlyToWhoReachesIt) {
  EXPECT_OK(Create(Twin(1, "07207001"), commune_));
  ASSERT_OK_AND_ASSIGN(const auto second,
                       Create(Twin(2, "07207002"), village_));
  ASSERT_THAT(second.suspected_duplicates(), SizeIs(1));
  EXPECT_EQ(second.suspected_duplicates(0).household(), "");
  EXPECT_EQ(second.suspected_duplicates(0).village(), "");
  EXPECT_EQ(second.suspected_duplicates(0).duplicate(), "");
  EXPECT_EQ(second.suspected_duplicates(0).score(), 90);
}

TEST_F(DuplicateServiceTest, ARegisteredPersonIsRefusedByName) {
  EXPECT_OK(Create(SampleHousehold(1), commune_));
  Household second = SampleHousehold(2);
  second.village = {"07207002"};
  second.members[0].identity_number = "024080000001";
  const auto refused = Create(second, commune_);
  EXPECT_THAT(refused,
              StatusIs(StatusCode::kAlreadyExists, "PERSON_REGISTERED"));
  ASSERT_THAT(ViolationsOf(refused.status()), SizeIs(1));
  const Violation told = ViolationsOf(refused.status())[0];
  EXPECT_EQ(told.field, "household.members[0].identity_number");
  EXPECT_THAT(told.vi, HasSubstr(NameOf(IdOf(1))));
  EXPECT_THAT(told.en, HasSubstr(NameOf(IdOf(1))));

  const auto elsewhere = Create(second, village_);
  EXPECT_THAT(elsewhere,
              StatusIs(StatusCode::kAlreadyExists, "PERSON_REGISTERED"));
  EXPECT_THAT(ViolationsOf(elsewhere.status())[0].vi,
              Not(HasSubstr("households/")));
  EXPECT_THAT(ViolationsOf(elsewhere.status())[0].en,
              Not(HasSubstr("households/")));

  v1::BatchCreateHouseholdsRequest batch;
  *batch.add_requests() = Request(second);
  ASSERT_OK_AND_ASSIGN(
      const auto results,
      server_.Call(*households_, &v1::Households::Stub::BatchCreateHouseholds,
                   batch, commune_));
  EXPECT_EQ(results.results(0).error().reason(), "PERSON_REGISTERED");
  EXPECT_EQ(results.results(0).error().faults(0).field(),
            "members[0].identity_number");
}

TEST_F(DuplicateServiceTest, AChangeIsRefusedAndWarnedOfLikewise) {
  EXPECT_OK(Create(SampleHousehold(1), commune_));
  Household other = SampleHousehold(2);
  other.members[0].full_name = "Vũ Đình Khác";
  other.members[1].full_name = "Vũ Thị Khác";
  ASSERT_OK_AND_ASSIGN(const auto created, Create(other, commune_));
  v1::UpdateHouseholdRequest request;
  *request.mutable_household() = created;
  request.mutable_update_mask()->add_paths("members");
  request.mutable_household()->mutable_members(0)->set_identity_number(
      "024080000001");
  const auto update = [&] {
    return server_.Call(*households_, &v1::Households::Stub::UpdateHousehold,
                        request, commune_);
  };
  const auto refused = update();
  EXPECT_THAT(refused,
              StatusIs(StatusCode::kAlreadyExists, "PERSON_REGISTERED"));
  EXPECT_THAT(ViolationsOf(refused.status())[0].en, HasSubstr(NameOf(IdOf(1))));
  request.mutable_household()->mutable_members(0)->set_identity_number(
      "024080000002");
  request.mutable_household()->mutable_members(1)->set_full_name(
      "Nguyễn Thị Mẫu");
  ASSERT_OK_AND_ASSIGN(const auto warned, update());
  ASSERT_THAT(warned.suspected_duplicates(), SizeIs(1));
  EXPECT_EQ(warned.suspected_duplicates(0).household(), NameOf(IdOf(1)));
}

TEST_F(DuplicateServiceTest, AnEventIsRefusedAndWarnedOfLikewise) {
  EXPECT_OK(Create(SampleHousehold(1), commune_));
  Household other = SampleHousehold(2);
  other.village = {"07207002"};
  other.members[0].full_name = "Vũ Đình Khác";
  other.members[1].full_name = "Vũ Thị Khác";
  ASSERT_OK_AND_ASSIGN(const auto created, Create(other, commune_));
  v1::AddMembersRequest request;
  request.set_name(created.name());
  request.set_etag(created.etag());
  request.set_event_date(created.register_date());
  request.set_reason("về ở cùng");
  Member comes = SampleHousehold(1).members[0];
  comes.id = "07";
  comes.relation = Relation::kOther;
  *request.add_members() = ToProto(comes);
  auto events = server_.Stub<v1::HouseholdEvents>();
  const auto add = [&](const std::string& token) {
    return server_.Call(*events, &v1::HouseholdEvents::Stub::AddMembers,
                        request, token);
  };
  const auto refused = add(commune_);
  EXPECT_THAT(refused,
              StatusIs(StatusCode::kAlreadyExists, "PERSON_REGISTERED"));
  ASSERT_THAT(ViolationsOf(refused.status()), SizeIs(1));
  EXPECT_EQ(ViolationsOf(refused.status())[0].field,
            "members[0].identity_number");
  EXPECT_THAT(ViolationsOf(refused.status())[0].vi, HasSubstr(NameOf(IdOf(1))));
  // Who does not reach the holder is not told where.
  EXPECT_THAT(ViolationsOf(add(village_).status())[0].vi,
              Not(HasSubstr("households/")));

  // Without the number it is taken, and told of.
  request.mutable_members(0)->set_identity_kind(v1::IDENTITY_KIND_UNSPECIFIED);
  request.mutable_members(0)->clear_identity_number();
  ASSERT_OK_AND_ASSIGN(const auto taken, add(commune_));
  ASSERT_THAT(taken.suspected_duplicates(), SizeIs(1));
  EXPECT_EQ(taken.suspected_duplicates(0).household(), NameOf(IdOf(1)));
}

TEST_F(DuplicateServiceTest, SideBySide) {
  const std::string name = TwoThatAreOne().name();
  ASSERT_OK_AND_ASSIGN(const auto shown, Get(name, commune_));
  EXPECT_EQ(shown.state(), v1::DUPLICATE_STATE_OPEN);
  EXPECT_EQ(shown.first().name(), NameOf(IdOf(1)));
  EXPECT_THAT(shown.first().members(), SizeIs(2));
  EXPECT_THAT(shown.second().members(), SizeIs(2));
  EXPECT_THAT(shown.matches(), SizeIs(2));
  EXPECT_FALSE(shown.etag().empty());
  ASSERT_GT(shown.comparisons_size(), 4);
  EXPECT_EQ(shown.comparisons(0).field(), "village");
  EXPECT_EQ(shown.comparisons(0).verdict(), v1::FIELD_VERDICT_DIFFERENT);
  EXPECT_THAT(Get(name, village_),
              StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
  EXPECT_THAT(
      Get("duplicates/x", commune_),
      StatusIs(StatusCode::kInvalidArgument, "RESOURCE_NAME_MALFORMED"));
  EXPECT_THAT(Get(NameOf(DuplicateId{IdOf(7), IdOf(8)}), commune_),
              StatusIs(StatusCode::kNotFound, "HOUSEHOLD_NOT_FOUND"));
}

TEST_F(DuplicateServiceTest, ListsThoseThatLieInTheArea) {
  const v1::Duplicate listed = TwoThatAreOne();
  EXPECT_EQ(listed.first().village(), "areas/07207001");
  EXPECT_EQ(listed.first().members_size(), 0) << "nobody's data in a list";
  ASSERT_OK_AND_ASSIGN(const auto village, List("areas/07207002", commune_));
  EXPECT_THAT(village.duplicates(), IsEmpty());
  EXPECT_THAT(List("areas/07207", village_),
              StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
}

TEST_F(DuplicateServiceTest, NotADuplicateIsRemembered) {
  const v1::Duplicate listed = TwoThatAreOne();
  v1::DismissDuplicateRequest request;
  request.set_name(listed.name());
  request.set_reason("Hai hộ khác nhau");
  EXPECT_THAT(Dismiss(request, commune_),
              StatusIs(StatusCode::kInvalidArgument, "ETAG_MISSING"));
  request.set_etag(listed.etag());
  ASSERT_OK_AND_ASSIGN(const auto dismissed, Dismiss(request, commune_));
  EXPECT_EQ(dismissed.state(), v1::DUPLICATE_STATE_NOT_DUPLICATE);
  EXPECT_EQ(dismissed.decider(), "staff/test");
  EXPECT_EQ(dismissed.reason(), "Hai hộ khác nhau");
  ASSERT_OK_AND_ASSIGN(const auto again, Dismiss(request, commune_));
  EXPECT_EQ(again.etag(), dismissed.etag());
  ASSERT_OK_AND_ASSIGN(const auto scan, Scan("areas/07207"));
  EXPECT_EQ(scan.people_count(), 4);
  EXPECT_EQ(scan.raised_count(), 0);
  EXPECT_EQ(scan.dismissed_count(), 1);
  ASSERT_OK_AND_ASSIGN(const auto open, List("areas/07207", commune_));
  EXPECT_THAT(open.duplicates(), IsEmpty());
  // A third time entered: the pair that was decided is not told again.
  ASSERT_OK_AND_ASSIGN(const auto third, Create(Twin(3, "07207001"), commune_));
  EXPECT_THAT(third.suspected_duplicates(), SizeIs(2));
  // The facts change: the head of one gets a birth date corrected to the other
  // village's, so it is raised again.
  ASSERT_OK(store_.Update(
      IdOf(2),
      [](const Household& current) -> absl::StatusOr<Household> {
        Household next = current;
        next.members[0].birth_date = absl::CivilDay(1980, 5, 7);
        return next;
      },
      absl::InfiniteFuture()));
  ASSERT_OK_AND_ASSIGN(const auto rescan, Scan("areas/07207"));
  EXPECT_GE(rescan.raised_count(), 1);
  EXPECT_THAT(Scan("areas/213"),
              StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
}

TEST_F(DuplicateServiceTest, MergeKeepsBothHistories) {
  const v1::Duplicate listed = TwoThatAreOne();
  v1::MergeDuplicateRequest request;
  request.set_name(listed.name());
  request.set_keep(NameOf(IdOf(9)));
  request.set_reason("Đăng ký hai lần");
  request.set_etag(listed.etag());
  EXPECT_THAT(Merge(request, commune_),
              StatusIs(StatusCode::kInvalidArgument, "KEEP_WRONG"));
  request.set_keep(NameOf(IdOf(1)));
  request.set_etag(EtagOf(77));
  EXPECT_THAT(Merge(request, commune_),
              StatusIs(StatusCode::kAborted, "STALE_DUPLICATE"));
  request.set_etag(listed.etag());
  ASSERT_OK_AND_ASSIGN(const auto merged, Merge(request, commune_));
  EXPECT_EQ(merged.state(), v1::DUPLICATE_STATE_MERGED);
  EXPECT_EQ(merged.second().status(), v1::HOUSEHOLD_STATUS_MERGED);
  EXPECT_EQ(merged.second().merged_into(), NameOf(IdOf(1)));
  ASSERT_THAT(merged.second().former_members(), SizeIs(2));
  EXPECT_THAT(merged.first().members(), SizeIs(2));
  ASSERT_OK_AND_ASSIGN(const auto past, store_.History(IdOf(2), 1'000, 10,
                                                       absl::InfiniteFuture()));
  ASSERT_THAT(past, SizeIs(2));
  EXPECT_THAT(past[1].members, SizeIs(2)) << "as it was before";
  ASSERT_OK_AND_ASSIGN(const auto again, Merge(request, commune_));
  EXPECT_EQ(again.etag(), merged.etag());
  ASSERT_OK_AND_ASSIGN(const auto open, List("areas/07207", commune_));
  EXPECT_THAT(open.duplicates(), IsEmpty());
}

TEST_F(DuplicateServiceTest, OrOnlyAMemberIsTakenOut) {
  const v1::Duplicate listed = TwoThatAreOne();
  v1::MergeDuplicateRequest request;
  request.set_name(listed.name());
  request.set_keep(NameOf(IdOf(1)));
  request.add_remove_members("02");
  request.set_reason("Cháu ở với hộ kia");
  request.set_etag(listed.etag());
  ASSERT_OK_AND_ASSIGN(const auto merged, Merge(request, commune_));
  EXPECT_EQ(merged.state(), v1::DUPLICATE_STATE_MERGED);
  EXPECT_THAT(merged.first().members(), SizeIs(2));
  ASSERT_THAT(merged.second().members(), SizeIs(1));
  EXPECT_EQ(merged.second().members(0).member_id(), "01");
  ASSERT_THAT(merged.second().former_members(), SizeIs(1));
  EXPECT_EQ(merged.second().status(), v1::HOUSEHOLD_STATUS_ACTIVE);
}

TEST_F(DuplicateServiceTest, ScansACommuneAtATime) {
  v1::ScanDuplicatesRequest request;
  request.set_area("areas/213");
  EXPECT_THAT(
      server_.Call(*duplicates_, &v1::Duplicates::Stub::ScanDuplicates, request,
                   server_.Token(api::v1::ROLE_DISTRICT_OFFICER, "213")),
      StatusIs(StatusCode::kInvalidArgument, "AREA_TOO_LARGE"));
}

TEST(DuplicateNameTest, ThereAndBack) {
  const DuplicateId id{IdNumber<HouseholdId>(1), IdNumber<HouseholdId>(2)};
  const std::string name = NameOf(id);
  EXPECT_EQ(name.rfind("duplicates/", 0), 0u);
  ASSERT_OK_AND_ASSIGN(const DuplicateId back, ParseDuplicate(name, "name"));
  EXPECT_EQ(back, id);
  const std::string a = NameOf(id.first).substr(11);
  const std::string b = NameOf(id.second).substr(11);
  for (const std::string& wrong :
       {std::string(), std::string("duplicates/"), "duplicates/" + a,
        "duplicates/" + b + "-" + a, "duplicates/" + a + "-" + a, a + "-" + b,
        "duplicates/" + a + "-" + b + "-" + b}) {
    EXPECT_THAT(
        ParseDuplicate(wrong, "name"),
        StatusIs(StatusCode::kInvalidArgument, "RESOURCE_NAME_MALFORMED"))
        << wrong;
  }
}

}  // namespace
}  // namespace rasoat::registry

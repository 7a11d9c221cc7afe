// What whom is shown, and what is written down of it, through a real server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>

#include "absl/strings/escaping.h"
#include "rasoat/api/v1/personal.pb.h"
#include "services/registry/rpc/area_proto.h"
#include "services/registry/rpc/household_proto.h"
#include "services/registry/rpc/names.h"
#include "tests/support/counted_ids.h"
#include "tests/support/fake_clock.h"
#include "tests/support/registry/memory_attachments.h"
#include "tests/support/registry/memory_registry.h"
#include "tests/support/registry/registry_server.h"
#include "tests/support/registry/samples.h"
#include "tests/support/source_dir.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using absl::StatusCode;
using api::v1::ROLE_ADMINISTRATOR;
using api::v1::ROLE_COMMUNE_OFFICER;
using api::v1::ROLE_DISTRICT_OFFICER;
using api::v1::ROLE_PROVINCE_OFFICER;
using api::v1::ROLE_REVIEWER;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kGet[] = "rasoat.registry.v1.Households/GetHousehold";

class PrivacyTest : public testing::Test {
 protected:
  void SetUp() override {
    v1::ImportAreasRequest areas;
    for (const Area& area : SampleAreas()) *areas.add_areas() = ToProto(area);
    ASSERT_OK(server_.Call(*server_.Stub<v1::Areas>(),
                           &v1::Areas::Stub::ImportAreas, areas, admin_));
    for (std::uint64_t number : {1, 2}) {
      v1::CreateHouseholdRequest request;
      *request.mutable_household() = ContentToProto(SampleHousehold(number));
      request.set_household_id(CountedIds::Of(number).ToString());
      ASSERT_OK(server_.Call(*households_,
                             &v1::Households::Stub::CreateHousehold, request,
                             reviewer_));
    }
  }

  static std::string Name(std::uint64_t number) {
    return "households/" + CountedIds::Of(number).ToString();
  }
  absl::StatusOr<v1::Household> Get(const std::string& token,
                                    const std::string& purpose = "") {
    v1::GetHouseholdRequest request;
    request.set_name(Name(1));
    return server_.Call(*households_, &v1::Households::Stub::GetHousehold,
                        request, token, purpose);
  }
  absl::StatusOr<v1::ListHouseholdsResponse> List(const std::string& token) {
    v1::ListHouseholdsRequest request;
    request.set_village("areas/07207001");
    return server_.Call(*households_, &v1::Households::Stub::ListHouseholds,
                        request, token);
  }
  absl::StatusOr<v1::ListAccessesResponse> Accesses(
      const v1::ListAccessesRequest& request, const std::string& token) {
    return server_.Call(*log_, &v1::PersonalDataLog::Stub::ListAccesses,
                        request, token);
  }

  FakeClock clock_;
  CountedIds ids_;
  MemoryAreaStore area_store_;
  MemoryRegistry store_{clock_};
  MemoryAttachments attachments_{store_, store_};
  RegistryServer server_{
      {area_store_, store_, store_, store_, store_, store_, attachments_},
      clock_,
      ids_};
  std::unique_ptr<v1::Households::Stub> households_ =
      server_.Stub<v1::Households>();
  std::unique_ptr<v1::PersonalDataLog::Stub> log_ =
      server_.Stub<v1::PersonalDataLog>();
  const std::string admin_ = server_.Token(ROLE_ADMINISTRATOR, "*");
  const std::string reviewer_ = server_.Token(ROLE_REVIEWER, "07207001");
  const std::string commune_ = server_.Token(ROLE_COMMUNE_OFFICER, "07207");
  const std::string district_ = server_.Token(ROLE_DISTRICT_OFFICER, "213");
  const std::string province_ = server_.Token(ROLE_PROVINCE_OFFICER, "24");
};

TEST_F(PrivacyTest, TheCommuneSeesWholeWhatOthersSeeMasked) {
  const v1::Household want = ContentToProto(SampleHousehold(1));
  ASSERT_FALSE(want.phone().empty());
  for (const std::string* token : {&reviewer_, &commune_}) {
    ASSERT_OK_AND_ASSIGN(const v1::Household got, Get(*token));
    EXPECT_EQ(got.phone(), want.phone());
    EXPECT_EQ(got.address(), want.address());
    EXPECT_EQ(got.members(0).identity_number(),
              want.members(0).identity_number());
  }
  for (const std::string* token : {&district_, &province_, &admin_}) {
    ASSERT_OK_AND_ASSIGN(const v1::Household got, Get(*token));
    EXPECT_TRUE(access::LooksMasked(got.phone()));
    EXPECT_TRUE(access::LooksMasked(got.address()));
    const std::string& whole = want.members(0).identity_number();
    EXPECT_EQ(got.members(0).identity_number(),
              "********" + whole.substr(whole.size() - 4));
    EXPECT_EQ(got.members(0).full_name(), want.members(0).full_name());
    ASSERT_OK_AND_ASSIGN(const v1::ListHouseholdsResponse list, List(*token));
    ASSERT_EQ(list.households_size(), 2);
    EXPECT_TRUE(access::LooksMasked(list.households(1).phone()));
  }
}

TEST_F(PrivacyTest, AnAnswerToAWriteIsMaskedToo) {
  v1::CreateHouseholdRequest request;
  *request.mutable_household() = ContentToProto(SampleHousehold(3));
  ASSERT_OK_AND_ASSIGN(
      const v1::Household made,
      server_.Call(*households_, &v1::Households::Stub::CreateHousehold,
                   request, admin_));
  EXPECT_TRUE(access::LooksMasked(made.phone()));
}

TEST_F(PrivacyTest, WhoHoldsTwoRolesSeesWholeOnlyWhereTheLocalOneReaches) {
  const std::string other = server_.Token(
      {{ROLE_DISTRICT_OFFICER, "213"}, {ROLE_REVIEWER, "07207002"}});
  ASSERT_OK_AND_ASSIGN(v1::Household got, Get(other));
  EXPECT_TRUE(access::LooksMasked(got.phone()));
  EXPECT_THAT(server_.accesses().All(), SizeIs(1));
  const std::string here = server_.Token(
      {{ROLE_DISTRICT_OFFICER, "213"}, {ROLE_REVIEWER, "07207001"}});
  ASSERT_OK_AND_ASSIGN(got, Get(here));
  EXPECT_FALSE(access::LooksMasked(got.phone()));
  EXPECT_THAT(server_.accesses().All(), SizeIs(1));
}

TEST_F(PrivacyTest, AMaskedValueNeverOverwritesTheRealOne) {
  ASSERT_OK_AND_ASSIGN(const v1::Household masked, Get(admin_));
  v1::UpdateHouseholdRequest request;
  *request.mutable_household() = masked;
  const auto update = [&] {
    return server_.Call(*households_, &v1::Households::Stub::UpdateHousehold,
                        request, admin_);
  };
  absl::Status status = update().status();
  EXPECT_THAT(status, StatusIs(StatusCode::kInvalidArgument, "MASKED_VALUE"));
  ASSERT_THAT(ViolationsOf(status), SizeIs(1));
  EXPECT_EQ(ViolationsOf(status)[0].field, "household.address");
  EXPECT_FALSE(ViolationsOf(status)[0].vi.empty());
  request.mutable_update_mask()->add_paths("members");
  status = update().status();
  EXPECT_THAT(status, StatusIs(StatusCode::kInvalidArgument, "MASKED_VALUE"));
  EXPECT_EQ(ViolationsOf(status)[0].field,
            "household.members[0].identity_number");
  // What the change does not name does not matter.
  request.mutable_update_mask()->set_paths(0, "number");
  request.mutable_household()->set_number(77);
  ASSERT_OK(update());
  ASSERT_OK_AND_ASSIGN(const v1::Household now, Get(commune_));
  EXPECT_EQ(now.number(), 77);
  EXPECT_EQ(now.phone(), SampleHousehold(1).phone);
}

TEST_F(PrivacyTest, ALookFromOutsideIsWrittenDownOneFromInsideIsNot) {
  ASSERT_OK(Get(commune_));
  ASSERT_OK(List(reviewer_));
  EXPECT_THAT(server_.accesses().All(), IsEmpty());
  ASSERT_OK(Get(district_, "Thanh tra %C4%91%E1%BB%A3t 2"));
  ASSERT_OK(List(admin_));
  const std::vector<KeptAccess> kept = server_.accesses().All();
  ASSERT_THAT(kept, SizeIs(2));
  EXPECT_EQ(kept[0].entry.subject, "staff/test");
  EXPECT_EQ(kept[0].entry.authority, "ROLE_DISTRICT_OFFICER@213");
  EXPECT_EQ(kept[0].entry.method, kGet);
  EXPECT_EQ(kept[0].entry.time, clock_.Now());
  EXPECT_EQ(kept[0].entry.purpose, "Thanh tra đợt 2");
  EXPECT_FALSE(kept[0].entry.request_id.empty());
  EXPECT_FALSE(kept[0].entry.whole_scope);
  EXPECT_THAT(kept[0].entry.households, ElementsAre(IdNumber<HouseholdId>(1)));
  EXPECT_EQ(kept[1].entry.authority, "ROLE_ADMINISTRATOR@*");
  EXPECT_EQ(kept[1].entry.scope, "areas/07207001");
  EXPECT_THAT(kept[1].entry.households,
              ElementsAre(IdNumber<HouseholdId>(1), IdNumber<HouseholdId>(2)));
}

TEST_F(PrivacyTest, ALookThatIsRefusedOrFindsNothingThereIsNotWrittenDown) {
  const std::string elsewhere = server_.Token(ROLE_REVIEWER, "07207002");
  EXPECT_THAT(Get(elsewhere),
              StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
  v1::GetHouseholdRequest request;
  request.set_name(Name(99));
  EXPECT_FALSE(server_
                   .Call(*households_, &v1::Households::Stub::GetHousehold,
                         request, admin_)
                   .ok());
  EXPECT_THAT(server_.accesses().All(), IsEmpty());
}

TEST_F(PrivacyTest, WhatCannotBeWrittenDownIsNotShown) {
  server_.accesses().FailWith(absl::UnavailableError("the database is away"));
  const absl::Status status = Get(province_).status();
  EXPECT_THAT(status, StatusIs(StatusCode::kUnavailable, "READ_NOT_LOGGED"));
  EXPECT_OK(Get(commune_));
  server_.accesses().FailWith(absl::OkStatus());
  EXPECT_OK(Get(province_));
}

TEST_F(PrivacyTest, ListsWhoLookedAtAHousehold) {
  for (int i = 0; i < 3; ++i) {
    ASSERT_OK(Get(district_));
    clock_.Advance(absl::Minutes(1));
  }
  v1::ListAccessesRequest request;
  request.set_household(Name(1));
  request.set_page_size(2);
  ASSERT_OK_AND_ASSIGN(v1::ListAccessesResponse page,
                       Accesses(request, commune_));
  ASSERT_EQ(page.accesses_size(), 2);
  EXPECT_EQ(page.accesses(0).position(), 3);
  EXPECT_EQ(page.accesses(0).person(), "staff/test");
  EXPECT_THAT(page.accesses(0).authority(),
              ElementsAre("ROLE_DISTRICT_OFFICER@213"));
  EXPECT_THAT(page.accesses(0).households(), ElementsAre(Name(1)));
  request.set_page_token(page.next_page_token());
  ASSERT_OK_AND_ASSIGN(page, Accesses(request, commune_));
  ASSERT_EQ(page.accesses_size(), 1);
  EXPECT_EQ(page.accesses(0).position(), 1);
  EXPECT_EQ(page.next_page_token(), "");
}

TEST_F(PrivacyTest, ListsWhatAPersonLookedAtForWhoSeesTheWholeTree) {
  ASSERT_OK(Get(district_));
  v1::ListAccessesRequest request;
  request.set_person("staff/test");
  ASSERT_OK_AND_ASSIGN(v1::ListAccessesResponse page,
                       Accesses(request, admin_));
  EXPECT_EQ(page.accesses_size(), 1);
  EXPECT_THAT(Accesses(request, province_),
              StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
  request.set_person("staff/other");
  ASSERT_OK_AND_ASSIGN(page, Accesses(request, admin_));
  EXPECT_EQ(page.accesses_size(), 0);
  request.set_household(Name(1));
  EXPECT_THAT(Accesses(request, admin_),
              StatusIs(StatusCode::kInvalidArgument, "HOUSEHOLD_OR_PERSON"));
  request.clear_person();
  request.mutable_start_time()->set_seconds(9);
  request.mutable_end_time()->set_seconds(9);
  EXPECT_THAT(Accesses(request, admin_),
              StatusIs(StatusCode::kInvalidArgument, "TIME_RANGE_EMPTY"));
}

TEST_F(PrivacyTest, NothingPersonalReachesLogsMessagesOrPageTokens) {
  const std::vector<std::string> marks = {
      "Zqvten",       "Zqvcho", "Zqvgiaso",   "0987650123",
      "024499000777", "09876x", "0244990007x"};
  std::vector<std::string> told;
  const auto hear = [&](const absl::Status& status) {
    told.push_back(status.ToString());
    for (const Violation& v : ViolationsOf(status)) {
      told.push_back(v.field + v.rule + v.vi + v.en);
    }
  };
  v1::CreateHouseholdRequest request;
  v1::Household& household = *request.mutable_household();
  household = ContentToProto(SampleHousehold(50));
  household.set_address("Zqvcho");
  household.set_phone("0987650123");
  household.mutable_members(0)->set_full_name("Zqvten Zqvgiaso");
  const auto create = [&](const v1::CreateHouseholdRequest& one) {
    return server_.Call(*households_, &v1::Households::Stub::CreateHousehold,
                        one, reviewer_);
  };

  testing::internal::CaptureStderr();
  request.set_household_id(CountedIds::Of(50).ToString());
  ASSERT_OK(create(request));
  v1::CreateHouseholdRequest wrong = request;
  wrong.mutable_household()->set_address("Zqvcho 2");
  hear(create(wrong).status());  // the id is taken
  wrong.clear_household_id();
  hear(create(wrong).status());  // the number is taken
  wrong.mutable_household()->set_number(51);
  wrong.mutable_household()->set_phone("09876x");
  wrong.mutable_household()->mutable_members(0)->set_identity_kind(
      v1::IDENTITY_KIND_CITIZEN_ID);
  for (const char* number : {"024499000777", "0244990007x"}) {
    wrong.mutable_household()->mutable_members(0)->set_identity_number(number);
    hear(create(wrong).status());
  }
  wrong.mutable_household()->set_address(std::string(300, 'q') + "Zqvcho");
  wrong.mutable_household()->mutable_members(0)->set_birth_date("Zqvten");
  hear(create(wrong).status());
  v1::UpdateHouseholdRequest update;
  *update.mutable_household() = household;
  update.mutable_household()->set_name(Name(50));
  update.mutable_household()->set_etag("Zqvten");
  hear(server_
           .Call(*households_, &v1::Households::Stub::UpdateHousehold, update,
                 reviewer_)
           .status());
  v1::ListHouseholdsRequest list;
  list.set_village("areas/07207001");
  list.set_page_size(1);
  for (int page = 0; page < 3; ++page) {
    ASSERT_OK_AND_ASSIGN(
        const auto got,
        server_.Call(*households_, &v1::Households::Stub::ListHouseholds, list,
                     admin_));
    std::string token;
    absl::WebSafeBase64Unescape(got.next_page_token(), &token);
    told.push_back(got.next_page_token() + token);
    list.set_page_token(got.next_page_token());
  }
  told.push_back(testing::internal::GetCapturedStderr());

  EXPECT_GE(told.size(), 10u);
  for (const std::string& text : told) {
    for (const std::string& mark : marks) {
      EXPECT_EQ(text.find(mark), std::string::npos) << mark << " in " << text;
    }
  }
}

// --- the protos -------------------------------------------------------------

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;

/// Every file of the registry with a service, as protos/services.cmake lists
/// them; all are linked into the services that this test runs.
std::set<const FileDescriptor*> Files() {
  std::set<const FileDescriptor*> all;
  std::ifstream list(SourceDir() + "/protos/services.cmake");
  for (std::string word; list >> word;) {
    if (!word.starts_with("rasoat/registry/")) continue;
    if (word.ends_with(")")) word.pop_back();
    const FileDescriptor* file =
        google::protobuf::DescriptorPool::generated_pool()->FindFileByName(
            word);
    if (file != nullptr) all.insert(file);
  }
  EXPECT_GE(all.size(), 10u);
  return all;
}

TEST(PersonalProtosTest, EveryFieldNamedLikeOneSaysThatItIsPersonal) {
  int found = 0;
  for (const FileDescriptor* file : Files()) {
    for (int i = 0; i < file->message_type_count(); ++i) {
      const Descriptor& message = *file->message_type(i);
      for (int k = 0; k < message.field_count(); ++k) {
        const FieldDescriptor& field = *message.field(k);
        if (field.type() != FieldDescriptor::TYPE_STRING) continue;
        const std::string& name = field.name();
        const bool personal =
            name == "phone" || name.ends_with("_phone") ||
            name.starts_with("phone_") || name.ends_with("address") ||
            name.ends_with("identity_number") || name.ends_with("citizen_id") ||
            name == "old_id" || name.ends_with("_old_id") ||
            name.ends_with("card_number");
        if (!personal) continue;
        ++found;
        EXPECT_TRUE(field.options().HasExtension(api::v1::personal))
            << field.full_name();
      }
    }
  }
  EXPECT_GE(found, 3);
}

TEST(PersonalProtosTest, EveryGetOfAFileSaysWhoseFileItShows) {
  int found = 0;
  for (const FileDescriptor* file : Files()) {
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) {
        const auto& method = *file->service(s)->method(m);
        const std::string& name = method.name();
        const bool reads =
            name.starts_with("Get") || name.starts_with("List") ||
            name.starts_with("Search") || name.starts_with("Find") ||
            name.starts_with("Export") || name.starts_with("Download");
        ASSERT_OK_AND_ASSIGN(const auto shown,
                             access::PersonalFields::Of(*method.output_type()));
        // An own draft, a list of uploads and the like hold no file of persons.
        const bool file_of_persons =
            shown != nullptr || name == "ExportHouseholds";
        if (!reads || !file_of_persons) continue;
        ++found;
        EXPECT_TRUE(method.options().HasExtension(api::v1::reads))
            << method.full_name();
      }
    }
  }
  EXPECT_GE(found, 2);
}

}  // namespace
}  // namespace rasoat::registry

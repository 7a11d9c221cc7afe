// Work in the field through a real server, over stores in memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/registry/rpc/area_proto.h"
#include "services/registry/rpc/household_proto.h"
#include "services/registry/rpc/survey_proto.h"
#include "services/registry/rpc/timestamps.h"
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

class FieldServiceTest : public testing::Test {
 protected:
  void SetUp() override {
    v1::ImportAreasRequest request;
    for (const Area& area : SampleAreas()) *request.add_areas() = ToProto(area);
    auto areas = server_.Stub<v1::Areas>();
    ASSERT_OK(server_.Call(*areas, &v1::Areas::Stub::ImportAreas, request,
                           server_.Token(api::v1::ROLE_ADMINISTRATOR, "*")));
    batch_.set_device("devices/" + CountedIds::Of(1).ToString());
    SetTime(clock_.Now(), *batch_.mutable_send_time());
  }

  v1::FieldItem& Add(std::uint64_t number) {
    v1::FieldItem& item = *batch_.add_items();
    item.set_item_id(CountedIds::Of(number).ToString());
    item.set_village("areas/07207001");
    item.set_sequence(static_cast<std::int64_t>(number));
    SetTime(clock_.Now(), *item.mutable_device_time());
    return item;
  }
  void AddRegistration(std::uint64_t number, std::uint64_t household) {
    v1::CreateHouseholdRequest& request = *Add(number).mutable_registration();
    *request.mutable_household() = ContentToProto(SampleHousehold(household));
    request.set_household_id(CountedIds::Of(household).ToString());
  }
  void AddSurvey(std::uint64_t number, std::uint64_t household) {
    v1::SubmitSurveyRequest& request = *Add(number).mutable_survey();
    Survey survey = SampleSurvey(number, household);
    AddMemberFacts(SampleHousehold(household), survey);
    *request.mutable_survey() = ToProto(survey);
    request.set_survey_id(CountedIds::Of(number).ToString());
  }
  v1::FieldChange& AddChange(std::uint64_t number, std::uint64_t household,
                             const std::string& etag) {
    v1::FieldChange& change = *Add(number).mutable_change();
    *change.mutable_household() = ContentToProto(SampleHousehold(household));
    change.mutable_household()->set_etag(etag);
    return change;
  }

  absl::StatusOr<v1::SubmitFieldWorkResponse> Submit(const std::string& token) {
    return server_.Call(*stub_, &v1::FieldWork::Stub::SubmitFieldWork, batch_,
                        token);
  }

  std::pair<std::vector<v1::AreaPackagePart>, absl::Status> Package(
      const v1::GetAreaPackageRequest& request, const std::string& token,
      std::size_t most = 1000) {
    grpc::ClientContext context;
    rpc::Prepare(context, SystemClock().Now() + absl::Seconds(30), token, "");
    auto reader = stub_->GetAreaPackage(&context, request);
    std::vector<v1::AreaPackagePart> parts;
    v1::AreaPackagePart part;
    while (parts.size() < most && reader->Read(&part)) parts.push_back(part);
    if (parts.size() == most) context.TryCancel();
    while (reader->Read(&part)) {
    }
    return {parts, rpc::FromWire(reader->Finish())};
  }

  v1::GetAreaPackageRequest PackageRequestOf() const {
    v1::GetAreaPackageRequest request;
    request.add_villages("areas/07207001");
    request.set_area("areas/07207");
    request.set_round("rounds/2021-tong-ra-soat");
    request.set_device(batch_.device());
    return request;
  }

  FakeClock clock_;
  CountedIds ids_;
  MemoryAreaStore area_store_;
  MemoryRegistry store_{clock_};
  MemoryDeviceStore devices_;
  MemoryAttachments attachments_{store_, store_};
  RegistryServer server_{{.areas = area_store_,
                          .households = store_,
                          .surveys = store_,
                          .visits = store_,
                          .reviews = store_,
                          .drafts = store_,
                          .attachments = attachments_,
                          .packages = &store_,
                          .receipts = &store_,
                          .devices = &devices_,
                          .work = &store_},
                         clock_,
                         ids_};
  std::unique_ptr<v1::FieldWork::Stub> stub_ = server_.Stub<v1::FieldWork>();
  const std::string reviewer_ =
      server_.Token(api::v1::ROLE_REVIEWER, "07207001");
  const std::string officer_ =
      server_.Token(api::v1::ROLE_COMMUNE_OFFICER, "07207");
  const std::string neighbour_ =
      server_.Token(api::v1::ROLE_REVIEWER, "07207002");
  v1::SubmitFieldWorkRequest batch_;
};

std::vector<std::string> FaultsOf(const v1::FieldReceipt& receipt) {
  std::vector<std::string> told;
  for (const v1::FieldFault& fault : receipt.error().faults()) {
    EXPECT_FALSE(fault.message_vi().empty());
    EXPECT_FALSE(fault.message_en().empty());
    told.push_back(fault.field() + " " + fault.rule());
  }
  return told;
}

TEST_F(FieldServiceTest, GivesEachItemItsReceiptAndTheSameAgain) {
  AddRegistration(1, 1);
  AddSurvey(2, 1);
  AddChange(3, 1, "\"1\"").mutable_household()->set_phone("");
  AddChange(4, 1, "\"1\"").mutable_household()->set_phone("0911111111");
  ASSERT_OK_AND_ASSIGN(v1::SubmitFieldWorkResponse first, Submit(reviewer_));
  ASSERT_EQ(first.receipts_size(), 4);
  EXPECT_EQ(first.receipts(0).outcome(), v1::ITEM_OUTCOME_ACCEPTED);
  EXPECT_EQ(first.receipts(0).household(),
            "households/" + CountedIds::Of(1).ToString());
  EXPECT_EQ(first.receipts(0).household_etag(), "\"1\"");
  EXPECT_EQ(first.receipts(1).survey(),
            "surveys/" + CountedIds::Of(2).ToString());
  EXPECT_EQ(first.receipts(2).household_etag(), "\"2\"");
  const v1::FieldReceipt& conflict = first.receipts(3);
  EXPECT_EQ(conflict.outcome(), v1::ITEM_OUTCOME_CONFLICT);
  ASSERT_EQ(conflict.conflicts_size(), 1);
  EXPECT_EQ(conflict.conflicts(0).field(), "phone");
  EXPECT_EQ(conflict.conflicts(0).base_value(), SampleHousehold().phone);
  EXPECT_EQ(conflict.conflicts(0).server_value(), "");
  EXPECT_EQ(conflict.conflicts(0).device_value(), "0911111111");
  EXPECT_FALSE(first.clock_wrong());
  clock_.Advance(absl::Minutes(3));
  ASSERT_OK_AND_ASSIGN(v1::SubmitFieldWorkResponse again, Submit(reviewer_));
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(again.receipts(i).SerializeAsString(),
              first.receipts(i).SerializeAsString());
  }
}

TEST_F(FieldServiceTest, TellsEveryFaultByItsPlaceInTheItem) {
  AddRegistration(1, 1);
  batch_.mutable_items(0)
      ->mutable_registration()
      ->mutable_household()
      ->set_phone("none");
  batch_.mutable_items(0)->mutable_registration()->clear_household_id();
  AddSurvey(2, 1);
  batch_.mutable_items(1)->mutable_survey()->mutable_survey()->set_round("x");
  v1::FieldChange& change = AddChange(3, 1, "");
  change.mutable_update_mask()->add_paths("village");
  change.set_after_item("nonsense");
  ASSERT_OK_AND_ASSIGN(v1::SubmitFieldWorkResponse response, Submit(reviewer_));
  EXPECT_THAT(FaultsOf(response.receipts(0)),
              ElementsAre("registration.household_id ITEM_ID_MISSING",
                          "registration.household.phone PHONE_MALFORMED"));
  EXPECT_THAT(FaultsOf(response.receipts(1)),
              ElementsAre("survey.survey.round RESOURCE_NAME_MALFORMED"));
  EXPECT_THAT(FaultsOf(response.receipts(2)),
              ElementsAre("change.update_mask FIELD_NOT_MUTABLE",
                          "change.after_item ULID_MALFORMED"));
}

TEST_F(FieldServiceTest, WarnsOfAWrongClock) {
  AddRegistration(1, 1);
  SetTime(clock_.Now() - absl::Hours(2), *batch_.mutable_send_time());
  SetTime(clock_.Now() - absl::Hours(3),
          *batch_.mutable_items(0)->mutable_device_time());
  ASSERT_OK_AND_ASSIGN(v1::SubmitFieldWorkResponse response, Submit(reviewer_));
  EXPECT_TRUE(response.clock_wrong());
  EXPECT_EQ(response.clock_offset().seconds(), 7200);
  const v1::FieldReceipt& receipt = response.receipts(0);
  EXPECT_EQ(receipt.outcome(), v1::ITEM_OUTCOME_ACCEPTED);
  ASSERT_EQ(receipt.warnings_size(), 1);
  EXPECT_EQ(receipt.warnings(0).rule(), "DEVICE_CLOCK_WRONG");
  EXPECT_EQ(TimeOf(receipt.corrected_time()), clock_.Now() - absl::Hours(1));
  // A clock that never was set is no reason to refuse either.
  AddSurvey(2, 1);
  batch_.mutable_items(1)->mutable_device_time()->set_seconds(-5);
  batch_.mutable_items(1)
      ->mutable_survey()
      ->mutable_survey()
      ->mutable_device_time()
      ->set_seconds(100);
  ASSERT_OK_AND_ASSIGN(response, Submit(reviewer_));
  EXPECT_EQ(response.receipts(1).outcome(), v1::ITEM_OUTCOME_ACCEPTED);
}

TEST_F(FieldServiceTest, TellsWhatIsOddAboutAFormOnce) {
  AddRegistration(1, 1);
  AddSurvey(2, 1);
  v1::SurveyLocation& location = *batch_.mutable_items(1)
                                      ->mutable_survey()
                                      ->mutable_survey()
                                      ->mutable_location();
  location.set_latitude(1);
  location.set_longitude(1);
  ASSERT_OK_AND_ASSIGN(v1::SubmitFieldWorkResponse reply, Submit(reviewer_));
  EXPECT_EQ(reply.receipts(1).outcome(), v1::ITEM_OUTCOME_ACCEPTED)
      << reply.DebugString();
  ASSERT_EQ(reply.oddities_size(), 1);
  EXPECT_EQ(reply.oddities(0).item_id(), batch_.items(1).item_id());
  ASSERT_EQ(reply.oddities(0).warnings_size(), 1);
  EXPECT_EQ(reply.oddities(0).warnings(0).field(), "survey.survey.location");
  EXPECT_EQ(reply.oddities(0).warnings(0).rule(), "LOCATION_OUTSIDE_VIETNAM");
  ASSERT_OK_AND_ASSIGN(reply, Submit(reviewer_));
  EXPECT_EQ(reply.oddities_size(), 0);
}

TEST_F(FieldServiceTest, LetsNobodyIntoAnotherVillage) {
  AddRegistration(1, 1);
  EXPECT_THAT(Submit(neighbour_),
              StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
  EXPECT_EQ(Package(PackageRequestOf(), neighbour_).second.code(),
            StatusCode::kPermissionDenied);
  batch_.clear_items();
  EXPECT_THAT(Submit(reviewer_),
              StatusIs(StatusCode::kInvalidArgument, "AREA_REQUIRED"));
}

TEST_F(FieldServiceTest, RefusesABatchWithoutDeviceOrTime) {
  AddRegistration(1, 1);
  batch_.set_device("mine");
  EXPECT_THAT(Submit(reviewer_), StatusIs(StatusCode::kInvalidArgument,
                                          "RESOURCE_NAME_MALFORMED"));
  batch_.set_device("devices/" + CountedIds::Of(1).ToString());
  batch_.clear_send_time();
  EXPECT_THAT(Submit(reviewer_),
              StatusIs(StatusCode::kInvalidArgument, "SEND_TIME_MISSING"));
  SetTime(clock_.Now(), *batch_.mutable_send_time());
  for (std::uint64_t i = 2; i <= 201; ++i) AddRegistration(i, i);
  EXPECT_THAT(Submit(reviewer_), StatusIs(StatusCode::kInvalidArgument,
                                          "ITEM_COUNT_OUT_OF_RANGE"));
}

TEST_F(FieldServiceTest, StreamsAPackageThatCanBeTakenUpAnywhere) {
  for (std::uint64_t i = 1; i <= 150; ++i) AddRegistration(i, i);
  ASSERT_OK(Submit(reviewer_));
  v1::GetAreaPackageRequest request = PackageRequestOf();
  const auto [parts, end] = Package(request, reviewer_);
  ASSERT_OK(end);
  ASSERT_EQ(parts.size(), 3u);
  const v1::PackageHeader& header = parts[0].header();
  EXPECT_EQ(header.standards_path(), "/v1/roundStandards/2021-tong-ra-soat");
  EXPECT_EQ(TimeOf(header.package_time()), clock_.Now());
  ASSERT_EQ(header.forms_size(), 1);
  EXPECT_EQ(parts[0].forms_size(), 1);
  EXPECT_EQ(parts[1].households_size(), 100);
  EXPECT_EQ(parts[2].households_size(), 50);
  EXPECT_TRUE(parts[2].complete());

  // Broken after the second part, taken up again.
  request.set_page_token(parts[1].next_page_token());
  const auto [rest, rest_end] = Package(request, reviewer_);
  ASSERT_OK(rest_end);
  ASSERT_EQ(rest.size(), 2u);
  EXPECT_EQ(rest[0].header().position(), header.position());
  EXPECT_EQ(rest[1].households_size(), 50);
  EXPECT_EQ(rest[1].households(0).household().name(),
            parts[2].households(0).household().name());

  request.set_round("rounds/other");
  EXPECT_THAT(Package(request, reviewer_).second,
              StatusIs(StatusCode::kInvalidArgument, "PAGE_TOKEN_WRONG"));
}

TEST_F(FieldServiceTest, KeepsThePackageOfAVillageSmall) {
  for (std::uint64_t i = 1; i <= 300; ++i) {
    if (batch_.items_size() == 200) {
      ASSERT_OK(Submit(reviewer_));
      batch_.clear_items();
    }
    AddRegistration(i, i);
    AddSurvey(1000 + i, i);
  }
  ASSERT_OK(Submit(reviewer_));
  const auto [parts, end] = Package(PackageRequestOf(), reviewer_);
  ASSERT_OK(end);
  std::size_t bytes = 0;
  std::size_t surveys = 0;
  for (const v1::AreaPackagePart& part : parts) {
    bytes += part.ByteSizeLong();
    for (const auto& household : part.households()) {
      surveys += household.surveys_size();
    }
  }
  EXPECT_EQ(surveys, 300u);
  RecordProperty("bytes", std::to_string(bytes));
  EXPECT_LT(bytes, 300u * 1024);
}

TEST_F(FieldServiceTest, NamesTheFormsThatTheDeviceHas) {
  v1::GetAreaPackageRequest request = PackageRequestOf();
  const auto first = Package(request, reviewer_).first;
  ASSERT_FALSE(first.empty());
  request.add_form_hashes(first[0].header().forms(0).content_hash());
  const auto again = Package(request, reviewer_).first;
  EXPECT_EQ(again[0].header().forms_size(), 1);
  EXPECT_EQ(again[0].forms_size(), 0);
}

TEST_F(FieldServiceTest, RefusesPackagesThatMakeNoSense) {
  const auto reason = [&](const v1::GetAreaPackageRequest& request) {
    return ReasonOf(
        Package(request, server_.Token(api::v1::ROLE_COMMUNE_OFFICER, "24"))
            .second);
  };
  v1::GetAreaPackageRequest request = PackageRequestOf();
  request.add_villages("areas/07207001");
  EXPECT_EQ(reason(request), "VILLAGE_REPEATED");
  request.set_villages(1, "areas/07207");
  EXPECT_EQ(reason(request), "VILLAGE_NOT_FOUND");
  request = PackageRequestOf();
  request.set_area("areas/07207002");
  EXPECT_EQ(reason(request), "VILLAGE_OUTSIDE_AREA");
  request = PackageRequestOf();
  request.set_after_position(-1);
  EXPECT_EQ(reason(request), "POSITION_NEGATIVE");
  request.set_after_position(99);
  EXPECT_EQ(reason(request), "PACKAGE_AHEAD");
  request = PackageRequestOf();
  request.set_round("2021");
  EXPECT_EQ(reason(request), "RESOURCE_NAME_MALFORMED");
  for (int i = 0; i < 50; ++i) request.add_villages("areas/07207001");
  EXPECT_EQ(reason(request), "VILLAGES_OUT_OF_RANGE");
}

TEST_F(FieldServiceTest, KnowsItsDevices) {
  v1::RegisterDeviceRequest request;
  request.mutable_device()->set_name(batch_.device());
  request.mutable_device()->set_area("areas/07207001");
  request.mutable_device()->set_model("Máy 5");
  const auto register_it = [&] {
    return server_.Call(*stub_, &v1::FieldWork::Stub::RegisterDevice, request,
                        server_.Token(api::v1::ROLE_REVIEWER, "07207001"));
  };
  ASSERT_OK_AND_ASSIGN(v1::Device device, register_it());
  EXPECT_EQ(device.reviewer(), "staff/test");
  EXPECT_FALSE(device.has_clock_offset());
  AddRegistration(7, 1);
  ASSERT_OK(Submit(reviewer_));
  Package(PackageRequestOf(), reviewer_);
  ASSERT_OK_AND_ASSIGN(device, register_it());
  EXPECT_TRUE(device.has_clock_offset());
  EXPECT_EQ(device.last_sequence(), 7);
  EXPECT_EQ(device.package_position(), 1);

  v1::ListDevicesRequest list;
  list.set_area("areas/07207");
  const auto names = [&] {
    auto response =
        server_.Call(*stub_, &v1::FieldWork::Stub::ListDevices, list,
                     server_.Token(api::v1::ROLE_COMMUNE_OFFICER, "07207"));
    EXPECT_OK(response);
    std::vector<std::string> all;
    for (const v1::Device& one : response->devices()) all.push_back(one.name());
    return all;
  };
  EXPECT_THAT(names(), ElementsAre(batch_.device()));
  SetTime(clock_.Now(), *list.mutable_silent_since());
  EXPECT_THAT(names(), ElementsAre());
  clock_.Advance(absl::Hours(72));
  SetTime(clock_.Now() - absl::Hours(48), *list.mutable_silent_since());
  EXPECT_THAT(names(), ElementsAre(batch_.device()));
  request.mutable_device()->set_model(std::string(101, 'x'));
  EXPECT_THAT(register_it(),
              StatusIs(StatusCode::kInvalidArgument, "DEVICE_MODEL_MALFORMED"));
}

TEST_F(FieldServiceTest, TellsHowFarTheWorkIs) {
  for (std::uint64_t i : {1, 2, 3}) AddRegistration(i, i);
  AddSurvey(12, 2);
  ASSERT_OK(Submit(reviewer_));
  v1::ListWorkRequest request;
  request.add_areas("areas/07207");
  request.set_round("rounds/2021-tong-ra-soat");
  const auto list = [&] {
    return server_.Call(*stub_, &v1::FieldWork::Stub::ListWork, request,
                        officer_);
  };
  request.set_page_size(2);
  ASSERT_OK_AND_ASSIGN(v1::ListWorkResponse page, list());
  ASSERT_EQ(page.items_size(), 2);
  EXPECT_EQ(page.items(0).state(), v1::WORK_STATE_LEFT);
  EXPECT_EQ(page.items(1).state(), v1::WORK_STATE_DONE);
  EXPECT_EQ(page.items(1).reviewer(), "staff/test");
  EXPECT_EQ(page.items(1).survey(), "surveys/" + CountedIds::Of(12).ToString());
  EXPECT_EQ(page.counts().left(), 2);
  EXPECT_EQ(page.counts().done(), 1);
  ASSERT_EQ(page.reviewers_size(), 1);
  EXPECT_EQ(page.reviewers(0).counts().done(), 1);
  request.set_page_token(page.next_page_token());
  ASSERT_OK_AND_ASSIGN(page, list());
  ASSERT_EQ(page.items_size(), 1);
  EXPECT_EQ(page.items(0).number(), 3);
  EXPECT_FALSE(page.has_counts());
  request.clear_page_token();
  request.set_state(v1::WORK_STATE_LEFT);
  ASSERT_OK_AND_ASSIGN(page, list());
  EXPECT_EQ(page.items(1).number(), 3);
  const ReviewOrder sent_back{.survey = IdNumber<SurveyId>(12),
                              .act = SurveyAct::kReturn,
                              .seen_revision = 1,
                              .comments = {.general = "Xem lại tường nhà."},
                              .supervisor = "staff/officer",
                              .time = clock_.Now()};
  ASSERT_OK(store_.Act(
      absl::MakeConstSpan(&sent_back, 1),
      [](const Survey&) { return absl::OkStatus(); }, absl::InfiniteFuture()));
  request.set_state(v1::WORK_STATE_RETURNED);
  ASSERT_OK_AND_ASSIGN(page, list());
  ASSERT_EQ(page.items_size(), 1);
  EXPECT_EQ(page.items(0).comments().general(), "Xem lại tường nhà.");
  EXPECT_EQ(page.counts().returned(), 1);
  const auto parts = Package(PackageRequestOf(), reviewer_).first;
  ASSERT_EQ(parts.size(), 2u);
  const v1::PackageSurvey& packed = parts[1].households(1).surveys(0);
  EXPECT_EQ(packed.survey().status(), v1::SURVEY_STATUS_RETURNED);
  EXPECT_EQ(packed.comments().general(), "Xem lại tường nhà.");
  request.set_areas(0, "areas/07209");
  EXPECT_THAT(list(),
              StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
}

TEST_F(FieldServiceTest, TakesAnEventOfWhoMayRecordItAndKeepsADraft) {
  AddRegistration(1, 1);
  const std::string household = "households/" + CountedIds::Of(1).ToString();
  v1::FieldItem& birth = Add(2);
  birth.set_after_item(CountedIds::Of(1).ToString());
  birth.mutable_birth()->set_name(household);
  Member child = SampleHousehold().members[1];
  child.id = "03";
  child.birth_date = absl::CivilDay(2025, 9, 1);
  *birth.mutable_birth()->mutable_member() = ToProto(child);
  v1::MoveHouseholdRequest& move = *Add(3).mutable_move();
  move.set_name(household);
  move.set_etag("\"1\"");
  move.set_village("areas/07207002");
  move.set_number(9);
  v1::SaveDraftRequest& draft = *Add(4).mutable_draft();
  *draft.mutable_draft()->mutable_survey() = ToProto(SampleSurvey(1, 1));
  ASSERT_OK_AND_ASSIGN(v1::SubmitFieldWorkResponse told, Submit(reviewer_));
  ASSERT_EQ(told.receipts_size(), 4);
  EXPECT_EQ(told.receipts(1).outcome(), v1::ITEM_OUTCOME_ACCEPTED)
      << told.receipts(1).DebugString();
  EXPECT_EQ(told.receipts(1).household_etag(), "\"2\"");
  // Households are moved by officers, whoever carries the request.
  EXPECT_EQ(told.receipts(2).error().reason(), "ROLE_NOT_ALLOWED");
  EXPECT_EQ(told.receipts(3).outcome(), v1::ITEM_OUTCOME_ACCEPTED)
      << told.receipts(3).DebugString();
  EXPECT_TRUE(told.receipts(3).draft().starts_with("surveyDrafts/"));
  EXPECT_EQ(told.receipts(3).draft_etag(), "\"1\"");
  ASSERT_OK_AND_ASSIGN(v1::SubmitFieldWorkResponse again, Submit(reviewer_));
  for (int i = 0; i < told.receipts_size(); ++i) {
    EXPECT_EQ(again.receipts(i).SerializeAsString(),
              told.receipts(i).SerializeAsString());
  }
}

TEST_F(FieldServiceTest, NamesWhatCannotBeReadOfAnEventWithinTheItem) {
  v1::FieldItem& item = Add(1);
  item.mutable_death()->set_name("household/1");
  v1::FieldItem& split = Add(2);
  split.mutable_split()->set_name("households/" + CountedIds::Of(1).ToString());
  split.mutable_split()->set_etag("\"1\"");
  ASSERT_OK_AND_ASSIGN(v1::SubmitFieldWorkResponse told, Submit(officer_));
  EXPECT_THAT(FaultsOf(told.receipts(0)),
              ElementsAre("death.name RESOURCE_NAME_MALFORMED"));
  EXPECT_THAT(FaultsOf(told.receipts(1)),
              ElementsAre("split.new_household.household_id ITEM_ID_MISSING"));
}

}  // namespace
}  // namespace rasoat::registry

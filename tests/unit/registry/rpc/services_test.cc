// The registry's API through a real server, over stores in memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rasoat/registry/v1/area_reforms.grpc.pb.h"
#include "services/registry/rpc/area_proto.h"
#include "services/registry/rpc/household_proto.h"
#include "services/registry/rpc/names.h"
#include "services/registry/rpc/survey_proto.h"
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

class ServicesTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_OK(ImportSamples(admin_)); }

  absl::StatusOr<v1::ImportAreasResponse> ImportSamples(
      const std::string& token) {
    v1::ImportAreasRequest request;
    for (const Area& area : SampleAreas()) {
      *request.add_areas() = ToProto(area);
    }
    return Import(request, token);
  }

  absl::StatusOr<v1::ImportAreasResponse> Import(
      const v1::ImportAreasRequest& request, const std::string& token) {
    return server_.Call(*areas_, &v1::Areas::Stub::ImportAreas, request, token);
  }

  static v1::CreateHouseholdRequest CreateRequest(std::uint64_t number) {
    v1::CreateHouseholdRequest request;
    *request.mutable_household() = ContentToProto(SampleHousehold(number));
    request.set_household_id(CountedIds::Of(number).ToString());
    return request;
  }

  static v1::SubmitSurveyRequest SurveyRequest(std::uint64_t number,
                                               std::uint64_t household) {
    v1::SubmitSurveyRequest request;
    Survey survey = SampleSurvey(number, household);
    AddMemberFacts(SampleHousehold(household), survey);
    *request.mutable_survey() = ToProto(survey);
    request.set_survey_id(CountedIds::Of(number).ToString());
    return request;
  }

  absl::StatusOr<v1::Household> Create(
      const v1::CreateHouseholdRequest& request, const std::string& token) {
    return server_.Call(*households_, &v1::Households::Stub::CreateHousehold,
                        request, token);
  }

  absl::StatusOr<v1::Household> Update(
      const v1::UpdateHouseholdRequest& request) {
    return server_.Call(*households_, &v1::Households::Stub::UpdateHousehold,
                        request, reviewer_);
  }

  absl::StatusOr<v1::Survey> Submit(const v1::SubmitSurveyRequest& request) {
    return server_.Call(*surveys_, &v1::Surveys::Stub::SubmitSurvey, request,
                        reviewer_);
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
  std::unique_ptr<v1::Areas::Stub> areas_ = server_.Stub<v1::Areas>();
  std::unique_ptr<v1::Households::Stub> households_ =
      server_.Stub<v1::Households>();
  std::unique_ptr<v1::Surveys::Stub> surveys_ = server_.Stub<v1::Surveys>();
  std::unique_ptr<v1::Forms::Stub> forms_ = server_.Stub<v1::Forms>();
  const std::string admin_ = server_.Token(api::v1::ROLE_ADMINISTRATOR, "*");
  const std::string reviewer_ =
      server_.Token(api::v1::ROLE_REVIEWER, "07207001");
  const std::string neighbour_ =
      server_.Token(api::v1::ROLE_REVIEWER, "07207002");
};

std::vector<std::string> FaultsOf(const absl::Status& status) {
  std::vector<std::string> told;
  for (const Violation& v : ViolationsOf(status)) {
    EXPECT_FALSE(v.vi.empty());
    told.push_back(v.field + " " + v.rule);
  }
  return told;
}

TEST_F(ServicesTest, TellsAreasWithTheirPlace) {
  v1::GetAreaRequest request;
  request.set_name("areas/07207001");
  request.set_as_of("2021-10-10");
  const auto get = [&] {
    return server_.Call(*areas_, &v1::Areas::Stub::GetArea, request, reviewer_);
  };
  ASSERT_OK_AND_ASSIGN(v1::Area area, get());
  EXPECT_EQ(area.parent(), "areas/07207");
  EXPECT_EQ(area.settlement(), api::v1::SETTLEMENT_RURAL);
  EXPECT_EQ(area.region(), api::v1::REGION_NORTHERN_MIDLANDS_AND_MOUNTAINS);
  request.set_as_of("2020-12-31");
  EXPECT_THAT(get(), StatusIs(StatusCode::kNotFound, "AREA_NOT_FOUND"));
  request.set_as_of("10/10/2021");
  EXPECT_THAT(get(), StatusIs(StatusCode::kInvalidArgument, "DATE_MALFORMED"));
}

TEST_F(ServicesTest, ListsAreasByPages) {
  v1::ListAreasRequest request;
  request.set_parent("areas/24");
  request.set_tier(v1::TIER_VILLAGE);
  request.set_page_size(1);
  const auto list = [&] {
    return server_.Call(*areas_, &v1::Areas::Stub::ListAreas, request,
                        reviewer_);
  };
  ASSERT_OK_AND_ASSIGN(v1::ListAreasResponse first, list());
  ASSERT_EQ(first.areas_size(), 1);
  EXPECT_EQ(first.areas(0).name(), "areas/07207001");
  request.set_page_token(first.next_page_token());
  ASSERT_OK_AND_ASSIGN(v1::ListAreasResponse second, list());
  EXPECT_EQ(second.areas(0).name(), "areas/07207002");
  EXPECT_EQ(second.next_page_token(), "");
  request.set_tier(v1::TIER_COMMUNE);
  EXPECT_THAT(list(),
              StatusIs(StatusCode::kInvalidArgument, "PAGE_TOKEN_WRONG"));
}

TEST_F(ServicesTest, ReformsAreasAndTellsWhatBecameOfThem) {
  const auto reforms = server_.Stub<v1::AreaReforms>();
  v1::ImportReformRequest reform;
  reform.set_day("2020-07-01");
  reform.add_ended("areas/07207");
  v1::Area& ward = *reform.add_begun();
  ward.set_name("areas/07210");
  ward.set_parent("areas/24");
  ward.set_tier(v1::TIER_COMMUNE);
  ward.set_display_name("Phường Mẫu");
  ward.set_settlement(api::v1::SETTLEMENT_URBAN);
  v1::Succession& succession = *reform.add_successions();
  succession.set_predecessor("areas/07207");
  succession.set_successor("areas/07210");
  succession.set_extent(v1::EXTENT_WHOLE);
  const auto import = [&](const std::string& token) {
    return server_.Call(*reforms, &v1::AreaReforms::Stub::ImportReform, reform,
                        token);
  };
  EXPECT_THAT(import(reviewer_), StatusIs(absl::StatusCode::kPermissionDenied,
                                          "ROLE_NOT_ALLOWED"));
  EXPECT_FALSE(import(admin_).ok()) << "no unit before 2021, no source";
  reform.set_day("2021-07-01");
  succession.set_source("Nghị quyết mẫu");
  reform.set_validate_only(true);
  ASSERT_OK_AND_ASSIGN(v1::ImportReformResponse tried, import(admin_));
  EXPECT_EQ(tried.moved_village_count(), 2);
  v1::GetAreaRequest get;
  get.set_name("areas/07210");
  get.set_as_of("2021-08-01");
  const auto get_area = [&] {
    return server_.Call(*areas_, &v1::Areas::Stub::GetArea, get, reviewer_);
  };
  EXPECT_THAT(get_area(),
              StatusIs(absl::StatusCode::kNotFound, "AREA_NOT_FOUND"));
  reform.set_validate_only(false);
  ASSERT_OK_AND_ASSIGN(v1::ImportReformResponse done, import(admin_));
  EXPECT_EQ(done.SerializeAsString(), tried.SerializeAsString());
  get.set_name("areas/07207001");
  ASSERT_OK_AND_ASSIGN(v1::Area village, get_area());
  EXPECT_EQ(village.parent(), "areas/07210");
  EXPECT_EQ(village.settlement(), api::v1::SETTLEMENT_URBAN);

  v1::ListSuccessorsRequest ask;
  ask.set_name("areas/07207");
  ask.set_as_of("2021-06-30");
  ask.set_on("2021-07-01");
  const auto successors = [&] {
    return server_.Call(*reforms, &v1::AreaReforms::Stub::ListSuccessors, ask,
                        reviewer_);
  };
  ASSERT_OK_AND_ASSIGN(v1::ListSuccessorsResponse found, successors());
  ASSERT_EQ(found.units_size(), 1);
  EXPECT_EQ(found.units(0).area().display_name(), "Phường Mẫu");
  EXPECT_EQ(found.units(0).extent(), v1::EXTENT_WHOLE);
  EXPECT_TRUE(found.certain());
  ask.set_on("2021-06-29");
  EXPECT_THAT(successors(),
              StatusIs(absl::StatusCode::kInvalidArgument, "DAYS_NOT_ORDERED"));
  ask.set_as_of("2021-07-01");
  ask.set_on("2021-07-01");
  EXPECT_THAT(successors(),
              StatusIs(absl::StatusCode::kNotFound, "AREA_NOT_FOUND"));

  v1::ListPredecessorsRequest back;
  back.set_name("areas/07210");
  back.set_as_of("2021-07-01");
  back.set_on("2021-06-30");
  ASSERT_OK_AND_ASSIGN(
      v1::ListPredecessorsResponse before,
      server_.Call(*reforms, &v1::AreaReforms::Stub::ListPredecessors, back,
                   reviewer_));
  ASSERT_EQ(before.units_size(), 1);
  EXPECT_EQ(before.units(0).area().name(), "areas/07207");
}

TEST_F(ServicesTest, ListsLooseUnitsByPages) {
  const auto reforms = server_.Stub<v1::AreaReforms>();
  v1::ImportReformRequest reform;
  reform.set_day("2021-07-01");
  reform.add_ended("areas/07207");
  ASSERT_OK_AND_ASSIGN(
      v1::ImportReformResponse done,
      server_.Call(*reforms, &v1::AreaReforms::Stub::ImportReform, reform,
                   admin_));
  EXPECT_EQ(done.loose_count(), 3);
  v1::ListLooseUnitsRequest request;
  request.set_parent("areas/213");
  request.set_page_size(2);
  const auto list = [&] {
    return server_.Call(*reforms, &v1::AreaReforms::Stub::ListLooseUnits,
                        request, admin_);
  };
  ASSERT_OK_AND_ASSIGN(v1::ListLooseUnitsResponse first, list());
  ASSERT_EQ(first.units_size(), 2);
  EXPECT_EQ(first.units(0).area().name(), "areas/07207");
  request.set_page_token(first.next_page_token());
  ASSERT_OK_AND_ASSIGN(v1::ListLooseUnitsResponse second, list());
  ASSERT_EQ(second.units_size(), 1);
  EXPECT_EQ(second.units(0).area().name(), "areas/07207002");
  EXPECT_EQ(second.next_page_token(), "");
  request.clear_page_token();
  request.set_tier(v1::TIER_COMMUNE);
  ASSERT_OK_AND_ASSIGN(v1::ListLooseUnitsResponse communes, list());
  EXPECT_EQ(communes.units_size(), 1);
  request.set_parent("areas/99");
  ASSERT_OK_AND_ASSIGN(v1::ListLooseUnitsResponse none, list());
  EXPECT_EQ(none.units_size(), 0);
}

TEST_F(ServicesTest, ImportsAreasOnlyForAdministrators) {
  EXPECT_THAT(ImportSamples(reviewer_),
              StatusIs(StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  ASSERT_OK_AND_ASSIGN(v1::ImportAreasResponse again, ImportSamples(admin_));
  EXPECT_EQ(again.created_count(), 0);
  EXPECT_EQ(again.unchanged_count(), 5);
  EXPECT_THAT(Import({}, admin_), StatusIs(StatusCode::kInvalidArgument,
                                           "ITEM_COUNT_OUT_OF_RANGE"));
}

TEST_F(ServicesTest, RegistersAHouseholdOnce) {
  ASSERT_OK_AND_ASSIGN(v1::Household first,
                       Create(CreateRequest(1), reviewer_));
  EXPECT_EQ(first.name(), "households/" + CountedIds::Of(1).ToString());
  EXPECT_EQ(first.etag(), "\"1\"");
  ASSERT_OK_AND_ASSIGN(v1::Household again,
                       Create(CreateRequest(1), reviewer_));
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
}

TEST_F(ServicesTest, KeepsACodeOfAnEthnicGroupWithItsList) {
  v1::CreateHouseholdRequest request = CreateRequest(1);
  request.mutable_household()->mutable_members(1)->set_ethnic_group("04");
  request.mutable_household()->mutable_members(1)->set_ethnic_code_system(
      v1::ETHNIC_CODE_SYSTEM_CENSUS);
  ASSERT_OK_AND_ASSIGN(v1::Household household, Create(request, reviewer_));
  EXPECT_EQ(household.members(0).ethnic_group(), "01");
  EXPECT_EQ(household.members(0).ethnic_code_system(),
            v1::ETHNIC_CODE_SYSTEM_LIST_121_TCTK);
  EXPECT_EQ(household.members(1).ethnic_group(), "04");
  EXPECT_EQ(household.members(1).ethnic_code_system(),
            v1::ETHNIC_CODE_SYSTEM_CENSUS);
  // Naming the usual list is the same content as naming none.
  request.mutable_household()->mutable_members(0)->set_ethnic_code_system(
      v1::ETHNIC_CODE_SYSTEM_LIST_121_TCTK);
  EXPECT_OK(Create(request, reviewer_));
}

TEST_F(ServicesTest, KeepsOthersOutOfAVillage) {
  EXPECT_THAT(Create(CreateRequest(1), neighbour_),
              StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
  EXPECT_THAT(Create(CreateRequest(1), ""),
              StatusIs(StatusCode::kUnauthenticated, "NOT_SIGNED_IN"));
  ASSERT_OK_AND_ASSIGN(v1::Household household,
                       Create(CreateRequest(1), reviewer_));
  v1::GetHouseholdRequest request;
  request.set_name(household.name());
  const auto get = [&](const std::string& token) {
    return server_.Call(*households_, &v1::Households::Stub::GetHousehold,
                        request, token);
  };
  EXPECT_OK(get(reviewer_));
  EXPECT_OK(get(server_.Token(api::v1::ROLE_COMMUNE_OFFICER, "07207")));
  EXPECT_OK(get(server_.Token(api::v1::ROLE_PROVINCE_OFFICER, "24")));
  EXPECT_THAT(get(neighbour_),
              StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
  request.set_name("households/" + CountedIds::Of(9).ToString());
  EXPECT_THAT(get(reviewer_),
              StatusIs(StatusCode::kNotFound, "HOUSEHOLD_NOT_FOUND"));
}

TEST_F(ServicesTest, TellsEveryFaultOfAHousehold) {
  v1::CreateHouseholdRequest request = CreateRequest(1);
  request.set_household_id("nonsense");
  request.mutable_household()->mutable_members(1)->set_birth_date("2015-02-30");
  request.mutable_household()->mutable_members(0)->set_relation(
      static_cast<v1::Relation>(77));
  EXPECT_THAT(FaultsOf(Create(request, reviewer_).status()),
              ElementsAre("household_id ULID_MALFORMED",
                          "household.members HEAD_NOT_ONE",
                          "household.members[0].relation RELATION_MISSING",
                          "household.members[1].birth_date "
                          "BIRTH_DATE_MALFORMED"));
}

TEST_F(ServicesTest, RegistersManyHouseholdsEachByItself) {
  v1::BatchCreateHouseholdsRequest request;
  *request.add_requests() = CreateRequest(1);
  *request.add_requests() = CreateRequest(2);
  *request.add_requests() = CreateRequest(1);
  request.mutable_requests(1)->mutable_household()->set_number(0);
  const auto create = [&] {
    return server_.Call(*households_,
                        &v1::Households::Stub::BatchCreateHouseholds, request,
                        reviewer_);
  };
  ASSERT_OK_AND_ASSIGN(v1::BatchCreateHouseholdsResponse response, create());
  ASSERT_EQ(response.results_size(), 3);
  EXPECT_TRUE(response.results(0).created());
  EXPECT_EQ(response.results(1).error().reason(),
            "HOUSEHOLD_NUMBER_OUT_OF_RANGE");
  EXPECT_EQ(response.results(1).error().faults(0).field(), "number");
  EXPECT_FALSE(response.results(2).created());
  EXPECT_EQ(response.results(2).name(), response.results(0).name());
  request.mutable_requests(1)->mutable_household()->set_village(
      "areas/07207002");
  EXPECT_THAT(create(),
              StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
}

TEST_F(ServicesTest, ListsHouseholdsByPages) {
  for (std::uint64_t i : {2, 1, 3}) {
    ASSERT_OK(Create(CreateRequest(i), reviewer_));
  }
  v1::ListHouseholdsRequest request;
  request.set_village("areas/07207001");
  request.set_page_size(2);
  const auto list = [&] {
    return server_.Call(*households_, &v1::Households::Stub::ListHouseholds,
                        request, reviewer_);
  };
  ASSERT_OK_AND_ASSIGN(v1::ListHouseholdsResponse first, list());
  ASSERT_EQ(first.households_size(), 2);
  EXPECT_EQ(first.households(1).number(), 2);
  request.set_page_token(first.next_page_token());
  ASSERT_OK_AND_ASSIGN(v1::ListHouseholdsResponse second, list());
  ASSERT_EQ(second.households_size(), 1);
  EXPECT_EQ(second.next_page_token(), "");
}

TEST_F(ServicesTest, UpdatesOnlyWhatWasRead) {
  ASSERT_OK_AND_ASSIGN(v1::Household read, Create(CreateRequest(1), reviewer_));
  v1::UpdateHouseholdRequest request;
  *request.mutable_household() = read;
  request.mutable_household()->set_phone("0900000000");
  request.mutable_household()->set_address("not to be changed");
  request.mutable_update_mask()->add_paths("phone");
  ASSERT_OK_AND_ASSIGN(v1::Household updated, Update(request));
  EXPECT_EQ(updated.phone(), "0900000000");
  EXPECT_EQ(updated.address(), read.address());
  EXPECT_EQ(updated.etag(), "\"2\"");
  ASSERT_OK_AND_ASSIGN(v1::Household repeated, Update(request));
  EXPECT_EQ(repeated.etag(), "\"2\"");

  request.mutable_household()->set_phone("0911111111");
  const auto stale = Update(request);
  EXPECT_THAT(stale, StatusIs(StatusCode::kAborted, "STALE_HOUSEHOLD"));
  EXPECT_THAT(FaultsOf(stale.status()),
              ElementsAre("household.phone STALE_HOUSEHOLD"));

  request.mutable_household()->clear_etag();
  EXPECT_THAT(Update(request),
              StatusIs(StatusCode::kInvalidArgument, "ETAG_MISSING"));
  request.mutable_household()->set_etag(updated.etag());
  request.mutable_update_mask()->add_paths("village");
  EXPECT_THAT(Update(request),
              StatusIs(StatusCode::kInvalidArgument, "FIELD_NOT_MUTABLE"));
}

TEST_F(ServicesTest, SubmitsASurveyAndItsSuccessor) {
  ASSERT_OK(Create(CreateRequest(1), reviewer_));
  ASSERT_OK_AND_ASSIGN(v1::Survey first, Submit(SurveyRequest(1, 1)));
  EXPECT_EQ(first.reviewer(), "staff/test");
  EXPECT_EQ(first.village(), "areas/07207001");
  EXPECT_EQ(first.form_hash().size(), 64u);
  ASSERT_OK_AND_ASSIGN(v1::Survey again, Submit(SurveyRequest(1, 1)));
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());

  v1::SubmitSurveyRequest next = SurveyRequest(2, 1);
  EXPECT_THAT(Submit(next),
              StatusIs(StatusCode::kAlreadyExists, "SURVEY_EXISTS"));
  next.mutable_survey()->set_replaces(first.name());
  EXPECT_OK(Submit(next));
  next = SurveyRequest(3, 1);
  next.mutable_survey()->set_replaces(first.name());
  EXPECT_THAT(Submit(next), StatusIs(StatusCode::kAborted, "SURVEY_REPLACED"));

  v1::ListSurveysRequest request;
  request.set_village("areas/07207001");
  request.set_round("rounds/2021-tong-ra-soat");
  const auto list = [&] {
    return server_.Call(*surveys_, &v1::Surveys::Stub::ListSurveys, request,
                        reviewer_);
  };
  ASSERT_OK_AND_ASSIGN(v1::ListSurveysResponse newest, list());
  EXPECT_EQ(newest.surveys_size(), 1);
  request.set_show_replaced(true);
  request.set_page_size(1);
  ASSERT_OK_AND_ASSIGN(v1::ListSurveysResponse page, list());
  EXPECT_EQ(page.surveys(0).name(), first.name());
  request.set_page_token(page.next_page_token());
  ASSERT_OK_AND_ASSIGN(page, list());
  EXPECT_EQ(page.surveys(0).replaces(), first.name());
  EXPECT_EQ(page.next_page_token(), "");
}

TEST_F(ServicesTest, TellsEveryFaultOfASurvey) {
  ASSERT_OK(Create(CreateRequest(1), reviewer_));
  v1::SubmitSurveyRequest request = SurveyRequest(1, 1);
  request.mutable_survey()->set_round("2021");
  request.mutable_survey()->set_review_date("tomorrow");
  request.mutable_survey()->mutable_answers(0)->set_choice("gold");
  EXPECT_THAT(FaultsOf(Submit(request).status()),
              ElementsAre("survey.round RESOURCE_NAME_MALFORMED",
                          "survey.review_date REVIEW_DATE_MALFORMED",
                          "survey.answers[0] OPTION_UNKNOWN"));
}

TEST_F(ServicesTest, KeepsDeclaredTotalsAsTheyCame) {
  ASSERT_OK(Create(CreateRequest(1), reviewer_));
  v1::SubmitSurveyRequest request = SurveyRequest(1, 1);
  request.mutable_survey()->clear_answers();
  request.mutable_survey()->clear_members();
  request.mutable_survey()->mutable_declared()->set_b1(120);
  request.mutable_survey()->mutable_declared()->add_deprivations("job");
  ASSERT_OK_AND_ASSIGN(v1::Survey survey, Submit(request));
  EXPECT_EQ(survey.declared().b1(), 120);
  EXPECT_EQ(survey.members_size(), 0);
}

TEST_F(ServicesTest, GivesEachVisitItsReceipt) {
  v1::SubmitVisitsRequest request;
  for (std::uint64_t i : {1, 2, 3}) {
    v1::Visit& visit = *request.add_visits();
    visit.set_village("areas/07207001");
    *visit.mutable_household() = CreateRequest(i);
    *visit.mutable_survey() = SurveyRequest(i, i);
    visit.mutable_survey()->mutable_survey()->clear_household();
  }
  request.mutable_visits(1)
      ->mutable_survey()
      ->mutable_survey()
      ->clear_answers();
  const auto submit = [&] {
    return server_.Call(*surveys_, &v1::Surveys::Stub::SubmitVisits, request,
                        reviewer_);
  };
  ASSERT_OK_AND_ASSIGN(v1::SubmitVisitsResponse response, submit());
  ASSERT_EQ(response.receipts_size(), 3);
  EXPECT_EQ(response.receipts(0).household(),
            "households/" + CountedIds::Of(1).ToString());
  EXPECT_EQ(response.receipts(0).survey(),
            "surveys/" + CountedIds::Of(1).ToString());
  EXPECT_FALSE(response.receipts(0).repeated_before());
  EXPECT_EQ(response.receipts(1).household(), "");
  EXPECT_EQ(response.receipts(1).error().reason(), "INVALID_FIELDS");
  EXPECT_EQ(response.receipts(1).error().faults(0).field(),
            "survey.answers[house.wall]");
  ASSERT_OK_AND_ASSIGN(response, submit());
  EXPECT_TRUE(response.receipts(0).repeated_before());
  EXPECT_TRUE(response.receipts(2).repeated_before());
  request.mutable_visits(0)
      ->mutable_household()
      ->mutable_household()
      ->set_phone("");
  ASSERT_OK_AND_ASSIGN(response, submit());
  EXPECT_EQ(response.receipts(0).error().reason(), "HOUSEHOLD_EXISTS");
  EXPECT_EQ(response.receipts(0).error().faults(0).field(),
            "household.household_id");
  request.mutable_visits(2)->set_village("areas/07207002");
  EXPECT_THAT(submit(),
              StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
}

TEST_F(ServicesTest, ShowsFormsToAnyone) {
  ASSERT_OK_AND_ASSIGN(
      v1::ListFormsResponse list,
      server_.Call(*forms_, &v1::Forms::Stub::ListForms, {}, ""));
  ASSERT_EQ(list.forms_size(), 1);
  v1::GetFormRequest request;
  request.set_name("forms/sample");
  ASSERT_OK_AND_ASSIGN(
      v1::Form form,
      server_.Call(*forms_, &v1::Forms::Stub::GetForm, request, ""));
  EXPECT_EQ(form.content_hash(), list.forms(0).content_hash());
  request.set_name("forms/none");
  EXPECT_THAT(server_.Call(*forms_, &v1::Forms::Stub::GetForm, request, ""),
              StatusIs(StatusCode::kNotFound, "FORM_NOT_FOUND"));
}

}  // namespace
}  // namespace rasoat::registry

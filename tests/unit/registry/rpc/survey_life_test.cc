// Drafts, reviews and versions of surveys through a real server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

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
using ::testing::IsEmpty;
using ::testing::SizeIs;

class SurveyLifeServiceTest : public testing::Test {
 protected:
  void SetUp() override {
    v1::ImportAreasRequest areas;
    for (const Area& area : SampleAreas()) *areas.add_areas() = ToProto(area);
    ASSERT_OK(server_.Call(*areas_, &v1::Areas::Stub::ImportAreas, areas,
                           server_.Token(api::v1::ROLE_ADMINISTRATOR, "*")));
    Register(1, "07207001");
  }

  void Register(std::uint64_t number, const std::string& village) {
    v1::CreateHouseholdRequest request;
    *request.mutable_household() = ContentToProto(SampleHousehold(number));
    request.mutable_household()->set_village("areas/" + village);
    for (v1::Member& member : *request.mutable_household()->mutable_members()) {
      member.set_identity_kind(v1::IDENTITY_KIND_UNSPECIFIED);
      member.clear_identity_number();
    }
    request.set_household_id(CountedIds::Of(number).ToString());
    ASSERT_OK(server_.Call(
        *households_, &v1::Households::Stub::CreateHousehold, request,
        server_.Token(api::v1::ROLE_COMMUNE_OFFICER, "07207")));
  }

  static v1::SubmitSurveyRequest Filled(std::uint64_t number,
                                        std::uint64_t household = 1,
                                        const std::string& replaces = "") {
    v1::SubmitSurveyRequest request;
    Survey survey = SampleSurvey(number, household);
    AddMemberFacts(SampleHousehold(household), survey);
    *request.mutable_survey() = ToProto(survey);
    request.mutable_survey()->set_replaces(replaces);
    request.set_survey_id(CountedIds::Of(number).ToString());
    return request;
  }

  absl::StatusOr<v1::Survey> Submit(const v1::SubmitSurveyRequest& request) {
    clock_.Advance(absl::Seconds(1));
    return server_.Call(*surveys_, &v1::Surveys::Stub::SubmitSurvey, request,
                        reviewer_);
  }

  absl::StatusOr<v1::Survey> Get(const std::string& name) {
    v1::GetSurveyRequest request;
    request.set_name(name);
    return server_.Call(*surveys_, &v1::Surveys::Stub::GetSurvey, request,
                        reviewer_);
  }

  static v1::ReturnSurveyRequest ReturnOf(const v1::Survey& survey) {
    v1::ReturnSurveyRequest request;
    request.set_name(survey.name());
    request.set_etag(survey.etag());
    request.mutable_comments()->set_general("Xem lại");
    v1::FieldComment& field = *request.mutable_comments()->add_fields();
    field.set_path("answers[house.wall]");
    field.set_text("Tường gì?");
    return request;
  }

  absl::StatusOr<v1::Survey> Return(const v1::ReturnSurveyRequest& request,
                                    const std::string& token) {
    return server_.Call(*reviews_, &v1::SurveyReviews::Stub::ReturnSurvey,
                        request, token);
  }

  static v1::AcceptSurveyRequest AcceptOf(const v1::Survey& survey) {
    v1::AcceptSurveyRequest request;
    request.set_name(survey.name());
    request.set_etag(survey.etag());
    return request;
  }

  absl::StatusOr<v1::Survey> Accept(const v1::AcceptSurveyRequest& request,
                                    const std::string& token) {
    return server_.Call(*reviews_, &v1::SurveyReviews::Stub::AcceptSurvey,
                        request, token);
  }

  static v1::SaveDraftRequest DraftOf(const std::string& review_date,
                                      const std::string& etag = "") {
    v1::SaveDraftRequest request;
    v1::Survey& survey = *request.mutable_draft()->mutable_survey();
    survey.set_household("households/" + CountedIds::Of(1).ToString());
    survey.set_round("rounds/2021-tong-ra-soat");
    survey.set_form("forms/sample");
    survey.set_review_date(review_date);
    request.mutable_draft()->set_etag(etag);
    return request;
  }

  absl::StatusOr<v1::SurveyDraft> Save(const v1::SaveDraftRequest& request,
                                       const std::string& token) {
    return server_.Call(*drafts_, &v1::SurveyDrafts::Stub::SaveDraft, request,
                        token);
  }

  absl::StatusOr<v1::SurveyDraft> GetDraft(const std::string& name,
                                           const std::string& token) {
    v1::GetDraftRequest request;
    request.set_name(name);
    return server_.Call(*drafts_, &v1::SurveyDrafts::Stub::GetDraft, request,
                        token);
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
  std::unique_ptr<v1::SurveyDrafts::Stub> drafts_ =
      server_.Stub<v1::SurveyDrafts>();
  std::unique_ptr<v1::SurveyReviews::Stub> reviews_ =
      server_.Stub<v1::SurveyReviews>();
  const std::string reviewer_ =
      server_.Token(api::v1::ROLE_REVIEWER, "07207001", "staff/reviewer");
  const std::string colleague_ =
      server_.Token(api::v1::ROLE_REVIEWER, "07207001", "staff/colleague");
  const std::string neighbour_ =
      server_.Token(api::v1::ROLE_REVIEWER, "07207002", "staff/neighbour");
  const std::string officer_ =
      server_.Token(api::v1::ROLE_COMMUNE_OFFICER, "07207", "staff/officer");
  const std::string province_ =
      server_.Token(api::v1::ROLE_PROVINCE_OFFICER, "24", "staff/province");
};

std::vector<std::string> FaultsOf(const absl::Status& status) {
  std::vector<std::string> told;
  for (const Violation& v : ViolationsOf(status)) {
    EXPECT_FALSE(v.vi.empty());
    told.push_back(v.field + " " + v.rule);
  }
  return told;
}

TEST_F(SurveyLifeServiceTest, GoesFromReturnedToAccepted) {
  ASSERT_OK_AND_ASSIGN(const v1::Survey first, Submit(Filled(1)));
  EXPECT_EQ(first.status(), v1::SURVEY_STATUS_SUBMITTED);
  EXPECT_EQ(first.form_kind(), v1::FORM_KIND_SURVEY);
  ASSERT_OK_AND_ASSIGN(const v1::Survey returned,
                       Return(ReturnOf(first), officer_));
  EXPECT_EQ(returned.status(), v1::SURVEY_STATUS_RETURNED);
  EXPECT_NE(returned.etag(), first.etag());

  ASSERT_OK_AND_ASSIGN(const v1::Survey second,
                       Submit(Filled(2, 1, first.name())));
  ASSERT_OK_AND_ASSIGN(const v1::Survey accepted,
                       Accept(AcceptOf(second), province_));
  EXPECT_EQ(accepted.status(), v1::SURVEY_STATUS_ACCEPTED);

  v1::SubmitSurveyRequest correction = Filled(3, 1, second.name());
  const auto refused = Submit(correction);
  EXPECT_THAT(refused, StatusIs(StatusCode::kFailedPrecondition,
                                "CORRECTION_REASON_MISSING"));
  EXPECT_THAT(FaultsOf(refused.status()),
              ElementsAre("survey.correction_reason "
                          "CORRECTION_REASON_MISSING"));
  correction.mutable_survey()->set_correction_reason("Khiếu nại đúng");
  ASSERT_OK_AND_ASSIGN(const v1::Survey third, Submit(correction));
  EXPECT_EQ(third.correction_reason(), "Khiếu nại đúng");

  v1::ListSurveyVersionsRequest request;
  request.set_name(second.name());
  request.set_page_size(2);
  const auto list = [&] {
    return server_.Call(*surveys_, &v1::Surveys::Stub::ListSurveyVersions,
                        request, reviewer_);
  };
  ASSERT_OK_AND_ASSIGN(v1::ListSurveyVersionsResponse versions, list());
  ASSERT_THAT(versions.surveys(), SizeIs(2));
  EXPECT_EQ(versions.surveys(0).status(), v1::SURVEY_STATUS_RETURNED);
  EXPECT_EQ(versions.surveys(1).status(), v1::SURVEY_STATUS_ACCEPTED);
  request.set_page_token(versions.next_page_token());
  ASSERT_OK_AND_ASSIGN(versions, list());
  ASSERT_THAT(versions.surveys(), SizeIs(1));
  EXPECT_EQ(versions.surveys(0).name(), third.name());
  EXPECT_EQ(versions.next_page_token(), "");

  v1::ListSurveyReviewsRequest acts;
  acts.set_survey(first.name());
  ASSERT_OK_AND_ASSIGN(
      const v1::ListSurveyReviewsResponse told,
      server_.Call(*reviews_, &v1::SurveyReviews::Stub::ListSurveyReviews, acts,
                   reviewer_));
  ASSERT_THAT(told.reviews(), SizeIs(1));
  EXPECT_EQ(told.reviews(0).act(), v1::REVIEW_ACT_RETURN);
  EXPECT_EQ(told.reviews(0).supervisor(), "staff/officer");
  EXPECT_EQ(told.reviews(0).comments().general(), "Xem lại");
  EXPECT_EQ(told.reviews(0).comments().fields(0).path(), "answers[house.wall]");
  EXPECT_TRUE(told.reviews(0).has_review_time());
}

TEST_F(SurveyLifeServiceTest, LetsOnlySupervisorsOfTheAreaAct) {
  ASSERT_OK_AND_ASSIGN(const v1::Survey survey, Submit(Filled(1)));
  EXPECT_THAT(Return(ReturnOf(survey), reviewer_),
              StatusIs(StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  EXPECT_THAT(Accept(AcceptOf(survey),
                     server_.Token(api::v1::ROLE_COMMUNE_OFFICER, "07207002")),
              StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
  EXPECT_THAT(
      Accept(AcceptOf(survey), server_.Token(api::v1::ROLE_COMMUNE_OFFICER,
                                             "07207", "staff/reviewer")),
      StatusIs(StatusCode::kPermissionDenied, "REVIEW_OF_OWN_SURVEY"));
  v1::AcceptSurveyRequest unknown = AcceptOf(survey);
  unknown.set_name("surveys/" + CountedIds::Of(77).ToString());
  EXPECT_THAT(Accept(unknown, officer_),
              StatusIs(StatusCode::kNotFound, "SURVEY_NOT_FOUND"));
}

TEST_F(SurveyLifeServiceTest, RefusesWhatWasReadTooEarly) {
  ASSERT_OK_AND_ASSIGN(const v1::Survey survey, Submit(Filled(1)));
  v1::ReturnSurveyRequest request = ReturnOf(survey);
  request.set_request_id(CountedIds::Of(55).ToString());
  ASSERT_OK_AND_ASSIGN(const v1::Survey returned, Return(request, officer_));
  ASSERT_OK_AND_ASSIGN(const v1::Survey again, Return(request, officer_));
  EXPECT_EQ(again.SerializeAsString(), returned.SerializeAsString());
  EXPECT_THAT(Accept(AcceptOf(survey), province_),
              StatusIs(StatusCode::kAborted, "STALE_SURVEY"));
  EXPECT_THAT(Accept(AcceptOf(returned), province_),
              StatusIs(StatusCode::kFailedPrecondition, "SURVEY_RETURNED"));
  request.mutable_comments()->set_general("Khác");
  EXPECT_THAT(Return(request, officer_),
              StatusIs(StatusCode::kAlreadyExists, "REQUEST_ID_TAKEN"));
}

TEST_F(SurveyLifeServiceTest, TellsEveryFaultOfAnAct) {
  v1::ReturnSurveyRequest request;
  request.set_name("surveys/" + CountedIds::Of(1).ToString());
  request.set_request_id("nonsense");
  ASSERT_OK(Submit(Filled(1)));
  EXPECT_THAT(FaultsOf(Return(request, officer_).status()),
              ElementsAre("request_id ULID_MALFORMED", "etag ETAG_MISSING",
                          "comments COMMENT_MISSING"));
}

TEST_F(SurveyLifeServiceTest, AcceptsManyEachByItself) {
  Register(2, "07207001");
  Register(3, "07207002");
  v1::BatchAcceptSurveysRequest request;
  request.set_area("areas/07207");
  std::vector<v1::Survey> surveys;
  for (std::uint64_t i : {1, 2, 3}) {
    v1::SubmitSurveyRequest filled = Filled(i, i);
    const auto submitted = server_.Call(
        *surveys_, &v1::Surveys::Stub::SubmitSurvey, filled,
        server_.Token(api::v1::ROLE_COMMUNE_OFFICER, "07207", "staff/typist"));
    ASSERT_OK(submitted);
    surveys.push_back(*submitted);
    *request.add_requests() = AcceptOf(*submitted);
  }
  request.mutable_requests(1)->set_etag("\"9\"");
  v1::AcceptSurveyRequest& nameless = *request.add_requests();
  nameless.set_name("surveys/1");
  nameless.set_etag("\"1\"");
  const auto accept = [&](const std::string& token) {
    return server_.Call(*reviews_, &v1::SurveyReviews::Stub::BatchAcceptSurveys,
                        request, token);
  };
  ASSERT_OK_AND_ASSIGN(v1::BatchAcceptSurveysResponse response,
                       accept(officer_));
  ASSERT_THAT(response.results(), SizeIs(4));
  EXPECT_EQ(response.results(0).name(), surveys[0].name());
  EXPECT_EQ(response.results(0).status(), v1::SURVEY_STATUS_ACCEPTED);
  EXPECT_EQ(response.results(0).etag(), "\"2\"");
  EXPECT_EQ(response.results(1).error().reason(), "STALE_SURVEY");
  EXPECT_EQ(response.results(2).status(), v1::SURVEY_STATUS_ACCEPTED);
  EXPECT_EQ(response.results(3).error().reason(), "RESOURCE_NAME_MALFORMED");

  // One village's officers take no other village along.
  request.clear_requests();
  *request.add_requests() = AcceptOf(surveys[1]);
  *request.add_requests() = AcceptOf(surveys[2]);
  request.set_area("areas/07207002");
  ASSERT_OK_AND_ASSIGN(
      response, accept(server_.Token(api::v1::ROLE_COMMUNE_OFFICER, "07207002",
                                     "staff/other")));
  EXPECT_EQ(response.results(0).error().reason(), "SURVEY_ELSEWHERE");
  EXPECT_EQ(response.results(1).error().reason(), "STALE_SURVEY");
  request.set_area("areas/24");
  EXPECT_THAT(accept(officer_),
              StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
  request.clear_requests();
  EXPECT_THAT(accept(province_), StatusIs(StatusCode::kInvalidArgument,
                                          "ITEM_COUNT_OUT_OF_RANGE"));
}

TEST_F(SurveyLifeServiceTest, ReturnsManyEachByItself) {
  ASSERT_OK_AND_ASSIGN(const v1::Survey survey, Submit(Filled(1)));
  v1::BatchReturnSurveysRequest request;
  request.set_area("areas/07207001");
  *request.add_requests() = ReturnOf(survey);
  *request.add_requests() = ReturnOf(survey);
  request.mutable_requests(1)->clear_comments();
  ASSERT_OK_AND_ASSIGN(
      const v1::BatchReturnSurveysResponse response,
      server_.Call(*reviews_, &v1::SurveyReviews::Stub::BatchReturnSurveys,
                   request, officer_));
  EXPECT_EQ(response.results(0).status(), v1::SURVEY_STATUS_RETURNED);
  EXPECT_EQ(response.results(1).error().reason(), "COMMENT_MISSING");
  EXPECT_EQ(response.results(1).error().faults(0).field(), "comments");
}

TEST_F(SurveyLifeServiceTest, KeepsADraftUntilItIsSubmitted) {
  ASSERT_OK_AND_ASSIGN(v1::SurveyDraft draft,
                       Save(DraftOf("not a day yet"), reviewer_));
  EXPECT_EQ(draft.survey().review_date(), "not a day yet");
  EXPECT_EQ(draft.form_kind(), v1::FORM_KIND_SURVEY);
  ASSERT_OK_AND_ASSIGN(v1::SurveyDraft again,
                       Save(DraftOf("not a day yet"), reviewer_));
  EXPECT_EQ(again.SerializeAsString(), draft.SerializeAsString());
  EXPECT_THAT(Save(DraftOf("2021-10-01"), reviewer_),
              StatusIs(StatusCode::kAborted, "STALE_DRAFT"));
  ASSERT_OK_AND_ASSIGN(again,
                       Save(DraftOf("2021-10-01", draft.etag()), reviewer_));
  EXPECT_EQ(again.name(), draft.name());
  EXPECT_NE(again.etag(), draft.etag());

  v1::SubmitSurveyRequest submit = Filled(1);
  submit.set_draft(draft.name());
  submit.mutable_survey()->mutable_answers(0)->set_choice("gold");
  EXPECT_THAT(Submit(submit),
              StatusIs(StatusCode::kInvalidArgument, "OPTION_UNKNOWN"));
  EXPECT_OK(GetDraft(draft.name(), reviewer_));
  submit.mutable_survey()->mutable_answers(0)->set_choice("weak");
  ASSERT_OK(Submit(submit));
  EXPECT_THAT(GetDraft(draft.name(), reviewer_),
              StatusIs(StatusCode::kNotFound, "DRAFT_NOT_FOUND"));
  EXPECT_OK(Submit(submit));  // the same again
  submit.set_draft("nonsense");
  submit.set_survey_id(CountedIds::Of(2).ToString());
  EXPECT_THAT(FaultsOf(Submit(submit).status()),
              ElementsAre("draft RESOURCE_NAME_MALFORMED"));
}

TEST_F(SurveyLifeServiceTest, ShowsADraftToItsWriterOnly) {
  ASSERT_OK_AND_ASSIGN(const v1::SurveyDraft draft,
                       Save(DraftOf("2021-10-01"), reviewer_));
  ASSERT_OK(Save(DraftOf("2021-10-02"), colleague_));
  EXPECT_THAT(GetDraft(draft.name(), colleague_),
              StatusIs(StatusCode::kNotFound, "DRAFT_NOT_FOUND"));
  EXPECT_THAT(GetDraft(draft.name(), neighbour_),
              StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
  v1::ListDraftsRequest list;
  list.set_village("areas/07207001");
  const auto drafts_of = [&](const std::string& token) {
    return server_.Call(*drafts_, &v1::SurveyDrafts::Stub::ListDrafts, list,
                        token);
  };
  ASSERT_OK_AND_ASSIGN(v1::ListDraftsResponse mine, drafts_of(reviewer_));
  ASSERT_THAT(mine.drafts(), SizeIs(1));
  EXPECT_EQ(mine.drafts(0).name(), draft.name());
  list.set_round("rounds/2022");
  ASSERT_OK_AND_ASSIGN(mine, drafts_of(reviewer_));
  EXPECT_THAT(mine.drafts(), IsEmpty());

  v1::DeleteDraftRequest remove;
  remove.set_name(draft.name());
  const auto remove_as = [&](const std::string& token) {
    return server_.Call(*drafts_, &v1::SurveyDrafts::Stub::DeleteDraft, remove,
                        token);
  };
  EXPECT_THAT(remove_as(colleague_),
              StatusIs(StatusCode::kNotFound, "DRAFT_NOT_FOUND"));
  EXPECT_OK(remove_as(reviewer_));
  EXPECT_THAT(remove_as(reviewer_),
              StatusIs(StatusCode::kNotFound, "DRAFT_NOT_FOUND"));
}

TEST_F(SurveyLifeServiceTest, ListsDraftsByPages) {
  Register(2, "07207001");
  ASSERT_OK(Save(DraftOf("a"), reviewer_));
  v1::SaveDraftRequest other = DraftOf("b");
  other.mutable_draft()->mutable_survey()->set_household(
      "households/" + CountedIds::Of(2).ToString());
  ASSERT_OK(Save(other, reviewer_));
  v1::ListDraftsRequest list;
  list.set_village("areas/07207001");
  list.set_page_size(1);
  ASSERT_OK_AND_ASSIGN(
      v1::ListDraftsResponse page,
      server_.Call(*drafts_, &v1::SurveyDrafts::Stub::ListDrafts, list,
                   reviewer_));
  ASSERT_THAT(page.drafts(), SizeIs(1));
  list.set_page_token(page.next_page_token());
  ASSERT_OK_AND_ASSIGN(
      page, server_.Call(*drafts_, &v1::SurveyDrafts::Stub::ListDrafts, list,
                         reviewer_));
  ASSERT_THAT(page.drafts(), SizeIs(1));
  EXPECT_EQ(page.drafts(0).survey().review_date(), "b");
  EXPECT_EQ(page.next_page_token(), "");
}

TEST_F(SurveyLifeServiceTest, RefusesADraftThatNamesNothing) {
  v1::SaveDraftRequest request = DraftOf("2021-10-01");
  v1::Survey& survey = *request.mutable_draft()->mutable_survey();
  survey.set_round("2021");
  survey.set_form("sample");
  EXPECT_THAT(FaultsOf(Save(request, reviewer_).status()),
              ElementsAre("draft.survey.round RESOURCE_NAME_MALFORMED",
                          "draft.survey.form RESOURCE_NAME_MALFORMED"));
  request = DraftOf("2021-10-01");
  request.mutable_draft()->mutable_survey()->set_form("forms/none");
  EXPECT_THAT(Save(request, reviewer_),
              StatusIs(StatusCode::kNotFound, "FORM_NOT_FOUND"));
  request = DraftOf(std::string(70'000, 'x'));
  EXPECT_THAT(Save(request, reviewer_),
              StatusIs(StatusCode::kInvalidArgument, "DRAFT_TOO_LARGE"));
}

TEST_F(SurveyLifeServiceTest, TellsTheWarningsOfAFormInItsReceipt) {
  v1::SubmitVisitsRequest request;
  v1::Visit& visit = *request.add_visits();
  visit.set_village("areas/07207001");
  *visit.mutable_survey() = Filled(1);
  visit.mutable_survey()->mutable_survey()->mutable_location()->set_latitude(0);
  const auto submit = [&] {
    return server_.Call(*surveys_, &v1::Surveys::Stub::SubmitVisits, request,
                        reviewer_);
  };
  ASSERT_OK_AND_ASSIGN(v1::SubmitVisitsResponse told, submit());
  EXPECT_FALSE(told.receipts(0).has_error()) << told.DebugString();
  ASSERT_EQ(told.receipts(0).warnings_size(), 1);
  EXPECT_EQ(told.receipts(0).warnings(0).field(), "survey.location");
  EXPECT_EQ(told.receipts(0).warnings(0).rule(), "LOCATION_OUTSIDE_VIETNAM");
  EXPECT_FALSE(told.receipts(0).warnings(0).message_vi().empty());
  ASSERT_OK_AND_ASSIGN(told, submit());
  EXPECT_TRUE(told.receipts(0).repeated_before());
  EXPECT_EQ(told.receipts(0).warnings_size(), 0);
}

TEST_F(SurveyLifeServiceTest, ChecksASurveyWithoutKeepingIt) {
  v1::CheckSurveyRequest request;
  *request.mutable_survey() = Filled(1).survey();
  const auto check = [&] {
    return server_.Call(*surveys_, &v1::Surveys::Stub::CheckSurvey, request,
                        reviewer_);
  };
  const auto rules = [](const auto& faults) {
    std::vector<std::string> told;
    for (const v1::FieldFault& fault : faults) {
      EXPECT_FALSE(fault.message_vi().empty());
      told.push_back(fault.field() + " " + fault.rule());
    }
    return told;
  };
  ASSERT_OK_AND_ASSIGN(v1::CheckSurveyResponse response, check());
  EXPECT_THAT(rules(response.faults()), IsEmpty());
  EXPECT_THAT(rules(response.warnings()), IsEmpty());
  EXPECT_THAT(Get("surveys/" + CountedIds::Of(1).ToString()),
              StatusIs(StatusCode::kNotFound, "SURVEY_NOT_FOUND"));

  v1::Survey& survey = *request.mutable_survey();
  survey.mutable_answers(0)->set_choice("gold");
  survey.set_round("2021");
  survey.mutable_location()->set_latitude(0);
  ASSERT_OK_AND_ASSIGN(response, check());
  EXPECT_THAT(rules(response.faults()),
              ElementsAre("survey.round RESOURCE_NAME_MALFORMED",
                          "survey.answers[0] OPTION_UNKNOWN"));
  EXPECT_THAT(rules(response.warnings()),
              ElementsAre("survey.location LOCATION_OUTSIDE_VIETNAM"));

  ASSERT_OK(Submit(Filled(1)));
  *request.mutable_survey() = Filled(2).survey();
  ASSERT_OK_AND_ASSIGN(response, check());
  EXPECT_THAT(rules(response.faults()),
              ElementsAre("survey.replaces SURVEY_EXISTS"));
  request.mutable_survey()->set_form("forms/none");
  ASSERT_OK_AND_ASSIGN(response, check());
  EXPECT_THAT(rules(response.faults()),
              ElementsAre("survey.form FORM_NOT_FOUND"));
}

TEST_F(SurveyLifeServiceTest, KeepsTheLocationAsAMillionthOfADegree) {
  v1::SubmitSurveyRequest request = Filled(1);
  v1::SurveyLocation& location = *request.mutable_survey()->mutable_location();
  location.set_latitude(21.27312345);
  location.set_longitude(106.1945678);
  location.set_accuracy_m(12);
  location.mutable_time()->set_seconds(1'633'000'000);
  ASSERT_OK_AND_ASSIGN(const v1::Survey survey, Submit(request));
  EXPECT_DOUBLE_EQ(survey.location().latitude(), 21.273123);
  EXPECT_DOUBLE_EQ(survey.location().longitude(), 106.194568);
  EXPECT_EQ(survey.location().accuracy_m(), 12);
  EXPECT_EQ(survey.location().time().seconds(), 1'633'000'000);
  EXPECT_FALSE(survey.location().outside_vietnam());
  EXPECT_OK(Submit(request));

  request = Filled(2, 1, survey.name());
  request.mutable_survey()->mutable_location()->set_latitude(
      std::numeric_limits<double>::quiet_NaN());
  request.mutable_survey()->mutable_location()->set_longitude(1e300);
  EXPECT_THAT(FaultsOf(Submit(request).status()),
              ElementsAre("survey.location.latitude LOCATION_OUT_OF_RANGE",
                          "survey.location.longitude LOCATION_OUT_OF_RANGE"));
  request.mutable_survey()->mutable_location()->set_latitude(0);
  request.mutable_survey()->mutable_location()->set_longitude(0);
  ASSERT_OK_AND_ASSIGN(const v1::Survey at_sea, Submit(request));
  EXPECT_TRUE(at_sea.location().outside_vietnam());
}

TEST_F(SurveyLifeServiceTest, ListsByStatusAndKind) {
  ASSERT_OK_AND_ASSIGN(const v1::Survey survey, Submit(Filled(1)));
  v1::ListSurveysRequest request;
  request.set_village("areas/07207001");
  request.set_round("rounds/2021-tong-ra-soat");
  const auto count = [&] {
    auto listed = server_.Call(*surveys_, &v1::Surveys::Stub::ListSurveys,
                               request, officer_);
    EXPECT_OK(listed);
    return listed.ok() ? listed->surveys_size() : -1;
  };
  request.set_status(v1::SURVEY_STATUS_ACCEPTED);
  EXPECT_EQ(count(), 0);
  ASSERT_OK(Accept(AcceptOf(survey), officer_));
  EXPECT_EQ(count(), 1);
  request.set_form_kind(v1::FORM_KIND_SCREENING);
  EXPECT_EQ(count(), 0);
}

}  // namespace
}  // namespace rasoat::registry

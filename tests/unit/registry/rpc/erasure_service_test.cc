// Whom the services of erasures and legal holds refuse, through a real server
// over stores in memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "services/common/status/error.h"
#include "services/registry/rpc/names.h"
#include "tests/support/counted_ids.h"
#include "tests/support/fake_clock.h"
#include "tests/support/registry/memory_attachments.h"
#include "tests/support/registry/memory_erasures.h"
#include "tests/support/registry/memory_registry.h"
#include "tests/support/registry/registry_server.h"
#include "tests/support/registry/samples.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using absl::StatusCode;
using ::testing::ElementsAre;
using ::testing::SizeIs;
using Erasures = v1::Erasures::Stub;
using Holds = v1::LegalHolds::Stub;

constexpr std::size_t kHouseholds = sizeof("households/") - 1;
constexpr char kId[] = "01HZZZZZZZZZZZZZZZZZZZZZZ1";
constexpr char kName[] = "erasures/01HZZZZZZZZZZZZZZZZZZZZZZ1";

class ErasureServiceTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK(area_store_.Import(
        [](const AreaBook& book) { return PlanImport(book, SampleAreas()); },
        absl::InfiniteFuture()));
    const std::vector<NewVisit> visits = {{.household = SampleHousehold(1)},
                                          {.household = SampleHousehold(2)}};
    ASSERT_OK(store_.Take(visits, absl::InfiniteFuture()));
  }

  std::string As(api::v1::Role role, const std::string& area,
                 const std::string& who) const {
    return server_.Token(role, area, "staff/" + who);
  }

  static v1::CreateErasureRequest Asking(std::uint64_t household = 1) {
    v1::CreateErasureRequest request;
    request.set_erasure_id(kId);
    v1::Erasure& erasure = *request.mutable_erasure();
    erasure.set_household(NameOf(IdNumber<HouseholdId>(household)));
    erasure.set_reason("theo đơn của chủ hộ");
    erasure.set_legal_ground("căn cứ thử");
    return request;
  }
  absl::StatusOr<v1::Erasure> Create(const v1::CreateErasureRequest& request,
                                     const std::string& token) {
    return server_.Call(*erasures_, &Erasures::CreateErasure, request, token);
  }
  absl::StatusOr<v1::Erasure> Approve(const std::string& token,
                                      const std::string& name = kName) {
    v1::ApproveErasureRequest request;
    request.set_name(name);
    return server_.Call(*erasures_, &Erasures::ApproveErasure, request, token);
  }
  absl::StatusOr<v1::Erasure> Reject(const std::string& remark,
                                     const std::string& token) {
    v1::RejectErasureRequest request;
    request.set_name(kName);
    request.set_remark(remark);
    return server_.Call(*erasures_, &Erasures::RejectErasure, request, token);
  }
  absl::StatusOr<v1::LegalHold> Hold(const std::string& reason,
                                     const std::string& token,
                                     std::uint64_t household = 1) {
    v1::CreateLegalHoldRequest request;
    request.mutable_legal_hold()->set_household(
        NameOf(IdNumber<HouseholdId>(household)));
    request.mutable_legal_hold()->set_reason(reason);
    return server_.Call(*holds_, &Holds::CreateLegalHold, request, token);
  }
  absl::Status Release(const std::string& reason, const std::string& token) {
    v1::ReleaseLegalHoldRequest request;
    request.set_name("legalHolds/" +
                     NameOf(IdNumber<HouseholdId>(1)).substr(kHouseholds));
    request.set_reason(reason);
    return server_.Call(*holds_, &Holds::ReleaseLegalHold, request, token)
        .status();
  }

  static std::vector<std::string> RulesOf(const absl::Status& status) {
    std::vector<std::string> rules;
    for (const Violation& one : ViolationsOf(status)) {
      EXPECT_FALSE(one.vi.empty());
      EXPECT_FALSE(one.en.empty());
      rules.push_back(one.field + " " + one.rule);
    }
    return rules;
  }

  FakeClock clock_;
  CountedIds ids_;
  MemoryAreaStore area_store_;
  MemoryRegistry store_{clock_};
  MemoryErasures erasure_store_{store_};
  MemoryAttachments attachments_{store_, store_};
  RegistryServer server_{{.areas = area_store_,
                          .households = store_,
                          .surveys = store_,
                          .visits = store_,
                          .reviews = store_,
                          .drafts = store_,
                          .attachments = attachments_,
                          .erasures = &erasure_store_},
                         clock_,
                         ids_};
  std::unique_ptr<Erasures> erasures_ = server_.Stub<v1::Erasures>();
  std::unique_ptr<Holds> holds_ = server_.Stub<v1::LegalHolds>();
  const std::string commune_ = As(api::v1::ROLE_COMMUNE_OFFICER, "07207", "xa");
  const std::string other_commune_ =
      As(api::v1::ROLE_COMMUNE_OFFICER, "07207", "xa-hai");
  const std::string district_ =
      As(api::v1::ROLE_DISTRICT_OFFICER, "213", "huyen");
  const std::string province_ =
      As(api::v1::ROLE_PROVINCE_OFFICER, "24", "tinh");
  const std::string reviewer_ =
      As(api::v1::ROLE_REVIEWER, "07207001", "dieu-tra");
};

TEST_F(ErasureServiceTest, RefusesARequestThatIsNotWhole) {
  v1::CreateErasureRequest request = Asking();
  request.mutable_erasure()->clear_reason();
  request.mutable_erasure()->set_legal_ground("hai\ndòng");
  const absl::Status refused = Create(request, commune_).status();
  EXPECT_EQ(refused.code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(RulesOf(refused),
              ElementsAre("erasure.reason REASON_MALFORMED",
                          "erasure.legal_ground LEGAL_GROUND_MALFORMED"));
  request = Asking();
  request.set_erasure_id("x");
  EXPECT_THAT(Create(request, commune_), StatusIs(StatusCode::kInvalidArgument,
                                                  "RESOURCE_NAME_MALFORMED"));
  request = Asking();
  request.mutable_erasure()->set_member("99");
  EXPECT_THAT(Create(request, commune_),
              StatusIs(StatusCode::kNotFound, "MEMBER_NOT_FOUND"));
  EXPECT_THAT(Create(Asking(9), commune_),
              StatusIs(StatusCode::kNotFound, "HOUSEHOLD_NOT_FOUND"));
}

TEST_F(ErasureServiceTest, RefusesWhoHasNothingToAsk) {
  EXPECT_EQ(Create(Asking(), reviewer_).status().code(),
            StatusCode::kPermissionDenied);
  EXPECT_EQ(Create(Asking(), As(api::v1::ROLE_COMMUNE_OFFICER, "07210", "xa"))
                .status()
                .code(),
            StatusCode::kPermissionDenied);
}

TEST_F(ErasureServiceTest, TakesTheSameRequestOnceAndNoOtherUnderItsId) {
  ASSERT_OK_AND_ASSIGN(const v1::Erasure first, Create(Asking(), commune_));
  EXPECT_EQ(first.name(), kName);
  EXPECT_EQ(first.creator(), "staff/xa");
  EXPECT_OK(Create(Asking(), commune_));
  EXPECT_THAT(Create(Asking(2), commune_),
              StatusIs(StatusCode::kAlreadyExists, "ERASURE_EXISTS"));
}

TEST_F(ErasureServiceTest, AnotherApprovesOnceAndWithoutAHold) {
  ASSERT_OK(Create(Asking(), district_));
  EXPECT_THAT(Approve(district_), StatusIs(StatusCode::kPermissionDenied,
                                           "ERASURE_OF_OWN_REQUEST"));
  EXPECT_EQ(Approve(commune_).status().code(), StatusCode::kPermissionDenied);
  EXPECT_THAT(Approve(province_, "erasures/01HZZZZZZZZZZZZZZZZZZZZZZ9"),
              StatusIs(StatusCode::kNotFound, "ERASURE_NOT_FOUND"));
  ASSERT_OK(Hold("khiếu nại", province_));
  EXPECT_THAT(Approve(province_),
              StatusIs(StatusCode::kFailedPrecondition, "LEGAL_HOLD"));
  v1::CreateErasureRequest again = Asking();
  again.set_erasure_id("01HZZZZZZZZZZZZZZZZZZZZZZ2");
  EXPECT_THAT(Create(again, commune_),
              StatusIs(StatusCode::kFailedPrecondition, "LEGAL_HOLD"));
  ASSERT_OK(Release("đã giải quyết", province_));
  ASSERT_OK_AND_ASSIGN(const v1::Erasure done, Approve(province_));
  EXPECT_EQ(done.state(), v1::ERASURE_STATE_DONE);
  EXPECT_EQ(done.decider(), "staff/tinh");
  EXPECT_EQ(store_.All()[0].members[0].full_name, "");
  EXPECT_NE(store_.All()[1].members[0].full_name, "");
  EXPECT_OK(Approve(province_)) << "a repeat";
  EXPECT_THAT(Reject("nhầm", district_),
              StatusIs(StatusCode::kFailedPrecondition, "ERASURE_DECIDED"));
}

TEST_F(ErasureServiceTest, ARequestIsTakenBackByWhoAskedOrRejectedFromAbove) {
  ASSERT_OK(Create(Asking(), commune_));
  EXPECT_THAT(Reject("", district_),
              StatusIs(StatusCode::kInvalidArgument, "REASON_MALFORMED"));
  EXPECT_THAT(Reject("không cần", other_commune_),
              StatusIs(StatusCode::kPermissionDenied, "ERASURE_OF_ANOTHER"));
  ASSERT_OK_AND_ASSIGN(const v1::Erasure back, Reject("rút lại", commune_));
  EXPECT_EQ(back.state(), v1::ERASURE_STATE_REJECTED);
  EXPECT_THAT(Approve(district_),
              StatusIs(StatusCode::kFailedPrecondition, "ERASURE_DECIDED"));
  EXPECT_NE(store_.All()[0].members[0].full_name, "");
}

TEST_F(ErasureServiceTest, ListsWhatLiesInTheArea) {
  ASSERT_OK(Create(Asking(), commune_));
  v1::ListErasuresRequest request;
  request.set_area("areas/07207");
  ASSERT_OK_AND_ASSIGN(
      const auto all,
      server_.Call(*erasures_, &Erasures::ListErasures, request, commune_));
  EXPECT_THAT(all.erasures(), SizeIs(1));
  request.set_state(v1::ERASURE_STATE_DONE);
  ASSERT_OK_AND_ASSIGN(
      const auto done,
      server_.Call(*erasures_, &Erasures::ListErasures, request, commune_));
  EXPECT_THAT(done.erasures(), SizeIs(0));
  request.set_page_token("nonsense");
  EXPECT_THAT(
      server_.Call(*erasures_, &Erasures::ListErasures, request, commune_),
      StatusIs(StatusCode::kInvalidArgument, "PAGE_TOKEN_WRONG"));
  request.clear_page_token();
  request.clear_area();
  EXPECT_THAT(
      server_.Call(*erasures_, &Erasures::ListErasures, request, commune_),
      StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
}

TEST_F(ErasureServiceTest, AHoldIsSetWithAReasonByTheDistrictOrAbove) {
  EXPECT_THAT(RulesOf(Hold("", district_).status()),
              ElementsAre("legal_hold.reason REASON_MALFORMED"));
  EXPECT_EQ(Hold("khiếu nại", commune_).status().code(),
            StatusCode::kPermissionDenied);
  EXPECT_THAT(Hold("khiếu nại", district_, 9),
              StatusIs(StatusCode::kNotFound, "HOUSEHOLD_NOT_FOUND"));
}

TEST_F(ErasureServiceTest, AHoldIsChangedAndReleasedFromItsTierOrAbove) {
  EXPECT_THAT(Release("nhầm", district_),
              StatusIs(StatusCode::kNotFound, "LEGAL_HOLD_NOT_FOUND"));
  ASSERT_OK(Hold("thanh tra", province_));
  EXPECT_THAT(Hold("khiếu nại", district_),
              StatusIs(StatusCode::kPermissionDenied, "LEGAL_HOLD_FROM_ABOVE"));
  EXPECT_THAT(Release("xong", district_),
              StatusIs(StatusCode::kPermissionDenied, "LEGAL_HOLD_FROM_ABOVE"));
  EXPECT_THAT(RulesOf(Release("", province_)),
              ElementsAre("reason REASON_MALFORMED"));
  ASSERT_OK(Hold("xét xử", province_));
  ASSERT_OK(Release("xong", province_));
  v1::ListPastLegalHoldsRequest request;
  request.set_parent(NameOf(IdNumber<HouseholdId>(1)));
  ASSERT_OK_AND_ASSIGN(
      const auto past,
      server_.Call(*holds_, &Holds::ListPastLegalHolds, request, district_));
  ASSERT_THAT(past.past_legal_holds(), SizeIs(2));
  EXPECT_EQ(past.past_legal_holds(0).legal_hold().reason(), "xét xử");
  EXPECT_EQ(past.past_legal_holds(0).end_reason(), "xong");
  EXPECT_EQ(past.past_legal_holds(1).legal_hold().reason(), "thanh tra");
  EXPECT_EQ(past.past_legal_holds(1).end_reason(), "");
}

}  // namespace
}  // namespace rasoat::registry

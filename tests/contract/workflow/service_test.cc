// The services through a real in-process server: signed in, let in, refused.
#include <grpcpp/grpcpp.h>

#include <optional>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/access/guard.h"
#include "services/common/access/verifier.h"
#include "services/common/feed/watch.h"
#include "services/common/metrics/metrics.h"
#include "services/common/rpc/calls.h"
#include "services/common/rpc/client_call.h"
#include "services/common/rpc/status_wire.h"
#include "services/workflow/rpc/area_of_resource.h"
#include "services/workflow/rpc/preparation_service.h"
#include "services/workflow/rpc/rounds_service.h"
#include "services/workflow/rpc/staff_services.h"
#include "services/workflow/rpc/workflow_feed_service.h"
#include "tests/contract/workflow/workflow_fixture.h"

namespace rasoat::workflow {
namespace {

using absl::StatusCode;
using testing::ElementsAre;

constexpr PasswordCost kCheap{.passes = 1, .bytes = 8192};
constexpr char kPassword[] = "mật khẩu đủ dài";

/// Everything workflowd serves, on the fixture's stores.
class Served {
 public:
  Served(feed::Feed& feed, const Clock& clock, IdSource& ids,
         const ProcedureCatalog& procedures, RoundStore& rounds,
         VillageStore& villages, PreparationStore& preparation,
         StaffStore& staff, AccountStore& accounts, ReadModelStore& read_models)
      : tree_(
            [&read_models]()
                -> absl::StatusOr<std::vector<access::AreaParent>> {
              RASOAT_ASSIGN_OR_RETURN(
                  auto lines,
                  read_models.Tree(SystemClock().Now() + absl::Seconds(30)));
              std::vector<access::AreaParent> parents;
              for (const AreaLine& line : lines) {
                parents.push_back({line.area.value, line.parent.value});
              }
              return parents;
            },
            clock),
        places_(preparation, staff),
        guard_(*access::Guard::Build(
            *access::FindServices({"rasoat.workflow.v1.Rounds",
                                   "rasoat.workflow.v1.Preparation",
                                   "rasoat.workflow.v1.StaffRoster",
                                   "rasoat.workflow.v1.Accounts",
                                   "rasoat.workflow.v1.WorkflowFeed"}),
            tree_, &places_)),
        people_(*access::Signer::FromSeed(
            "people", absl::Base64Escape(std::string(32, '7')))),
        verifier_(*access::Trust::Parse(
            absl::StrCat("people:", people_.PublicKey()))),
        calls_({.guard = guard_,
                .verifier = verifier_,
                .clock = clock,
                .ids = ids,
                .metrics = metrics_,
                .log = rpc::LogCalls::kErrors}),
        watch_(feed,
               [this](absl::string_view above, absl::string_view below) {
                 return tree_.Contains(above, below);
               }),
        rounds_(calls_, procedures, rounds, villages),
        preparation_(calls_, rounds, preparation),
        roster_(calls_, tree_, staff),
        accounts_(calls_, tree_, staff, accounts, passwords_, people_),
        feed_(calls_, watch_) {
    grpc::ServerBuilder builder;
    builder.RegisterService(&rounds_)
        .RegisterService(&preparation_)
        .RegisterService(&roster_)
        .RegisterService(&accounts_)
        .RegisterService(&feed_);
    server_ = builder.BuildAndStart();
    channel_ = server_->InProcessChannel({});
  }
  ~Served() {
    watch_.Shutdown();
    server_->Shutdown();
  }

  std::shared_ptr<grpc::Channel> channel() { return channel_; }

 private:
  metrics::Registry metrics_;
  access::StoredAreaTree tree_;
  AreaOfResource places_;
  access::Guard guard_;
  access::Signer people_;
  access::Verifier verifier_;
  rpc::Calls calls_;
  feed::WatchSource watch_;
  Passwords passwords_{kCheap};
  RoundsService rounds_;
  PreparationService preparation_;
  StaffRosterService roster_;
  AccountsService accounts_;
  WorkflowFeedService feed_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

class ServiceTest : public WorkflowTest {
 protected:
  void SetUp() override {
    WorkflowTest::SetUp();
    Passwords passwords(kCheap);
    ASSERT_OK(
        MakeFirstAccount(*accounts_, passwords, "admin", kPassword, Soon()));
    served_.emplace(*feed_, clock_, ids_, procedures_, *rounds_, *villages_,
                    *preparation_, *staff_, *accounts_, *read_models_);
    admin_ = SignIn("admin");
  }

  /// Makes one call with the token of somebody; empty: nobody.
  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Call(
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request, const std::string& token) {
    auto stub = std::make_unique<Stub>(served_->channel());
    grpc::ClientContext context;
    rpc::Prepare(context, Soon(), token, "");
    Response response;
    const grpc::Status status = (*stub.*method)(&context, request, &response);
    if (!status.ok()) return rpc::FromWire(status);
    return response;
  }

  std::string SignIn(const std::string& account) {
    v1::SignInRequest request;
    request.set_account(account);
    request.set_password(kPassword);
    auto session = Call(&v1::Accounts::Stub::SignIn, request, "");
    EXPECT_OK(session);
    return session.ok() ? session->token() : "";
  }

  static v1::Staff Person(const std::string& id, const std::string& area,
                          std::optional<api::v1::Role> role) {
    v1::Staff staff;
    staff.set_name("staff/" + id);
    staff.set_full_name("Nguyễn Thị " + id);
    staff.set_area("areas/" + area);
    staff.set_position(v1::POSITION_COMMITTEE_MEMBER);
    if (role) {
      staff.add_grants()->set_role(*role);
      staff.mutable_grants(0)->set_area(area);
    }
    return staff;
  }
  absl::StatusOr<v1::BatchCreateStaffResponse> AddPerson(
      const v1::Staff& staff, const std::string& token) {
    v1::BatchCreateStaffRequest request;
    *request.add_staff() = staff;
    return Call(&v1::StaffRoster::Stub::BatchCreateStaff, request, token);
  }
  absl::StatusOr<v1::Account> SetAccount(const std::string& id,
                                         const std::string& token) {
    v1::SetAccountRequest request;
    request.set_name("staff/" + id);
    request.set_account(id);
    request.set_password(kPassword);
    return Call(&v1::Accounts::Stub::SetAccount, request, token);
  }
  /// A person with one grant, signed in.
  std::string Somebody(const std::string& id, const std::string& area,
                       api::v1::Role role) {
    EXPECT_OK(AddPerson(Person(id, area, role), admin_));
    EXPECT_OK(SetAccount(id, admin_));
    return SignIn(id);
  }

  absl::StatusOr<v1::Round> CreateRound() {
    PutStandards("bg-2021");
    v1::CreateRoundRequest request;
    request.set_round_id("bg-2021");
    request.mutable_round()->mutable_title()->set_vi("Tổng rà soát");
    request.mutable_round()->mutable_title()->set_en("General review");
    request.mutable_round()->set_area("areas/24");
    request.mutable_round()->set_procedure("procedures/general-review-2021");
    request.mutable_round()->set_start_date("2021-09-01");
    request.mutable_round()->set_end_date("2021-12-14");
    return Call(&v1::Rounds::Stub::CreateRound, request, admin_);
  }
  absl::StatusOr<v1::Village> CompleteStep(const std::string& village, int step,
                                           const std::string& date,
                                           const std::string& token,
                                           const std::string& etag = "") {
    v1::CompleteStepRequest request;
    request.set_name("rounds/bg-2021/villages/" + village);
    request.set_step(step);
    request.set_date(date);
    request.set_etag(etag);
    return Call(&v1::Rounds::Stub::CompleteStep, request, token);
  }

  CountedIds ids_;
  std::optional<Served> served_;
  std::string admin_;
};

TEST_F(ServiceTest, WhoSignedInMayMoveTheOwnVillagesAndNoOthers) {
  ASSERT_OK(CreateRound());
  const std::string officer =
      Somebody("can-bo-xa", "07201", api::v1::ROLE_COMMUNE_OFFICER);
  ASSERT_OK_AND_ASSIGN(v1::Village moved,
                       CompleteStep("07201001", 1, "2021-09-05", officer));
  EXPECT_EQ(moved.steps(0).complete_date(), "2021-09-05");
  EXPECT_EQ(moved.steps(1).start_date(), "2021-09-05");
  EXPECT_EQ(moved.etag(), "2");

  EXPECT_THAT(CompleteStep("07204001", 1, "2021-09-05", officer),
              StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
  EXPECT_THAT(CompleteStep("07201001", 1, "2021-09-05", ""),
              StatusIs(StatusCode::kUnauthenticated, "NOT_SIGNED_IN"));
  EXPECT_THAT(CompleteStep("07201001", 1, "2021-09-05", admin_),
              StatusIs(StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"))
      << "an administrator moves no village";
}

TEST_F(ServiceTest, ATokenEndsAfterHalfAnHour) {
  clock_.Advance(absl::Minutes(30) - absl::Microseconds(1));
  v1::ListStaffRequest request;
  request.set_area("*");
  EXPECT_OK(Call(&v1::StaffRoster::Stub::ListStaff, request, admin_));
  clock_.Advance(absl::Microseconds(1));
  EXPECT_THAT(Call(&v1::StaffRoster::Stub::ListStaff, request, admin_),
              StatusIs(StatusCode::kUnauthenticated, "TOKEN_EXPIRED"));
}

TEST_F(ServiceTest, ASessionSaysWhoItIs) {
  v1::SignInRequest request;
  request.set_account("admin");
  request.set_password(kPassword);
  ASSERT_OK_AND_ASSIGN(v1::Session session,
                       Call(&v1::Accounts::Stub::SignIn, request, ""));
  EXPECT_EQ(session.staff().name(), "staff/administrator");
  EXPECT_EQ(session.staff().area(), "areas/*");
  EXPECT_EQ(session.expire_time().seconds(),
            absl::ToUnixSeconds(clock_.Now() + absl::Minutes(30)));
  request.set_password("wrong wrong");
  EXPECT_THAT(Call(&v1::Accounts::Stub::SignIn, request, ""),
              StatusIs(StatusCode::kUnauthenticated, "SIGN_IN_FAILED"));
}

TEST_F(ServiceTest, NobodyGrantsBeyondTheOwnGrants) {
  const std::string district =
      Somebody("huyen", "213", api::v1::ROLE_DISTRICT_OFFICER);
  EXPECT_OK(AddPerson(Person("khong-quyen", "07201", std::nullopt), district));
  EXPECT_OK(AddPerson(
      Person("dong-nghiep", "213", api::v1::ROLE_DISTRICT_OFFICER), district));
  EXPECT_THAT(
      AddPerson(Person("xa", "07201", api::v1::ROLE_COMMUNE_OFFICER), district),
      StatusIs(StatusCode::kPermissionDenied, "GRANT_OUT_OF_REACH"));
  EXPECT_THAT(AddPerson(Person("huyen-khac", "215", std::nullopt), district),
              StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
  EXPECT_THAT(AddPerson(Person("dich-vu", "24", api::v1::ROLE_SERVICE), admin_),
              StatusIs(StatusCode::kPermissionDenied, "GRANT_OUT_OF_REACH"));
  // A password is worth what its person may do.
  ASSERT_OK(
      AddPerson(Person("xa", "07201", api::v1::ROLE_COMMUNE_OFFICER), admin_));
  EXPECT_THAT(SetAccount("xa", district),
              StatusIs(StatusCode::kPermissionDenied, "GRANT_OUT_OF_REACH"));
  EXPECT_OK(SetAccount("khong-quyen", district));
}

TEST_F(ServiceTest, RefusalsNameFieldRuleAndRemedyInBothLanguages) {
  ASSERT_OK(CreateRound());
  const std::string officer =
      Somebody("can-bo-xa", "07201", api::v1::ROLE_COMMUNE_OFFICER);
  const absl::Status refused =
      CompleteStep("07201001", 1, "2021-10-11", officer).status();
  EXPECT_THAT(refused,
              StatusIs(StatusCode::kInvalidArgument, "DATE_IN_FUTURE"));
  const auto violations = ViolationsOf(refused);
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "date");
  EXPECT_THAT(violations[0].vi, testing::HasSubstr("chưa tới"));
  EXPECT_THAT(violations[0].en, testing::HasSubstr("still to come"));
  EXPECT_THAT(CompleteStep("07201001", 1, "10/10/2021", officer),
              StatusIs(StatusCode::kInvalidArgument, "DATE_MALFORMED"));
  EXPECT_THAT(CompleteStep("07201001", 3, "2021-10-10", officer),
              StatusIs(StatusCode::kFailedPrecondition, "STEP_OUT_OF_ORDER"));
  EXPECT_THAT(CompleteStep("07201001", 1, "2021-10-10", officer, "x"),
              StatusIs(StatusCode::kInvalidArgument, "ETAG_MALFORMED"));
  EXPECT_THAT(CompleteStep("07201001", 1, "2021-10-10", officer, "9"),
              StatusIs(StatusCode::kAborted, "STALE_VILLAGE"));
}

TEST_F(ServiceTest, ARoundIsCreatedReadAndListed) {
  ASSERT_OK_AND_ASSIGN(v1::Round created, CreateRound());
  EXPECT_EQ(created.name(), "rounds/bg-2021");
  EXPECT_EQ(created.village_count(), 4);
  EXPECT_TRUE(created.training());
  v1::GetRoundRequest get;
  get.set_name("rounds/bg-2021");
  ASSERT_OK_AND_ASSIGN(v1::Round read,
                       Call(&v1::Rounds::Stub::GetRound, get, admin_));
  EXPECT_EQ(read.SerializeAsString(), created.SerializeAsString());
  ASSERT_OK_AND_ASSIGN(auto rounds, Call(&v1::Rounds::Stub::ListRounds,
                                         v1::ListRoundsRequest(), admin_));
  EXPECT_EQ(rounds.rounds_size(), 1);
  v1::GetProcedureRequest procedure;
  procedure.set_name(created.procedure());
  ASSERT_OK_AND_ASSIGN(auto shown,
                       Call(&v1::Rounds::Stub::GetProcedure, procedure, ""));
  EXPECT_EQ(shown.steps(3).origin().mark(), v1::MARK_VERIFIED);
}

TEST_F(ServiceTest, VillagesAreListedPageByPage) {
  ASSERT_OK(CreateRound());
  v1::ListVillagesRequest request;
  request.set_round("rounds/bg-2021");
  request.set_area("areas/24");
  request.set_page_size(3);
  std::vector<std::string> names;
  do {
    ASSERT_OK_AND_ASSIGN(
        auto page, Call(&v1::Rounds::Stub::ListVillages, request, admin_));
    for (const auto& village : page.villages()) {
      names.push_back(village.name().substr(24));
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(names, kVillages);
  request.set_page_size(-1);
  EXPECT_FALSE(Call(&v1::Rounds::Stub::ListVillages, request, admin_).ok());
}

TEST_F(ServiceTest, ThePreparationIsRecordedByWhoeverIsInCharge) {
  ASSERT_OK(CreateRound());
  const std::string district =
      Somebody("huyen", "213", api::v1::ROLE_DISTRICT_OFFICER);
  v1::RecordMilestonesRequest milestones;
  milestones.set_round("rounds/bg-2021");
  v1::Milestone& one = *milestones.add_milestones();
  one.set_area("areas/213");
  one.set_kind("district-plan");
  one.set_date("2021-09-02");
  ASSERT_OK_AND_ASSIGN(
      auto recorded,
      Call(&v1::Preparation::Stub::RecordMilestones, milestones, district));
  EXPECT_EQ(recorded.created_count(), 1);
  one.set_area("areas/215");
  EXPECT_THAT(
      Call(&v1::Preparation::Stub::RecordMilestones, milestones, district),
      StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));

  v1::CreateTrainingClassRequest create;
  create.set_round("rounds/bg-2021");
  create.set_training_class_id("lop-1");
  create.mutable_training_class()->set_organizer("areas/24");
  create.mutable_training_class()->set_topic("Phiếu B");
  create.mutable_training_class()->set_form(v1::TRAINING_FORM_ONLINE);
  create.mutable_training_class()->set_start_date("2021-09-08");
  create.mutable_training_class()->set_end_date("2021-09-09");
  ASSERT_OK(Call(&v1::Preparation::Stub::CreateTrainingClass, create, admin_));
  v1::RecordAttendanceRequest attend;
  attend.set_name("rounds/bg-2021/trainingClasses/lop-1");
  attend.add_attendees("staff/huyen");
  EXPECT_THAT(Call(&v1::Preparation::Stub::RecordAttendance, attend, district),
              StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"))
      << "the class is the province's";
  ASSERT_OK_AND_ASSIGN(
      auto attended,
      Call(&v1::Preparation::Stub::RecordAttendance, attend, admin_));
  EXPECT_EQ(attended.attendee_count(), 1);
  attend.clear_attendees();
  EXPECT_THAT(Call(&v1::Preparation::Stub::RecordAttendance, attend, admin_),
              StatusIs(StatusCode::kInvalidArgument, "COUNT_WRONG"));
}

TEST_F(ServiceTest, WhatHappenedIsWatched) {
  ASSERT_OK(CreateRound());
  grpc::ClientContext context;
  rpc::Prepare(context, Soon(), admin_, "");
  auto stub = v1::WorkflowFeed::NewStub(served_->channel());
  rasoat::feed::v1::WatchRequest request;
  request.set_until_now(true);
  request.set_area("213");
  auto reader = stub->Watch(&context, request);
  rasoat::feed::v1::WatchResponse batch;
  std::vector<std::string> subjects;
  while (reader->Read(&batch)) {
    for (const auto& change : batch.changes()) {
      subjects.push_back(change.subject());
    }
  }
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_THAT(subjects, ElementsAre("rounds/bg-2021/villages/07201001",
                                    "rounds/bg-2021/villages/07201002",
                                    "rounds/bg-2021/villages/07204001"));
}

}  // namespace
}  // namespace rasoat::workflow

#include "services/common/rpc/calls.h"

#include <atomic>
#include <stdexcept>
#include <thread>

#include "absl/synchronization/notification.h"
#include "services/common/clock/clock.h"
#include "tests/unit/common/rpc/calls_fixture.h"

namespace rasoat::rpc {
namespace {

using absl::StatusCode;
using testing::HasSubstr;
using testing::Not;
using workflow::v1::Staff;

using CallsTest = CallsFixture;

constexpr char kGet[] = "rasoat.workflow.v1.StaffRoster/GetStaff";

TEST_F(CallsTest, GivesTheHandlerTheCallerAndTheTime) {
  on_get_ = [&](const Call& call) -> absl::StatusOr<Staff> {
    EXPECT_EQ(call.identity->subject, "staff/an");
    EXPECT_EQ(call.now, clock_.Now());
    EXPECT_EQ(call.request_id, "req-1");
    EXPECT_FALSE(call.Cancelled());
    Staff staff;
    staff.set_full_name("An");
    return staff;
  };
  Serve();
  EXPECT_OK(Get(Officer(), "staff/an", "req-1"));
}

TEST_F(CallsTest, ReturnsTheAnswer) {
  on_get_ = [](const Call&) -> absl::StatusOr<Staff> {
    Staff staff;
    staff.set_full_name("An");
    return staff;
  };
  Serve();
  grpc::ClientContext context;
  Prepare(context, absl::InfiniteFuture(), Officer(), "");
  workflow::v1::GetStaffRequest request;
  request.set_name("staff/an");
  Staff response;
  ASSERT_TRUE(stub_->GetStaff(&context, request, &response).ok());
  EXPECT_EQ(response.full_name(), "An");
}

TEST_F(CallsTest, MintsARequestIdWhereNoneOrAnOddOneCame) {
  std::vector<std::string> seen;
  on_get_ = [&](const Call& call) {
    seen.push_back(call.request_id);
    return Staff();
  };
  Serve();
  EXPECT_OK(Get(Officer()));
  EXPECT_OK(Get(Officer(), "staff/an", "a b"));
  EXPECT_OK(Get(Officer(), "staff/an", std::string(65, 'x')));
  EXPECT_EQ(seen, (std::vector<std::string>{CountedIds::Of(1).ToString(),
                                            CountedIds::Of(2).ToString(),
                                            CountedIds::Of(3).ToString()}));
}

TEST_F(CallsTest, GivesThirtySecondsToWhoSetsNoDeadline) {
  const SystemClock wall;
  absl::Time deadline;
  on_get_ = [&](const Call& call) {
    deadline = call.deadline;
    return Staff();
  };
  Serve();
  const absl::Time before = wall.Now();
  EXPECT_OK(Get(Officer()));
  EXPECT_GE(deadline, before + Calls::kDefaultDeadline);
  EXPECT_LE(deadline, wall.Now() + Calls::kDefaultDeadline);
}

TEST_F(CallsTest, PassesTheCallersDeadlineOn) {
  // Below a minute and a half, above which whole seconds travel.
  const absl::Time want = SystemClock().Now() + absl::Seconds(20);
  absl::Time deadline;
  on_get_ = [&](const Call& call) {
    deadline = call.deadline;
    return Staff();
  };
  Serve();
  grpc::ClientContext context;
  Prepare(context, want, Officer(), "");
  workflow::v1::GetStaffRequest request;
  request.set_name("staff/an");
  Staff response;
  ASSERT_TRUE(stub_->GetStaff(&context, request, &response).ok());
  EXPECT_LT(absl::AbsDuration(deadline - want), absl::Seconds(1));
}

TEST_F(CallsTest, RefusesWhoIsNotSignedIn) {
  Serve();
  for (const absl::Status& status : {Get(""), List(""), Watch("")}) {
    EXPECT_THAT(status,
                StatusIs(StatusCode::kUnauthenticated, "NOT_SIGNED_IN"));
    EXPECT_EQ(ViolationsOf(status).size(), 1u);
  }
}

TEST_F(CallsTest, RefusesATokenThatIsWrongOrOver) {
  Serve();
  const std::string token = Officer();
  EXPECT_OK(Get(token));
  EXPECT_THAT(Get(token + "x"),
              StatusIs(StatusCode::kUnauthenticated, "TOKEN_INVALID"));
  clock_.Advance(absl::Minutes(30));
  EXPECT_THAT(Get(token),
              StatusIs(StatusCode::kUnauthenticated, "TOKEN_EXPIRED"));
  EXPECT_THAT(List(token),
              StatusIs(StatusCode::kUnauthenticated, "TOKEN_EXPIRED"));
}

TEST_F(CallsTest, RefusesAnotherScheme) {
  Serve();
  for (const char* value : {"Basic YTpi", "Bearer", "Bearer  x"}) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", value);
    Staff response;
    EXPECT_THAT(FromWire(stub_->GetStaff(&context, {}, &response)),
                StatusIs(StatusCode::kUnauthenticated, "TOKEN_INVALID"))
        << value;
  }
}

TEST_F(CallsTest, TakesTheSchemeInAnyCase) {
  Serve();
  grpc::ClientContext context;
  context.AddMetadata("authorization", "bearer " + Officer());
  workflow::v1::GetStaffRequest request;
  request.set_name("staff/an");
  Staff response;
  EXPECT_TRUE(stub_->GetStaff(&context, request, &response).ok());
}

TEST_F(CallsTest, EnforcesTheRule) {
  bool ran = false;
  on_get_ = [&](const Call&) {
    ran = true;
    return Staff();
  };
  Serve();
  const std::string reviewer =
      people_.Issue("staff/binh", {{api::v1::ROLE_REVIEWER, "07207"}},
                    clock_.Now(), absl::Minutes(30));
  EXPECT_THAT(Get(reviewer),
              StatusIs(StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  EXPECT_THAT(Get(Officer("07210")),
              StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
  EXPECT_THAT(Get(Officer(), "staff/nobody"),
              StatusIs(StatusCode::kNotFound, "STAFF_NOT_FOUND"));
  EXPECT_THAT(List(Officer("07210")),
              StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
  EXPECT_FALSE(ran);
}

TEST_F(CallsTest, LetsAnybodySignInWhateverTokenTheyStillSend) {
  Serve();
  const std::string token = Officer();
  EXPECT_EQ(*SignIn(""), "nobody");
  EXPECT_EQ(*SignIn("junk"), "nobody");
  EXPECT_EQ(*SignIn(token), "staff/an");
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(*SignIn(token), "nobody");
}

TEST_F(CallsTest, AdmitsStreamsByTheSameRule) {
  Serve();
  EXPECT_THAT(Watch(Officer()),
              StatusIs(StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  access::OwnToken own(service_, clock_);
  EXPECT_THAT(Watch(own.Current()), StatusIs(StatusCode::kAborted, "LET_IN"));
  EXPECT_EQ(admitted_->identity->subject, "services/workflow");
  EXPECT_EQ(admitted_->deadline, absl::InfiniteFuture());
}

TEST_F(CallsTest, StreamsMessageByMessageUntilThereIsNoMore) {
  Serve(/*workers=*/1, /*queue_capacity=*/1);
  on_watch_ =
      [made = 0](const Call& call,
                 feed::v1::WatchResponse& out) mutable -> absl::StatusOr<bool> {
    EXPECT_EQ(call.identity->subject, "services/workflow");
    EXPECT_LT(call.deadline, absl::InfiniteFuture());
    EXPECT_EQ(out.position(), 0);
    out.set_position(++made);
    return made <= 1000;
  };
  const auto [positions, end] =
      Stream(access::OwnToken(service_, clock_).Current());
  EXPECT_OK(end);
  ASSERT_EQ(positions.size(), 1000u);
  EXPECT_EQ(positions.front(), 1);
  EXPECT_EQ(positions.back(), 1000);
}

TEST_F(CallsTest, EndsAStreamWithWhatWentWrong) {
  Serve();
  const std::string token = access::OwnToken(service_, clock_).Current();
  int made = 0;
  const auto after_two = [&](auto fail) {
    made = 0;
    on_watch_ = [&made, fail](
                    const Call&,
                    feed::v1::WatchResponse& out) -> absl::StatusOr<bool> {
      out.set_position(++made);
      if (made == 3) return fail();
      return true;
    };
    return Stream(token);
  };
  const auto failed = after_two([]() -> absl::StatusOr<bool> {
    return Error(StatusCode::kNotFound, "GONE", "it is gone");
  });
  EXPECT_EQ(failed.first.size(), 2u);
  EXPECT_THAT(failed.second, StatusIs(StatusCode::kNotFound, "GONE"));
  const auto thrown = after_two(
      []() -> absl::StatusOr<bool> { throw std::runtime_error("secret"); });
  EXPECT_EQ(thrown.first.size(), 2u);
  EXPECT_THAT(thrown.second, StatusIs(StatusCode::kInternal, "UNEXPECTED"));
  EXPECT_EQ(Stream("").second.code(), StatusCode::kUnauthenticated);
  EXPECT_THAT(Stream(Officer()).second,
              StatusIs(StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
}

TEST_F(CallsTest, StopsMakingWhatNobodyReads) {
  Serve();
  absl::Notification left;
  std::atomic<int> made = 0;
  on_watch_ = [&](const Call& call,
                  feed::v1::WatchResponse& out) -> absl::StatusOr<bool> {
    out.set_position(++made);
    if (made == 2) {
      left.WaitForNotification();
      while (!call.Cancelled()) std::this_thread::yield();
    }
    return true;
  };
  grpc::ClientContext context;
  Prepare(context, absl::InfiniteFuture(),
          access::OwnToken(service_, clock_).Current(), "");
  auto reader = ScoringFeed::NewStub(channel_)->Watch(&context, {});
  feed::v1::WatchResponse response;
  ASSERT_TRUE(reader->Read(&response));
  context.TryCancel();
  left.Notify();
  while (reader->Read(&response)) {
  }
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  server_->Shutdown();  // waits for the stream
  server_ = nullptr;
  EXPECT_LE(made, 2);
}

TEST_F(CallsTest, CarriesViolationsToTheCallerInBothLanguages) {
  const std::vector<Violation> wrong = {
      {"staff.name", "NAME_TOO_LONG", "Tên quá dài. Hãy rút gọn.",
       "The name is too long. Shorten it."},
      {"staff.area", "AREA_UNKNOWN", "Không có địa bàn này. Hãy chọn lại.",
       "There is no such area. Choose another."}};
  on_get_ = [&](const Call&) -> absl::StatusOr<Staff> {
    return Invalid(wrong);
  };
  Serve();
  EXPECT_EQ(ViolationsOf(Get(Officer())), wrong);
}

TEST_F(CallsTest, TellsOfManyViolationsWithinTheLimitsOfAPeer) {
  const Violation wrong{"answers[12].value", "OPTION_UNKNOWN",
                        "Không có phương án này. Hãy chọn lại phương án.",
                        "There is no such option. Choose another one."};
  on_get_ = [&](const Call&) -> absl::StatusOr<Staff> {
    return Invalid(std::vector<Violation>(500, wrong));
  };
  Serve();
  const absl::Status heard = Get(Officer());
  EXPECT_THAT(heard, StatusIs(StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_GE(ViolationsOf(heard).size(), 10u);
}

TEST_F(CallsTest, TurnsExceptionsIntoInternalAndKeepsTheirText) {
  on_get_ = [](const Call&) -> absl::StatusOr<Staff> {
    throw std::runtime_error("Nguyen Van A");
  };
  on_list_ =
      [](const Call&) -> absl::StatusOr<workflow::v1::ListStaffResponse> {
    throw 7;
  };
  Serve();
  testing::internal::CaptureStderr();
  const absl::Status got = Get(Officer());
  const absl::Status listed = List(Officer());
  const std::string logged = testing::internal::GetCapturedStderr();
  EXPECT_THAT(got, StatusIs(StatusCode::kInternal, "UNEXPECTED"));
  EXPECT_THAT(listed, StatusIs(StatusCode::kInternal, "UNEXPECTED"));
  EXPECT_THAT(std::string(got.message()), Not(HasSubstr("Nguyen")));
  EXPECT_THAT(logged, HasSubstr("std::runtime_error"));
  EXPECT_THAT(logged, Not(HasSubstr("Nguyen")));
}

TEST_F(CallsTest, RefusesAtOnceWhenTheQueueIsFull) {
  absl::Notification begun, go;
  std::atomic<int> runs = 0;
  on_get_ = [&](const Call&) {
    if (++runs == 1) {
      begun.Notify();
      go.WaitForNotification();
    }
    return Staff();
  };
  Serve(/*workers=*/1, /*queue_capacity=*/1);
  absl::Status first, second;
  std::thread one([&] { first = Get(Officer()); });
  begun.WaitForNotification();
  std::thread two([&] { second = Get(Officer()); });
  Arrived(2);  // the second waits in the queue
  const absl::Status third = Get(Officer());
  EXPECT_THAT(third, StatusIs(StatusCode::kResourceExhausted, "OVERLOADED"));
  EXPECT_EQ(RetryAfter(third), absl::Seconds(1));
  EXPECT_EQ(ViolationsOf(third).size(), 1u);
  EXPECT_OK(List(Officer())) << "inline calls need no place in the queue";
  go.Notify();
  one.join();
  two.join();
  EXPECT_OK(first);
  EXPECT_OK(second);
  EXPECT_EQ(runs, 2);
}

TEST_F(CallsTest, SkipsWorkThatWasCancelledInTheQueue) {
  absl::Notification begun, go;
  std::atomic<int> runs = 0;
  on_get_ = [&](const Call&) {
    if (++runs == 1) {
      begun.Notify();
      go.WaitForNotification();
    }
    return Staff();
  };
  Serve(/*workers=*/1, /*queue_capacity=*/4);
  std::thread one([&] { EXPECT_OK(Get(Officer())); });
  begun.WaitForNotification();
  grpc::ClientContext leaving;
  Prepare(leaving, absl::InfiniteFuture(), Officer(), "");
  std::thread two([&] {
    workflow::v1::GetStaffRequest request;
    request.set_name("staff/an");
    Staff response;
    EXPECT_EQ(stub_->GetStaff(&leaving, request, &response).error_code(),
              grpc::StatusCode::CANCELLED);
  });
  grpc::CallbackServerContext* queued = Arrived(2);
  leaving.TryCancel();
  while (!queued->IsCancelled()) std::this_thread::yield();
  go.Notify();
  one.join();
  two.join();
  EXPECT_OK(Get(Officer()));  // comes after the one that left
  EXPECT_EQ(runs, 2);
  EXPECT_THAT(metrics_.Text(), HasSubstr("code=\"CANCELLED\""));
}

TEST_F(CallsTest, SkipsWorkWhoseDeadlinePassedInTheQueue) {
  absl::Notification begun, go;
  std::atomic<int> runs = 0;
  on_get_ = [&](const Call&) {
    if (++runs == 1) {
      begun.Notify();
      go.WaitForNotification();
    }
    return Staff();
  };
  Serve(/*workers=*/1, /*queue_capacity=*/4);
  std::thread one([&] { EXPECT_OK(Get(Officer())); });
  begun.WaitForNotification();
  std::thread two([&] {
    grpc::ClientContext context;
    Prepare(context, SystemClock().Now() + absl::Milliseconds(300), Officer(),
            "");
    workflow::v1::GetStaffRequest request;
    request.set_name("staff/an");
    Staff response;
    EXPECT_EQ(stub_->GetStaff(&context, request, &response).error_code(),
              grpc::StatusCode::DEADLINE_EXCEEDED);
  });
  two.join();
  go.Notify();
  one.join();
  EXPECT_OK(Get(Officer()));
  EXPECT_EQ(runs, 2);
}

// Keeps what is to be answered until the test answers.
struct Owed {
  void Add(Later<Staff> one) {
    absl::MutexLock lock(&mu);
    later.push_back(std::move(one));
  }
  std::vector<Later<Staff>> Await(std::size_t count) {
    absl::MutexLock lock(&mu);
    auto enough = [&] { return later.size() >= count; };
    mu.Await(absl::Condition(&enough));
    return std::exchange(later, {});
  }
  absl::Mutex mu;
  std::vector<Later<Staff>> later;
};

TEST_F(CallsTest, HoldsNoWorkerForAnAnswerThatComesLater) {
  Owed owed;
  on_get_later_ = [&](Later<Staff> later) { owed.Add(std::move(later)); };
  Serve(/*workers=*/1);
  std::vector<std::thread> callers;
  std::atomic<int> good = 0;
  for (int i = 0; i < 3; ++i) {
    callers.emplace_back([&] { good += Get(Officer()).ok(); });
  }
  for (Later<Staff>& later : owed.Await(3)) {
    EXPECT_EQ(later.call().identity->subject, "staff/an");
    std::move(later).Answer(Staff());
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(good, 3);
}

TEST_F(CallsTest, GuardsACallThatIsAnsweredLater) {
  on_get_later_ = [](Later<Staff>) { ADD_FAILURE() << "begun"; };
  Serve();
  EXPECT_THAT(Get(""), StatusIs(StatusCode::kUnauthenticated, "NOT_SIGNED_IN"));
  EXPECT_THAT(Get(Officer("24001")),
              StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
}

TEST_F(CallsTest, AnswersForWhoeverDropsAnAnswer) {
  on_get_later_ = [](Later<Staff>) {};
  Serve();
  EXPECT_THAT(Get(Officer()), StatusIs(StatusCode::kInternal, "UNANSWERED"));
  on_get_later_ = [](Later<Staff>) { throw std::runtime_error("thrown"); };
  EXPECT_THAT(Get(Officer()), StatusIs(StatusCode::kInternal, "UNEXPECTED"));
}

TEST_F(CallsTest, AnswersOnAWorkerForWhomMustReadFirst) {
  on_get_later_ = [](Later<Staff> later) {
    std::move(later).AnswerWith([](const Call& call) -> absl::StatusOr<Staff> {
      if (call.request_id == "throw") throw std::runtime_error("thrown");
      return absl::AbortedError(call.identity->subject);
    });
  };
  Serve();
  EXPECT_EQ(Get(Officer()).message(), "staff/an");
  EXPECT_THAT(Get(Officer(), "staff/an", "throw"),
              StatusIs(StatusCode::kInternal, "UNEXPECTED"));
}

TEST_F(CallsTest, RefusesWhenTooManyWaitForTheirAnswers) {
  Owed owed;
  on_get_later_ = [&](Later<Staff> later) { owed.Add(std::move(later)); };
  Serve(/*workers=*/2, /*queue_capacity=*/8, LogCalls::kWork,
        /*later_capacity=*/1);
  absl::Status first;
  std::thread caller([&] { first = Get(Officer()); });
  std::vector<Later<Staff>> waiting = owed.Await(1);
  const absl::Status second = Get(Officer());
  EXPECT_THAT(second, StatusIs(StatusCode::kResourceExhausted, "OVERLOADED"));
  std::move(waiting[0]).Answer(absl::AbortedError("not now"));
  caller.join();
  EXPECT_EQ(first.code(), StatusCode::kAborted);
  std::thread next([&] { first = Get(Officer()); });
  std::move(owed.Await(1)[0]).Answer(Staff());
  next.join();
  EXPECT_OK(first);
}

TEST_F(CallsTest, LogsOneLineACall) {
  on_get_ = [](const Call&) -> absl::StatusOr<Staff> {
    return Error(StatusCode::kAborted, "STALE_REVISION", "changed");
  };
  Serve();
  testing::internal::CaptureStderr();
  EXPECT_FALSE(Get(Officer(), "staff/an", "req-7").ok());
  const std::string logged = testing::internal::GetCapturedStderr();
  EXPECT_EQ(std::count(logged.begin(), logged.end(), '\n'), 1);
  for (const char* part : {"\"event\":\"call\"", kGet, "\"code\":\"ABORTED\"",
                           "\"reason\":\"STALE_REVISION\"",
                           "\"ms\":", "\"request_id\":\"req-7\""}) {
    EXPECT_THAT(logged, HasSubstr(part));
  }
  EXPECT_THAT(logged, Not(HasSubstr("staff/an")));
}

struct LogCase {
  const char* name;
  LogCalls log;
  int work_ok, inline_ok, work_error, inline_error;  // lines wanted
};

class CallsLogTest : public CallsFixture,
                     public testing::WithParamInterface<LogCase> {};

TEST_P(CallsLogTest, LogsWhatTheSettingSays) {
  Serve(2, 8, GetParam().log);
  const auto lines = [](auto call) -> int {
    testing::internal::CaptureStderr();
    call();
    const std::string text = testing::internal::GetCapturedStderr();
    return std::count(text.begin(), text.end(), '\n');
  };
  EXPECT_EQ(lines([&] { EXPECT_OK(Get(Officer())); }), GetParam().work_ok);
  EXPECT_EQ(lines([&] { EXPECT_OK(List(Officer())); }), GetParam().inline_ok);
  EXPECT_EQ(lines([&] { EXPECT_FALSE(Get("").ok()); }), GetParam().work_error);
  EXPECT_EQ(lines([&] { EXPECT_FALSE(List("").ok()); }),
            GetParam().inline_error);
}

INSTANTIATE_TEST_SUITE_P(
    Settings, CallsLogTest,
    testing::Values(LogCase{"Errors", LogCalls::kErrors, 0, 0, 1, 1},
                    LogCase{"Work", LogCalls::kWork, 1, 0, 1, 1},
                    LogCase{"All", LogCalls::kAll, 1, 1, 1, 1}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(ParseLogCallsTest, KnowsThreeWords) {
  EXPECT_EQ(*ParseLogCalls("errors"), LogCalls::kErrors);
  EXPECT_EQ(*ParseLogCalls("work"), LogCalls::kWork);
  EXPECT_EQ(*ParseLogCalls("all"), LogCalls::kAll);
  EXPECT_THAT(ParseLogCalls("none"),
              StatusIs(StatusCode::kInvalidArgument, "SETTING_WRONG"));
}

TEST_F(CallsTest, CountsCallsByMethodAndCode) {
  Serve();
  EXPECT_OK(Get(Officer()));
  EXPECT_OK(Get(Officer()));
  EXPECT_FALSE(Get("").ok());
  auto& calls = metrics_.Counters("rasoat_rpc_calls_total", "Calls that ended.",
                                  {"method", "code"});
  EXPECT_EQ(calls.With({kGet, "OK"}).Value(), 2);
  EXPECT_EQ(calls.With({kGet, "UNAUTHENTICATED"}).Value(), 1);
  const std::string text = metrics_.Text();
  EXPECT_THAT(text, HasSubstr("rasoat_rpc_call_seconds_count"));
  EXPECT_THAT(text, HasSubstr("rasoat_rpc_in_flight 0"));
}

}  // namespace
}  // namespace rasoat::rpc

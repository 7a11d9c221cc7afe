#include "gateway/transcoding/error_body.h"

#include <gmock/gmock.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <gtest/gtest.h>

#include "gateway/http/problem.h"

namespace rasoat::gateway {
namespace {

using absl::StatusCode;
using testing::HasSubstr;
using testing::Not;

struct CodeCase {
  StatusCode code;
  int http;
};

class CodeTest : public testing::TestWithParam<CodeCase> {};

TEST_P(CodeTest, MapsToHttp) {
  EXPECT_EQ(HttpStatusOf(GetParam().code), GetParam().http);
}

INSTANTIATE_TEST_SUITE_P(
    All, CodeTest,
    testing::Values(CodeCase{StatusCode::kOk, 200},
                    CodeCase{StatusCode::kCancelled, 499},
                    CodeCase{StatusCode::kUnknown, 500},
                    CodeCase{StatusCode::kInvalidArgument, 400},
                    CodeCase{StatusCode::kDeadlineExceeded, 504},
                    CodeCase{StatusCode::kNotFound, 404},
                    CodeCase{StatusCode::kAlreadyExists, 409},
                    CodeCase{StatusCode::kPermissionDenied, 403},
                    CodeCase{StatusCode::kUnauthenticated, 401},
                    CodeCase{StatusCode::kResourceExhausted, 429},
                    CodeCase{StatusCode::kFailedPrecondition, 400},
                    CodeCase{StatusCode::kAborted, 409},
                    CodeCase{StatusCode::kOutOfRange, 400},
                    CodeCase{StatusCode::kUnimplemented, 501},
                    CodeCase{StatusCode::kInternal, 500},
                    CodeCase{StatusCode::kUnavailable, 503},
                    CodeCase{StatusCode::kDataLoss, 500}));

// The status as a service puts it on the wire.
grpc::Status OnTheWire(const absl::Status& status) {
  google::rpc::Status wire;
  wire.set_code(static_cast<int>(status.code()));
  for (const Detail& detail : DetailsOf(status)) {
    auto* any = wire.add_details();
    any->set_type_url(detail.type_url);
    any->set_value(detail.bytes);
  }
  return {static_cast<grpc::StatusCode>(status.code()),
          std::string(status.message()), wire.SerializeAsString()};
}

TEST(ErrorBodyTest, UnpacksWhatTheServiceSaid) {
  Failure failure = FailureFrom(OnTheWire(
      Refused(StatusCode::kNotFound,
              {"name", "SHELF_NOT_FOUND", "Không có giá.", "No such shelf."})));
  EXPECT_EQ(failure.http_status, 404);
  EXPECT_EQ(ReasonOf(failure), "SHELF_NOT_FOUND");
  const std::string json = ErrorJson(failure);
  EXPECT_THAT(json, HasSubstr(R"({"error":{"code":404,"status":"NOT_FOUND",)"));
  EXPECT_THAT(json, HasSubstr(R"("message":"No such shelf.")"));
  EXPECT_THAT(
      json, HasSubstr(R"({"@type":"type.googleapis.com/google.rpc.ErrorInfo",)"
                      R"("reason":"SHELF_NOT_FOUND","domain":"rasoat")"));
  EXPECT_THAT(json, HasSubstr(R"("field":"name")"));
  EXPECT_THAT(json, HasSubstr(R"("locale":"vi","message":"Không có giá.")"));
  EXPECT_THAT(json, HasSubstr(R"("locale":"en","message":"No such shelf.")"));
}

TEST(ErrorBodyTest, AddsBothLanguagesAndAReason) {
  Failure failure =
      FailureFrom(grpc::Status(grpc::StatusCode::NOT_FOUND, "gone"));
  EXPECT_EQ(ReasonOf(failure), "NOT_FOUND");
  const std::string json = ErrorJson(failure);
  EXPECT_THAT(json, HasSubstr(R"("message":"gone")"));
  EXPECT_THAT(json, HasSubstr(R"("locale":"vi")"));
  EXPECT_THAT(json, HasSubstr(R"("locale":"en")"));
}

TEST(ErrorBodyTest, HidesTheTransportsWords) {
  Failure failure = FailureFrom(grpc::Status(
      grpc::StatusCode::UNAVAILABLE,
      "failed to connect to all addresses; last error: ipv4:10.0.0.7:7101"));
  EXPECT_THAT(ErrorJson(failure), Not(HasSubstr("10.0.0.7")));
  EXPECT_EQ(failure.http_status, 503);
}

TEST(ErrorBodyTest, TellsWhenToComeBack) {
  EXPECT_EQ(RetryAfter(FailureFrom(absl::UnavailableError(""))),
            absl::Seconds(1));
  EXPECT_EQ(RetryAfter(FailureFrom(absl::ResourceExhaustedError(""))),
            absl::Seconds(1));
  EXPECT_EQ(RetryAfter(FailureFrom(absl::NotFoundError(""))),
            absl::ZeroDuration());

  google::rpc::RetryInfo info;
  info.mutable_retry_delay()->set_seconds(7);
  google::rpc::Status wire;
  wire.add_details()->PackFrom(info);
  Failure later = FailureFrom(grpc::Status(grpc::StatusCode::UNAVAILABLE, "",
                                           wire.SerializeAsString()));
  EXPECT_EQ(RetryAfter(later), absl::Seconds(7));
}

TEST(ErrorBodyTest, SurvivesDetailsThatAreNone) {
  Failure failure = FailureFrom(
      grpc::Status(grpc::StatusCode::ABORTED, "m", "\xff\xff not a status"));
  EXPECT_EQ(ReasonOf(failure), "ABORTED");
}

TEST(ProblemTest, HasTheShapeOfEveryError) {
  for (const Failure& failure :
       {BadHttp(), BadHeader("X"), NoSuchPath(), MethodNotAllowed(),
        BodyTooLarge(8), UnsupportedMediaType(), HeaderTooLarge(8),
        TooManyConnections(), OurBug()}) {
    const Reply reply = ReplyFor(failure);
    EXPECT_EQ(reply.status, failure.http_status);
    EXPECT_FALSE(ReasonOf(failure).empty());
    EXPECT_THAT(reply.body, HasSubstr(R"("locale":"vi")"));
    EXPECT_THAT(reply.body, HasSubstr(R"("locale":"en")"));
  }
}

}  // namespace
}  // namespace rasoat::gateway

#include "services/common/rpc/status_wire.h"

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/common/status/error.h"
#include "tests/support/status_matchers.h"

namespace rasoat::rpc {
namespace {

const Violation kBirth{.field = "household.members[2].birth_date",
                       .rule = "BORN_IN_FUTURE",
                       .vi = "Ngày sinh ở tương lai. Hãy sửa ngày sinh.",
                       .en = "The birth date is in the future. Correct it."};
const Violation kName{.field = "household.members[0].name",
                      .rule = "NAME_EMPTY",
                      .vi = "Chưa có họ tên. Hãy nhập họ tên.",
                      .en = "The name is missing. Enter it."};

TEST(StatusWireTest, OkStaysOk) {
  EXPECT_TRUE(ToWire(absl::OkStatus()).ok());
  EXPECT_OK(FromWire(grpc::Status::OK));
}

TEST(StatusWireTest, CarriesEveryCodeThere) {
  for (int code = 1; code <= 16; ++code) {
    const auto canonical = static_cast<absl::StatusCode>(code);
    const grpc::Status wire = ToWire(Error(canonical, "SOME_REASON", "text"));
    EXPECT_EQ(static_cast<int>(wire.error_code()), code);
    EXPECT_EQ(wire.error_message(), "text");
    EXPECT_THAT(FromWire(wire), StatusIs(canonical, "SOME_REASON"));
  }
}

TEST(StatusWireTest, CarriesViolationsInBothLanguages) {
  const absl::Status heard =
      FromWire(ToWire(Invalid(std::vector<Violation>{kBirth, kName})));
  EXPECT_THAT(heard,
              StatusIs(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_EQ(ViolationsOf(heard), (std::vector<Violation>{kBirth, kName}));
}

TEST(StatusWireTest, IsAGoogleRpcStatus) {
  const grpc::Status sent =
      ToWire(Refused(absl::StatusCode::kFailedPrecondition, kBirth));
  google::rpc::Status wire;
  ASSERT_TRUE(wire.ParseFromString(sent.error_details()));
  EXPECT_EQ(wire.code(), 9);
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad;
  ASSERT_GE(wire.details_size(), 2);
  ASSERT_TRUE(wire.details(0).UnpackTo(&info));
  EXPECT_EQ(info.reason(), "BORN_IN_FUTURE");
  EXPECT_EQ(info.domain(), "rasoat");
  ASSERT_TRUE(wire.details(1).UnpackTo(&bad));
  EXPECT_EQ(bad.field_violations(0).field(), kBirth.field);
}

TEST(StatusWireTest, CarriesTheRetryAdvice) {
  absl::Status status =
      Error(absl::StatusCode::kUnavailable, "SERVER_DRAINING", "going down");
  EXPECT_EQ(RetryAfter(status), absl::ZeroDuration());
  SetRetryAfter(status, absl::Milliseconds(1500));
  const absl::Status heard = FromWire(ToWire(status));
  EXPECT_EQ(RetryAfter(heard), absl::Milliseconds(1500));
  EXPECT_EQ(ReasonOf(heard), "SERVER_DRAINING");
}

TEST(StatusWireTest, CutsWhatDoesNotFit) {
  absl::Status many = Invalid(std::vector<Violation>(1000, kBirth));
  SetRetryAfter(many, absl::Seconds(2));
  const grpc::Status wire = ToWire(many);
  EXPECT_LE(wire.error_details().size() * 4 / 3 + wire.error_message().size(),
            7u * 1024);
  const absl::Status heard = FromWire(wire);
  EXPECT_EQ(ReasonOf(heard), "INVALID_FIELDS");
  EXPECT_EQ(RetryAfter(heard), absl::Seconds(2));
  const std::vector<Violation> told = ViolationsOf(heard);
  EXPECT_GE(told.size(), 10u);
  for (const Violation& violation : told) EXPECT_EQ(violation, kBirth);
}

TEST(StatusWireTest, CutsBetweenCharacters) {
  for (int pad = 0; pad < 4; ++pad) {
    std::string message(pad, 'x');
    for (int i = 0; i < 200; ++i) message += "ệ";  // three bytes
    const std::string sent =
        ToWire(Error(absl::StatusCode::kInternal, "LONG", message))
            .error_message();
    EXPECT_LE(sent.size(), 256u);
    EXPECT_GE(sent.size(), 253u);
    EXPECT_EQ((sent.size() - pad) % 3, 0u);
    EXPECT_EQ(message.compare(0, sent.size(), sent), 0);
  }
}

TEST(StatusWireTest, KeepsCodeAndMessageOfAForeignStatus) {
  const absl::Status heard =
      FromWire(grpc::Status(grpc::StatusCode::UNAVAILABLE, "no route"));
  EXPECT_EQ(heard.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(heard.message(), "no route");
  EXPECT_EQ(ReasonOf(heard), "");
}

TEST(StatusWireTest, SurvivesDetailsThatAreJunk) {
  const absl::Status heard = FromWire(
      grpc::Status(grpc::StatusCode::ABORTED, "text", "\xff\xff not a proto"));
  EXPECT_EQ(heard.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(heard.message(), "text");
}

TEST(StatusWireTest, SendsPlainStatusesWithoutDetails) {
  EXPECT_EQ(ToWire(absl::NotFoundError("text")).error_details(), "");
}

}  // namespace
}  // namespace rasoat::rpc

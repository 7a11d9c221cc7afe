#include "services/common/status/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "google/rpc/error_details.pb.h"
#include "services/common/status/status_macros.h"
#include "tests/support/status_matchers.h"

namespace rasoat {
namespace {

using absl::StatusCode;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Violation kName{"household.name", "NAME_MISSING",
                      "Chưa có tên chủ hộ. Hãy nhập tên.",
                      "The head's name is missing. Enter the name."};
const Violation kArea{"household.area", "AREA_UNKNOWN",
                      "Không có địa bàn này. Hãy chọn trong danh sách.",
                      "There is no such area. Choose one from the list."};

TEST(ErrorTest, CarriesCodeReasonAndMessage) {
  const absl::Status status =
      Error(StatusCode::kUnavailable, "NOT_YET", "try later");
  EXPECT_THAT(status, StatusIs(StatusCode::kUnavailable, "NOT_YET"));
  EXPECT_EQ(status.message(), "try later");
  EXPECT_THAT(ViolationsOf(status), IsEmpty());
}

TEST(ErrorTest, AForeignStatusHasNoReasonAndNoDetails) {
  const absl::Status status = absl::InternalError("from a library");
  EXPECT_EQ(ReasonOf(status), "");
  EXPECT_THAT(DetailsOf(status), IsEmpty());
  EXPECT_EQ(ReasonOf(absl::OkStatus()), "");
}

TEST(ErrorTest, OneViolationGivesItsRuleAsTheReason) {
  const absl::Status status = Invalid(kName);
  EXPECT_THAT(status, StatusIs(StatusCode::kInvalidArgument, "NAME_MISSING"));
  EXPECT_EQ(status.message(), kName.en);
  EXPECT_THAT(ViolationsOf(status), ElementsAre(kName));
}

TEST(ErrorTest, SeveralViolationsKeepTheirOrder) {
  const absl::Status status = Invalid(std::vector<Violation>{kName, kArea});
  EXPECT_THAT(status, StatusIs(StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_THAT(ViolationsOf(status), ElementsAre(kName, kArea));
}

TEST(ErrorTest, NoViolationsIsOk) {
  EXPECT_OK(Invalid(std::vector<Violation>{}));
}

TEST(ErrorTest, ARefusalHasItsOwnCode) {
  const absl::Status status = Refused(StatusCode::kFailedPrecondition, kArea);
  EXPECT_THAT(status,
              StatusIs(StatusCode::kFailedPrecondition, "AREA_UNKNOWN"));
  EXPECT_THAT(ViolationsOf(status), ElementsAre(kArea));
}

TEST(ErrorTest, DetailsAreGoogleRpcMessages) {
  const std::vector<Detail> details =
      DetailsOf(Invalid(std::vector<Violation>{kName, kArea}));
  ASSERT_THAT(details, SizeIs(4));
  google::rpc::ErrorInfo info;
  EXPECT_EQ(details[0].type_url, "type.googleapis.com/google.rpc.ErrorInfo");
  ASSERT_TRUE(info.ParseFromString(details[0].bytes));
  EXPECT_EQ(info.reason(), "INVALID_FIELDS");
  EXPECT_EQ(info.domain(), "rasoat");
  google::rpc::BadRequest bad;
  ASSERT_TRUE(bad.ParseFromString(details[1].bytes));
  ASSERT_EQ(bad.field_violations_size(), 2);
  EXPECT_EQ(bad.field_violations(1).field(), kArea.field);
  EXPECT_EQ(bad.field_violations(1).description(), kArea.en);
  EXPECT_EQ(bad.field_violations(1).reason(), kArea.rule);
  EXPECT_EQ(bad.field_violations(1).localized_message().message(), kArea.vi);
  google::rpc::LocalizedMessage vi, en;
  ASSERT_TRUE(vi.ParseFromString(details[2].bytes));
  ASSERT_TRUE(en.ParseFromString(details[3].bytes));
  EXPECT_EQ(vi.locale(), "vi");
  EXPECT_EQ(vi.message(), kName.vi + "\n" + kArea.vi);
  EXPECT_EQ(en.locale(), "en");
}

TEST(ErrorTest, ComesBackFromTheWireAsItWas) {
  const absl::Status sent = Refused(StatusCode::kNotFound, kName);
  const absl::Status heard =
      WithDetails(sent.code(), sent.message(), DetailsOf(sent));
  EXPECT_EQ(heard, sent);
  EXPECT_EQ(ReasonOf(heard), "NAME_MISSING");
}

TEST(ErrorTest, DropsDetailsThatMakeNoSense) {
  const absl::Status heard = WithDetails(
      StatusCode::kInternal, "odd",
      {{"type.googleapis.com/google.rpc.ErrorInfo", "\xFF\xFF garbage"},
       {"type.googleapis.com/unknown.Thing", "bytes"}});
  EXPECT_EQ(ReasonOf(heard), "");
  EXPECT_OK(WithDetails(StatusCode::kOk, "", {}));
}

absl::StatusOr<std::unique_ptr<int>> Half(int n) {
  if (n % 2 != 0) return Error(StatusCode::kInvalidArgument, "ODD", "odd");
  return std::make_unique<int>(n / 2);
}

absl::StatusOr<int> Quarter(int n) {
  RASOAT_ASSIGN_OR_RETURN(const std::unique_ptr<int> half, Half(n));
  RASOAT_ASSIGN_OR_RETURN(std::unique_ptr<int> quarter, Half(*half));
  return *quarter;
}

absl::Status CanQuarter(int n) {
  RASOAT_RETURN_IF_ERROR(Quarter(n).status());
  return absl::OkStatus();
}

TEST(StatusMacrosTest, BindOrLeaveEarly) {
  ASSERT_OK_AND_ASSIGN(const int quarter, Quarter(12));
  EXPECT_EQ(quarter, 3);
  EXPECT_THAT(Quarter(6), StatusIs(StatusCode::kInvalidArgument, "ODD"));
  EXPECT_OK(CanQuarter(4));
  EXPECT_THAT(CanQuarter(5), StatusIs(StatusCode::kInvalidArgument, "ODD"));
}

}  // namespace
}  // namespace rasoat

// Standards are imported, approved by a second person, and then used.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/status/status_macros.h"
#include "tests/contract/scoring/surveys.h"
#include "tests/support/status_matchers.h"

namespace rasoat::scoring {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

constexpr absl::StatusCode kNow = absl::StatusCode::kFailedPrecondition;
constexpr char kNew[] = "standards/new";

class DraftsTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(scoring_.ok());
    As("staff/one");
  }
  void As(const char* person) {
    running().SignInAs(person, api::v1::ROLE_ADMINISTRATOR, "*");
  }
  RunningScoring& running() { return scoring_.running(); }

  absl::StatusOr<std::string> Export(const char* name) {
    v1::ExportStandardRequest request;
    request.set_name(name);
    google::api::HttpBody body;
    RASOAT_RETURN_IF_ERROR(running().Call(
        running().drafts(), &v1::StandardDrafts::Stub::ExportStandard, request,
        &body));
    return body.data();
  }
  absl::StatusOr<v1::ImportStandardResponse> Import(
      const std::string& bytes, bool dry_run = false,
      const std::string& area = "", const char* name = kNew) {
    v1::ImportStandardRequest request;
    request.set_name(name);
    request.set_area(area);
    request.set_dry_run(dry_run);
    request.mutable_body()->set_data(bytes);
    v1::ImportStandardResponse response;
    RASOAT_RETURN_IF_ERROR(running().Call(
        running().drafts(), &v1::StandardDrafts::Stub::ImportStandard, request,
        &response));
    return response;
  }
  absl::StatusOr<v1::Standard> Approve(const std::string& hash) {
    v1::ApproveStandardRequest request;
    request.set_name(kNew);
    request.set_content_hash(hash);
    v1::Standard response;
    RASOAT_RETURN_IF_ERROR(running().Call(
        running().drafts(), &v1::StandardDrafts::Stub::ApproveStandard, request,
        &response));
    return response;
  }
  absl::StatusOr<v1::Standard> Reject(const std::string& hash,
                                      const std::string& reason) {
    v1::RejectStandardRequest request;
    request.set_name(kNew);
    request.set_content_hash(hash);
    request.set_reason(reason);
    v1::Standard response;
    RASOAT_RETURN_IF_ERROR(running().Call(
        running().drafts(), &v1::StandardDrafts::Stub::RejectStandard, request,
        &response));
    return response;
  }
  absl::StatusOr<v1::Standard> Get(RunningScoring& of, const char* name) {
    v1::GetStandardRequest request;
    request.set_name(name);
    v1::Standard standard;
    RASOAT_RETURN_IF_ERROR(of.Call(
        of.standards(), &v1::Standards::Stub::GetStandard, request, &standard));
    return standard;
  }

  ScoringOnMySql scoring_;
};

TEST_F(DraftsTest, AreUsedByEveryReplicaOnceASecondPersonApproved) {
  RunningScoring replica(scoring_.pool(), scoring_.store());
  ASSERT_OK(replica.status());
  ASSERT_OK_AND_ASSIGN(const std::string file,
                       Export("standards/training-2022-2"));
  ASSERT_OK_AND_ASSIGN(const auto kept, Import(file));
  EXPECT_TRUE(kept.kept());
  EXPECT_EQ(kept.standard().state(), v1::STANDARD_STATE_DRAFT);
  EXPECT_EQ(kept.standard().import().imported_by(), "staff/one");
  const std::string hash = kept.standard().content_hash();
  EXPECT_THAT(scoring_.Assign({"new"}, true),
              StatusIs(absl::StatusCode::kNotFound, "STANDARD_NOT_FOUND"));
  As("staff/one");
  EXPECT_THAT(Approve(hash), StatusIs(kNow, "SECOND_PERSON_NEEDED"));
  As("staff/two");
  EXPECT_THAT(Approve(std::string(64, 'a')),
              StatusIs(absl::StatusCode::kAborted, "STANDARD_DRAFT_STALE"));
  ASSERT_OK_AND_ASSIGN(const v1::Standard active, Approve(hash));
  EXPECT_EQ(active.state(), v1::STANDARD_STATE_ACTIVE);
  EXPECT_EQ(active.import().decided_by(), "staff/two");
  EXPECT_OK(Approve(hash));
  EXPECT_THAT(Reject(hash, "why"), StatusIs(kNow, "STANDARD_DECIDED"));
  EXPECT_THAT(Import(file),
              StatusIs(absl::StatusCode::kAlreadyExists, "STANDARD_EXISTS"));
  EXPECT_OK(scoring_.Assign({"new"}, true));
  ASSERT_OK_AND_ASSIGN(const v1::Standard shown, Get(running(), kNew));
  EXPECT_EQ(shown.state(), v1::STANDARD_STATE_ACTIVE);
  EXPECT_EQ(shown.content_hash(), hash);
  EXPECT_EQ(replica.catalogue().Find(kNew), nullptr);
  ASSERT_OK(replica.imports().Refresh(Soon()));
  ASSERT_NE(replica.catalogue().Find(kNew), nullptr);
  EXPECT_EQ(replica.catalogue().Find(kNew)->standard.content_hash, hash);
}

TEST_F(DraftsTest, KeepNothingOfADryRunOrOfAFaultyFile) {
  ASSERT_OK_AND_ASSIGN(const std::string file,
                       Export("standards/training-2022-2"));
  ASSERT_OK_AND_ASSIGN(const auto dry, Import(file, true));
  EXPECT_FALSE(dry.kept());
  EXPECT_THAT(dry.faults(), SizeIs(0));
  EXPECT_EQ(dry.standard().indicators_size(), 16);
  EXPECT_THAT(Get(running(), kNew),
              StatusIs(absl::StatusCode::kNotFound, "STANDARD_NOT_FOUND"));
  ASSERT_OK_AND_ASSIGN(const auto faults, Import("a,b\n1,2\n", true));
  EXPECT_THAT(faults.faults(), SizeIs(1));
  EXPECT_THAT(Import("a,b\n1,2\n"), StatusIs(absl::StatusCode::kInvalidArgument,
                                             "STANDARD_SHEET_FAULTY"));
  EXPECT_THAT(Import(std::string((3 << 20) + 1, ' ')),
              StatusIs(absl::StatusCode::kInvalidArgument, "SHEET_TOO_LARGE"));
  for (const bool only_look : {true, false}) {
    EXPECT_THAT(Import(file, only_look, "", "standards/training-2022-2"),
                StatusIs(absl::StatusCode::kAlreadyExists, "STANDARD_EXISTS"));
  }
  EXPECT_THAT(Import(file, false, "areas/24"),
              StatusIs(kNow, "STANDARD_AREA_DIFFERS"));
}

TEST_F(DraftsTest, GiveWayToTheNextFileUnlessTheyAreActive) {
  ASSERT_OK_AND_ASSIGN(const std::string first,
                       Export("standards/training-2022-2"));
  ASSERT_OK_AND_ASSIGN(const std::string second,
                       Export("standards/national-2022"));
  ASSERT_OK_AND_ASSIGN(const auto kept, Import(first));
  As("staff/two");
  ASSERT_OK_AND_ASSIGN(const auto again, Import(first));
  EXPECT_EQ(again.standard().import().imported_by(), "staff/one");
  ASSERT_OK_AND_ASSIGN(const auto other, Import(second));
  EXPECT_EQ(other.standard().import().imported_by(), "staff/two");
  EXPECT_THAT(Reject(kept.standard().content_hash(), "sai bảng điểm"),
              StatusIs(absl::StatusCode::kAborted, "STANDARD_DRAFT_STALE"));
  const std::string hash = other.standard().content_hash();
  for (const char* blank : {"", " \t "}) {
    EXPECT_THAT(Reject(hash, blank),
                StatusIs(absl::StatusCode::kInvalidArgument, "REASON_MISSING"));
  }
  EXPECT_THAT(
      Reject("", "sai bảng điểm"),
      StatusIs(absl::StatusCode::kInvalidArgument, "CONTENT_HASH_MISSING"));
  ASSERT_OK(Reject(hash, "sai bảng điểm"));
  ASSERT_OK_AND_ASSIGN(const v1::Standard rejected, Get(running(), kNew));
  EXPECT_EQ(rejected.state(), v1::STANDARD_STATE_REJECTED);
  EXPECT_EQ(rejected.import().reason(), "sai bảng điểm");
  As("staff/one");
  EXPECT_THAT(Approve(hash), StatusIs(kNow, "STANDARD_DECIDED"));
  ASSERT_OK_AND_ASSIGN(const auto once_more, Import(second));
  EXPECT_EQ(once_more.standard().state(), v1::STANDARD_STATE_DRAFT);
  EXPECT_EQ(once_more.standard().import().reason(), "");
}

TEST_F(DraftsTest, AreForThoseOfTheirArea) {
  ASSERT_OK_AND_ASSIGN(const std::string file,
                       Export("standards/training-2022-2"));
  running().SignInAs("staff/one", api::v1::ROLE_PROVINCE_OFFICER, "24");
  EXPECT_EQ(Import(file).status().code(), absl::StatusCode::kPermissionDenied);
  running().SignInAs("staff/one", api::v1::ROLE_COMMUNE_OFFICER, "07207");
  EXPECT_EQ(Import(file).status().code(), absl::StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace rasoat::scoring

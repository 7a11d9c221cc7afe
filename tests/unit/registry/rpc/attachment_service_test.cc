// Files of surveys through a real server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "rasoat/api/v1/attachment.pb.h"
#include "services/registry/load/content_hash.h"
#include "services/registry/rpc/area_proto.h"
#include "services/registry/rpc/household_proto.h"
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

class AttachmentServiceTest : public testing::Test {
 protected:
  void SetUp() override {
    v1::ImportAreasRequest areas;
    for (const Area& area : SampleAreas()) *areas.add_areas() = ToProto(area);
    auto areas_stub = server_.Stub<v1::Areas>();
    ASSERT_OK(server_.Call(*areas_stub, &v1::Areas::Stub::ImportAreas, areas,
                           server_.Token(api::v1::ROLE_ADMINISTRATOR, "*")));
    v1::SubmitVisitsRequest visits;
    v1::Visit& visit = *visits.add_visits();
    visit.set_village("areas/07207001");
    *visit.mutable_household()->mutable_household() =
        ContentToProto(SampleHousehold(1));
    visit.mutable_household()->set_household_id(CountedIds::Of(1).ToString());
    Survey survey = SampleSurvey(1, 1);
    *visit.mutable_survey()->mutable_survey() = ContentToProto(survey);
    visit.mutable_survey()->mutable_survey()->clear_name();
    visit.mutable_survey()->mutable_survey()->clear_household();
    *visit.mutable_survey()->mutable_survey()->add_members() =
        v1::MemberAnswers();
    visit.mutable_survey()->mutable_survey()->mutable_members(1)->set_member_id(
        "01");
    visit.mutable_survey()->set_survey_id(CountedIds::Of(1).ToString());
    auto surveys = server_.Stub<v1::Surveys>();
    auto taken = server_.Call(*surveys, &v1::Surveys::Stub::SubmitVisits,
                              visits, reviewer_);
    ASSERT_OK(taken);
    ASSERT_EQ(taken->receipts(0).error().reason(), "");
  }

  static v1::BeginAttachmentRequest Announce(const std::string& content) {
    v1::BeginAttachmentRequest request;
    v1::Attachment& attachment = *request.mutable_attachment();
    attachment.set_parent("surveys/" + CountedIds::Of(1).ToString());
    attachment.set_content_hash(absl::BytesToHexString(Sha256(content)));
    attachment.set_size_bytes(static_cast<std::int64_t>(content.size()));
    attachment.set_media_type("image/jpeg");
    return request;
  }

  template <class Method, class Request>
  auto Call(Method method, const Request& request, const std::string& token) {
    return server_.Call(*files_, method, request, token);
  }

  absl::StatusOr<v1::Attachment> Upload(const std::string& name,
                                        std::int64_t offset,
                                        const std::string& bytes) {
    v1::UploadChunkRequest request;
    request.set_name(name);
    request.set_offset(offset);
    request.mutable_chunk()->set_data(bytes);
    return Call(&v1::Attachments::Stub::UploadChunk, request, reviewer_);
  }

  absl::StatusOr<v1::Attachment> Finish(const std::string& name) {
    v1::FinishAttachmentRequest request;
    request.set_name(name);
    return Call(&v1::Attachments::Stub::FinishAttachment, request, reviewer_);
  }

  /// Reads a stream to its end.
  template <class Response, class Request>
  absl::StatusOr<std::vector<Response>> ReadAll(
      std::unique_ptr<grpc::ClientReader<Response>> (
          v1::Attachments::Stub::*method)(grpc::ClientContext*, const Request&),
      const Request& request, const std::string& token) {
    grpc::ClientContext context;
    rpc::Prepare(context, absl::InfiniteFuture(), token, "");
    auto reader = ((*files_).*method)(&context, request);
    std::vector<Response> all;
    for (Response one; reader->Read(&one);) all.push_back(one);
    const absl::Status status = rpc::FromWire(reader->Finish());
    if (!status.ok()) return status;
    return all;
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
  std::unique_ptr<v1::Attachments::Stub> files_ =
      server_.Stub<v1::Attachments>();
  const std::string reviewer_ =
      server_.Token(api::v1::ROLE_REVIEWER, "07207001", "staff/reviewer");
  const std::string neighbour_ =
      server_.Token(api::v1::ROLE_REVIEWER, "07207002", "staff/neighbour");
  const std::string province_ =
      server_.Token(api::v1::ROLE_PROVINCE_OFFICER, "24", "staff/province");
  const std::string content_ = "\xFF\xD8\xFF" + std::string(2500, 'x');
};

TEST_F(AttachmentServiceTest, TakesAFileByChunksAndGivesItBack) {
  ASSERT_OK_AND_ASSIGN(const v1::Attachment begun,
                       Call(&v1::Attachments::Stub::BeginAttachment,
                            Announce(content_), reviewer_));
  EXPECT_EQ(begun.uploader(), "staff/reviewer");
  EXPECT_TRUE(begun.has_expire_time());
  ASSERT_OK_AND_ASSIGN(v1::Attachment file,
                       Upload(begun.name(), 0, content_.substr(0, 1000)));
  EXPECT_EQ(file.received_bytes(), 1000);
  EXPECT_THAT(Upload(begun.name(), 2000, content_.substr(2000)),
              StatusIs(StatusCode::kAborted, "UPLOAD_OFFSET_AHEAD"));
  v1::GetUploadRequest state;
  state.set_name(begun.name());
  ASSERT_OK_AND_ASSIGN(
      file, Call(&v1::Attachments::Stub::GetUpload, state, reviewer_));
  EXPECT_EQ(file.received_bytes(), 1000);
  EXPECT_THAT(Finish(begun.name()),
              StatusIs(StatusCode::kFailedPrecondition, "UPLOAD_INCOMPLETE"));
  v1::GetAttachmentRequest get;
  get.set_name(begun.name());
  EXPECT_THAT(ReadAll(&v1::Attachments::Stub::GetAttachment, get, province_),
              StatusIs(StatusCode::kNotFound, "ATTACHMENT_NOT_FOUND"));
  ASSERT_OK(Upload(begun.name(), 1000, content_.substr(1000)));
  ASSERT_OK_AND_ASSIGN(file, Finish(begun.name()));
  EXPECT_TRUE(file.finished());
  EXPECT_FALSE(file.has_expire_time());
  EXPECT_FALSE(file.carries_position());

  ASSERT_OK_AND_ASSIGN(
      const std::vector<v1::AttachmentPart> parts,
      ReadAll(&v1::Attachments::Stub::GetAttachment, get, province_));
  ASSERT_THAT(parts, SizeIs(3));
  EXPECT_EQ(parts[0].attachment().name(), begun.name());
  EXPECT_FALSE(parts[1].has_attachment());
  EXPECT_EQ(parts[0].data() + parts[1].data() + parts[2].data(), content_);

  v1::DownloadAttachmentRequest download;
  download.set_name(begun.name());
  ASSERT_OK_AND_ASSIGN(
      const std::vector<google::api::HttpBody> bodies,
      ReadAll(&v1::Attachments::Stub::DownloadAttachment, download, province_));
  ASSERT_THAT(bodies, SizeIs(3));
  EXPECT_EQ(bodies[0].content_type(), "image/jpeg");
  api::v1::Attachment named;
  ASSERT_TRUE(bodies[0].extensions(0).UnpackTo(&named));
  EXPECT_EQ(named.file_name(),
            "attachment-" + begun.name().substr(12) + ".jpg");
  EXPECT_EQ(bodies[0].data() + bodies[1].data() + bodies[2].data(), content_);
}

TEST_F(AttachmentServiceTest, KeepsOthersOut) {
  v1::BeginAttachmentRequest announce = Announce(content_);
  EXPECT_THAT(
      Call(&v1::Attachments::Stub::BeginAttachment, announce, neighbour_),
      StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
  EXPECT_THAT(
      Call(&v1::Attachments::Stub::BeginAttachment, announce, province_),
      StatusIs(StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  announce.mutable_attachment()->set_parent("households/" +
                                            CountedIds::Of(1).ToString());
  announce.set_attachment_id(CountedIds::Of(5).ToString());
  ASSERT_OK_AND_ASSIGN(
      const v1::Attachment begun,
      Call(&v1::Attachments::Stub::BeginAttachment, announce, reviewer_));
  EXPECT_EQ(begun.name(), "attachments/" + CountedIds::Of(5).ToString());
  ASSERT_OK(Upload(begun.name(), 0, content_));
  ASSERT_OK(Finish(begun.name()));
  v1::GetAttachmentRequest get;
  get.set_name(begun.name());
  EXPECT_OK(ReadAll(&v1::Attachments::Stub::GetAttachment, get, reviewer_));
  EXPECT_THAT(ReadAll(&v1::Attachments::Stub::GetAttachment, get, neighbour_),
              StatusIs(StatusCode::kPermissionDenied, "AREA_OUT_OF_REACH"));
  EXPECT_THAT(ReadAll(&v1::Attachments::Stub::GetAttachment, get, ""),
              StatusIs(StatusCode::kUnauthenticated, "NOT_SIGNED_IN"));
  get.set_name("attachments/" + CountedIds::Of(6).ToString());
  EXPECT_THAT(ReadAll(&v1::Attachments::Stub::GetAttachment, get, reviewer_),
              StatusIs(StatusCode::kNotFound, "ATTACHMENT_NOT_FOUND"));
}

TEST_F(AttachmentServiceTest, TellsEveryFaultOfAnAnnouncement) {
  v1::BeginAttachmentRequest request = Announce(content_);
  request.set_attachment_id("nonsense");
  v1::Attachment& attachment = *request.mutable_attachment();
  attachment.set_content_hash(std::string(64, 'A'));
  attachment.set_size_bytes(8 * 1024 * 1024 + 1);
  attachment.set_media_type("image/gif");
  const auto refused =
      Call(&v1::Attachments::Stub::BeginAttachment, request, reviewer_);
  std::vector<std::string> told;
  for (const Violation& v : ViolationsOf(refused.status())) {
    told.push_back(v.field + " " + v.rule);
  }
  EXPECT_THAT(told,
              ElementsAre("attachment_id ULID_MALFORMED",
                          "attachment.content_hash CONTENT_HASH_MALFORMED",
                          "attachment.size_bytes ATTACHMENT_SIZE_OUT_OF_RANGE",
                          "attachment.media_type MEDIA_TYPE_NOT_TAKEN"));
}

TEST_F(AttachmentServiceTest, RefusesAFileThatIsNotWhatItClaims) {
  const std::string page = "<html>not a photo</html>";
  ASSERT_OK_AND_ASSIGN(
      const v1::Attachment begun,
      Call(&v1::Attachments::Stub::BeginAttachment, Announce(page), reviewer_));
  ASSERT_OK(Upload(begun.name(), 0, page));
  EXPECT_THAT(Finish(begun.name()), StatusIs(StatusCode::kInvalidArgument,
                                             "ATTACHMENT_TYPE_DIFFERS"));
  EXPECT_THAT(Finish(begun.name()),
              StatusIs(StatusCode::kNotFound, "ATTACHMENT_NOT_FOUND"));
}

TEST_F(AttachmentServiceTest, GivesAnUploadUpInTime) {
  ASSERT_OK_AND_ASSIGN(const v1::Attachment begun,
                       Call(&v1::Attachments::Stub::BeginAttachment,
                            Announce(content_), reviewer_));
  ASSERT_OK(Upload(begun.name(), 0, content_));
  clock_.Advance(absl::Hours(25));
  const std::string later =
      server_.Token(api::v1::ROLE_REVIEWER, "07207001", "staff/reviewer");
  v1::FinishAttachmentRequest request;
  request.set_name(begun.name());
  EXPECT_THAT(Call(&v1::Attachments::Stub::FinishAttachment, request, later),
              StatusIs(StatusCode::kNotFound, "ATTACHMENT_NOT_FOUND"));
}

TEST_F(AttachmentServiceTest, ListsAndDeletes) {
  std::vector<std::string> names;
  for (int i = 0; i < 3; ++i) {
    ASSERT_OK_AND_ASSIGN(const v1::Attachment begun,
                         Call(&v1::Attachments::Stub::BeginAttachment,
                              Announce(content_), reviewer_));
    ASSERT_OK(Upload(begun.name(), 0, content_));
    if (i > 0) {
      ASSERT_OK(Finish(begun.name()));
    }
    names.push_back(begun.name());
  }
  v1::ListAttachmentsRequest request;
  request.set_parent("surveys/" + CountedIds::Of(1).ToString());
  request.set_page_size(1);
  const auto list = [&] {
    return Call(&v1::Attachments::Stub::ListAttachments, request, province_);
  };
  ASSERT_OK_AND_ASSIGN(v1::ListAttachmentsResponse page, list());
  ASSERT_THAT(page.attachments(), SizeIs(1));
  EXPECT_EQ(page.attachments(0).name(), names[1]);
  request.set_page_token(page.next_page_token());
  ASSERT_OK_AND_ASSIGN(page, list());
  ASSERT_THAT(page.attachments(), SizeIs(1));
  EXPECT_EQ(page.attachments(0).name(), names[2]);
  EXPECT_EQ(page.next_page_token(), "");

  v1::DeleteAttachmentRequest remove;
  for (const std::string& name : names) {
    remove.set_name(name);
    EXPECT_OK(
        Call(&v1::Attachments::Stub::DeleteAttachment, remove, reviewer_));
  }
  EXPECT_THAT(Call(&v1::Attachments::Stub::DeleteAttachment, remove, reviewer_),
              StatusIs(StatusCode::kNotFound, "ATTACHMENT_NOT_FOUND"));
  request.clear_page_token();
  ASSERT_OK_AND_ASSIGN(page, list());
  EXPECT_THAT(page.attachments(), IsEmpty());
}

}  // namespace
}  // namespace rasoat::registry

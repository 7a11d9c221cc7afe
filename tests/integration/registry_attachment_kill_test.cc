// Kills registryd between the chunks of a photo: the upload is taken up where
// it was, and the content is whole.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>

#include "absl/strings/escaping.h"
#include "rasoat/registry/v1/attachments.grpc.pb.h"
#include "rasoat/registry/v1/surveys.grpc.pb.h"
#include "services/common/clock/clock.h"
#include "services/common/ids/ulid.h"
#include "services/common/rpc/client_call.h"
#include "services/registry/load/content_hash.h"
#include "tests/support/mariadb_process.h"
#include "tests/support/registry/registry_process.h"
#include "tests/support/registry/visits.h"
#include "tests/support/scratch_schema.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

constexpr std::size_t kChunk = 64 * 1024;

/// Bytes that begin as a photo does.
std::string Photo(std::size_t size) {
  std::minstd_rand random(2021);
  std::string photo = "\xFF\xD8\xFF\xE0";
  while (photo.size() < size) photo += static_cast<char>(random());
  return photo;
}

class AttachmentKillTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(database_, MariaDbProcess::Start());
    schema_.emplace("services/registry/migrations");
    ASSERT_TRUE(schema_->ok());
    ASSERT_OK_AND_ASSIGN(registry_, RegistryProcess::Start(schema_->options()));
    ASSERT_OK_AND_ASSIGN(VisitMaker maker, VisitMaker::Make(1));
    ASSERT_OK(maker.Prepare(registry_->channel()));
    v1::SubmitVisitsRequest request;
    *request.add_visits() = maker.Next();
    v1::SubmitVisitsResponse response;
    auto surveys = v1::Surveys::NewStub(registry_->channel());
    ASSERT_TRUE(
        Call(*surveys, &v1::Surveys::Stub::SubmitVisits, request, response)
            .ok());
    ASSERT_FALSE(response.receipts(0).has_error());
    parent_ = response.receipts(0).survey();
  }

  template <class Stub, class Request, class Response>
  grpc::Status Call(Stub& stub,
                    grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                 const Request&, Response*),
                    const Request& request, Response& response) {
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    rpc::Prepare(context, SystemClock().Now() + absl::Seconds(20),
                 RegistryProcess::Token(api::v1::ROLE_REVIEWER, "24"), "");
    return (stub.*method)(&context, request, &response);
  }

  std::string Download(const std::string& name) {
    grpc::ClientContext context;
    rpc::Prepare(context, SystemClock().Now() + absl::Seconds(20),
                 RegistryProcess::Token(api::v1::ROLE_REVIEWER, "24"), "");
    v1::GetAttachmentRequest request;
    request.set_name(name);
    auto reader = files_->GetAttachment(&context, request);
    std::string bytes;
    v1::AttachmentPart part;
    while (reader->Read(&part)) bytes += part.data();
    EXPECT_TRUE(reader->Finish().ok());
    return bytes;
  }

  void Restart() {
    registry_->Kill();
    ASSERT_OK(registry_->Restart());
  }

  std::unique_ptr<MariaDbProcess> database_;
  std::optional<ScratchSchema> schema_;
  std::unique_ptr<RegistryProcess> registry_;
  std::unique_ptr<v1::Attachments::Stub> files_;
  std::string parent_;
};

TEST_F(AttachmentKillTest, TakesAnUploadUpWhereItWas) {
  files_ = v1::Attachments::NewStub(registry_->channel());
  const std::string photo = Photo(6 * kChunk + 123);
  SystemClock clock;
  RandomIdSource ids(clock);
  v1::BeginAttachmentRequest begin;
  begin.set_attachment_id(ids.Next().ToString());
  v1::Attachment& announced = *begin.mutable_attachment();
  announced.set_parent(parent_);
  announced.set_content_hash(absl::BytesToHexString(Sha256(photo)));
  announced.set_size_bytes(static_cast<std::int64_t>(photo.size()));
  announced.set_media_type("image/jpeg");
  v1::Attachment file;
  ASSERT_TRUE(
      Call(*files_, &v1::Attachments::Stub::BeginAttachment, begin, file).ok());
  const std::string name = file.name();
  for (int chunks = 0; file.received_bytes() < file.size_bytes(); ++chunks) {
    ASSERT_LT(chunks, 20) << "it does not get on";
    v1::UploadChunkRequest chunk;
    chunk.set_name(name);
    chunk.set_offset(file.received_bytes());
    chunk.mutable_chunk()->set_data(
        photo.substr(static_cast<std::size_t>(file.received_bytes()), kChunk));
    const grpc::Status taken =
        Call(*files_, &v1::Attachments::Stub::UploadChunk, chunk, file);
    ASSERT_TRUE(taken.ok()) << taken.error_message();
    const std::int64_t acknowledged = file.received_bytes();
    if (chunks % 2 == 0) {
      ASSERT_NO_FATAL_FAILURE(Restart());
      v1::GetUploadRequest asked;
      asked.set_name(name);
      ASSERT_TRUE(
          Call(*files_, &v1::Attachments::Stub::GetUpload, asked, file).ok());
      EXPECT_EQ(file.received_bytes(), acknowledged);
      // Its reply was lost: sent again, it changes nothing.
      ASSERT_TRUE(
          Call(*files_, &v1::Attachments::Stub::UploadChunk, chunk, file).ok());
      EXPECT_EQ(file.received_bytes(), acknowledged);
    }
  }
  v1::FinishAttachmentRequest finish;
  finish.set_name(name);
  const grpc::Status finished =
      Call(*files_, &v1::Attachments::Stub::FinishAttachment, finish, file);
  ASSERT_TRUE(finished.ok()) << finished.error_message();
  ASSERT_NO_FATAL_FAILURE(Restart());
  EXPECT_TRUE(Download(name) == photo);
}

}  // namespace
}  // namespace rasoat::registry

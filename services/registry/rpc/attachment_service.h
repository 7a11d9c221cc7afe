#pragma once

#include "rasoat/registry/v1/attachments.grpc.pb.h"
#include "services/common/ids/ulid.h"
#include "services/common/rpc/calls.h"
#include "services/registry/store/attachment_store.h"

namespace rasoat::registry {

/// rasoat.registry.v1.Attachments. What it is made of must outlive it.
class AttachmentService final : public v1::Attachments::CallbackService {
 public:
  /// An upload that is not finished is given up after `kept_for`.
  AttachmentService(rpc::Calls& calls, AttachmentStore& store, IdSource& ids,
                    absl::Duration kept_for)
      : calls_(calls), store_(store), ids_(ids), kept_for_(kept_for) {}

  grpc::ServerUnaryReactor* BeginAttachment(
      grpc::CallbackServerContext* context,
      const v1::BeginAttachmentRequest* request,
      v1::Attachment* response) override;
  grpc::ServerUnaryReactor* UploadChunk(grpc::CallbackServerContext* context,
                                        const v1::UploadChunkRequest* request,
                                        v1::Attachment* response) override;
  grpc::ServerUnaryReactor* GetUpload(grpc::CallbackServerContext* context,
                                      const v1::GetUploadRequest* request,
                                      v1::Attachment* response) override;
  grpc::ServerUnaryReactor* FinishAttachment(
      grpc::CallbackServerContext* context,
      const v1::FinishAttachmentRequest* request,
      v1::Attachment* response) override;
  grpc::ServerWriteReactor<v1::AttachmentPart>* GetAttachment(
      grpc::CallbackServerContext* context,
      const v1::GetAttachmentRequest* request) override;
  grpc::ServerWriteReactor<google::api::HttpBody>* DownloadAttachment(
      grpc::CallbackServerContext* context,
      const v1::DownloadAttachmentRequest* request) override;
  grpc::ServerUnaryReactor* ListAttachments(
      grpc::CallbackServerContext* context,
      const v1::ListAttachmentsRequest* request,
      v1::ListAttachmentsResponse* response) override;
  grpc::ServerUnaryReactor* DeleteAttachment(
      grpc::CallbackServerContext* context,
      const v1::DeleteAttachmentRequest* request,
      v1::DeleteAttachmentResponse* response) override;

 private:
  absl::StatusOr<v1::Attachment> Begin(
      const v1::BeginAttachmentRequest& request, const rpc::Call& call);
  absl::StatusOr<v1::Attachment> Upload(const v1::UploadChunkRequest& request,
                                        const rpc::Call& call);
  absl::StatusOr<v1::Attachment> Finish(
      const v1::FinishAttachmentRequest& request, const rpc::Call& call);
  absl::StatusOr<v1::ListAttachmentsResponse> List(
      const v1::ListAttachmentsRequest& request, const rpc::Call& call);

  rpc::Calls& calls_;
  AttachmentStore& store_;
  IdSource& ids_;
  const absl::Duration kept_for_;
};

}  // namespace rasoat::registry

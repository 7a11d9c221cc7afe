#include "services/reporting/rpc/progress_service.h"

namespace rasoat::reporting {

grpc::ServerUnaryReactor* ProgressService::GetProgress(
    grpc::CallbackServerContext* context, const v1::GetProgressRequest* request,
    v1::ProgressReport* response) {
  return calls_.Unary(
      context, request, response, [this, request](const rpc::Call& call) {
        return reader_.Report(request->round(), request->area(),
                              request->as_of(), request->group_by(),
                              call.deadline);
      });
}

grpc::ServerUnaryReactor* ProgressService::GetBulletin(
    grpc::CallbackServerContext* context, const v1::GetBulletinRequest* request,
    v1::Bulletin* response) {
  return calls_.Unary(
      context, request, response, [this, request](const rpc::Call& call) {
        return reader_.Bulletin(request->round(), request->area(),
                                request->as_of(), call.deadline);
      });
}

grpc::ServerWriteReactor<v1::ProgressReport>* ProgressService::WatchProgress(
    grpc::CallbackServerContext* context,
    const v1::WatchProgressRequest* request) {
  absl::StatusOr<rpc::Call> call = calls_.Admit(context, *request);
  if (!call.ok()) {
    return rpc::RefusedStream<v1::ProgressReport>(call.status());
  }
  return streams_.Serve(*request);
}

}  // namespace rasoat::reporting

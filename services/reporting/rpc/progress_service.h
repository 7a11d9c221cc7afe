#pragma once

#include "rasoat/reporting/v1/progress.grpc.pb.h"
#include "services/common/rpc/calls.h"
#include "services/reporting/rpc/progress_reader.h"
#include "services/reporting/rpc/progress_streams.h"

namespace rasoat::reporting {

/// `rasoat.reporting.v1.Progress`. What it is given must outlive it.
class ProgressService final : public v1::Progress::CallbackService {
 public:
  ProgressService(rpc::Calls& calls, ProgressReader& reader,
                  ProgressStreams& streams)
      : calls_(calls), reader_(reader), streams_(streams) {}

  grpc::ServerUnaryReactor* GetProgress(grpc::CallbackServerContext* context,
                                        const v1::GetProgressRequest* request,
                                        v1::ProgressReport* response) override;
  grpc::ServerUnaryReactor* GetBulletin(grpc::CallbackServerContext* context,
                                        const v1::GetBulletinRequest* request,
                                        v1::Bulletin* response) override;
  grpc::ServerWriteReactor<v1::ProgressReport>* WatchProgress(
      grpc::CallbackServerContext* context,
      const v1::WatchProgressRequest* request) override;

 private:
  rpc::Calls& calls_;
  ProgressReader& reader_;
  ProgressStreams& streams_;
};

}  // namespace rasoat::reporting

#include "services/scoring/rpc/batch_service.h"

#include <array>

#include "services/common/rpc/status_wire.h"
#include "services/scoring/batch/batch_scorer.h"

namespace rasoat::scoring {
namespace {

/// One stream. gRPC runs its callbacks one at a time but for a read and a write
/// that end together, so what both touch is under a lock. A message is scored
/// on the thread that read it: some milliseconds that wait for nothing.
class Stream final : public grpc::ServerBidiReactor<v1::ScoreBatchRequest,
                                                    v1::ScoreBatchResponse> {
 public:
  Stream(const Catalogue& catalogue, const absl::Status& admitted)
      : scorer_(catalogue) {
    if (!admitted.ok()) {
      over_ = true;
      Finish(rpc::ToWire(admitted));
      return;
    }
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return End(absl::OkStatus());
    v1::ScoreBatchResponse& response = responses_[next_];
    response.Clear();
    const absl::Status status = scorer_.Score(request_, response);
    if (!status.ok()) return End(status);
    absl::MutexLock lock(&mu_);
    scored_ = true;
    WriteNext();
  }

  void OnWriteDone(bool ok) override {
    absl::MutexLock lock(&mu_);
    writing_ = false;
    if (!ok) status_ = absl::CancelledError("the caller went away");
    WriteNext();
  }

  void OnDone() override { delete this; }

 private:
  /// Writes what is scored if nothing is being written, and reads on.
  void WriteNext() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    if (writing_ || over_) return;
    if (scored_) {
      scored_ = false;
      writing_ = true;
      StartWrite(&responses_[next_]);
      next_ = 1 - next_;
      StartRead(&request_);
    } else if (ended_) {
      over_ = true;
      Finish(rpc::ToWire(status_));
    }
  }

  void End(const absl::Status& status) {
    absl::MutexLock lock(&mu_);
    ended_ = true;
    if (status_.ok()) status_ = status;
    WriteNext();
  }

  BatchScorer scorer_;
  v1::ScoreBatchRequest request_;
  std::array<v1::ScoreBatchResponse, 2> responses_;
  int next_ = 0;  ///< The response that is not being written.
  absl::Mutex mu_;
  bool scored_ ABSL_GUARDED_BY(mu_) = false;
  bool writing_ ABSL_GUARDED_BY(mu_) = false;
  bool ended_ ABSL_GUARDED_BY(mu_) = false;
  bool over_ ABSL_GUARDED_BY(mu_) = false;
  absl::Status status_ ABSL_GUARDED_BY(mu_);
};

}  // namespace

grpc::ServerBidiReactor<v1::ScoreBatchRequest, v1::ScoreBatchResponse>*
BatchService::ScoreBatch(grpc::CallbackServerContext* context) {
  return new Stream(
      catalogue_,
      calls_.Admit(context, v1::ScoreBatchRequest::default_instance())
          .status());
}

}  // namespace rasoat::scoring

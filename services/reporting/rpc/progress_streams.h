#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include "absl/time/time.h"
#include "rasoat/reporting/v1/progress.pb.h"
#include "services/common/clock/clock.h"
#include "services/reporting/follow/lags.h"
#include "services/reporting/rpc/progress_reader.h"

namespace rasoat::reporting {

class ProgressStream;

/// The running WatchProgress calls. One thread looks every `pause` whether the
/// followers have applied anything and, only then, reads the figures again and
/// sends those that differ. Thread safe; what it is given must outlive it, and
/// it must outlive the server.
class ProgressStreams {
 public:
  ProgressStreams(ProgressReader& reader, const Lags& lags, const Clock& clock,
                  absl::Duration pause = absl::Seconds(1));
  ~ProgressStreams();

  /// Answers one call; the first report goes out at once.
  grpc::ServerWriteReactor<v1::ProgressReport>* Serve(
      const v1::WatchProgressRequest& request);

  /// Ends every stream with UNAVAILABLE SERVER_DRAINING and takes no new ones.
  void Shutdown();

 private:
  friend class ProgressStream;
  using Stream = std::shared_ptr<ProgressStream>;

  void Run();
  void Forget(const Stream& stream);

  ProgressReader& reader_;
  const Lags& lags_;
  const Clock& clock_;
  const absl::Duration pause_;
  std::mutex mu_;
  std::condition_variable news_;
  std::set<Stream> streams_;
  bool fresh_ = false;  // a stream has not been told anything yet
  bool closed_ = false;
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace rasoat::reporting

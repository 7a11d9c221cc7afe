// A file that is made first and then sent as a stream of raw bodies.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "google/api/httpbody.pb.h"
#include "services/common/rpc/worker_pool.h"
#include "services/common/sheet/source.h"

namespace rasoat::registry {

/// What a stream sends.
struct SentFile {
  std::string name;  ///< Under which it is kept; with its ending.
  std::string content_type;
  sheet::FileSource file;
};

/// Makes a file on a thread of `makers` and sends it in pieces of 256 KiB. gRPC
/// owns the reactor. `make` is told by its argument whether the caller has
/// gone. Errors: RESOURCE_EXHAUSTED OVERLOADED; those of `make`.
grpc::ServerWriteReactor<google::api::HttpBody>* SendFile(
    rpc::WorkerPool& makers,
    std::function<absl::StatusOr<SentFile>(const std::function<bool()>& gone)>
        make);

}  // namespace rasoat::registry

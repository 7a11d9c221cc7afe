#include "services/common/server/library_logs.h"

#include <google/protobuf/stubs/logging.h>
#include <grpc/support/log.h>

#include <string>

#include "services/common/log/log.h"

namespace rasoat::server {
namespace {

// Neither library's errors ask for a person: most are a peer's doing. What
// ends the process is told by its end.
void FromGrpc(gpr_log_func_args* said) {
  log::Line("grpc", log::Level::kWarning)
      .Add("file", said->file)
      .Add("line", said->line)
      .Add("message", said->message)
      .Write();
}

void FromProtobuf(google::protobuf::LogLevel, const char* file, int line,
                  const std::string& message) {
  log::Line("protobuf", log::Level::kWarning)
      .Add("file", file)
      .Add("line", line)
      .Add("message", message)
      .Write();
}

}  // namespace

void CaptureLibraryLogs() {
  gpr_set_log_function(FromGrpc);
  google::protobuf::SetLogHandler(FromProtobuf);
}

}  // namespace rasoat::server

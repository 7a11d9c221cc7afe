#pragma once

namespace rasoat::server {

/// Turns what gRPC and protobuf say on stderr into lines of our log, so that
/// every line there is JSON. Call it before the first use of either.
void CaptureLibraryLogs();

}  // namespace rasoat::server

// A MariaDB server of a test's own, for those who kill it.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "tests/support/child_process.h"

namespace rasoat {

/// A server in a folder of its own that flushes each commit, as production
/// does. Its data outlive its process, not this object. Not thread safe.
class MariaDbProcess {
 public:
  /// Makes the data folder and starts the server. What ScratchSchema reads from
  /// the environment then names this server.
  static absl::StatusOr<std::unique_ptr<MariaDbProcess>> Start();
  ~MariaDbProcess();
  MariaDbProcess(const MariaDbProcess&) = delete;

  /// SIGKILL, and waits for its end.
  void Kill() { process_.Kill(); }
  /// Starts it again on the same data and the same port, and waits until it
  /// answers.
  absl::Status Restart();

 private:
  MariaDbProcess();

  std::string folder_;
  std::string password_;
  int port_ = 0;
  ChildProcess process_;
};

}  // namespace rasoat

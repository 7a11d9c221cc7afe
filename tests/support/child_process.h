// A program that a test starts, and may kill.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace rasoat {

/// One child process. Not thread safe.
class ChildProcess {
 public:
  ChildProcess() = default;
  /// Kills it.
  ~ChildProcess() { Kill(); }
  ChildProcess(const ChildProcess&) = delete;

  /// Starts `command`, with `settings` (`NAME=value`) before the environment of
  /// this process and its output appended to the file `log`. Kills what ran
  /// before.
  absl::Status Start(std::vector<std::string> command,
                     std::vector<std::string> settings, const std::string& log);
  /// SIGKILL, and waits for its end.
  void Kill();
  /// Waits for its end; its exit code, or -1 if a signal ended it.
  int Join();
  /// False once it has ended by itself.
  bool Alive();

  pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
};

/// A TCP port of the loopback that nobody listens on now.
int FreePort();

/// The last 1000 bytes of a file.
std::string EndOf(const std::string& file);

}  // namespace rasoat

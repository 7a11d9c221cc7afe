// registryd itself, for the tests and measurements that need a process: one
// that can be killed, or that pays what a service pays.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "rasoat/api/v1/access.pb.h"
#include "services/common/mysql/pool.h"
#include "tests/support/child_process.h"

namespace rasoat::registry {

/// One running registryd on a schema whose migrations have been applied.
/// Serves the forms shipped with the service. Not thread safe.
class RegistryProcess {
 public:
  /// Starts it, and waits until it serves.
  ///
  /// Errors: UNAVAILABLE, with the end of its log.
  static absl::StatusOr<std::unique_ptr<RegistryProcess>> Start(
      const mysql::PoolOptions& database);
  /// Kills it.
  ~RegistryProcess();
  RegistryProcess(const RegistryProcess&) = delete;

  /// SIGKILL, and waits for its end.
  void Kill() { process_.Kill(); }
  /// Starts it again on the same address, which its clients keep, and waits
  /// until it serves.
  absl::Status Restart();

  pid_t pid() const { return process_.pid(); }
  const std::string& address() const { return address_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  /// A token of `staff/{name}` with one grant, good for a day.
  static std::string Token(api::v1::Role role, const std::string& area,
                           const std::string& name = "test");

 private:
  explicit RegistryProcess(const mysql::PoolOptions& database);
  absl::Status Launch();

  const mysql::PoolOptions database_;
  std::string address_;
  std::string log_;
  std::shared_ptr<grpc::Channel> channel_;
  ChildProcess process_;
};

/// User and system time that a process has used so far, in its and its threads'
/// lives; zero if there is none.
absl::Duration CpuOf(pid_t pid);

}  // namespace rasoat::registry

// A bounded set of connections to one schema of a MySQL-compatible server.
//
// A store takes a Pool& and uses it through transaction.h; nothing above
// store/ sees a session. What a session promises is listed at Session.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace rasoat::mysql {

class Connection;
class Pool;

/// Where the database is and how much of it to take.
struct PoolOptions {
  /// "tcp://127.0.0.1:3306" or "unix:///run/mysqld.sock".
  std::string url;
  std::string user;
  std::string password;
  /// The schema every session starts in; "" for none.
  std::string schema;
  /// Connections open at once, at least 1.
  int max_sessions = 16;
  /// A session idle for longer is pinged before it is lent.
  absl::Duration ping_after = absl::Seconds(10);
  /// How long one connection attempt may take; whole seconds, at least 1.
  absl::Duration connect_timeout = absl::Seconds(5);
  /// How long one statement may run before the server ends it. The client
  /// stops listening 5 s later. Infinite for migrations.
  absl::Duration statement_limit = absl::Seconds(30);
  /// How long a statement waits for a row lock; whole seconds, at least 1.
  absl::Duration lock_wait = absl::Seconds(5);
};

/// One connection on loan, used by one thread at a time. Gives it back when
/// destroyed, or closes it when a failure left its state in doubt.
///
/// Every session runs READ COMMITTED, utf8mb4, time zone +00:00, autocommit,
/// strict sql_mode, and reports matched (not changed) rows. It keeps the
/// prepared statements used last, by their text. Its Pool must outlive it.
class Session {
 public:
  Session(Session&& other) noexcept;
  Session& operator=(Session&&) = delete;
  ~Session();

  /// Closes the connection on return instead of keeping it.
  void MarkBroken() { broken_ = true; }
  bool broken() const { return broken_; }
  /// The connection itself, for this folder.
  Connection& connection() { return *connection_; }

 private:
  friend class Pool;
  Session(Pool* pool, std::unique_ptr<Connection> connection);

  Pool* pool_;
  std::unique_ptr<Connection> connection_;
  bool broken_ = false;
};

/// What a pool holds at one moment.
struct PoolUse {
  int open = 0;     ///< connections that exist or are being made
  int idle = 0;     ///< of those, not on loan
  int waiting = 0;  ///< callers waiting for one
  int limit = 0;    ///< PoolOptions.max_sessions
};

/// Lends sessions, the one used last first, so that a quiet service keeps few
/// warm ones. Thread safe. Must outlive its sessions.
class Pool {
 public:
  /// Opens nothing yet. Aborts the process when max_sessions is below 1. The
  /// first Pool of a process is made before other threads start.
  explicit Pool(PoolOptions options);
  ~Pool();
  Pool(const Pool&) = delete;

  /// Lends a session, waiting for one to come back until `deadline` at most.
  /// Connects (some ten milliseconds) when none is idle and the bound
  /// allows. When a session turns out lost, every idle one is pinged before
  /// its next loan, so that a restarted server costs each caller at most one
  /// failure.
  ///
  /// Errors:
  ///   RESOURCE_EXHAUSTED  POOL_EXHAUSTED        none came back in time
  ///   UNAVAILABLE         DATABASE_UNREACHABLE  cannot connect or sign in
  absl::StatusOr<Session> Acquire(absl::Time deadline);

  /// Checks that a statement can run now; the readiness of a service. Errors as
  /// Acquire, and those of a statement.
  absl::Status Check(absl::Time deadline);

  /// What the pool holds now, for metrics.
  PoolUse Use() const;

  /// What it was made with.
  const PoolOptions& options() const { return options_; }

 private:
  friend class Session;
  struct Idle;
  struct State;
  void Return(std::unique_ptr<Connection> connection, bool broken);

  const PoolOptions options_;
  std::unique_ptr<State> state_;
};

}  // namespace rasoat::mysql

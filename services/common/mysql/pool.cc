#include "services/common/mysql/pool.h"

#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <utility>
#include <vector>

#include "services/common/clock/clock.h"
#include "services/common/mysql/connection.h"
#include "services/common/mysql/guarded.h"
#include "services/common/status/error.h"

namespace rasoat::mysql {

struct Pool::Idle {
  std::unique_ptr<Connection> connection;
  absl::Time since;
};

struct Pool::State {
  std::mutex mu;  // guards what follows
  std::condition_variable freed;
  std::vector<Idle> idle;  // the one used last at the end
  int open = 0;
  int waiting = 0;
};

Session::Session(Pool* pool, std::unique_ptr<Connection> connection)
    : pool_(pool), connection_(std::move(connection)) {}

Session::Session(Session&& other) noexcept = default;

Session::~Session() {
  if (connection_) pool_->Return(std::move(connection_), broken_);
}

Pool::Pool(PoolOptions options)
    : options_(std::move(options)), state_(std::make_unique<State>()) {
  if (options_.max_sessions < 1) std::abort();
  PrepareDriver();
}

Pool::~Pool() = default;

absl::StatusOr<Session> Pool::Acquire(absl::Time deadline) {
  State& state = *state_;
  const SystemClock clock;
  const auto can_lend = [&] {
    return !state.idle.empty() || state.open < options_.max_sessions;
  };
  for (;;) {
    Idle idle;
    {
      std::unique_lock lock(state.mu);
      ++state.waiting;
      const bool free =
          state.freed.wait_until(lock, absl::ToChronoTime(deadline), can_lend);
      --state.waiting;
      if (!free) {
        return Error(absl::StatusCode::kResourceExhausted, "POOL_EXHAUSTED",
                     "every database session was in use until the deadline");
      }
      if (state.idle.empty()) {
        ++state.open;
      } else {
        idle = std::move(state.idle.back());
        state.idle.pop_back();
      }
    }
    const absl::Time now = clock.Now();
    if (!idle.connection) {
      absl::StatusOr<std::unique_ptr<Connection>> opened = Connection::Open(
          options_, std::min(options_.connect_timeout, deadline - now));
      if (opened.ok()) return Session(this, *std::move(opened));
      const std::lock_guard lock(state.mu);
      --state.open;
      state.freed.notify_one();
      return opened.status();
    }
    if (now - idle.since <= options_.ping_after || idle.connection->Alive()) {
      return Session(this, std::move(idle.connection));
    }
    Return(std::move(idle.connection), /*broken=*/true);
  }
}

void Pool::Return(std::unique_ptr<Connection> connection, bool broken) {
  // Closing may wait for the network: not under the lock.
  if (broken) connection.reset();
  const absl::Time now = SystemClock().Now();
  const std::lock_guard lock(state_->mu);
  if (broken) {
    --state_->open;
    for (Idle& idle : state_->idle) idle.since = absl::InfinitePast();
  } else {
    state_->idle.push_back({std::move(connection), now});
  }
  state_->freed.notify_one();
}

absl::Status Pool::Check(absl::Time deadline) {
  absl::StatusOr<Session> session = Acquire(deadline);
  if (!session.ok()) return session.status();
  return Guarded(*session, "DO 0", [&]() -> absl::Status {
    session->connection().Run("DO 0");
    return absl::OkStatus();
  });
}

PoolUse Pool::Use() const {
  const std::lock_guard lock(state_->mu);
  return {.open = state_->open,
          .idle = static_cast<int>(state_->idle.size()),
          .waiting = state_->waiting,
          .limit = options_.max_sessions};
}

}  // namespace rasoat::mysql

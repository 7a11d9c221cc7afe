// Reading a lot that has to agree.
#pragma once

#include <type_traits>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/common/mysql/pool.h"
#include "services/common/mysql/reader.h"
#include "services/common/status/status_macros.h"

namespace rasoat::mysql {

/// One moment of the database, on one session, until it is destroyed. Made by
/// InSnapshot().
class Snapshot {
 public:
  explicit Snapshot(Session& session) : session_(session) {}
  /// Gives the moment up: one round trip.
  ~Snapshot();
  Snapshot(const Snapshot&) = delete;

  /// Takes the moment: two round trips. Errors as a statement.
  absl::Status Begin();

 private:
  Session& session_;
  bool open_ = false;
};

/// Runs `body(Reader&)`, whose SELECTs all see what was committed when it
/// began, whatever others do. The server keeps what they overwrite until it
/// ends, so it must not wait for anybody slow.
template <class Body>
std::invoke_result_t<Body, Reader&> InSnapshot(Pool& pool, absl::Time deadline,
                                               Body body) {
  RASOAT_ASSIGN_OR_RETURN(Session session, pool.Acquire(deadline));
  Snapshot snapshot(session);
  RASOAT_RETURN_IF_ERROR(snapshot.Begin());
  Reader reader(session, deadline);
  return body(reader);
}

}  // namespace rasoat::mysql

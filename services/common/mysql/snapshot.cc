#include "services/common/mysql/snapshot.h"

#include "services/common/mysql/connection.h"
#include "services/common/mysql/guarded.h"

namespace rasoat::mysql {
namespace {

// The level holds for the next transaction alone.
constexpr char kLevel[] = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ";
constexpr char kBegin[] =
    "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY";
constexpr char kEnd[] = "ROLLBACK";

}  // namespace

absl::Status Snapshot::Begin() {
  return Guarded(session_, kBegin, [&]() -> absl::Status {
    session_.connection().Run(kLevel);
    session_.connection().Run(kBegin);
    open_ = true;
    return absl::OkStatus();
  });
}

Snapshot::~Snapshot() {
  if (!open_ || session_.broken()) return;
  const absl::Status ended = Guarded(session_, kEnd, [&]() -> absl::Status {
    session_.connection().Run(kEnd);
    return absl::OkStatus();
  });
  if (!ended.ok()) session_.MarkBroken();
}

}  // namespace rasoat::mysql

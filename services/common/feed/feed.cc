#include "services/common/feed/feed.h"

#include "services/common/feed/change_table.h"
#include "services/common/status/error.h"

namespace rasoat::feed {
namespace {

constexpr char kTakePositions[] =
    "UPDATE feed_head SET position = position + ? WHERE stream = 0";
constexpr char kInsertHead[] =
    "INSERT INTO feed_change"
    " (position, commit_time, subject, area, kind, state) VALUES";
constexpr std::size_t kColumns = 6;

bool WellFormed(const Changes::Entry& entry) {
  return entry.subject.size() <= 128 && entry.area.size() <= 16 &&
         entry.kind.size() <= 96 && entry.state.size() <= kMostStateBytes;
}

}  // namespace

absl::Status Feed::Append(mysql::Transaction& tx, const Changes& changes) {
  if (changes.empty()) return absl::OkStatus();
  for (const Changes::Entry& entry : changes.entries()) {
    if (!WellFormed(entry)) {
      return Error(absl::StatusCode::kInternal, "CHANGE_MALFORMED",
                   "a change's subject, area, kind or state is too long");
    }
  }
  const auto count = static_cast<std::int64_t>(changes.size());
  RASOAT_ASSIGN_OR_RETURN(std::int64_t matched,
                          tx.Execute(kTakePositions, count));
  if (matched != 1) return HeadMissing();
  RASOAT_ASSIGN_OR_RETURN(std::int64_t newest, ReadNewest(tx));
  const std::int64_t first = newest - count + 1;
  const absl::Time now = clock_.Now();
  return tx
      .InsertRows(kInsertHead, changes.size(), kColumns,
                  [&](std::size_t i, mysql::Params& row) {
                    const Changes::Entry& entry = changes.entries()[i];
                    row.AddAll(first + static_cast<std::int64_t>(i), now,
                               entry.subject, entry.area, entry.kind,
                               mysql::Blob{entry.state});
                  })
      .status();
}

void Feed::ListenForCommits(std::function<void()> listener) {
  std::lock_guard lock(mu_);
  listener_ = std::move(listener);
}

void Feed::Committed() {
  std::lock_guard lock(mu_);
  if (listener_) listener_();
}

}  // namespace rasoat::feed

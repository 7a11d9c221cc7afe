#include "services/common/feed/change_table.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/clock/clock.h"
#include "services/common/log/log.h"
#include "services/common/status/error.h"

namespace rasoat::feed {
namespace {

constexpr char kSelectNewest[] =
    "SELECT position FROM feed_head WHERE stream = 0";
constexpr char kSelectChanges[] =
    "SELECT position, commit_time, subject, area, kind, state"
    " FROM feed_change WHERE position > ? ORDER BY position LIMIT ?";
constexpr absl::string_view kTypeUrlPrefix = "type.googleapis.com/";

v1::Change ReadChange(const mysql::Row& row) {
  v1::Change change;
  change.set_position(row.Int(0));
  const std::int64_t micros = absl::ToUnixMicros(row.Time(1));
  // DATETIME cannot hold a moment before 1970 that matters here.
  change.mutable_commit_time()->set_seconds(micros / 1'000'000);
  change.mutable_commit_time()->set_nanos(
      static_cast<std::int32_t>(micros % 1'000'000 * 1'000));
  change.set_subject(row.Text(2));
  change.set_area(row.Text(3));
  change.mutable_state()->set_type_url(
      absl::StrCat(kTypeUrlPrefix, row.Text(4)));
  change.mutable_state()->set_value(row.Blob(5));
  return change;
}

}  // namespace

absl::Time DeadlineIn(absl::Duration limit) {
  return SystemClock().Now() + limit;
}

absl::Status HeadMissing() {
  return Error(absl::StatusCode::kInternal, "FEED_HEAD_MISSING",
               "feed_head has no row; apply the migrations of the feed");
}

absl::StatusOr<std::int64_t> ReadNewest(mysql::Reader& reader) {
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<std::int64_t> newest,
      reader.QueryOne(kSelectNewest,
                      [](const mysql::Row& row) { return row.Int(0); }));
  if (!newest) return HeadMissing();
  return *newest;
}

absl::StatusOr<std::vector<v1::Change>> ReadChanges(mysql::Reader& reader,
                                                    std::int64_t after,
                                                    int most) {
  RASOAT_ASSIGN_OR_RETURN(
      std::vector<v1::Change> changes,
      reader.Query(kSelectChanges, ReadChange, after, std::int64_t{most}));
  // Positions are visible in order on a single server. A cluster that shows a
  // later one first costs a wait here instead of a change lost for ever.
  std::size_t whole = 0;
  while (whole < changes.size() &&
         changes[whole].position() ==
             after + 1 + static_cast<std::int64_t>(whole)) {
    ++whole;
  }
  if (whole < changes.size()) {
    log::Line("feed_position_not_visible", log::Level::kWarning)
        .Add("position", after + 1 + static_cast<std::int64_t>(whole))
        .Write();
    changes.resize(whole);
  }
  return changes;
}

absl::string_view KindOf(const v1::Change& change) {
  const absl::string_view url = change.state().type_url();
  return url.substr(url.rfind('/') + 1);  // npos + 1 is 0
}

}  // namespace rasoat::feed

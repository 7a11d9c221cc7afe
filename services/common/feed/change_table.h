#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "rasoat/feed/v1/feed.pb.h"
#include "services/common/mysql/transaction.h"

namespace rasoat::feed {

/// Most changes in one message of a stream.
inline constexpr int kMostInBatch = 500;
/// A message of a stream is closed once its states have this many bytes.
inline constexpr std::size_t kBatchBytes = std::size_t{1} << 20;
/// Largest state of one change: well under gRPC's 4 MiB for a whole message.
inline constexpr std::size_t kMostStateBytes = std::size_t{2} << 20;

/// The time from which the feed's own database calls may take `limit`, by the
/// real clock: deadlines have nothing to do with the dates of a census.
absl::Time DeadlineIn(absl::Duration limit);

/// Reads the newest position: the committed one, or within a transaction that
/// took positions its own last. One query.
///
/// Errors: those of `mysql::Reader`;
///   INTERNAL  FEED_HEAD_MISSING  the schema lacks the head's only row
absl::StatusOr<std::int64_t> ReadNewest(mysql::Reader& reader);

/// Reads up to `most` changes after position `after`, oldest first and without
/// gaps: it stops before a position that is not visible (yet). One query.
///
/// Errors: those of `mysql::Reader`.
absl::StatusOr<std::vector<v1::Change>> ReadChanges(mysql::Reader& reader,
                                                    std::int64_t after,
                                                    int most);

/// INTERNAL FEED_HEAD_MISSING.
absl::Status HeadMissing();

/// The full message name in `change`'s type url.
absl::string_view KindOf(const v1::Change& change);

}  // namespace rasoat::feed

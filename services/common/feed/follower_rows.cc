#include "services/common/feed/follower_rows.h"

#include <algorithm>

namespace rasoat::feed {
namespace {

constexpr char kSelectPlace[] =
    "SELECT generation, position, newest, applied_commit_time, heard_time"
    " FROM follower_position WHERE follower = ?";
constexpr char kLockPlace[] =
    "SELECT generation, position, newest, applied_commit_time, heard_time"
    " FROM follower_position WHERE follower = ? FOR UPDATE";
constexpr char kInsertPlace[] =
    "INSERT IGNORE INTO follower_position"
    " (follower, generation, position, newest) VALUES (?, 0, 0, 0)";
constexpr char kUpdatePlace[] =
    "UPDATE follower_position SET generation = ?, position = ?, newest = ?,"
    " applied_commit_time = ?, heard_time = ? WHERE follower = ?";

constexpr char kRenewLease[] =
    "UPDATE follower_lease SET holder = ?,"
    " held_until = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND"
    " WHERE follower = ? AND (holder = ? OR held_until <= UTC_TIMESTAMP(6))";
constexpr char kInsertLease[] =
    "INSERT IGNORE INTO follower_lease (follower, holder, held_until)"
    " VALUES (?, ?, UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND)";
constexpr char kSelectLease[] =
    "SELECT TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(6), held_until)"
    " FROM follower_lease WHERE follower = ?";
constexpr char kEndLease[] =
    "UPDATE follower_lease SET held_until = UTC_TIMESTAMP(6)"
    " WHERE follower = ? AND holder = ?";

Place ReadRow(const mysql::Row& row) {
  return {.generation = row.Int(0),
          .position = row.Int(1),
          .newest = row.Int(2),
          .applied_commit_time = row.MaybeTime(3),
          .heard_time = row.MaybeTime(4)};
}

}  // namespace

absl::StatusOr<Place> ReadPlace(mysql::Pool& pool, absl::Time deadline,
                                absl::string_view follower) {
  RASOAT_ASSIGN_OR_RETURN(
      std::optional<Place> place,
      mysql::Read(pool, deadline, [&](mysql::Reader& reader) {
        return reader.QueryOne(kSelectPlace, ReadRow, follower);
      }));
  return place.value_or(Place());
}

absl::StatusOr<Place> LockPlace(mysql::Transaction& tx,
                                absl::string_view follower) {
  RASOAT_ASSIGN_OR_RETURN(std::optional<Place> place,
                          tx.QueryOne(kLockPlace, ReadRow, follower));
  if (place) return *place;
  RASOAT_RETURN_IF_ERROR(tx.Execute(kInsertPlace, follower).status());
  RASOAT_ASSIGN_OR_RETURN(place, tx.QueryOne(kLockPlace, ReadRow, follower));
  return place.value_or(Place());
}

absl::Status SavePlace(mysql::Transaction& tx, absl::string_view follower,
                       const Place& place) {
  return tx
      .Execute(kUpdatePlace, place.generation, place.position, place.newest,
               place.applied_commit_time, place.heard_time, follower)
      .status();
}

absl::StatusOr<LeaseAnswer> AskForLease(mysql::Pool& pool, absl::Time deadline,
                                        absl::string_view follower,
                                        absl::string_view holder,
                                        absl::Duration lease) {
  const std::int64_t micros = absl::ToInt64Microseconds(lease);
  return mysql::InTransaction(
      pool, deadline,
      [&](mysql::Transaction& tx) -> absl::StatusOr<LeaseAnswer> {
        RASOAT_ASSIGN_OR_RETURN(
            std::int64_t rows,
            tx.Execute(kRenewLease, holder, micros, follower, holder));
        if (rows == 0) {
          RASOAT_ASSIGN_OR_RETURN(
              rows, tx.Execute(kInsertLease, follower, holder, micros));
        }
        if (rows != 0) return LeaseAnswer{.held = true};
        RASOAT_ASSIGN_OR_RETURN(
            std::optional<std::int64_t> remaining,
            tx.QueryOne(
                kSelectLease, [](const mysql::Row& row) { return row.Int(0); },
                follower));
        return LeaseAnswer{.held = false,
                           .remaining = absl::Microseconds(std::max(
                               remaining.value_or(0), std::int64_t{0}))};
      });
}

absl::Status GiveUpLease(mysql::Pool& pool, absl::Time deadline,
                         absl::string_view follower, absl::string_view holder) {
  return mysql::InTransaction(pool, deadline, [&](mysql::Transaction& tx) {
    return tx.Execute(kEndLease, follower, holder).status();
  });
}

}  // namespace rasoat::feed

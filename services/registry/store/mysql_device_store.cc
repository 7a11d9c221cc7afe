#include "services/registry/store/mysql_device_store.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/mysql/transaction.h"
#include "services/common/status/status_macros.h"
#include "services/registry/store/mysql_id_lists.h"

namespace rasoat::registry {
namespace {

#define RASOAT_DEVICE_COLUMNS                              \
  "id, area, model, reviewer, last_seen, clock_offset_ms," \
  " package_position, last_sequence, last_item_time"

constexpr char kSelect[] =
    "SELECT " RASOAT_DEVICE_COLUMNS " FROM device WHERE id = ?";

// However many areas: they come as one list.
constexpr char kSelectAreas[] =
    "SELECT " RASOAT_DEVICE_COLUMNS
    "  FROM JSON_TABLE(?, '$[*]' COLUMNS ("
    "         code VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin PATH '$'"
    "       )) AS asked"
    "  JOIN device ON device.area = asked.code"
    " WHERE (area > ? OR (area = ? AND id > ?)) AND last_seen < ?"
    " ORDER BY area, id"
    " LIMIT ?";

constexpr char kInsert[] =
    "INSERT INTO device (" RASOAT_DEVICE_COLUMNS
    ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE ";

#undef RASOAT_DEVICE_COLUMNS

constexpr char kOnRegister[] =
    "area = VALUES(area), model = VALUES(model), reviewer = VALUES(reviewer), "
    "last_seen = VALUES(last_seen)";

// Assignments run from left to right, so the time comes before the sequence
// that it depends on.
constexpr char kOnBatch[] =
    "reviewer = VALUES(reviewer), last_seen = VALUES(last_seen), "
    "clock_offset_ms = VALUES(clock_offset_ms), "
    "last_item_time = IF(VALUES(last_sequence) > last_sequence, "
    "VALUES(last_item_time), last_item_time), "
    "last_sequence = GREATEST(last_sequence, VALUES(last_sequence))";

constexpr char kOnPackage[] =
    "reviewer = VALUES(reviewer), last_seen = VALUES(last_seen), "
    "package_position = VALUES(package_position)";

Device ReadDevice(const mysql::Row& row) {
  Device device;
  device.id = IdOf<DeviceId>(row.Id("id"));
  device.area.value = row.Text("area");
  device.model = row.Text("model");
  device.reviewer = row.Text("reviewer");
  device.last_seen = row.Time("last_seen");
  if (const auto offset = row.MaybeInt("clock_offset_ms")) {
    device.clock_offset = absl::Milliseconds(*offset);
  }
  device.package_position = row.Int("package_position");
  device.last.sequence = row.Int("last_sequence");
  device.last.time = row.MaybeTime("last_item_time");
  return device;
}

/// The latest moment a column can hold.
absl::Time Storable(absl::Time time) {
  return std::min(time, absl::FromCivil(absl::CivilSecond(9999, 1, 1),
                                        absl::UTCTimeZone()));
}

}  // namespace

absl::StatusOr<std::optional<Device>> MySqlDeviceStore::Find(
    const DeviceId& id, absl::Time deadline) {
  return mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
    return reader.QueryOne(kSelect, ReadDevice, Stored(id));
  });
}

absl::Status MySqlDeviceStore::Put(const Device& device,
                                   absl::string_view on_duplicate,
                                   absl::Time deadline) {
  std::optional<std::int64_t> offset;
  if (device.clock_offset) {
    offset = absl::ToInt64Milliseconds(*device.clock_offset);
  }
  return mysql::InTransaction(pool_, deadline, [&](mysql::Transaction& tx) {
    return tx
        .Execute(absl::StrCat(kInsert, on_duplicate), Stored(device.id),
                 device.area.value, device.model, device.reviewer,
                 device.last_seen, offset, device.package_position,
                 device.last.sequence, device.last.time)
        .status();
  });
}

absl::Status MySqlDeviceStore::Register(const Device& device,
                                        absl::Time deadline) {
  return Put(device, kOnRegister, deadline);
}

absl::Status MySqlDeviceStore::NoteBatch(const Device& device,
                                         absl::Time deadline) {
  return Put(device, kOnBatch, deadline);
}

absl::Status MySqlDeviceStore::NotePackage(const Device& device,
                                           absl::Time deadline) {
  return Put(device, kOnPackage, deadline);
}

absl::StatusOr<std::vector<Device>> MySqlDeviceStore::List(
    const DeviceFilter& filter, const DevicePlace& after, int limit,
    absl::Time deadline) {
  const std::string codes =
      absl::StrCat("[",
                   absl::StrJoin(filter.areas, ",",
                                 [](std::string* out, const AreaCode& area) {
                                   absl::StrAppend(out, "\"", area.value, "\"");
                                 }),
                   "]");
  return mysql::Read(pool_, deadline, [&](mysql::Reader& reader) {
    return reader.Query(kSelectAreas, ReadDevice, codes, after.area.value,
                        after.area.value, Stored(after.id),
                        Storable(filter.silent_since), limit);
  });
}

}  // namespace rasoat::registry

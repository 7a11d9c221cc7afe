// Where the devices in the field are kept.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/registry/domain/device.h"

namespace rasoat::registry {

/// Which devices a list is about.
struct DeviceFilter {
  /// Each once, in the order of their codes; digits.
  std::vector<AreaCode> areas;
  /// Only those last seen before then.
  absl::Time silent_since = absl::InfiniteFuture();
};

/// A place in a list: by area, then by id.
struct DevicePlace {
  AreaCode area;
  DeviceId id;
};

/// Keeps devices. Thread safe. Every method may also return what the database
/// says of itself.
class DeviceStore {
 public:
  virtual ~DeviceStore() = default;

  /// The device, or nothing.
  virtual absl::StatusOr<std::optional<Device>> Find(const DeviceId& id,
                                                     absl::Time deadline) = 0;
  /// Keeps area, model, reviewer and last_seen; the rest stays as it is.
  virtual absl::Status Register(const Device& device, absl::Time deadline) = 0;
  /// Keeps that a batch came: reviewer, last_seen, clock_offset, and `last` if
  /// it is higher. A device nobody registered is kept with its area.
  virtual absl::Status NoteBatch(const Device& device, absl::Time deadline) = 0;
  /// Keeps that a whole package was taken: reviewer, last_seen and
  /// package_position. A device nobody registered is kept with its area.
  virtual absl::Status NotePackage(const Device& device,
                                   absl::Time deadline) = 0;
  /// Up to `limit` devices after `after`. One read, however many areas.
  virtual absl::StatusOr<std::vector<Device>> List(const DeviceFilter& filter,
                                                   const DevicePlace& after,
                                                   int limit,
                                                   absl::Time deadline) = 0;
};

}  // namespace rasoat::registry

// A device in the field, as far as the register knows it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/common/status/error.h"
#include "services/registry/domain/device_clock.h"
#include "services/registry/domain/ids.h"

namespace rasoat::registry {

/// A device.
struct Device {
  DeviceId id;
  AreaCode area;         ///< Where it is used.
  std::string model;     ///< As its maker calls it; may be empty.
  std::string reviewer;  ///< Who used it last, `staff/{id}`.
  absl::Time last_seen;
  std::optional<absl::Duration> clock_offset;  ///< Of its last batch.
  std::int64_t package_position = 0;           ///< Of its last whole package.
  ItemStamp last;                              ///< The highest of its items.
};

/// Everything wrong with a device. Rule: DEVICE_MODEL_MALFORMED.
std::vector<Violation> CheckDevice(const Device& device);

}  // namespace rasoat::registry

#pragma once

#include <optional>
#include <vector>

#include "services/common/mysql/pool.h"
#include "services/registry/store/device_store.h"

namespace rasoat::registry {

/// Keeps devices in the table `device`. The pool must outlive it.
class MySqlDeviceStore final : public DeviceStore {
 public:
  explicit MySqlDeviceStore(mysql::Pool& pool) : pool_(pool) {}

  absl::StatusOr<std::optional<Device>> Find(const DeviceId& id,
                                             absl::Time deadline) override;
  absl::Status Register(const Device& device, absl::Time deadline) override;
  absl::Status NoteBatch(const Device& device, absl::Time deadline) override;
  absl::Status NotePackage(const Device& device, absl::Time deadline) override;
  absl::StatusOr<std::vector<Device>> List(const DeviceFilter& filter,
                                           const DevicePlace& after, int limit,
                                           absl::Time deadline) override;

 private:
  absl::Status Put(const Device& device, absl::string_view on_duplicate,
                   absl::Time deadline);

  mysql::Pool& pool_;
};

}  // namespace rasoat::registry

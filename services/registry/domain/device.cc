#include "services/registry/domain/device.h"

#include "services/registry/domain/text.h"

namespace rasoat::registry {

std::vector<Violation> CheckDevice(const Device& device) {
  constexpr int kMostCharacters = 100;
  std::vector<Violation> faults;
  const int length = PlainLength(device.model);
  if (length < 0 || length > kMostCharacters) {
    Add(faults, "device.model", "DEVICE_MODEL_MALFORMED",
        "Tên kiểu máy có nhiều nhất 100 ký tự trên một dòng; hãy viết gọn.",
        "The model has at most 100 characters on one line; shorten it.");
  }
  return faults;
}

}  // namespace rasoat::registry

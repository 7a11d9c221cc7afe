#include "tests/fuzz/photos/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  rasoat::registry::FuzzMedia(data, size);
  return 0;
}

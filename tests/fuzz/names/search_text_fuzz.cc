#include "tests/fuzz/names/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  rasoat::registry::FuzzSearchText(data, size);
  return 0;
}

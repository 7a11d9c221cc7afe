#include "tests/fuzz/field/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  rasoat::registry::FuzzFieldBatch(data, size);
  return 0;
}

#include "tests/fuzz/forms/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  rasoat::registry::FuzzFormText(data, size);
  return 0;
}

#include "tests/fuzz/gateway/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  rasoat::gateway::FuzzRequest(data, size);
  return 0;
}

#include "tests/fuzz/sheet/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  rasoat::sheet::FuzzSheetXml(data, size);
  return 0;
}

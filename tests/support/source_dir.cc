#include "tests/support/source_dir.h"

namespace rasoat {

std::string SourceDir() { return RASOAT_SOURCE_DIR; }

}  // namespace rasoat

#pragma once

#include <string>

namespace rasoat {

/// The project's folder, for the data that tests read. Known to one object
/// file alone, so that a compiler cache serves every clone.
std::string SourceDir();

}  // namespace rasoat

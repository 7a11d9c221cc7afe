#pragma once

#include <vector>

#include "services/common/crypto/blind_index.h"
#include "services/registry/store/mysql_key_rotation.h"
#include "services/registry/store/record_codec.h"

namespace rasoat::registry {

/// Every table with sealed values, for rotation and reports: the one list of
/// them. What it is made of must outlive it.
std::vector<SealedTable> SealedTables(const RecordCodec& codec,
                                      const crypto::BlindIndex& index);

}  // namespace rasoat::registry

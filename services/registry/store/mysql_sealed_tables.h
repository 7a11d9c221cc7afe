#pragma once

#include <vector>

#include "services/common/crypto/blind_index.h"
#include "services/registry/store/mysql_key_rotation.h"
#include "services/registry/store/record_codec.h"

namespace rasoat::registry {

/// The tables with the states of households, for rotation and reports; those of
/// surveys and files are SurveySeals(). Both must outlive the list.
std::vector<SealedTable> SealedTables(const RecordCodec& codec,
                                      const crypto::BlindIndex& index);

}  // namespace rasoat::registry

// What several of scoring's MySQL stores read in the same way. For this folder.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/mysql/transaction.h"
#include "services/scoring/store/rows.h"

namespace rasoat::scoring {

/// A row of `scored_round` selected as round, assigned, training, caught_up.
RoundRow ReadRound(const mysql::Row& row);

/// A row of `area_parent` selected as area, parent, valid_from, valid_to.
AreaLine ReadAreaLine(const mysql::Row& row);

/// The standards of a round, the deciding one first.
absl::StatusOr<std::vector<RoundStandard>> ReadRoundStandards(
    mysql::Reader& reader, const std::string& round);

}  // namespace rasoat::scoring

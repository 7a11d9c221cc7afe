// Replies to devices fit into what a client takes, however much there is to
// tell.
#pragma once

#include <cstddef>

#include "rasoat/registry/v1/field_work.pb.h"

namespace rasoat::registry {

/// Clients take 4 MiB unless they say otherwise.
inline constexpr std::size_t kMostReplyBytes = std::size_t{3} << 20;

/// Leaves out of `response` what has no room in `most` bytes, from the last on:
/// oddities, then lookalikes, then the conflicts of receipts and all but their
/// first fault; it says so. Receipts stay: what was taken is always told.
void FitReply(std::size_t most, v1::SubmitFieldWorkResponse& response);

}  // namespace rasoat::registry

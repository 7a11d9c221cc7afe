#pragma once

#include <google/protobuf/message.h>

#include <string>

#include "absl/strings/string_view.h"
#include "services/common/access/read_log.h"
#include "services/common/rpc/call.h"

namespace rasoat::rpc {

/// The metadata key with which a caller states why it looks at a person's
/// file, UTF-8 with percent-encoding for what is not printable ASCII: `Thanh
/// tra %C4%91%E1%BB%A3t 2`.
inline constexpr char kPurposeKey[] = "x-purpose";

/// The longest purpose that is kept, in bytes; more is cut off.
inline constexpr std::size_t kMaxPurposeBytes = 400;

/// The purpose that `header` states; empty when it is not such text.
std::string PurposeIn(absl::string_view header);

/// What the access log is told of a call of a method that reads: the names in
/// the answer (`response` is null for a stream), the scope in the request.
access::Reading ReadingOf(const access::MethodRule& rule,
                          const google::protobuf::Message& request,
                          const google::protobuf::Message* response,
                          const Call& call, absl::string_view purpose);

}  // namespace rasoat::rpc

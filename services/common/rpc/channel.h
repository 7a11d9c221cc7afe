#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>

#include "services/common/rpc/tls.h"

namespace rasoat::rpc {

/// The largest message that goes either way.
inline constexpr int kMaxMessageBytes = 16 * 1024 * 1024;

/// A channel to every replica behind `target`, for example
/// `dns:///registry.rasoat.svc:7101`, used in turn. Reconnects by itself (after
/// 5 s at most), notices a dead peer within 30 s, retries nothing: that is for
/// the outermost caller to decide. Does no I/O yet. Thread safe; share it.
///
/// `server_name` replaces the target's host when the peer's certificate is
/// checked; empty: the host itself.
std::shared_ptr<grpc::Channel> MakeChannel(const std::string& target,
                                           const Tls& tls = {},
                                           const std::string& server_name = "");

}  // namespace rasoat::rpc

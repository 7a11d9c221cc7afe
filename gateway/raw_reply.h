#pragma once

#include "gateway/http/request.h"
#include "gateway/transcoding/raw_body.h"
#include "gateway/transcoding/route_table.h"
#include "google/protobuf/message.h"

namespace rasoat::gateway {

/// The raw body in a response of a route that answers with one; `message` must
/// outlive it.
RawBody RawBodyIn(const Route& route, const google::protobuf::Message& message);

/// The head of a reply with a raw body. What a client sent in may come back
/// this way, so a browser is told to run nothing of it.
Reply RawHead(const RawBody& raw);

}  // namespace rasoat::gateway

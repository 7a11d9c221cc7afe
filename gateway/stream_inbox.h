#pragma once

#include <utility>  // before Asio: g++ 12 needs std::exchange for coroutines

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "gateway/http/exchange.h"
#include "gateway/upstream/call.h"
#include "gateway/upstream/upstreams.h"

namespace rasoat::gateway {

/// A running stream as the coroutine of its connection sees it: one message at
/// a time, then the end.
///
/// Used on the connection's thread only. The coroutine must go on until
/// ended(), also after the client has left: the call's callbacks need this
/// object until then.
class StreamInbox {
 public:
  /// Starts the call, and cancels it if the client leaves. `exchange` must
  /// outlive this object.
  StreamInbox(Exchange& exchange, const Upstream& upstream,
              const std::string& rpc, const CallContext& context,
              const google::protobuf::Message& request);

  /// Waits until there is a message or the end; at most `patience`, or without
  /// limit if there is none.
  boost::asio::awaitable<void> Wait(
      std::optional<std::chrono::milliseconds> patience);

  bool ended() const { return state_->end.has_value(); }
  /// How it ended; only when ended().
  const grpc::Status& end() const { return *state_->end; }

  /// Whether a message is there.
  bool full() const { return state_->message.has_value(); }
  /// Reads the message into `message`; false if its bytes are none. Only when
  /// full().
  bool Read(google::protobuf::Message& message) const;
  /// Drops the message and asks for the next.
  void Next();

  /// Whether nobody reads on the other side any more.
  bool gone() const { return state_->gone; }
  /// Says so, and cancels the call.
  void Leave();
  /// Makes the call end soon, with the client still there.
  void Cancel() { call_->Cancel(); }

 private:
  // Shared with the callbacks, which may hold it longer than the loop turns;
  // the timer is not, since it must not.
  struct State {
    boost::asio::any_io_executor executor;
    boost::asio::steady_timer* wake;
    std::optional<grpc::ByteBuffer> message = {};
    std::optional<grpc::Status> end = {};
    bool gone = false;
  };

  boost::asio::steady_timer wake_;
  std::shared_ptr<State> state_;
  std::shared_ptr<StreamCall> call_;
};

}  // namespace rasoat::gateway

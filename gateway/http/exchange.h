#pragma once

#include <utility>  // before Asio: g++ 12 needs std::exchange for coroutines

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>

#include "absl/strings/string_view.h"
#include "gateway/http/request.h"

namespace rasoat::gateway {

/// One request and the way to answer it.
///
/// Used by one coroutine on the connection's own thread: nothing here is
/// thread safe. A handler either sends one whole reply, or begins a stream,
/// writes and ends it.
class Exchange {
 public:
  virtual ~Exchange() = default;

  virtual const Request& request() const = 0;
  /// Where the connection's coroutine runs.
  virtual boost::asio::any_io_executor executor() = 0;

  /// Sends a whole reply, which must live until this is done: give it a name,
  /// since g++ 12 destroys some temporaries of an awaiting expression twice. A
  /// client that has left is no error.
  virtual boost::asio::awaitable<void> Send(const Reply& reply) = 0;

  /// Sends the head of a stream of unknown length; `body` is ignored. As
  /// Send(); false if the client has left.
  virtual boost::asio::awaitable<bool> Begin(const Reply& head) = 0;
  /// Sends a piece, not empty; false if the client has left.
  virtual boost::asio::awaitable<bool> Write(absl::string_view piece) = 0;
  /// Ends the stream.
  virtual boost::asio::awaitable<void> End() = 0;

  /// Calls `gone` once, on the connection's thread, if the client leaves
  /// before the reply is complete, or the server will wait no longer. A client
  /// that closes its sending half counts as gone.
  virtual void OnGone(std::function<void()> gone) = 0;
};

/// Answers requests. Called from the threads of all connections at once.
class Handler {
 public:
  virtual ~Handler() = default;
  /// Answers one request; both references live until the coroutine ends.
  virtual boost::asio::awaitable<void> Handle(Exchange& exchange) = 0;
};

}  // namespace rasoat::gateway

#pragma once

#include <utility>  // before Asio: g++ 12 needs std::exchange for coroutines

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "gateway/http/exchange.h"
#include "gateway/http/server.h"
#include "gateway/http/wire.h"

namespace rasoat::gateway {

/// One client's connection: reads requests, has each answered, in order.
///
/// Every member runs on the loop of its socket; not thread safe.
class Connection final : public Exchange,
                         public std::enable_shared_from_this<Connection> {
 public:
  /// `handler` and `limits` must outlive the connection.
  Connection(boost::asio::ip::tcp::socket socket, Handler& handler,
             const Limits& limits);

  /// Serves until the client leaves, breaks the rules, or Drain().
  boost::asio::awaitable<void> Run();

  /// Ends after the request that runs; a stream at once.
  void Drain();
  /// Ends now: the request that runs is told that the client is gone.
  void Abort();

  const Request& request() const override { return request_; }
  boost::asio::any_io_executor executor() override;
  boost::asio::awaitable<void> Send(const Reply& reply) override;
  boost::asio::awaitable<bool> Begin(const Reply& head) override;
  boost::asio::awaitable<bool> Write(absl::string_view piece) override;
  boost::asio::awaitable<void> End() override;
  void OnGone(std::function<void()> gone) override;

 private:
  using Parser =
      boost::beast::http::request_parser<boost::beast::http::string_body>;

  // False: the connection is at its end, and told so if that is due.
  boost::asio::awaitable<bool> Read();
  boost::asio::awaitable<bool> ReadFirstBytes();
  boost::asio::awaitable<void> Refuse(boost::beast::error_code why);
  bool TakeRequest();
  boost::asio::awaitable<void> Serve();
  boost::asio::awaitable<bool> SendBytes(const std::string& head,
                                         absl::string_view body);
  boost::asio::awaitable<void> CloseGently();
  void Watch();
  void StopWatching();
  void FireGone();

  boost::beast::tcp_stream stream_;
  Handler& handler_;
  const Limits& limits_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  Request request_;
  Framing framing_ = Framing::kLength;
  std::function<void()> gone_;
  unsigned watch_ = 0;
  bool fresh_ = true;      // no request read yet
  bool idle_ = false;      // between requests
  bool answered_ = false;  // a reply or its head went out
  bool streaming_ = false;
  bool keep_open_ = true;
  bool aborted_ = false;
  bool reset_ = false;  // close so that it cannot be taken for an end
};

}  // namespace rasoat::gateway

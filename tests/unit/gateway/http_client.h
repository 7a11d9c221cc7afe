#pragma once

#include <utility>  // before Asio: g++ 12 needs std::exchange for coroutines

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <functional>
#include <memory>
#include <string>

namespace rasoat::gateway {

/// A blocking HTTP client that sends what it is told, right or wrong.
class HttpClient {
 public:
  using Response =
      boost::beast::http::response<boost::beast::http::string_body>;

  explicit HttpClient(std::uint16_t port) : socket_(context_) {
    socket_.connect({boost::asio::ip::address_v4::loopback(), port});
  }

  /// Sends bytes as they are; a server that has closed is no error.
  void Send(const std::string& bytes) {
    boost::system::error_code ignored;
    boost::asio::write(socket_, boost::asio::buffer(bytes), ignored);
  }

  /// Reads one response; status 0 if the connection ended first.
  Response Read(bool head = false) {
    Parser parser;
    parser.skip(head);
    parser.body_limit(64 << 20);
    boost::system::error_code error;
    boost::beast::http::read(socket_, buffer_, parser, error);
    Response response = parser.release();
    if (error) {
      response.result(0u);
      response.body() = error.message();
    }
    return response;
  }

  /// Reads a response until its body satisfies `enough` or it ends; the
  /// connection is then good only for Leave().
  Response ReadUntil(const std::function<bool(const std::string&)>& enough) {
    Parser parser;
    boost::system::error_code error;
    boost::beast::http::read_header(socket_, buffer_, parser, error);
    while (!error && !parser.is_done() && !enough(parser.get().body())) {
      boost::beast::http::read_some(socket_, buffer_, parser, error);
    }
    return parser.release();
  }

  /// Sends a request and reads its response.
  Response Do(const std::string& method, const std::string& target,
              const std::string& headers = "", const std::string& body = "") {
    Send(Request(method, target, headers, body));
    return Read(method == "HEAD");
  }

  /// A request as bytes; `headers` are whole lines.
  static std::string Request(const std::string& method,
                             const std::string& target,
                             const std::string& headers = "",
                             const std::string& body = "") {
    std::string length;
    if (!body.empty()) {
      length = "Content-Length: " + std::to_string(body.size()) + "\r\n";
    }
    return method + " " + target + " HTTP/1.1\r\nHost: test\r\n" + headers +
           length + "\r\n" + body;
  }

  /// True once the server has closed.
  bool ReadsEnd() {
    char byte;
    boost::system::error_code error;
    return socket_.read_some(boost::asio::buffer(&byte, 1), error) == 0;
  }

  void Leave() {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

 private:
  using Parser =
      boost::beast::http::response_parser<boost::beast::http::string_body>;
  boost::asio::io_context context_;
  boost::asio::ip::tcp::socket socket_;
  boost::beast::flat_buffer buffer_;
};

}  // namespace rasoat::gateway

#include "gateway/http/connection.h"

#include <sys/socket.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <cerrno>
#include <exception>

#include "absl/strings/match.h"
#include "gateway/http/problem.h"
#include "services/common/log/log.h"

namespace rasoat::gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using beast::error_code;

auto Into(error_code& error) {
  return asio::redirect_error(asio::use_awaitable, error);
}

absl::string_view View(beast::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

Connection::Connection(asio::ip::tcp::socket socket, Handler& handler,
                       const Limits& limits)
    : stream_(std::move(socket)), handler_(handler), limits_(limits) {}

asio::any_io_executor Connection::executor() { return stream_.get_executor(); }

asio::awaitable<void> Connection::Run() {
  // Not in the condition: g++ 12 miscompiles co_await behind &&.
  while (keep_open_) {
    const bool read = co_await Read();
    if (!read) break;
    co_await Serve();
    StopWatching();
  }
  co_await CloseGently();
}

asio::awaitable<void> Connection::Serve() {
  answered_ = streaming_ = false;
  bool threw = false;
  try {
    co_await handler_.Handle(*this);
  } catch (const std::exception& e) {
    // Nothing of ours throws; this keeps one bad request from ending all.
    log::Line("handler_threw", log::Level::kError)
        .Add("request_id", request_.id)
        .Add("what", e.what())
        .Write();
    threw = true;
  }
  if (streaming_) {
    // Never ended: the client must not take what it has for the whole. Where
    // the close is the end, only a reset tells.
    keep_open_ = false;
    reset_ = framing_ == Framing::kClose;
  } else if (threw || !answered_) {
    const Reply reply = ReplyFor(OurBug());
    co_await Send(reply);
  }
}

asio::awaitable<bool> Connection::ReadFirstBytes() {
  error_code error;
  // An idle connection keeps no more than it needs to wake up.
  buffer_.shrink_to_fit();
  idle_ = true;
  stream_.expires_after(fresh_ ? limits_.header_time : limits_.idle_time);
  const std::size_t got =
      co_await stream_.async_read_some(buffer_.prepare(4096), Into(error));
  idle_ = false;
  buffer_.commit(got);
  co_return !error;
}

asio::awaitable<bool> Connection::Read() {
  parser_.emplace();
  parser_->header_limit(limits_.header_bytes);
  parser_->body_limit(limits_.body_bytes);
  if (buffer_.size() == 0) {
    const bool read = co_await ReadFirstBytes();
    if (!read) co_return false;
  }
  fresh_ = false;
  error_code error;
  stream_.expires_after(limits_.header_time);
  co_await http::async_read_header(stream_, buffer_, *parser_, Into(error));
  if (error) {
    co_await Refuse(error);
    co_return false;
  }
  if (!parser_->is_done()) {
    if (absl::EqualsIgnoreCase(View(parser_->get()[http::field::expect]),
                               "100-continue")) {
      const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
      co_await SendBytes(go_on, "");
    }
    stream_.expires_after(limits_.body_time);
    co_await http::async_read(stream_, buffer_, *parser_, Into(error));
    if (error) {
      co_await Refuse(error);
      co_return false;
    }
  }
  if (!TakeRequest()) {
    keep_open_ = false;
    const Reply reply = ReplyFor(BadHttp());
    co_await Send(reply);
    co_return false;
  }
  co_return true;
}

asio::awaitable<void> Connection::Refuse(error_code why) {
  keep_open_ = false;
  request_ = Request{.id = RequestIdFrom("")};
  Reply reply;
  if (why == http::error::header_limit || why == http::error::buffer_overflow) {
    reply = ReplyFor(HeaderTooLarge(limits_.header_bytes));
  } else if (why == http::error::body_limit) {
    reply = ReplyFor(BodyTooLarge(limits_.body_bytes));
  } else if (why.category() ==
                 make_error_code(http::error::bad_method).category() &&
             why != http::error::end_of_stream &&
             why != http::error::partial_message) {
    reply = ReplyFor(BadHttp());
  } else {
    co_return;  // the client left, or was too slow: no one is listening
  }
  co_await Send(reply);
}

bool Connection::TakeRequest() {
  auto message = parser_->release();
  parser_.reset();
  request_ = Request{};
  request_.method = std::string(View(message.method_string()));
  request_.headers.reserve(12);
  for (const auto& field : message) {
    request_.headers.emplace_back(View(field.name_string()),
                                  View(field.value()));
  }
  request_.body = std::move(message.body());
  request_.id = RequestIdFrom(request_.Header("X-Request-Id"));
  keep_open_ = keep_open_ && message.keep_alive();
  framing_ = message.version() == 11 ? Framing::kChunked : Framing::kClose;
  if (message.version() != 11 && message.version() != 10) return false;

  absl::string_view target = View(message.target());
  if (absl::StartsWithIgnoreCase(target, "http://")) {
    const std::size_t slash = target.find('/', 7);
    target = slash == absl::string_view::npos ? "/" : target.substr(slash);
  }
  if (target.empty() || target[0] != '/') return false;
  const std::size_t mark = target.find('?');
  request_.path = std::string(target.substr(0, mark));
  if (mark != absl::string_view::npos) {
    request_.query = std::string(target.substr(mark + 1));
  }
  return true;
}

asio::awaitable<void> Connection::Send(const Reply& reply) {
  answered_ = true;
  const std::string head =
      Head(reply, request_.id, Framing::kLength, keep_open_);
  const bool bodiless =
      request_.method == "HEAD" || reply.status == 204 || reply.status == 304;
  const absl::string_view body = bodiless ? "" : absl::string_view(reply.body);
  co_await SendBytes(head, body);
}

asio::awaitable<bool> Connection::Begin(const Reply& head) {
  answered_ = streaming_ = true;
  if (framing_ == Framing::kClose) keep_open_ = false;
  const std::string text = Head(head, request_.id, framing_, keep_open_);
  const bool sent = co_await SendBytes(text, "");
  co_return sent;
}

asio::awaitable<bool> Connection::Write(absl::string_view piece) {
  error_code error;
  const bool chunked = framing_ == Framing::kChunked;
  const std::string head = chunked ? ChunkHead(piece.size()) : "";
  const std::string tail = chunked ? "\r\n" : "";
  const std::array<asio::const_buffer, 3> buffers{
      asio::buffer(head), asio::buffer(piece.data(), piece.size()),
      asio::buffer(tail)};
  stream_.expires_after(limits_.write_time);
  co_await asio::async_write(stream_, buffers, Into(error));
  if (error) keep_open_ = false;
  co_return !error;
}

asio::awaitable<void> Connection::End() {
  streaming_ = false;
  if (framing_ != Framing::kChunked) co_return;
  const std::string last_chunk = "0\r\n\r\n";
  co_await SendBytes(last_chunk, "");
}

asio::awaitable<bool> Connection::SendBytes(const std::string& head,
                                            absl::string_view body) {
  error_code error;
  const std::array<asio::const_buffer, 2> buffers{
      asio::buffer(head), asio::buffer(body.data(), body.size())};
  stream_.expires_after(limits_.write_time);
  co_await asio::async_write(stream_, buffers, Into(error));
  if (error) keep_open_ = false;
  co_return !error;
}

asio::awaitable<void> Connection::CloseGently() {
  // A client that still sends would get a reset before it reads our last
  // words: say that no more comes, and read on for a moment.
  error_code error;
  if (reset_) {
    stream_.socket().set_option(asio::socket_base::linger(true, 0), error);
    stream_.close();
    co_return;
  }
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
  std::size_t patience = 2 * limits_.body_bytes;
  stream_.expires_after(std::chrono::seconds(1));
  buffer_.clear();
  while (!error && !aborted_) {
    const std::size_t got =
        co_await stream_.async_read_some(buffer_.prepare(4096), Into(error));
    if (got > patience) break;
    patience -= got;
  }
  stream_.close();
}

void Connection::Drain() {
  keep_open_ = false;
  if (streaming_) FireGone();
  if (idle_) stream_.cancel();
}

void Connection::Abort() {
  aborted_ = true;
  Drain();
  FireGone();
  error_code ignored;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  stream_.cancel();
}

void Connection::OnGone(std::function<void()> gone) {
  gone_ = std::move(gone);
  if (aborted_) return FireGone();
  // With the next request waiting already, an end could not be seen.
  if (buffer_.size() == 0) Watch();
}

void Connection::Watch() {
  stream_.socket().async_wait(
      asio::ip::tcp::socket::wait_read,
      [self = shared_from_this(), watch = ++watch_](error_code error) {
        if (error || watch != self->watch_) return;
        char next;
        const ssize_t got = ::recv(self->stream_.socket().native_handle(),
                                   &next, 1, MSG_PEEK | MSG_DONTWAIT);
        if (got > 0) return;  // the next request
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
          return self->Watch();
        }
        self->FireGone();
      });
}

void Connection::StopWatching() {
  ++watch_;
  if (!std::exchange(gone_, nullptr)) return;
  error_code ignored;
  stream_.socket().cancel(ignored);
}

void Connection::FireGone() {
  if (auto gone = std::exchange(gone_, nullptr)) gone();
}

}  // namespace rasoat::gateway

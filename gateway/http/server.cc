#include "gateway/http/server.h"

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "gateway/http/connection.h"
#include "gateway/http/problem.h"
#include "gateway/http/wire.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"

namespace rasoat::gateway {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// A thread, its loop, and the connections on it.
struct Loop {
  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> work =
      asio::make_work_guard(context);
  absl::flat_hash_set<Connection*> connections;  // touched by its thread only
  std::thread thread;
};

absl::StatusOr<tcp::endpoint> Resolve(const std::string& listen) {
  const std::size_t colon = listen.rfind(':');
  error_code error;
  if (colon != std::string::npos) {
    std::string host = listen.substr(0, colon);
    if (host.size() > 2 && host.front() == '[') {
      host = host.substr(1, host.size() - 2);
    }
    asio::io_context context;
    tcp::resolver resolver(context);
    auto found = resolver.resolve(host, listen.substr(colon + 1),
                                  tcp::resolver::passive, error);
    if (!error && !found.empty()) return found.begin()->endpoint();
  }
  return Error(
      absl::StatusCode::kInvalidArgument, "BAD_ADDRESS",
      absl::StrCat("cannot listen on '", listen, "': it must be host:port"));
}

}  // namespace

class Server::Loops {
 public:
  Loops(Options options, Handler& handler)
      : options_(std::move(options)), handler_(handler) {
    for (int i = 0; i < options_.threads; ++i) {
      loops_.push_back(std::make_unique<Loop>());
    }
    acceptor_.emplace(loops_[0]->context);
  }

  absl::Status Listen() {
    RASOAT_ASSIGN_OR_RETURN(tcp::endpoint endpoint, Resolve(options_.listen));
    error_code error;
    acceptor_->open(endpoint.protocol(), error);
    if (!error)
      acceptor_->set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_->bind(endpoint, error);
    if (!error) acceptor_->listen(1024, error);
    if (error) {
      return Error(absl::StatusCode::kUnavailable, "PORT_TAKEN",
                   absl::StrCat("cannot listen on ", options_.listen, ": ",
                                error.message()));
    }
    port_ = acceptor_->local_endpoint().port();
    asio::co_spawn(loops_[0]->context, Accept(), asio::detached);
    for (auto& loop : loops_) {
      loop->thread = std::thread([&loop] { loop->context.run(); });
    }
    return absl::OkStatus();
  }

  std::uint16_t port() const { return port_; }

  void Drain(std::chrono::milliseconds patience) {
    if (drained_) return;
    drained_ = true;
    draining_ = true;
    asio::post(loops_[0]->context, [this] {
      error_code ignored;
      acceptor_->close(ignored);
    });
    ForEach([](Connection& connection) { connection.Drain(); });
    if (!WaitForNone(absl::FromChrono(patience))) {
      // A cancelled call always comes back, so this wait is short.
      do {
        ForEach([](Connection& connection) { connection.Abort(); });
      } while (!WaitForNone(absl::Milliseconds(100)));
    }
    for (auto& loop : loops_) loop->work.reset();
    for (auto& loop : loops_) loop->thread.join();
  }

 private:
  asio::awaitable<void> Accept() {
    for (std::size_t next = 0;; next = (next + 1) % loops_.size()) {
      Loop& loop = *loops_[next];
      tcp::socket socket(loop.context);
      error_code error;
      co_await acceptor_->async_accept(
          socket, asio::redirect_error(asio::use_awaitable, error));
      if (draining_) co_return;
      if (error) {
        // Out of descriptors, most likely: give some time to come back.
        asio::steady_timer pause(loops_[0]->context,
                                 std::chrono::milliseconds(50));
        co_await pause.async_wait(
            asio::redirect_error(asio::use_awaitable, error));
        continue;
      }
      if (open_ >= options_.limits.connections) {
        TurnAway(socket);
        continue;
      }
      Count(+1);
      asio::post(loop.context,
                 [this, &loop, socket = std::move(socket)]() mutable {
                   Begin(loop, std::move(socket));
                 });
    }
  }

  void Begin(Loop& loop, tcp::socket socket) {
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    auto connection = std::make_shared<Connection>(std::move(socket), handler_,
                                                   options_.limits);
    loop.connections.insert(connection.get());
    if (draining_) connection->Drain();
    asio::co_spawn(
        loop.context, [connection] { return connection->Run(); },
        [this, &loop, connection](std::exception_ptr) {
          loop.connections.erase(connection.get());
          Count(-1);
        });
  }

  static void TurnAway(tcp::socket& socket) {
    Reply reply = ReplyFor(TooManyConnections());
    std::string text =
        Head(reply, RequestIdFrom(""), Framing::kLength, false) + reply.body;
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(text), ignored);
    socket.shutdown(tcp::socket::shutdown_send, ignored);
  }

  void Count(int by) {
    options_.on_connection(by);
    absl::MutexLock lock(&mutex_);
    open_ += by;
  }

  bool WaitForNone(absl::Duration patience) {
    absl::MutexLock lock(&mutex_);
    return mutex_.AwaitWithTimeout(
        absl::Condition(
            +[](std::atomic<int>* open) { return *open == 0; }, &open_),
        patience);
  }

  template <class Do>
  void ForEach(Do act) {
    for (auto& loop : loops_) {
      asio::post(loop->context, [loop = loop.get(), act] {
        // By copy: a connection may leave the set while it is told.
        const std::vector<Connection*> all(loop->connections.begin(),
                                           loop->connections.end());
        for (Connection* connection : all) {
          if (loop->connections.contains(connection)) act(*connection);
        }
      });
    }
  }

  Options options_;
  Handler& handler_;
  std::vector<std::unique_ptr<Loop>> loops_;
  std::optional<tcp::acceptor> acceptor_;
  std::uint16_t port_ = 0;
  bool drained_ = false;
  std::atomic<bool> draining_ = false;
  absl::Mutex mutex_;
  std::atomic<int> open_ = 0;  // written under mutex_, read anywhere
};

Server::Server(std::unique_ptr<Loops> loops) : loops_(std::move(loops)) {}

Server::~Server() { Drain(std::chrono::milliseconds(0)); }

absl::StatusOr<std::unique_ptr<Server>> Server::Start(Options options,
                                                      Handler& handler) {
  auto loops = std::make_unique<Loops>(std::move(options), handler);
  RASOAT_RETURN_IF_ERROR(loops->Listen());
  return std::unique_ptr<Server>(new Server(std::move(loops)));
}

std::uint16_t Server::port() const { return loops_->port(); }

void Server::Drain(std::chrono::milliseconds patience) {
  loops_->Drain(patience);
}

}  // namespace rasoat::gateway

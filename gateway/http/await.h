#pragma once

#include <utility>  // before Asio: g++ 12 needs std::exchange for coroutines

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>

namespace rasoat::gateway {

/// Waits, in a coroutine, for a result that another thread delivers.
///
/// `start` is called with a copyable function to be called exactly once, from
/// any thread, with the Result; the coroutine goes on in its own executor,
/// whose loop must turn until then.
template <class Result, class Start>
boost::asio::awaitable<Result> Await(Start start) {
  namespace asio = boost::asio;
  auto initiate = [start = std::move(start)](auto handler) mutable {
    auto executor = asio::get_associated_executor(handler);
    auto waiting = std::make_shared<decltype(handler)>(std::move(handler));
    start([waiting, executor](Result result) {
      asio::post(executor, [waiting, result = std::move(result)]() mutable {
        (*waiting)(std::move(result));
      });
    });
  };
  Result result = co_await asio::async_initiate<const asio::use_awaitable_t<>&,
                                                void(Result)>(
      std::move(initiate), asio::use_awaitable);
  co_return result;
}

}  // namespace rasoat::gateway

#include "gateway/stream_inbox.h"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace rasoat::gateway {

namespace asio = boost::asio;

StreamInbox::StreamInbox(Exchange& exchange, const Upstream& upstream,
                         const std::string& rpc, const CallContext& context,
                         const google::protobuf::Message& request)
    : wake_(exchange.executor()),
      state_(std::make_shared<State>(
          State{.executor = exchange.executor(), .wake = &wake_})) {
  StreamCall::Events events{
      .on_message =
          [state = state_](grpc::ByteBuffer bytes) {
            asio::post(state->executor,
                       [state, bytes = std::move(bytes)]() mutable {
                         state->message = std::move(bytes);
                         state->wake->cancel();
                       });
          },
      .on_end =
          [state = state_](grpc::Status status) {
            asio::post(state->executor,
                       [state, status = std::move(status)]() mutable {
                         state->end = std::move(status);
                         state->wake->cancel();
                       });
          }};
  call_ = StreamCall::Start(*upstream.stub, rpc, context, request,
                            std::move(events));
  exchange.OnGone([state = state_, call = call_] {
    state->gone = true;
    call->Cancel();
  });
}

asio::awaitable<void> StreamInbox::Wait(
    std::optional<std::chrono::milliseconds> patience) {
  boost::system::error_code ignored;
  if (patience) {
    wake_.expires_after(*patience);
  } else {
    wake_.expires_at(asio::steady_timer::time_point::max());
  }
  co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

bool StreamInbox::Read(google::protobuf::Message& message) const {
  return Parse(*state_->message, message);
}

void StreamInbox::Next() {
  state_->message.reset();
  call_->ReadNext();
}

void StreamInbox::Leave() {
  state_->gone = true;
  call_->Cancel();
}

}  // namespace rasoat::gateway

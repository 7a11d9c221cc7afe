// Calls that are answered after their handler has returned.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <memory>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/rpc/call.h"

namespace rasoat::rpc {

class Calls;

/// A unary call that has not been answered. Made by Calls. Any thread may
/// answer; the first answer counts.
class OpenCall {
 public:
  OpenCall(Calls& calls, grpc::ServerUnaryReactor* reactor,
           const google::protobuf::Message& request,
           google::protobuf::Message& response)
      : calls_(calls),
        reactor_(reactor),
        request_(request),
        response_(response) {}
  OpenCall(const OpenCall&) = delete;
  /// Answers INTERNAL UNANSWERED, with a line in the log, if nobody has: a
  /// caller is never left waiting.
  ~OpenCall();

  const Call& call() const { return call_; }

  /// Ends the call: what of the answer is shown, its line, its metrics, its
  /// answer. Afterwards request and response are gone. Does I/O where a look
  /// at a person's file is written down.
  void Finish(const absl::Status& worked);

  /// Runs `work` on a worker, or here if their queue is full. What it throws
  /// ends the call.
  static void Resume(std::shared_ptr<OpenCall> open,
                     absl::AnyInvocable<void()> work);

 private:
  friend class Calls;

  Calls& calls_;
  grpc::ServerUnaryReactor* const reactor_;
  const google::protobuf::Message& request_;
  google::protobuf::Message& response_;
  Call call_;
  bool counted_ = false;  // among those that wait for a later answer
  std::atomic<bool> finished_ = false;
};

/// The answer a handler of Calls::UnaryLater() owes: whoever has it gives the
/// answer, once, from any thread. What is dropped without an answer fails as
/// OpenCall says.
template <class Response>
class Later {
 public:
  Later(std::shared_ptr<OpenCall> open, Response* response)
      : open_(std::move(open)), response_(response) {}
  Later(Later&&) = default;
  Later& operator=(Later&&) = default;

  /// The call; until the answer.
  const Call& call() const { return open_->call(); }

  /// Answers. Nothing of the request may be used any more.
  void Answer(absl::StatusOr<Response> answer) && {
    if (answer.ok()) *response_ = *std::move(answer);
    std::exchange(open_, nullptr)->Finish(answer.status());
  }

  /// Answers with what `work(const Call&)` returns on a worker: for whoever has
  /// to read first and must not keep others waiting.
  template <class Work>
  void AnswerWith(Work work) && {
    std::shared_ptr<OpenCall> open = open_;
    OpenCall::Resume(std::move(open), [later = std::move(*this),
                                       work = std::move(work)]() mutable {
      absl::StatusOr<Response> answer = work(later.call());
      std::move(later).Answer(std::move(answer));
    });
  }

 private:
  std::shared_ptr<OpenCall> open_;
  Response* response_;
};

}  // namespace rasoat::rpc

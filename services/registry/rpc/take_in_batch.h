// A call that writes with others: rpc::Later on one side, VisitBatcher on the
// other.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "services/common/rpc/later.h"
#include "services/registry/intake/visit_batcher.h"
#include "services/registry/rpc/visit_proto.h"

namespace rasoat::registry {

/// Takes the drafts of a call, of about `bytes`, together with those of other
/// calls, and then runs `answer(outcomes, later)`, which must not wait: others
/// wait for their answers on the same thread. If the store fails, the caller is
/// told instead.
template <class Response, class Answer>
void TakeInBatch(VisitBatcher& batcher, std::vector<VisitDraft> drafts,
                 std::size_t bytes, rpc::Later<Response> later, Answer answer) {
  VisitBatcher::Order order;
  order.drafts = std::move(drafts);
  order.submission = SubmissionOf(later.call());
  order.bytes = bytes;
  // The call lives until it is answered, and `done` has it until then.
  order.wanted = [call = &later.call()] { return call->Wanted(); };
  order.done = [later = std::move(later), answer = std::move(answer)](
                   absl::StatusOr<std::vector<VisitOutcome>> outcomes) mutable {
    if (!outcomes.ok()) return std::move(later).Answer(outcomes.status());
    answer(*std::move(outcomes), std::move(later));
  };
  batcher.Take(std::move(order));
}

}  // namespace rasoat::registry

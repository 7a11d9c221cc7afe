#include "services/registry/intake/visit_batcher.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "services/common/status/error.h"

namespace rasoat::registry {
namespace {

/// Whether trying each call by itself could end otherwise: not when the
/// database is away, has no session left or no time, or lost a commit.
bool MayBeOfOne(const absl::Status& failure) {
  switch (failure.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kUnknown:
      return false;
    default:
      return true;
  }
}

}  // namespace

/// The right to run batches on this thread. If it ends without having been
/// given back, by an exception, what waits is dropped, so that its callers are
/// answered: nobody else may be there to do it.
class VisitBatcher::Turn {
 public:
  explicit Turn(VisitBatcher& batcher) : batcher_(batcher) {}
  Turn(const Turn&) = delete;
  ~Turn() {
    if (over_) return;
    std::deque<Order> dropped;
    absl::MutexLock lock(&batcher_.mu_);
    --batcher_.running_;
    dropped.swap(batcher_.waiting_);
  }

  void Over() { over_ = true; }

 private:
  VisitBatcher& batcher_;
  bool over_ = false;
};

void VisitBatcher::Take(Order order) {
  {
    absl::MutexLock lock(&mu_);
    waiting_.push_back(std::move(order));
    if (running_ >= limits_.batches_at_once) return;
    ++running_;
  }
  Turn turn(*this);
  for (Batch batch = Next(); !batch.empty(); batch = Next()) {
    Run(std::move(batch));
  }
  turn.Over();
}

VisitBatcher::Batch VisitBatcher::Next() {
  absl::MutexLock lock(&mu_);
  Batch batch;
  std::size_t visits = 0;
  std::size_t bytes = 0;
  while (!waiting_.empty()) {
    const Order& next = waiting_.front();
    visits += next.drafts.size();
    bytes += next.bytes;
    if (!batch.empty() && (visits > limits_.visits || bytes > limits_.bytes)) {
      break;
    }
    batch.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  if (batch.empty()) --running_;
  return batch;
}

void VisitBatcher::Run(Batch batch) {
  const auto unwanted =
      std::stable_partition(batch.begin(), batch.end(), [](Order& order) {
        absl::Status wanted = order.wanted ? order.wanted() : absl::OkStatus();
        if (!wanted.ok()) Tell(order, std::move(wanted));
        return order.done != nullptr;
      });
  batch.erase(unwanted, batch.end());
  if (batch.empty()) return;
  absl::StatusOr<std::vector<VisitOutcome>> outcomes =
      TakeTogether(absl::MakeSpan(batch));
  if (!outcomes.ok()) {
    const bool again = batch.size() > 1 && MayBeOfOne(outcomes.status());
    for (Order& order : batch) {
      Tell(order,
           again ? TakeTogether(absl::MakeSpan(&order, 1)) : outcomes.status());
    }
    return;
  }
  auto from = std::make_move_iterator(outcomes->begin());
  for (Order& order : batch) {
    const auto to = from + order.drafts.size();
    Tell(order, std::vector<VisitOutcome>(from, to));
    from = to;
  }
}

absl::StatusOr<std::vector<VisitOutcome>> VisitBatcher::TakeTogether(
    absl::Span<Order> orders) {
  std::vector<Intake::Offer> offers;
  absl::Time deadline = absl::InfinitePast();
  for (Order& order : orders) {
    // The longest: one who is in a hurry must not fail the others.
    deadline = std::max(deadline, order.submission.deadline);
    for (VisitDraft& draft : order.drafts) {
      offers.push_back({draft, order.submission});
    }
  }
  return intake_.TakeAll(offers, deadline);
}

void VisitBatcher::Tell(Order& order,
                        absl::StatusOr<std::vector<VisitOutcome>> outcomes) {
  std::exchange(order.done, nullptr)(std::move(outcomes));
}

}  // namespace rasoat::registry

// What workflow makes of scoring's changes.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "services/common/feed/follower.h"
#include "services/workflow/store/read_model_store.h"

namespace rasoat::workflow {

/// Remembers the standards of rounds and which households are assessed: those
/// with a result under every standard of the round and no failure. `store` must
/// outlive it.
class ScoringApplier final : public feed::Applier {
 public:
  /// The follower's name; also that of the sub-command `rebuild`.
  static constexpr char kName[] = "scoring";
  /// The call it follows.
  static constexpr char kMethod[] = "/rasoat.scoring.v1.ScoringFeed/Watch";
  /// The states it wants.
  static std::vector<std::string> Kinds();

  explicit ScoringApplier(ReadModelStore& store) : store_(store) {}

  absl::Status Apply(mysql::Transaction& tx, feed::Changes& out,
                     absl::Span<const feed::Change> changes) override;
  absl::Status Reset(mysql::Transaction& tx) override;

 private:
  ReadModelStore& store_;
};

}  // namespace rasoat::workflow

// What workflow makes of the registry's changes.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "services/common/feed/follower.h"
#include "services/workflow/store/read_model_store.h"

namespace rasoat::workflow {

/// Remembers units and where households are. `store` must outlive it.
class RegistryApplier final : public feed::Applier {
 public:
  /// The follower's name; also that of the sub-command `rebuild`.
  static constexpr char kName[] = "registry";
  /// The call it follows.
  static constexpr char kMethod[] = "/rasoat.registry.v1.RegistryFeed/Watch";
  /// The states it wants.
  static std::vector<std::string> Kinds();

  explicit RegistryApplier(ReadModelStore& store) : store_(store) {}

  absl::Status Apply(mysql::Transaction& tx, feed::Changes& out,
                     absl::Span<const feed::Change> changes) override;
  absl::Status Reset(mysql::Transaction& tx) override;

 private:
  ReadModelStore& store_;
};

}  // namespace rasoat::workflow

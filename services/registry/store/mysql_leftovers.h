// Removing what is in no register: forms that were begun, files of imports.
#pragma once

#include <cstdint>
#include <functional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/clock/clock.h"
#include "services/common/mysql/transaction.h"
#include "services/registry/domain/area.h"
#include "services/registry/domain/retention.h"
#include "services/registry/domain/village_set.h"

namespace rasoat::registry {

/// Tells which villages lie, or lay, in an area.
using VillagesOf =
    std::function<absl::StatusOr<VillageSet>(const AreaCode&, absl::Time)>;

/// Applies rules of retention to drafts and imports, one at a time: a draft
/// goes whole, of an import its file and findings. Nothing goes that concerns a
/// household under a legal hold; a list may name any household of its area. May
/// be ended at any moment and run again. Thread safe; what it is made of must
/// outlive it.
class MySqlLeftovers {
 public:
  /// Looked at in one query.
  static constexpr int kBatch = 100;

  MySqlLeftovers(mysql::Pool& pool, VillagesOf villages_of, const Clock& clock)
      : pool_(pool), villages_of_(std::move(villages_of)), clock_(clock) {}

  /// Drafts that were last saved before `before`; with `apply` false only
  /// counts. Returns their number, without those of held households.
  absl::StatusOr<std::int64_t> RemoveDrafts(absl::Time before, bool apply);

  /// The same of imports that were last changed before `before`: of those that
  /// are over, or of those that were not run.
  absl::StatusOr<std::int64_t> RemoveImports(absl::Time before, bool over,
                                             bool apply);

 private:
  mysql::Pool& pool_;
  const VillagesOf villages_of_;
  const Clock& clock_;
};

}  // namespace rasoat::registry

#pragma once

#include "services/common/feed/feed.h"
#include "services/registry/store/area_store.h"
#include "services/registry/store/record_codec.h"

namespace rasoat::registry {

/// Keeps units in the table `area`, who came after whom in `area_succession`,
/// and their revision in `area_revision`. The feed and the codec must outlive
/// it.
class MySqlAreaStore final : public AreaStore {
 public:
  MySqlAreaStore(feed::Feed& feed, const RecordCodec& codec)
      : feed_(feed), codec_(codec) {}

  absl::StatusOr<AreaSnapshot> Load(absl::Time deadline) override;
  absl::StatusOr<std::int64_t> Revision(absl::Time deadline) override;
  absl::StatusOr<ImportPlan> Import(Plan plan, absl::Time deadline) override;

 private:
  feed::Feed& feed_;
  const RecordCodec& codec_;
};

}  // namespace rasoat::registry

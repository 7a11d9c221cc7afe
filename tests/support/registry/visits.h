// Visits such as the census makes, for load.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/channel.h"
#include "rasoat/registry/v1/forms.pb.h"
#include "rasoat/registry/v1/surveys.pb.h"
#include "services/common/clock/clock.h"
#include "services/common/ids/ulid.h"
#include "tests/census/world.h"

namespace rasoat::registry {

/// Makes visits in the villages of the census: a household of four and its
/// survey, under ids that rise with time, as devices make them. Not thread
/// safe.
class VisitMaker {
 public:
  /// Reads the province and makes up `villages` villages.
  static absl::StatusOr<VisitMaker> Make(int villages);

  /// Imports the units into the registry at `channel` and asks it for the form.
  absl::Status Prepare(const std::shared_ptr<grpc::Channel>& channel);

  /// The next visit: the villages one after the other.
  v1::Visit Next();

  const census::World& world() const { return world_; }

 private:
  explicit VisitMaker(census::World world)
      : world_(std::move(world)),
        clock_(std::make_unique<SystemClock>()),
        ids_(std::make_unique<RandomIdSource>(*clock_)) {}

  census::World world_;
  v1::Form form_;
  std::unique_ptr<SystemClock> clock_;
  std::unique_ptr<RandomIdSource> ids_;
  std::uint64_t drawn_ = 0;
  std::uint64_t made_ = 0;
};

}  // namespace rasoat::registry

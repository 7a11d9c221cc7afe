// The call that tries standards on everybody.
#pragma once

#include <functional>
#include <string>

#include "rasoat/scoring/v1/simulations.grpc.pb.h"
#include "services/common/access/area_tree.h"
#include "services/common/rpc/calls.h"
#include "services/scoring/load/catalogue.h"
#include "services/scoring/simulation/census_keeper.h"
#include "services/scoring/store/assessment_store.h"

namespace rasoat::scoring {

/// Serves `rasoat.scoring.v1.Simulations`. What it is made with must outlive
/// it.
class SimulationService final : public v1::Simulations::CallbackService {
 public:
  /// `area` is the code of what this replica holds; empty: everything.
  struct Parts {
    rpc::Calls& calls;
    const Catalogue& catalogue;
    AssessmentStore& store;
    CensusKeeper& keeper;
    access::AreaTree& tree;
    std::string area;
    int threads = 2;
  };
  explicit SimulationService(Parts parts) : parts_(std::move(parts)) {}

  grpc::ServerWriteReactor<v1::SimulateResponse>* Simulate(
      grpc::CallbackServerContext* context,
      const v1::SimulateRequest* request) override;

 private:
  class Run;
  const Parts parts_;
};

}  // namespace rasoat::scoring

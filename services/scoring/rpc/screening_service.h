// The call that screens a household.
#pragma once

#include "rasoat/scoring/v1/screenings.grpc.pb.h"
#include "services/common/rpc/calls.h"
#include "services/scoring/load/catalogue.h"

namespace rasoat::scoring {

/// Serves `rasoat.scoring.v1.Screenings`. Both must outlive it.
class ScreeningService final : public v1::Screenings::CallbackService {
 public:
  ScreeningService(rpc::Calls& calls, const Catalogue& catalogue)
      : calls_(calls), catalogue_(catalogue) {}

  grpc::ServerUnaryReactor* ScreenHousehold(
      grpc::CallbackServerContext* context,
      const v1::ScreenHouseholdRequest* request,
      v1::ScreeningResult* response) override;

 private:
  rpc::Calls& calls_;
  const Catalogue& catalogue_;
};

}  // namespace rasoat::scoring

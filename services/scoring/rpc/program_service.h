// The call for standards on devices.
#pragma once

#include "rasoat/scoring/v1/standard_program.grpc.pb.h"
#include "services/common/rpc/calls.h"
#include "services/scoring/load/catalogue.h"

namespace rasoat::scoring {

/// Serves `rasoat.scoring.v1.StandardPrograms`. What it is made with must
/// outlive it.
class ProgramService final : public v1::StandardPrograms::CallbackService {
 public:
  ProgramService(rpc::Calls& calls, const Catalogue& catalogue)
      : calls_(calls), catalogue_(catalogue) {}

  grpc::ServerUnaryReactor* GetStandardProgram(
      grpc::CallbackServerContext* context,
      const v1::GetStandardProgramRequest* request,
      v1::StandardProgram* response) override;

 private:
  rpc::Calls& calls_;
  const Catalogue& catalogue_;
};

}  // namespace rasoat::scoring

#include "services/scoring/rpc/program_service.h"

#include "services/common/status/status_macros.h"
#include "services/scoring/device/standard_program.h"

namespace rasoat::scoring {

grpc::ServerUnaryReactor* ProgramService::GetStandardProgram(
    grpc::CallbackServerContext* context,
    const v1::GetStandardProgramRequest* request,
    v1::StandardProgram* response) {
  return calls_.UnaryInline(
      context, request, response,
      [&](const rpc::Call&) -> absl::StatusOr<v1::StandardProgram> {
        RASOAT_ASSIGN_OR_RETURN(const KnownStandard* known,
                                catalogue_.Need(request->name(), "name"));
        return ProgramOf(known->standard);
      });
}

}  // namespace rasoat::scoring

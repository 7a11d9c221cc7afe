// A round with the procedure it goes by: what most stores need to know of it.
#pragma once

#include <memory>

#include "services/workflow/domain/procedure.h"
#include "services/workflow/domain/round.h"

namespace rasoat::workflow {

/// A round and its procedure's version as of its opening. Immutable.
struct OpenRound {
  Round round;
  std::shared_ptr<const ProcedureVersion> procedure;

  const RoundPlan& plan() const { return round.plan; }
  const Procedure& rules() const { return procedure->rules; }
};

}  // namespace rasoat::workflow

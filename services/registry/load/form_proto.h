// A form as a file has it → the domain's, nothing else.
#pragma once

#include "rasoat/registry/v1/forms.pb.h"
#include "services/registry/domain/form.h"

namespace rasoat::registry {

/// The form without id and hash, not yet built: see BuildForm.
Form FormFromProto(const v1::Form& shown);

}  // namespace rasoat::registry

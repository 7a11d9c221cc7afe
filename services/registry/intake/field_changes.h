// Changes of households that a device sends. Part of intake/.
#pragma once

#include "absl/status/statusor.h"
#include "services/registry/intake/field_intake.h"
#include "services/registry/intake/field_jobs.h"
#include "services/registry/intake/field_recall.h"

namespace rasoat::registry {

/// Takes the changes of one batch.
class FieldChanges {
 public:
  FieldChanges(const FieldIntake::Parts& parts, const Submission& submission,
               FieldRecall& recall)
      : parts_(parts), submission_(submission), recall_(recall) {}

  /// Puts the change of a job together with what others did. Fails when a
  /// store does.
  absl::StatusOr<ItemEnd> Take(Job& job);

 private:
  const FieldIntake::Parts& parts_;
  const Submission& submission_;
  FieldRecall& recall_;
};

}  // namespace rasoat::registry

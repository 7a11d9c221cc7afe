// Procedures are files: this reads and checks them at the start.
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/workflow/domain/procedure.h"

namespace rasoat::workflow {

/// The procedures that new rounds may use, by id. Immutable.
class ProcedureCatalog {
 public:
  ProcedureCatalog() = default;
  explicit ProcedureCatalog(std::map<ProcedureId, ProcedureVersion> versions)
      : versions_(std::move(versions)) {}

  /// Errors: NOT_FOUND  PROCEDURE_NOT_FOUND
  absl::StatusOr<ProcedureVersion> Find(const ProcedureId& id,
                                        absl::string_view field) const;

  const std::map<ProcedureId, ProcedureVersion>& versions() const {
    return versions_;
  }

 private:
  std::map<ProcedureId, ProcedureVersion> versions_;
};

/// Reads one procedure, a `rasoat.workflow.v1.Procedure` in text form.
///
/// `file` is its name, whose stem must be the procedure's id; it opens every
/// line of the error.
///
/// Errors: INVALID_ARGUMENT  PROCEDURE_WRONG  with every fault on a line of its
///   own, `file:line:column: field: what is wrong`: unknown fields and values,
///   missing texts, steps that are not numbered 1, 2, 3 …, guards without or
///   with too much of their threshold, milestones twice, unknown tiers, parts
///   without source or mark
absl::StatusOr<ProcedureVersion> ParseProcedure(absl::string_view file,
                                                const std::string& text);

/// Reads every `*.txtpb` of a folder.
///
/// Errors: those of ParseProcedure(), of all files together;
///   NOT_FOUND  PROCEDURES_MISSING  no such folder, or no file in it
absl::StatusOr<ProcedureCatalog> LoadProcedures(const std::string& folder);

}  // namespace rasoat::workflow

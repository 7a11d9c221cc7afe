// Resource names, codes and days as requests spell them. Everything here is
// pure.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/workflow/domain/ids.h"

namespace rasoat::workflow {

/// A village in a round, `rounds/{round}/villages/{code}`.
struct VillageName {
  RoundId round;
  AreaCode village;
};

/// A training class, `rounds/{round}/trainingClasses/{id}`.
struct ClassName {
  RoundId round;
  ClassId id;
};

// Each reads `text` and blames the request's `field`.
//
// Errors: INVALID_ARGUMENT  NAME_MALFORMED  not of the form given here.

/// Reads `rounds/{id}`.
absl::StatusOr<RoundId> ParseRoundName(absl::string_view text,
                                       absl::string_view field);
/// Reads `rounds/{round}/villages/{code}`.
absl::StatusOr<VillageName> ParseVillageName(absl::string_view text,
                                             absl::string_view field);
/// Reads `rounds/{round}/trainingClasses/{id}`.
absl::StatusOr<ClassName> ParseClassName(absl::string_view text,
                                         absl::string_view field);
/// Reads `staff/{id}`.
absl::StatusOr<StaffId> ParseStaffName(absl::string_view text,
                                       absl::string_view field);
/// Reads `procedures/{id}`.
absl::StatusOr<ProcedureId> ParseProcedureName(absl::string_view text,
                                               absl::string_view field);

/// Reads the bare id of a new round.
///
/// Errors: INVALID_ARGUMENT  ID_MALFORMED
absl::StatusOr<RoundId> ParseRoundId(absl::string_view text,
                                     absl::string_view field);
/// Reads the bare id of a new class. Errors as ParseRoundId().
absl::StatusOr<ClassId> ParseClassId(absl::string_view text,
                                     absl::string_view field);

/// Reads `areas/{code}` or a bare code; a code is `*` or 1 to 16 letters and
/// digits.
///
/// Errors: INVALID_ARGUMENT  AREA_MALFORMED
absl::StatusOr<AreaCode> ParseArea(absl::string_view text,
                                   absl::string_view field);

/// Reads a day of the form `YYYY-MM-DD`, from 1900 to 2999.
///
/// Errors: INVALID_ARGUMENT  DATE_MALFORMED
absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text,
                                        absl::string_view field);

/// True for the letters, digits and hyphens of an id, `least` to `most` of
/// them.
bool IsId(absl::string_view text, std::size_t least, std::size_t most);

/// The number of characters (not bytes) of a UTF-8 text.
std::size_t Characters(absl::string_view text);

/// `rounds/{id}`.
std::string NameOf(const RoundId& id);
/// `areas/{code}`.
std::string NameOf(const AreaCode& code);
/// `procedures/{id}`.
std::string NameOf(const ProcedureId& id);
/// `staff/{id}`.
std::string NameOf(const StaffId& id);
/// `rounds/{round}/villages/{code}`.
std::string NameOf(const VillageName& name);
/// `rounds/{round}/trainingClasses/{id}`.
std::string NameOf(const ClassName& name);

/// `YYYY-MM-DD`.
std::string DayText(absl::CivilDay day);
/// The day as people write it here: 10/10/2021.
std::string DayTextVi(absl::CivilDay day);

}  // namespace rasoat::workflow

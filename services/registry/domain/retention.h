// How long what is personal is kept, and what is left of it afterwards.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/registry/domain/household.h"

namespace rasoat::registry {

/// What a rule is about; see RetainedRecord in retention.proto.
enum class RetainedRecord {
  kFormerState,
  kLeftHousehold,
  kSurveyDraft,
  kImportNotRun,
  kImportOver,
};

/// How well a period is known.
enum class Evidence { kVerified, kRecalled, kInferred, kUnknown };

/// One rule. Without a period nothing is done.
struct RetentionRule {
  std::string id;
  RetainedRecord record = RetainedRecord::kFormerState;
  std::optional<int> after_days;
  Evidence evidence = Evidence::kUnknown;
  std::string source;
};

/// The household as it is kept when nobody may be recognised in it: without
/// names, numbers, address, telephone and reasons, and with the first of
/// January for a birth or a death. Who was a member, of which sex, year, kin
/// and ethnic group stays, so that every count and the history stay exact.
Household WithoutPersons(Household household);

/// The same for one member.
void TakeOut(Member& member);

}  // namespace rasoat::registry

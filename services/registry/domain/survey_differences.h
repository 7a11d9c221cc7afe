// What two fillings of one form differ in.
#pragma once

#include <vector>

#include "services/registry/domain/field_conflict.h"
#include "services/registry/domain/survey.h"

namespace rasoat::registry {

/// Every answer, and the day of the visit, that `server` and `device` do not
/// share; `base` is the survey that the device meant to replace, null if it
/// knew of none. Answers are told as text: options by code, separated by
/// commas; `yes` and `no`.
///
/// Surveys are never put together: what was seen on one visit is one record. So
/// every difference is told, whoever it is from.
std::vector<FieldConflict> SurveyDifferences(const Survey* base,
                                             const Survey& server,
                                             const Survey& device);

}  // namespace rasoat::registry

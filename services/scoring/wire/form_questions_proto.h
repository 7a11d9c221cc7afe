// What forms ask: proto to domain.
#pragma once

#include <string>
#include <vector>

#include "rasoat/scoring/v1/form_questions.pb.h"
#include "services/scoring/domain/asked_questions.h"

namespace rasoat::scoring {

/// Reads what a form asks. Adds to `faults`, a line each, a missing source or
/// mark, and questions without code, given twice, without a kind, or with
/// options where their kind has none, or none where it has.
FormQuestions ReadFormQuestions(const v1::FormQuestions& proto,
                                std::vector<std::string>& faults);

}  // namespace rasoat::scoring

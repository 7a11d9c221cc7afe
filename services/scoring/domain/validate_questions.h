// Finds what a standard reads that its forms do not ask.
#pragma once

#include <vector>

#include "services/scoring/domain/asked_questions.h"
#include "services/scoring/domain/standard.h"
#include "services/scoring/domain/validate.h"

namespace rasoat::scoring {

/// True if `standard` reads questions and names no form, or no form at all is
/// known: then nobody can say whether they are asked.
bool IsUnchecked(const Standard& standard, const KnownForms& forms);

/// Every fault of what `standard` reads: a question that none of its forms
/// asks, or not of a member or the household as it is read; one that is
/// answered in a way that does not fit; an option that the question does not
/// have (of questions counted together: that none of them has, or one that has
/// none of them); an option that an indicator gives no points for; and a form
/// nobody knows, beside which no other is told. None if it IsUnchecked().
///
/// Pure.
std::vector<Fault> ValidateQuestions(const Standard& standard,
                                     const KnownForms& forms);

}  // namespace rasoat::scoring

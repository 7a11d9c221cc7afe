// Checks a filled form against its questionnaire, field by field.
#pragma once

#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "services/common/status/error.h"
#include "services/registry/domain/check_rules.h"
#include "services/registry/domain/form.h"
#include "services/registry/domain/survey.h"

namespace rasoat::registry {

/// Everything wrong with a survey of a household with these members, in the
/// order of the fields.
///
/// Paths are those of the API's Survey, such as `members[1].answers[0]`; a
/// missing answer, which has no place, is named by its question:
/// `answers[house.wall]`. With declared totals, answers and members may be left
/// out, but those that are given must be right.
///
/// Rules: REVIEW_DATE_MALFORMED, REVIEW_DATE_IN_FUTURE (after `today`),
/// REVIEW_DATE_TOO_EARLY (before 2000), DEVICE_TIME_OUT_OF_RANGE,
/// LOCATION_OUT_OF_RANGE, CORRECTION_REASON_MALFORMED;
/// QUESTION_UNKNOWN, ANSWER_REPEATED, ANSWER_KIND_WRONG, OPTION_UNKNOWN,
/// OPTION_REPEATED, ANSWER_OUT_OF_RANGE, TEXT_MALFORMED, ANSWER_NOT_ASKED,
/// ANSWER_MISSING; MEMBER_UNKNOWN, MEMBER_REPEATED, MEMBER_MISSING,
/// MEMBER_BORN_LATER (than the review date); DECLARED_NOT_TAKEN,
/// DECLARED_MISSING, DECLARED_B1_OUT_OF_RANGE, DEPRIVATION_UNKNOWN,
/// DEPRIVATION_REPEATED. The broken rules of the form come last, each with its
/// own code: those that refuse here, those that only warn in `warnings`, if it
/// is not null. Totals from paper are not held against rules. A warning is also
/// LOCATION_OUTSIDE_VIETNAM.
std::vector<Violation> CheckSurvey(const Form& form,
                                   absl::Span<const Member> members,
                                   const Survey& survey, absl::CivilDay today,
                                   std::vector<Violation>* warnings = nullptr);

/// True when the place lies in the rectangle around the country, its islands
/// included: 8 to 24 degrees north, 102 to 118 east.
bool NearVietnam(const Location& location);

/// The answers of one part of a form: about the household, or about a member
/// of this age in completed years.
struct AnswersPart {
  const QuestionList& questions;
  const std::vector<Answer>& answers;
  int age = 0;
  bool must_be_complete = true;
};

/// Adds what is wrong with a part; `path` leads to its `answers`. Returns what
/// is known of each question, by place.
std::vector<KnownAnswer> CheckAnswers(const AnswersPart& part,
                                      const std::string& path,
                                      std::vector<Violation>& faults);

}  // namespace rasoat::registry

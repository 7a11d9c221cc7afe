// A questionnaire filled at a household.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/registry/domain/area_book.h"
#include "services/registry/domain/household.h"
#include "services/registry/domain/ids.h"

namespace rasoat::registry {

/// The chosen option of a single-choice question.
struct Choice {
  std::string option;
  friend bool operator==(const Choice&, const Choice&) = default;
};
/// The chosen options of a multi-select question; none is an answer too.
struct Choices {
  std::vector<std::string> options;
  friend bool operator==(const Choices&, const Choices&) = default;
};
/// Free text.
struct Text {
  std::string value;
  friend bool operator==(const Text&, const Text&) = default;
};

/// The answer to one question: nothing, or what the question's kind asks for;
/// a number is in the question's unit, a bool means yes.
struct Answer {
  std::string question;
  std::variant<std::monostate, Choice, Choices, std::int64_t, bool, Text> value;
  friend bool operator==(const Answer&, const Answer&) = default;
};

/// True when the answer is one of these option codes, or "yes" or "no"; of a
/// multi-select question, when one of the chosen options is.
bool Meets(const Answer& answer, const std::vector<std::string>& wanted);

/// The answers about one member, with what scoring must know of the member on
/// the day of the survey, whatever becomes of the member later.
struct SurveyedMember {
  std::string id;
  absl::CivilDay birth_date = kNoDay;
  Sex sex = Sex::kUnspecified;
  std::vector<Answer> answers;
};

/// Totals entered from the paper form instead of answers.
struct DeclaredTotals {
  std::int64_t b1 = 0;
  std::vector<std::string> deprivations;
  friend bool operator==(const DeclaredTotals&,
                         const DeclaredTotals&) = default;
};

/// One version of a filled form. The first part comes from the reviewer; the
/// second is added when it is taken, and never changes.
struct Survey {
  SurveyId id;
  HouseholdId household;
  RoundId round;
  FormId form;
  absl::CivilDay review_date = kNoDay;  ///< Ages count on it.
  std::vector<Answer> answers;
  std::vector<SurveyedMember> members;
  std::optional<DeclaredTotals> declared;
  SurveyId replaces;  ///< None for the first of its round.
  std::optional<absl::Time> device_time;

  std::string form_hash;  ///< SHA-256, 32 bytes.
  AreaCode village;       ///< Of the household, when the survey was taken.
  Place place;            ///< Of the village on the review date.
  std::string reviewer;   ///< `staff/{id}`.
  absl::Time submit_time;
};

/// True when both are the same filled form: the reviewer's part is equal, but
/// for members nobody answered anything about.
bool SameContent(const Survey& a, const Survey& b);

/// Puts every member of `household` into the survey, in the household's order,
/// with birth date, sex and the answers the survey has about them.
void AddMemberFacts(const Household& household, Survey& survey);

}  // namespace rasoat::registry

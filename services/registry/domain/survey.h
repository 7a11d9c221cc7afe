// A questionnaire filled at a household.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/registry/domain/area_book.h"
#include "services/registry/domain/form.h"
#include "services/registry/domain/household.h"
#include "services/registry/domain/ids.h"
#include "services/registry/domain/survey_state.h"

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

/// A place as a device measured it. In whole millionths of a degree, so that
/// the same place is the same number.
struct Location {
  /// Stands for what is no number of degrees; CheckSurvey reports it.
  static constexpr std::int64_t kNotDegrees = INT64_MAX;

  std::int64_t latitude_e6 = 0;   ///< North.
  std::int64_t longitude_e6 = 0;  ///< East.
  std::int64_t accuracy_m = 0;    ///< 0: not known.
  std::optional<absl::Time> time;

  friend bool operator==(const Location&, const Location&) = default;
};

/// One version of a filled form. The first part comes from the reviewer; the
/// second is added when it is taken, and never changes; the third says how it
/// stands.
struct Survey {
  SurveyId id;
  HouseholdId household;
  RoundId round;
  FormId form;
  absl::CivilDay review_date = kNoDay;  ///< Ages count on it.
  std::vector<Answer> answers;
  std::vector<SurveyedMember> members;
  std::optional<DeclaredTotals> declared;
  SurveyId replaces;  ///< None for the first of its round and kind.
  std::optional<absl::Time> device_time;
  std::optional<Location> location;
  std::string correction_reason;  ///< Why an accepted one is replaced.

  std::string form_hash;  ///< SHA-256, 32 bytes.
  FormKind kind = FormKind::kSurvey;
  AreaCode village;      ///< Of the household, when the survey was taken.
  Place place;           ///< Of the village on the review date.
  std::string reviewer;  ///< `staff/{id}`.
  absl::Time submit_time;
  /// The device's time by our clock; none: nothing was wrong with it.
  std::optional<absl::Time> corrected_device_time;

  SurveyStatus status = SurveyStatus::kSubmitted;
  std::int64_t revision = 1;  ///< Rises by one with every change of status.
  bool is_current = true;     ///< False once another has replaced it.
};

/// The newest survey of a household in a round, of one form kind.
struct CurrentSurvey {
  SurveyId id;
  SurveyStatus status = SurveyStatus::kSubmitted;
};

/// Whether `next` may take the place of `current`; null: there is none.
///
/// Errors:
///   ALREADY_EXISTS  SURVEY_EXISTS    it does not say that it replaces one
///   ABORTED         SURVEY_REPLACED  it names one that is not the newest
///   FAILED_PRECONDITION  CORRECTION_REASON_MISSING
absl::Status MayReplace(const Survey& next, const CurrentSurvey* current);

/// True when both are the same filled form: the reviewer's part is equal, but
/// for members nobody answered anything about.
bool SameContent(const Survey& a, const Survey& b);

/// Puts every member of `household` into the survey, in the household's order,
/// with birth date, sex and the answers the survey has about them.
void AddMemberFacts(const Household& household, Survey& survey);

}  // namespace rasoat::registry

// A household as the rules look at it.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/scoring/domain/facts.h"
#include "services/scoring/domain/rules.h"
#include "services/scoring/domain/standard.h"
#include "services/scoring/engine/problems.h"

namespace rasoat::scoring {

/// A member with the age that counts.
struct Person {
  const Member* member = nullptr;
  int age = 0;  ///< Completed years on the review date.
};

/// Answers by question and members by id, whatever order they came in; what is
/// wrong goes to `problems`. Facts and problems must outlive it.
class Household {
 public:
  /// Reports members and answers given twice, members born after the review
  /// date, and a household without members.
  Household(const Facts& facts, Problems& problems);

  const Facts& facts() const { return facts_; }
  /// In the order of their ids.
  const std::vector<Person>& people() const { return people_; }

  /// The household's answer; null, and reported, if there is none.
  const Answer* Required(absl::string_view question);
  /// The household's whole number of at least 0; -1, and reported, if there is
  /// none.
  std::int64_t Number(absl::string_view question);

  /// Tells whether the household answered by one of `codes`.
  bool AnsweredBy(absl::string_view question,
                  const std::vector<std::string>& codes);

  /// Tells whether a person satisfies one of `rules`.
  ///
  /// Conditions are looked at in order, the first that fails ends a rule. A
  /// question that is reached and was not answered is reported, and its
  /// condition does not hold.
  bool Satisfies(const Person& person, const std::vector<MemberRule>& rules);

  /// Reports what the people's answers must not say together. A question that
  /// was not answered contradicts nothing.
  void ReportContradictions(const std::vector<Contradiction>& contradictions);

  /// Where the answer of the household, or of a person, stands.
  static std::string FieldOf(absl::string_view question);
  static std::string FieldOf(const Person& person, absl::string_view question);

  /// Where findings about the facts go.
  Problems& problems() { return problems_; }

 private:
  bool Holds(const Person& person, const MemberCondition& condition);
  bool Contradict(const Person& person, const MemberRule& when);
  bool IsSo(const Person& person, const Answer& answer,
            const MemberCondition& condition);

  const Facts& facts_;
  Problems& problems_;
  std::vector<Person> people_;
};

/// The answer to a question, or null.
const Answer* FindAnswer(const std::vector<Answer>& answers,
                         absl::string_view question);

/// Tells whether `answer` is, or chooses, one of `codes`; `yes` and `no` stand
/// for a yes-or-no answer. An answer without codes (a number, a text) is
/// reported to `problems` at `field`.
bool IsOneOf(const Answer& answer, const std::vector<std::string>& codes,
             absl::string_view field, Problems& problems);

/// True if `code` is among `codes`.
bool Contains(const std::vector<std::string>& codes, absl::string_view code);

}  // namespace rasoat::scoring

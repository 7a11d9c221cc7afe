#include "services/scoring/engine/household.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "services/scoring/domain/day.h"

namespace rasoat::scoring {
namespace {

void ReportRepeats(const std::vector<Answer>& answers, Problems& problems,
                   absl::string_view prefix) {
  for (std::size_t i = 0; i < answers.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (answers[i].question != answers[j].question) continue;
      problems.Add(
          absl::StrCat(prefix, "answers[", answers[i].question, "]"),
          "ANSWER_REPEATED",
          absl::StrCat("Câu hỏi “", answers[i].question,
                       "” được trả lời hai lần. Hãy bỏ một câu trả lời."),
          absl::StrCat("Question '", answers[i].question,
                       "' is answered twice. Remove one of the answers."));
      break;
    }
  }
}

bool InAge(const Person& person, const MemberCondition& condition) {
  return person.age >= condition.age_from &&
         (condition.age_below <= 0 || person.age < condition.age_below);
}

std::string FieldOf(const Member& member) {
  return absl::StrCat("household.members[", member.id, "]");
}

}  // namespace

const Answer* FindAnswer(const std::vector<Answer>& answers,
                         absl::string_view question) {
  for (const Answer& answer : answers) {
    if (answer.question == question) return &answer;
  }
  return nullptr;
}

bool Contains(const std::vector<std::string>& codes, absl::string_view code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

bool IsOneOf(const Answer& answer, const std::vector<std::string>& codes,
             absl::string_view field, Problems& problems) {
  if (const auto* choice = std::get_if<Choice>(&answer.value)) {
    return Contains(codes, choice->option);
  }
  if (const auto* yes_no = std::get_if<YesNo>(&answer.value)) {
    return Contains(codes, yes_no->yes ? "yes" : "no");
  }
  if (const auto* choices = std::get_if<Choices>(&answer.value)) {
    return std::any_of(
        choices->options.begin(), choices->options.end(),
        [&](absl::string_view option) { return Contains(codes, option); });
  }
  problems.WrongKind(field, answer.question);
  return false;
}

Household::Household(const Facts& facts, Problems& problems)
    : facts_(facts), problems_(problems) {
  if (facts.members.empty()) {
    problems.Add("household.members", "MEMBERS_MISSING",
                 "Hộ chưa có thành viên nào. Hãy khai ít nhất một thành viên.",
                 "The household has no members. Give at least one.");
  }
  ReportRepeats(facts.answers, problems, "household.");
  people_.reserve(facts.members.size());
  for (const Member& member : facts.members) {
    people_.push_back(
        {&member, CompletedYears(member.birth_date, facts.review_date)});
    if (member.birth_date > facts.review_date) {
      problems.Add(
          absl::StrCat(scoring::FieldOf(member), ".birth_date"),
          "BIRTH_AFTER_REVIEW",
          "Ngày sinh sau ngày rà soát. Hãy kiểm tra lại ngày sinh.",
          "The date of birth is after the review date. Check the date.");
    }
    if (people_.back().age > kOldest) {
      problems.Add(absl::StrCat(scoring::FieldOf(member), ".birth_date"),
                   "BIRTH_TOO_EARLY",
                   absl::StrCat("Ngày sinh cho tuổi trên ", kOldest,
                                ". Hãy kiểm tra lại ngày sinh."),
                   absl::StrCat("By the date of birth the member is over ",
                                kOldest, ". Check the date."));
    }
    ReportRepeats(member.answers, problems,
                  absl::StrCat(scoring::FieldOf(member), "."));
  }
  std::sort(people_.begin(), people_.end(),
            [](const Person& a, const Person& b) {
              return std::tie(a.member->id, a.member) <
                     std::tie(b.member->id, b.member);
            });
  for (std::size_t i = 1; i < people_.size(); ++i) {
    if (people_[i].member->id != people_[i - 1].member->id) continue;
    problems.Add(scoring::FieldOf(*people_[i].member), "MEMBER_REPEATED",
                 "Hai thành viên có cùng mã. Hãy đặt mã khác nhau.",
                 "Two members have the same id. Give them different ones.");
  }
}

std::string Household::FieldOf(absl::string_view question) {
  return absl::StrCat("household.answers[", question, "]");
}

std::string Household::FieldOf(const Person& person,
                               absl::string_view question) {
  return absl::StrCat(scoring::FieldOf(*person.member), ".answers[", question,
                      "]");
}

const Answer* Household::Required(absl::string_view question) {
  const Answer* answer = FindAnswer(facts_.answers, question);
  if (answer == nullptr) problems_.Missing(FieldOf(question), question);
  return answer;
}

std::int64_t Household::Number(absl::string_view question) {
  const Answer* answer = Required(question);
  if (answer == nullptr) return -1;
  const auto* number = std::get_if<std::int64_t>(&answer->value);
  if (number == nullptr) {
    problems_.WrongKind(FieldOf(question), question);
    return -1;
  }
  if (*number < 0) {
    problems_.Add(FieldOf(question), "ANSWER_OUT_OF_RANGE",
                  absl::StrCat("Số trả lời cho “", question,
                               "” phải từ 0 trở lên. Hãy nhập lại."),
                  absl::StrCat("The answer to '", question,
                               "' must be at least 0. Enter it again."));
    return -1;
  }
  return *number;
}

bool Household::AnsweredBy(absl::string_view question,
                           const std::vector<std::string>& codes) {
  const Answer* answer = Required(question);
  return answer != nullptr &&
         IsOneOf(*answer, codes, FieldOf(question), problems_);
}

bool Household::Holds(const Person& person, const MemberCondition& condition) {
  if (!InAge(person, condition)) return false;
  if (condition.question.empty()) return true;
  const Answer* answer = FindAnswer(person.member->answers, condition.question);
  if (answer == nullptr) {
    problems_.Missing(FieldOf(person, condition.question), condition.question);
    return false;
  }
  return IsSo(person, *answer, condition);
}

bool Household::IsSo(const Person& person, const Answer& answer,
                     const MemberCondition& condition) {
  return IsOneOf(answer, condition.answers, FieldOf(person, condition.question),
                 problems_) != condition.negate;
}

bool Household::Contradict(const Person& person, const MemberRule& when) {
  return std::all_of(
      when.all.begin(), when.all.end(), [&](const MemberCondition& condition) {
        if (!InAge(person, condition)) return false;
        if (condition.question.empty()) return true;
        const Answer* answer =
            FindAnswer(person.member->answers, condition.question);
        return answer != nullptr && IsSo(person, *answer, condition);
      });
}

void Household::ReportContradictions(
    const std::vector<Contradiction>& contradictions) {
  for (const Person& person : people_) {
    for (const Contradiction& contradiction : contradictions) {
      if (!Contradict(person, contradiction.when)) continue;
      problems_.Add(FieldOf(person, contradiction.Question()),
                    "ANSWERS_CONTRADICT", contradiction.message.vi,
                    contradiction.message.en);
    }
  }
}

bool Household::Satisfies(const Person& person,
                          const std::vector<MemberRule>& rules) {
  return std::any_of(rules.begin(), rules.end(), [&](const MemberRule& rule) {
    return std::all_of(rule.all.begin(), rule.all.end(),
                       [&](const MemberCondition& condition) {
                         return Holds(person, condition);
                       });
  });
}

}  // namespace rasoat::scoring

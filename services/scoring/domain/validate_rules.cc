#include "services/scoring/domain/validate_rules.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/scoring/domain/facts.h"

namespace rasoat::scoring {
namespace {

/// Checks answers to a question: some, and each once.
void ValidateShape(absl::string_view question,
                   const std::vector<std::string>& answers,
                   absl::string_view place, std::vector<Fault>& faults) {
  auto add = [&](std::string what, std::string vi) {
    faults.push_back({std::string(place), std::move(what), std::move(vi)});
  };
  if (question.empty()) add("names no question", "chưa ghi câu hỏi");
  if (answers.empty()) add("names no answers", "chưa ghi câu trả lời nào");
  absl::flat_hash_set<absl::string_view> seen;
  for (const std::string& answer : answers) {
    if (answer.empty()) add("has an empty answer", "có câu trả lời để trống");
    if (!seen.insert(answer).second) {
      add(absl::StrCat("names the answer '", answer, "' twice"),
          absl::StrCat("ghi câu trả lời “", answer, "” hai lần"));
    }
  }
}

/// An indicator that reads the question, and does not list the answer; null if
/// there is none.
const Indicator* Unlisted(const std::string& answer, absl::string_view question,
                          const Standard& standard) {
  for (const Indicator& indicator : standard.indicators) {
    if (indicator.question != question || indicator.options.empty()) continue;
    const bool listed = std::any_of(
        indicator.options.begin(), indicator.options.end(),
        [&](const ScoredOption& option) { return option.option == answer; });
    if (!listed) return &indicator;
  }
  return nullptr;
}

/// Checks answers to a question: some, each once, each an option that the
/// indicators which read the question list as well.
void ValidateAnswers(absl::string_view question,
                     const std::vector<std::string>& answers,
                     absl::string_view place, const Standard& standard,
                     std::vector<Fault>& faults) {
  ValidateShape(question, answers, place, faults);
  for (const std::string& answer : answers) {
    const Indicator* indicator = Unlisted(answer, question, standard);
    if (indicator == nullptr) continue;
    faults.push_back(
        {std::string(place),
         absl::StrCat("answer '", answer, "' of question '", question,
                      "' is not an option of indicator '", indicator->code,
                      "', which reads it too"),
         absl::StrCat("câu trả lời “", answer, "” của câu hỏi “", question,
                      "” không phải là lựa chọn của chỉ số “", indicator->code,
                      "” cùng đọc câu hỏi đó")});
  }
}

class RuleValidator {
 public:
  RuleValidator(absl::string_view place, const Standard& standard,
                std::vector<Fault>& faults)
      : place_(place), standard_(standard), faults_(faults) {}

  void operator()(const std::monostate&) {
    if (!standard_.declared_only) {
      Add("has no rule, and totals are not only declared",
          "chưa có quy tắc, mà chuẩn không chỉ nhận tổng điểm khai sẵn");
    }
  }
  void operator()(const AnyMember& rule) {
    Members(rule.rules, "any_member");
    if (!rule.except.empty()) Members(rule.except, "except");
  }
  void operator()(const ShareAbove& rule) {
    if (rule.percent < 1 || rule.percent > 99) {
      Add("share_above_percent must be 1 to 99",
          "share_above_percent phải từ 1 đến 99");
    }
    Members(rule.of, "share_of");
  }
  void operator()(const HouseholdAnswer& rule) {
    Answers(rule.question, rule.answers);
  }
  void operator()(const NoneChosen& rule) {
    Answers(rule.question, rule.options);
  }
  void operator()(const AtLeast& rule) {
    if (rule.count < 1 ||
        rule.count > static_cast<int>(rule.questions.size())) {
      Add(absl::StrCat("at_least is ", rule.count, " of ",
                       rule.questions.size(), " questions"),
          absl::StrCat("at_least là ", rule.count, " trong ",
                       rule.questions.size(), " câu hỏi"));
    }
    absl::flat_hash_set<absl::string_view> seen;
    for (const std::string& question : rule.questions) {
      ValidateShape(question, rule.answers, place_, faults_);
      if (!seen.insert(question).second) {
        Add(absl::StrCat("counts question '", question, "' twice"),
            absl::StrCat("đếm câu hỏi “", question, "” hai lần"));
      }
    }
    Together(rule);
  }
  void operator()(const AreaPerPersonBelow& rule) {
    if (rule.question.empty()) Add("names no question", "chưa ghi câu hỏi");
    if (rule.limit < 1)
      Add("area_per_person_below must be at least 1",
          "area_per_person_below phải từ 1 trở lên");
  }
  void operator()(const NoMember& rule) {
    Answers(rule.question, rule.answers);
  }

 private:
  void Add(std::string what, std::string vi) {
    faults_.push_back({std::string(place_), std::move(what), std::move(vi)});
  }
  /// Each answer is an option of one of the questions, and each question has
  /// one of the answers, as far as indicators list them.
  void Together(const AtLeast& rule) {
    if (rule.questions.empty() || rule.answers.empty()) return;
    const auto fits = [&](const std::string& answer,
                          const std::string& question) {
      return Unlisted(answer, question, standard_) == nullptr;
    };
    for (const std::string& answer : rule.answers) {
      if (std::any_of(rule.questions.begin(), rule.questions.end(),
                      [&](const auto& one) { return fits(answer, one); })) {
        continue;
      }
      Add(absl::StrCat("answer '", answer,
                       "' is not an option of the indicators which read the "
                       "questions too"),
          absl::StrCat("câu trả lời “", answer,
                       "” không phải là lựa chọn của các chỉ số cùng đọc các "
                       "câu hỏi đó"));
    }
    for (const std::string& question : rule.questions) {
      if (std::any_of(rule.answers.begin(), rule.answers.end(),
                      [&](const auto& one) { return fits(one, question); })) {
        continue;
      }
      Add(absl::StrCat("no answer is an option of the indicator which reads "
                       "question '",
                       question, "' too"),
          absl::StrCat("không câu trả lời nào là lựa chọn của chỉ số cùng đọc "
                       "câu hỏi “",
                       question, "”"));
    }
  }
  void Members(const std::vector<MemberRule>& rules, absl::string_view part) {
    ValidateMemberRules(rules, absl::StrCat(place_, ".", part), standard_,
                        faults_);
  }
  void Answers(absl::string_view question,
               const std::vector<std::string>& answers) {
    ValidateAnswers(question, answers, place_, standard_, faults_);
  }

  absl::string_view place_;
  const Standard& standard_;
  std::vector<Fault>& faults_;
};

}  // namespace

void ValidateMemberRule(const MemberRule& rule, absl::string_view place,
                        const Standard& standard, std::vector<Fault>& faults) {
  if (rule.all.empty())
    faults.push_back(
        {std::string(place), "has no conditions", "chưa có điều kiện nào"});
  for (std::size_t c = 0; c < rule.all.size(); ++c) {
    const MemberCondition& condition = rule.all[c];
    const std::string here = absl::StrCat(place, ".all[", c, "]");
    if (condition.age_from > kOldest || condition.age_below > kOldest + 1) {
      faults.push_back({here, absl::StrCat("speaks of an age above ", kOldest),
                        absl::StrCat("nói đến tuổi trên ", kOldest)});
    }
    if (condition.age_from < 0 || condition.age_below < 0 ||
        (condition.age_below > 0 &&
         condition.age_below <= condition.age_from)) {
      faults.push_back({here, "no age is from age_from to below age_below",
                        "không có tuổi nào từ age_from đến dưới age_below"});
    }
    if (!condition.question.empty()) {
      ValidateAnswers(condition.question, condition.answers, here, standard,
                      faults);
    } else if (!condition.answers.empty() || condition.negate) {
      faults.push_back({here, "has answers but no question",
                        "có câu trả lời nhưng không có câu hỏi"});
    } else if (condition.age_from == 0 && condition.age_below == 0) {
      faults.push_back({here, "holds for everybody; give an age or a question",
                        "đúng với mọi người; hãy ghi tuổi hoặc câu hỏi"});
    }
  }
}

void ValidateMemberRules(const std::vector<MemberRule>& rules,
                         absl::string_view place, const Standard& standard,
                         std::vector<Fault>& faults) {
  if (rules.empty())
    faults.push_back(
        {std::string(place), "has no rules", "chưa có quy tắc nào"});
  for (std::size_t r = 0; r < rules.size(); ++r) {
    ValidateMemberRule(rules[r], absl::StrCat(place, "[", r, "]"), standard,
                       faults);
  }
}

void ValidateDeprivationRule(const DeprivationRule& rule,
                             absl::string_view place, const Standard& standard,
                             std::vector<Fault>& faults) {
  std::visit(RuleValidator(place, standard, faults), rule);
}

}  // namespace rasoat::scoring

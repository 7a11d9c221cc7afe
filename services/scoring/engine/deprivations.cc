#include "services/scoring/engine/deprivations.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace rasoat::scoring {
namespace {

/// Works out one rule for one household.
class RuleReader {
 public:
  RuleReader(Household& household, Finding& finding)
      : household_(household), finding_(finding) {}

  void operator()(const std::monostate&) {}

  void operator()(const AnyMember& rule) {
    for (const Person& person : household_.people()) {
      if (household_.Satisfies(person, rule.rules) &&
          !household_.Satisfies(person, rule.except)) {
        finding_.members.push_back(person.member->id);
      }
    }
    finding_.deprived = !finding_.members.empty();
  }

  void operator()(const ShareAbove& rule) {
    for (const Person& person : household_.people()) {
      if (household_.Satisfies(person, rule.of)) {
        finding_.members.push_back(person.member->id);
      }
    }
    finding_.deprived =
        finding_.members.size() * 100 >
        household_.people().size() * static_cast<std::size_t>(rule.percent);
    if (!finding_.deprived) finding_.members.clear();
  }

  void operator()(const HouseholdAnswer& rule) {
    finding_.deprived = household_.AnsweredBy(rule.question, rule.answers);
  }

  void operator()(const NoneChosen& rule) {
    const Answer* answer = household_.Required(rule.question);
    finding_.deprived =
        answer != nullptr &&
        !IsOneOf(*answer, rule.options, Household::FieldOf(rule.question),
                 household_.problems());
  }

  void operator()(const AtLeast& rule) {
    const auto lacking =
        std::count_if(rule.questions.begin(), rule.questions.end(),
                      [&](const std::string& question) {
                        return household_.AnsweredBy(question, rule.answers);
                      });
    finding_.deprived = lacking >= rule.count;
  }

  void operator()(const AreaPerPersonBelow& rule) {
    const std::int64_t area = household_.Number(rule.question);
    const auto people = static_cast<std::int64_t>(household_.people().size());
    finding_.deprived = area >= 0 && area < rule.limit * people;
  }

  void operator()(const NoMember& rule) {
    bool answered = false;
    bool any = false;
    for (const Person& person : household_.people()) {
      const Answer* answer = FindAnswer(person.member->answers, rule.question);
      if (answer == nullptr) continue;
      answered = true;
      any |= IsOneOf(*answer, rule.answers,
                     Household::FieldOf(person, rule.question),
                     household_.problems());
    }
    if (!answered) {
      household_.problems().Missing(
          absl::StrCat("household.members.answers[", rule.question, "]"),
          rule.question);
    }
    finding_.deprived = !any;
  }

 private:
  Household& household_;
  Finding& finding_;
};

}  // namespace

std::vector<Finding> FindDeprivations(const Standard& standard,
                                      Household& household) {
  std::vector<Finding> findings;
  findings.reserve(standard.deprivations.size());
  for (const Deprivation& deprivation : standard.deprivations) {
    Finding& finding = findings.emplace_back();
    finding.deprivation = &deprivation;
    std::visit(RuleReader(household, finding), deprivation.rule);
  }
  return findings;
}

std::vector<Finding> DeclaredDeprivations(const Standard& standard,
                                          const Declared& declared,
                                          Problems& problems) {
  std::vector<Finding> findings;
  findings.reserve(standard.deprivations.size());
  for (const Deprivation& deprivation : standard.deprivations) {
    findings.push_back({.deprivation = &deprivation});
  }
  constexpr absl::string_view kField = "household.declared.deprivations";
  for (absl::string_view code : declared.deprivations) {
    auto found = std::find_if(findings.begin(), findings.end(),
                              [&](const Finding& finding) {
                                return finding.deprivation->code == code;
                              });
    if (found == findings.end()) {
      problems.Add(absl::StrCat(kField, "[", code, "]"), "DEPRIVATION_UNKNOWN",
                   absl::StrCat("Chuẩn nghèo này không có chỉ số thiếu hụt “",
                                code, "”. Hãy chọn một chỉ số của chuẩn."),
                   absl::StrCat("This standard has no deprivation '", code,
                                "'. Choose one of the standard's."));
    } else if (found->deprived) {
      problems.Add(
          absl::StrCat(kField, "[", code, "]"), "DEPRIVATION_REPEATED",
          absl::StrCat("Chỉ số thiếu hụt “", code,
                       "” được khai hai lần. Hãy bỏ bớt."),
          absl::StrCat("Deprivation '", code, "' is given twice. Remove one."));
    } else {
      found->deprived = true;
    }
  }
  return findings;
}

}  // namespace rasoat::scoring

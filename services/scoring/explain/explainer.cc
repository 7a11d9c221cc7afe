#include "services/scoring/explain/explainer.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/domain/class_rule.h"
#include "services/scoring/engine/household.h"
#include "services/scoring/engine/score_household.h"
#include "services/scoring/explain/class_distances.h"
#include "services/scoring/explain/decisive_answers.h"
#include "services/scoring/explain/explanation_text.h"
#include "services/scoring/wire/assessment_proto.h"

namespace rasoat::scoring {
namespace {

/// The rules by which a deprivation picks members; null if it picks none.
const std::vector<MemberRule>* RulesOf(const Deprivation& deprivation) {
  if (const auto* any = std::get_if<AnyMember>(&deprivation.rule)) {
    return &any->rules;
  }
  if (const auto* share = std::get_if<ShareAbove>(&deprivation.rule)) {
    return &share->of;
  }
  return nullptr;
}

std::string CodeOf(const Answer& answer) {
  if (const auto* choice = std::get_if<Choice>(&answer.value)) {
    return std::string(choice->option);
  }
  if (const auto* yes_no = std::get_if<YesNo>(&answer.value)) {
    return yes_no->yes ? "yes" : "no";
  }
  if (const auto* choices = std::get_if<Choices>(&answer.value)) {
    std::vector<std::string> options(choices->options.begin(),
                                     choices->options.end());
    std::sort(options.begin(), options.end());
    return absl::StrJoin(options, ",");
  }
  return "";
}

class Explainer {
 public:
  Explainer(const KnownStandard& known, const Facts& facts, const Score& score)
      : known_(known),
        score_(score),
        facts_(facts),
        household_(facts, problems_) {}

  v1::Explanation Run() {
    FillAssessment(known_.standard, score_, *explanation_.mutable_assessment());
    for (std::size_t i = 0; i < score_.indicators.size(); ++i) {
      Add(score_.indicators[i], known_.proto.indicators(static_cast<int>(i)));
    }
    for (std::size_t i = 0; i < score_.findings.size(); ++i) {
      Add(score_.findings[i], known_.proto.deprivations(static_cast<int>(i)));
    }
    AddRule();
    AddSteps();
    AddDecisive();
    *explanation_.mutable_text() = ExplanationText(known_.proto, explanation_);
    return std::move(explanation_);
  }

 private:
  void Add(const IndicatorScore& found, const v1::Indicator& indicator) {
    v1::ExplainedIndicator& proto = *explanation_.add_indicators();
    proto.set_indicator(indicator.code());
    *proto.mutable_label() = indicator.label();
    proto.set_found(found.found);
    proto.set_points(found.points);
    proto.set_suppressed(found.suppressed);
    *proto.mutable_origin() = indicator.origin();
    for (absl::string_view code : absl::StrSplit(found.found, ',')) {
      for (const v1::ScoredOption& option : indicator.options()) {
        if (option.option() != code || !option.has_label()) continue;
        Join(option.label(), *proto.mutable_found_label());
      }
    }
    if (indicator.has_unit()) {
      *proto.mutable_found_label() = Measured(found.found, indicator);
    }
  }

  /// A number as people read it: 100 tenths are 10,0 m².
  static v1::Text Measured(std::string digits, const v1::Indicator& indicator) {
    const auto decimals = static_cast<std::size_t>(indicator.decimals());
    if (decimals > 0) {
      if (digits.size() <= decimals) {
        digits.insert(0, decimals + 1 - digits.size(), '0');
      }
      digits.insert(digits.size() - decimals, 1, ',');
    }
    v1::Text text;
    text.set_vi(absl::StrCat(digits, " ", indicator.unit().vi()));
    text.set_en(absl::StrCat(absl::StrReplaceAll(digits, {{",", "."}}), " ",
                             indicator.unit().en()));
    return text;
  }

  static void Join(const v1::Text& more, v1::Text& text) {
    if (!text.vi().empty()) {
      text.mutable_vi()->append("; ");
      text.mutable_en()->append("; ");
    }
    text.mutable_vi()->append(more.vi());
    text.mutable_en()->append(more.en());
  }

  void Add(const Finding& finding, const v1::Deprivation& deprivation) {
    v1::ExplainedDeprivation& proto = *explanation_.add_deprivations();
    proto.set_deprivation(deprivation.code());
    proto.set_number(deprivation.number());
    *proto.mutable_label() = deprivation.label();
    proto.set_deprived(finding.deprived);
    proto.set_points(finding.deprived ? known_.standard.points_per_deprivation
                                      : 0);
    *proto.mutable_origin() = deprivation.origin();
    const auto& people = household_.people();
    for (absl::string_view member : finding.members) {
      const auto person = std::find_if(
          people.begin(), people.end(),
          [&](const Person& one) { return one.member->id == member; });
      if (person == people.end()) continue;
      v1::ExplainedMember& explained = *proto.add_members();
      explained.set_member(member.data(), member.size());
      explained.set_place(static_cast<int>(person - people.begin()) + 1);
      explained.set_age(person->age);
      AddAnswers(*person, *finding.deprivation, explained);
    }
  }

  /// The answers of the first rule that the member satisfies.
  void AddAnswers(const Person& person, const Deprivation& deprivation,
                  v1::ExplainedMember& explained) {
    const std::vector<MemberRule>* rules = RulesOf(deprivation);
    if (rules == nullptr) return;
    for (const MemberRule& rule : *rules) {
      if (!household_.Satisfies(person, {rule})) continue;
      for (const MemberCondition& condition : rule.all) {
        const Answer* answer =
            FindAnswer(person.member->answers, condition.question);
        if (answer == nullptr) continue;
        v1::ExplainedAnswer& proto = *explained.add_answers();
        proto.set_question(condition.question);
        proto.set_answer(CodeOf(*answer));
      }
      return;
    }
  }

  void AddRule() {
    for (const v1::ClassRule& rule : known_.proto.class_rules()) {
      if (rule.settlement() == explanation_.assessment().settlement()) {
        *explanation_.mutable_rule() = rule;
      }
    }
  }

  void AddSteps() {
    for (const ClassStep& step : ClassDistances(known_.standard, score_)) {
      v1::ClassDistance& proto = *explanation_.add_distances();
      proto.set_household_class(ToProto(step.household_class));
      proto.set_b1_change(step.b1_change);
      proto.set_deprivations_change(step.deprivations_change);
    }
  }

  void AddDecisive() {
    const DecisiveAnswers found = FindDecisiveAnswers(
        known_.standard, facts_, score_.household_class, kMostDecisive);
    explanation_.set_decisive_answers_cut(found.cut);
    for (const DecisiveAnswer& answer : found.list) {
      v1::DecisiveAnswer& proto = *explanation_.add_decisive_answers();
      proto.set_question(answer.question);
      proto.set_member(answer.member);
      proto.set_member_place(answer.member_place);
      proto.set_given(answer.given);
      proto.set_instead(answer.instead);
      proto.set_b1(answer.b1);
      proto.set_b2(answer.b2);
      proto.set_household_class(ToProto(answer.household_class));
    }
  }

  const KnownStandard& known_;
  const Score& score_;
  const Facts& facts_;
  Problems problems_;
  Household household_;
  v1::Explanation explanation_;
};

}  // namespace

absl::StatusOr<v1::Explanation> ExplainHousehold(const KnownStandard& known,
                                                 const Facts& facts) {
  RASOAT_ASSIGN_OR_RETURN(const Score score,
                          ScoreHousehold(known.standard, facts));
  return Explainer(known, facts, score).Run();
}

}  // namespace rasoat::scoring

#include "services/registry/load/form_proto.h"

namespace rasoat::registry {
namespace {

Label LabelOf(const v1::Label& label) { return {label.vi(), label.en()}; }

QuestionKind KindOf(v1::QuestionKind kind) {
  switch (kind) {
    case v1::QUESTION_KIND_CHOICE:
      return QuestionKind::kChoice;
    case v1::QUESTION_KIND_CHOICES:
      return QuestionKind::kChoices;
    case v1::QUESTION_KIND_NUMBER:
      return QuestionKind::kNumber;
    case v1::QUESTION_KIND_YES_NO:
      return QuestionKind::kYesNo;
    case v1::QUESTION_KIND_TEXT:
      return QuestionKind::kText;
    default:
      return QuestionKind::kUnspecified;
  }
}

FormKind PurposeOf(v1::FormKind kind) {
  switch (kind) {
    case v1::FORM_KIND_REQUEST:
      return FormKind::kRequest;
    case v1::FORM_KIND_SCREENING:
      return FormKind::kScreening;
    case v1::FORM_KIND_SURVEY:
      return FormKind::kSurvey;
    default:
      return FormKind::kUnspecified;
  }
}

Question QuestionOf(const v1::Question& shown) {
  Question question;
  question.code = shown.code();
  question.label = LabelOf(shown.label());
  question.kind = KindOf(shown.kind());
  for (const v1::Option& option : shown.options()) {
    question.options.push_back({option.code(), LabelOf(option.label())});
  }
  question.minimum = shown.minimum();
  question.maximum = shown.maximum();
  for (const v1::AskedWhen& when : shown.asked_when()) {
    question.asked_when.push_back(
        {.question = when.question(),
         .answers = {when.answers().begin(), when.answers().end()},
         .age_from = when.age_from(),
         .age_below = when.age_below()});
  }
  question.optional = shown.optional();
  question.marked = shown.mark() != v1::MARK_UNSPECIFIED;
  return question;
}

RuleSeverity SeverityOf(v1::RuleSeverity severity) {
  switch (severity) {
    case v1::RULE_SEVERITY_ERROR:
      return RuleSeverity::kError;
    case v1::RULE_SEVERITY_WARNING:
      return RuleSeverity::kWarning;
    default:
      return RuleSeverity::kUnspecified;
  }
}

RuleScope ScopeOf(v1::RuleScope scope) {
  switch (scope) {
    case v1::RULE_SCOPE_HOUSEHOLD:
      return RuleScope::kHousehold;
    case v1::RULE_SCOPE_MEMBER:
      return RuleScope::kMember;
    default:
      return RuleScope::kUnspecified;
  }
}

Sex SexOf(api::v1::Sex sex) {
  switch (sex) {
    case api::v1::SEX_MALE:
      return Sex::kMale;
    case api::v1::SEX_FEMALE:
      return Sex::kFemale;
    default:
      return Sex::kUnspecified;
  }
}

NumberCondition NumberOf(const v1::NumberCondition& shown) {
  NumberCondition number;
  for (const std::string& code : shown.sum_of()) {
    number.sum_of.push_back({.code = code});
  }
  number.per_member = shown.per_member();
  if (shown.has_at_least()) number.at_least = shown.at_least();
  if (shown.has_below()) number.below = shown.below();
  if (!shown.above_question().empty()) {
    number.above_of = RuledQuestion{.code = shown.above_question()};
  }
  return number;
}

RuleCondition ConditionOf(const v1::RuleCondition& shown);

MembersCondition MembersOf(const v1::MembersCondition& shown) {
  MembersCondition members;
  for (const v1::RuleCondition& who : shown.who()) {
    members.who.push_back(ConditionOf(who));
  }
  members.at_least = shown.at_least();
  if (shown.has_at_most()) members.at_most = shown.at_most();
  return members;
}

// As deep as the text goes, which FormShelf limits.
RuleCondition ConditionOf(const v1::RuleCondition& shown) {
  RuleCondition condition;
  if (!shown.question().empty()) {
    condition.question = RuledQuestion{.code = shown.question()};
  }
  condition.answers = {shown.answers().begin(), shown.answers().end()};
  condition.age_from = shown.age_from();
  condition.age_below = shown.age_below();
  condition.sex = SexOf(shown.sex());
  if (shown.has_number()) condition.number = NumberOf(shown.number());
  if (shown.has_members()) condition.members = MembersOf(shown.members());
  condition.otherwise = shown.otherwise();
  return condition;
}

FormRule RuleOf(const v1::FormRule& shown) {
  FormRule rule;
  rule.code = shown.code();
  rule.severity = SeverityOf(shown.severity());
  rule.scope = ScopeOf(shown.scope());
  for (const v1::RuleCondition& condition : shown.broken_when()) {
    rule.broken_when.push_back(ConditionOf(condition));
  }
  rule.at.code = shown.at();
  rule.vi = shown.message().vi();
  rule.en = shown.message().en();
  rule.marked = shown.mark() != v1::MARK_UNSPECIFIED;
  return rule;
}

}  // namespace

Form FormFromProto(const v1::Form& shown) {
  Form form;
  form.kind = PurposeOf(shown.kind());
  form.title = LabelOf(shown.title());
  form.source = shown.source();
  for (const v1::Question& question : shown.household_questions()) {
    form.household.questions.push_back(QuestionOf(question));
  }
  for (const v1::Question& question : shown.member_questions()) {
    form.member.questions.push_back(QuestionOf(question));
  }
  form.deprivations = {shown.deprivations().begin(),
                       shown.deprivations().end()};
  form.declared_b1_maximum = shown.declared_b1_maximum();
  for (const v1::FormRule& rule : shown.rules()) {
    form.rules.push_back(RuleOf(rule));
  }
  return form;
}

}  // namespace rasoat::registry

#include "services/scoring/flat/codebook.h"

#include <algorithm>
#include <variant>

#include "absl/strings/str_cat.h"
#include "services/common/status/error.h"

namespace rasoat::scoring::flat {
namespace {

constexpr std::size_t kMostQuestions = 32;

int Find(const absl::flat_hash_map<std::string, int>& places,
         absl::string_view question) {
  const auto found = places.find(question);
  return found == places.end() ? -1 : found->second;
}

}  // namespace

int ChoiceQuestion::CodeOf(absl::string_view option) const {
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (options[i] == option) return static_cast<int>(i) + 1;
  }
  return 0;
}

/// Reads standards, part by part.
class Codebook::Builder {
 public:
  void Read(const Standard& standard) {
    for (const Indicator& indicator : standard.indicators) Read(indicator);
    if (!standard.area_question.empty()) Number(standard.area_question);
    Read(standard.dependants);
    for (const Deprivation& deprivation : standard.deprivations) {
      std::visit(*this, deprivation.rule);
    }
    for (const Contradiction& contradiction : standard.contradictions) {
      Read(std::vector<MemberRule>{contradiction.when});
    }
  }

  void operator()(const std::monostate&) {}
  void operator()(const AnyMember& rule) {
    Read(rule.rules);
    Read(rule.except);
  }
  void operator()(const ShareAbove& rule) { Read(rule.of); }
  void operator()(const HouseholdAnswer& rule) {
    Name(Choice(rule.question), rule.answers);
  }
  void operator()(const NoneChosen& rule) {
    Name(Choice(rule.question), rule.options);
  }
  void operator()(const AtLeast& rule) {
    for (const std::string& question : rule.questions) {
      Name(Choice(question), rule.answers);
    }
  }
  void operator()(const AreaPerPersonBelow& rule) { Number(rule.question); }
  void operator()(const NoMember& rule) {
    Name(MemberChoice(rule.question), rule.answers);
  }

  absl::StatusOr<Codebook> Finish() && {
    const auto too_many = [](const std::vector<ChoiceQuestion>& questions) {
      return std::any_of(questions.begin(), questions.end(),
                         [](const ChoiceQuestion& question) {
                           return question.options.size() > kMostOptions;
                         });
    };
    const bool both = std::any_of(book_.numbers_.begin(), book_.numbers_.end(),
                                  [&](const std::string& question) {
                                    return book_.choice_at_.contains(question);
                                  });
    if (both || too_many(book_.choices_) || too_many(book_.member_choices_) ||
        book_.choices_.size() > kMostQuestions ||
        book_.numbers_.size() > kMostQuestions ||
        book_.member_choices_.size() > kMostQuestions) {
      return Error(absl::StatusCode::kFailedPrecondition, "STANDARD_TOO_LARGE",
                   "these standards read more questions or options than the "
                   "quick engine has room for");
    }
    return std::move(book_);
  }

 private:
  void Read(const Indicator& indicator) {
    switch (indicator.derived) {
      case DerivedFact::kNone:
        if (!indicator.bands.empty()) {
          Number(indicator.question);
        } else {
          ChoiceQuestion& question = Choice(indicator.question);
          (indicator.additive ? question.several : question.one) = true;
          Name(question, indicator.options);
        }
        return;
      case DerivedFact::kHighestOption: {
        ChoiceQuestion& question = MemberChoice(indicator.question);
        question.one = true;
        Name(question, indicator.options);
        return;
      }
      case DerivedFact::kPensioners: {
        ChoiceQuestion& question = MemberChoice(indicator.question);
        question.yes_no = true;
        Name(question, std::vector<std::string>{"yes"});
        return;
      }
      case DerivedFact::kHouseholdSize:
      case DerivedFact::kDependants:
      case DerivedFact::kAreaPerPerson:
        return;
    }
  }

  void Read(const std::vector<MemberRule>& rules) {
    for (const MemberRule& rule : rules) {
      for (const MemberCondition& condition : rule.all) {
        if (condition.question.empty()) continue;
        Name(MemberChoice(condition.question), condition.answers);
      }
    }
  }

  static ChoiceQuestion& Place(std::vector<ChoiceQuestion>& questions,
                               Places& places, const std::string& question) {
    const auto [at, added] =
        places.try_emplace(question, static_cast<int>(questions.size()));
    if (added) questions.push_back({.question = question});
    return questions[at->second];
  }
  ChoiceQuestion& Choice(const std::string& question) {
    return Place(book_.choices_, book_.choice_at_, question);
  }
  ChoiceQuestion& MemberChoice(const std::string& question) {
    return Place(book_.member_choices_, book_.member_choice_at_, question);
  }
  void Number(const std::string& question) {
    const auto [at, added] = book_.number_at_.try_emplace(
        question, static_cast<int>(book_.numbers_.size()));
    if (added) book_.numbers_.push_back(question);
  }

  static void Put(ChoiceQuestion& question, const std::string& option) {
    if (question.CodeOf(option) == 0) question.options.push_back(option);
  }

  static const std::string& CodeIn(const std::string& option) { return option; }
  static const std::string& CodeIn(const ScoredOption& option) {
    return option.option;
  }
  template <typename Options>
  static void Name(ChoiceQuestion& question, const Options& options) {
    for (const auto& option : options) {
      // Who says yes could have said no.
      const bool yes_no = CodeIn(option) == "yes" || CodeIn(option) == "no";
      Put(question, CodeIn(option));
      if (yes_no) {
        Put(question, "yes");
        Put(question, "no");
      }
    }
  }

  Codebook book_;
};

absl::StatusOr<Codebook> Codebook::Of(
    absl::Span<const Standard* const> standards) {
  Builder builder;
  for (const Standard* standard : standards) builder.Read(*standard);
  return std::move(builder).Finish();
}

int Codebook::ChoiceAt(absl::string_view question) const {
  return Find(choice_at_, question);
}

int Codebook::NumberAt(absl::string_view question) const {
  return Find(number_at_, question);
}

int Codebook::MemberChoiceAt(absl::string_view question) const {
  return Find(member_choice_at_, question);
}

}  // namespace rasoat::scoring::flat

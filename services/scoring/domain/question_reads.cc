#include "services/scoring/domain/question_reads.h"

#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"

namespace rasoat::scoring {
namespace {

class Collector {
 public:
  std::vector<QuestionRead> Run(const Standard& standard) && {
    for (const Indicator& indicator : standard.indicators) Add(indicator);
    AddHousehold("area_question", standard.area_question, {}, ReadAs::kNumber);
    AddMembers("dependants", standard.dependants);
    for (const Deprivation& deprivation : standard.deprivations) {
      place_ = absl::StrCat("deprivations[", deprivation.code, "].rule");
      std::visit(*this, deprivation.rule);
    }
    for (const Contradiction& contradiction : standard.contradictions) {
      AddMember(absl::StrCat("contradictions[", contradiction.code, "].when"),
                contradiction.when);
    }
    if (standard.screening) {
      for (const ScreeningItem& item : standard.screening->items) {
        const std::string place =
            absl::StrCat("screening.items[", item.code, "]");
        AddHousehold(absl::StrCat(place, ".question"), item.question,
                     At(absl::StrCat(place, ".answers"), item.answers));
      }
    }
    return std::move(reads_);
  }

  void operator()(const std::monostate&) {}
  void operator()(const AnyMember& rule) {
    AddMembers(absl::StrCat(place_, ".any_member"), rule.rules);
    AddMembers(absl::StrCat(place_, ".except"), rule.except);
  }
  void operator()(const ShareAbove& rule) {
    AddMembers(absl::StrCat(place_, ".share_of"), rule.of);
  }
  void operator()(const HouseholdAnswer& rule) {
    AddHousehold(place_, rule.question, At(place_, rule.answers));
  }
  void operator()(const NoneChosen& rule) {
    AddHousehold(place_, rule.question, At(place_, rule.options));
  }
  void operator()(const AtLeast& rule) {
    for (const std::string& question : rule.questions) {
      Add({.place = place_,
           .question = question,
           .options = At(place_, rule.answers),
           .together = rule.questions});
    }
  }
  void operator()(const AreaPerPersonBelow& rule) {
    AddHousehold(place_, rule.question, {}, ReadAs::kNumber);
  }
  void operator()(const NoMember& rule) {
    Add({.place = place_,
         .question = rule.question,
         .of_member = true,
         .options = At(place_, rule.answers)});
  }

 private:
  static std::vector<OptionRead> At(const std::string& place,
                                    const std::vector<std::string>& codes) {
    std::vector<OptionRead> options;
    for (const std::string& code : codes) options.push_back({place, code});
    return options;
  }

  void Add(QuestionRead read) {
    if (!read.question.empty()) reads_.push_back(std::move(read));
  }

  void AddHousehold(std::string place, const std::string& question,
                    std::vector<OptionRead> options,
                    ReadAs as = ReadAs::kAnyOption) {
    Add({.place = std::move(place),
         .question = question,
         .as = as,
         .options = std::move(options)});
  }

  void AddMembers(const std::string& place,
                  const std::vector<MemberRule>& rules) {
    for (std::size_t r = 0; r < rules.size(); ++r) {
      AddMember(absl::StrCat(place, "[", r, "]"), rules[r]);
    }
  }

  void AddMember(const std::string& place, const MemberRule& rule) {
    for (std::size_t c = 0; c < rule.all.size(); ++c) {
      const MemberCondition& condition = rule.all[c];
      const std::string here = absl::StrCat(place, ".all[", c, "]");
      Add({.place = here,
           .question = condition.question,
           .of_member = true,
           .options = At(here, condition.answers)});
    }
  }

  void Add(const Indicator& indicator) {
    const std::string place = absl::StrCat("indicators[", indicator.code, "]");
    QuestionRead read{
        .place = absl::StrCat(place, ".question"),
        .question = indicator.question,
        .of_member = indicator.derived == DerivedFact::kPensioners ||
                     indicator.derived == DerivedFact::kHighestOption};
    if (indicator.derived == DerivedFact::kPensioners) {
      read.as = ReadAs::kYesNo;
    } else if (indicator.options.empty()) {
      read.as = ReadAs::kNumber;
    } else {
      read.as = indicator.additive ? ReadAs::kOptions : ReadAs::kOneOption;
      read.all_options = true;
      for (std::size_t i = 0; i < indicator.options.size(); ++i) {
        read.options.push_back({absl::StrCat(place, ".options[", i, "].option"),
                                indicator.options[i].option});
      }
    }
    Add(std::move(read));
  }

  std::string place_;
  std::vector<QuestionRead> reads_;
};

}  // namespace

std::vector<QuestionRead> QuestionsOf(const Standard& standard) {
  return Collector().Run(standard);
}

}  // namespace rasoat::scoring

#include "services/scoring/engine/income.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace rasoat::scoring {
namespace {

class IncomeScorer {
 public:
  IncomeScorer(const Standard& standard, Household& household)
      : standard_(standard),
        household_(household),
        column_(
            ColumnOf(household.facts().settlement, household.facts().region)) {}

  IndicatorScore Score(const Indicator& indicator) {
    IndicatorScore score{.indicator = &indicator};
    Read(indicator, score);
    if (indicator.guard && indicator.guard->all_members_dependent &&
        AllDependent()) {
      score.points = 0;
      score.suppressed = true;
    }
    return score;
  }

 private:
  void Read(const Indicator& indicator, IndicatorScore& score) {
    const auto people = static_cast<std::int64_t>(household_.people().size());
    switch (indicator.derived) {
      case DerivedFact::kNone:
        if (indicator.bands.empty()) {
          ReadOptions(indicator, score);
        } else if (std::int64_t number = household_.Number(indicator.question);
                   number >= 0) {
          ReadBand(indicator, number, Household::FieldOf(indicator.question),
                   score);
        }
        return;
      case DerivedFact::kHouseholdSize:
        ReadBand(indicator, people, "household.members", score);
        return;
      case DerivedFact::kDependants:
        ReadBand(indicator, Dependants(), "household.members", score);
        return;
      case DerivedFact::kPensioners:
        ReadBand(indicator, Pensioners(indicator), "household.members", score);
        return;
      case DerivedFact::kAreaPerPerson: {
        const std::int64_t area = household_.Number(standard_.area_question);
        if (area < 0 || people == 0) return;
        ReadBand(indicator, area / people,
                 Household::FieldOf(standard_.area_question), score);
        return;
      }
      case DerivedFact::kHighestOption:
        ReadHighest(indicator, score);
        return;
    }
  }

  /// Place of an option in the indicator, or -1.
  static int PlaceOf(const Indicator& indicator, absl::string_view option) {
    for (std::size_t i = 0; i < indicator.options.size(); ++i) {
      if (indicator.options[i].option == option) return static_cast<int>(i);
    }
    return -1;
  }

  void Take(const ScoredOption& option, IndicatorScore& score) {
    if (!score.found.empty()) score.found += ',';
    score.found += option.option;
    score.points += option.points[column_];
  }

  void ReadOptions(const Indicator& indicator, IndicatorScore& score) {
    const Answer* answer = household_.Required(indicator.question);
    if (answer == nullptr) return;
    const std::string field = Household::FieldOf(indicator.question);
    std::vector<absl::string_view> chosen;
    if (!Codes(*answer, indicator.additive, chosen)) {
      household_.problems().WrongKind(field, indicator.question);
      return;
    }
    std::vector<int> places;
    for (absl::string_view option : chosen) {
      const int place = PlaceOf(indicator, option);
      if (place < 0) {
        household_.problems().UnknownOption(field, indicator.question, option);
        continue;
      }
      places.push_back(place);
    }
    std::sort(places.begin(), places.end());
    if (std::adjacent_find(places.begin(), places.end()) != places.end()) {
      household_.problems().Add(
          field, "ANSWER_REPEATED",
          absl::StrCat("Một lựa chọn của câu hỏi “", indicator.question,
                       "” được chọn hai lần. Hãy bỏ bớt."),
          absl::StrCat("An option of question '", indicator.question,
                       "' is chosen twice. Remove one."));
    }
    for (int place : places) Take(indicator.options[place], score);
  }

  /// The codes an answer chose; false if it is not of the kind that is read.
  static bool Codes(const Answer& answer, bool several,
                    std::vector<absl::string_view>& codes) {
    if (several) {
      const auto* choices = std::get_if<Choices>(&answer.value);
      if (choices == nullptr) return false;
      codes = choices->options;
    } else if (const auto* choice = std::get_if<Choice>(&answer.value)) {
      codes = {choice->option};
    } else if (const auto* yes_no = std::get_if<YesNo>(&answer.value)) {
      codes = {yes_no->yes ? "yes" : "no"};
    } else {
      return false;
    }
    return true;
  }

  void ReadBand(const Indicator& indicator, std::int64_t number,
                absl::string_view field, IndicatorScore& score) {
    score.found = absl::StrCat(number);
    for (const ScoredBand& band : indicator.bands) {
      if (number < band.from || number > band.to) continue;
      score.points = band.points[column_];
      return;
    }
    household_.problems().Add(
        field, "ANSWER_OUT_OF_RANGE",
        absl::StrCat("Giá trị ", number, " của “", indicator.label.vi,
                     "” nằm ngoài khoảng cho phép. Hãy kiểm tra lại."),
        absl::StrCat("The value ", number, " of '", indicator.label.en,
                     "' is out of range. Check it."));
  }

  void ReadHighest(const Indicator& indicator, IndicatorScore& score) {
    int highest = -1;
    bool answered = false;
    for (const Person& person : household_.people()) {
      const Answer* answer =
          FindAnswer(person.member->answers, indicator.question);
      if (answer == nullptr) continue;
      answered = true;
      const std::string field = Household::FieldOf(person, indicator.question);
      std::vector<absl::string_view> codes;
      if (!Codes(*answer, false, codes)) {
        household_.problems().WrongKind(field, indicator.question);
        continue;
      }
      const int place = PlaceOf(indicator, codes.front());
      if (place < 0) {
        household_.problems().UnknownOption(field, indicator.question,
                                            codes.front());
      }
      highest = std::max(highest, place);
    }
    if (!answered) {
      household_.problems().Missing(
          absl::StrCat("household.members.answers[", indicator.question, "]"),
          indicator.question);
    }
    if (highest >= 0) Take(indicator.options[highest], score);
  }

  std::int64_t Pensioners(const Indicator& indicator) {
    std::int64_t count = 0;
    for (const Person& person : household_.people()) {
      const Answer* answer =
          FindAnswer(person.member->answers, indicator.question);
      if (answer == nullptr) continue;
      if (const auto* yes_no = std::get_if<YesNo>(&answer->value)) {
        count += yes_no->yes ? 1 : 0;
      } else {
        household_.problems().WrongKind(
            Household::FieldOf(person, indicator.question), indicator.question);
      }
    }
    return count;
  }

  std::int64_t Dependants() {
    if (dependants_ < 0) {
      dependants_ = std::count_if(
          household_.people().begin(), household_.people().end(),
          [&](const Person& person) {
            return household_.Satisfies(person, standard_.dependants);
          });
    }
    return dependants_;
  }

  bool AllDependent() {
    return Dependants() ==
           static_cast<std::int64_t>(household_.people().size());
  }

  const Standard& standard_;
  Household& household_;
  const std::size_t column_;
  std::int64_t dependants_ = -1;  // not yet counted
};

}  // namespace

std::vector<IndicatorScore> ScoreIncome(const Standard& standard,
                                        Household& household) {
  IncomeScorer scorer(standard, household);
  std::vector<IndicatorScore> scores;
  scores.reserve(standard.indicators.size());
  for (const Indicator& indicator : standard.indicators) {
    scores.push_back(scorer.Score(indicator));
  }
  return scores;
}

}  // namespace rasoat::scoring

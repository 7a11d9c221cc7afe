#include "services/scoring/explain/decisive_answers.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/scoring/flat/compile.h"
#include "services/scoring/flat/encode.h"

namespace rasoat::scoring {
namespace {

using flat::Chosen;

/// Options of a set, in the order of their codes.
std::string NameOf(const flat::ChoiceQuestion& question, Chosen chosen) {
  std::string name;
  for (std::size_t i = 0; i < question.options.size(); ++i) {
    if ((chosen >> (i + 1) & 1) == 0) continue;
    absl::StrAppend(&name, name.empty() ? "" : ",", question.options[i]);
  }
  return name;
}

/// The other sets one might have chosen: of several options, one more or one
/// less; else another one.
std::vector<Chosen> OthersThan(const flat::ChoiceQuestion& question,
                               Chosen chosen) {
  std::vector<Chosen> others;
  for (std::size_t i = 1; i <= question.options.size(); ++i) {
    const Chosen bit = Chosen{1} << i;
    const Chosen other =
        question.several ? chosen ^ bit : flat::kAnswered | bit;
    if (other != chosen) others.push_back(other);
  }
  return others;
}

class Search {
 public:
  Search(const Standard& standard, const flat::Codebook& codebook,
         const flat::Compiled& compiled, const Facts& facts,
         HouseholdClass household_class, std::size_t most)
      : standard_(standard),
        codebook_(codebook),
        compiled_(compiled),
        facts_(facts),
        household_class_(household_class),
        most_(most) {}

  DecisiveAnswers Run(const flat::View& view) && {
    view_ = view;
    choices_.assign(view.choices, view.choices + codebook_.choices().size());
    numbers_.assign(view.numbers, view.numbers + codebook_.numbers().size());
    members_.assign(
        view.member_choices,
        view.member_choices + view.people * codebook_.member_choices().size());
    view_.choices = choices_.data();
    view_.numbers = numbers_.data();
    view_.member_choices = members_.data();
    for (std::size_t i = 0; i < choices_.size(); ++i) {
      TryChoices(codebook_.choices()[i], "", 0, choices_[i]);
    }
    for (std::size_t i = 0; i < numbers_.size(); ++i) TryNumbers(i);
    int place = 0;
    for (std::size_t person : PeopleById()) {
      ++place;
      for (std::size_t i = 0; i < codebook_.member_choices().size(); ++i) {
        TryChoices(codebook_.member_choices()[i],
                   std::string(facts_.members[person].id), place,
                   members_[person * codebook_.member_choices().size() + i]);
      }
    }
    return std::move(found_);
  }

 private:
  std::vector<std::size_t> PeopleById() const {
    std::vector<std::size_t> people(facts_.members.size());
    for (std::size_t i = 0; i < people.size(); ++i) people[i] = i;
    std::sort(people.begin(), people.end(), [&](std::size_t a, std::size_t b) {
      return facts_.members[a].id < facts_.members[b].id;
    });
    return people;
  }

  void TryChoices(const flat::ChoiceQuestion& question,
                  const std::string& member, int place, Chosen& at) {
    if (at == 0 || found_.cut) return;
    const Chosen given = at;
    for (Chosen other : OthersThan(question, given)) {
      at = other;
      Try({.question = question.question,
           .member = member,
           .member_place = place,
           .given = NameOf(question, given),
           .instead = NameOf(question, other)});
    }
    at = given;
  }

  /// The nearest number on each side that changes the class.
  void TryNumbers(std::size_t at) {
    const std::int64_t given = numbers_[at];
    if (given < 0) return;
    const std::string& question = codebook_.numbers()[at];
    const std::set<std::int64_t> edges = EdgesOf(question);
    const auto above = edges.upper_bound(given);
    for (auto it = std::make_reverse_iterator(edges.lower_bound(given));
         it != edges.rend() && !TryNumber(question, given, *it, numbers_[at]);
         ++it) {
    }
    for (auto it = above;
         it != edges.end() && !TryNumber(question, given, *it, numbers_[at]);
         ++it) {
    }
    numbers_[at] = given;
  }

  bool TryNumber(const std::string& question, std::int64_t given,
                 std::int64_t other, std::int64_t& at) {
    at = other;
    return Try({.question = question,
                .given = absl::StrCat(given),
                .instead = absl::StrCat(other)});
  }

  /// The ends of bands, and the numbers right beside them.
  std::set<std::int64_t> EdgesOf(const std::string& question) const {
    std::set<std::int64_t> edges;
    const auto people = static_cast<std::int64_t>(view_.people);
    for (const Indicator& indicator : standard_.indicators) {
      const bool area = indicator.derived == DerivedFact::kAreaPerPerson &&
                        standard_.area_question == question;
      const bool number = indicator.derived == DerivedFact::kNone &&
                          indicator.question == question;
      if (!area && !number) continue;
      for (const ScoredBand& band : indicator.bands) {
        edges.insert(area ? band.from * people : band.from);
        edges.insert(area ? (band.to + 1) * people - 1 : band.to);
      }
    }
    for (const Deprivation& deprivation : standard_.deprivations) {
      const auto* area = std::get_if<AreaPerPersonBelow>(&deprivation.rule);
      if (area == nullptr || area->question != question) continue;
      edges.insert(area->limit * people);
      edges.insert(area->limit * people - 1);
    }
    return edges;
  }

  /// Scores the household as it stands now; true if its class is another.
  bool Try(DecisiveAnswer answer) {
    const flat::Outcome outcome = flat::Evaluate(compiled_.program(), view_);
    const auto changed = static_cast<HouseholdClass>(outcome.household_class);
    if (changed == HouseholdClass::kUnspecified ||
        changed == household_class_) {
      return false;
    }
    if (found_.list.size() >= most_) {
      found_.cut = true;
      return true;
    }
    answer.b1 = outcome.b1;
    answer.b2 = outcome.b2;
    answer.household_class = changed;
    found_.list.push_back(std::move(answer));
    return true;
  }

  const Standard& standard_;
  const flat::Codebook& codebook_;
  const flat::Compiled& compiled_;
  const Facts& facts_;
  const HouseholdClass household_class_;
  const std::size_t most_;
  flat::View view_;
  std::vector<Chosen> choices_;
  std::vector<std::int64_t> numbers_;
  std::vector<Chosen> members_;
  DecisiveAnswers found_;
};

}  // namespace

DecisiveAnswers FindDecisiveAnswers(const Standard& standard,
                                    const Facts& facts,
                                    HouseholdClass household_class,
                                    std::size_t most) {
  const absl::StatusOr<flat::Codebook> codebook =
      flat::Codebook::Of({&standard});
  if (!codebook.ok()) return {};
  const absl::StatusOr<flat::Compiled> compiled =
      flat::Compile(standard, *codebook);
  flat::FlatHousehold household;
  if (!compiled.ok() || !household.Read(*codebook, facts)) return {};
  return Search(standard, *codebook, *compiled, facts, household_class, most)
      .Run(household.view());
}

}  // namespace rasoat::scoring

#include "tests/support/scoring/naive_scorer.h"

#include <algorithm>
#include <set>

namespace rasoat::scoring {
namespace {

using api::v1::Answer;
using Answers = std::map<std::string, Answer>;
using Codes = std::set<std::string>;
template <class T>
using Repeated = google::protobuf::RepeatedPtrField<T>;

struct Person {
  int age = 0;
  Answers answers;
};

int PointsIn(const v1::Points& points,
             const api::v1::HouseholdFacts& household) {
  if (household.settlement() == api::v1::SETTLEMENT_URBAN) {
    return points.urban();
  }
  switch (household.region()) {
    case api::v1::REGION_NORTHERN_MIDLANDS_AND_MOUNTAINS:
      return points.northern_midlands_and_mountains();
    case api::v1::REGION_RED_RIVER_DELTA:
      return points.red_river_delta();
    case api::v1::REGION_NORTH_CENTRAL_AND_CENTRAL_COAST:
      return points.north_central_and_central_coast();
    case api::v1::REGION_CENTRAL_HIGHLANDS:
      return points.central_highlands();
    case api::v1::REGION_SOUTH_EAST:
      return points.south_east();
    case api::v1::REGION_MEKONG_RIVER_DELTA:
      return points.mekong_river_delta();
    default:
      return 0;
  }
}

class Reckoning {
 public:
  Reckoning(const v1::Standard& standard, const api::v1::HouseholdFacts& facts)
      : standard_(standard), facts_(facts) {}

  NaiveScore Reckon() {
    ReadFacts();
    for (const v1::Indicator& indicator : standard_.indicators()) {
      const int points = IndicatorPoints(indicator);
      const bool suppressed =
          indicator.guard().all_members_dependent() && Dependants() == Size();
      if (!suppressed) score_.b1 += points;
    }
    for (const v1::Deprivation& deprivation : standard_.deprivations()) {
      because_.clear();
      if (!IsDeprived(deprivation.rule())) continue;
      score_.deprivations[deprivation.code()] = because_;
      score_.b2 += standard_.points_per_deprivation();
    }
    for (auto& [id, person] : people_) {
      for (const v1::Contradiction& one : standard_.contradictions()) {
        if (Contradicts(person, one.when())) Refuse();
      }
    }
    score_.household_class = Class();
    return score_;
  }

 private:
  void Refuse() { score_.refused = true; }
  std::int64_t Size() const { return static_cast<int>(people_.size()); }

  // Dates written year first are in the order of their letters.
  void ReadFacts() {
    const std::string& today = facts_.review_date();
    if (today < standard_.valid_from()) Refuse();
    if (!standard_.valid_to().empty() && today >= standard_.valid_to()) {
      Refuse();
    }
    if (facts_.settlement() == api::v1::SETTLEMENT_UNSPECIFIED) Refuse();
    if (facts_.settlement() == api::v1::SETTLEMENT_RURAL &&
        facts_.region() == api::v1::REGION_UNSPECIFIED) {
      Refuse();
    }
    answers_ = ByQuestion(facts_.answers());
    if (facts_.members().empty()) Refuse();
    for (const api::v1::MemberFacts& member : facts_.members()) {
      const std::string& born = member.birth_date();
      if (born > today) Refuse();
      const int years =
          std::stoi(today.substr(0, 4)) - std::stoi(born.substr(0, 4));
      const bool birthday_to_come = today.substr(5) < born.substr(5);
      if (years - birthday_to_come > 130) Refuse();
      if (people_.contains(member.member())) Refuse();
      people_[member.member()] = {birthday_to_come ? years - 1 : years,
                                  ByQuestion(member.answers())};
    }
  }

  Answers ByQuestion(const Repeated<Answer>& list) {
    Answers answers;
    for (const Answer& answer : list) {
      if (!answers.emplace(answer.question(), answer).second) Refuse();
    }
    return answers;
  }

  /// The household's answer; an empty one if it is missing.
  Answer Ask(const std::string& question) {
    if (answers_.contains(question)) return answers_[question];
    Refuse();
    return {};
  }

  std::int64_t AskNumber(const std::string& question) {
    const Answer answer = Ask(question);
    if (!answer.has_number() || answer.number() < 0) Refuse();
    return answer.number();
  }

  /// All codes an answer stands for.
  std::vector<std::string> CodesOf(const Answer& answer) {
    if (answer.has_choice()) return {answer.choice()};
    if (answer.has_yes()) return {answer.yes() ? "yes" : "no"};
    if (answer.has_choices()) {
      return {answer.choices().options().begin(),
              answer.choices().options().end()};
    }
    Refuse();
    return {};
  }

  bool IsOneOf(const Answer& answer, const Repeated<std::string>& list) {
    const Codes wanted(list.begin(), list.end());
    const std::vector<std::string> given = CodesOf(answer);
    return std::any_of(
        given.begin(), given.end(),
        [&](const std::string& code) { return wanted.contains(code); });
  }

  bool Holds(Person& person, const v1::MemberCondition& condition) {
    if (person.age < condition.age_from()) return false;
    if (condition.age_below() != 0 && person.age >= condition.age_below()) {
      return false;
    }
    if (condition.question().empty()) return true;
    if (!person.answers.contains(condition.question())) {
      Refuse();
      return false;
    }
    const bool listed =
        IsOneOf(person.answers[condition.question()], condition.answers());
    return condition.negate() ? !listed : listed;
  }

  /// All hold, and nothing that is asked is unanswered.
  bool Contradicts(Person& person, const v1::MemberRule& when) {
    for (const v1::MemberCondition& condition : when.all()) {
      const bool unanswered = !condition.question().empty() &&
                              !person.answers.contains(condition.question());
      if (unanswered || !Holds(person, condition)) return false;
    }
    return true;
  }

  /// One of the rules holds; those behind it are not reached.
  bool HoldsOne(Person& person, const Repeated<v1::MemberRule>& rules) {
    for (const v1::MemberRule& rule : rules) {
      bool all = true;
      for (const v1::MemberCondition& condition : rule.all()) {
        all = all && Holds(person, condition);
      }
      if (all) return true;
    }
    return false;
  }

  std::int64_t Dependants() {
    std::int64_t count = 0;
    for (auto& [id, person] : people_) {
      if (HoldsOne(person, standard_.dependants())) ++count;
    }
    return count;
  }

  int BandPoints(const v1::Indicator& indicator, std::int64_t number) {
    for (const v1::ScoredBand& band : indicator.bands()) {
      if (band.from() <= number && number <= band.to()) {
        return PointsIn(band.points(), facts_);
      }
    }
    Refuse();
    return 0;
  }

  /// Place of an option among the indicator's, from 0.
  int PlaceOf(const v1::Indicator& indicator, const std::string& code) {
    for (int i = 0; i < indicator.options_size(); ++i) {
      if (indicator.options(i).option() == code) return i;
    }
    Refuse();
    return 0;
  }

  int OptionPoints(const v1::Indicator& indicator) {
    const Answer answer = Ask(indicator.question());
    if (answer.has_choices() != indicator.additive()) Refuse();
    const std::vector<std::string> chosen = CodesOf(answer);
    if (Codes(chosen.begin(), chosen.end()).size() != chosen.size()) Refuse();
    int points = 0;
    for (const std::string& code : chosen) {
      const int place = PlaceOf(indicator, code);
      points += PointsIn(indicator.options(place).points(), facts_);
    }
    return points;
  }

  int HighestPoints(const v1::Indicator& indicator) {
    int highest = -1;
    for (auto& [id, person] : people_) {
      if (!person.answers.contains(indicator.question())) continue;
      const Answer& answer = person.answers[indicator.question()];
      if (answer.has_choices()) Refuse();
      for (const std::string& code : CodesOf(answer)) {
        highest = std::max(highest, PlaceOf(indicator, code));
      }
    }
    if (highest >= 0) {
      return PointsIn(indicator.options(highest).points(), facts_);
    }
    Refuse();
    return 0;
  }

  std::int64_t Pensioners(const std::string& question) {
    std::int64_t count = 0;
    for (auto& [id, person] : people_) {
      if (!person.answers.contains(question)) continue;
      if (!person.answers[question].has_yes()) Refuse();
      if (person.answers[question].yes()) ++count;
    }
    return count;
  }

  int IndicatorPoints(const v1::Indicator& indicator) {
    switch (indicator.derived()) {
      case v1::DERIVED_FACT_HOUSEHOLD_SIZE:
        return BandPoints(indicator, Size());
      case v1::DERIVED_FACT_DEPENDANTS:
        return BandPoints(indicator, Dependants());
      case v1::DERIVED_FACT_PENSIONERS:
        return BandPoints(indicator, Pensioners(indicator.question()));
      case v1::DERIVED_FACT_AREA_PER_PERSON: {
        const std::int64_t area = AskNumber(standard_.area_question());
        return Size() == 0 ? 0 : BandPoints(indicator, area / Size());
      }
      case v1::DERIVED_FACT_HIGHEST_OPTION:
        return HighestPoints(indicator);
      default:
        return indicator.bands().empty()
                   ? OptionPoints(indicator)
                   : BandPoints(indicator, AskNumber(indicator.question()));
    }
  }

  bool IsDeprived(const v1::DeprivationRule& rule) {
    if (!rule.any_member().empty()) {
      for (auto& [id, person] : people_) {
        if (!HoldsOne(person, rule.any_member())) continue;
        if (!HoldsOne(person, rule.except())) because_.push_back(id);
      }
      return !because_.empty();
    }
    if (!rule.share_of().empty()) {
      for (auto& [id, person] : people_) {
        if (HoldsOne(person, rule.share_of())) because_.push_back(id);
      }
      return static_cast<std::int64_t>(because_.size()) * 100 >
             rule.share_above_percent() * Size();
    }
    if (!rule.questions().empty()) {
      int lacking = 0;
      for (const std::string& question : rule.questions()) {
        if (IsOneOf(Ask(question), rule.answers())) ++lacking;
      }
      return lacking >= rule.at_least();
    }
    if (rule.area_per_person_below() != 0) {
      return AskNumber(rule.question()) < rule.area_per_person_below() * Size();
    }
    if (!rule.no_member_question().empty()) return NoMemberAnswers(rule);
    return IsOneOf(Ask(rule.question()), rule.answers()) != rule.none_of();
  }

  bool NoMemberAnswers(const v1::DeprivationRule& rule) {
    int asked = 0;
    int answered_so = 0;
    for (auto& [id, person] : people_) {
      if (!person.answers.contains(rule.no_member_question())) continue;
      ++asked;
      const Answer& answer = person.answers[rule.no_member_question()];
      if (IsOneOf(answer, rule.answers())) ++answered_so;
    }
    if (asked == 0) Refuse();
    return answered_so == 0;
  }

  v1::HouseholdClass Class() {
    for (const v1::ClassRule& rule : standard_.class_rules()) {
      if (rule.settlement() != facts_.settlement()) continue;
      const int alone = rule.poor_alone_up_to();
      if (alone != 0 && score_.b1 <= alone) return v1::HOUSEHOLD_CLASS_POOR;
      if (score_.b1 > rule.up_to()) return v1::HOUSEHOLD_CLASS_NOT_POOR;
      return score_.b2 >= rule.deprived_from() ? v1::HOUSEHOLD_CLASS_POOR
                                               : v1::HOUSEHOLD_CLASS_NEAR_POOR;
    }
    return v1::HOUSEHOLD_CLASS_UNSPECIFIED;
  }

  const v1::Standard& standard_;
  const api::v1::HouseholdFacts& facts_;
  Answers answers_;
  std::map<std::string, Person> people_;  // by id
  std::vector<std::string> because_;
  NaiveScore score_;
};

}  // namespace

NaiveScore ScoreNaively(const v1::Standard& standard,
                        const api::v1::HouseholdFacts& facts) {
  return Reckoning(standard, facts).Reckon();
}

}  // namespace rasoat::scoring

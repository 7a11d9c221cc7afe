// A standard small enough that each edge is easy to see. Not the law's numbers.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>

#include "services/scoring/domain/facts.h"
#include "services/scoring/domain/standard.h"

namespace rasoat::scoring {

inline Origin Sure() { return {.source = "test", .mark = Mark::kVerified}; }

inline Points Everywhere(int points) {
  Points all;
  all.fill(points);
  return all;
}

/// A deprivation with this rule; number and code are given by AddDeprivation().
inline void AddDeprivation(Standard& standard, std::string code,
                           DeprivationRule rule) {
  standard.deprivations.push_back(
      {.code = std::move(code),
       .number = static_cast<int>(standard.deprivations.size()) + 1,
       .label = {"vi", "en"},
       .service = {"vi", "en"},
       .rule = std::move(rule),
       .origin = Sure()});
}

inline Indicator& AddIndicator(Standard& standard, std::string code) {
  Indicator& indicator = standard.indicators.emplace_back();
  indicator.code = std::move(code);
  indicator.label = {"vi", "en"};
  indicator.origin = Sure();
  return indicator;
}

/// Class limits 10 (rural) and 20 (urban) with B2 of 30; one indicator, the
/// choice `wall` of `brick` (7) or `straw` (0); three deprivations that look at
/// the answer to `lack.1` … `lack.3`.
inline Standard SmallStandard() {
  Standard standard;
  standard.name = "standards/small";
  standard.content_hash = std::string(64, 'a');
  standard.title = {"nhỏ", "small"};
  standard.area = "*";
  standard.valid_from = absl::CivilDay(2021, 1, 1);
  standard.valid_to = absl::CivilDay(2022, 1, 1);
  standard.points_per_deprivation = 10;
  standard.points_per_deprivation_origin = Sure();
  standard.class_rules = {{.settlement = Settlement::kRural,
                           .up_to = 10,
                           .deprived_from = 30,
                           .origin = Sure()},
                          {.settlement = Settlement::kUrban,
                           .up_to = 20,
                           .deprived_from = 30,
                           .origin = Sure()}};
  Indicator& wall = AddIndicator(standard, "wall");
  wall.question = "wall";
  wall.options = {{"straw", Everywhere(0)}, {"brick", Everywhere(7)}};
  for (const char* question : {"lack.1", "lack.2", "lack.3"}) {
    AddDeprivation(standard, question, HouseholdAnswer{question, {"yes"}});
  }
  return standard;
}

/// One adult in the countryside whose answers SmallStandard() can score.
inline Facts SmallFacts() {
  Facts facts;
  facts.settlement = Settlement::kRural;
  facts.region = Region::kRedRiverDelta;
  facts.review_date = absl::CivilDay(2021, 10, 10);
  facts.answers = {{"wall", Choice{"brick"}},
                   {"lack.1", YesNo{false}},
                   {"lack.2", YesNo{false}},
                   {"lack.3", YesNo{false}}};
  facts.members = {
      {.id = "01", .birth_date = absl::CivilDay(1980, 5, 1), .answers = {}}};
  return facts;
}

/// A member of a whole number of years on the review date of SmallFacts().
inline Member Aged(absl::string_view id, int years,
                   std::vector<Answer> answers = {}) {
  return {.id = id,
          .birth_date = absl::CivilDay(2021 - years, 10, 10),
          .answers = std::move(answers)};
}

/// Replaces, or adds, the household's answer to a question.
inline void SetAnswer(Facts& facts, Answer answer) {
  for (Answer& given : facts.answers) {
    if (given.question == answer.question) {
      given = std::move(answer);
      return;
    }
  }
  facts.answers.push_back(std::move(answer));
}

}  // namespace rasoat::scoring

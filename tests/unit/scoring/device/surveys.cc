// Writes surveys made by chance and what the readable engine says of them:
//   device_surveys COUNT SEED
// One a line: `P`, a StandardProgram as JSON, under which the surveys after it
// are scored; or `H`, HouseholdFacts, a tab, and the Assessment or
// {"violations":[…]}, in the gateway's JSON.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/transcoding/json_print.h"
#include "gateway/transcoding/json_writer.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/device/standard_program.h"
#include "services/scoring/engine/score_household.h"
#include "services/scoring/load/catalogue.h"
#include "services/scoring/wire/assessment_proto.h"
#include "services/scoring/wire/facts_proto.h"
#include "tests/support/source_dir.h"
#include "tests/unit/scoring/device/spoilt_household.h"

namespace rasoat::scoring {
namespace {

/// Lists less than it scores: what is in order under the other is not here.
Standard Narrow(Standard standard) {
  standard.name = "standards/narrow";
  for (Indicator& indicator : standard.indicators) {
    if (indicator.bands.size() > 2) indicator.bands.pop_back();
    if (indicator.options.size() > 2) indicator.options.pop_back();
    indicator.guard = {.all_members_dependent = true, .origin = {}};
  }
  return standard;
}

/// Every shape of a rule, over questions that nothing else reads in that way.
Standard Shapes(Standard standard) {
  standard.name = "standards/shapes";
  const auto additive =
      std::find_if(standard.indicators.begin(), standard.indicators.end(),
                   [](const Indicator& one) { return one.additive; });
  std::swap(standard.indicators.front(), *additive);
  standard.indicators.resize(3);
  // The same question again, its options the other way round.
  Indicator& again =
      standard.indicators.emplace_back(standard.indicators.front());
  again.code = "again";
  std::reverse(again.options.begin(), again.options.end());
  const DeprivationRule rules[] = {
      std::monostate(),
      NoneChosen{"assets", {"car", "boat", "tv"}},
      HouseholdAnswer{"causes", {"1", "3"}},
      HouseholdAnswer{"merit", {"yes"}},
      AtLeast{2, {"house.wall", "house.roof", "merit"}, {"non_durable", "yes"}},
      NoMember{"member.internet", {"yes"}},
      ShareAbove{0, {{{{.age_from = 60}}}}},
      AreaPerPersonBelow{"house.area", 120},
      AnyMember{{{{{.age_from = 15},
                   {.question = "member.work",
                    .answers = {"public", "wage"},
                    .negate = true},
                   {.question = "member.pension", .answers = {"no"}}}},
                 {{{.age_below = 1}}}},
                {{{{.question = "member.allowance", .answers = {"yes"}}}}}}};
  standard.deprivations.resize(std::size(rules), standard.deprivations[0]);
  for (std::size_t i = 0; i < std::size(rules); ++i) {
    standard.deprivations[i].code = absl::StrCat("shape_", i);
    standard.deprivations[i].rule = rules[i];
  }
  standard.class_rules[0].poor_alone_up_to = 20;
  // Of answers alone, of an age in the middle, and by what was not said.
  const MemberRule contradictions[] = {
      {{{.question = "member.work", .answers = {"unable"}},
        {.question = "member.contract", .answers = {"yes", "no"}}}},
      {{{.question = "member.pension", .answers = {"yes"}}, {.age_below = 45}}},
      {{{.age_from = 7, .age_below = 9},
        {.question = "member.school",
         .answers = {"primary", "none"},
         .negate = true}}}};
  standard.contradictions.resize(std::size(contradictions));
  for (std::size_t i = 0; i < std::size(contradictions); ++i) {
    standard.contradictions[i].code = absl::StrCat("never_", i);
    standard.contradictions[i].message = {absl::StrCat("sai ", i),
                                          absl::StrCat("wrong ", i)};
    standard.contradictions[i].when = contradictions[i];
  }
  return standard;
}

void Print(const absl::Status& refused, std::string& line) {
  gateway::JsonWriter out(line);
  out.BeginObject();
  out.Key("violations").BeginArray();
  for (const Violation& violation : ViolationsOf(refused)) {
    out.BeginObject();
    out.Member("field", violation.field);
    out.Member("rule", violation.rule);
    out.Member("vi", violation.vi);
    out.Member("en", violation.en);
    out.EndObject();
  }
  out.EndArray();
  out.EndObject();
}

absl::StatusOr<v1::Assessment> Score(const Standard& standard,
                                     const api::v1::HouseholdFacts& proto) {
  RASOAT_ASSIGN_OR_RETURN(const Facts facts, ReadFacts(proto));
  RASOAT_ASSIGN_OR_RETURN(const scoring::Score score,
                          ScoreHousehold(standard, facts));
  v1::Assessment assessment;
  FillAssessment(standard, score, assessment);
  return assessment;
}

void WriteSurvey(const Standard& standard, std::mt19937& chance,
                 std::string& line) {
  const api::v1::HouseholdFacts facts =
      PerhapsSpoiltHousehold(standard, chance);
  line = "H";
  gateway::PrintJson(facts, line);
  line += '\t';
  const absl::StatusOr<v1::Assessment> assessment = Score(standard, facts);
  if (assessment.ok()) {
    gateway::PrintJson(*assessment, line);
  } else {
    Print(assessment.status(), line);
  }
  line += '\n';
  std::fwrite(line.data(), 1, line.size(), stdout);
}

absl::Status Write(int count, unsigned seed) {
  RASOAT_ASSIGN_OR_RETURN(const Catalogue catalogue,
                          Catalogue::Load(absl::StrCat(
                              SourceDir(), "/services/scoring/standards")));
  std::vector<Standard> standards;
  for (const auto& known : catalogue.all()) {
    if (!IsComplete(known->standard)) continue;
    standards.push_back(known->standard);
    if (known->standard.name != "standards/training-2022-2") continue;
    standards.push_back(Narrow(known->standard));
    standards.push_back(Shapes(known->standard));
  }
  std::mt19937 chance(seed);
  std::string line;
  const int each = count / static_cast<int>(standards.size()) + 1;
  for (const Standard& standard : standards) {
    RASOAT_ASSIGN_OR_RETURN(const v1::StandardProgram program,
                            ProgramOf(standard));
    line = "P";
    gateway::PrintJson(program, line);
    line += '\n';
    std::fwrite(line.data(), 1, line.size(), stdout);
    for (int i = 0; i < each; ++i) WriteSurvey(standard, chance, line);
  }
  return absl::OkStatus();
}

}  // namespace
}  // namespace rasoat::scoring

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: device_surveys COUNT SEED\n", stderr);
    return 2;
  }
  const absl::Status written = rasoat::scoring::Write(
      std::atoi(argv[1]), static_cast<unsigned>(std::atoi(argv[2])));
  if (written.ok()) return 0;
  std::fprintf(stderr, "%s\n", std::string(written.message()).c_str());
  return 1;
}
